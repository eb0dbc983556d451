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
    at_least,
    groups,
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


# Groups that are told together


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10), (20, 20)]
)
def test_a_group_of_four_is_not_told_and_one_of_five_is(count, told):
    found = groups([ONE] * count, TOWN)
    assert found == ({Profile(1, 10, SPRING): told} if told else {})


def test_who_is_alone_joins_a_wider_group_or_none():
    five, alone = [ONE] * 5, File(2, NEAR, AUTUMN)
    closest = {Profile(1, 10, SPRING): 5}
    # One of another filière is not told of: not even that there are others.
    assert groups([*five, alone], TOWN) == closest
    assert groups([*five, *[alone] * 4], TOWN) == closest
    assert groups([*five, *[alone] * 5], TOWN) == {
        **closest,
        Profile(2, 10, AUTUMN): 5,
    }
    # Three here and two farther: together within 20 km.
    farther = File(1, point(49.715, 2.99), SPRING)
    assert groups([ONE] * 3 + [farther] * 2, TOWN) == {Profile(1, 20, SPRING): 5}
    # Other months: the filière alone is said.
    assert groups([ONE] * 3 + [File(1, NEAR, AUTUMN)] * 2, TOWN) == {Profile(1): 5}
    # Nothing in common but to be agents.
    assert groups([ONE] * 3 + [alone] * 2, TOWN) == {WIDEST: 5}


def test_nothing_is_learned_by_taking_a_group_from_another():
    """Five here and four farther are not five and nine: the four are not told of."""
    farther = File(1, point(49.715, 2.99), SPRING)
    here = {Profile(1, 10, SPRING): 5}
    for others in range(5):
        assert groups([ONE] * 5 + [farther] * others, TOWN) == here
    assert groups([ONE] * 5 + [farther] * 5, TOWN) == {
        **here,
        Profile(1, 20, SPRING): 5,
    }


@given(st.lists(files, max_size=40), places)
def test_every_group_has_five_and_nobody_is_in_two(crowd, employer):
    found = groups(crowd, employer)
    assert sum(found.values()) <= len(crowd)
    for profile, told in found.items():
        assert told >= FEWEST
        assert sum(_true_of(profile, one, employer) for one in crowd) >= told


@given(st.lists(files, max_size=40), places, st.randoms())
def test_the_order_of_the_files_says_nothing(crowd, employer, random):
    shuffled = list(crowd)
    random.shuffle(shuffled)
    assert groups(shuffled, employer) == groups(crowd, employer)


@given(st.integers(0, 200))
def test_what_is_said_of_a_number_is_true(count):
    assert at_least(count) <= count
    assert (at_least(count) == 0) == (count < FEWEST)
