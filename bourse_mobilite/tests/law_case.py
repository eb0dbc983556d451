"""What the tests of the law share: days of one known week, jobs, past immersions."""

from datetime import timedelta

from odoo.fields import Command

from ..models.guard import on_day
from .common import MobilityCase


class LawCase(MobilityCase):
    def setUp(self):
        super().setUp()
        self.pip = self.env.ref("bourse_mobilite.regime_pip")

    def week(self, *names):
        """The half days of the week of these names: ``0`` (Monday) or ``0_am``."""
        halves = [
            f"{name}_{half}" if "_" not in name else name
            for name in names
            for half in (("am", "pm") if "_" not in name else ("",))
        ]
        refs = [self.env.ref(f"bourse_mobilite.week_half_{name}").id for name in halves]
        return [Command.set(refs)]

    def monday(self, after=None):
        """A Monday whose week has no public holiday, four months ahead or ``after``."""
        day = after or self._asked_days(30)[10]
        calendar = self.env["resource.calendar"]._mobility_calendar("60")
        while day.weekday() or len(calendar.days(day, day + timedelta(days=4))) < 5:
            day += timedelta(days=1)
        return day

    def ask(self, *weekdays, **vals):
        """A draft on these days (0 for Monday) of one week."""
        monday = self.monday()
        days = [monday + timedelta(days=rank) for rank in weekdays]
        request = self.make_request(date_start=days[0], date_end=days[-1], **vals)
        request.day_ids.filtered(lambda day: day.date not in days).unlink()
        return request

    def asked(self, request, party="origin"):
        return request.decision_ids.filtered(
            lambda row: row.party == party
        ).organisation_id

    def codes(self, request):
        return {finding.code: finding.level for finding in request._findings()}

    def job(self, **vals):
        return self.env["mobility.employment"].create(
            {"candidate_id": self.candidate.id, "employer_id": self.third.id, **vals}
        )


class EndCase(LawCase):
    def row(self, request, party="origin"):
        return request.decision_ids.filtered(lambda row: row.party == party)

    def postpone(self, request, **more):
        """Propose the week after next month."""
        start = self.monday(self.monday() + timedelta(weeks=5))
        values = {"proposed": (start, start + timedelta(days=11)), **more}
        self.row(request)._answer("postponed", reasons="Budget en cours.", **values)
        return start

    def past_request(self, days_ago, count=3, **vals):
        """An agreed immersion of ``count`` days that began ``days_ago`` days ago."""
        start = self._today() - timedelta(days=days_ago)
        calendar = self.env["resource.calendar"]._mobility_calendar("60")
        days = [day for day, _half in calendar.days(start, start + timedelta(30))]
        request = self.make_request(
            date_start=days[0], date_end=days[count - 1], **vals
        )
        then = on_day(request, start - timedelta(days=130))
        then.action_submit()
        then.action_employer_accept()
        then.action_host_accept()
        return request
