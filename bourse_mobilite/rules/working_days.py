"""Jours ouvrés: Monday to Friday, minus the public holidays of a département; or the
days on which the host is open, when it has a calendar of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays
from dateutil.relativedelta import relativedelta

# The parts of a day that each choice takes.
HALVES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"full": ("am", "pm"), "am": ("am",), "pm": ("pm",)}
)
# Halves of a week: (0 for Monday … 6 for Sunday, "am" or "pm").
Week = frozenset[tuple[int, str]]


def week_of(*weekdays: int) -> Week:
    """The week of someone who works these whole days."""
    return frozenset((day, half) for day in weekdays for half in HALVES["full"])


OFFICE_WEEK = week_of(0, 1, 2, 3, 4)

# Code of the département (INSEE) -> subdivision of the `holidays` library.
# Everywhere else the national list applies (Code du travail, art. L. 3133-1).
SUBDIVISIONS: Mapping[str, str] = MappingProxyType(
    {
        # Alsace-Moselle: Code du travail, art. L. 3134-13
        "57": "57",
        "67": "6AE",
        "68": "6AE",
        "6AE": "6AE",
        # Overseas: Code du travail, art. L. 3422-2, and local law
        "971": "971",  # Guadeloupe
        "972": "972",  # Martinique
        "973": "973",  # Guyane
        "974": "974",  # La Réunion
        "975": "PM",  # Saint-Pierre-et-Miquelon
        "976": "976",  # Mayotte
        "977": "BL",  # Saint-Barthélemy
        "978": "MF",  # Saint-Martin
        "984": "TF",  # Terres australes et antarctiques françaises
        "986": "WF",  # Wallis-et-Futuna
        "987": "PF",  # Polynésie française
        "988": "NC",  # Nouvelle-Calédonie
    }
)


@lru_cache(maxsize=512)
def _holidays(subdivision: str, year: int) -> Mapping[date, str]:
    found = holidays.country_holidays(
        "FR", subdiv=subdivision or None, years=year, language="fr"
    )
    return MappingProxyType(dict(sorted(found.items())))


def _holidays_in(department: str, year: int) -> Mapping[date, str]:
    # An empty field of an Odoo record is False: it means "no local holiday".
    code = (department or "").strip().upper()
    return _holidays(SUBDIVISIONS.get(code, ""), year)


def public_holidays(department: str, year: int) -> dict[date, str]:
    """Public holidays of a civil year, with their French names, in date order.

    Code du travail, art. L. 3133-1; L. 3134-13 for Alsace-Moselle; L. 3422-2
    overseas. A `department` that is empty or has no holiday of its own gets the
    national list. Years known to the library: 1803 to 2100.

    >>> public_holidays("60", 2026)[date(2026, 5, 8)]
    'Fête de la Victoire'
    >>> public_holidays("67", 2026)[date(2026, 4, 3)]
    'Vendredi saint'
    """
    return dict(_holidays_in(department, year))


@dataclass(frozen=True)
class Calendar:
    """When a host is open: a week, minus the public holidays of its département and
    the halves on which it is closed. Saturday counts when its week says so."""

    department: str = ""
    week: Week = OFFICE_WEEK
    closed: frozenset[tuple[date, str]] = frozenset()

    def open_half(self, day: date) -> str:
        """`full`, `am` or `pm`: what is open on that day; '' when nothing is.

        >>> Calendar(week=OFFICE_WEEK | {(5, "am")}).open_half(date(2026, 6, 6))
        'am'
        """
        if day in _holidays_in(self.department, day.year):
            return ""
        parts = tuple(
            part
            for part in HALVES["full"]
            if (day.weekday(), part) in self.week and (day, part) not in self.closed
        )
        return next((half for half, taken in HALVES.items() if taken == parts), "")

    def days(self, start: date, end: date) -> list[tuple[date, str]]:
        """Every day open from `start` to `end`, both included, with its half."""
        length = (end - start).days + 1
        days = (start + timedelta(days=n) for n in range(length))
        return [(day, half) for day in days if (half := self.open_half(day))]


def is_working_day(day: date, department: str = "") -> bool:
    """Is `day` a jour ouvré (Monday to Friday, no public holiday)?

    A holiday that falls on a Saturday or a Sunday is not moved to another day.

    >>> is_working_day(date(2026, 12, 25)), is_working_day(date(2026, 12, 24))
    (False, True)
    """
    return bool(Calendar(department).open_half(day))


def working_days(start: date, end: date, department: str = "") -> list[date]:
    """Every jour ouvré from `start` to `end`, both included, in order.

    Empty when `start` is after `end`.

    >>> [day.day for day in working_days(date(2026, 4, 30), date(2026, 5, 5))]
    [30, 4, 5]
    """
    return [day for day, _half in Calendar(department).days(start, end)]


def add_months(day: date, months: int) -> date:
    """Same day of the month, `months` civil months later (earlier when negative).

    A month that is too short gives its last day: the way a period counted in
    months ends in French law (Code de procédure civile, art. 641).
    Beyond the calendar (a year typed as 9998), its first or last day.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2024, 2, 29), 36)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    try:
        return day + relativedelta(months=months)
    except ValueError:
        return date.max if months > 0 else date.min
