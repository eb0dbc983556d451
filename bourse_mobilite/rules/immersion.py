"""Length, quota and notice of an immersion, as the figures of its regime say.

The figures are data (`mobility.regime`); this module only knows their shape. For
the période d'immersion professionnelle they come from the décret n° 2022-1043 of
22 July 2022, arts 9 to 12.
"""

from collections.abc import Collection, Mapping
from datetime import date

from .finding import BLOCK, FINAL, WARNING, Finding
from .quota import NO_DAYS, DaysByDate, exact, peak_touching
from .regime import Regime
from .working_days import HALVES, Calendar, add_months


def check(
    regime: Regime,
    days: DaysByDate,
    today: date,
    requested_on: date,
    other_days: DaysByDate = NO_DAYS,
    calendar: Calendar | None = None,
    halves: Mapping[date, str] | None = None,
) -> list[Finding]:
    """Which rules of `regime` an immersion on `days` does not meet, blocking first.

    `other_days` are the person's other days that count in the same quota, past and
    planned, without those of this request. `calendar` is the host's: it decides on
    the jours ouvrés, and on the `halves` of a day taken (what is open when not said).
    `requested_on` is when the request reached the employer.
    Décret n° 2022-1043, arts 9 to 12, for the période d'immersion professionnelle.

    >>> pip = Regime("pip", min_days=2, max_days=10)
    >>> monday = date(2026, 3, 2)
    >>> [(f.code, f.shortfall) for f in check(pip, {monday: 0.5}, monday, monday)]
    [('too_few_days', 1.5)]
    """
    days = {day: float(part) for day, part in days.items() if part}
    if not days:
        return [Finding("no_days", FINAL, regime.min_days, 0.0, regime.min_days)]
    return [
        *_past(days, today),
        *_length(regime, days),
        *_quota(regime, days, other_days),
        *_not_working(regime, days, calendar or Calendar(), halves or {}),
        *_notice(regime, min(days), requested_on),
    ]


def _past(days: DaysByDate, today: date) -> list[Finding]:
    gone = tuple(sorted(day for day in days if day < today))
    total = _total(days, gone)
    return [Finding("past", BLOCK, 0, total, total, gone)] if gone else []


def _length(regime: Regime, days: DaysByDate) -> list[Finding]:
    total = _total(days, days)
    least, most = regime.min_days, regime.max_days
    if total < least:
        return [Finding("too_few_days", BLOCK, least, total, exact(least - total))]
    if most and total > most:
        return [Finding("too_many_days", BLOCK, most, total, exact(total - most))]
    return []


def _quota(regime: Regime, days: DaysByDate, other_days: DaysByDate) -> list[Finding]:
    if not regime.has_quota:
        return []
    # Two requests may share a date, one half each.
    union = {
        day: float(days.get(day, 0)) + float(other_days.get(day, 0))
        for day in {*days, *other_days}
    }
    used, first, last = peak_touching(
        union, regime.window_years, days, regime.window_kind
    )
    limit = regime.max_days_window
    if used <= limit:
        return []
    return [Finding("quota", BLOCK, limit, used, exact(used - limit), (first, last))]


def _not_working(
    regime: Regime, days: DaysByDate, calendar: Calendar, halves: Mapping[date, str]
) -> list[Finding]:
    """A day that is no jour ouvré cannot fill a length counted in jours ouvrés; where
    nothing is counted it is only worth knowing."""
    off = tuple(
        sorted(
            day
            for day in days
            if not _is_open(calendar.open_half(day), halves.get(day))
        )
    )
    total = _total(days, off)
    counted = regime.min_days or regime.max_days or regime.has_quota
    level = BLOCK if counted else WARNING
    return [Finding("not_working_day", level, 0, total, total, off)] if off else []


def _is_open(open_half: str, half: str | None) -> bool:
    wanted = set(HALVES[half or open_half]) if open_half else set()
    return bool(wanted) and wanted <= set(HALVES[open_half])


def _notice(regime: Regime, first: date, requested_on: date) -> list[Finding]:
    asked = regime.notice_months
    possible = add_months(requested_on, asked)
    if not asked or first >= possible:
        return []
    whole = 0
    while add_months(requested_on, whole + 1) <= first:
        whole += 1
    missing = (possible - first).days
    return [Finding("notice", WARNING, asked, whole, missing, (first, possible))]


def _total(days: DaysByDate, among: Collection[date]) -> float:
    return exact(sum((float(days[day]) for day in among), 0.0))
