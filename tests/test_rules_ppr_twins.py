"""Any PPR, whatever the order of its events, against one lived day after day."""

import random
from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ppr_labels import LABELS, drawn_width
from ppr_stories import facts
from rules.finding import LEVELS
from rules.ppr.facts import END_REASONS, Facts, Leave, Length
from rules.ppr.law import FROM_END, FROM_REQUEST, LAW
from rules.ppr.moment import KINDS, alerts
from rules.ppr.picture import picture
from rules.ppr_clock import clock

DAY = timedelta(days=1)
# Two years and a half over a 29 February, and the days around the ends of months.
ANY = st.one_of(
    st.dates(date(2027, 1, 1), date(2029, 6, 30)),
    st.dates(date(2028, 2, 26), date(2028, 3, 3)),
    st.dates(date(2027, 12, 29), date(2028, 1, 2)),
)
MAYBE = st.none() | ANY
LEAVES = st.lists(
    st.builds(
        lambda first, length: Leave(
            first, None if length is None else first + length * DAY
        ),
        ANY,
        st.none() | st.integers(-2, 20) | st.integers(0, 400),
    ),
    max_size=5,
)
KNOWN = {
    **{one.name: MAYBE for one in fields(Facts) if one.type == "date | None"},
    **{one.name: MAYBE for one in fields(Facts) if one.type == date | None},
    "from_seizure": st.booleans(),
    "leaves": LEAVES,
    "proof": st.sampled_from(["", "registered"]),
    "lengths": st.lists(st.builds(Length, ANY, st.integers(-1, 14)), max_size=3),
    "review_months": st.integers(-1, 14),
    "reviews": st.lists(ANY, max_size=3),
    "end_reason": st.sampled_from(["", *END_REASONS]),
    "department": st.sampled_from(["", "60", "67", "974"]),
}
FACTS = st.builds(Facts, **KNOWN)
# Stories in which a PPR really runs: only the leaves, the choices and the request vary.
RUNNING = st.builds(
    Facts,
    received_on=st.dates(date(2027, 1, 1), date(2028, 4, 30)),
    agreed_start=MAYBE,
    leaves=LEAVES,
    requested_on=MAYBE,
    lengths=st.lists(st.builds(Length, ANY, st.integers(1, 12)), max_size=2),
)
LAWS = st.sampled_from(
    [replace(LAW, extension_from=way) for way in (FROM_REQUEST, FROM_END)]
)
judged = settings(deadline=None, derandomize=True, max_examples=150)


def later(day, months):
    """The same day of a later month, or the last day of a month that has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def lived(start, months, leaves, today):
    """Days crossed out on a wall calendar: each one on leave is given back."""
    after = later(start, months)
    left = (after - start).days + (after.day != start.day)
    day = start - DAY
    while left:
        day += DAY
        away = any(
            one.first <= day <= (one.last or max(today, one.first - DAY))
            for one in leaves
        )
        left -= not away
    return day


def test_every_fact_is_drawn():
    assert set(KNOWN) == {one.name for one in fields(Facts)}


@judged
@given(FACTS, ANY, LAWS)
def test_no_order_of_events_passes_the_maximum(known, today, law):
    told = clock(known, today, law)
    if told.date_end is None:
        assert told.date_start is None or told.waiting
        assert told.kept_until is None
        return
    assert told.date_start <= told.date_end <= told.maximum_end
    assert told.maximum_end == lived(told.date_start, 12, known.leaves, today)
    if told.kept_until:
        assert told.date_end < told.kept_until <= later(told.date_end + DAY, 3)
    for code in ("end", "request_due", "review"):
        days = [one.day for one in told.moments if one.code == code]
        assert all(day <= told.maximum_end for day in days)


@judged
@given(FACTS, ANY, LAWS)
def test_no_start_outside_what_the_texts_allow(known, today, law):
    told = clock(known, today, law)
    if told.date_start is None:
        return
    origin = known.received_on
    if known.from_seizure:
        origin = min(known.seized_on, origin or date.max)
    assert told.dates.origin == origin <= told.dates.earliest <= told.date_start
    assert told.date_start <= later(told.dates.earliest, 2)
    assert known.agreed_start or told.date_start == told.dates.earliest
    # Nobody is on leave on the first day possible, and was from the origin to its eve
    # on every day of work.
    assert not any(
        one.first <= told.dates.earliest <= (one.last or date.max)
        for one in known.leaves
    )


@judged
@given(FACTS, ANY, LAWS)
def test_no_date_without_a_reason_and_an_article(known, today, law):
    told = clock(known, today, law)
    assert list(told.moments) == sorted(told.moments, key=lambda one: one.day)
    for one in told.moments:
        assert one.reason and one.article
        assert one.kind in KINDS
        assert one.kind in ("happened", "planned") or one.figures
        assert one.since is None or one.kind in ("planned", "deadline")
    answers = (
        told.date_start, told.date_end, told.kept_until, told.project_due,
        told.next_review, told.silence_date if known.notified_on else None,
    )  # fmt: skip
    days = {one.day for one in told.moments}
    assert days >= {day for day in answers if day}
    if told.maximum_end and told.dates.end_reason in ("year", "length"):
        assert told.maximum_end in days


@judged
@given(FACTS, ANY)
def test_every_deadline_is_told_or_late_or_answered(known, today):
    told = clock(known, today)
    late = set(map(id, told.late))
    told_of = {id(one.moment) for one in alerts(told.moments)}
    for one in told.moments:
        if one.waits:
            assert (id(one) in late) == (one.day < today)
            assert (one.days_late(today) > 0) == (one.day < today)
            room = one.kind == "deadline" and (one.day - one.since).days > 1
            assert (id(one) in told_of) == room
        else:
            assert id(one) not in late | told_of
    for alert in alerts(told.moments):
        assert alert.before in (30, 10, 1)
        assert alert.moment.since < alert.day < alert.moment.day


@judged
@given(FACTS, ANY)
def test_a_finding_says_by_how_much(known, today):
    found = clock(known, today).findings
    for one in found:
        assert one.level in LEVELS
        assert one.shortfall >= 0
        assert one.about and one.about in ("start", *KNOWN)
    levels = [LEVELS.index(one.level) for one in found]
    assert levels == sorted(levels)


@judged
@given(FACTS, ANY, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(known, today, chance: random.Random):
    mixed = {name: list(getattr(known, name)) for name in ("leaves", "lengths")}
    mixed["reviews"] = list(known.reviews)
    for several in mixed.values():
        several += several[:1]  # told twice
        chance.shuffle(several)
    assert clock(replace(known, **mixed), today) == clock(known, today)


@judged
@given(RUNNING, ANY)
def test_lived_day_after_day(known, today):
    told = clock(known, today)
    if told.date_start is None:
        assert told.waiting == "return"
        return
    months = 12
    if known.lengths:
        months = max(known.lengths, key=lambda one: (one.agreed_on, one.months)).months
    assert told.date_end == lived(told.date_start, months, known.leaves, today)
    away = {
        day
        for first, last in told.suspensions
        for day in (first + n * DAY for n in range((last - first).days + 1))
    }
    assert told.leave_days == len(away)
    assert all(told.date_start <= day <= told.date_end for day in away)
    alone = clock(replace(known, leaves=[], agreed_start=told.date_start), today)
    if alone.date_start == told.date_start:
        assert (told.date_end - alone.date_end).days == told.leave_days


@judged
@given(RUNNING, ANY, LEAVES)
@example(
    facts("opinion 2028-02-01"), date(2029, 1, 1), [Leave(date(2029, 1, 31), None)]
)
def test_a_leave_more_never_brings_the_end_forward(known, today, more):
    before = clock(known, today)
    after = clock(replace(known, leaves=[*known.leaves, *more]), today)
    if before.date_end is None:
        assert after.date_end is None
    elif after.date_end is not None:
        assert after.date_start >= before.date_start
        assert after.date_end >= before.date_end
        assert after.maximum_end >= before.maximum_end


@judged
@given(RUNNING, ANY)
def test_time_that_passes_never_brings_the_end_forward(known, today):
    end = clock(known, today).date_end
    tomorrow = clock(known, today + DAY).date_end
    assert (end is None) == (tomorrow is None)
    assert end is None or tomorrow >= end


@judged
@given(RUNNING, ANY, ANY)
def test_an_early_end_never_gives_a_later_one(known, today, ended):
    term = clock(known, today)
    told = clock(replace(known, ended_on=ended), today)
    if told.date_end is None:
        assert term.date_start is None or ended < term.date_start
    else:
        assert told.date_end == min(ended, term.date_end)
        assert (told.kept_until or ended) <= (term.kept_until or ended)


@judged
@given(FACTS, ANY)
def test_labels_never_overlap(known, today):
    told = clock(known, today)
    drawn = picture(told, LABELS)
    if drawn is None:
        return
    days = [mark.day for mark in drawn.marks]
    assert days == sorted(set(days))
    taken = {}
    for mark in drawn.marks:
        assert 0 <= mark.at <= 100
        room = drawn_width(mark.label)
        assert 0 <= mark.left <= mark.left + room <= 100
        assert 0 <= mark.lane < drawn.lanes
        assert mark.left >= taken.get(mark.lane, 0)
        taken[mark.lane] = mark.left + room
        assert {one.day for one in mark.moments} == {mark.day}
        assert mark.kind in {one.kind for one in mark.moments}
    for _code, left, width in drawn.bars:
        assert 0 <= left <= left + width <= 100.1
