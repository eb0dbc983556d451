"""What in the facts of a PPR the texts do not allow, and by how much it is missed."""

from collections.abc import Iterator
from datetime import date

from ..finding import BLOCK, LEVELS, REVIEW, WARNING, Finding
from ..working_days import add_months
from .facts import Facts, Leave
from .law import Law
from .order import off, out_of_order
from .term import Term, refused_by

# What has happened cannot be of tomorrow.
_PAST = (
    *("proposed_on", "accepted_on", "declined_on", "opinion_date", "received_on"),
    *("seized_on", "physician_on"),
    *("notified_on", "agreed_on", "refused_on", "silence_confirmed_on"),
    *("requested_on", "answered_on"),
)


def findings(facts: Facts, dates: Term, today: date, law: Law) -> tuple[Finding, ...]:
    """The rules that are not met, the gravest first.

    `dates` are the day found, then the day it is held against; `shortfall` is in
    calendar days unless said otherwise; `about` is the name of the fact.

    ========================= ======= ====================================== ===========
    code                      level   what is missed                         figure
    ========================= ======= ====================================== ===========
    `before_trigger`          block   told before the opinion was given or,  0
                                      at the agent's request, asked for
    `choice_before_proposal`  block   accepted or refused before it was      0
                                      proposed
    `notified_before_choice`  block   notified before the PPR was accepted   0
    `before_law`              review  begins before the text in force        0
    `seizure_unknown`         block   begins on a seizure without a day      0
    `seized_after_opinion`    block   seized after the opinion came          0
    `start_too_early`         block   agreed before the first day possible   0
    `deferral_too_long`       block   agreed after the last start possible   months
    `leave_at_start`          review  on leave on the day agreed; dates:     0
                                      first and last day of it in the PPR
    `leave_reversed`          block   a leave ends before it begins          0
    `leave_outside`           warning a leave before the start or after the  0
                                      end counts for nothing
    `notified_before_start`   warning notified before the PPR begins         0
    `notified_late`           warning notified after the time was over       months
    `project_late`            warning not notified, and the time is over     months
    `answer_without_project`  block   an answer, and nothing was notified    0
    `answer_before_project`   block   answered before it was notified        0
    `two_answers`             block   agreed and refused; shortfall: days    0
                                      between both
    `agreed_after_silence`    review  agreed after the time to answer        days
    `silence_without_project` block   silence, and nothing was notified      0
    `silence_without_proof`   block   silence, and no proof of notification  0
    `silence_too_early`       block   noted before the time was over         days
    `silence_answered`        block   noted though an answer came in time    days
    `length_too_long`         block   shortfall in months                    months
    `length_too_short`        block   less than a month; shortfall in months 1
    `length_outside`          warning agreed before the start or after the   0
                                      last day possible
    `review_not_fixed`        warning agreed without a frequency of reviews  0
    `review_outside`          warning held before the start, or after the    0
                                      end
    `request_after_end`       block   reclassement asked for after the end:  0
                                      nobody is kept in activity; never
                                      after a refusal, the right remains
    `answered_without_request` block  posts proposed, and nothing was asked  0
    `answered_before_request` block   posts proposed before it was asked     0
    `ended_after_end`         block   closed after the last day possible;    months
                                      never after a refusal, nothing runs
    `in_future`               block   has happened on a day to come          0
    ========================= ======= ====================================== ===========
    """
    found = [
        *out_of_order(facts),
        *_of_start(facts, dates, law),
        *_of_leaves(facts, dates),
        *_of_project(facts, dates, today, law),
        *_of_answers(facts, dates),
        *_of_silence(facts, dates, law),
        *_of_lengths(facts, dates, law),
        *_of_end(facts, dates, law),
        *_of_today(facts, dates, today),
    ]
    return tuple(
        sorted(found, key=lambda one: (LEVELS.index(one.level), one.code, one.dates))
    )


def _of_start(facts: Facts, dates: Term, law: Law) -> Iterator[Finding]:
    seized, received, agreed = facts.seized_on, facts.received_on, facts.agreed_start
    if facts.from_seizure and seized is None:
        yield Finding("seizure_unknown", BLOCK, about="seized_on")
    if seized and received and seized > received:
        yield off("seized_after_opinion", BLOCK, seized, received, "seized_on")
    if dates.start and dates.start < law.valid_from:
        yield off("before_law", REVIEW, dates.start, law.valid_from, "start")
    if agreed and dates.earliest and agreed < dates.earliest:
        yield off("start_too_early", BLOCK, agreed, dates.earliest, "agreed_start")
    if agreed and dates.latest and agreed > dates.latest:
        yield off(
            "deferral_too_long", BLOCK, agreed, dates.latest, "agreed_start",
            law.deferral.amount,
        )  # fmt: skip


def _of_leaves(facts: Facts, dates: Term) -> Iterator[Finding]:
    for leave in facts.leaves:
        if leave.last is not None and leave.last < leave.first:
            yield off("leave_reversed", BLOCK, leave.last, leave.first, "leaves")
        elif dates.start is not None and dates.end is not None:
            yield from _of_leave(leave, dates)
    for first, last in dates.suspensions:
        if first == dates.start:
            days = (last - first).days + 1
            yield Finding(
                "leave_at_start", REVIEW, 0, days, days, (first, last), "leaves"
            )


def _of_leave(leave: Leave, dates: Term) -> Iterator[Finding]:
    last = leave.last or date.max
    if last < dates.start:
        # The one that ran on the day of the opinion is what the start comes from.
        if last < dates.origin:
            yield off("leave_outside", WARNING, last, dates.start, "leaves")
    elif leave.first > dates.end:
        yield off("leave_outside", WARNING, leave.first, dates.end, "leaves")


def _of_project(facts: Facts, dates: Term, today: date, law: Law) -> Iterator[Finding]:
    notified, start = facts.notified_on, dates.start
    if start is None or dates.end is None:
        return
    due = add_months(start, law.project.amount)
    if notified is None:
        if due < today and due <= dates.end:
            until = min(today, dates.end)
            if until > due:
                yield off(
                    "project_late", WARNING, until, due, "notified_on",
                    law.project.amount,
                )  # fmt: skip
    elif notified < start:
        yield off("notified_before_start", WARNING, notified, start, "notified_on")
    elif notified > due:
        yield off(
            "notified_late", WARNING, notified, due, "notified_on", law.project.amount
        )


def _of_answers(facts: Facts, dates: Term) -> Iterator[Finding]:
    agreed, refused, notified = facts.agreed_on, facts.refused_on, facts.notified_on
    for name, day in (("agreed_on", agreed), ("refused_on", refused)):
        if day and not notified:
            yield Finding("answer_without_project", BLOCK, dates=(day,), about=name)
        elif day and day < notified:
            yield off("answer_before_project", BLOCK, day, notified, name)
    if agreed and refused:
        yield off("two_answers", BLOCK, agreed, refused, "agreed_on")
    if agreed and dates.silence and agreed > dates.silence:
        days = (dates.silence - notified).days
        yield off(
            "agreed_after_silence", REVIEW, agreed, dates.silence, "agreed_on", days
        )
    if agreed and not facts.review_months:
        yield Finding(
            "review_not_fixed", WARNING, dates=(agreed,), about="review_months"
        )
    for day in facts.reviews:
        if dates.start and day < dates.start:
            yield off("review_outside", WARNING, day, dates.start, "reviews")
        elif dates.end and day > dates.end:
            yield off("review_outside", WARNING, day, dates.end, "reviews")


def _of_silence(facts: Facts, dates: Term, law: Law) -> Iterator[Finding]:
    confirmed, name = facts.silence_confirmed_on, "silence_confirmed_on"
    if confirmed is None:
        return
    if dates.silence is None:
        yield Finding("silence_without_project", BLOCK, dates=(confirmed,), about=name)
        return
    if not facts.proof:
        yield Finding("silence_without_proof", BLOCK, dates=(confirmed,), about="proof")
    days = law.silence.amount
    if confirmed <= dates.silence:
        # The first day that it may be noted is the day after.
        missing = (dates.silence - confirmed).days + 1
        between = (confirmed, dates.silence)
        yield Finding(
            "silence_too_early", BLOCK, days, days + 1 - missing, missing, between, name
        )
    for day in (facts.agreed_on, facts.refused_on):
        if day and day <= dates.silence:
            yield off("silence_answered", BLOCK, day, dates.silence, name, days)


def _of_lengths(facts: Facts, dates: Term, law: Law) -> Iterator[Finding]:
    longest = law.length.amount
    for one in facts.lengths:
        months, days = one.months, (one.agreed_on,)
        if months > longest:
            yield Finding(
                "length_too_long", BLOCK, longest, months, months - longest, days,
                "lengths",
            )  # fmt: skip
        if months < 1:
            yield Finding(
                "length_too_short", BLOCK, 1, months, 1 - months, days, "lengths"
            )
        if dates.start and one.agreed_on < dates.start:
            yield off("length_outside", WARNING, one.agreed_on, dates.start, "lengths")
        elif dates.maximum and one.agreed_on > dates.maximum:
            yield off(
                "length_outside", WARNING, one.agreed_on, dates.maximum, "lengths"
            )


def _of_end(facts: Facts, dates: Term, law: Law) -> Iterator[Finding]:
    if dates.term is None or refused_by(facts, dates.silence):
        return
    asked, ended = facts.requested_on, facts.ended_on
    if asked and asked > dates.term:
        yield off("request_after_end", BLOCK, asked, dates.term, "requested_on")
    last = dates.kept_until or dates.term
    if ended and ended > last:
        yield off("ended_after_end", BLOCK, ended, last, "ended_on", law.length.amount)


def _of_today(facts: Facts, dates: Term, today: date) -> Iterator[Finding]:
    known = [(name, getattr(facts, name)) for name in _PAST]
    known += [("reviews", day) for day in facts.reviews]
    known += [("lengths", one.agreed_on) for one in facts.lengths]
    if refused_by(facts, dates.silence):
        # No term is known any more that it could be closed on in advance.
        known.append(("ended_on", facts.ended_on))
    for name, day in known:
        if day is not None and day > today:
            yield off("in_future", BLOCK, day, today, name)
