"""The other way, one place against many agents: what the specification answers, to the
last point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_worlds import (
    DAY,
    agents,
    chosen_weights,
    places,
    weights,
    world,
)
from rules.matching import spec
from rules.matching.agents import Agents, best, interested

WEIGHTS = spec.Weights()


def both(place, some, chosen, most=20):
    ranks, scores = best(place, Agents(some), chosen, most)
    fast = [(int(rank), int(score)) for rank, score in zip(ranks, scores, strict=True)]
    slow = [
        (rank, verdict.score)
        for rank, verdict in spec.rank_agents(place, some, chosen, most)
    ]
    return fast, slow


@pytest.mark.parametrize("hundred", range(10))
def test_the_same_ranking_on_a_thousand_worlds(hundred):
    ranked = 0
    for seed in range(100 * hundred, 100 * hundred + 100):
        some, everywhere = world(seed, agents=30, places=2)
        for place in everywhere:
            fast, slow = both(place, some, chosen_weights(seed), most=1 + seed % 25)
            assert fast == slow, f"seed {seed}"
            ranked += len(slow)
    assert ranked > 300


@given(places(), st.lists(agents(), max_size=12), weights())
def test_the_same_ranking_whatever_is_drawn(place, some, chosen):
    fast, slow = both(place, some, chosen)
    assert fast == slow


@given(places(), st.lists(agents(), max_size=12), weights())
def test_who_is_interested_is_who_is_kept_and_aims_at_it(place, some, chosen):
    found = interested(place, Agents(some), chosen).tolist()
    assert found == [
        rank
        for rank, agent in enumerate(some)
        if not spec.judge(agent, place, chosen).excluded
        and agent.metiers
        and place.metier in agent.metiers | agent.near
    ]


@given(places(), agents(), weights())
def test_both_ways_a_pair_has_one_score(place, agent, chosen):
    one_way = spec.rank(agent, [place], chosen)
    other_way = spec.rank_agents(place, [agent], chosen)
    assert [verdict for _place, verdict in one_way] == [
        verdict for _rank, verdict in other_way
    ]


def test_between_equals_the_first_of_the_list():
    place = spec.Place(id=1, open_days=(DAY,))
    some = [spec.Agent(window=(DAY, DAY))] * 5
    fast, slow = both(place, some, WEIGHTS, most=3)
    assert [rank for rank, _score in fast] == [0, 1, 2]
    assert fast == slow


def test_nobody():
    place = spec.Place(id=1, open_days=(DAY,))
    assert both(place, [], WEIGHTS) == ([], [])
    assert interested(place, Agents([]), WEIGHTS).tolist() == []


def test_at_the_end_of_the_reach():
    """Twice the radius is kept, a kilometre more is not; half of it without a licence."""
    place = spec.Place(id=1, point=spec.point(49.4, 2.1), open_days=(DAY,))
    away = spec.point(49.4 + 20 / 111.195, 2.1)
    assert spec.kilometres(place.point, away) == 20
    for radius, licence, kept in (
        (10, True, True),
        (9, True, False),
        (20, False, True),
        (19, False, False),
        (0, None, False),
    ):
        agent = spec.Agent(
            point=away, radius_km=radius, licence=licence, window=(DAY, DAY)
        )
        fast, slow = both(place, [agent], WEIGHTS)
        assert bool(fast) is kept, radius
        assert fast == slow
