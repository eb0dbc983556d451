"""What differs between two versions, as their summaries say it."""

import doctest

from rules import changes
from rules.changes import Change, changed


def test_doctests():
    assert doctest.testmod(changes).failed == 0


def test_nothing_changed():
    same = [["Où ?", "Gare"], ["Qui ?", "A"]]
    assert changed(same, [list(row) for row in same]) == []


def test_the_order_is_not_a_change():
    assert changed([["a", "1"], ["b", "2"]], [["b", "2"], ["a", "1"]]) == []


def test_nothing_and_empty_are_the_same():
    assert changed([["a", None]], [["a", ""]]) == []
    assert changed([["a", ""]], []) == []


def test_what_comes_and_what_goes():
    assert changed([["old", "x"], ["same", "s"]], [["same", "s"], ["new", "y"]]) == [
        Change("new", "", "y"),
        Change("old", "x", ""),
    ]


def test_spaces_and_case_are_changes():
    assert len(changed([["a", "Mairie"]], [["a", "mairie"]])) == 1
