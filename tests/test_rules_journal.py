"""The hash chain of a journal, and the printed code."""

import re

import pytest
from rules import consent, verification
from rules.journal import NOTHING, digest, first_break


def chain(count):
    lines, previous = [], NOTHING
    for rank in range(1, count + 1):
        line = {"rank": rank, "event": f"e{rank}", "details": {"a": rank, "é": [1, 2]}}
        previous = digest(line, previous)
        lines.append((line, previous))
    return lines, previous


def test_an_untouched_chain_holds():
    for count in (0, 1, 2, 7):
        lines, head = chain(count)
        assert first_break(lines, count, head if count else "") is None


@pytest.mark.parametrize("rank", [1, 3, 5])
@pytest.mark.parametrize("key", ["event", "details"])
def test_a_changed_line_is_found_where_it_is(rank, key):
    lines, head = chain(5)
    lines[rank - 1][0][key] = "changed"
    assert first_break(lines, 5, head) == (rank, "hash")


def test_a_value_that_only_looks_the_same_is_found():
    lines, head = chain(3)
    lines[1][0]["details"]["a"] = "2"
    assert first_break(lines, 3, head) == (2, "hash")


def test_a_line_taken_away():
    lines, head = chain(5)
    assert first_break(lines[:2] + lines[3:], 5, head) == (3, "rank")
    assert first_break(lines[:4], 5, head) == (5, "missing")
    assert first_break([], 5, head) == (1, "missing")


def test_a_line_put_in():
    lines, head = chain(3)
    more = {"rank": 4, "event": "x", "details": {}}
    longer = [*lines, (more, digest(more, head))]
    assert first_break(longer, 3, head) == (5, "missing")
    assert first_break(longer, 4, head) == (4, "head")


def test_all_written_again_is_found_by_the_head():
    lines, head = chain(4)
    previous, forged = NOTHING, []
    for line, _said in lines:
        line = dict(line, event="forged")
        previous = digest(line, previous)
        forged.append((line, previous))
    assert first_break(forged, 4, head) == (4, "head")


def test_what_has_no_one_writing_is_refused():
    with pytest.raises(ValueError):
        digest({"a": float("nan")}, NOTHING)
    with pytest.raises(TypeError):
        digest({"a": b"bytes"}, NOTHING)
    assert len(NOTHING) == len(digest({}, NOTHING)) == 64


def test_codes_are_not_twice_the_same_and_read_back():
    made = {verification.new_code() for _ in range(500)}
    assert len(made) == 500
    for code in made:
        assert re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{4}-){2}[2-9A-HJKMNP-TV-Z]{4}", code)
        assert verification.read_code(code.lower().replace("-", " ")) == code


@pytest.mark.parametrize(
    "typed",
    [None, "", "7K3M-Q9ZB-4TX", "7K3M-Q9ZB-4TXDD", "7K3M-Q9ZB-4TXO", "' OR 1=1 --",
     "é" * 12, "7K3M\x00Q9ZB4TXD", "7" * 5000],
)  # fmt: skip
def test_what_is_no_code(typed):
    assert verification.read_code(typed) == ""


def test_what_was_declared_is_kept_version_after_version():
    for role in ("signature", "visa"):
        assert consent.text(role) == consent.text(role, consent.VERSION)
    with pytest.raises(KeyError):
        consent.text("signature", "1999-01")
