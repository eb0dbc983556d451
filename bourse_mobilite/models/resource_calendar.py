from datetime import datetime, time, timedelta

from odoo import fields, models

from ..rules.working_days import HALVES, Calendar

_PERIODS = {"morning": ("am",), "afternoon": ("pm",), "full_day": HALVES["full"]}


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    mobility_opening = fields.Boolean(
        string="Opening days of hosts",
        help="When agents can be received; managers of the mobility exchange keep it.",
    )

    def _mobility_calendar(self, department):
        """When a host is open, as the rules read it: the halves of its week and its
        closing days. Without a calendar, Monday to Friday.

        A calendar of two alternate weeks is open on a half that either week has.
        """
        calendar_sudo = self.sudo()
        if not calendar_sudo.attendance_ids:
            # None, or one of flexible hours that names no day.
            return Calendar(department or "")
        week = frozenset(
            (int(row.dayofweek), half)
            for row in calendar_sudo.attendance_ids
            for half in _PERIODS.get(row.day_period, ())
        )
        return Calendar(department or "", week, calendar_sudo._mobility_closed())

    def _mobility_closed(self):
        """The halves, ``(date, "am" or "pm")``, of the leaves that concern everyone."""
        zoned = self.with_context(tz=self.tz)
        closed = set()
        for leave in self.global_leave_ids:
            start, end = (
                fields.Datetime.context_timestamp(zoned, moment).replace(tzinfo=None)
                for moment in (leave.date_from, leave.date_to)
            )
            day = start.date()
            while day <= end.date():
                noon = datetime.combine(day, time(12))
                if start < noon and end > datetime.combine(day, time.min):
                    closed.add((day, "am"))
                if end > noon and start < datetime.combine(day, time.max):
                    closed.add((day, "pm"))
                day += timedelta(days=1)
        return frozenset(closed)
