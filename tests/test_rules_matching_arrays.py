"""The ranking on arrays answers what the specification answers, to the last point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_worlds import HORIZON, agents, chosen_weights, places, weights, world
from rules.matching import arrays, spec


def both(some, everywhere, chosen, most=20):
    table = arrays.Places(everywhere, HORIZON)
    fast = [
        [(everywhere[rank].id, int(score)) for rank, score in zip(*found, strict=True)]
        for found in arrays.best(some, table, chosen, most)
    ]
    slow = [
        [
            (place.id, verdict.score)
            for place, verdict in spec.rank(one, everywhere, chosen, most)
        ]
        for one in some
    ]
    return fast, slow


@pytest.mark.parametrize("hundred", range(10))
def test_the_same_ranking_on_a_thousand_worlds(hundred):
    ranked = 0
    for seed in range(100 * hundred, 100 * hundred + 100):
        fast, slow = both(*world(seed), chosen_weights(seed), most=1 + seed % 25)
        assert fast == slow, f"seed {seed}"
        ranked += sum(map(len, slow))
    assert ranked > 1000


@given(
    st.lists(agents(), max_size=4),
    st.lists(places(), max_size=15, unique_by=lambda place: place.id),
    weights(),
)
def test_the_same_ranking_whatever_is_drawn(some, everywhere, chosen):
    fast, slow = both(some, everywhere, chosen)
    assert fast == slow


def test_more_agents_than_a_block():
    several, everywhere = world(7, agents=2 * arrays.BLOCK + 1)
    fast, slow = both(several, everywhere, spec.Weights())
    assert fast == slow
    assert len(fast) == 2 * arrays.BLOCK + 1


def test_no_place_and_no_agent():
    several, everywhere = world(1)
    assert both(several, [], spec.Weights()) == ([[], [], []], [[], [], []])
    assert both([], everywhere, spec.Weights()) == ([], [])


def test_agents_are_read_as_they_come():
    """A block at a time: ten thousand agents are never all in memory."""
    several, everywhere = world(3, agents=arrays.BLOCK + 5)
    read = []

    def one_by_one():
        for agent in several:
            read.append(agent)
            yield agent

    table = arrays.Places(everywhere, HORIZON)
    next(arrays.best(one_by_one(), table, spec.Weights()))
    assert len(read) == arrays.BLOCK
