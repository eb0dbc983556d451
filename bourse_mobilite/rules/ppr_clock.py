"""The whole line of dates of a PPR, from what is known of it."""

from dataclasses import dataclass
from datetime import date

from .finding import Finding
from .ppr.facts import Facts
from .ppr.findings import findings
from .ppr.law import LAW, Law
from .ppr.leaves import Span, length
from .ppr.line import moments
from .ppr.moment import Moment
from .ppr.term import Term, term_of


@dataclass(frozen=True)
class Clock:
    """What the texts say of one PPR, on the day `today`. Last days are included."""

    today: date
    dates: Term
    moments: tuple[Moment, ...]
    findings: tuple[Finding, ...]

    @property
    def waiting(self) -> str:
        """What is awaited before it can begin: `opinion`, `seizure`, `return`; or ''."""
        return self.dates.waiting

    @property
    def date_start(self) -> date | None:
        """First day; None before it is known, or when the PPR does not take place."""
        return self.dates.start

    @property
    def date_end(self) -> date | None:
        """Last day. It still moves while `provisional`."""
        return self.dates.end

    @property
    def maximum_end(self) -> date | None:
        """Last day that the texts allow: one year and the leaves."""
        return self.dates.maximum

    @property
    def kept_until(self) -> date | None:
        """Last day in activity after the end, when a reclassement was asked for."""
        return self.dates.kept_until

    @property
    def provisional(self) -> bool:
        """Does a leave run without a return, so that the end still moves?"""
        return self.dates.provisional

    @property
    def project_due(self) -> date | None:
        """Last day to notify the project."""
        return self._day("project_due")

    @property
    def silence_date(self) -> date | None:
        """Last day to answer it; from the day after, silence can be noted."""
        return self.dates.silence

    @property
    def reclassement_due(self) -> date | None:
        """Last day for posts to be proposed, once a reclassement was asked for."""
        return self._day("reclassement_due")

    @property
    def next_review(self) -> date | None:
        """Day of the next review that was not held, even past."""
        return self._day("review")

    @property
    def suspensions(self) -> tuple[Span, ...]:
        """Days of leave within the PPR, first and last included."""
        return self.dates.suspensions

    @property
    def leave_days(self) -> int:
        """Calendar days of leave within it: by as many its end is pushed."""
        return length(self.dates.suspensions)

    @property
    def suspended(self) -> bool:
        """Is the agent on leave today?"""
        return any(first <= self.today <= last for first, last in self.suspensions)

    @property
    def days_left(self) -> int | None:
        """Calendar days from today, or from the start when it is to come, to the end,
        both included; 0 once it is over."""
        if self.date_start is None or self.date_end is None:
            return None
        return max(0, (self.date_end - max(self.today, self.date_start)).days + 1)

    @property
    def late(self) -> tuple[Moment, ...]:
        """What is past and that nobody has answered, the oldest first."""
        return tuple(one for one in self.moments if one.waits and one.day < self.today)

    @property
    def next(self) -> Moment | None:
        """What somebody has to do next, today included; None when nothing waits."""
        waiting = (one for one in self.moments if one.waits and one.day >= self.today)
        return next(waiting, None)

    def _day(self, code: str) -> date | None:
        return next((one.day for one in self.moments if one.code == code), None)


def clock(facts: Facts, today: date, law: Law = LAW) -> Clock:
    """The dates of a PPR as they stand on `today` (CGFP, art. L. 826-1 to L. 826-4;
    décret n° 85-1054, art. 2 to 3).

    Never raises: what the texts do not allow is a finding, and the dates are those of
    the nearest lawful choice.

    >>> told = clock(Facts(received_on=date(2026, 3, 16), notified_on=date(2026, 5, 12)),
    ...              date(2026, 5, 20))
    >>> [str(day) for day in (told.date_end, told.project_due, told.silence_date)]
    ['2027-03-15', '2026-05-16', '2026-05-27']
    >>> told.days_left, told.next.code
    (300, 'answer_due')
    """
    dates = term_of(facts, today, law)
    return Clock(
        today,
        dates,
        moments(facts, dates, today, law),
        findings(facts, dates, today, law),
    )
