"""The mail of each event: what happened, until when, where to go."""

from datetime import date

from odoo.tests import tagged

from ..models.day_words import day_words
from ..models.guard import acting, on_day
from .mail_case import MOTIVATION, REASONS, MailCase


@tagged("post_install", "-at_install")
class TestMailEvents(MailCase):
    def test_the_last_agreement_tells_everyone_once(self):
        request = self.submitted_request()
        request.action_employer_accept()
        self._new()
        request.action_host_accept()
        mails = self._new()
        self.assertWrittenTo(mails, self.everyone)
        self.assertEqual(set(mails.attachment_ids.mapped("name")), {"immersion.ics"})
        self.assertEqual(
            set(mails.attachment_ids.mapped("mimetype")), {"text/calendar"}
        )
        for file in mails.attachment_ids:
            self.assertIn(b"METHOD:PUBLISH", file.raw)
        for mail in mails:
            own = self.agent.email in mail.email_to
            self.assertEqual("/my/demandes/" in mail.body_html, own, mail.email_to)
            self.assertNotIn("/demande/decider/", mail.body_html)
            self.assertNotIn(MOTIVATION, mail.body_html)

    def test_someone_who_has_two_parts_is_told_once(self):
        self._cast_role(self.rh, self.host, "hr")
        self.offer.tutor_ids |= self.rh.partner_id | self.agent.partner_id
        request = self.submitted_request()
        request.action_employer_accept()
        self._new()
        request.action_host_accept()
        self.assertWrittenTo(self._new(), self.everyone)

    def test_cancelled_by_its_agent_after_agreement(self):
        request = self.agreed_request()
        self._new()
        request.with_user(self.agent).action_withdraw_own()
        mails = self._new()
        # The days are in the calendar of the agent too.
        self.assertWrittenTo(mails, self.everyone)
        for file in mails.attachment_ids:
            self.assertIn(b"METHOD:CANCEL", file.raw)

    def test_confirmation_to_the_person_who_answered(self):
        request = self.submitted_request()
        row = self._row(request, "origin")
        row.with_user(self.rh).action_answer("refused", REASONS)
        self._new()
        path = "/demande/decider/secret-de-claire"
        row._mail_answered(self.rh.partner_id, path)
        mail = self._new()
        self.assertWrittenTo(mail, self.rh.partner_id)
        self.assertTrue(self._own_link(mail).endswith(path))
        self.assertTrue(self._own_link(mail).startswith("http"))
        self.assertIn("&lt;b&gt;ce mois-là", mail.body_html)
        # A mailbox that several people read is told without the link.
        self.rh.partner_id.email = "mairie@noyon.example.org"
        row._mail_answered(self.rh.partner_id, path)
        mail = self._new()
        self.assertEqual(len(mail), 1)
        self.assertNotIn("/demande/", mail.body_html)

    def test_postponement_gives_the_dates_proposed(self):
        request = self.submitted_request()
        row = self._row(request, "host")
        self._new()
        first, last = date(2027, 3, 1), date(2027, 3, 12)
        row._answer("postponed", reasons=REASONS, author=None, proposed=(first, last))
        mail = self._to(self._new(), self.agent)
        person = self.agent.partner_id
        for day in (first, last):
            self.assertIn(
                day_words(self.env, day, lang=person._mobility_lang()),
                mail.body_html,
            )

    def test_the_link_again(self):
        row = self._row(self.submitted_request(), "origin")
        self._new()
        row.with_user(self.adviser).action_send_again()
        mails = self._new()
        self.assertWrittenTo(mails, row._people_written_to())
        secret = self._own_link(self._to(mails, self.rh)).rsplit("/", 1)[1]
        link = self.env["mobility.link"]._find(secret, "decide")
        self.assertEqual((link._record(), link.partner_id), (row, self.rh.partner_id))

    def test_reminders_name_the_day_and_the_stage(self):
        row = self._row(self.submitted_request(), "origin")
        self._new()
        bodies = set()
        for stage in ("half", "soon", "today"):
            self.rh.partner_id._mobility_write_to(
                "bourse_mobilite.mail_decision_reminder",
                row,
                row.company_id,
                stage=stage,
                url="/demande/decider/rappel",
            )
            mail = self._new()
            due = day_words(
                self.env, row.due_on, lang=self.rh.partner_id._mobility_lang()
            )
            self.assertIn(due, mail.subject)
            self.assertIn(due, mail.body_html)
            self.assertTrue(self._own_link(mail))
            bodies.add(mail.body_html)
        self.assertEqual(len(bodies), 3)

    def test_ended_early_tells_the_last_day_and_no_reason(self):
        request = self.agreed_request()
        days = request.day_ids.sorted("date")
        acting(days[-1]).missed = True
        acting(request).write({"ended_as": "interrupted", "ended_reason": REASONS})
        self._new()
        request._mail_interrupted()
        mails = self._new()
        self.assertWrittenTo(mails, self.everyone)
        for mail in mails:
            person = self.env["res.partner"].browse(mail.mobility_person_id.id)
            last = day_words(self.env, days[-2].date, lang=person._mobility_lang())
            self.assertIn(last, mail.body_html)
            self.assertNotIn("remplaçant", mail.body_html)
            self.assertEqual(mail.attachment_ids.raw.count(b"STATUS:CANCELLED"), 1)

    def test_did_not_take_place_is_told_to_the_agent_alone(self):
        request = self.agreed_request()
        first = on_day(request, request.date_start)
        self._new()
        first.action_no_show(REASONS)
        mail = self._new()
        self.assertWrittenTo(mail, self.agent.partner_id)
        self.assertNotIn("remplaçant", mail.body_html)
        self.assertFalse(self._alive(request))
