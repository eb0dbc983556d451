"""Who may be solicited, when they are reminded, and what must not be written."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from .working_days import add_months

REMIND_AFTER = timedelta(days=7)
REMIND_BEFORE = timedelta(days=2)
# A link opens for 60 days: the answer comes before.
MOST_DAYS = 55
# How often a solicitation is handed on to a colleague.
MOST_FORWARDS = 3
# An immersion week, unless its dates are told otherwise.
_TIME_TO_CHOOSE, _TIME_TO_READ_OVER = timedelta(days=21), timedelta(days=7)
_SIGNED_BEFORE = timedelta(days=7)
# Mailboxes that anyone may open: the domain is no organisation's.
PROVIDERS = frozenset(
    {
        "9online.fr", "aol.com", "aliceadsl.fr", "bbox.fr", "bouyguestelecom.fr",
        "cegetel.net", "club-internet.fr", "free.fr", "gmail.com", "gmx.com", "gmx.fr",
        "googlemail.com", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net",
        "libertysurf.fr", "live.com", "live.fr", "mac.com", "me.com", "msn.com",
        "neuf.fr", "nordnet.fr", "numericable.fr", "orange.com", "orange.fr",
        "outlook.com", "outlook.fr", "proton.me", "protonmail.com", "sfr.fr",
        "tiscali.fr", "wanadoo.fr", "yahoo.com", "yahoo.fr", "ymail.com", "zoho.com",
    }
)  # fmt: skip
# Short words of a name that say nothing of a person.
_SHORTEST = 3
_LITTLE = frozenset(
    {
        "les", "des", "aux", "sur", "sous", "saint", "sainte", "commune", "ville",
        "mairie", "syndicat", "mixte", "centre", "communal", "communale", "communaute",
        "agglomeration", "departement", "region", "conseil", "pay", "intercommunal",
        "public", "publique", "service", "hopital", "hospitalier",
    }
)  # fmt: skip


def written_since(today: date) -> date:
    """The day after which a solicitation counts in the month that ends today.

    >>> written_since(date(2027, 3, 31))
    datetime.date(2027, 2, 28)
    """
    return add_months(today, -1)


def may_write(written: Iterable[date], today: date, most: int) -> bool:
    """Whether one more may leave today for an employer who was written to on these
    days: never more than ``most`` in a month.

    >>> may_write([date(2027, 3, 1), date(2027, 3, 2)], date(2027, 3, 31), 2)
    False
    >>> may_write([date(2027, 3, 1), date(2027, 3, 2)], date(2027, 4, 1), 2)
    True
    """
    since = written_since(today)
    return sum(since < day <= today for day in written) < most


def next_reminder(
    sent_on: date, answer_by: date, reminded_on: date | None, later_on: date | None
) -> date | None:
    """The day of the next reminder, or None when none is left: one a week after, one
    two days before the last day to answer; who asked to be written to later is on that
    day alone.

    >>> next_reminder(date(2027, 3, 1), date(2027, 3, 31), None, None)
    datetime.date(2027, 3, 8)
    >>> next_reminder(date(2027, 3, 1), date(2027, 3, 31), date(2027, 3, 8), None)
    datetime.date(2027, 3, 29)
    >>> next_reminder(date(2027, 3, 1), date(2027, 3, 31), date(2027, 3, 29), None)
    """
    after = max(sent_on, reminded_on or sent_on)
    if later_on:
        return later_on if after < later_on <= answer_by else None
    last = answer_by - REMIND_BEFORE
    days = (sent_on + REMIND_AFTER, last)
    return next((day for day in sorted(days) if after < day <= last), None)


def phase(today: date, ends: Iterable[tuple[str, date | None]]) -> str:
    """Which phase of an immersion week it is: the first that is not over, '' after; the
    last day of a phase is still one of it.

    >>> ends = [("deposit", date(2027, 3, 1)), ("publication", date(2027, 3, 8))]
    >>> [phase(date(2027, 3, day), ends) for day in (1, 2, 9)]
    ['deposit', 'publication', '']
    """
    return next((name for name, last in ends if last and today <= last), "")


def usual_phases(first_day: date, notice_months: int) -> dict[str, date]:
    """The last day of each phase of an immersion week that begins on ``first_day``, to
    be proposed: agents choose before the notice runs, conventions are signed a week
    before.

    >>> list(usual_phases(date(2027, 6, 14), 3).values())
    ... # doctest: +NORMALIZE_WHITESPACE
    [datetime.date(2027, 2, 14), datetime.date(2027, 2, 21),
     datetime.date(2027, 3, 14), datetime.date(2027, 6, 7)]
    """
    choice = add_months(first_day, -notice_months)
    publication = choice - _TIME_TO_CHOOSE
    return {
        "deposit": publication - _TIME_TO_READ_OVER,
        "publication": publication,
        "choice": choice,
        "conventions": first_day - _SIGNED_BEFORE,
    }


def may_forward(mailbox: str, known: Iterable[str]) -> bool:
    """Whether a mailbox is of the same organisation as one of those known: it is known
    itself, or has a domain that is theirs alone.

    >>> may_forward("p.roy@noyon.fr", ["mairie@noyon.fr"])
    True
    >>> may_forward("p.roy@orange.fr", ["mairie.noyon@orange.fr"])
    False
    >>> may_forward("p.roy@mail.noyon.fr", ["mairie@noyon.fr"])
    False
    """
    known = {one.lower() for one in known if one}
    mailbox = mailbox.lower()
    domains = {one.rpartition("@")[2] for one in known} - PROVIDERS
    return mailbox in known or mailbox.rpartition("@")[2] in domains


def _words(text):
    """The words of a text, plain: no accent, no capital, no plural."""
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word.rstrip("sx") or word for word in re.findall(r"[^\W_]+", plain.lower())]


def gives_away(
    text: str, names: Iterable[str], phrases: Iterable[str] = ()
) -> list[str]:
    """What a text to employers would tell of an agent.

    :param names: of persons, employers, communes: one of their words is too much
    :param phrases: grades, jobs: the words in a row are; a single word is anybody's

    >>> gives_away("Madame DURAND viendra", ["Aurélie Durand"])
    ['Aurélie Durand']
    >>> gives_away("Un adjoint technique, à Beauvais", [], ["Adjoints techniques"])
    ['Adjoints techniques']
    >>> gives_away("Services techniques de Noyon", ["Beauvais"], ["Adjoints techniques"])
    []
    """
    said = _words(text)
    found = [name for name in names if _telling(name).intersection(said)]
    for phrase in phrases:
        words = _words(phrase)
        length = len(words)
        rows = (said[at : at + length] for at in range(len(said) - length + 1))
        if length > 1 and words in rows:
            found.append(phrase)
    return found


def _telling(name):
    return {
        word for word in _words(name) if len(word) >= _SHORTEST and word not in _LITTLE
    }
