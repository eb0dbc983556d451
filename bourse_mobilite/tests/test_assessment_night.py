"""When the bilans are asked for, and how often one is reminded."""

from datetime import datetime, time

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.guard import acting
from ..rules.assessment import ASKED_WITHIN
from .assessment_case import DAY, AssessmentCast
from .nightly_case import NightlyCase


@tagged("post_install", "-at_install")
class TestAssessmentNight(AssessmentCast, NightlyCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 9
        self.request = self.signed().request_id
        self.last = self.request.date_end

    def night(self, day=None, **options):
        # Only the letters about bilans: those of others are tested elsewhere.
        mails = self._night_mails(day, **options)
        return mails.filtered(lambda mail: "/bilan/" in mail.body_html)

    def _night_mails(self, day, **options):
        before = self.mails()
        with (
            freeze_time(datetime.combine(day or self._today(), time(12))),
            self._without_commit(**options),
        ):
            self.env["mobility.nightly"]._cron_night()
        return self.mails() - before

    def test_the_morning_after_the_last_day(self):
        for day in (self.request.date_start, self.last):
            self.assertFalse(self.night(day))
            self.assertFalse(self.request.assessment_ids)
        mails = self.night(self.last + DAY)
        self.assertWrittenTo(mails, self.tutor, self.agent)
        self.assertEqual(len(set(self.secrets(mails).values())), 2)
        rows = self.request.assessment_ids
        self.assertEqual(set(rows.mapped("asked_on")), {self.last + DAY})
        self.assertFalse(self.night(self.last + DAY), "once")

    def test_after_an_outage(self):
        self.assertTrue(self.night(self.last + ASKED_WITHIN))

    def test_too_late(self):
        self.assertFalse(self.night(self.last + ASKED_WITHIN + DAY))
        self.assertFalse(self.request.assessment_ids)

    def test_not_before_everyone_has_signed(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        self.night(self.last + DAY)
        self.assertTrue(self.request.assessment_ids)
        self.assertFalse(other.request_id.assessment_ids)

    def test_ended_early(self):
        self.move_to(self.request, self._today() + DAY)
        self.request.action_interrupt(self.request.date_start, "Fin anticipée")
        self.assertWrittenTo(self.night(), self.tutor, self.agent)

    def test_one_who_did_not_come_is_asked_nothing(self):
        self.move_to(self.request, self._today())
        self.request.action_no_show("Absent")
        self.assertFalse(self.night(self._today() + DAY))

    def test_reminded_twice_and_no_more(self):
        asked = self.last + DAY
        self.night(asked)
        reminded = {}
        for after in range(1, 15):
            if mails := self.night(asked + after * DAY):
                self.assertWrittenTo(mails, self.tutor, self.agent)
                reminded[after] = len(mails)
        self.assertEqual(reminded, {3: 2, 10: 2})

    def test_one_reminder_for_all_that_were_missed(self):
        asked = self.last + DAY
        self.night(asked)
        self.assertEqual(len(self.night(asked + 12 * DAY)), 2)
        self.assertFalse(self.night(asked + 13 * DAY))

    def test_a_late_first_reminder_leaves_the_second(self):
        asked = self.last + DAY
        self.night(asked)
        self.assertEqual(len(self.night(asked + 9 * DAY)), 2)
        self.assertEqual(len(self.night(asked + 10 * DAY)), 2)
        self.assertFalse(self.night(asked + 11 * DAY))

    def test_reminders_stop_when_useless(self):
        asked = self.last + DAY
        self.night(asked)
        rows = self.request._assessments()
        rows["tutor"]._give(self.answers("tutor"), "link")
        self.assertWrittenTo(self.night(asked + 3 * DAY), self.agent)
        rows["agent"].action_stop("Ne répond pas")
        self.assertFalse(self.night(asked + 10 * DAY))

    def test_reminders_stop_with_the_request(self):
        self.move_to(self.request, self._today() - DAY)
        self.assertTrue(self.night())
        self.request.action_no_show("N’est pas venue")
        rows = self.request.assessment_ids
        self.assertEqual(set(rows.mapped("state")), {"stopped"})
        self.assertFalse(self.night(self._today() + 3 * DAY))

    def test_a_shared_mailbox_receives_no_link(self):
        self.tutor.partner_id.email = "mairie@accueil.example.org"
        self.assertWrittenTo(self.night(self.last + DAY), self.agent)
        bodies = " ".join(self.request.message_ids.mapped("body"))
        self.assertIn("Hélène Tuteur", bodies)
        self.assertNotIn("/bilan/", bodies)

    def test_the_queries_do_not_grow(self):
        counts = []
        for number in (1, 4):
            acting(self.env["mobility.assessment"]).search([]).unlink()
            requests = self.request
            for _more in range(number - 1):
                requests |= self.over(self.agreed_request(self.person()))
            self.move_to(self.request, self._today() - DAY)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            requests._ask_assessments()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # Of each: the rows that are read one by one for its own mails.
        self.assertLess(counts[1], 2 * counts[0])

    def person(self):
        """The file of one more agent."""
        self.offer.capacity += 1
        partner = self.env["res.partner"].create(
            {"name": "Une autre", "email": f"autre{self.offer.capacity}@p.example.org"}
        )
        return self.env["mobility.candidate"].create(
            {
                "partner_id": partner.id,
                "employer_id": self.origin.id,
                "cadre_id": self.candidate.cadre_id.id,
            }
        )

    def test_asked_by_staff(self):
        with self.assertRaises(UserError):
            self.request.with_user(self.adviser).action_ask_assessments()
        self.move_to(self.request, self._today() - 200 * DAY)
        self.request.with_user(self.adviser).action_ask_assessments()
        self.assertEqual(len(self.request.assessment_ids), 2)
