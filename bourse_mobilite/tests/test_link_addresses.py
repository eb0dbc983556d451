"""Addresses typed, reloaded or copied with what stood beside them: every route of
ours, as the routing map lists them."""

import threading
from unittest.mock import patch
from urllib.parse import quote, urlsplit

from werkzeug.exceptions import MethodNotAllowed, NotFound

from odoo.tests import tagged

from ..models.ir_http import PRIVATE
from .portal_case import PortalCase

SECRET = "aB3-_9Zz" * 4
COPIED = (
    "{}.", "{},", "{};", "{})", "{}).", "{}>", "{}»", "{} »", "{}\u00a0»", "{} ", " {}",
    "<{}>", "{}\u200b", "{}\r\n", "{}%20", "{}'", '{}"', "{}…", "{}*", "{}_", "{}--",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestLinkAddresses(PortalCase):
    def setUp(self):
        super().setUp()
        # Core reads the name of the database from a thread that serves.
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            self.map = self.env["ir.http"].routing_map()

    def rules(self, method):
        """Our pages that take this method."""
        for rule in self.map.iter_rules():
            ours = rule.endpoint.__module__.startswith("odoo.addons.bourse_mobilite")
            page = rule.endpoint.routing["type"] == "http"
            if ours and page and (rule.methods is None or method in rule.methods):
                yield rule

    def address(self, rule, secret=SECRET):
        """An address of the rule, of nothing that is there."""
        values = dict.fromkeys(rule.arguments, 2**30)
        for name, converter in rule._converters.items():
            if type(converter).__name__ == "UnicodeConverter":
                values[name] = secret
        _domain, address = rule.build(values)
        return address

    def is_read(self, address):
        try:
            endpoint, _values = self.map.bind("").match(address, method="GET")
        except (MethodNotAllowed, NotFound):
            return False
        return endpoint.routing["type"] == "http" and endpoint.routing["website"]

    def test_what_is_only_sent_leads_to_its_page_when_it_is_opened(self):
        looked = set()
        for rule in self.rules("POST"):
            address = self.address(rule)
            if self.is_read(address):
                continue
            looked.add(rule.rule)
            for method in ("GET", "HEAD"):
                with self.subTest(rule.rule, method=method):
                    response = self.url_open(
                        address, method=method, allow_redirects=False
                    )
                    self.assertEqual(response.status_code, 303)
                    above = urlsplit(response.headers["Location"]).path
                    self.assertTrue(address.startswith(f"{above}/"), above)
                    self.assertTrue(self.is_read(above), above)
                    self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertGreaterEqual(
            looked,
            {
                "/demande/decider/<string:secret>/nouveau",
                "/convention/signer/<string:secret>/code/nouveau",
                "/bilan/<string:secret>/mot",
                "/bilan/<string:secret>/nouveau",
                "/my/bilans/<int:assessment_id>/mot",
            },
        )

    def test_other_methods_and_other_modules_are_answered_as_before(self):
        address = f"/bilan/{SECRET}/mot"
        response = self.url_open(address, method="PUT", allow_redirects=False)
        self.assertEqual(response.status_code, 405)
        response = self.url_open(f"/bilan/{SECRET}/pdf", data={"a": "b"})
        self.assertEqual(response.status_code, 405)
        response = self.url_open("/portal/avatar/x/1/mot", allow_redirects=False)
        self.assertEqual(response.status_code, 404)

    def test_a_strange_address_is_no_header(self):
        response = self.url_open(
            "/bilan/a%0D%0AX-Mine:%20b%3Fc/mot", allow_redirects=False
        )
        self.assertEqual(response.status_code, 303)
        self.assertNotIn("X-Mine", response.headers)
        self.assertEqual(
            urlsplit(response.headers["Location"]).path,
            "/bilan/a%0D%0AX-Mine%3A%20b%3Fc",
        )

    def test_the_page_that_is_reached_is_the_right_one(self):
        row = self.submitted_request().decision_ids.filtered(
            lambda one: one.party == "origin"
        )
        secret = self.env["mobility.link"]._mint("decide", row, self.rh.partner_id)
        response = self.url_open(f"/demande/decider/{secret}/nouveau")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith(f"/demande/decider/{secret}"))
        self.assertShows(response.text, self.agent.name)
        self.assertFalse(row.answer)

    def test_every_personal_link_is_cleaned(self):
        looked = set()
        for rule in self.rules("GET"):
            if "secret" not in rule.arguments:
                continue
            looked.add(rule.rule)
            with self.subTest(rule.rule):
                response = self.url_open(
                    f"{self.address(rule, f'{SECRET}).')}?repondu=1&a=b",
                    allow_redirects=False,
                )
                self.assertEqual(response.status_code, 303)
                place = urlsplit(response.headers["Location"])
                self.assertEqual(
                    (place.path, place.query), (self.address(rule), "repondu=1&a=b")
                )
                for header, value in PRIVATE.items():
                    self.assertEqual(response.headers[header], value)
        self.assertGreaterEqual(
            looked,
            {
                "/demande/decider/<string:secret>",
                "/demande/decider/<string:secret>/lettre",
                "/convention/signer/<string:secret>",
                "/bilan/<string:secret>",
            },
        )

    def test_a_link_opens_whatever_was_copied_with_it(self):
        row = self.submitted_request().decision_ids.filtered(
            lambda one: one.party == "origin"
        )
        secret = self.env["mobility.link"]._mint("decide", row, self.rh.partner_id)
        clean = f"/demande/decider/{secret}"
        for copied in COPIED:
            with self.subTest(copied):
                address = f"/demande/decider/{quote(copied.format(secret), safe='')}"
                response = self.url_open(address, allow_redirects=False)
                self.assertEqual(response.status_code, 303)
                self.assertEqual(urlsplit(response.headers["Location"]).path, clean)
        self.assertShows(self.url_open(f"{clean})").text, self.agent.name)
        # Nothing is cleaned away that could be a part of another secret.
        for wrong in (secret[:-1], f"{secret[:-1]}.", f"{secret}a", f"{secret}.a"):
            with self.subTest(wrong):
                self.assertShows(
                    self.page(f"/demande/decider/{wrong}", 404),
                    "Ce lien ne s’ouvre pas",
                )

    def test_a_wrong_secret_keeps_its_page(self):
        for path in ("/demande/decider/zzz.", "/convention/signer/zzz)", "/bilan/%20"):
            with self.subTest(path):
                self.page(path, 404)
        # Cleaned, it is still unknown.
        response = self.url_open(f"/bilan/{SECRET}.")
        self.assertEqual(response.status_code, 404)
        self.assertTrue(response.url.endswith(f"/bilan/{SECRET}"))
        self.assertShows(response.text, "cdg@cdg.example.org")
