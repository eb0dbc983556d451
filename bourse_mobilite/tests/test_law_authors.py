"""Who decides and who signs: no answer in another's name, no act without an author
who could make it."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .law_case import EndCase
from .letter_case import text_of_letter


@tagged("post_install", "-at_install")
class TestAuthors(EndCase):
    def setUp(self):
        super().setUp()
        self.request = self.ask(0, 1)
        self.request.action_submit()
        self.origin_row = self.row(self.request)

    def wizard(self, role, **vals):
        return (
            self.env["mobility.decision.wizard"]
            .with_user(self.adviser)
            .create(
                {
                    "request_id": self.request.id,
                    "decision_id": self.origin_row.id,
                    "answer": "agreed",
                    "role_id": role.id,
                    "answered_on": self._today(),
                    **vals,
                }
            )
        )

    def test_staff_names_someone_who_could_decide(self):
        yesterday = self._today() - timedelta(days=1)
        former = self._cast_role(self.agent2, self.origin, "hr", date_end=yesterday)
        for role in (
            self._cast_role(self.agent, self.origin, "hr"),
            self._cast_role(self.tutor, self.origin, "tutor"),
            self.role_rh_third,
            former,
        ):
            with self.assertRaisesRegex(UserError, "does not act for"):
                self.wizard(role).action_confirm()
        self.assertFalse(self.origin_row.answer)
        self.wizard(self.role_authority).action_confirm()
        self.assertEqual(self.origin_row.author_id, self.authority.partner_id)

    def test_a_paper_signed_by_someone_who_has_left_since(self):
        paper = self.ask(
            2, 3, source="paper", received_on=self._today() - timedelta(days=30)
        )
        paper.action_submit()
        yesterday = self._today() - timedelta(days=1)
        former = self._cast_role(
            self.agent2, self.origin, "authority", date_end=yesterday, quality="Maire"
        )
        wizard = self.wizard(former, answered_on=yesterday - timedelta(days=4))
        wizard.write({"request_id": paper.id, "decision_id": self.row(paper).id})
        wizard.action_confirm()
        self.assertEqual(self.row(paper).author_id, self.agent2.partner_id)

    def test_a_letter_of_the_host_older_than_its_entry_here(self):
        paper = self.ask(
            2, 3, source="paper", received_on=self._today() - timedelta(days=30)
        )
        paper.action_submit()
        host = self.row(paper, "host")
        wizard = self.wizard(
            self.role_authority_host,
            answered_on=self._today() - timedelta(days=10),
            received_on=self._today() - timedelta(days=20),
        )
        wizard.write({"request_id": paper.id, "decision_id": host.id})
        wizard.action_confirm()
        self.assertEqual(host.received_on, self._today() - timedelta(days=20))

    def test_the_centre_de_gestion_does_not_answer_as_an_organisation(self):
        self._cast_role(self.adviser, self.origin, "authority", quality="Maire")
        with self.assertRaisesRegex(AccessError, "does not answer for an organisation"):
            self.origin_row.with_user(self.adviser).action_answer("agreed")
        self.assertFalse(self.origin_row.answer)

    def test_the_authority_learns_that_a_letter_waits(self):
        self.authority.partner_id.email = "francoise@personne.example.org"
        self.origin_row.with_user(self.rh).action_answer("refused", "Effectif réduit.")
        mails = self.env["mail.mail"].sudo()
        told = mails.search([("email_to", "ilike", "francoise@personne")])
        self.assertEqual(len(told), 1)
        self.assertIn(self.rh.name, told.body_html)
        self.assertIn("/demande/decider/", told.body_html)
        letter = text_of_letter(self.origin_row)
        # Signed by another than who decided: dated on the day of the signature.
        self.assertIn("…………", letter)
        self.assertIn(self.authority.name, letter)

    def test_the_authority_that_answers_is_told_once(self):
        mails = self.env["mail.mail"].sudo()
        mine = [("email_to", "ilike", self.authority.email)]
        before = mails.search_count(mine)
        self.origin_row.with_user(self.authority).action_answer("agreed")
        self.assertEqual(mails.search_count(mine), before + 1)

    def test_mediation_before_the_court_is_a_setting_of_the_employer(self):
        self.origin_row._answer(
            "refused", reasons="Effectif réduit.", author=self.authority.partner_id
        )
        self.assertNotIn("médiation", text_of_letter(self.origin_row))
        self.origin.mobility_mediation = True
        self.assertIn("L. 213-11", text_of_letter(self.origin_row))

    def test_an_agreement_names_only_those_who_have_not_agreed_yet(self):
        self.origin_row._answer("agreed", author=self.authority.partner_id)
        self.assertIn("ne suffit pas", text_of_letter(self.origin_row))
        self.request.action_host_accept()
        self.assertNotIn("ne suffit pas", text_of_letter(self.origin_row))

    def test_reasons_say_something(self):
        for nothing in ("", "  ", "\u200b", " - … \u00ad"):
            with self.assertRaisesRegex(UserError, "write the reasons"):
                self.origin_row._answer("refused", reasons=nothing)
        self.origin_row._answer("refused", reasons="Fermé" + "\n" * 2000 + "en août.")
        self.assertEqual(self.origin_row.reasons, "Fermé\n\nen août.")

    def test_who_entered_a_request_is_not_for_the_parties(self):
        for user in (self.agent, self.rh, self.rh_host):
            request = self.request.with_user(user)
            for name in ("create_uid", "write_uid"):
                with self.assertRaises(AccessError):
                    request.read([name])
                with self.assertRaises(AccessError):
                    self.env["mobility.request"].with_user(user).search(
                        [(f"{name}.name", "ilike", "a")]
                    )
                day = request.day_ids[:1]
                with self.assertRaises(AccessError):
                    day.read([name])

    def test_an_employer_reads_that_it_accepts_a_shorter_notice(self):
        self.pip.notice_months = 12
        self.assertIn(
            "12", self.request._portal_page(self.rh.partner_id)["shorter_notice"]
        )
        self.request.with_user(self.adviser).action_lift("Appel du 3 mars.")
        self.assertTrue(self.request._portal_page(self.rh.partner_id)["shorter_notice"])
        for user in (self.agent, self.rh_host):
            page = self.request._portal_page(user.partner_id)
            self.assertFalse(page["shorter_notice"])


@tagged("post_install", "-at_install")
class TestRegimeFigures(EndCase):
    def test_nonsense_is_refused(self):
        for vals in (
            {"half_day_value": 0}, {"half_day_value": -1}, {"half_day_value": 1.1},
            {"window_years": -1}, {"notice_months": -1}, {"answer_months": -1},
            {"max_days_window": -1},
        ):  # fmt: skip
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.pip.write(vals)
                self.pip.flush_recordset()
            self.pip.invalidate_recordset()

    def test_a_figure_that_changes_leaves_a_trace(self):
        before = len(self.pip.message_ids)
        self.pip.with_user(self.manager).max_days = 12
        self.env.cr.precommit.run()
        self.assertGreater(len(self.pip.message_ids), before)

    def test_a_text_shared_by_several_is_nobodys_to_rewrite(self):
        self.pip.with_user(self.manager).max_days = 11
        self.env["res.company"].create({"name": "Un autre centre de gestion"})
        with self.assertRaisesRegex(UserError, "shared by several"):
            self.pip.with_user(self.manager).max_days = 12
        own = self.pip.with_user(self.manager).copy(
            {"company_id": self.env.company.id, "code": "pip"}
        )
        own.max_days = 9
        in_force = self.env["mobility.regime"]._in_force("pip", self._today())
        self.assertEqual(in_force, own)

    def test_an_earlier_text_is_not_made_to_last_longer(self):
        past = self._today() - timedelta(days=100)
        self.pip.date_to = past
        with self.assertRaisesRegex(UserError, "no later than"):
            self.pip._end_before(self._today())
        self.pip._end_before(past + timedelta(days=1))
        self.assertEqual(self.pip.date_to, past)


@tagged("post_install", "-at_install")
class TestBarred(EndCase):
    def barred(self):
        requests = self.env["mobility.request"].with_user(self.agent)
        return requests._portal_barred(
            self.candidate.with_user(self.agent), self.offer.with_user(self.agent)
        )

    def test_what_no_choice_of_days_changes_is_said_first(self):
        self.assertFalse(self.barred())
        self.candidate.employment_ids.position = "conge"
        self.assertFalse(self.barred(), "an adviser may lift it")
        self.candidate.status = "apprenti"
        (apprentice,) = self.barred()
        self.assertIn("your adviser", apprentice.lower())
        self.candidate.status = "titulaire"
        self.job(employer_id=self.host.id)
        self.candidate.employer_id = self.host
        (own,) = self.barred()
        self.assertIn(f"{self.host.name} is your own employer", own)
