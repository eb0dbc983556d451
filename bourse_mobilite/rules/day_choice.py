"""Which days of an offer can be asked for, and why the others cannot."""

from calendar import Calendar as MonthGrid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from .working_days import HALVES, Calendar, public_holidays

# Why a day cannot be chosen, from what everyone sees to what is the person's own.
REASONS = (
    "too_soon",
    "outside",
    "too_far",
    "holiday",
    "weekend",
    "closed",
    "taken",
    "full",
)


@dataclass(frozen=True)
class DayChoice:
    """The days from `first` to `last` on which one person can ask for one offer.

    `offered` holds the first and the last day of the offer, None for no limit;
    `full` the days without a place left; `own` the parts (`am`, `pm`) of days that
    the person's other immersions take.

    >>> monday = date(2026, 6, 1)
    >>> choice = DayChoice(Calendar(), monday, date(2026, 6, 30), own={monday: {"am"}})
    >>> choice.half(monday), choice.half(date(2026, 6, 2)), choice.half(date(2026, 6, 6))
    ('pm', 'full', '')
    >>> choice.reason(date(2026, 6, 6))
    'weekend'
    """

    calendar: Calendar
    first: date
    last: date
    offered: tuple[date | None, date | None] = (None, None)
    full: frozenset[date] = frozenset()
    own: Mapping[date, set[str] | frozenset[str]] = field(default_factory=dict)

    def with_full(self, days: Iterable[date]) -> "DayChoice":
        """The same, once it is known which days have no place left."""
        return replace(self, full=frozenset(days))

    def half(self, day: date) -> str:
        """`full`, `am` or `pm`: the most that can be chosen on that day, or ''."""
        return "" if self.reason(day) else self._free(day)

    def allows(self, day: date, half: str) -> bool:
        """Can this half (or whole) day be chosen?"""
        most = self.half(day)
        return bool(most) and half in HALVES and set(HALVES[half]) <= set(HALVES[most])

    def reason(self, day: date) -> str:
        """Why nothing of that day can be chosen (one of `REASONS`), or ''."""
        start, end = self.offered
        if day < self.first:
            return "too_soon"
        if (start and day < start) or (end and day > end):
            return "outside"
        if day > self.last:
            return "too_far"
        if not self.calendar.open_half(day):
            if self.holiday(day):
                return "holiday"
            return "weekend" if day.weekday() > 4 else "closed"
        if not self._free(day):
            return "taken"
        return "full" if day in self.full else ""

    def holiday(self, day: date) -> str:
        """The French name of the public holiday of that day, or ''."""
        return public_holidays(self.calendar.department, day.year).get(day, "")

    def bounds(self) -> tuple[date, date]:
        """The first and the last day to show; the first is after the last when
        nothing can be asked for any more."""
        start, end = self.offered
        return max(self.first, start or self.first), min(self.last, end or self.last)

    def months(self) -> list[tuple[int, int]]:
        """The months to show, as (year, month).

        >>> late = DayChoice(Calendar(), date(2026, 11, 30), date(2027, 1, 4))
        >>> late.months()
        [(2026, 11), (2026, 12), (2027, 1)]
        """
        numbers = [day.year * 12 + day.month - 1 for day in self.bounds()]
        return [(n // 12, n % 12 + 1) for n in range(numbers[0], numbers[1] + 1)]

    def weeks(self, year: int, month: int) -> list[list[date | None]]:
        """The weeks of a month from Monday on, None where another month begins."""
        return [
            [day if day.month == month else None for day in week]
            for week in MonthGrid().monthdatescalendar(year, month)
        ]

    def _free(self, day: date) -> str:
        parts = set(HALVES[self.calendar.open_half(day)]) - self.own.get(day, set())
        return next((half for half, taken in HALVES.items() if set(taken) == parts), "")
