"""One day on the line of a PPR, with its reason and its article."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .leaves import shift

# What a day is: it has happened; it is foreseen; somebody must have acted by the end
# of it; nothing may go beyond it.
HAPPENED, PLANNED, DEADLINE, MAXIMUM = KINDS = (
    "happened",
    "planned",
    "deadline",
    "maximum",
)
ALERT_DAYS = (30, 10, 1)


@dataclass(frozen=True)
class Moment:
    """A day, why it is that day, and what it asks.

    `code` says what the day is and `reason` why it falls then (words are the models');
    `figures` are the numbers and days that the reason speaks of. `since` is the day a
    time runs from, `met_on` the day it was answered. A last day is met when it is
    answered on that day or before.
    """

    code: str
    day: date
    kind: str
    reason: str
    article: str
    figures: Mapping[str, int | date] = field(default_factory=dict, hash=False)
    since: date | None = None
    met_on: date | None = None
    closed: bool = False

    @property
    def waits(self) -> bool:
        """Does somebody still have to act?"""
        return self.since is not None and self.met_on is None

    def days_late(self, today: date) -> int:
        """Calendar days past the day, when nobody has acted; or how late one has."""
        if self.since is None:
            return 0
        return max(0, ((self.met_on or today) - self.day).days)


@dataclass(frozen=True)
class Alert:
    """The day on which somebody is told that a last day comes, `before` days later."""

    day: date
    before: int
    moment: Moment


def alerts(moments: Iterable[Moment]) -> tuple[Alert, ...]:
    """30, 10 and 1 days before each last day that waits, in order of days.

    Only days after the one that the time runs from: a time of fifteen days has no alert
    thirty days before. Of several that a stopped server has missed, send the last.

    >>> due = Moment("answer_due", date(2026, 5, 27), DEADLINE, "silence", "art.",
    ...              since=date(2026, 5, 12))
    >>> [(one.day.isoformat(), one.before) for one in alerts([due])]
    [('2026-05-17', 10), ('2026-05-26', 1)]
    """
    found = (
        Alert(shift(moment.day, -before), before, moment)
        for moment in moments
        if moment.kind == DEADLINE and moment.waits
        for before in ALERT_DAYS
    )
    kept = (one for one in found if one.day > (one.moment.since or date.min))
    return tuple(sorted(kept, key=lambda one: (one.day, one.moment.day, one.before)))
