"""Which days can be chosen: each reason at its limit, just before and just after."""

import doctest
from datetime import date, timedelta

import pytest
from rules import day_choice
from rules.day_choice import REASONS, DayChoice
from rules.working_days import OFFICE_WEEK, Calendar

FIRST, LAST = date(2026, 11, 23), date(2027, 11, 30)
MONDAY = date(2026, 11, 30)


def choice(calendar=None, **more):
    return DayChoice(calendar or Calendar("60"), FIRST, LAST, **more)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 20), "too_soon"),
        (date(2026, 11, 22), "too_soon"),
        (date(2026, 11, 23), ""),
        (date(2026, 11, 28), "weekend"),
        (date(2026, 12, 25), "holiday"),
        (date(2027, 3, 26), ""),
        (date(2027, 5, 1), "holiday"),
        (date(2027, 11, 30), ""),
        (date(2027, 12, 1), "too_far"),
    ],
)
def test_office_week(day, reason):
    assert choice().reason(day) == reason
    assert choice().half(day) == ("" if reason else "full")


def test_local_holiday():
    good_friday = date(2027, 3, 26)
    there = choice(Calendar("67"))
    assert there.reason(good_friday) == "holiday"
    assert there.holiday(good_friday) == "Vendredi saint"
    assert not choice().holiday(good_friday)


def test_dates_of_the_offer():
    days = [MONDAY + timedelta(days=n) for n in (-3, 0, 4, 7)]
    both = choice(offered=(days[1], days[2]))
    assert [both.reason(day) for day in days] == ["outside", "", "", "outside"]
    assert both.bounds() == (days[1], days[2])
    since = choice(offered=(days[1], None))
    assert [since.reason(day) for day in days] == ["outside", "", "", ""]
    until = choice(offered=(None, days[2]))
    assert [until.reason(day) for day in days] == ["", "", "", "outside"]


def test_an_offer_that_is_over_shows_nothing():
    over = choice(offered=(None, FIRST - timedelta(days=1)))
    start, end = over.bounds()
    assert start > end
    # Two days of one month: nothing to choose, all the same.
    assert all(over.reason(FIRST + timedelta(days=n)) for n in range(-5, 5))


def test_host_calendar():
    saturday = date(2026, 12, 5)
    week = (OFFICE_WEEK - {(2, "pm"), (4, "am"), (4, "pm")}) | {(5, "am")}
    closed = frozenset({(MONDAY, "am"), (MONDAY, "pm")})
    host = choice(Calendar("60", week, closed))
    assert host.half(date(2026, 12, 2)) == "am"
    assert host.reason(date(2026, 12, 4)) == "closed"
    assert host.half(saturday) == "am"
    assert host.reason(date(2026, 12, 6)) == "weekend"
    assert host.reason(MONDAY) == "closed"


def test_own_days():
    days = [MONDAY + timedelta(days=n) for n in range(4)]
    own = {days[0]: {"am", "pm"}, days[1]: {"am"}, days[2]: {"pm"}}
    mine = choice(own=own)
    assert [mine.half(day) for day in days] == ["", "pm", "am", "full"]
    assert mine.reason(days[0]) == "taken"
    # The host is open that morning only, which is already taken.
    week = OFFICE_WEEK - {(1, "pm")}
    assert choice(Calendar("60", week), own=own).reason(days[1]) == "taken"


def test_full_days():
    filled = choice(full=frozenset({MONDAY}), own={MONDAY + timedelta(days=1): {"am"}})
    assert filled.reason(MONDAY) == "full"
    assert filled.reason(MONDAY + timedelta(days=1)) == ""


@pytest.mark.parametrize(
    ("own", "allowed"),
    [
        (set(), {"full", "am", "pm"}),
        ({"am"}, {"pm"}),
        ({"pm"}, {"am"}),
        ({"am", "pm"}, set()),
    ],
)
def test_halves_allowed(own, allowed):
    mine = choice(own={MONDAY: own})
    halves = ("full", "am", "pm", "", "night", "FULL")
    assert {half for half in halves if mine.allows(MONDAY, half)} == allowed


def test_every_reason_is_known():
    week = OFFICE_WEEK - {(2, "am"), (2, "pm")}
    some = DayChoice(
        Calendar("60", week),
        FIRST,
        LAST,
        offered=(date(2026, 11, 25), None),
        full=frozenset({MONDAY}),
        own={date(2026, 12, 1): {"am", "pm"}},
    )
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(400)]
    assert {some.reason(day) for day in days} - {""} == set(REASONS)


def test_months_and_weeks():
    assert choice().months()[0] == (2026, 11)
    assert choice().months()[-1] == (2027, 11)
    assert len(choice().months()) == 13
    for year, month in choice().months():
        weeks = choice().weeks(year, month)
        assert all(len(week) == 7 for week in weeks)
        days = [day for week in weeks for day in week if day]
        assert days[0] == date(year, month, 1)
        assert (days[-1] + timedelta(days=1)).day == 1
        assert all(
            week[n] is None or week[n].weekday() == n
            for week in weeks
            for n in range(7)
        )


def test_examples_of_the_docstrings():
    result = doctest.testmod(day_choice)
    assert result.attempted >= 4
    assert not result.failed
