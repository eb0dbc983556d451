"""The personal link to decide: no login, no trace, one answer."""

import re
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import UserError
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
        self.assertShows(response.text, "Une réponse a déjà été donnée")
        self.assertEqual(self.row.answer, "agreed")
        # Who answered reads it again, without any form, and has the letter.
        text = self.page(self.url)
        self.assertShows(text, self.agent.name, f'href="{self.url}/lettre"')
        self.assertFalse(self.forms(self.url))

    def test_the_answer_is_read_on_a_link_that_is_closed(self):
        self.url_open(self.url, data={"answer": "agreed"})
        self.request.action_withdraw()
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 410)
        self.assertShows(response.text, "Une réponse a déjà été donnée")
        self.assertHides(response.text, self.agent.name, DEAD)
        self.assertShows(response.text, 'href="/my/demandes"', "cdg@cdg.example.org")

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
        self._assert_dead("/demande/decider/zzz", 404)
        self._assert_dead("/demande/decider/" + "é" * 200, 404)
        self._assert_dead(expired, 410)
        self.url_open(expired, data={"answer": "agreed"})
        self.assertFalse(self.row.answer)

    def _send_what_was_asked(self):
        self.env["mobility.link.lost"].sudo().search([])._send()

    def _sent(self):
        """The personal links in the mails of this person, the last first."""
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        own = mails.filtered(lambda mail: self.authority.email in mail.email_to)
        found = [re.search(r"/demande/decider/[\w-]+", one.body_html) for one in own]
        return [one[0] for one in found if one]

    def test_a_link_too_old_is_sent_again_to_its_owner(self):
        self.authority.partner_id.email = "francoise@personne.example.org"
        expired = self._link(self.row, self.authority)
        link = self.env["mobility.link"]._find(expired.rsplit("/", 1)[1], "decide")
        past = fields.Datetime.now() - timedelta(days=61)
        acting(link).expires_on = past
        self.env.cr.execute(
            "UPDATE mobility_link SET create_date = %s WHERE partner_id = %s",
            [past, self.authority.partner_id.id],
        )
        (form,) = self.forms_of(self.url_open(expired).text)
        for _time in range(2):
            response = self.url_open(form.action, data={"send": "1"})
            self.assertShows(response.text, "Regardez votre messagerie")
            self.assertHides(response.text, self.authority.email, "decider")
            self._send_what_was_asked()
        # Twice in ten minutes is once.
        (sent,) = self._sent()
        self.assertShows(self.page(sent), self.agent.name)
        url = "/demande/decider/zzz/nouveau"
        response = self.url_open(url, data={"send": "1"})
        self.assertEqual(response.status_code, 404)

    def test_a_lost_link_goes_to_the_mailbox_that_asks(self):
        self.authority.partner_id.email = "francoise@personne.example.org"
        self.env.cr.execute("UPDATE mobility_link SET create_date = '2020-01-01'")
        answers = set()
        for email in (
            "francoise@personne.example.org",
            "%@personne.example.org",
            "inconnue@personne.example.org",
            "mairie@commune_60471.example.org",
            "",
            "é" * 300,
        ):
            response = self.send("/demande/lien", {"email": email})
            answers.add((response.status_code, response.text.count("<p")))
            self.assertShows(response.text, "Regardez votre messagerie")
        self.assertEqual(len(answers), 1, "one answer, whoever is known")
        self.assertFalse(self._sent(), "the page itself sends nothing")
        self._send_what_was_asked()
        self.assertEqual(len(self._sent()), 1)
        mails = self.env["mail.mail"].sudo().search([("email_to", "ilike", "inconnue")])
        self.assertFalse(mails)

    def test_nothing_is_sent_once_the_request_has_ended(self):
        self.authority.partner_id.email = "francoise@personne.example.org"
        self.env.cr.execute("UPDATE mobility_link SET create_date = '2020-01-01'")
        self.request.action_cancel()
        before = len(self._sent())
        self.send("/demande/lien", {"email": self.authority.email})
        self._send_what_was_asked()
        self.assertEqual(len(self._sent()), before)

    def test_five_links_a_day_at_most(self):
        self.authority.partner_id.email = "francoise@personne.example.org"
        for _rank in range(8):
            self.env.cr.execute(
                "UPDATE mobility_link SET create_date = create_date - interval '11 min';"
                "UPDATE mobility_link_lost SET sent_on = sent_on - interval '11 min'"
            )
            self.env.invalidate_all()
            self.env["mobility.link.lost"]._note(self.authority.email)
            self._send_what_was_asked()
        self.assertIn(len(self._sent()), (4, 5))

    def test_staff_sends_the_links_again(self):
        self.authority.partner_id.email = "francoise@personne.example.org"
        self.row.with_user(self.adviser).action_send_again()
        self.assertEqual(len(self._sent()), 1)
        self.row._answer("agreed")
        with self.assertRaisesRegex(UserError, "Aucun lien ne peut partir|No link"):
            self.row.with_user(self.adviser).action_send_again()

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
