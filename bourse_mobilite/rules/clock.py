"""The time that a party has to answer, and when it is reminded of it.

Silence is never consent: when the time is over, somebody is told, and nothing else
changes (décret n° 2022-1043, art. 10, says nothing of silence).
"""

from datetime import date, timedelta

from .working_days import add_months

DAYS_BEFORE = timedelta(days=5)


def answer_due(received_on: date | None, months: int) -> date | None:
    """Last day to answer a request received on that day: `months` civil months later
    (décret n° 2022-1043, art. 10: one month from receipt). None without a day of
    receipt or without a time to answer.

    >>> answer_due(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    return add_months(received_on, months) if received_on and months else None


def reminders(received_on: date, due_on: date) -> tuple[date, ...]:
    """When a party that has not answered is reminded: at half time, five days before
    the last day, on the last day. Fewer when the time is too short: each reminder
    comes on a day of its own, after the day of receipt.

    >>> reminders(date(2026, 3, 1), date(2026, 3, 31))
    (datetime.date(2026, 3, 16), datetime.date(2026, 3, 26), datetime.date(2026, 3, 31))
    """
    half = received_on + (due_on - received_on) // 2
    wanted = {half, due_on - DAYS_BEFORE, due_on}
    return tuple(sorted(day for day in wanted if received_on < day <= due_on))


def next_reminder(
    received_on: date | None, due_on: date | None, reminded_on: date | None
) -> date | None:
    """The first reminder after the one of `reminded_on`, or None when none is left.

    A reminder that a stopped server has missed is not made up for when a later one
    is due as well: one is enough.
    """
    if not (received_on and due_on):
        return None
    left = reminders(received_on, due_on)
    return next((day for day in left if not reminded_on or day > reminded_on), None)
