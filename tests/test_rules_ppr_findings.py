"""What the texts do not allow in a PPR: at the limit, just over, and by how much."""

from datetime import date

import pytest
from ppr_stories import day, facts
from rules.finding import BLOCK, REVIEW, WARNING
from rules.ppr.facts import Facts
from rules.ppr_clock import clock

OPINION = "opinion 2026-03-16"
NOTIFIED = f"{OPINION}, notified 2026-05-12"
SEIZED = f"{OPINION}, at-seizure"

# What happened · seen on · code, level, figure, shortfall, dates, about.
MISSED = [
    (SEIZED, "2026-04-01", "seizure_unknown", BLOCK, 0, 0, "", "seized_on"),
    (f"{OPINION}, seized 2026-03-17", "2026-04-01", "seized_after_opinion", BLOCK, 0, 1,
     "2026-03-17 2026-03-16", "seized_on"),
    ("opinion 2022-04-30", "2026-04-01", "before_law", REVIEW, 0, 1,
     "2022-04-30 2022-05-01", "start"),
    (f"{OPINION}, deferred 2026-03-15", "2026-04-01", "start_too_early", BLOCK, 0, 1,
     "2026-03-15 2026-03-16", "agreed_start"),
    (f"{OPINION}, leave 2026-03-10/2026-03-31, deferred 2026-03-20", "2026-04-01",
     "start_too_early", BLOCK, 0, 12, "2026-03-20 2026-04-01", "agreed_start"),
    (f"{OPINION}, deferred 2026-05-17", "2026-04-01", "deferral_too_long", BLOCK, 2, 1,
     "2026-05-17 2026-05-16", "agreed_start"),
    (f"{OPINION}, deferred 2026-05-01, leave 2026-04-20/2026-05-10", "2026-04-15",
     "leave_at_start", REVIEW, 0, 10, "2026-05-01 2026-05-10", "leaves"),
    (f"{OPINION}, deferred 2026-05-01, leave 2026-05-01/", "2026-05-03",
     "leave_at_start", REVIEW, 0, 3, "2026-05-01 2026-05-03", "leaves"),
    (f"{OPINION}, leave 2026-07-02/2026-07-01", "2026-08-01", "leave_reversed", BLOCK,
     0, 1, "2026-07-01 2026-07-02", "leaves"),
    (f"{OPINION}, leave 2026-03-01/2026-03-15", "2026-04-01", "leave_outside", WARNING,
     0, 1, "2026-03-15 2026-03-16", "leaves"),
    (f"{OPINION}, leave 2027-03-16/2027-03-20", "2027-04-01", "leave_outside", WARNING,
     0, 1, "2027-03-16 2027-03-15", "leaves"),
    (f"{OPINION}, notified 2026-03-15", "2026-03-20", "notified_before_start", WARNING,
     0, 1, "2026-03-15 2026-03-16", "notified_on"),
    (f"{OPINION}, notified 2026-05-17", "2026-05-20", "notified_late", WARNING, 2, 1,
     "2026-05-17 2026-05-16", "notified_on"),
    (OPINION, "2026-05-17", "project_late", WARNING, 2, 1, "2026-05-17 2026-05-16",
     "notified_on"),
    (f"{OPINION}, ended 2026-06-16", "2027-01-01", "project_late", WARNING, 2, 31,
     "2026-06-16 2026-05-16", "notified_on"),
    (f"{OPINION}, agreed 2026-05-20, every 3", "2026-05-21", "answer_without_project",
     BLOCK, 0, 0, "2026-05-20", "agreed_on"),
    (f"{NOTIFIED}, refused 2026-05-11", "2026-05-21", "answer_before_project", BLOCK, 0,
     1, "2026-05-11 2026-05-12", "refused_on"),
    (f"{NOTIFIED}, agreed 2026-05-18, every 3, refused 2026-05-20", "2026-05-21",
     "two_answers", BLOCK, 0, 2, "2026-05-18 2026-05-20", "agreed_on"),
    (f"{NOTIFIED}, agreed 2026-05-28, every 3", "2026-05-28", "agreed_after_silence",
     REVIEW, 15, 1, "2026-05-28 2026-05-27", "agreed_on"),
    (f"{NOTIFIED}, agreed 2026-05-20", "2026-05-28", "review_not_fixed", WARNING, 0, 0,
     "2026-05-20", "review_months"),
    (f"{OPINION}, review 2026-03-14", "2026-04-01", "review_outside", WARNING, 0, 2,
     "2026-03-14 2026-03-16", "reviews"),
    (f"{NOTIFIED}, review 2027-03-16", "2027-04-01", "review_outside", WARNING, 0, 1,
     "2027-03-16 2027-03-15", "reviews"),
    (f"{OPINION}, silent 2026-05-01", "2026-05-10", "silence_without_project", BLOCK, 0,
     0, "2026-05-01", "silence_confirmed_on"),
    (f"{NOTIFIED}, unproven, silent 2026-05-28", "2026-06-10", "silence_without_proof",
     BLOCK, 0, 0, "2026-05-28", "proof"),
    (f"{NOTIFIED}, silent 2026-05-27", "2026-06-10", "silence_too_early", BLOCK, 15, 1,
     "2026-05-27 2026-05-27", "silence_confirmed_on"),
    (f"{NOTIFIED}, silent 2026-05-20", "2026-06-10", "silence_too_early", BLOCK, 15, 8,
     "2026-05-20 2026-05-27", "silence_confirmed_on"),
    (f"{NOTIFIED}, agreed 2026-05-27, every 3, silent 2026-05-28", "2026-06-10",
     "silence_answered", BLOCK, 15, 0, "2026-05-27 2026-05-27", "silence_confirmed_on"),
    (f"{OPINION}, length 2026-05-01=13", "2026-05-02", "length_too_long", BLOCK, 12, 1,
     "2026-05-01", "lengths"),
    (f"{OPINION}, length 2026-05-01=0", "2026-05-02", "length_too_short", BLOCK, 1, 1,
     "2026-05-01", "lengths"),
    (f"{OPINION}, length 2026-03-15=9", "2026-05-02", "length_outside", WARNING, 0, 1,
     "2026-03-15 2026-03-16", "lengths"),
    (f"{OPINION}, length 2027-03-17=9", "2027-05-02", "length_outside", WARNING, 0, 2,
     "2027-03-17 2027-03-15", "lengths"),
    (f"{OPINION}, request 2027-03-16", "2027-05-02", "request_after_end", BLOCK, 0, 1,
     "2027-03-16 2027-03-15", "requested_on"),
    (f"{OPINION}, ended 2027-03-16", "2027-05-02", "ended_after_end", BLOCK, 12, 1,
     "2027-03-16 2027-03-15", "ended_on"),
    (f"{OPINION}, request 2027-03-01, ended 2027-06-02", "2027-07-02",
     "ended_after_end", BLOCK, 12, 1, "2027-06-02 2027-06-01", "ended_on"),
    (OPINION, "2026-03-15", "in_future", BLOCK, 0, 1, "2026-03-16 2026-03-15",
     "received_on"),
    (f"{NOTIFIED}, review 2026-06-03", "2026-06-01", "in_future", BLOCK, 0, 2,
     "2026-06-03 2026-06-01", "reviews"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "today", "code", "level", "figure", "shortfall", "dates", "about"), MISSED
)
def test_missed(story, today, code, level, figure, shortfall, dates, about):
    found = [
        one for one in clock(facts(story), day(today)).findings if one.code == code
    ]
    assert len(found) == 1
    (one,) = found
    assert (one.level, one.figure, one.shortfall) == (level, figure, shortfall)
    assert one.dates == tuple(map(day, dates.split()))
    assert one.about == about


@pytest.mark.parametrize(
    ("story", "today"),
    [
        ("", "2026-04-01"),
        (OPINION, "2026-03-16"),
        (OPINION, "2026-05-16"),  # the project may still be notified today
        (f"{OPINION}, seized 2026-03-16, at-seizure", "2026-04-01"),
        (f"{OPINION}, deferred 2026-03-16", "2026-04-01"),
        (f"{OPINION}, deferred 2026-05-16", "2026-04-01"),
        (f"{OPINION}, leave 2026-02-01/2026-03-16", "2026-04-01"),
        (f"{OPINION}, notified 2026-03-16", "2026-04-01"),
        (f"{OPINION}, notified 2026-05-16", "2026-06-01"),
        (f"{NOTIFIED}, agreed 2026-05-12, every 3", "2026-06-01"),
        (f"{NOTIFIED}, agreed 2026-05-27, every 3", "2026-06-01"),
        (f"{NOTIFIED}, refused 2026-05-27", "2026-06-01"),
        (f"{NOTIFIED}, silent 2026-05-28", "2026-06-01"),
        (f"{NOTIFIED}, length 2026-05-27=12", "2026-06-01"),
        (f"{NOTIFIED}, length 2026-05-27=1, ended 2026-04-15", "2026-06-01"),
        (f"{NOTIFIED}, review 2027-03-15", "2027-03-15"),
        (f"{NOTIFIED}, request 2027-03-15, ended 2027-06-15", "2027-07-01"),
        (f"{OPINION}, deferred 2026-05-01, leave 2026-05-02/2026-05-03", "2026-05-10"),
        (f"{NOTIFIED}, refused 2026-05-20, request 2026-05-21", "2026-06-01"),
        (f"{OPINION}, ended 2026-05-16", "2027-07-01"),  # no project is due any more
    ],
)
def test_at_the_limit_nothing_is_missed(story, today):
    assert clock(facts(story), day(today)).findings == ()


def test_the_gravest_comes_first():
    story = f"{NOTIFIED}, unproven, agreed 2026-05-28, silent 2026-05-27"
    levels = [one.level for one in clock(facts(story), day("2026-06-01")).findings]
    assert levels == [BLOCK, BLOCK, REVIEW, WARNING]


@pytest.mark.parametrize("field", ["received_on", "seized_on", "agreed_start"])
@pytest.mark.parametrize("typed", [date.min, date(9998, 12, 31), date.max])
def test_a_year_mistyped_is_told_not_raised(field, typed):
    known = {"received_on": date(2026, 3, 16), field: typed}
    told = clock(Facts(**known, from_seizure=True), date(2026, 4, 1))
    assert told.findings or told.waiting
