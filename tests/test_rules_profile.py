"""The anonymous profile of an agent: never one that fewer than five files fit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.matching.spec import kilometres, point
from rules.profile import (
    FEWEST,
    RINGS,
    WIDEST,
    Crowd,
    File,
    Profile,
    month_of,
    ring_of,
    wider,
)

TOWN = point(49.58, 2.99)
NEAR, FAR = point(49.60, 3.02), point(48.0, 2.0)
SPRING = (month_of(date(2027, 3, 1)), month_of(date(2027, 6, 30)))
AUTUMN = (month_of(date(2027, 9, 1)), month_of(date(2027, 11, 30)))
ONE = File(1, NEAR, SPRING)


@pytest.mark.parametrize(
    ("others", "profile"),
    [
        (3, WIDEST),  # four files
        (4, Profile(1, 10, SPRING)),  # five
        (5, Profile(1, 10, SPRING)),  # six
    ],
)
def test_at_the_limit(others, profile):
    assert Crowd([ONE] * (others + 1)).profile(ONE, TOWN) == profile


def test_the_ring_then_the_months_then_the_filiere():
    other_ring = File(1, FAR, SPRING)
    other_months = File(1, FAR, AUTUMN)
    other_filiere = File(2, FAR, AUTUMN)
    four = [ONE] * 4
    for more, profile in (
        (other_ring, Profile(1, 0, SPRING)),
        (other_months, Profile(1, 0, None)),
        (other_filiere, WIDEST),
    ):
        assert Crowd([*four, more]).profile(ONE, TOWN) == profile


def test_each_ring_in_turn():
    # About 15, 30 and 50 km north of the town.
    for latitude, ring in ((49.715, 20), (49.85, 40), (50.03, 60)):
        five_with = File(1, point(latitude, 2.99), SPRING)
        assert kilometres(five_with.point, TOWN) < ring
        assert Crowd([ONE] * 4 + [five_with]).profile(ONE, TOWN).ring == ring


def test_a_place_that_nobody_knows_is_nowhere_nearer():
    nowhere = File(1, None, SPRING)
    crowd = Crowd([nowhere] * 4 + [ONE])
    assert crowd.profile(ONE, TOWN) == Profile(1, 0, SPRING)
    assert crowd.profile(nowhere, TOWN) == Profile(1, 0, SPRING)
    assert crowd.profile(ONE, None) == Profile(1, 0, SPRING)


def test_months_that_only_touch():
    first, last = SPRING
    for months, fits in (((last, last + 3), True), ((last + 1, last + 3), False)):
        crowd = Crowd([ONE] * 4 + [File(1, NEAR, months)])
        assert (crowd.profile(ONE, TOWN).months == SPRING) is fits
    assert ring_of(FAR, TOWN) == 0 and first < last


places = st.none() | st.builds(
    point, st.floats(48.5, 50.5).filter(bool), st.floats(1.5, 3.5).filter(bool)
)
spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda span: tuple(sorted(span))
)
files = st.builds(File, st.integers(0, 3), places, spans)


def _true_of(profile, file, employer):
    """What the profile says, read without the code under test."""
    if profile.filiere and profile.filiere != file.filiere:
        return False
    if profile.months and (
        set(range(profile.months[0], profile.months[1] + 1)).isdisjoint(
            range(file.months[0], file.months[1] + 1)
        )
    ):
        return False
    return not profile.ring or (
        bool(file.point and employer)
        and kilometres(file.point, employer) <= profile.ring
    )


@given(st.lists(files, min_size=1, max_size=30), places, st.data())
def test_never_fewer_than_five(crowd, employer, data):
    file = data.draw(st.sampled_from(crowd))
    profile = Crowd(crowd).profile(file, employer)
    fit = [one for one in crowd if _true_of(profile, one, employer)]
    assert file in fit
    assert len(fit) >= FEWEST or profile == WIDEST
    assert profile.ring in (0, *RINGS)
    # And no wider than it must be.
    chain = list(wider(file, employer))
    for closer in chain[: chain.index(profile)]:
        assert sum(_true_of(closer, one, employer) for one in crowd) < FEWEST


@given(files, places, st.lists(files, max_size=20))
def test_each_profile_fits_whatever_the_one_before_fits(file, employer, others):
    chain = list(wider(file, employer))
    assert chain[-1] == WIDEST
    for closer, larger in zip(chain, chain[1:], strict=False):
        for one in others:
            if _true_of(closer, one, employer):
                assert _true_of(larger, one, employer)
