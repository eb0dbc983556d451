"""The personal link to decide: no login, no trace, one answer."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .portal_case import PortalCase

DEAD = "Ce lien ne s’ouvre pas"


@tagged("post_install", "-at_install")
class TestDecideLink(PortalCase):
    def setUp(self):
        super().setUp()
        self.request = self.submitted_request()
        self.row = self.request.decision_ids.filtered(lambda row: row.party == "origin")
        self.row_host = self.request.decision_ids - self.row
        self.url = self._link(self.row, self.rh)

    def _link(self, row, user):
        secret = self.env["mobility.link"]._mint("decide", row, user.partner_id)
        return f"/demande/decider/{secret}"

    def _assert_dead(self, url, status):
        (main,) = html.fromstring(self.page(url, status)).xpath("//main")
        text = main.text_content()
        self.assertShows(text, DEAD, "cdg@cdg.example.org")
        self.assertHides(text, self.agent.name, self.rh.name, self.request.name)
        return text

    def test_opening_consumes_nothing(self):
        for _time in range(3):
            text = self.page(self.url)
        self.assertShows(text, self.agent.name, self.rh.name, "Motif réservé")
        self.assertHides(text, self.agent.email)
        self.assertFalse(self.row.answer)

    def test_host_reads_less(self):
        text = self.page(self._link(self.row_host, self.rh_host))
        self.assertShows(text, self.agent.name)
        self.assertHides(text, "Motif réservé", "Adjoints techniques", self.agent.email)

    def test_secret_address_stays_secret(self):
        for url, status in ((self.url, 200), ("/demande/decider/zzz", 404)):
            response = self.url_open(url)
            self.assertEqual(response.status_code, status)
            for header, value in (
                ("X-Robots-Tag", "noindex, nofollow"),
                ("Referrer-Policy", "no-referrer"),
                ("Cache-Control", "no-store"),
            ):
                self.assertEqual(response.headers[header], value)

    def test_answer_without_any_session(self):
        response = self.url_open(self.url, data={"answer": "agreed"})
        self.assertShows(response.text, "Votre réponse est enregistrée")
        self.assertEqual(
            (self.row.answer, self.row.way, self.row.author_id),
            ("agreed", "link", self.rh.partner_id),
        )

    def test_second_answer_reads_the_first(self):
        self.url_open(self.url, data={"answer": "agreed"})
        again = {"answer": "refused", "reasons": "Non."}
        response = self.url_open(self.url, data=again)
        self.assertEqual(response.status_code, 410)
        self.assertShows(response.text, "Une réponse a déjà été donnée")
        self.assertHides(response.text, self.agent.name, DEAD)
        self.assertShows(response.text, 'href="/my/demandes"', "cdg@cdg.example.org")
        self.assertEqual(self.row.answer, "agreed")

    def test_reasons_are_needed_and_kept(self):
        response = self.url_open(self.url, data={"answer": "refused", "reasons": ""})
        self.assertShows(response.text, 'id="form_error"', self.agent.name)
        self.assertShows(response.text, f'id="reasons_error_{self.row.id}"')
        text = "<b>Trop long</b> " * 1000
        response = self.url_open(self.url, data={"answer": "refused", "reasons": text})
        self.assertShows(response.text, 'id="form_error"', text.strip())
        self.assertNotIn("<b>Trop long", response.text)
        self.url_open(self.url, data={"reasons": "Non."})
        self.assertFalse(self.row.answer)
        self.url_open(
            self.url, data={"answer": "refused", "reasons": "Effectif réduit."}
        )
        self.assertEqual(self.row.reasons, "Effectif réduit.")

    def test_dead_links(self):
        expired = self._link(self.row, self.authority)
        link = self.env["mobility.link"]._find(expired.rsplit("/", 1)[1], "decide")
        acting(link).expires_on = fields.Datetime.now() - timedelta(minutes=1)
        unknown = self._assert_dead("/demande/decider/zzz", 404)
        self._assert_dead("/demande/decider/" + "é" * 200, 404)
        self.assertEqual(self._assert_dead(expired, 410), unknown)
        self.url_open(expired, data={"answer": "agreed"})
        self.assertFalse(self.row.answer)

    def test_person_who_no_longer_acts_for_the_employer(self):
        self.role_rh.date_end = "2020-01-01"
        self._assert_dead(self.url, 410)
        self.url_open(self.url, data={"answer": "agreed"})
        self.assertFalse(self.row.answer)

    def test_refused_by_the_other_party(self):
        self.row_host.with_user(self.rh_host).action_answer("refused", "Complet.")
        text = self._assert_dead(self.url, 410)
        self.assertHides(text, "Complet")

    def test_withdrawn_request(self):
        self.request.with_user(self.agent).action_withdraw_own()
        self._assert_dead(self.url, 410)

    def test_link_of_another_purpose_or_record_is_not_this_one(self):
        other = self.submitted_request(candidate=self.candidate_elsewhere)
        self.url_open(
            self.url, data={"answer": "agreed", "decision": other.decision_ids[0].id}
        )
        self.assertFalse(other.decision_ids[0].answer)
        self.assertEqual(self.row.answer, "agreed")
