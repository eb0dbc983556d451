"""Agents and places drawn at random, on a small world where everything meets."""

import random

from hypothesis import strategies as st
from rules.matching import spec

DAY = 739_900  # a Saturday far from any clock
HORIZON = (DAY, DAY + 59)
SKILLS = st.dictionaries(st.integers(1, 12), st.integers(1, 100), max_size=6)
POINTS = st.none() | st.builds(spec.point, st.floats(48.8, 50.2), st.floats(1.5, 3.2))
SOME = st.frozensets(st.integers(1, 8), max_size=3)
DAYS = st.integers(DAY, DAY + 59)
BODIES = st.sampled_from(("", "200000001", "200000002", "200000003"))


def weights():
    numbers = [st.integers(0, 60)] * len(spec.CRITERIA)
    return st.builds(
        spec.Weights,
        *numbers,
        st.integers(1, 10),
        st.integers(1, 40),
        st.integers(1, 9),
    )


def agents():
    return st.builds(
        spec.Agent,
        metiers=SOME,
        near=SOME,
        skills=SKILLS,
        point=POINTS,
        radius_km=st.integers(0, 80),
        licence=st.sampled_from((None, True, False)),
        window=st.tuples(DAYS, DAYS),
        filiere=st.integers(0, 3),
        category=st.sampled_from(("", "A", "B", "C")),
        avoid=SOME,
        own=st.frozensets(BODIES, max_size=2),
        asked=SOME,
    )


def places():
    return st.builds(
        spec.Place,
        id=st.integers(1, 10**6),
        metier=st.integers(0, 8),
        skills=SKILLS,
        point=POINTS,
        conditions=SOME,
        drives=st.booleans(),
        filiere=st.integers(0, 3),
        categories=st.sampled_from(("", "A", "B", "C", "BC", "AB")),
        body=BODIES,
        open_days=st.frozensets(DAYS).map(lambda days: tuple(sorted(days))),
        first=DAYS,
        last=DAYS,
        asked=st.integers(0, 9),
        answered=st.integers(0, 9),
        waiting=st.integers(0, 9),
        seen=st.integers(0, 50),
    )


def world(seed, agents=3, places=60):
    """``(agents, places)`` of a seed: as above, without Hypothesis, for many cases."""
    rng = random.Random(seed)
    weekdays = tuple(day for day in range(*HORIZON) if (day + 1) % 7 > 1)
    calendars = [weekdays, weekdays[::2], tuple(range(DAY, DAY + 60)), ()]
    return (
        [_agent(rng) for _ in range(agents)],
        [_place(rng, number, calendars) for number in range(1, places + 1)],
    )


def chosen_weights(seed):
    rng = random.Random(f"weights {seed}")
    return spec.Weights(
        *(rng.randint(0, 60) for _ in spec.CRITERIA),
        rng.randint(1, 10),
        rng.randint(1, 40),
        rng.randint(1, 9),
    )


def _point(rng):
    if rng.random() < 0.1:
        return None
    return spec.point(rng.uniform(48.8, 50.2), rng.uniform(1.5, 3.2))


def _skills(rng):
    return {
        rng.randint(1, 12): rng.choice((25, 50, 75, 100))
        for _ in range(rng.randint(0, 6))
    }


def _some(rng, most=8, count=3):
    return frozenset(rng.sample(range(1, most + 1), rng.randint(0, count)))


def _agent(rng):
    return spec.Agent(
        metiers=_some(rng),
        near=_some(rng),
        skills=_skills(rng),
        point=_point(rng),
        radius_km=rng.choice((0, 5, 20, 30, 80)),
        licence=rng.choice((None, True, False)),
        window=(DAY + rng.randint(0, 30), DAY + rng.randint(20, 59)),
        filiere=rng.randint(0, 3),
        category=rng.choice(("", "A", "B", "C")),
        avoid=_some(rng, 20),
        own=frozenset({f"20000000{rng.randint(1, 9)}"}),
        asked=_some(rng, 60),
    )


def _place(rng, number, calendars):
    days = rng.choice(calendars)
    answers = rng.randint(0, 9)
    return spec.Place(
        id=number,
        metier=rng.randint(0, 8),
        skills=_skills(rng),
        point=_point(rng),
        conditions=_some(rng, 20),
        drives=rng.random() < 0.3,
        filiere=rng.randint(0, 3),
        categories=rng.choice(("", "A", "B", "C", "BC", "AB")),
        body=rng.choice(("", f"20000000{rng.randint(1, 9)}")),
        open_days=days,
        first=rng.choice((0, DAY + rng.randint(0, 40))),
        last=rng.choice((10**7, DAY + rng.randint(10, 59))),
        full=frozenset(rng.sample(days, min(len(days), rng.randint(0, 3)))),
        asked=answers,
        answered=rng.randint(0, answers),
        waiting=rng.randint(0, 7),
        # Few values: ties are common.
        seen=rng.choice((0, 0, 1, 20)),
    )
