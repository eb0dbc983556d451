"""The line of dates as a picture: where each day goes, in per cent of the width."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..ppr_clock import Clock
from ..working_days import add_months
from .leaves import within
from .moment import DEADLINE, KINDS, Moment

# What a picture read at a glance leaves to the text: leaves are bars.
TEXT_ONLY = frozenset(
    ("proposed", "accepted", "physician", "leave_first", "leave_last")
    + ("length", "reviewed")
)
# Months drawn after the end.
AFTER = 3
# What a character of a label takes, in per cent of the width: a wide typeface, at the
# size that the drawing has. The day, larger and bold, is a line of its own.
LETTER, DAY = 0.6, 8.0
# Between two labels side by side.
GAP = 0.8
# The moments that a label names first, of several on one day.
_FIRST = ("start", "end")


@dataclass(frozen=True)
class Mark:
    """A day with what falls on it. `at` is its place, `left` that of its label, in per
    cent; labels of one `lane` (0 is nearest to the line) never overlap. `kind` is the
    gravest of its moments, `label` what is written under the day and `width` the room of
    both, in per cent."""

    day: date
    moments: tuple[Moment, ...]
    kind: str
    at: float
    left: float
    lane: int
    label: str
    width: float


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


def picture(told: Clock, labels: Mapping[str, str]) -> Picture | None:
    """Lays the days out from the first one known to three months after the end; None
    when there is no day at all. `labels` are the words of each moment, by its code, as
    the reader reads them: each takes the room of its own.

    >>> from .facts import Facts
    >>> from ..ppr_clock import clock
    >>> words = {"start": "First day", "project_due": "Project due", "end": "Last day"}
    >>> told = clock(Facts(received_on=date(2026, 3, 16)), date(2026, 9, 15))
    >>> drawn = picture(told, words)
    >>> [(mark.label, mark.at, mark.lane) for mark in drawn.marks]
    [('First day (+1)', 0.0, 0), ('Project due', 13.4, 1), ('Last day (+1)', 79.8, 0)]
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

    marks = tuple(_marks(shown, days, at, labels))
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


def width(label: str) -> float:
    """The room of a label and of its day, with what parts it from the next one.

    >>> width(""), width("Dernier jour permis par les textes")
    (8.8, 21.2)
    """
    return round(max(DAY, len(label) * LETTER) + GAP, 1)


def _label(here: tuple[Moment, ...], labels: Mapping[str, str]) -> str:
    """What the day is, and how many more things fall on it."""
    named = next((one for one in here if one.code in _FIRST), here[0])
    more = f" (+{len(here) - 1})" if len(here) > 1 else ""
    return labels[named.code] + more


def _marks(moments: Iterable[Moment], days, at, labels) -> Iterable[Mark]:
    free: list[float] = []
    for day in days:
        here = tuple(one for one in moments if one.day == day)
        place = at(day)
        label = _label(here, labels)
        room = width(label)
        left = round(max(min(place - room / 2, 100 - room), 0), 1)
        lane = next((n for n, taken in enumerate(free) if taken <= left), len(free))
        free[lane : lane + 1] = [round(left + room, 1)]
        kind = max((one.kind for one in here), key=KINDS.index)
        yield Mark(day, here, kind, place, left, lane, label, room)


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
