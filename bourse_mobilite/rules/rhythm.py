"""When those who have not signed are reminded.

The centre de gestion chooses how many days after the request for a signature, and how
many days before the first day of the immersion the last call comes. No text imposes
either; from the first day on a reminder comes too late, and somebody has to call.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

MOST_DAYS, MOST_REMINDERS = 90, 10


def read_days(text: str) -> tuple[int, ...]:
    """The numbers of days in what a person typed, in order; none when it is empty.

    :raises ValueError: something else than numbers from 1 to 90, or more than ten

    >>> read_days(" 14, 3;7 7"), read_days("")
    ((3, 7, 14), ())
    """
    words = [word for word in re.split(r"[\s,;]+", text or "") if word]
    if not all(word.isascii() and word.isdigit() and len(word) < 4 for word in words):
        raise ValueError(text)
    days = sorted(set(map(int, words)))
    if len(days) > MOST_REMINDERS or any(not 0 < day <= MOST_DAYS for day in days):
        raise ValueError(text)
    return tuple(days)


def written_days(days: Iterable[int]) -> str:
    """How these numbers are kept and shown.

    >>> written_days((3, 7, 14)), written_days(())
    ('3, 7, 14', '')
    """
    return ", ".join(map(str, days))


def reminders(
    asked_on: date, days: Iterable[int], last_call: int, first_day: date | None
) -> tuple[date, ...]:
    """The days on which a person asked to sign on ``asked_on`` is reminded: after the
    day of the request, and before the first day when there is one.

    :param days: how many days after the request
    :param last_call: how many days before the first day; 0 for none

    >>> reminders(date(2026, 3, 2), (3, 7, 14), 5, date(2026, 3, 14))
    (datetime.date(2026, 3, 5), datetime.date(2026, 3, 9))
    """
    wanted = {asked_on + timedelta(days=count) for count in days}
    if first_day and last_call:
        wanted.add(first_day - timedelta(days=last_call))
    return tuple(
        sorted(
            day
            for day in wanted
            if asked_on < day and (not first_day or day < first_day)
        )
    )


def next_reminder(
    left: Iterable[date], asked_on: date, reminded_on: date | None
) -> date | None:
    """The first of these days after the last reminder, or None when none is left.
    Those that a stopped server has missed are not made up for: one is enough.

    Asked again, for instance because a paper was taken back, the person is reminded
    anew.

    >>> days = (date(2026, 3, 5), date(2026, 3, 9))
    >>> next_reminder(days, date(2026, 3, 2), date(2026, 3, 5))
    datetime.date(2026, 3, 9)
    """
    after = max(asked_on, reminded_on or asked_on)
    return next((day for day in left if day > after), None)


def is_last_call(today: date, last_call: int, first_day: date | None) -> bool:
    """Whether the first day is so near that this is the last reminder.

    >>> is_last_call(date(2026, 3, 9), 5, date(2026, 3, 14))
    True
    """
    return bool(first_day and last_call) and today >= first_day - timedelta(
        days=last_call
    )
