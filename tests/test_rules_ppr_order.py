"""The order of the days of a PPR: just before what makes it possible, on that day, and
the day after; and what a refusal leaves open."""

from datetime import timedelta

import pytest
from ppr_stories import DAYS, day, facts
from rules.finding import BLOCK
from rules.ppr.law import RIGHT
from rules.ppr_clock import clock

DAY = timedelta(days=1)
OPINION = "given 2026-03-10, opinion 2026-03-16"
PROPOSED = f"{OPINION}, proposed 2026-03-18"
TODAY = day("2026-12-01")

# What is known · what is told · not before · what says so.
ORDERS = [
    (OPINION, "proposed", "2026-03-10", "before_trigger"),
    (OPINION, "physician", "2026-03-10", "before_trigger"),
    (f"{OPINION}, seized 2026-02-02, at-seizure", "proposed", "2026-02-02",
     "before_trigger"),
    ("seized 2026-02-02, at-seizure", "physician", "2026-02-02", "before_trigger"),
    (PROPOSED, "accepted", "2026-03-18", "choice_before_proposal"),
    (PROPOSED, "declined", "2026-03-18", "choice_before_proposal"),
    (f"{PROPOSED}, accepted 2026-03-25", "notified", "2026-03-25",
     "notified_before_choice"),
    (f"{OPINION}, request 2026-11-02", "answered", "2026-11-02",
     "answered_before_request"),
]  # fmt: skip


def told(story, today=TODAY):
    return clock(facts(story), today)


@pytest.mark.parametrize(("story", "name", "first", "code"), ORDERS)
def test_not_before_what_makes_it_possible(story, name, first, code):
    first = day(first)
    for shift, missed in ((-2, 2), (-1, 1), (0, 0), (1, 0)):
        found = [
            one
            for one in told(f"{story}, {name} {first + shift * DAY}").findings
            if one.code == code
        ]
        assert len(found) == bool(missed), shift
        for one in found:
            assert (one.level, one.shortfall) == (BLOCK, missed)
            assert one.dates == (first + shift * DAY, first)
            assert one.about == DAYS[name]


def test_an_answer_goes_with_a_request():
    (one,) = told(f"{OPINION}, notified 2026-05-12, answered 2026-11-02").findings
    assert (one.code, one.level, one.about) == (
        "answered_without_request",
        BLOCK,
        "answered_on",
    )


@pytest.mark.parametrize("name", ["accepted", "declined", "given", "proposed"])
def test_what_has_happened_is_not_of_tomorrow(name):
    for shift, missed in ((-1, False), (0, False), (1, True)):
        story = f"opinion 2026-03-16, {name} {TODAY + shift * DAY}"
        found = {(one.code, one.about) for one in told(story).findings}
        assert (("in_future", DAYS[name]) in found) == missed


def test_the_acceptance_is_a_day_of_the_line():
    story = f"{PROPOSED}, accepted 2026-03-18"
    line = [one for one in told(story).moments if one.kind == "happened"]
    assert [one.code for one in line] == ["opinion", "start", "proposed", "accepted"]
    one = line[-1]
    assert (one.day, one.reason) == (day("2026-03-18"), "told")
    assert one.article == RIGHT


NOTIFIED = f"{OPINION}, notified 2026-05-12"
REFUSALS = [
    "declined 2026-03-25",
    "notified 2026-05-12, refused 2026-05-20",
    "notified 2026-05-12, silent 2026-05-28",
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_after_a_refusal_nothing_runs_that_bounds_the_file(refusal):
    """Without it, the PPR would end on 15 March 2027."""
    refused = f"{OPINION}, {refusal}"
    for last in ("2027-03-14", "2027-03-15", "2027-03-16", "2028-01-10"):
        for more in (
            f"ended {last}",
            f"request {last}",
            f"request {last}, ended {last}",
        ):
            clocked = told(f"{refused}, {more}", day("2028-01-10"))
            assert clocked.findings == (), more
            assert clocked.kept_until is None
    clocked = told(f"{refused}, request 2026-11-20")
    assert clocked.reclassement_due == day("2027-02-20")
    assert [one.code for one in clocked.moments if one.waits] == ["reclassement_due"]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refused_file_is_not_closed_in_advance(refusal):
    for shift, missed in ((-1, False), (0, False), (1, True)):
        story = f"{OPINION}, {refusal}, ended {TODAY + shift * DAY}"
        codes = [one.code for one in told(story).findings]
        assert codes == ["in_future"] * missed


def test_without_a_refusal_the_term_still_bounds():
    today = day("2028-01-10")
    for last, missed in (
        ("2027-03-14", []),
        ("2027-03-15", []),
        ("2027-03-16", ["ended_after_end"]),
    ):
        story = f"{NOTIFIED}, agreed 2026-05-20, every 3, ended {last}"
        assert [one.code for one in told(story, today).findings] == missed
    # A silence that nobody can confirm is no refusal.
    story = f"{NOTIFIED}, unproven, silent 2026-05-28, request 2027-03-16"
    codes = [one.code for one in told(story, today).findings]
    assert "request_after_end" in codes


def test_refused_once_the_year_is_over_nothing_waits():
    story = f"{OPINION}, notified 2027-03-10, refused 2027-03-20"
    clocked = told(story, day("2027-05-01"))
    assert not [one.code for one in clocked.moments if one.waits]
