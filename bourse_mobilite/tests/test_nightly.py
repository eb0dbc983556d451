"""The nightly pass: who is reminded, when, and of what the adviser is told."""

import base64
from datetime import timedelta

from odoo.tests import tagged

from ..models.guard import acting
from ..rules.working_days import add_months
from .common import small_pdf
from .many_requests import many_requests
from .nightly_case import NightlyCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestReminders(NightlyCase):
    def setUp(self):
        super().setUp()
        self.request = self.submitted_request()
        self.today = self._today()
        self.due = add_months(self.today, 1)
        self.half = self.today + (self.due - self.today) // 2
        self.soon = self.due - timedelta(days=5)
        self.parties = (self.rh, self.authority, self.rh_host, self.authority_host)

    def test_on_three_days_and_no_other(self):
        reminded = {}
        day = self.today
        while day <= self.due + 3 * DAY:
            mails = self.night(day)
            if mails:
                self.assertWrittenTo(mails, *self.parties)
                reminded[day] = set(self.stages)
            day += DAY
        self.assertEqual(
            reminded,
            {self.half: {"half"}, self.soon: {"soon"}, self.due: {"today"}},
        )
        self.assertEqual(self.request.state, "submitted")
        self.assertFalse(any(self.request.decision_ids.mapped("answer")))
        self.assertEqual(
            set(self.request.decision_ids.mapped("reminded_on")), {self.due}
        )

    def test_each_mail_has_its_own_link(self):
        before = self.env["mobility.link"].sudo().search([])
        mails = self.night(self.half)
        links = self.env["mobility.link"].sudo().search([]) - before
        self.assertEqual(len(links), 4)
        for mail in mails:
            link = self.link_in(mail)
            self.assertIn(link, links)
            self.assertIn(link.partner_id.email, mail.email_to)
            roles = self.env["mobility.role"]
            organisation = link._record().organisation_id
            self.assertTrue(
                roles._holds(link.partner_id, organisation, "hr", "authority")
            )
            self.assertEqual(link._record().request_id, self.request)
            self.assertFalse(mail.model or mail.res_id)
        # The link of the first mail still opens, until somebody answers.
        self.assertTrue(all(link._is_alive() for link in before | links))

    def test_twice_on_the_same_day(self):
        self.assertTrue(self.night(self.half))
        self.assertFalse(self.night(self.half))

    def test_one_reminder_after_an_outage(self):
        # Nothing ran at half time, nor five days before.
        self.assertWrittenTo(self.night(self.soon + 2 * DAY), *self.parties)
        self.assertFalse(self.night(self.soon + 3 * DAY))
        self.assertWrittenTo(self.night(self.due), *self.parties)

    def test_an_outage_until_the_time_is_over(self):
        self.assertFalse(self.night(self.due + DAY))
        self.assertFalse(any(self.request.decision_ids.mapped("reminded_on")))
        self.assertEqual(len(self.activities(self.request)), 1)

    def test_a_paper_received_before_it_was_entered(self):
        row = self.received(self.row(self.request, "origin"), 20)
        self.assertWrittenTo(self.night(), self.rh, self.authority)
        self.assertEqual(row.reminded_on, self.today)
        self.assertGreater(row.remind_on, self.today)

    def test_the_day_is_the_one_of_the_centre_de_gestion(self):
        eve = self.half - DAY
        self.assertFalse(self.night(eve, hour=21))
        # 21 h UTC is the next day there, and the last hours of the eve in Paris.
        self.env.company.partner_id.tz = "Indian/Reunion"
        self.assertTrue(self.night(eve, hour=21))

    def test_who_has_answered_is_left_alone(self):
        self.row(self.request, "origin")._answer("agreed", author=self.rh.partner_id)
        self.assertWrittenTo(self.night(self.half), self.rh_host, self.authority_host)

    def test_nobody_when_nothing_is_awaited(self):
        ends = {
            "refused": lambda one: self.row(one, "host")._answer("refused", "Non."),
            "agreed": lambda one: (
                one.action_employer_accept(), one.action_host_accept()
            ),
            "cancelled": lambda one: one.action_cancel(),
            "withdrawn": lambda one: one.with_user(self.agent).action_withdraw_own(),
        }  # fmt: skip
        self.request.action_cancel()
        for state, end in ends.items():
            request = self.submitted_request(self.candidate2)
            if state == "withdrawn":
                request.action_cancel()
                request = self.submitted_request()
            end(request)
            self.assertEqual(request.state, state)
            for day in (self.half, self.soon, self.due, self.due + DAY):
                self.assertFalse(self.night(day), state)
            self.assertFalse(self.activities(request), state)
            if state == "agreed":
                request.action_cancel()

    def test_nobody_before_being_asked(self):
        row = self.row(self.request, "host")
        acting(row).write({"asked_on": False, "received_on": False})
        self.assertWrittenTo(self.night(self.half), self.rh, self.authority)
        self.night(self.due + DAY)
        self.assertNotIn(self.host.name, self.activities(self.request).summary)

    def test_no_limit_no_reminder(self):
        self.request.regime_id.answer_months = 0
        self.env.add_to_compute(
            self.env["mobility.decision"]._fields["due_on"], self.request.decision_ids
        )
        for day in (self.half, self.due, self.due + DAY):
            self.assertFalse(self.night(day))
        self.assertFalse(self.activities(self.request))

    def test_the_agent_is_never_reminded_of_the_own_request(self):
        self._cast_role(self.agent, self.origin, "authority")
        mails = self.night(self.half)
        self.assertWrittenTo(mails, *self.parties)

    def test_only_who_acts_on_that_day(self):
        self.role_rh.date_end = self.half - DAY
        self.role_rh_host.date_end = self.half
        mails = self.night(self.half)
        self.assertWrittenTo(mails, *self.parties[1:])

    def test_a_tutor_or_another_employer_is_not_written_to(self):
        self._cast_role(self.rh_third, self.origin, "tutor")
        self.assertWrittenTo(self.night(self.half), *self.parties)

    def test_no_link_to_a_mailbox_that_several_people_read(self):
        self.rh.partner_id.email = "mairie@noyon.example.org"
        mails = self.night(self.half)
        self.assertWrittenTo(mails, *self.parties[1:])
        self.assertFalse(mails.filtered(lambda mail: "mairie@" in mail.email_to))

    def test_nobody_left_to_remind(self):
        for role in (self.role_rh, self.role_authority):
            role.date_end = self.today
        self.assertWrittenTo(self.night(self.half), *self.parties[2:])
        told = self.activities(self.request)
        self.assertEqual(told.user_id, self.adviser)
        self.assertIn(self.origin.name, told.summary)
        self.assertNotIn(self.host.name, told.summary)
        # Told once, not at each reminder.
        self.night(self.soon)
        self.night(self.due)
        self.assertEqual(self.activities(self.request), told)


@tagged("post_install", "-at_install")
class TestOverdue(NightlyCase):
    def setUp(self):
        super().setUp()
        self.request = self.submitted_request()
        self.due = add_months(self._today(), 1)

    def test_told_once_the_day_after(self):
        self.night(self.due)
        self.assertFalse(self.activities(self.request))
        mails = self.night(self.due + DAY)
        self.assertFalse(mails)
        told = self.activities(self.request)
        self.assertEqual(len(told), 1)
        self.assertEqual(told.user_id, self.adviser)
        self.assertEqual(told.date_deadline, self.due + DAY)
        for name in (self.origin.name, self.host.name):
            self.assertIn(name, told.summary)
            self.assertIn(name, told.note)
        # Each with its dates, then what silence is not.
        self.assertEqual(told.note.count("<p>"), 3)
        lang = self.adviser.lang or self.env.lang
        text = self.env["mobility.request"].with_context(lang=lang)._date_text
        self.assertEqual(told.note.count(text(self.due)), 2)
        self.assertEqual(told.note.count(text(self._today())), 2)
        for after in (2, 3, 30):
            self.assertFalse(self.night(self.due + after * DAY))
        self.assertEqual(self.activities(self.request), told)
        self.assertEqual(self.request.state, "submitted")
        self.assertFalse(any(self.request.decision_ids.mapped("answer")))
        self.assertEqual(
            set(self.request.decision_ids.mapped("overdue_told_on")), {self.due + DAY}
        )

    def test_done_by_the_adviser_it_does_not_come_back(self):
        self.night(self.due + DAY)
        self.activities(self.request).unlink()
        self.night(self.due + 2 * DAY)
        self.assertFalse(self.activities(self.request))

    def test_each_party_has_its_own_time(self):
        self.received(self.row(self.request, "host"), -10)
        self.night(self.due + DAY)
        told = self.activities(self.request)
        self.assertIn(self.origin.name, told.summary)
        self.assertNotIn(self.host.name, told.summary)
        self.night(self.row(self.request, "host").due_on + DAY)
        later = self.activities(self.request) - told
        self.assertIn(self.host.name, later.summary)
        self.assertNotIn(self.origin.name, later.summary)

    def test_the_call_is_taken_back_with_the_answer(self):
        self.night(self.due + DAY)
        self.row(self.request, "origin")._answer("agreed", author=self.rh.partner_id)
        self.assertTrue(self.activities(self.request), "the host is still late")
        self.row(self.request, "host")._answer("agreed", author=self.rh_host.partner_id)
        self.assertFalse(self.activities(self.request))

    def test_the_call_is_taken_back_with_the_request(self):
        self.night(self.due + DAY)
        other = self.request.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.adviser.id, summary="Autre"
        )
        self.request.action_cancel()
        self.assertEqual(self.activities(self.request), other)

    def test_without_an_adviser(self):
        entered = self.submitted_request(self.candidate2)
        self.candidate2.adviser_id = False
        self.candidate.adviser_id = False
        self.env.flush_all()
        for request, user in ((entered, self.referent), (self.request, self.agent)):
            self.env.cr.execute(
                "UPDATE mobility_request SET create_uid = %s WHERE id = %s",
                [user.id, request.id],
            )
        self.env.invalidate_all()
        self.night(self.due + DAY)
        # Never who entered it: it would tell what a PPR referent enters.
        for request in (entered, self.request):
            told = self.activities(request).user_id
            self.assertTrue(told.has_group("bourse_mobilite.group_mobility_manager"))
            self.assertFalse(told.share)

    def test_an_adviser_who_has_left(self):
        self.adviser.active = False
        self.env.flush_all()
        self.env.cr.execute("UPDATE mobility_request SET create_uid = 1")
        self.env.invalidate_all()
        self.night(self.due + DAY)
        told = self.activities(self.request)
        self.assertEqual(len(told), 1)
        self.assertNotEqual(told.user_id, self.adviser)
        self.assertTrue(told.user_id.active)


@tagged("post_install", "-at_install")
class TestOver(NightlyCase):
    def test_waits_to_be_closed_the_day_after_the_last(self):
        request = self.agreed_request()
        self.frozen_convention(request).document_id.signatory_ids._sign_on_paper(
            base64.b64encode(small_pdf()), "papier.pdf", self._today()
        )
        last = request.date_end
        for day, turn in (
            (last - DAY, ("nobody", False)),
            (last, ("nobody", False)),
            (last + DAY, ("cdg", last)),
            (last + 30 * DAY, ("cdg", last)),
        ):
            # Nobody is asked for anything but the bilan.
            self.assertFalse(
                [one for one in self.night(day) if "/bilan/" not in one.body_html]
            )
            self.assertEqual((request.waiting_for, request.due_date), turn, day)
        self.assertEqual(request.state, "agreed")

    def test_each_centre_de_gestion_has_its_own_day(self):
        tomorrow = self._today() + DAY
        overseas = self.env["res.company"].create({"name": "CDG d’outre-mer"})
        overseas.partner_id.tz = "Indian/Reunion"
        there = overseas.with_context(allowed_company_ids=overseas.ids).env
        near = many_requests(self.env, 2, self.adviser)
        far = many_requests(there, 2, self.adviser)
        self.env.cr.execute("UPDATE mobility_decision SET remind_on = %s", [tomorrow])
        self.env.invalidate_all()
        mails = self.night(hour=21)
        self.assertEqual(
            {self.link_in(mail)._record().request_id for mail in mails}, set(far)
        )
        self.assertEqual(set(far.decision_ids.mapped("reminded_on")), {tomorrow})
        self.assertFalse(any(near.decision_ids.mapped("reminded_on")))
        links = self.link_in(mails[0])
        self.assertEqual(links.company_id, overseas)
