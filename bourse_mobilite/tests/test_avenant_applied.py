"""What follows the last signature of an avenant: days, calendars, what stands in the
way."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .change_case import WHY, AvenantCase
from .test_agenda import read


@tagged("post_install", "-at_install")
class TestAvenantApplied(AvenantCase):
    def test_the_calendars_follow(self):
        old = self.days()
        before = read(self.request._agenda())[1]
        new = [old[-1], *self.open_days(3)]
        self.sign_all(self.freeze(self.on_days(new)))
        status = self.status()
        self.assertEqual(
            status,
            {
                **dict.fromkeys(old[:-1], "CANCELLED"),
                **dict.fromkeys(new, "CONFIRMED"),
            },
        )
        after = read(self.request._agenda())[1]
        for day in old:
            self.assertEqual(before[day].uid.value, after[day].uid.value)
            self.assertGreater(
                int(after[day].sequence.value), int(before[day].sequence.value)
            )

    def test_a_day_that_comes_back_is_confirmed_again(self):
        old = self.days()
        self.sign_all(self.freeze(self.on_days(self.open_days(3))))
        self.sign_all(self.freeze(self.on_days(old)))
        self.assertEqual({self.status()[day] for day in old}, {"CONFIRMED"})
        self.assertEqual(self.days(), old)

    def test_everyone_is_told_once_with_the_days(self):
        document = self.freeze(self.on_days(self.open_days(3)))
        rows = document.signatory_ids
        for row in rows[:-1]:
            row.sudo()._sign_on_paper("JVBERi0xLjQ=", "x.pdf", self._today())
        self._new()
        rows[-1].sudo()._sign_on_paper("JVBERi0xLjQ=", "x.pdf", self._today())
        mails = self._new()
        self.assertWrittenTo(
            mails, self.agent, self.tutor, self.rh, self.authority, self.rh_host,
            self.authority_host,
        )  # fmt: skip
        for mail in mails:
            self.assertEqual(mail.attachment_ids.mapped("name"), ["immersion.ics"])
            self.assertIn(b"STATUS:CANCELLED", mail.attachment_ids.raw)
            self.assertIn(b"STATUS:CONFIRMED", mail.attachment_ids.raw)
            self.assertNotIn("/convention/signer/", mail.body_html)

    def test_the_days_given_back_can_be_asked_for_again(self):
        old = self.days()
        counted = self.candidate._counted_days()
        self.sign_all(self.freeze(self.on_days(self.open_days(4))))
        after = self.candidate._counted_days()
        self.assertEqual(sum(after.values()), sum(counted.values()) + 1)
        self.assertFalse(set(old) & set(after))
        again = self.submitted_request(date_start=old[0], date_end=old[-1])
        self.assertEqual(again.state, "submitted")

    def test_what_stands_in_the_way_loses_no_signature(self):
        """Meanwhile the agent was given another immersion on these days."""
        days = self.open_days(3)
        avenant = self.on_days(days)
        document = self.freeze(avenant)
        old = self.days()
        other = self.submitted_request(date_start=days[0], date_end=days[-1])
        self.sign_all(document)
        self.assertEqual((document.state, avenant.state), ("signed", "signed"))
        self.assertFalse(avenant.applied_on)
        self.assertEqual(self.days(), old)
        self.assertIn("already has an immersion", avenant.problem)
        activity = self.activities(avenant, "activity_avenant_problem")
        self.assertEqual(activity.user_id, self.adviser)
        with self.assertRaisesRegex(UserError, "already has an immersion"):
            avenant.with_user(self.adviser).action_apply()
        other.with_user(self.adviser).action_cancel("Doublon")
        avenant.with_user(self.adviser).action_apply()
        self.assertEqual(avenant.applied_on, self._today())
        self.assertEqual(self.days(), days)
        self.assertFalse(avenant.problem)
        self.assertFalse(self.activities(avenant, "activity_avenant_problem"))

    def test_the_quota_filled_meanwhile_is_seen_at_the_last_signature(self):
        days = self.open_days(6)
        avenant = self.on_days(days)
        document = self.freeze(avenant)
        for months, count in ((7, 10), (9, 5)):
            more = self.open_days(count, months)
            self.submitted_request(date_start=more[0], date_end=more[-1])
        self.sign_all(document)
        self.assertFalse(avenant.applied_on)
        self.assertIn("1 too many", avenant.problem)
        avenant.with_user(self.manager).action_lift("Signé par toutes les parties.")
        avenant.with_user(self.adviser).action_apply()
        self.assertEqual(self.days(), days)

    def test_what_cannot_be_put_in_force_can_be_given_up(self):
        days = self.open_days(3)
        avenant = self.on_days(days)
        document = self.freeze(avenant)
        self.submitted_request(date_start=days[0], date_end=days[-1])
        self.sign_all(document)
        avenant.with_user(self.adviser).action_cancel(WHY)
        self.assertEqual((avenant.state, document.state), ("cancelled", "cancelled"))
        self.assertTrue(self.avenant(), "another one can be made")

    def test_days_that_are_over_stay_and_the_next_ones_move(self):
        days = self.days()
        with self.on(days[1]):
            later = self.open_days(1, months=1)
            avenant = self.on_days([days[0], days[1], *later])
            self.assertNotIn("past", [one.code for one in avenant._findings()])
            self.sign_all(self.freeze(avenant))
            self.assertEqual(self.days(), [days[0], days[1], *later])

    def test_a_day_that_is_over_cannot_be_moved(self):
        days = self.days()
        with self.on(days[1]):
            avenant = self.on_days([days[1], *self.open_days(2, months=1)])
            with self.assertRaisesRegex(UserError, "are over"):
                self.freeze(avenant)

    def test_the_copies_leave_after_the_change(self):
        """Signed, in force, then sealed: the seal reads nothing that still moves."""
        document = self.freeze(self.moved())
        frozen = document.frozen_file
        self.sign_all(document)
        self.assertTrue(document.avenant_id.applied_on)
        self.assertFalse(document.sealed_on)
        self.assertEqual(document.frozen_file, frozen)
        events = document.journal_ids.sorted("rank").mapped("event")
        self.assertEqual(events[0], "frozen")
        self.assertEqual(events[-4:], ["signed"] * 4)
