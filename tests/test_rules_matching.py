"""The score of a place: the specification, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_worlds import DAY, agents, places, weights
from rules.matching import spec

BEAUVAIS = spec.point(49.4312, 2.089)
COMPIEGNE = spec.point(49.4179, 2.8261)
WEEKDAYS = tuple(DAY + n for n in range(60) if (DAY + n) % 7 not in (6, 0))
WEIGHTS = spec.Weights()
AGENT = spec.Agent(
    metiers=frozenset({1}),
    near=frozenset({2}),
    skills={10: 50, 11: 100},
    point=BEAUVAIS,
    radius_km=30,
    licence=True,
    window=(DAY, DAY + 59),
    filiere=5,
    category="C",
)
PLACE = spec.Place(
    id=1,
    metier=1,
    skills={10: 50, 11: 100},
    point=BEAUVAIS,
    filiere=5,
    categories="BC",
    body="200000001",
    open_days=WEEKDAYS,
    asked=8,
    answered=8,
)


def points(criterion, agent=AGENT, place=PLACE, **changes):
    verdict = spec.judge(agent, place._replace(**changes), WEIGHTS)
    return verdict.points[spec.CRITERIA.index(criterion)]


def excluded(agent=AGENT, **changes):
    return spec.judge(agent, PLACE._replace(**changes), WEIGHTS).excluded


def test_nothing_is_missing_where_everything_fits():
    verdict = spec.judge(AGENT, PLACE, WEIGHTS)
    assert verdict.excluded == ()
    assert verdict.facts["missing"] == ()
    assert verdict.points == (1000, 1000, 1000, 1000, 1000, 1000, 1000, 900, 1000)
    assert verdict.score == sum(WEIGHTS[:9]) * 1000 - WEIGHTS.answers * 100


def test_a_place_without_a_metier_is_not_of_another_one():
    assert points("metier", metier=0) == 500
    nothing = AGENT._replace(metiers=frozenset(), near=frozenset())
    assert points("metier", nothing, metier=0) == 500


def test_the_metier_aimed_at_then_a_near_one_then_another():
    assert [points("metier", metier=one) for one in (1, 2, 3)] == [1000, 600, 0]


def test_an_agent_who_aims_at_nothing_yet_is_not_punished():
    agent = AGENT._replace(metiers=frozenset(), near=frozenset())
    assert {points("metier", agent, metier=one) for one in (1, 2, 3)} == {500}


@pytest.mark.parametrize(
    "had, wanted",
    [
        ({}, 0),
        ({10: 25}, 166),
        ({10: 49, 11: 100}, 993),
        ({10: 50, 11: 100}, 1000),
        # Too good at one never makes up for the other.
        ({10: 100}, 333),
        ({10: 100, 99: 100}, 333),
    ],
)
def test_skills_up_to_the_level_asked(had, wanted):
    assert points("skills", AGENT._replace(skills=had)) == wanted


def test_missing_skills_are_named_even_when_half_known():
    verdict = spec.judge(AGENT._replace(skills={10: 49}), PLACE, WEIGHTS)
    assert verdict.facts["missing"] == (10, 11)
    assert verdict.facts["skills"] == 2


def test_an_offer_that_names_no_skill_is_not_better_than_one_that_does():
    assert points("skills", skills={}) == 0
    nothing = AGENT._replace(skills={})
    assert points("skills", nothing, skills={}) == points("skills", nothing)


def test_the_distance_is_rounded_as_people_say_it():
    assert spec.kilometres(BEAUVAIS, BEAUVAIS) == 0
    assert spec.kilometres((0, 0, 0), (499, 0, 0)) == 0
    assert spec.kilometres((0, 0, 0), (500, 0, 0)) == 1
    assert spec.kilometres(BEAUVAIS, COMPIEGNE) == 53


@pytest.mark.parametrize("radius, out", [(26, True), (27, False), (53, False)])
def test_too_far_beyond_twice_the_radius(radius, out):
    found = excluded(AGENT._replace(radius_km=radius), point=COMPIEGNE)
    assert ("too_far" in found) is out


def test_who_cannot_drive_counts_each_kilometre_twice():
    walks = AGENT._replace(licence=False, radius_km=53)
    drives = AGENT._replace(licence=True, radius_km=53)
    assert points("distance", walks, point=COMPIEGNE) == 0
    assert points("distance", drives, point=COMPIEGNE) == 600
    # Nobody asked: as if they drove.
    unknown = AGENT._replace(licence=None, radius_km=53)
    assert points("distance", unknown, point=COMPIEGNE) == 600


def test_a_post_that_drives():
    for licence, wanted in ((True, 1000), (None, 500), (False, 0)):
        agent = AGENT._replace(licence=licence)
        assert points("licence", agent, drives=True) == wanted
        assert points("licence", agent, drives=False) == 1000


def test_without_a_home_the_distance_says_nothing():
    agent = AGENT._replace(point=None)
    assert points("distance", agent, point=COMPIEGNE) == 500
    assert "too_far" not in excluded(agent, point=COMPIEGNE)


def test_a_place_without_a_point_is_kept_and_comes_last():
    assert points("distance", point=None) == 0
    assert excluded(point=None) == ()
    assert spec.judge(AGENT, PLACE._replace(point=None), WEIGHTS).facts["km"] is None


@pytest.mark.parametrize("days, wanted", [(1, 200), (4, 800), (5, 1000), (6, 1000)])
def test_free_days_up_to_what_an_immersion_takes(days, wanted):
    assert points("dates", open_days=WEEKDAYS[:days]) == wanted


def test_full_days_and_the_dates_of_the_offer_are_counted_off():
    first = WEEKDAYS[:5]
    assert points("dates", open_days=first, full=frozenset(first[:2])) == 600
    assert points("dates", first=first[2], last=first[3]) == 400
    # Both bounds are included.
    assert points("dates", first=first[2], last=first[2]) == 200


def test_no_free_day_leaves_the_place_out():
    full = frozenset(WEEKDAYS)
    assert excluded(full=full) == ("no_day",)
    assert excluded(last=DAY - 1) == ("no_day",)
    assert excluded(AGENT._replace(window=(DAY + 60, DAY + 90))) == ("no_day",)


def test_one_never_goes_to_the_own_employer_nor_asks_twice():
    assert excluded(AGENT._replace(own=frozenset({"200000001"}))) == ("own_employer",)
    # An employer without a employer is nobody's own.
    assert excluded(AGENT._replace(own=frozenset({""})), body="") == ()
    assert excluded(AGENT._replace(asked=frozenset({1}))) == ("asked",)


def test_a_restriction_leaves_the_place_out_and_says_which():
    agent = AGENT._replace(avoid=frozenset({7, 8}))
    verdict = spec.judge(agent, PLACE._replace(conditions=frozenset({8, 9})), WEIGHTS)
    assert verdict.excluded == ("condition",)
    assert verdict.facts["conditions"] == (8,)


def test_a_restriction_changes_no_score():
    place = PLACE._replace(conditions=frozenset({8}))
    without = spec.judge(AGENT, place, WEIGHTS)
    with_one = spec.judge(AGENT._replace(avoid=frozenset({8})), place, WEIGHTS)
    assert with_one.points == without.points
    assert with_one.score == without.score


def test_filiere_and_category():
    assert [points("filiere", filiere=one) for one in (5, 6, 0)] == [1000, 0, 500]
    assert [points("category", categories=one) for one in ("BC", "A", "")] == [
        1000,
        0,
        500,
    ]


def test_a_host_that_nobody_asked_is_in_the_middle():
    assert points("answers", asked=0, answered=0) == 500
    assert points("answers", asked=1, answered=1) == 666
    assert points("answers", asked=1, answered=0) == 333
    assert points("answers", asked=98, answered=98) == 990


def test_what_is_seen_a_lot_comes_down_and_busy_hosts_rest():
    assert [points("exposure", seen=one) for one in (0, 20, 60)] == [1000, 500, 250]
    assert points("exposure", waiting=WEIGHTS.rest_after - 1) == 1000
    assert points("exposure", waiting=WEIGHTS.rest_after) == 0


def test_between_equals_the_one_that_fewer_have_seen_then_the_older():
    same = spec.Weights(exposure=0)
    some = [
        PLACE._replace(id=number, seen=seen)
        for number, seen in ((3, 1), (2, 0), (1, 0))
    ]
    ranked = [place.id for place, _verdict in spec.rank(AGENT, some, same)]
    assert ranked == [1, 2, 3]


def test_the_list_is_no_longer_than_asked():
    some = [PLACE._replace(id=number) for number in range(30)]
    assert len(spec.rank(AGENT, some, WEIGHTS)) == 20
    assert spec.rank(AGENT, some, WEIGHTS, 0) == []


@given(agents(), places(), weights(), st.data())
def test_never_lower_with_a_skill_more(agent, place, chosen, data):
    skill = data.draw(st.integers(1, 12))
    level = data.draw(st.integers(agent.skills.get(skill, 0), 100))
    better = agent._replace(skills={**agent.skills, skill: level})
    assert _never_lower(agent, place, better, place, chosen)


@given(agents(), places(), weights(), st.integers(0, 200_000))
def test_never_lower_when_nearer(agent, place, chosen, metres):
    if not agent.point or not place.point:
        return
    # On the way from the place to the home.
    apart = spec.kilometres(agent.point, place.point) * 1000
    part = min(1, metres / apart) if apart else 1
    nearer = tuple(
        round(there + (here - there) * part)
        for here, there in zip(agent.point, place.point, strict=True)
    )
    if spec.kilometres(agent.point, nearer) > spec.kilometres(agent.point, place.point):
        return
    assert _never_lower(agent, place, agent, place._replace(point=nearer), chosen)


@given(agents(), places(), weights(), st.integers(0, 59))
def test_never_lower_with_a_free_day_more(agent, place, chosen, number):
    day = DAY + number
    days = tuple(sorted({*place.open_days, day}))
    better = place._replace(open_days=days, full=place.full - {day})
    assert _never_lower(agent, place, agent, better, chosen)


def _never_lower(agent, place, better_agent, better_place, chosen):
    before = spec.judge(agent, place, chosen)
    after = spec.judge(better_agent, better_place, chosen)
    # Nor does it leave out what was kept.
    return after.score >= before.score and set(after.excluded) <= set(before.excluded)


@given(agents(), st.lists(places(), max_size=12), weights())
def test_what_is_left_out_is_never_shown(agent, some, chosen):
    for place, verdict in spec.rank(agent, some, chosen):
        assert not verdict.excluded
        assert not place.conditions & agent.avoid
        assert place.id not in agent.asked
