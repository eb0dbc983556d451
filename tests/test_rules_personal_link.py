"""A personal link is copied out of a mail with what stands beside it."""

import secrets

import pytest
from rules.personal_link import LENGTH, read_secret


@pytest.mark.parametrize("before", ["", " ", "<", "«\u00a0", "(", "\u200b", "%3C"])
@pytest.mark.parametrize(
    "after",
    ["", ".", ",", ";", ")", ").", ">", "\u00a0»", "%20", "\r\n", "…", "_", "é"],
)
def test_what_stands_beside_is_left_out(before, after):
    secret = secrets.token_urlsafe(24)
    assert len(secret) == LENGTH
    assert read_secret(f"{before}{secret}{after}") == secret


@pytest.mark.parametrize("first", "-_aZ0")
def test_a_secret_may_begin_and_end_with_a_dash(first):
    secret = first + "x" * (LENGTH - 2) + first
    assert read_secret(secret) == secret
    assert read_secret(f"{secret}.") == secret


def test_a_line_broken_in_two():
    secret = secrets.token_urlsafe(24)
    for blank in (" ", "\r\n ", "\t", "\u00a0", "\u00ad", "\u200b", "%20"):
        assert read_secret(secret[:20] + blank + secret[20:]) == secret


@pytest.mark.parametrize("size", [0, 1, LENGTH - 1, LENGTH + 1, 2 * LENGTH])
def test_any_other_length_is_no_secret(size):
    assert read_secret("x" * size) == ""


@pytest.mark.parametrize(
    "copied",
    [
        None,
        "é" * LENGTH,
        "x" * 16 + "." + "x" * 16,
        "x" * LENGTH + ".a",
        "a." + "x" * LENGTH,
        "x" * LENGTH + "/a",
        "x" * 31 + "٣",
        "." * 100_000,
        "x" * LENGTH + "." * 100_000 + "a",
    ],
)
def test_what_is_no_secret(copied):
    assert read_secret(copied) == ""
