"""What a bilan asks, when it is reminded and who reads it: the rules alone."""

from datetime import date, timedelta

import pytest
from rules.assessment import (
    LONGEST,
    MOST_TASKS,
    days_seen,
    problems,
    readable,
    remind_on,
    reminders_past,
    shows_comment,
    shows_opening,
    tasks_of,
)
from rules.mission import LOCAL_TRAVEL, STATE_TRAVEL, STATUTE, texts

FIRST, LAST = date(2027, 3, 1), date(2027, 3, 5)
ASKED = date(2027, 3, 6)
DAY = timedelta(days=1)
TUTOR = {
    "presence": "completed", "fit": "yes", "next_step": "stop", "job_opening": "no",
    "marks": {1: "0", 2: "4"},
}  # fmt: skip
AGENT = {"satisfaction": "1", "next_step": "undecided", "marks": {1: "0", 2: "4"}}


def wrong(side, answers, **other):
    return problems(side, {**answers, **other}, [1, 2], FIRST, LAST, 5)


def test_complete_answers_have_no_problem():
    assert wrong("tutor", TUTOR) == wrong("agent", AGENT) == {}


@pytest.mark.parametrize("name", ["presence", "fit", "next_step", "job_opening"])
@pytest.mark.parametrize("value", ["", None])
def test_a_missing_choice_of_the_tutor(name, value):
    assert wrong("tutor", TUTOR, **{name: value}) == {name: "missing"}


def test_a_choice_that_is_not_offered():
    assert wrong("agent", AGENT, satisfaction="5") == {"satisfaction": "unknown"}
    marks = {1: "5", 2: "0"}
    assert wrong("agent", AGENT, marks=marks) == {"mark_1": "unknown"}
    assert wrong("agent", AGENT, marks={1: "1"}) == {"mark_2": "missing"}


def test_the_longest_text():
    assert wrong("agent", AGENT, comment="x" * LONGEST) == {}
    assert wrong("agent", AGENT, comment="x" * (LONGEST + 1)) == {"comment": "long"}


def test_an_agent_who_did_not_come():
    assert wrong("tutor", {"presence": "absent"}) == {}
    # Of the agent, nobody asks for a presence: it excuses nothing.
    assert "satisfaction" in wrong("agent", {"presence": "absent"})


@pytest.mark.parametrize(
    ("last_day", "half_days", "hours", "expected"),
    [
        (FIRST, 0, 0, {}),
        (LAST - DAY, 0, 0, {}),
        (LAST, 0, 0, {"missed_half_days": "nothing"}),
        (LAST, 1, 0, {}),
        (LAST, 0, 0.5, {}),
        (LAST, 10, 60, {}),
        (LAST, 11, 0, {"missed_half_days": "number"}),
        (LAST, 1, 60.5, {"missed_hours": "number"}),
        (LAST, -1, 0, {"missed_half_days": "number"}),
        (LAST, None, 0, {"missed_half_days": "number"}),
        (FIRST - DAY, 1, 0, {"last_day": "outside"}),
        (LAST + DAY, 1, 0, {"last_day": "outside"}),
        (None, 1, 0, {"last_day": "missing"}),
    ],
)
def test_a_part_of_the_time(last_day, half_days, hours, expected):
    given = {
        "presence": "partial",
        "last_day": last_day,
        "missed_half_days": half_days,
        "missed_hours": hours,
    }
    assert wrong("tutor", TUTOR, **given) == expected
    # Nothing of it counts when one was there all the time.
    assert wrong("tutor", {**TUTOR, **given, "presence": "completed"}) == {}


DAYS = [(FIRST, 1.0), (FIRST + DAY, 0.5), (LAST, 1.0)]


@pytest.mark.parametrize(
    ("answers", "seen"),
    [
        ({"presence": "completed", "last_day": FIRST, "missed_half_days": 9}, 2.5),
        ({"presence": "absent"}, 0),
        ({"presence": "partial", "last_day": LAST}, 2.5),
        ({"presence": "partial", "last_day": LAST - DAY}, 1.5),
        ({"presence": "partial", "last_day": FIRST}, 1),
        ({"presence": "partial", "last_day": FIRST - DAY}, 0),
        ({"presence": "partial", "last_day": LAST, "missed_half_days": 1}, 2),
        ({"presence": "partial", "last_day": LAST, "missed_hours": 3.4}, 2.5),
        ({"presence": "partial", "last_day": LAST, "missed_hours": 3.5}, 2),
        # The half days after the last day are not counted twice.
        ({"presence": "partial", "last_day": FIRST, "missed_half_days": 3}, 1),
        ({"presence": "partial", "last_day": FIRST, "missed_half_days": 4}, 0.5),
        ({"presence": "partial", "last_day": FIRST, "missed_half_days": 99}, 0),
    ],
)
def test_days_that_the_tutor_has_seen(answers, seen):
    assert days_seen(answers, DAYS) == seen


def test_reminders():
    assert remind_on(ASKED, 0) == ASKED + 3 * DAY
    assert remind_on(ASKED, 1) == ASKED + 10 * DAY
    assert remind_on(ASKED, 2) is None
    assert remind_on(None, 0) is None


@pytest.mark.parametrize(
    ("after", "count"), [(0, 0), (2, 0), (3, 1), (9, 1), (10, 2), (400, 2)]
)
def test_reminders_past(after, count):
    assert reminders_past(ASKED, ASKED + after * DAY) == count


def test_tasks():
    assert tasks_of(None, "", " ; \n- \n") == []
    many = "\n".join(f"Tâche {rank}" for rank in range(MOST_TASKS + 1))
    assert len(tasks_of(many)) == MOST_TASKS
    assert max(map(len, tasks_of("x" * 5000))) <= 200


ALL = {"tutor", "agent", "synthesis"}


@pytest.mark.parametrize(
    ("reader", "before", "after"),
    [
        ("agent", {"agent", "synthesis"}, ALL),
        ("tutor", {"tutor"}, {"tutor", "agent"}),
        ("host", {"tutor"}, {"tutor", "agent"}),
        ("origin", set(), {"tutor", "agent"}),
        ("staff", ALL, ALL),
        ("", set(), {"tutor", "agent"}),
    ],
)
def test_who_reads_what(reader, before, after):
    assert readable(reader, ALL, False) == before
    assert readable(reader, ALL, True) == after
    assert readable(reader, set(), True) == set()


def test_what_is_kept_from_some():
    assert [shows_opening(one) for one in ("agent", "tutor", "origin")] == [
        True, True, False,
    ]  # fmt: skip
    assert shows_comment("origin", False) and not shows_comment("origin", True)
    assert shows_comment("agent", True) and shows_comment("staff", True)


def test_texts_of_a_mission():
    assert texts("FPT") == [STATUTE, LOCAL_TRAVEL, STATE_TRAVEL]
    assert texts("?") == texts("") == texts("FPT")
