"""Length, quota and notice of an immersion, as the figures of its regime say.

The figures are data (`mobility.regime`); this module only knows their shape. For
the période d'immersion professionnelle they come from the décret n° 2022-1043 of
22 July 2022, arts 9 to 12.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from .working_days import add_months, is_working_day

# Each date with the part of it that is spent: 1 or 0.5 jour ouvré. Halves are
# exact as floats, so totals may be compared without rounding.
DaysByDate = Mapping[date, Decimal | float]

NO_DAYS: DaysByDate = MappingProxyType({})


@dataclass(frozen=True)
class Regime:
    """What a legal basis asks of an immersion; 0 stands for "no limit".

    `min_days` and `max_days` bound one immersion, `max_days_window` all those of a
    person in any `window_years` civil years (jours ouvrés). `notice_months` parts
    the request from the first day (civil months). Days of a regime that does not
    count in the quota neither use it up nor are refused by it.
    """

    code: str
    min_days: float = 0
    max_days: float = 0
    max_days_window: float = 0
    window_years: int = 0
    notice_months: int = 0
    counts_in_quota: bool = False
    legal_reference: str = ""

    @property
    def has_quota(self) -> bool:
        """Does a sliding window limit the days of this regime?"""
        return bool(self.counts_in_quota and self.max_days_window and self.window_years)


@dataclass(frozen=True)
class Finding:
    """A rule that is not met: the figure asked, the actual one, what is missing.

    `blocking` says that the text is an obligation; otherwise it is a warning.
    `shortfall` is never negative: what is lacking, or what is in excess.

    ================= ========= ================= ==================== ==========
    code              blocking  figure            actual, shortfall    dates
    ================= ========= ================= ==================== ==========
    `no_days`         yes       minimum, days     days                 none
    `past`            yes       0                 days in the past     these days
    `too_few_days`    yes       minimum, days     days                 none
    `too_many_days`   yes       maximum, days     days                 none
    `quota`           yes       maximum, days     days in the fullest  first and
                                                  window               last day of
                                                                       the window
    `not_working_day` no        0                 days on such dates   these dates
    `notice`          no        notice, months    whole months; then   first day
                                                  calendar days        asked, first
                                                  missing              day possible
    ================= ========= ================= ==================== ==========
    """

    code: str
    blocking: bool
    figure: float
    actual: float
    shortfall: float
    dates: tuple[date, ...] = ()


def check(
    regime: Regime,
    days: DaysByDate,
    today: date,
    requested_on: date,
    other_days: DaysByDate = NO_DAYS,
    department: str = "",
) -> list[Finding]:
    """Which rules of `regime` an immersion on `days` does not meet, blocking first.

    `other_days` are the person's other days that count in the same quota, past and
    planned, without those of this request. `department` is the host's: it decides
    on the jours ouvrés. `requested_on` is when the request reached the employer.
    Décret n° 2022-1043, arts 9 to 12, for the période d'immersion professionnelle.

    >>> pip = Regime("pip", min_days=2, max_days=10)
    >>> monday = date(2026, 3, 2)
    >>> [(f.code, f.shortfall) for f in check(pip, {monday: 0.5}, monday, monday)]
    [('too_few_days', 1.5)]
    """
    days = {day: float(part) for day, part in days.items() if part}
    if not days:
        return [Finding("no_days", True, regime.min_days, 0.0, regime.min_days)]
    return [
        *_past(days, today),
        *_length(regime, days),
        *_quota(regime, days, other_days),
        *_not_working(days, department),
        *_notice(regime, min(days), requested_on),
    ]


def peak_in_window(days: DaysByDate, years: int) -> tuple[float, date, date]:
    """Largest total of `days` in any `years` civil years, and that window.

    The window is told by its first and last day, both included; the earliest one
    when several are as full. From 29 February 2024, three years last until
    27 February 2027: the day after is `add_months(start, 36)`.

    Raises ValueError without any day, or when `years` is not at least 1.

    >>> peak_in_window({date(2024, 3, 4): 1, date(2027, 3, 3): 0.5}, 3)
    (1.5, datetime.date(2024, 3, 4), datetime.date(2027, 3, 3))
    >>> peak_in_window({date(2024, 3, 4): 1, date(2027, 3, 4): 0.5}, 3)
    (1.0, datetime.date(2024, 3, 4), datetime.date(2027, 3, 3))
    """
    if not days:
        raise ValueError("No day to look for a peak in")
    return _peak_touching(days, years, days)


def days_left(other_days: DaysByDate, on_day: date, regime: Regime) -> float | None:
    """Jours ouvrés that the quota still leaves to an immersion around `on_day`.

    No window that contains `on_day` would exceed the quota with that many more
    days in it; 0 when it is used up, None when the regime has no quota. The limit
    of one immersion (`max_days`) is not looked at.
    """
    if not regime.has_quota:
        return None
    days = {on_day: 0.0, **other_days}
    used, *_window = _peak_touching(days, regime.window_years, (on_day,))
    return max(0.0, regime.max_days_window - used)


def days_back_on(other_days: DaysByDate, on_day: date, regime: Regime) -> date | None:
    """First date after `on_day` on which one more day is left than on `on_day`.

    A half day suffices when it makes the quota whole again. The date is a calendar
    day, not always a jour ouvré. None when the regime has no quota, or when no day
    is used around `on_day`.
    """
    left = days_left(other_days, on_day, regime)
    if left is None or left >= regime.max_days_window:
        return None
    wanted = min(left + 1, regime.max_days_window)
    # What is left only grows when a window that starts on a day taken comes to
    # its end, and nothing is used any more when the last of them does.
    ends = {add_months(day, 12 * regime.window_years) for day in other_days}
    for end in sorted(end for end in ends if end > on_day):
        if (days_left(other_days, end, regime) or 0) >= wanted:
            return end
    return None


def _peak_touching(
    days: DaysByDate, years: int, touching: Collection[date]
) -> tuple[float, date, date]:
    """The fullest window with a day of `touching` in it; `touching` is in `days`.

    It is enough to look at the windows that start on one of the days: moving any
    other start forward to the next day loses none and may win some at the end.
    """
    if years < 1:
        raise ValueError(f"A window lasts at least one year, not {years}")
    ordered = sorted((day, float(part)) for day, part in days.items())
    touched = sorted(touching)
    best: tuple[float, date, date] | None = None
    total, after = 0.0, 0
    for start, part in ordered:
        end = add_months(start, 12 * years)
        while after < len(ordered) and ordered[after][0] < end:
            total += ordered[after][1]
            after += 1
        nearest = bisect_left(touched, start)
        touches = nearest < len(touched) and touched[nearest] < end
        if touches and (best is None or total > best[0]):
            best = total, start, end - timedelta(days=1)
        total -= part
    assert best is not None, "touching must be part of days"
    return best


def _past(days: DaysByDate, today: date) -> list[Finding]:
    gone = tuple(sorted(day for day in days if day < today))
    total = _total(days, gone)
    return [Finding("past", True, 0, total, total, gone)] if gone else []


def _length(regime: Regime, days: DaysByDate) -> list[Finding]:
    total = _total(days, days)
    least, most = regime.min_days, regime.max_days
    if least and total < least:
        return [Finding("too_few_days", True, least, total, least - total)]
    if most and total > most:
        return [Finding("too_many_days", True, most, total, total - most)]
    return []


def _quota(regime: Regime, days: DaysByDate, other_days: DaysByDate) -> list[Finding]:
    if not regime.has_quota:
        return []
    # Two requests may share a date, one half each.
    union = {
        day: float(days.get(day, 0)) + float(other_days.get(day, 0))
        for day in {*days, *other_days}
    }
    used, first, last = _peak_touching(union, regime.window_years, days)
    limit = regime.max_days_window
    if used <= limit:
        return []
    return [Finding("quota", True, limit, used, used - limit, (first, last))]


def _not_working(days: DaysByDate, department: str) -> list[Finding]:
    off = tuple(sorted(day for day in days if not is_working_day(day, department)))
    total = _total(days, off)
    return [Finding("not_working_day", False, 0, total, total, off)] if off else []


def _notice(regime: Regime, first: date, requested_on: date) -> list[Finding]:
    asked = regime.notice_months
    possible = add_months(requested_on, asked)
    if not asked or first >= possible:
        return []
    whole = 0
    while add_months(requested_on, whole + 1) <= first:
        whole += 1
    missing = (possible - first).days
    return [Finding("notice", False, asked, whole, missing, (first, possible))]


def _total(days: DaysByDate, among: Collection[date]) -> float:
    return sum((float(days[day]) for day in among), 0.0)
