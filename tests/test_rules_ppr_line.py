"""The line of dates in order, what waits, what is late, and when it is told."""

import pytest
from ppr_stories import day, facts
from rules.ppr.law import LAW, MONTHS, law_on
from rules.ppr.leaves import spans
from rules.ppr.line import _EVENTS, _ORDER
from rules.ppr.moment import alerts
from rules.ppr_clock import clock

WHOLE = (
    "seized 2026-02-02, opinion 2026-03-16, proposed 2026-03-20, notified 2026-05-12,"
    "physician 2026-05-11, agreed 2026-05-20, every 4, length 2026-05-20=12,"
    "leave 2026-07-01/2026-07-10, review 2026-09-21, request 2027-03-01"
)


def told(story, today):
    return clock(facts(story), day(today))


def test_the_whole_line_in_order():
    lines = [
        (str(one.day), one.code, one.kind, one.reason)
        for one in told(WHOLE, "2027-03-02").moments
    ]
    assert lines == [
        ("2026-02-02", "seized", "happened", "told"),
        ("2026-03-16", "opinion", "happened", "told"),
        ("2026-03-16", "start", "happened", "receipt"),
        ("2026-03-20", "proposed", "happened", "told"),
        ("2026-05-11", "physician", "happened", "told"),
        ("2026-05-12", "notified", "happened", "registered"),
        ("2026-05-16", "project_due", "deadline", "after_start"),
        ("2026-05-20", "agreed", "happened", "told"),
        ("2026-05-20", "length", "happened", "agreement"),
        ("2026-05-27", "answer_due", "deadline", "silence"),
        ("2026-07-01", "leave_first", "happened", "leave"),
        ("2026-07-10", "leave_last", "happened", "leave"),
        ("2026-09-21", "reviewed", "happened", "told"),
        ("2027-01-21", "review", "planned", "frequency"),
        ("2027-03-01", "request", "happened", "told"),
        ("2027-03-25", "request_due", "deadline", "year_and_leaves"),
        ("2027-03-25", "end", "deadline", "year_and_leaves"),
        ("2027-06-01", "reclassement_due", "deadline", "procedure"),
        ("2027-06-01", "kept_until", "deadline", "request"),
    ]


@pytest.mark.parametrize(
    ("story", "code", "kind", "reason", "figures"),
    [
        ("opinion 2026-03-16, leave 2026-03-01/2026-04-30", "start", "planned", "return",
         {"from": "2026-03-16"}),
        ("opinion 2026-03-16, deferred 2026-05-01", "start", "planned", "deferral",
         {"from": "2026-03-16"}),
        ("opinion 2026-03-16, deferred 2026-05-01", "latest_start", "maximum",
         "deferral", {"from": "2026-03-16", "months": 2}),
        ("seized 2026-02-02, at-seizure", "start", "happened", "seizure",
         {"from": "2026-02-02"}),
        ("opinion 2026-03-16, length 2026-03-20=9", "end", "deadline", "length",
         {"from": "2026-03-16", "months": 9}),
        ("opinion 2026-03-16, length 2026-03-20=9", "maximum_end", "maximum", "year",
         {"from": "2026-03-16", "months": 12}),
        ("opinion 2026-03-16, length 2026-03-20=9, leave 2026-03-23/2026-03-24", "end",
         "deadline", "length_and_leaves",
         {"from": "2026-03-16", "months": 9, "leave_days": 2}),
        ("opinion 2026-03-16, declined 2026-03-20", "end", "happened", "declined",
         {"from": "2026-03-16"}),
        ("opinion 2026-03-16, ended 2026-03-20", "end", "happened", "ended",
         {"from": "2026-03-16"}),
        ("opinion 2026-03-16, ended 2027-03-15", "end", "happened", "ended",
         {"from": "2026-03-16"}),
        ("opinion 2026-03-16, leave 2026-03-20/2026-04-02", "leave_first", "happened",
         "leave", {}),
        ("opinion 2026-03-16, leave 2026-03-20/2026-04-02", "leave_last", "planned",
         "leave", {}),
        ("opinion 2026-03-16, notified 2026-03-20", "answer_due", "deadline", "silence",
         {"from": "2026-03-20", "days": 15}),
    ],
)  # fmt: skip
def test_the_reason_and_its_figures(story, code, kind, reason, figures):
    (one,) = [one for one in told(story, "2026-04-01").moments if one.code == code]
    known = {
        name: day(value) if isinstance(value, str) else value
        for name, value in figures.items()
    }
    assert (one.kind, one.reason, dict(one.figures)) == (kind, reason, known)


def test_every_moment_has_its_own_article_except_the_right_itself():
    assert {code for code in _ORDER if code not in LAW.articles} == {
        "accepted",
        "declined",
    }
    assert {code for _name, code in _EVENTS} <= set(_ORDER)
    assert "826-2" in LAW.article("declined")
    assert LAW.article("kept_until").endswith("art.\u00a02 et 3")


def test_the_figures_of_the_law():
    figures = LAW.length, LAW.deferral, LAW.project, LAW.extension
    assert [one.amount for one in figures] == [12, 2, 2, 3]
    assert {one.unit for one in figures} == {MONTHS}
    assert (LAW.silence.amount, LAW.silence.unit) == (15, "days")
    assert law_on(day("2022-05-01")) is LAW
    assert law_on(day("2022-04-30")) is None


def test_a_last_day_on_which_nobody_can_act_is_told_and_not_moved():
    closed = {
        one.day: one.closed
        for one in told("opinion 2026-03-16, notified 2026-05-09", "2026-05-10").moments
    }
    assert closed[day("2026-05-16")]  # a Saturday
    assert closed[day("2026-05-24")]  # the Sunday of Whitsun
    assert not closed[day("2027-03-15")]  # a Monday


def test_good_friday_is_closed_where_it_is_a_holiday():
    story = "opinion 2026-03-02, notified 2026-03-19"
    for department, closed in (("60", False), ("67", True)):
        (one,) = [
            one
            for one in told(f"{story}, in {department}", "2026-03-20").moments
            if one.code == "answer_due"
        ]
        assert (one.day, one.closed) == (day("2026-04-03"), closed)


@pytest.mark.parametrize(
    ("story", "today", "late", "coming"),
    [
        ("opinion 2026-03-16", "2026-05-16", [], "project_due"),
        ("opinion 2026-03-16", "2026-05-17", [("project_due", 1)], "request_due"),
        ("opinion 2026-03-16, notified 2026-05-12", "2026-05-27", [], "answer_due"),
        ("opinion 2026-03-16, notified 2026-05-12", "2026-05-28", [("answer_due", 1)],
         "request_due"),
        ("opinion 2026-03-16, notified 2026-05-12, silent 2026-06-01", "2026-07-01", [],
         None),
        ("opinion 2026-03-16, notified 2026-05-12, refused 2026-05-13", "2026-07-01", [],
         None),
        ("opinion 2026-03-16, notified 2026-05-12, agreed 2026-05-20, every 3",
         "2026-11-25", [("review", 97), ("review", 5)], "review"),
        ("opinion 2026-03-16, notified 2026-05-12, agreed 2026-05-20", "2027-03-20",
         [("request_due", 5), ("end", 5)], None),
        # Kept in activity: past the end, and nothing to close before 1 June.
        (f"{WHOLE}, review 2027-01-20", "2027-04-01", [], "reclassement_due"),
        (f"{WHOLE}, review 2027-01-20, ended 2027-05-31", "2027-06-02", [], None),
        ("opinion 2026-03-16, notified 2026-05-12, agreed 2026-05-20, every 3,"
         "refused 2026-09-01", "2026-10-01", [], None),
        (f"{WHOLE}, review 2027-01-20, answered 2027-05-12", "2027-06-02",
         [("kept_until", 1)], None),
        (f"{WHOLE}, review 2027-01-20, answered 2027-05-12, ended 2027-05-31",
         "2027-06-02", [], None),
        ("opinion 2026-03-16, ended 2026-08-31, notified 2026-05-12", "2027-06-02", [],
         None),
        ("opinion 2026-03-16, leave 2026-03-01/", "2027-06-02", [], None),
    ],
)  # fmt: skip
def test_what_is_late_and_what_comes_next(story, today, late, coming):
    seen = told(story, today)
    assert [(one.code, one.days_late(seen.today)) for one in seen.late] == late
    assert (seen.next and seen.next.code) == coming


def test_how_late_the_project_was_notified():
    seen = told("opinion 2026-03-16, notified 2026-05-20", "2026-09-01")
    (due,) = [one for one in seen.moments if one.code == "project_due"]
    assert not due.waits
    assert due.days_late(seen.today) == 4


@pytest.mark.parametrize(
    ("story", "today", "left"),
    [
        ("opinion 2026-03-16", "2026-03-16", 365),
        ("opinion 2026-03-16", "2027-03-14", 2),
        ("opinion 2026-03-16", "2027-03-15", 1),
        ("opinion 2026-03-16", "2027-03-16", 0),
        ("opinion 2026-03-16, deferred 2026-05-01", "2026-03-20", 365),
        ("opinion 2027-03-01", "2027-03-01", 366),
        ("", "2027-03-01", None),
    ],
)
def test_days_left(story, today, left):
    assert told(story, today).days_left == left


@pytest.mark.parametrize(
    ("today", "suspended"),
    [
        ("2026-06-30", False),
        ("2026-07-01", True),
        ("2026-07-10", True),
        ("2026-07-11", False),
    ],
)
def test_suspended_and_resumed(today, suspended):
    seen = told("opinion 2026-03-16, leave 2026-07-01/2026-07-10", today)
    assert seen.suspended is suspended
    assert seen.suspensions == ((day("2026-07-01"), day("2026-07-10")),)
    assert seen.leave_days == 10
    assert not seen.provisional


@pytest.mark.parametrize(
    ("story", "today", "provisional"),
    [
        ("leave 2026-07-01/", "2026-06-30", False),
        ("leave 2026-07-01/", "2026-07-01", True),
        ("leave 2027-03-15/", "2027-05-01", True),
        ("leave 2027-03-16/", "2027-05-01", False),
        ("leave 2026-07-01/, ended 2026-08-01", "2026-09-01", False),
    ],
)
def test_an_end_that_still_moves(story, today, provisional):
    assert told(f"opinion 2026-03-16, {story}", today).provisional is provisional


def days_told(story, today, code):
    return [
        (str(one.day), one.before)
        for one in alerts(told(story, today).moments)
        if one.moment.code == code
    ]


def test_told_thirty_ten_and_one_days_before():
    assert days_told("opinion 2026-03-16", "2026-04-01", "project_due") == [
        ("2026-04-16", 30),
        ("2026-05-06", 10),
        ("2026-05-15", 1),
    ]
    assert days_told("opinion 2026-03-16", "2026-04-01", "end") == [
        ("2027-02-13", 30),
        ("2027-03-05", 10),
        ("2027-03-14", 1),
    ]


def test_no_alert_before_the_time_runs_nor_once_it_is_answered():
    story = "opinion 2026-03-16, notified 2026-05-12"
    assert days_told(story, "2026-05-13", "answer_due") == [
        ("2026-05-17", 10),
        ("2026-05-26", 1),
    ]
    assert days_told(story, "2026-05-13", "project_due") == []
    assert days_told(f"{story}, agreed 2026-05-14", "2026-05-15", "answer_due") == []
    assert alerts(told(f"{story}, refused 2026-05-14", "2026-05-15").moments) == ()


def test_no_alert_on_the_day_the_time_begins():
    story = "opinion 2026-03-16, request 2027-01-15"
    assert days_told(story, "2027-01-20", "kept_until") == [
        ("2027-04-05", 10),
        ("2027-04-14", 1),
    ]
    later = story.replace("15", "16")
    assert days_told(later, "2027-01-20", "kept_until")[0] == ("2027-03-17", 30)


@pytest.mark.parametrize(("ended", "due"), [("2026-05-15", 0), ("2026-05-16", 1)])
def test_a_ppr_over_before_the_project_is_due_asks_for_none(ended, due):
    seen = told(f"opinion 2026-03-16, ended {ended}", "2026-06-01")
    assert [one.code for one in seen.moments].count("project_due") == due


def test_alerts_come_in_the_order_of_days():
    found = alerts(told(WHOLE, "2027-03-02").moments)
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert {one.moment.code for one in found} == {
        "end",
        "reclassement_due",
        "kept_until",
    }


def test_days_of_leave_merged():
    known = facts(
        "leave 2026-07-05/2026-07-10, leave 2026-07-01/2026-07-06,"
        "leave 2026-07-11/2026-07-11, leave 2026-07-13/2026-07-13,"
        "leave 2026-08-02/2026-08-01, leave 2026-09-01/"
    )
    merged = [("2026-07-01", "2026-07-11"), ("2026-07-13", "2026-07-13")]
    days = [(day(first), day(last)) for first, last in merged]
    assert spans(known.leaves, day("2026-08-31")) == days
    today = day("2026-09-01")
    assert spans(known.leaves, today) == [*days, (today, today)]
