"""The days of an avenant, judged as those of a request: at the limit, just under it
and just over it."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rules.working_days import add_months, working_days
from .change_case import AvenantCase

TEXT = "décret n° 2022-1043"


@tagged("post_install", "-at_install")
class TestAvenantDays(AvenantCase):
    def refused(self, avenant):
        with self.assertRaises(UserError) as refusal:
            self.freeze(avenant)
        self.assertEqual(avenant.state, "draft")
        self.assertFalse(avenant.document_ids)
        return str(refusal.exception)

    def other_request(self, candidate, days, offer=None):
        request = self.agreed_request(
            candidate, offer, date_start=days[0], date_end=days[-1]
        )
        self.assertEqual(request.days, len(days))
        self._new()
        return request

    def test_at_least_two_days(self):
        days = self.open_days(3)
        avenant = self.on_days(days[:2], ("am",))
        said = self.refused(avenant)
        self.assertRegex(said, r"\b1[.,]5")
        self.assertRegex(said, r"\b0[.,]5 missing")
        self.assertIn(TEXT, said)
        avenant.day_ids.half = "full"
        self.freeze(avenant)
        self.assertEqual(avenant.days, 2)

    def test_at_most_ten_days(self):
        days = self.open_days(11)
        avenant = self.on_days(days, ("am",))
        said = self.refused(avenant)
        self.assertRegex(said, r"\b10[.,]5")
        self.assertRegex(said, r"\b0[.,]5 too many")
        self.assertIn(TEXT, said)
        avenant.day_ids.sorted("date")[-1].unlink()
        self.freeze(avenant)
        self.assertEqual(avenant.days, 10)

    def test_the_quota_of_three_years_without_the_days_given_back(self):
        """Three days of one's own are exchanged: they do not count twice."""
        self.other_request(self.candidate, self.open_days(10, months=7))
        self.other_request(self.candidate, self.open_days(4, months=9))
        days = self.open_days(7)
        avenant = self.on_days(days, ("am",))
        said = self.refused(avenant)
        self.assertRegex(said, r"\b20[.,]5")
        self.assertRegex(said, r"\b0[.,]5 too many")
        self.assertIn(TEXT, said)
        avenant.day_ids.sorted("date")[-1].unlink()
        self.freeze(avenant)
        self.assertEqual(avenant.days, 6)

    def test_the_notice_warns_and_never_stops(self):
        today = self._today()
        limit = add_months(today, 3)
        for first, warned in ((limit, False), (limit - timedelta(days=7), True)):
            days = working_days(first, first + timedelta(days=30), "60")[:2]
            avenant = self.on_days(days)
            codes = [finding.code for finding in avenant._findings()]
            self.assertEqual("notice" in codes, warned, days)
            self.assertFalse(avenant.blocked)
            if warned:
                self.assertIn(TEXT, avenant.findings_html)
                self.freeze(avenant)
            else:
                avenant.with_user(self.adviser).action_cancel()

    def test_the_notice_is_about_an_earlier_start_alone(self):
        """The same first day, or a later one: the employer knew of it in time."""
        days = self.days()
        request = self.other_request_soon()
        self.convention = self.frozen_convention(request)
        self.sign_all(self.convention.document_id)
        self.request = request
        soon = self.days()
        self.assertLess(soon[-1], add_months(self._today(), 3))
        self.assertNotEqual(soon, days)
        for new, warned in (
            (soon[1:], False),
            (soon[:-1], False),
            ([*soon[:2], days[0]], False),
            (self.open_days(2, months=2), False),
            ([soon[0] - timedelta(days=7), *soon[1:]], True),
        ):
            avenant = self.on_days(new)
            codes = [finding.code for finding in avenant._findings()]
            self.assertEqual("notice" in codes, warned, new)
            avenant.with_user(self.adviser).action_cancel()
        avenant = self.moved()
        self.assertNotIn("notice", [one.code for one in avenant._findings()])

    def other_request_soon(self):
        """Agreed, in some six weeks: the employer accepted the shorter time."""
        first = self._today() + timedelta(days=42 - self._today().weekday())
        days = working_days(first, first + timedelta(days=14), "60")[:3]
        return self.other_request(self.candidate2, days)

    def test_a_day_on_which_the_host_is_closed(self):
        days = self.open_days(3)
        sunday = days[0] + timedelta(days=6 - days[0].weekday())
        avenant = self.on_days(days)
        avenant.day_ids.sorted("date")[0].date = sunday
        said = self.refused(avenant)
        self.assertIn("Not a jour ouvré", said)
        self.assertIn(self.request._date_text(sunday), said)

    def test_a_day_in_the_past(self):
        avenant = self.on_days(self.open_days(3))
        gone = self._today() - timedelta(days=1)
        avenant.day_ids.sorted("date")[0].date = gone
        self.assertIn("in the past", self.refused(avenant))

    def test_the_last_place_of_the_offer(self):
        self.offer.capacity = 1
        taken = self.open_days(4)
        self.other_request(self.candidate2, taken[1:3])
        avenant = self.on_days(taken)
        said = self.refused(avenant)
        self.assertIn("No place left", said)
        for day in taken[1:3]:
            self.assertIn(self.request._date_text(day), said)
        for day in (taken[0], taken[3]):
            self.assertNotIn(self.request._date_text(day), said)
        self.offer.capacity = 2
        self.freeze(avenant)

    def test_the_place_that_one_holds_is_not_taken_by_oneself(self):
        self.offer.capacity = 1
        held = self.request.day_ids.sorted("date").mapped("date")
        more = working_days(
            held[-1] + timedelta(days=1), held[-1] + timedelta(30), "60"
        )
        avenant = self.on_days([*held, more[0]])
        self.freeze(avenant)
        self.assertEqual(avenant.days, 4)

    def test_another_immersion_of_the_agent_on_the_same_half_day(self):
        days = self.open_days(4)
        other = self.other_request(self.candidate, days[:2], self.offer_of_another())
        avenant = self.on_days(days[1:], ())
        said = self.refused(avenant)
        self.assertIn(self.request._date_text(days[1]), said)
        self.assertNotIn(self.request._date_text(days[2]), said)
        other.with_user(self.adviser).action_cancel("Libéré")
        self.freeze(avenant)

    def offer_of_another(self):
        offer = self.env["mobility.offer"].create(
            {
                "name": "Secrétariat",
                "host_id": self.third.id,
                "metier_id": self.offer.metier_id.id,
            }
        )
        offer.action_publish()
        return offer

    def test_an_employer_who_was_not_asked(self):
        """On Fridays the agent works elsewhere: that employer has not decided."""
        days = self.open_days(14)
        friday = next(day for day in days if day.weekday() == 4)
        ref = self.env.ref
        week = [
            ref(f"bourse_mobilite.week_half_{day}_{half}").id
            for day in range(4)
            for half in ("am", "pm")
        ]
        last = [ref(f"bourse_mobilite.week_half_4_{half}").id for half in ("am", "pm")]
        self.candidate.employment_ids.worked_ids = [(6, 0, week)]
        self.env["mobility.employment"].create(
            {
                "candidate_id": self.candidate.id,
                "employer_id": self.third.id,
                "worked_ids": [(6, 0, last)],
            }
        )
        avenant = self.on_days([day for day in days if day <= friday][-2:])
        self.assertIn(self.third.name, self.refused(avenant))
        avenant.with_user(self.adviser).action_cancel()
        others = [day for day in days if day.weekday() != 4][:2]
        self.freeze(self.on_days(others))

    def test_an_obligation_is_lifted_by_a_manager_alone_in_writing(self):
        avenant = self.on_days(self.open_days(11))
        self.assertTrue(avenant.blocked)
        with self.assertRaises(AccessError):
            avenant.with_user(self.adviser).action_lift("Accord des parties.")
        with self.assertRaises(UserError):
            avenant.with_user(self.manager).action_lift(" ")
        avenant.with_user(self.manager).action_lift("Accord des parties.")
        kept = self.request.override_ids
        self.assertEqual(kept.mapped("reason"), ["Accord des parties."])
        self.assertIn(TEXT, kept.finding)
        avenant.invalidate_recordset()
        self.assertFalse(avenant.blocked)
        # Other days: the rule speaks again.
        avenant.day_ids.sorted("date")[-1].half = "am"
        self.refused(avenant)
        avenant.day_ids.half = "full"
        self.freeze(avenant)

    def test_a_rule_lifted_for_the_request_is_not_lifted_for_other_days(self):
        days = self.open_days(11, months=7)
        request = self.make_request(
            self.candidate2, date_start=days[0], date_end=days[-1]
        )
        request.with_user(self.manager).action_lift("Accord.")
        request.action_submit()
        request.action_employer_accept()
        request.action_host_accept()
        self.convention = self.frozen_convention(request)
        self.sign_all(self.convention.document_id)
        avenant = self.on_days(self.open_days(11, months=9))
        self.assertIn("1 too many", self.refused(avenant))

    def test_the_dates_fill_the_days_and_the_days_can_be_chosen(self):
        days = self.open_days(5)
        avenant = self.on_days(days)
        self.assertEqual(avenant.day_ids.sorted("date").mapped("date"), days)
        avenant.day_ids.sorted("date")[2].unlink()
        self.assertEqual(avenant.days, 4)
        self.sign_all(self.freeze(avenant))
        self.assertEqual(
            self.request.day_ids.sorted("date").mapped("date"), days[:2] + days[3:]
        )
