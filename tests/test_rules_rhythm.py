"""When those who have not signed are reminded: at the limit and on both sides."""

from datetime import date, timedelta

import pytest
from rules.rhythm import (
    MOST_REMINDERS,
    is_last_call,
    next_reminder,
    read_days,
    reminders,
    written_days,
)

ASKED = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("3, 7, 14", (3, 7, 14)),
        ("14 7,3;3", (3, 7, 14)),
        ("  ", ()),
        ("", ()),
        ("1", (1,)),
        ("90", (90,)),
        (",,5,,", (5,)),
        ("07", (7,)),
        (" ".join(map(str, range(1, MOST_REMINDERS + 1))), tuple(range(1, 11))),
    ],
)
def test_days_that_are_read(typed, days):
    assert read_days(typed) == days
    assert read_days(written_days(days)) == days


@pytest.mark.parametrize(
    "typed",
    [
        "0", "91", "-3", "3.5", "trois", "3 jours", "٣", "²", "9999999999", "1e1",
        " ".join(map(str, range(1, MOST_REMINDERS + 2))), "3, sept",
    ],
)  # fmt: skip
def test_what_is_no_number_of_days(typed):
    with pytest.raises(ValueError):
        read_days(typed)


def test_days_after_the_request_without_a_first_day():
    assert reminders(ASKED, (3, 7), 5, None) == (ASKED + 3 * DAY, ASKED + 7 * DAY)


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (0, [3, 7, 14]),
        (1, [3, 7, 14, 19]),
        (6, [3, 7, 14]),  # the same day as one of the others
        (19, [1, 3, 7, 14]),
        (20, [3, 7, 14]),  # on the day of the request
        (21, [3, 7, 14]),  # before it
    ],
)
def test_the_last_call_comes_before_the_first_day(before, found):
    first_day = ASKED + 20 * DAY
    expected = tuple(ASKED + count * DAY for count in found)
    assert reminders(ASKED, (3, 7, 14), before, first_day) == expected


@pytest.mark.parametrize(
    ("ahead", "found"), [(4, [3]), (3, []), (8, [3, 7]), (7, [3]), (0, []), (-5, [])]
)
def test_nothing_on_the_first_day_nor_after(ahead, found):
    expected = tuple(ASKED + count * DAY for count in found)
    assert reminders(ASKED, (3, 7), 0, ASKED + ahead * DAY) == expected


def test_the_next_one_and_those_that_were_missed():
    days = tuple(ASKED + count * DAY for count in (3, 7, 14))
    assert next_reminder(days, ASKED, None) == days[0]
    assert next_reminder(days, ASKED, days[0] - DAY) == days[0]
    assert next_reminder(days, ASKED, days[0]) == days[1]
    # A server that was stopped: two were missed, one is sent.
    assert next_reminder(days, ASKED, days[1] + DAY) == days[2]
    assert next_reminder(days, ASKED, days[2]) is None
    assert next_reminder((), ASKED, None) is None


def test_asked_again_after_a_reminder():
    """The paper of somebody who had been reminded is taken back: all begins anew."""
    again = ASKED + 10 * DAY
    days = reminders(again, (3, 7), 0, None)
    assert next_reminder(days, again, ASKED + 7 * DAY) == again + 3 * DAY


@pytest.mark.parametrize(
    ("ahead", "before", "last"),
    [(5, 5, True), (6, 5, False), (1, 5, True), (1, 0, False)],
)
def test_which_one_is_the_last_call(ahead, before, last):
    assert is_last_call(ASKED, before, ASKED + ahead * DAY) is last


def test_no_last_call_without_a_first_day():
    assert is_last_call(ASKED, 5, None) is False
