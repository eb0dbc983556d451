"""A PPR is told by no page: whoever is no party opens the same pages, with the same
answers, with and without it. Every route of the house is opened, those that an addition
brings too."""

import json
import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import email_normalize

from .common import routes
from .offer_agents_case import without_token
from .portal_case import PortalCase
from .ppr_leak_case import OUTSIDE, WORDS, KeptLog, PprLeakCase, marks_in
from .test_access_json2 import Json2Case
from .test_matching_leak_pages import _still

_HOUR = re.compile(r"\d\d:\d\d:\d\d|(?<=DTSTAMP:)\w+")
_HOSTS = ("rh_host", "authority_host", "tutor", "agent2", "adviser")
_METHODS = ("read", "exists", "get_metadata", "unlink", "action_make_placement")


@tagged("post_install", "-at_install")
class TestPprLeakPages(PprLeakCase, PortalCase):
    call = Json2Case.call
    call_for_good = Json2Case.call_for_good

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cast_outside()
        cls.known = {
            "offer_id": cls.offer.id,
            "metier_id": cls.offer.metier_id.id,
            "number": 1,
        }
        cls.rules = sorted(cls._rules())

    @classmethod
    def _rules(cls):
        """The routes of all the pages of the house."""
        for rule in routes(cls.env):
            code = rule.endpoint.func.__module__
            if code.startswith("odoo.addons.bourse_mobilite.controllers") and (
                "GET" in (rule.methods or ("GET",))
            ):
                yield rule.rule

    def _address(self, rule, ids):
        def filled(match):
            kind, _colon, name = match[1].rpartition(":")
            if kind.startswith("string"):
                return "inconnu"
            return str(self.known.get(name) or ids["ppr_id"])

        return re.sub(r"<([^>]+)>", filled, rule)

    def _opened(self, role, hidden):
        """``{address: (status, where to, page)}`` of all that a person opens."""
        ids = {"ppr_id": hidden["mobility.ppr"][0]}
        private = role != "public"
        self.sign_in(getattr(self, role) if private else None)
        seen = {}
        urls = [self._address(rule, ids) for rule in self.rules
                if rule.startswith("/my") == private]  # fmt: skip
        urls += [f"/web/image/{name}/{rows[0]}/display_name"
                 for name, rows in hidden.items()]  # fmt: skip
        urls += [f"/mail/view?model={name}&res_id={rows[0]}"
                 for name, rows in hidden.items()]  # fmt: skip
        for url in urls:
            answer = self.url_open(url, allow_redirects=False)
            page = "\n".join(_still(without_token(answer.text)))
            if "text/" not in answer.headers.get("Content-Type", ""):
                page = answer.headers.get("Content-Type")  # a file dates itself
            seen[url] = f"{answer.status_code} {answer.headers.get('Location')} {page}"
        threads = dict(hidden)
        if role != "internal":
            # Odoo shows who may not read a thread the latest messages of all: there
            # any mail to anybody takes the place of another.
            threads["mobility.candidate"] = self.candidate.ids
        for name, rows in threads.items():
            where = {"thread_model": name, "thread_id": rows[0]}
            for route in ("/mail/thread/messages", "/mail/thread/recipients"):
                seen[route, name] = self._rpc(route, where)
        seen["data"] = self._rpc(
            "/mail/data", {"fetch_params": ["systray_get_activities", "failures"]}
        )
        self.authenticate(None, None)
        return seen

    def _rpc(self, route, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return _HOUR.sub("", self.url_open(route, json=body).text)

    def _called(self, role, hidden):
        """The same by JSON-2, with a key."""
        seen = {}
        for name, rows in hidden.items():
            for method in _METHODS:
                more = {"fields": ["display_name"]} if method == "read" else {}
                answer = self.call(role, name, method, rows[:1], **more)
                seen[name, method] = _HOUR.sub("", json.dumps(answer, default=str))
        return seen

    def test_by_page_nobody_learns_that_there_is_one(self):
        with_it, without = self.with_and_without(
            lambda hidden: {role: self._opened(role, hidden) for role in OUTSIDE}
        )
        for role in OUTSIDE:
            self.assertSame(role, with_it[role], without[role])
            # The way to the page of signing in repeats what was asked.
            said = [text for url, text in with_it[role].items()
                    if "/mail/view" not in url]  # fmt: skip
            self.assertFalse(marks_in("".join(said)), role)
            broken = {url for url, text in with_it[role].items()
                      if text.startswith("500")}  # fmt: skip
            self.assertFalse(broken, role)
        self.assertIn("/my/demandes", self.log)
        for mark in WORDS:
            self.assertNotIn(mark, self.log)

    def test_by_key_nobody_learns_that_there_is_one(self):
        roles = ("adviser", "internal", "rh_host", "former", "rh")
        expires = fields.Datetime.now() + timedelta(hours=1)
        keys = self.env["res.users.apikeys"]
        self.keys = {
            role: keys.with_user(getattr(self, role))
            .sudo()
            ._generate("rpc", "", expires)
            for role in roles
        }
        with_it, without = self.with_and_without(
            lambda hidden: {role: self._called(role, hidden) for role in roles}
        )
        for role in roles[:-1]:
            self.assertSame(role, with_it[role], without[role])
        self.assertNotEqual(with_it["rh"], without["rh"], "the probes prove nothing")

    def _placed(self, make):
        """Every page and mail of a placement, at each of its moments."""

        def play():
            known = self.env["mail.mail"].sudo().search([])
            parties = {user.email for user in (self.agent, self.rh, self.authority)}
            request, seen = make(), {}
            for moment in self.go_on(request):
                self.env.flush_all()
                act = request.sudo()._convention().id
                urls = [f"/my/demandes/{request.id}", f"/my/conventions/{act}",
                        f"/my/conventions/{act}/pdf", "/my/signatures", "/my",
                        f"/my/demandes/{request.id}/agenda.ics", "/my/demandes",
                        "/my/conventions", "/my/offres"]  # fmt: skip
                for role in _HOSTS:
                    self.sign_in(getattr(self, role))
                    for url in urls:
                        answer = self.url_open(url, allow_redirects=False)
                        text = "\n".join(_still(without_token(answer.text)))
                        seen[moment, role, url] = _HOUR.sub(
                            "", f"{answer.status_code} {text}"
                        )
            mails = self.env["mail.mail"].sudo().search([], order="id") - known
            seen["mails"] = "\n".join(
                f"{mail.email_to} {mail.subject} {mail.body_html} {mail.headers}"
                for mail in mails
                if email_normalize(mail.email_to) not in parties
            )
            return seen

        return play

    def test_by_page_and_mail_nobody_infers_it(self):
        with KeptLog():
            inside, outside = self.play_worlds(
                self._placed(self.inside), self._placed(self.outside), still=True
            )
        self.assertSame("hosts", inside, outside)
        opened = {key[1] for key, text in inside.items() if text.startswith("200")}
        self.assertGreaterEqual(opened, {"rh_host", "authority_host", "adviser"})
        self.assertIn(self.authority_host.email, inside["mails"])

    def test_the_employer_opens_pages_that_say_it(self):
        """Where there are pages of a PPR, those of the parties do differ."""
        self.rules = rules = [rule for rule in self.rules if "/ppr" in rule]
        seen = self.with_and_without(lambda hidden: {
            role: self._opened(role, hidden) for role in ("agent", "rh")
        })  # fmt: skip
        told = {url for role in ("agent", "rh") for url, text in seen[0][role].items()
                if text != seen[1][role][url]}  # fmt: skip
        self.assertEqual(bool(told), bool(rules))
