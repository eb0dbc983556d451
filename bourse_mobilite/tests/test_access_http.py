"""Every page, with the id of someone else."""

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_matrix import COLLEAGUE, DRAFT, ELSEWHERE, OWN
from .access_stories import AccessStories
from .common import MobilityHttpCase

_QUIET = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
)
_REFUSED = (400, 401, 403, 404)


@tagged("post_install", "-at_install")
class TestAccessHttp(AccessStories, MobilityHttpCase):
    def setUp(self):
        super().setUp()
        self._tell_stories()
        parties = {"own": OWN, "colleague": COLLEAGUE, "elsewhere": ELSEWHERE}
        self.pages = [(f"/my/demandes/{self.draft.id}", DRAFT)]
        drafted = self.unmade._convention()
        self.pages += [
            (f"/my/conventions/{drafted.id}", {}),
            (f"/my/conventions/{drafted.id}/pdf", {}),
            (f"/web/content/mobility.request/{self.own.id}/paper", {}),
        ]
        # What staff keeps with a file is not opened with the file.
        for record in (self.own, self.conventions["own"], self.candidate):
            note = self.env["ir.attachment"].create(
                {
                    "name": "note.txt",
                    "raw": b"Note interne",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            self.pages.append((f"/web/content/{note.id}", {}))
        for label, readers in parties.items():
            act = self.conventions[label]
            file = (
                self.env["ir.attachment"]
                .sudo()
                .search(
                    [
                        ("res_model", "=", "mobility.document"),
                        ("res_id", "=", act.document_id.id),
                        ("res_field", "=", "frozen_file"),
                    ]
                )
            )
            self.assertTrue(file)
            self.pages += [
                (f"/my/demandes/{self.requests[label].id}", readers),
                (f"/my/conventions/{act.id}", readers),
                (f"/my/conventions/{act.id}/pdf", readers),
                (
                    f"/web/content/mobility.document/{act.document_id.id}/frozen_file",
                    readers,
                ),
                # The attachment behind the field is nobody's from outside.
                (f"/web/content/{file.id}", {}),
            ]
        self.env.flush_all()

    def _secrets(self, apart_from=None):
        people = [*self.portal_users.values(), self.adviser]
        return [
            text
            for user in people
            if user != apart_from
            for text in (user.email, user.partner_id.phone)
        ]

    def _filed_people(self):
        return self.env["mobility.candidate"].search([]).partner_id

    def assertTellsNothing(self, response, user, url, names=False):
        text = response.text
        # On the own page an agent reads how to reach the adviser of the own file.
        adviser = (self.adviser.email, self.adviser.partner_id.phone)
        known = ()
        if url == "/my/mobilite" and user.partner_id in self._filed_people():
            known = adviser
        elif url.startswith("/my/conventions/") and not names:
            # A convention tells its parties whom to ask for, and whom to call.
            tutors = self.env["mobility.convention"].sudo().search([]).tutor_id
            known = (*adviser, *tutors.mapped("email"), *tutors.mapped("phone"))
        for secret in self._secrets(user):
            if secret not in known:
                self.assertNotIn(secret, text, url)
        if names:
            for other in (self.agent, self.agent2, self.agent_elsewhere):
                if other != user:
                    self.assertNotIn(other.name, text, url)

    @mute_logger(*_QUIET)
    def test_pages_with_the_id_of_someone_else(self):
        for role, user in self.portal_users.items():
            self.authenticate(user.login, user.login)
            for url, readers in self.pages:
                response = self.url_open(url, allow_redirects=False)
                if role in readers:
                    self.assertEqual(response.status_code, 200, (role, url))
                else:
                    self.assertIn(response.status_code, _REFUSED, (role, url))
                    self.assertTellsNothing(response, user, url, names=True)
                self.assertTellsNothing(response, user, url)

    @mute_logger(*_QUIET)
    def test_pages_without_an_account(self):
        for url, _readers in self.pages:
            response = self.url_open(url)
            self.assertTellsNothing(response, None, url, names=True)
        hidden = f"/immersions/{self.offer_draft.id}"
        self.assertEqual(self.url_open(hidden).status_code, 404)
        shown = self.url_open(f"/immersions/{self.offer.id}")
        self.assertEqual(shown.status_code, 200)
        self.assertTellsNothing(shown, None, hidden, names=True)
        self.assertNotIn(self.tutor.name, shown.text)

    @mute_logger(*_QUIET)
    def test_lists_hold_ones_own(self):
        strangers = {
            "agent": (self.agent2, self.agent_elsewhere),
            "agent2": (self.agent, self.agent_elsewhere),
            "agent_elsewhere": (self.agent, self.agent2),
            "rh_host": (self.agent_elsewhere,),
            "rh_third": (self.agent, self.agent2),
            # A tutor is told who comes, once everyone has agreed; nobody else.
            "tutor": (self.agent_elsewhere,),
        }
        for role, user in self.portal_users.items():
            self.authenticate(user.login, user.login)
            for url in (
                "/my", "/my/mobilite", "/my/demandes", "/my/conventions", "/my/offres",
                "/immersions", f"/immersions/{self.offer.id}",
            ):  # fmt: skip
                response = self.url_open(url)
                self.assertIn(response.status_code, (200, 403, 404), (role, url))
                self.assertTellsNothing(response, user, url)
                for other in strangers.get(role, ()):
                    self.assertNotIn(other.name, response.text, (role, url))

    def _post(self, url, **values):
        token = Request.csrf_token(self)
        return self.url_open(
            url, data=dict(values, csrf_token=token), allow_redirects=False
        )

    @mute_logger(*_QUIET)
    def test_forms_sent_with_the_id_of_someone_else(self):
        origin, host = self.pending.decision_ids.sorted("party", reverse=True)
        self.assertEqual((origin.party, host.party), ("origin", "host"))
        before = (self.pending.state, self.pending.waiting_for)
        for role in ("agent2", "agent_elsewhere", "rh_third", "tutor", "agent"):
            user = self.portal_users[role]
            self.authenticate(user.login, user.login)
            for row in (origin, host):
                response = self._post(
                    f"/my/demandes/{self.pending.id}",
                    decision_id=row.id,
                    answer="agreed",
                )
                self.assertNotIn(response.status_code, (500,), role)
                self.assertTellsNothing(response, user, role)
        for role in ("rh", "rh_host", "agent2", "tutor"):
            user = self.portal_users[role]
            self.authenticate(user.login, user.login)
            response = self._post(f"/my/demandes/{self.pending.id}/retirer")
            self.assertIn(response.status_code, (*_REFUSED, 303), role)
        # The host's contact answers in the place of the origin, and the reverse.
        for role, row in (("rh_host", origin), ("rh", host)):
            user = self.portal_users[role]
            self.authenticate(user.login, user.login)
            self._post(
                f"/my/demandes/{self.pending.id}", decision_id=row.id, answer="agreed"
            )
        self.env.invalidate_all()
        self.assertFalse(any(self.pending.decision_ids.mapped("answer")))
        self.assertEqual((self.pending.state, self.pending.waiting_for), before)

    @mute_logger(*_QUIET)
    def test_the_chatter_routes_tell_nothing(self):
        self.own.message_post(body="Note du conseiller, pour les conseillers")
        self.env.flush_all()
        for role in ("agent", "rh", "rh_host", "agent2", "tutor"):
            user = self.portal_users[role]
            self.authenticate(user.login, user.login)
            for model, record in (
                ("mobility.request", self.own),
                ("mobility.candidate", self.candidate),
                ("mobility.convention", self.conventions["own"]),
            ):
                response = self.url_open(
                    "/mail/thread/messages",
                    json={
                        "jsonrpc": "2.0",
                        "method": "call",
                        "params": {"thread_model": model, "thread_id": record.id},
                    },
                )
                self.assertNotIn("Note du conseiller", response.text)
                self.assertTellsNothing(response, user, f"{role} {model}")

    @mute_logger(*_QUIET, "odoo.addons.web.controllers.report")
    def test_a_report_is_not_a_way_round(self):
        """Core prints any report for any connected user, with that user's rights."""
        drafted = self.unmade._convention()
        for role in ("agent2", "rh_third", "tutor"):
            user = self.portal_users[role]
            self.authenticate(user.login, user.login)
            for act in (drafted, self.conventions["own"]):
                response = self.url_open(
                    f"/report/html/bourse_mobilite.report_convention/{act.id}"
                )
                self.assertNotEqual(response.status_code, 200, role)
                self.assertTellsNothing(response, user, role, names=True)
