"""Jours ouvrés and months of the law, against dates read in a calendar."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules import working_days as rules

NATIONAL_2026 = {
    date(2026, 1, 1): "Jour de l'an",
    date(2026, 4, 6): "Lundi de Pâques",
    date(2026, 5, 1): "Fête du Travail",
    date(2026, 5, 8): "Fête de la Victoire",
    date(2026, 5, 14): "Ascension",
    date(2026, 5, 25): "Lundi de Pentecôte",
    date(2026, 7, 14): "Fête nationale",
    date(2026, 8, 15): "Assomption",
    date(2026, 11, 1): "Toussaint",
    date(2026, 11, 11): "Armistice",
    date(2026, 12, 25): "Noël",
}
DATES = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def local(department, year=2026):
    """Holidays that the département has and the national list has not."""
    national = rules.public_holidays("", year)
    return {
        day: name
        for day, name in rules.public_holidays(department, year).items()
        if day not in national
    }


def test_doctests():
    result = doctest.testmod(rules)
    assert result.attempted and not result.failed


def test_the_eleven_national_holidays_in_french_and_in_order():
    found = rules.public_holidays("", 2026)
    assert found == NATIONAL_2026
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    "department", ["60", "75", "2A", " 60 ", "unknown", None, False]
)
def test_elsewhere_the_national_list(department):
    assert rules.public_holidays(department, 2026) == NATIONAL_2026


@pytest.mark.parametrize("department", ["57", "67", "68", "6AE", "6ae", " 67"])
def test_alsace_moselle(department):
    assert local(department) == {
        date(2026, 4, 3): "Vendredi saint",
        date(2026, 12, 26): "Saint-Étienne",
    }


@pytest.mark.parametrize(
    ("department", "day"),
    [
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
        ("977", date(2026, 10, 9)),
        ("978", date(2026, 5, 28)),
    ],
)
def test_abolition_of_slavery_overseas(department, day):
    assert local(department)[day] == "Abolition de l'esclavage"


def test_all_the_subdivisions_are_known_to_the_library():
    for department in rules.SUBDIVISIONS:
        assert set(NATIONAL_2026) <= set(rules.public_holidays(department, 2026))


def test_what_is_returned_may_be_changed_without_harm():
    rules.public_holidays("60", 2026).clear()
    assert rules.public_holidays("60", 2026) == NATIONAL_2026


@pytest.mark.parametrize(
    ("day", "department", "working"),
    [
        (date(2026, 3, 2), "", True),  # a Monday
        (date(2026, 3, 6), "", True),  # a Friday
        (date(2026, 3, 7), "", False),  # a Saturday
        (date(2026, 3, 8), "", False),  # a Sunday
        (date(2027, 5, 1), "", False),  # 1 May on a Saturday…
        (date(2027, 5, 3), "", True),  # … is not moved to the Monday
        (date(2026, 4, 3), "60", True),  # Good Friday
        (date(2026, 4, 3), "57", False),
        (date(2026, 4, 3), "67", False),
        (date(2026, 4, 3), "68", False),
        (date(2025, 12, 26), "60", True),  # Saint-Étienne on a Friday
        (date(2025, 12, 26), "68", False),
        (date(2027, 12, 20), "60", True),  # a Monday
        (date(2027, 12, 20), "974", False),
        (date(2024, 2, 29), "", True),
        (date(2008, 5, 1), "", False),  # Ascension on 1 May
    ],
)
def test_is_working_day(day, department, working):
    assert rules.is_working_day(day, department) is working


@pytest.mark.parametrize(
    ("start", "end", "department", "count"),
    [
        (date(2026, 3, 2), date(2026, 3, 6), "", 5),
        (date(2026, 3, 2), date(2026, 3, 2), "", 1),
        (date(2026, 3, 7), date(2026, 3, 8), "", 0),
        (date(2026, 3, 6), date(2026, 3, 5), "", 0),  # start after end
        (date(2026, 5, 1), date(2026, 5, 31), "", 17),  # four holidays in May
        (date(2026, 3, 30), date(2026, 4, 6), "", 5),  # Holy Week, Easter Monday
        (date(2026, 3, 30), date(2026, 4, 6), "67", 4),
        (date(2025, 12, 29), date(2026, 1, 2), "", 4),  # over the new year
    ],
)
def test_working_days(start, end, department, count):
    found = rules.working_days(start, end, department)
    assert len(found) == count
    assert found == sorted(found)
    assert all(start <= day <= end for day in found)


def test_252_jours_ouvres_in_2026():
    assert len(rules.working_days(date(2026, 1, 1), date(2026, 12, 31))) == 252


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 28), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),  # not the end of March
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 5, 12), 0, date(2026, 5, 12)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2027, 2, 28), -36, date(2024, 2, 28)),
    ],
)
def test_add_months(day, months, expected):
    assert rules.add_months(day, months) == expected


@settings(deadline=None)
@given(DATES, st.integers(0, 120))
def test_a_later_day_never_ends_earlier(day, months):
    after = day + timedelta(days=1)
    assert rules.add_months(day, months) <= rules.add_months(after, months)
