"""Days of leave: when one is back, and how far a term is pushed.

A leave is counted in whole calendar days, whatever the hours; days that two leaves
share count once.
"""

from collections.abc import Iterable
from datetime import date

from ..working_days import is_working_day
from .facts import Leave

# First and last day, both included.
Span = tuple[date, date]


def shift(day: date, days: int) -> date:
    """So many calendar days later; beyond the calendar, its first or last day."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def spans(leaves: Iterable[Leave], today: date) -> list[Span]:
    """The days of leave known on `today`, merged, in order.

    A leave without a return counts up to today; nothing when it has not begun. One
    that ends before it begins counts for nothing.

    >>> spans([Leave(date(2026, 4, 1), date(2026, 4, 3)),
    ...        Leave(date(2026, 4, 4))], date(2026, 4, 10))
    [(datetime.date(2026, 4, 1), datetime.date(2026, 4, 10))]
    """
    known = sorted((one.first, one.last or today) for one in leaves)
    merged: list[Span] = []
    for first, last in known:
        if last < first:
            continue
        if merged and first <= shift(merged[-1][1], 1):
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def within(found: Iterable[Span], first: date, last: date) -> list[Span]:
    """What of these days falls from `first` to `last`, both included."""
    cut = ((max(begin, first), min(end, last)) for begin, end in found)
    return [(begin, end) for begin, end in cut if begin <= end]


def length(found: Iterable[Span]) -> int:
    """How many days these are."""
    return sum((end - begin).days + 1 for begin, end in found)


def on_return(
    leaves: Iterable[Leave], day: date, department: str = ""
) -> tuple[date | None, bool]:
    """The first day from `day` on without a leave, and whether one is known.

    An agent whose leaves follow one another over days on which nobody works (a weekend,
    a public holiday) has not come back between them. ``(None, False)`` while a leave
    has no last day.

    >>> friday, monday = date(2026, 3, 27), date(2026, 3, 30)
    >>> on_return([Leave(date(2026, 3, 2), friday), Leave(monday, monday)], friday)
    (datetime.date(2026, 3, 31), True)
    """
    back = day
    for leave in sorted(leaves, key=lambda one: one.first):
        if leave.last and leave.last < leave.first:
            continue
        if leave.first > back and (back == day or _worked(back, leave, department)):
            break
        if leave.last is None:
            return None, False
        back = max(back, shift(leave.last, 1))
    return back, True


def _worked(back: date, leave: Leave, department: str) -> bool:
    """Is there a jour ouvré from the return to the next leave?"""
    days = (leave.first - back).days
    return any(is_working_day(shift(back, n), department) for n in range(days))


def pushed(first: date, last: date, found: Iterable[Span]) -> date:
    """The last day of a term from `first` to `last` that these days of leave push.

    As many days are added as the leaves take within the term, those of the days added
    included: what is left is a term without them.

    >>> pushed(date(2026, 3, 16), date(2027, 3, 15), [(date(2026, 5, 4), date(2026, 5, 13))])
    datetime.date(2027, 3, 25)
    """
    for begin, end in found:
        begin = max(begin, first)
        if begin <= last and begin <= end:
            last = shift(last, (end - begin).days + 1)
    return last
