"""When a host is open: the days that a request takes, and who may say so."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .law_case import LawCase


@tagged("post_install", "-at_install")
class TestOpeningDays(LawCase):
    def setUp(self):
        super().setUp()
        self.calendar = self.opening((1, 2, 3, 4, 5))

    def opening(self, weekdays, periods=("morning", "afternoon"), user=None):
        """A calendar of hosts, made by a manager."""
        calendars = self.env["resource.calendar"].with_user(user or self.manager)
        return calendars.create(
            {
                "name": "Ouverture",
                "mobility_opening": True,
                "tz": "Europe/Paris",
                "company_id": False,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Ouvert",
                                "dayofweek": str(day),
                                "day_period": period,
                                "hour_from": 9 if period == "morning" else 14,
                                "hour_to": 12 if period == "morning" else 17,
                            }
                        )
                        for day in weekdays
                        for period in periods
                    ),
                ],
            }
        )

    def days(self, **vals):
        """The days of a request for the whole of a week, as (weekday, half)."""
        monday = self.monday()
        request = self.make_request(
            date_start=monday, date_end=monday + timedelta(days=6), **vals
        )
        return [(day.date.weekday(), day.half) for day in request.day_ids]

    def test_saturday_counts_when_the_host_says_so(self):
        self.assertEqual(self.days(), [(day, "full") for day in range(5)])
        self.host.mobility_calendar_id = self.calendar
        self.assertEqual(self.days(), [(day, "full") for day in range(1, 6)])

    def test_the_offer_has_its_own(self):
        self.host.mobility_calendar_id = self.calendar
        self.offer.calendar_id = self.opening((2,), ("morning",))
        self.assertEqual(self.days(), [(2, "am")])

    def test_closing_days(self):
        monday = self.monday()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Inventaire",
                "calendar_id": self.calendar.id,
                "resource_id": False,
                "date_from": fields.Datetime.to_datetime(monday + timedelta(days=2)),
                "date_to": fields.Datetime.to_datetime(monday + timedelta(days=3))
                + timedelta(hours=10),
            }
        )
        self.host.mobility_calendar_id = self.calendar
        # Wednesday and Thursday morning, by the clock of the host.
        self.assertEqual(
            self.days(), [(1, "full"), (3, "pm"), (4, "full"), (5, "full")]
        )

    def test_a_day_that_is_closed_is_no_jour_ouvre(self):
        request = self.ask(0, 1)
        self.host.mobility_calendar_id = self.calendar
        self.assertEqual(self.codes(request), {"not_working_day": "block"})
        self.host.mobility_calendar_id = self.opening((0, 1), ("morning",))
        self.assertEqual(self.codes(request), {"not_working_day": "block"})
        request.day_ids.half = "am"
        self.assertEqual(self.codes(request), {"too_few_days": "block"})

    def test_a_manager_keeps_those_of_hosts_and_no_others(self):
        self.calendar.with_user(self.manager).name = "Médiathèque"
        self.calendar.attendance_ids[0].with_user(self.manager).hour_to = 12.5
        working_time = self.env.company.resource_calendar_id
        for record, vals in (
            (working_time, {"name": "Autre"}),
            (working_time, {"mobility_opening": True}),
            (working_time.attendance_ids[0], {"hour_to": 23}),
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            self.opening((0,), user=self.adviser)
        with self.assertRaises(AccessError):
            self.calendar.with_user(self.adviser).name = "Autre"
