"""The line of dates as a picture, and what the social report counts."""

from datetime import date

import pytest
from ppr_labels import LABELS, drawn_width
from ppr_stories import day, facts
from rules.ppr.counts import Counted, inap
from rules.ppr.picture import picture, width
from rules.ppr_clock import clock


def drawn(story, today):
    return picture(clock(facts(story), day(today)), LABELS)


def codes(picture):
    return [[one.code for one in mark.moments] for mark in picture.marks]


def test_from_the_first_day_to_three_months_after_the_end():
    found = drawn("opinion 2026-03-16", "2026-09-15")
    assert (found.first, found.last) == (date(2026, 3, 16), date(2027, 6, 15))
    assert codes(found) == [
        ["opinion", "start"],
        ["project_due"],
        ["request_due", "end"],
    ]
    # 456 days in all; the project is due on the 61st, the end on the 364th.
    assert [mark.at for mark in found.marks] == [0.0, 13.4, 79.8]
    assert found.today == 40.1  # the 183rd
    assert [mark.kind for mark in found.marks] == ["happened", "deadline", "deadline"]


def test_what_was_answered_leaves_its_place_to_the_answer():
    story = "opinion 2026-03-16, notified 2026-05-12, agreed 2026-05-20, physician 2026-05-11"
    assert codes(drawn(story, "2026-09-15")) == [
        ["opinion", "start"],
        ["notified"],
        ["agreed"],
        ["request_due", "end"],
    ]


def test_leaves_and_what_comes_after_the_end_are_bars():
    story = "opinion 2026-03-16, leave 2026-07-01/2026-07-10, request 2027-03-01"
    found = drawn(story, "2027-04-01")
    assert [code for code, _left, _width in found.bars] == ["ppr", "leave", "kept"]
    (_ppr, _zero, width), (_leave, _left, _days), (_kept, left, _more) = found.bars
    assert left == width
    assert found.last == date(2027, 9, 1)
    assert ["end"] in codes(found)  # passed, and answered by the request
    assert not any("leave_first" in here for here in codes(found))


def test_labels_near_one_another_take_lanes():
    story = "opinion 2026-03-16, notified 2026-03-18, refused 2026-03-20"
    found = drawn(story, "2026-04-01")
    assert [mark.lane for mark in found.marks] == [0, 1, 2]
    assert found.lanes == 3


def test_a_label_has_the_room_that_it_takes():
    assert len(LABELS) > 20
    for label in LABELS.values():
        for written in (label, f"{label} (+2)"):
            assert drawn_width(written) <= width(written) <= 35, written


def test_long_labels_are_neither_over_one_another_nor_cut():
    story = "opinion 2026-06-30, answered 2026-05-01, deferred 2026-08-30, length 2026-10-01=6"
    found = drawn(story, "2026-11-22")
    first, *others = found.marks
    assert (first.label, first.left) == (LABELS["reclassement_answered"], 0.0)
    assert len(others) > 1
    for mark in others:
        apart = mark.left >= first.left + drawn_width(first.label)
        assert apart or mark.lane > 0, mark.label
    last = found.marks[-1]
    assert last.label == LABELS["maximum_end"]
    assert last.left + drawn_width(last.label) <= 100


def test_of_several_the_beginning_and_the_end_are_named():
    found = drawn("opinion 2026-03-16", "2026-09-15")
    assert [mark.label for mark in found.marks] == [
        f"{LABELS['start']} (+1)",
        LABELS["project_due"],
        f"{LABELS['end']} (+1)",
    ]


@pytest.mark.parametrize(
    ("today", "at"),
    [
        ("2026-03-15", None),
        ("2026-03-16", 0.0),
        ("2027-06-15", 100.0),
        ("2027-06-16", None),
    ],
)
def test_today_is_marked_on_the_line_only(today, at):
    assert drawn("opinion 2026-03-16", today).today == at


def test_the_firsts_of_the_months():
    months = drawn("opinion 2026-03-16", "2026-04-01").months
    assert [str(first) for first, _at in months][::14] == ["2026-04-01", "2027-06-01"]
    assert len(months) == 15


def test_a_single_day_and_no_day():
    assert drawn("", "2026-04-01") is None
    found = drawn("seized 2026-03-16", "2026-03-16")
    assert [(mark.at, mark.left) for mark in found.marks] == [(0.0, 0.0)]


def counted(*days):
    return Counted(*(day and date.fromisoformat(day) for day in days))


FILES = [
    counted("2026-01-01", "2026-01-15", None, "2026-12-31"),  # all of one year
    counted("2026-12-31", "2027-01-01", None, "2027-12-31"),  # over two years
    counted("2026-05-04", None, "2026-05-20", None),  # refused
    counted("2026-05-04", "2026-05-06", "2026-07-02", None),  # then the project refused
    counted("2026-12-20", None, "2027-01-02", "2027-03-01"),  # no PPR: not INAP013
    counted("2026-02-02", None, None, "2026-09-01"),  # never accepted
    counted("2025-11-02", "2025-12-31", None, "2026-01-01"),
    counted(None, None, None, None),
    counted("2026-03-02", "2026-06-02", None, "2026-06-01"),  # accepted too late
    counted("2026-03-02", "2026-06-01", None, "2026-06-01"),
]


@pytest.mark.parametrize(
    ("year", "proposed", "accepted", "refused", "reclassed"),
    [
        (2025, 1, 1, 0, 0),
        (2026, 8, 4, 2, 3),
        (2027, 0, 1, 1, 1),
        (2028, 0, 0, 0, 0),
    ],
)
def test_each_step_counts_in_the_year_of_its_day(
    year, proposed, accepted, refused, reclassed
):
    assert inap(FILES, year) == {
        "INAP014": proposed,
        "INAP011": accepted,
        "INAP012": refused,
        "INAP013": reclassed,
    }
