"""Days counted over years: « sur une période de trois ans » (décret n° 2022-1043,
art. 9), over every window that an immersion touches."""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from .regime import CIVIL_YEARS, ROLLING, Regime
from .working_days import add_months

# Each date with the part of it that is spent: 1 jour ouvré, or what a half day
# counts under the regime.
DaysByDate = Mapping[date, Decimal | float]

NO_DAYS: DaysByDate = MappingProxyType({})


def exact(days: float) -> float:
    """Days to the hundredth: tenths that floats add up drift, and a limit that is
    just reached would seem passed.

    >>> exact(0.1 + 0.2)
    0.3
    """
    return round(days, 2)


def peak_in_window(
    days: DaysByDate, years: int, kind: str = ROLLING
) -> tuple[float, date, date]:
    """Largest total of `days` in any `years` years, and that window.

    The window is told by its first and last day, both included; the earliest one
    when several are as full. From 29 February 2024, three years last until
    27 February 2027: the day after is `add_months(start, 36)`. Windows of civil
    years start on a 1 January.

    Raises ValueError without any day, or when `years` is not at least 1.

    >>> peak_in_window({date(2024, 3, 4): 1, date(2027, 3, 3): 0.5}, 3)
    (1.5, datetime.date(2024, 3, 4), datetime.date(2027, 3, 3))
    >>> peak_in_window({date(2024, 3, 4): 1, date(2027, 3, 4): 0.5}, 3)
    (1.0, datetime.date(2024, 3, 4), datetime.date(2027, 3, 3))
    >>> peak_in_window({date(2024, 3, 4): 1, date(2026, 12, 31): 1}, 3, "civil_years")
    (2.0, datetime.date(2024, 1, 1), datetime.date(2026, 12, 31))
    """
    if not days:
        raise ValueError("No day to look for a peak in")
    return peak_touching(days, years, days, kind)


def days_left(other_days: DaysByDate, on_day: date, regime: Regime) -> float | None:
    """Jours ouvrés that the quota still leaves to an immersion around `on_day`.

    No window that contains `on_day` would exceed the quota with that many more
    days in it; 0 when it is used up, None when the regime has no quota. The limit
    of one immersion (`max_days`) is not looked at.
    """
    if not regime.has_quota:
        return None
    days = {on_day: 0.0, **other_days}
    used, *_window = peak_touching(
        days, regime.window_years, (on_day,), regime.window_kind
    )
    return max(0.0, exact(regime.max_days_window - used))


def days_back_on(other_days: DaysByDate, on_day: date, regime: Regime) -> date | None:
    """First date after `on_day` on which one more day is left than on `on_day`.

    A half day suffices when it makes the quota whole again. The date is a calendar
    day, not always a jour ouvré. None when the regime has no quota, or when no day
    is used around `on_day`.
    """
    left = days_left(other_days, on_day, regime)
    if left is None or left >= regime.max_days_window:
        return None
    wanted = min(exact(left + 1), regime.max_days_window)
    # What is left only grows when a window that starts on a day taken comes to
    # its end, and nothing is used any more when the last of them does.
    starts = _as_counted(other_days, regime.window_kind)
    ends = {add_months(day, 12 * regime.window_years) for day in starts}
    for end in sorted(end for end in ends if end > on_day):
        if (days_left(other_days, end, regime) or 0) >= wanted:
            return end
    return None


def peak_touching(
    days: DaysByDate, years: int, touching: Collection[date], kind: str = ROLLING
) -> tuple[float, date, date]:
    """The fullest window with a day of `touching` in it; `touching` is in `days`.

    It is enough to look at the windows that start on one of the days: moving any
    other start forward to the next day loses none and may win some at the end.
    """
    if years < 1:
        raise ValueError(f"A window lasts at least one year, not {years}")
    counted = _as_counted(days, kind)
    ordered = sorted(counted.items())
    touched = sorted(_as_counted(dict.fromkeys(touching, 0), kind))
    best: tuple[float, date, date] | None = None
    total, after = 0.0, 0
    for start, part in ordered:
        end = add_months(start, 12 * years)
        while after < len(ordered) and ordered[after][0] < end:
            total = exact(total + ordered[after][1])
            after += 1
        nearest = bisect_left(touched, start)
        touches = nearest < len(touched) and touched[nearest] < end
        if touches and (best is None or total > best[0]):
            best = total, start, end - timedelta(days=1)
        total = exact(total - part)
    assert best is not None, "touching must be part of days"
    return best


def _as_counted(days: DaysByDate, kind: str) -> dict[date, float]:
    """The days as the windows see them: civil years keep nothing but the year."""
    counted: dict[date, float] = {}
    for day, part in days.items():
        seen = date(day.year, 1, 1) if kind == CIVIL_YEARS else day
        counted[seen] = counted.get(seen, 0.0) + float(part)
    return counted
