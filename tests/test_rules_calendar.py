"""Jours ouvrés and months of the law, against dates read in a calendar."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
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
        (date(9998, 6, 1), 18, date(9999, 12, 1)),
        (date(9998, 6, 1), 36, date.max),  # a typing error, not a crash
        (date(2, 6, 1), -36, date.min),
    ],
)
def test_add_months(day, months, expected):
    assert rules.add_months(day, months) == expected


@settings(deadline=None, derandomize=True)
@given(DATES, st.integers(-120, 120))
def test_add_months_month_by_month(day, months):
    month = day.replace(day=1)
    for _step in range(abs(months)):
        month += timedelta(days=31) if months > 0 else -timedelta(days=1)
        month = month.replace(day=1)
    in_month = [month + timedelta(days=n) for n in range(31)]
    candidates = [
        one for one in in_month if one.month == month.month and one.day <= day.day
    ]
    assert rules.add_months(day, months) == max(candidates)


@settings(deadline=None, derandomize=True)
@given(DATES, st.integers(0, 120))
def test_a_later_day_never_ends_earlier(day, months):
    after = day + timedelta(days=1)
    assert rules.add_months(day, months) <= rules.add_months(after, months)


# --- what the Code du travail lists, and the calendar of a host --------------


def feasts(department, year):
    """Art. L. 3133-1, then L. 3134-13 and L. 3422-2, around the Sunday of Easter."""
    sunday = easter(year)
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    moving = [1, 39, 50]
    if department in ("57", "67", "68"):
        fixed, moving = [*fixed, (12, 26)], [*moving, -2]
    abolition = {"973": (6, 10), "974": (12, 20), "976": (4, 27)}
    fixed += [abolition[department]] if department in abolition else []
    return {
        *(date(year, month, day) for month, day in fixed),
        *(sunday + timedelta(days=after) for after in moving),
    }


@pytest.mark.parametrize("department", ["60", "57", "67", "68", "973", "974", "976"])
def test_the_holidays_of_the_code_du_travail(department):
    for year in range(2022, 2061):
        assert set(rules.public_holidays(department, year)) == feasts(department, year)


SLOTS = [(weekday, half) for weekday in range(7) for half in ("am", "pm")]
SPRING = st.dates(date(2027, 12, 15), date(2028, 6, 10))
CALENDARS = st.builds(
    rules.Calendar,
    st.sampled_from(["", "60", "68", "974"]),
    st.frozensets(st.sampled_from(SLOTS)),
    st.frozensets(st.tuples(SPRING, st.sampled_from(["am", "pm"])), max_size=40),
)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(CALENDARS, SPRING, st.integers(-2, 60))
def test_calendar_half_by_half(calendar, start, length):
    expected = []
    for number in range(length):
        day = start + timedelta(days=number)
        parts = [half for weekday, half in calendar.week if weekday == day.weekday()]
        parts = [half for half in parts if (day, half) not in calendar.closed]
        if parts and day not in feasts(calendar.department, day.year):
            expected.append((day, "full" if len(parts) == 2 else parts[0]))
    end = start + timedelta(days=length - 1)
    assert calendar.days(start, end) == expected
    assert [day for day, _half in expected] == [
        start + timedelta(days=number)
        for number in range(length)
        if calendar.open_half(start + timedelta(days=number))
    ]


@pytest.mark.parametrize(
    ("week", "closed", "half"),
    [
        (rules.OFFICE_WEEK, [], "full"),
        (rules.OFFICE_WEEK, ["am"], "pm"),
        (rules.OFFICE_WEEK, ["pm"], "am"),
        (rules.OFFICE_WEEK, ["am", "pm"], ""),
        (frozenset({(0, "am")}), [], "am"),
        (frozenset({(0, "pm")}), ["pm"], ""),
        (rules.week_of(1, 2, 3, 4), [], ""),
        (frozenset(), [], ""),
    ],
)
def test_what_is_open_on_a_monday(week, closed, half):
    monday = date(2026, 8, 10)
    calendar = rules.Calendar("60", week, frozenset((monday, part) for part in closed))
    assert calendar.open_half(monday) == half
    assert calendar.days(monday, monday) == ([(monday, half)] if half else [])


def test_the_office_week():
    monday_to_friday = {(day, half) for day in range(5) for half in ("am", "pm")}
    assert monday_to_friday == rules.OFFICE_WEEK
