"""An early end, signed before, on and after its last day, and after the end that was
planned: the same days, counters and states in the end."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .change_case import WHY, AvenantCase
from .signing_case import EVIDENCE

ONE = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestAvenantEnd(AvenantCase):
    def setUp(self):
        super().setUp()
        self.held = self.days()
        self.last_day = self.held[1]

    def missed(self):
        return self.request.day_ids.filtered("missed").mapped("date")

    def assertEndedEarly(self):
        """As it must be once all is signed and closed, whatever the order."""
        self.assertEqual(self.missed(), self.held[2:])
        self.assertEqual(self.request.date_end, self.last_day)
        self.assertEqual(self.convention.date_end, self.last_day)
        self.assertEqual(
            (self.request.state, self.request.ended_as), ("done", "interrupted")
        )
        self.assertEqual(self.convention.state, "done")
        self.assertEqual(self.convention.avenant_ids.mapped("state"), ["signed"])
        self.assertTrue(self.convention.avenant_ids.applied_on)
        self.assertEqual(sorted(self.candidate._counted_days()), self.held[:2])

    def assertToldOnce(self, mails, *users):
        for user in users:
            self.assertEqual(len(self.mail_to(mails, user)), 1, user.name)

    def test_it_lies_between_the_first_and_the_last_day_but_one(self):
        days = self.held
        for last_day, possible in (
            (days[0] - ONE, False),
            (days[0], True),
            (days[-1] - ONE, True),
            (days[-1], False),
        ):
            avenant = self.early(last_day)
            with self.subTest(last_day):
                self.assertEqual(not avenant._refusals(), possible)
                if not possible:
                    with self.assertRaisesRegex(UserError, "early end"):
                        self.freeze(avenant)
            avenant.with_user(self.adviser).action_cancel()

    def test_signed_before_the_last_day(self):
        days = self.held
        document = self.freeze(self.early(self.last_day))
        self.assertFalse(any(self.request.day_ids.mapped("missed")))
        self._new()
        self.sign_all(document)
        self.assertEqual(self.missed(), days[2:])
        self.assertEqual(self.request.date_end, days[1])
        self.assertEqual(self.request.state, "agreed")
        self.assertEqual(
            self.status(),
            {days[0]: "CONFIRMED", days[1]: "CONFIRMED", days[2]: "CANCELLED"},
        )
        self.assertNotIn(days[2], self.candidate._counted_days())
        mails = self._new()
        self.assertToldOnce(mails, self.agent, self.rh, self.rh_host, self.tutor)
        with self.on(self.last_day + ONE):
            self.request.with_user(self.adviser).action_done()
            self.assertEndedEarly()
        self.assertFalse(self._new().filtered("attachment_ids"), "they know already")

    def test_signed_on_the_last_day(self):
        document = self.freeze(self.early(self.last_day))
        with self.on(self.last_day):
            self.sign_all(document)
            self.assertEqual(self.missed(), self.held[2:])
            self.assertEqual(self.request.state, "agreed", "the agent is still there")
        with self.on(self.last_day + ONE):
            self.request.with_user(self.adviser).action_done()
            self.assertEndedEarly()

    def test_signed_the_day_after(self):
        document = self.freeze(self.early(self.last_day))
        self._new()
        with self.on(self.last_day + ONE):
            self.sign_all(document)
            self.assertEndedEarly()
        self.assertToldOnce(
            self._new(), self.agent, self.rh, self.rh_host, self.authority
        )

    def test_signed_after_the_end_that_was_planned(self):
        """Meanwhile it cannot be counted as fully done."""
        document = self.freeze(self.early(self.last_day))
        request = self.request.with_user(self.adviser)
        with self.on(self.held[-1] + ONE):
            for act in (
                request.action_done,
                lambda: request.action_done(missed=request.day_ids[-1:].ids),
            ):
                with self.assertRaisesRegex(UserError, "ended early, on"):
                    act()
            self.assertEqual(self.request.state, "agreed")
            self.assertFalse(self.missed())
            self.sign_all(document)
            self.assertEndedEarly()

    def test_closed_before_everyone_has_signed(self):
        """Somebody is slow: staff record the fact, which is acknowledged later."""
        avenant = self.early(self.last_day)
        document = self.freeze(avenant)
        self._new()
        with self.on(self.held[-1] + ONE):
            request = self.request.with_user(self.adviser)
            with self.assertRaisesRegex(UserError, "record that day"):
                request.action_interrupt(self.held[0], WHY)
            request.action_interrupt(self.last_day, WHY)
            self.assertEqual(self.request.ended_as, "interrupted")
            self.assertEqual(self.missed(), self.held[2:])
            self.assertEqual((avenant.state, document.state), ("to_sign", "to_sign"))
            self.assertToldOnce(self._new(), self.agent, self.rh, self.rh_host)
            self.sign_all(document)
            self.assertEndedEarly()
        # The copies apart, nobody learns it twice.
        self.assertFalse(self._new().filtered("attachment_ids"))

    def test_corrected_once_it_is_closed(self):
        avenant = self.early(self.last_day)
        self.freeze(avenant)
        with self.on(self.held[-1] + ONE):
            self.request.with_user(self.adviser).action_interrupt(self.last_day, WHY)
            avenant.with_user(self.adviser).action_correct("Faute de frappe.")
            avenant.with_user(self.adviser).last_day = self.held[0]
            with self.assertRaisesRegex(UserError, "no longer signed and under way"):
                self.freeze(avenant)
            avenant.with_user(self.adviser).last_day = self.last_day
            self.sign_all(self.freeze(avenant))
            self.assertEndedEarly()

    def test_a_day_without_immersion_can_be_the_last(self):
        """The day after the last one spent says the same."""
        self.sign_all(self.freeze(self.on_days(self.open_days(9)[::4])))
        self.held = self.days()
        avenant = self.early(self.held[1] + ONE)
        document = self.freeze(avenant)
        with self.on(self.held[-1]):
            self.sign_all(document)
            self.assertEqual(self.missed(), self.held[2:])
            self.assertEqual(self.request.ended_as, "interrupted")

    def test_recorded_with_another_day_than_the_one_signed(self):
        avenant = self.early(self.held[0])
        avenant.with_user(self.adviser).last_day = self.last_day
        with self.on(self.held[-1] + ONE):
            self.request.with_user(self.adviser).action_interrupt(self.held[0], WHY)
        self.assertEqual(avenant.state, "cancelled", "a draft was only a plan")
        self.assertEqual(self.missed(), self.held[1:])

    def test_refused_and_closed(self):
        avenant = self.early(self.last_day)
        self.row("host", self.freeze(avenant))._refuse(WHY, EVIDENCE)
        with self.on(self.held[-1] + ONE):
            with self.assertRaisesRegex(UserError, "ended early"):
                self.request.with_user(self.adviser).action_done()
            self.request.with_user(self.adviser).action_interrupt(self.last_day, WHY)
        self.assertEqual(avenant.state, "cancelled")
        self.assertFalse(self.activities(avenant, "activity_signature_refused"))

    def test_given_up_and_done(self):
        """It was an error: once it is cancelled, the immersion took place."""
        avenant = self.early(self.last_day)
        self.freeze(avenant)
        with self.on(self.held[-1] + ONE):
            avenant.with_user(self.adviser).action_cancel(WHY)
            self.request.with_user(self.adviser).action_done()
        self.assertEqual(self.request.ended_as, "done")
        self.assertFalse(self.missed())

    def test_days_given_again_afterwards(self):
        """A later avenant has the last word."""
        self.sign_all(self.freeze(self.early(self.last_day)))
        again = self.on_days([*self.held[:2], self.held[2] + timedelta(days=7)])
        self.sign_all(self.freeze(again))
        self.assertEqual(self.request.date_end, again.date_end)
        with self.on(self.request.date_end + ONE):
            self.request.with_user(self.adviser).action_done()
        self.assertEqual(self.request.ended_as, "done")
        self.assertEqual(len(self.candidate._counted_days()), 3)

    def test_other_days_then_an_early_end(self):
        self.sign_all(self.freeze(self.on_days(self.open_days(4))))
        self.held = self.days()
        document = self.freeze(self.early(self.held[1]))
        with self.on(self.held[-1] + timedelta(days=30)):
            self.sign_all(document)
        self.assertEqual(self.missed(), self.held[2:])
        self.assertEqual(self.request.ended_as, "interrupted")
        self.assertEqual(len(self.candidate._counted_days()), 2)

    def test_one_that_waits_to_be_in_force_bars_another(self):
        """Two that cross: the second would be drawn from days about to change."""
        days = self.open_days(3)
        first = self.on_days(days)
        document = self.freeze(first)
        self.submitted_request(date_start=days[0], date_end=days[-1])
        self.sign_all(document)
        self.assertFalse(first.applied_on)
        self.assertEqual(self.avenant(), first)
        with self.assertRaisesRegex(UserError, "not in force yet"):
            self.convention._check_can_be_amended()
        first.with_user(self.adviser).action_cancel(WHY)
        self.assertNotEqual(self.avenant(), first)

    def test_one_that_waits_to_be_in_force_ends_with_the_immersion(self):
        days = self.open_days(3)
        first = self.on_days(days)
        document = self.freeze(first)
        self.submitted_request(date_start=days[0], date_end=days[-1])
        self.sign_all(document)
        with self.on(self.held[-1] + ONE):
            self.request.with_user(self.adviser).action_done()
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(self.days(), self.held)
