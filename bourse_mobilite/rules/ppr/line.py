"""The days of a PPR, one after the other, each with its reason and its article."""

from collections.abc import Iterator
from datetime import date

from ..working_days import add_months, is_working_day
from .facts import Facts
from .law import Law
from .leaves import length, shift
from .moment import DEADLINE, HAPPENED, MAXIMUM, PLANNED, Moment
from .term import Term, refused_by, silent

# Days that have happened: field of the facts, code of the moment.
_EVENTS = (
    ("proposed_on", "proposed"),
    ("accepted_on", "accepted"),
    ("declined_on", "declined"),
    ("seized_on", "seized"),
    ("received_on", "opinion"),
    ("physician_on", "physician"),
    ("notified_on", "notified"),
    ("agreed_on", "agreed"),
    ("refused_on", "refused"),
    ("silence_confirmed_on", "silence"),
    ("requested_on", "request"),
    ("answered_on", "reclassement_answered"),
    ("ended_on", "ended"),
)
# On one day, what comes first is told first.
_ORDER = (
    *("seized", "opinion", "proposed", "accepted", "declined", "start"),
    *("leave_first", "leave_last", "latest_start", "physician", "notified"),
    *("project_due", "agreed", "refused", "answer_due", "silence", "length"),
    *("reviewed", "review", "request", "request_due", "reclassement_answered"),
    *("reclassement_due", "ended", "end", "maximum_end", "kept_until"),
)


def moments(facts: Facts, dates: Term, today: date, law: Law) -> tuple[Moment, ...]:
    """Every day known or foreseen, in order."""
    found = [
        *_events(facts, law),
        *_leaves(facts, law, today),
        *_deadlines(facts, dates, law),
        *_reviews(facts, dates, law),
        *_ends(facts, dates, today, law),
    ]
    return tuple(sorted(found, key=lambda one: (one.day, _ORDER.index(one.code))))


def _last_day(facts, law, code, day, kind, reason, **more):
    """A last day, that says when nobody can act on it."""
    return Moment(
        code,
        day,
        kind,
        reason,
        law.article(code),
        closed=not is_working_day(day, facts.department),
        **more,
    )


def _events(facts: Facts, law: Law) -> Iterator[Moment]:
    for name, code in _EVENTS:
        day = getattr(facts, name)
        if day is not None:
            reason = facts.end_reason if code == "ended" else facts.proof
            if code not in ("ended", "notified") or not reason:
                reason = "told"
            yield Moment(code, day, HAPPENED, reason, law.article(code))
    for one in facts.lengths:
        figures = {"months": one.months}
        article = law.article("length")
        yield Moment("length", one.agreed_on, HAPPENED, "agreement", article, figures)
    for day in facts.reviews:
        yield Moment("reviewed", day, HAPPENED, "told", law.article("reviewed"))


def _leaves(facts: Facts, law: Law, today: date) -> Iterator[Moment]:
    for leave in facts.leaves:
        if leave.last is not None and leave.last < leave.first:
            continue
        for code, day in (("leave_first", leave.first), ("leave_last", leave.last)):
            if day is not None:
                kind = HAPPENED if day <= today else PLANNED
                yield Moment(code, day, kind, "leave", law.article(code))


def _deadlines(facts: Facts, dates: Term, law: Law) -> Iterator[Moment]:
    if dates.start is not None and dates.end is not None:
        due = add_months(dates.start, law.project.amount)
        # A PPR that is over asks for no project any more.
        met = facts.notified_on or (dates.end if _stopped(dates) else None)
        if facts.notified_on or due <= dates.end:
            yield _last_day(
                facts, law, "project_due", due, DEADLINE, "after_start",
                figures={"months": law.project.amount, "from": dates.start},
                since=dates.start,
                met_on=met,
            )  # fmt: skip
    if facts.notified_on is not None and dates.silence is not None:
        answers = [day for day in (facts.agreed_on, facts.refused_on) if day]
        if silent(facts, dates.silence):
            answers = [facts.silence_confirmed_on]
        if not answers and facts.ended_on:
            answers = [facts.ended_on]
        yield _last_day(
            facts, law, "answer_due", dates.silence, DEADLINE, "silence",
            figures={"days": law.silence.amount, "from": facts.notified_on},
            since=facts.notified_on,
            met_on=min(answers, default=None),
        )  # fmt: skip
    if facts.requested_on is not None:
        yield _last_day(
            facts, law, "reclassement_due",
            add_months(facts.requested_on, law.extension.amount), DEADLINE, "procedure",
            figures={"months": law.extension.amount, "from": facts.requested_on},
            since=facts.requested_on,
            met_on=facts.answered_on or facts.ended_on,
        )  # fmt: skip


def _stopped(dates: Term) -> bool:
    """Was the PPR ended before its term?"""
    return dates.end_reason not in ("year", "length")


def _reviews(facts: Facts, dates: Term, law: Law) -> Iterator[Moment]:
    """One review each so many months, counted from the agreement, then from the last
    one that was held; none after the end."""
    if not (facts.agreed_on and facts.review_months > 0 and dates.end):
        return
    held = [day for day in facts.reviews if day > facts.agreed_on]
    anchor = max(held, default=facts.agreed_on)
    since = anchor
    for count in range(1, law.length.amount * 3):
        day = add_months(anchor, count * facts.review_months)
        if day > dates.end or day <= since:
            return
        figures = {"months": facts.review_months, "from": since}
        met = dates.end if _stopped(dates) else None
        yield _last_day(
            facts, law, "review", day, PLANNED, "frequency",
            figures=figures, since=since, met_on=met,
        )  # fmt: skip
        since = day


def _ends(facts: Facts, dates: Term, today: date, law: Law) -> Iterator[Moment]:
    if dates.start is None or dates.end is None:
        return
    began = HAPPENED if dates.start <= today else PLANNED
    figures = {"from": dates.origin}
    yield Moment(
        "start", dates.start, began, dates.start_reason, law.article("start"), figures
    )
    if dates.start_reason == "deferral":
        yield _last_day(
            facts, law, "latest_start", dates.latest, MAXIMUM, "deferral",
            figures={"months": law.deferral.amount, "from": dates.earliest},
        )  # fmt: skip
    if _stopped(dates):
        yield Moment(
            "end", dates.end, HAPPENED, dates.end_reason, law.article("end"),
            {"from": dates.start},
        )  # fmt: skip
        return
    figures = {"months": dates.months, "from": dates.start}
    leave_days = length(dates.suspensions)
    reason = f"{dates.end_reason}_and_leaves" if leave_days else dates.end_reason
    figures |= {"leave_days": leave_days} if leave_days else {}
    # Whoever is kept in activity, or refused, goes past the end: nothing has to be
    # closed yet.
    passed = dates.kept_until is not None and today > dates.end
    passed = passed or refused_by(facts, dates.silence)
    met = facts.ended_on or (dates.end if passed else None)
    yield _last_day(
        facts, law, "request_due", dates.end, DEADLINE, reason,
        figures=figures, since=dates.start, met_on=facts.requested_on or met,
    )  # fmt: skip
    yield _last_day(
        facts, law, "end", dates.end, DEADLINE, reason,
        figures=figures, since=dates.start, met_on=met,
    )  # fmt: skip
    if dates.maximum > dates.end:
        yield _last_day(
            facts, law, "maximum_end", dates.maximum, MAXIMUM, "year",
            figures={"months": law.length.amount, "from": dates.start},
        )  # fmt: skip
    if dates.kept_until is not None:
        ended = dates.kept_until == facts.ended_on
        reason = "ended" if ended else law.extension_from
        yield _last_day(
            facts, law, "kept_until", dates.kept_until, DEADLINE, reason,
            figures={"months": law.extension.amount, "from": facts.requested_on},
            since=shift(dates.end, 1), met_on=facts.ended_on,
        )  # fmt: skip
