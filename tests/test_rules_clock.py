"""The time to answer and its reminders: dated cases, then day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.clock import answer_due, next_reminder, reminders


def day(text):
    return text and date.fromisoformat(text)


def days(text):
    return tuple(map(day, text.split()))


@pytest.mark.parametrize(
    ("received_on", "months", "due_on"),
    [
        ("2026-05-12", 1, "2026-06-12"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-29", 1, "2028-02-29"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-02-28", 1, "2026-03-28"),  # not the end of March
        ("2028-02-29", 1, "2028-03-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-04-30", 1, "2026-05-30"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-04-01", 1, "2026-05-01"),  # a holiday is a day like any other here
        ("2026-12-31", 2, "2027-02-28"),
        (None, 1, None),  # not received yet: nothing runs
        ("2026-05-12", 0, None),  # no time to answer
        (None, 0, None),
    ],
)
def test_one_month_from_receipt(received_on, months, due_on):
    assert answer_due(day(received_on), months) == day(due_on)


@pytest.mark.parametrize(
    ("received_on", "due_on", "expected"),
    [
        ("2026-03-12", "2026-04-12", "2026-03-27 2026-04-07 2026-04-12"),  # 31 days
        ("2026-04-12", "2026-05-12", "2026-04-27 2026-05-07 2026-05-12"),  # 30 days
        ("2026-01-31", "2026-02-28", "2026-02-14 2026-02-23 2026-02-28"),
        ("2028-01-31", "2028-02-29", "2028-02-14 2028-02-24 2028-02-29"),
        ("2026-03-02", "2026-03-14", "2026-03-08 2026-03-09 2026-03-14"),
        ("2026-03-02", "2026-03-12", "2026-03-07 2026-03-12"),  # half time is five
        ("2026-03-02", "2026-03-11", "2026-03-06 2026-03-11"),
        ("2026-03-02", "2026-03-10", "2026-03-05 2026-03-06 2026-03-10"),
        ("2026-03-02", "2026-03-08", "2026-03-03 2026-03-05 2026-03-08"),
        ("2026-03-02", "2026-03-07", "2026-03-04 2026-03-07"),
        ("2026-03-02", "2026-03-04", "2026-03-03 2026-03-04"),
        ("2026-03-02", "2026-03-03", "2026-03-03"),
        ("2026-03-02", "2026-03-02", ""),
        ("2026-03-02", "2026-03-01", ""),
    ],
)
def test_half_time_five_days_before_and_the_last_day(received_on, due_on, expected):
    assert reminders(day(received_on), day(due_on)) == days(expected)


@pytest.mark.parametrize(
    ("reminded_on", "expected"),
    [
        (None, "2026-03-27"),
        ("2026-03-26", "2026-03-27"),
        ("2026-03-27", "2026-04-07"),
        ("2026-04-06", "2026-04-07"),  # half time told late
        ("2026-04-07", "2026-04-12"),
        ("2026-04-08", "2026-04-12"),  # back after an outage: one mail for two
        ("2026-04-11", "2026-04-12"),
        ("2026-04-12", None),
        ("2026-04-20", None),
    ],
)
def test_next_reminder(reminded_on, expected):
    received_on, due_on = date(2026, 3, 12), date(2026, 4, 12)
    assert next_reminder(received_on, due_on, day(reminded_on)) == day(expected)


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [(None, None), ("2026-03-12", None), (None, "2026-04-12")],
)
def test_no_reminder_without_a_clock(received_on, due_on):
    assert next_reminder(day(received_on), day(due_on), None) is None


# --- day by day --------------------------------------------------------------

RECEIVED = st.dates(date(2027, 11, 1), date(2028, 4, 30))
judged = settings(deadline=None, derandomize=True, max_examples=300)


def told(received_on, due_on):
    """Days crossed out on a wall calendar, from the one after receipt."""
    today = received_on + timedelta(days=1)
    while today <= due_on:
        gone, left = (today - received_on).days, (due_on - today).days
        # Of an odd number of days, half time is the whole day before the middle.
        if left in (0, 5) or left - gone in (0, 1):
            yield today
        today += timedelta(days=1)


@judged
@given(RECEIVED, st.integers(-3, 70))
def test_reminders_day_by_day(received_on, length):
    due_on = received_on + timedelta(days=length)
    assert reminders(received_on, due_on) == tuple(told(received_on, due_on))


@judged
@given(RECEIVED, st.integers(1, 4))
def test_the_due_day_is_the_last_of_the_month_or_the_same_number(received_on, months):
    due_on = answer_due(received_on, months)
    passed = (due_on.year - received_on.year) * 12 + due_on.month - received_on.month
    assert passed == months
    last_of_month = (due_on + timedelta(days=1)).day == 1
    assert due_on.day == received_on.day or (
        last_of_month and due_on.day < received_on.day
    )


@judged
@given(RECEIVED, st.integers(0, 45), st.sets(st.integers(0, 60)))
def test_a_server_that_runs_on_some_days_only(received_on, length, running):
    """On each day of work: one mail when a reminder fell since the last one."""
    due_on = received_on + timedelta(days=length)
    owed, reminded_on = set(told(received_on, due_on)), None
    for number in sorted(running):
        today = received_on + timedelta(days=number)
        following = next_reminder(received_on, due_on, reminded_on)
        sent = following is not None and following <= today
        assert sent == any(reminder <= today for reminder in owed)
        owed = {reminder for reminder in owed if reminder > today}
        reminded_on = today if sent else reminded_on
