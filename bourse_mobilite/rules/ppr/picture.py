"""The line of dates as a picture: where each day goes, in per cent of the width."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..ppr_clock import Clock
from ..working_days import add_months
from .leaves import within
from .moment import DEADLINE, KINDS, Moment

# What a picture read at a glance leaves to the text: leaves are bars.
TEXT_ONLY = frozenset(
    ("proposed", "physician", "leave_first", "leave_last", "length", "reviewed")
)
# Months drawn after the end.
AFTER = 3
# Width that a label takes, in per cent, on a wide screen.
LABEL = 16.0


@dataclass(frozen=True)
class Mark:
    """A day with what falls on it. `at` is its place, `left` that of its label, in per
    cent; labels of one `lane` (0 is nearest to the line) never overlap. `kind` is the
    gravest of its moments."""

    day: date
    moments: tuple[Moment, ...]
    kind: str
    at: float
    left: float
    lane: int


@dataclass(frozen=True)
class Picture:
    """A line from `first` to `last`, with the marks in the order of days.

    Neither what is in `TEXT_ONLY` nor a last day that was answered has a mark: the
    answer has one. The text equivalent is `Clock.moments`, in the same order.

    `bars` are (code, left, width) in per cent: the ``ppr`` itself, each ``leave``, what
    is ``kept`` after it. `months` are the firsts of a month. `today` is None when it is
    not on the line.
    """

    first: date
    last: date
    lanes: int
    marks: tuple[Mark, ...]
    bars: tuple[tuple[str, float, float], ...]
    months: tuple[tuple[date, float], ...]
    today: float | None


def picture(told: Clock, label: float = LABEL) -> Picture | None:
    """Lays the days out from the first one known to three months after the end; None
    when there is no day at all. `label` is the width of a label, in per cent.

    >>> from .facts import Facts
    >>> from ..ppr_clock import clock
    >>> drawn = picture(clock(Facts(received_on=date(2026, 3, 16)), date(2026, 9, 15)))
    >>> [(mark.moments[0].code, mark.at, mark.lane) for mark in drawn.marks]
    [('opinion', 0.0, 0), ('project_due', 13.4, 1), ('request_due', 79.8, 0)]
    >>> drawn.today
    40.1
    """
    shown = [one for one in told.moments if _shown(one)]
    days = sorted({one.day for one in shown})
    if not days:
        return None
    end = told.kept_until or told.date_end
    first = days[0]
    last = max(days[-1], add_months(end, AFTER) if end else days[-1])
    length = max(1, (last - first).days)

    def at(day: date) -> float:
        return round(100 * (day - first).days / length, 1)

    marks = tuple(_marks(shown, days, at, label))
    months, month = [], add_months(first.replace(day=1), 1)
    while month <= last and len(months) < 60:
        months.append((month, at(month)))
        month = add_months(month, 1)
    seen = first <= told.today <= last
    return Picture(
        first,
        last,
        max(mark.lane for mark in marks) + 1,
        marks,
        tuple(_bars(told, first, last, at)),
        tuple(months),
        at(told.today) if seen else None,
    )


def _shown(one: Moment) -> bool:
    answered = one.kind == DEADLINE and one.met_on is not None
    return one.code not in TEXT_ONLY and not (answered and one.code != "end")


def _marks(moments: Iterable[Moment], days, at, label) -> Iterable[Mark]:
    free: list[float] = []
    for day in days:
        here = tuple(one for one in moments if one.day == day)
        place = at(day)
        left = round(min(max(place - label / 2, 0), 100 - label), 1)
        lane = next((n for n, taken in enumerate(free) if taken <= left), len(free))
        free[lane : lane + 1] = [round(left + label, 1)]
        kind = max((one.kind for one in here), key=KINDS.index)
        yield Mark(day, here, kind, place, left, lane)


def _bars(told: Clock, first, last, at) -> Iterable[tuple[str, float, float]]:
    spans = []
    if told.date_start and told.date_end:
        spans.append(("ppr", told.date_start, told.date_end))
        spans += [("leave", *span) for span in told.suspensions]
        if told.kept_until:
            spans.append(("kept", told.date_end, told.kept_until))
    for code, begin, end in spans:
        for seen_first, seen_last in within([(begin, end)], first, last):
            left = at(seen_first)
            yield code, left, round(at(seen_last) - left, 1)
