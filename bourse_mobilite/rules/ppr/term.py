"""When a PPR begins and ends: the dates that all the others come from.

Nothing here trusts what was typed: a start that is too late, a length that is too long,
an end past the term are brought back to what the texts allow, and :mod:`.findings` says
by how much.
"""

from dataclasses import dataclass
from datetime import date

from ..working_days import add_months
from .facts import Facts
from .law import FROM_END, Law, last_day
from .leaves import Span, on_return, pushed, shift, spans, within


@dataclass(frozen=True)
class Term:
    """The dates of a PPR; None where nothing is known yet.

    :param waiting: what is awaited before anything can begin: ``opinion``, ``seizure``,
        ``return`` from a leave; '' otherwise
    :param basis: ``receipt`` or ``seizure``, the day the start is counted from
    :param origin: that day
    :param earliest: first day possible, after the leave that ran on that day
    :param latest: last start that a deferral may reach
    :param start: first day; `start_reason` is the basis, ``return`` or ``deferral``
    :param term: last day by its length, leaves added; `months` is that length
    :param maximum: last day that the texts allow, leaves added
    :param end: last day, early ends included, with its `end_reason`
    :param kept_until: last day in activity while a reclassement is looked for
    :param silence: last day to answer the project
    :param suspensions: days of leave within the PPR
    :param provisional: a leave runs without a return: the end still moves
    """

    waiting: str = ""
    basis: str = ""
    origin: date | None = None
    earliest: date | None = None
    latest: date | None = None
    start: date | None = None
    start_reason: str = ""
    months: int = 0
    term: date | None = None
    maximum: date | None = None
    end: date | None = None
    end_reason: str = ""
    kept_until: date | None = None
    silence: date | None = None
    suspensions: tuple[Span, ...] = ()
    provisional: bool = False


def term_of(facts: Facts, today: date, law: Law) -> Term:
    """The dates of these facts, as they are known today."""
    silence = facts.notified_on and shift(facts.notified_on, law.silence.amount)
    begins = _begins(facts, law)
    start = begins.get("start")
    early, early_reason = _early(facts, silence)
    if start is None or (early is not None and early < start):
        # Refused, or closed, before it began: there is no PPR to date.
        if start is not None:
            begins |= {"start": None, "start_reason": ""}
        return Term(**begins, silence=silence)
    found = spans(facts.leaves, today)
    months = _months(facts, law)
    term = pushed(start, last_day(start, months), found)
    maximum = pushed(start, last_day(start, law.length.amount), found)
    kept = _kept(facts, term, law)
    end, end_reason = term, "length" if months < law.length.amount else "year"
    if early is not None and early <= term:
        end, end_reason, kept = early, early_reason, None
    elif kept and facts.ended_on:
        kept = min(kept, facts.ended_on)
    open_leaves = [one for one in facts.leaves if one.last is None]
    return Term(
        **begins,
        months=months,
        term=term,
        maximum=maximum,
        end=end,
        end_reason=end_reason,
        kept_until=kept,
        silence=silence,
        suspensions=tuple(within(found, start, end)),
        provisional=end == term
        and any(one.first <= min(today, end) for one in open_leaves),
    )


def _begins(facts: Facts, law: Law) -> dict:
    """The start and what it is counted from."""
    basis = "seizure" if facts.from_seizure else "receipt"
    origin = facts.seized_on if facts.from_seizure else facts.received_on
    if origin is None:
        return {"waiting": "seizure" if facts.from_seizure else "opinion"}
    if facts.from_seizure and facts.received_on:
        # It cannot have been asked for after it came.
        origin = min(origin, facts.received_on)
    begins = {"basis": basis, "origin": origin}
    earliest, known = on_return(facts.leaves, origin, facts.department)
    if not known:
        return begins | {"waiting": "return"}
    latest = add_months(earliest, law.deferral.amount)
    agreed = facts.agreed_start
    start = min(max(agreed, earliest), latest) if agreed else earliest
    reason = basis if start == origin else "return"
    if start > earliest:
        reason = "deferral"
    return begins | {
        "earliest": earliest,
        "latest": latest,
        "start": start,
        "start_reason": reason,
    }


def _months(facts: Facts, law: Law) -> int:
    """The length last agreed, never above the one of the texts."""
    if not facts.lengths:
        return law.length.amount
    last = max(facts.lengths, key=lambda one: (one.agreed_on, one.months))
    return min(max(last.months, 1), law.length.amount)


def _early(facts: Facts, silence: date | None) -> tuple[date | None, str]:
    """The last day of a PPR that does not reach its term, and why."""
    ends = [(facts.declined_on, "declined"), (facts.ended_on, "ended")]
    if refuses(facts):
        ends.append((facts.refused_on, "refused"))
    if silent(facts, silence):
        ends.append((silence, "silence"))
    known = [(day, why) for day, why in ends if day is not None]
    return min(known, default=(None, ""))


def refuses(facts: Facts) -> bool:
    """Is the project refused? Of two answers the later one counts, and of two on the
    same day, the agreement."""
    if facts.refused_on is None:
        return False
    return facts.agreed_on is None or facts.agreed_on < facts.refused_on


def refused_by(facts: Facts, silence: date | None) -> bool:
    """Was the PPR or its project refused, in words or by silence? None runs then, and
    a reclassement may be asked for at any time."""
    return bool(facts.declined_on) or refuses(facts) or silent(facts, silence)


def silent(facts: Facts, silence: date | None) -> bool:
    """Does the silence count as a refusal for the time left?

    Only when the referent has said so, against a proof of the notification, once the
    time was over, and nobody had answered in time.
    """
    if silence is None or facts.silence_confirmed_on is None or not facts.proof:
        return False
    answers = [day for day in (facts.agreed_on, facts.refused_on) if day]
    return facts.silence_confirmed_on > silence and all(
        day > silence for day in answers
    )


def _kept(facts: Facts, term: date, law: Law) -> date | None:
    """The last day in activity after the term, when a reclassement was asked for by
    then; None when the three months do not pass it."""
    asked = facts.requested_on
    if asked is None or asked > term:
        return None
    if law.extension_from == FROM_END:
        return last_day(shift(term, 1), law.extension.amount)
    until = add_months(asked, law.extension.amount)
    return until if until > term else None
