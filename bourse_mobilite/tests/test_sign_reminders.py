"""Reminders to sign: who is reminded, when, with which link, and what the adviser is
told instead."""

import base64
from datetime import datetime, time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..models.guard import acting
from .common import small_pdf
from .sign_remind_case import DAY, SignCase


@tagged("post_install", "-at_install")
class TestSignReminders(SignCase):
    def setUp(self):
        super().setUp()
        self.convention = self.made()
        self.first = self.convention.date_start

    def test_on_the_chosen_days_and_no_other(self):
        near = [self.today + count * DAY for count in range(18)]
        far = [self.first + count * DAY for count in range(-8, 4)]
        reminded = {}
        for day in near + far:
            mails = self.night(day)
            if mails:
                self.assertWrittenTo(mails, *self.signers)
                reminded[day] = set(self.stages)
        self.assertEqual(
            reminded,
            {
                self.today + 3 * DAY: {"again"},
                self.today + 7 * DAY: {"again"},
                self.today + 14 * DAY: {"again"},
                self.first - 5 * DAY: {"last"},
            },
        )
        rows = self.convention.signatory_ids.filtered(lambda row: row.role != "visa")
        self.assertEqual(set(rows.mapped("state")), {"pending"})
        self.assertEqual(set(rows.mapped("reminded_on")), {self.first - 5 * DAY})

    def test_each_with_a_link_of_their_own_and_a_line_in_the_journal(self):
        before = self.env["mobility.link"].sudo().search([])
        mails = self.night(self.today + 3 * DAY)
        links = self.env["mobility.link"].sudo().search([]) - before
        self.assertEqual(len(links), 3)
        for mail in mails:
            link = self.sign_link(mail)
            row = link._record()
            self.assertEqual(link.partner_id.email_formatted, mail.email_to)
            self.assertEqual(row.partner_id, link.partner_id)
            self.assertEqual(row.document_id, self.convention.document_id)
            self.assertIn(row.document_id.display_name, mail.subject)
            self.assertFalse(mail.model)
        lines = self.convention.document_id.journal_ids.filtered(
            lambda line: line.event == "reminded"
        )
        self.assertEqual(
            [set(line.details["names"]) for line in lines],
            [{user.name for user in self.signers}],
        )
        self.assertNotIn("signer", str(lines.details))

    def test_the_last_reminder_says_so(self):
        self.env.company.mobility_sign_reminders = "3"
        again = self.night(self.today + 3 * DAY)
        last = self.night(self.first - 5 * DAY)
        self.assertNotEqual(again[0].body_html, last[0].body_html)
        self.assertFalse(self.night(self.first - 4 * DAY))

    def test_one_mail_for_all_that_a_stopped_server_missed(self):
        self.assertEqual(len(self.night(self.today + 8 * DAY)), 3)
        self.assertFalse(self.night(self.today + 9 * DAY))
        self.assertFalse(self.night(self.today + 13 * DAY))
        self.assertEqual(len(self.night(self.today + 14 * DAY)), 3)

    def test_twice_the_same_night(self):
        day = self.today + 3 * DAY
        self.assertEqual(len(self.night(day)), 3)
        self.assertFalse(self.night(day))

    def test_not_who_has_signed(self):
        self.sign(self.convention, self.agent)
        mails = self.night(self.today + 3 * DAY)
        self.assertWrittenTo(mails, self.authority, self.authority_host)
        self.sign(self.convention, self.authority, self.authority_host)
        # Only the visa is left, that is asked of nobody by mail.
        self.assertFalse(self.night(self.today + 7 * DAY))
        self.assertFalse(self.told(self.convention))

    def test_nobody_once_one_has_refused(self):
        self.row_of(self.convention, self.authority)._refuse("Absent ces jours-là.", {})
        for day in (3, 7, 14):
            self.assertFalse(self.night(self.today + day * DAY))
        self.assertFalse(self.night(self.first))
        self.assertFalse(self.told(self.convention, "not_signed"))

    def test_nobody_of_what_is_replaced_or_cancelled(self):
        for dropped_as in ("replaced", "cancelled"):
            convention = self.convention
            if dropped_as == "cancelled":
                convention = self.made(self.agreed_request(self.candidate2))
            convention.document_id._drop(dropped_as, "Erreur de dates")
            self.assertFalse(self.night(self.today + 3 * DAY), dropped_as)
            self.assertFalse(self.night(self.first), dropped_as)
            self.assertFalse(self.told(convention, "not_signed"), dropped_as)

    def test_in_turn_only_whose_turn_it_is(self):
        self.convention.document_id._drop("cancelled", "Autre essai")
        request = self.agreed_request(self.candidate2)
        request.action_make_convention()
        request._convention().signing_order = "in_turn"
        convention = self.made(request)
        self.assertWrittenTo(self.night(self.today + 3 * DAY), self.agent2)
        self.sign(convention, self.agent2)
        row = self.row_of(convention, self.authority)
        acting(row).asked_on = datetime.combine(self.today + 4 * DAY, time(11))
        self.assertFalse(self.night(self.today + 6 * DAY))
        self.assertWrittenTo(self.night(self.today + 7 * DAY), self.authority)

    def test_a_mailbox_that_several_people_read(self):
        self.authority.partner_id.email = "mairie@noyon.example.org"
        mails = self.night(self.today + 3 * DAY)
        self.assertWrittenTo(mails, self.agent, self.authority_host)
        told = self.told(self.convention)
        self.assertEqual(
            (told.activity_type_id, told.user_id),
            (self.env.ref("bourse_mobilite.activity_on_paper"), self.adviser),
        )
        self.assertIn(self.authority.name, told.summary)
        self.assertNotIn(self.agent.name, told.summary)
        # Told once: not at the next reminder, not when the adviser has done it.
        told.unlink()
        self.assertEqual(len(self.night(self.today + 7 * DAY)), 2)
        self.assertFalse(self.told(self.convention))

    def test_who_is_no_longer_in_office(self):
        self.role_authority.date_end = self.today + 2 * DAY
        mails = self.night(self.today + 3 * DAY)
        self.assertWrittenTo(mails, self.agent, self.authority_host)
        told = self.told(self.convention, "on_paper")
        self.assertIn(self.authority.name, told.summary)
        self.assertNotIn(self.agent.name, told.summary)
        self.assertEqual(len(self.night(self.today + 7 * DAY)), 2)
        self.assertEqual(self.told(self.convention), told)

    def test_what_was_to_be_given_on_paper_is_forgotten_once_signed(self):
        for user in (self.authority, self.authority_host):
            user.partner_id.email = False
        self.night(self.today + 3 * DAY)
        told = self.told(self.convention)
        for user in (self.authority, self.authority_host):
            self.assertIn(user.name, told.summary)
        for user in (self.authority, self.authority_host):
            self.assertTrue(self.told(self.convention))
            self.row_of(self.convention, user)._sign_on_paper(
                base64.b64encode(small_pdf()), "papier.pdf", self._today()
            )
        self.assertFalse(self.told(self.convention))

    def test_no_reminder_at_all_is_a_choice(self):
        self.env.company.write(
            {"mobility_sign_reminders": "", "mobility_sign_last_call": 0}
        )
        for day in (self.today + 3 * DAY, self.today + 7 * DAY, self.first - 5 * DAY):
            self.assertFalse(self.night(day))
        # The adviser is told all the same.
        self.night(self.first)
        self.assertTrue(self.told(self.convention, "not_signed"))

    def test_another_rhythm_holds_at_once(self):
        self.env.company.mobility_sign_reminders = "10; 2"
        self.assertEqual(self.env.company.mobility_sign_reminders, "2, 10")
        self.assertFalse(self.night(self.today + DAY))
        self.assertEqual(len(self.night(self.today + 2 * DAY)), 3)
        self.assertFalse(self.night(self.today + 3 * DAY))
        self.env.company.mobility_sign_last_call = 80
        self.assertEqual(len(self.night(self.first - 80 * DAY)), 3)

    def test_the_days_that_are_refused(self):
        for wrong in ("0", "91", "trois", "1 2 3 4 5 6 7 8 9 10 11"):
            with self.assertRaisesRegex(ValidationError, "3, 7, 14"):
                self.env.company.mobility_sign_reminders = wrong
        for wrong in (-1, 91):
            with self.assertRaises(ValidationError):
                self.env.company.mobility_sign_last_call = wrong
                self.env.flush_all()

    def test_reminded_anew_after_a_paper_taken_back(self):
        self.night(self.today + 3 * DAY)
        row = self.row_of(self.convention, self.agent)
        row._sign_on_paper(base64.b64encode(small_pdf()), "papier.pdf", self._today())
        self.assertFalse(row.remind_on)
        row.action_undo_paper("Mauvais document")
        acting(row).asked_on = datetime.combine(self.today + 5 * DAY, time(11))
        self.assertEqual(row.remind_on, self.today + 8 * DAY)

    def test_other_dates_move_the_last_one(self):
        self.env.company.mobility_sign_reminders = False
        self.assertEqual(
            self.row_of(self.convention, self.agent).remind_on, self.first - 5 * DAY
        )
        request = acting(self.convention.request_id)
        later = {"date_start": self.first + 4 * DAY, "date_end": self.first + 9 * DAY}
        request.write(later)
        self.assertEqual(
            self.row_of(self.convention, self.agent).remind_on, self.first - DAY
        )


@tagged("post_install", "-at_install")
class TestNotSigned(SignCase):
    def setUp(self):
        super().setUp()
        self.convention = self.made()
        self.first = self.convention.date_start

    def test_told_once_on_the_first_day(self):
        self.sign(self.convention, self.agent)
        self.night(self.first - DAY)
        self.assertFalse(self.told(self.convention))
        self.assertFalse(self.night(self.first))
        told = self.told(self.convention)
        self.assertEqual(
            (told.activity_type_id, told.user_id, told.date_deadline),
            (
                self.env.ref("bourse_mobilite.activity_not_signed"),
                self.adviser,
                self.first,
            ),
        )
        for user in (self.authority, self.authority_host):
            self.assertIn(user.name, told.summary)
        self.assertNotIn(self.agent.name, told.summary)
        lang = self.adviser.lang or self.env.lang
        text = self.env["mobility.request"].with_context(lang=lang)._date_text
        self.assertIn(text(self.first), told.summary)
        for after in (1, 2, 30):
            self.assertFalse(self.night(self.first + after * DAY))
        self.assertEqual(self.told(self.convention), told)
        told.unlink()
        self.night(self.first + 3 * DAY)
        self.assertFalse(self.told(self.convention))

    def test_no_reminder_on_the_first_day_even_if_one_was_missed(self):
        self.assertEqual(
            self.row_of(self.convention, self.agent).remind_on, self.today + 3 * DAY
        )
        self.assertFalse(self.night(self.first))
        self.assertTrue(self.told(self.convention, "not_signed"))

    def test_the_visa_that_is_left_is_told_too(self):
        self.sign(self.convention, *self.signers)
        self.night(self.first)
        self.assertEqual(len(self.told(self.convention, "not_signed")), 1)

    def test_taken_back_once_signed(self):
        self.night(self.first)
        self.sign(self.convention, *self.signers)
        self.assertTrue(self.told(self.convention), "the visa is left")
        self.convention.with_user(self.adviser).action_give_visa()
        self.assertFalse(self.told(self.convention))

    def test_taken_back_when_cancelled(self):
        self.night(self.first)
        other = self.convention.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.adviser.id, summary="Autre"
        )
        self.convention.document_id._drop("cancelled", "Fini")
        self.assertEqual(self.told(self.convention), other)

    def test_a_convention_that_is_signed_is_not_late(self):
        self.sign(self.convention, *self.signers)
        self.convention.with_user(self.adviser).action_give_visa()
        self.night(self.first + DAY)
        self.assertFalse(self.told(self.convention))
