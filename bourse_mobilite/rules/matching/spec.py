"""The score of a place for an agent: the specification.

Plain, slow, and right: :mod:`.arrays` must answer the same. Points are whole numbers, so
that both agree to the last one and a score is the same on every machine.

A place is first kept or left out, with the reasons; then each criterion gives from 0 to
1000 points, and the weights (data of the centre de gestion, with a version) make one
score of them. The score only sorts a list: what is shown is the facts behind it, and a
person decides (CRPA, art. L. 311-3-1).
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from ..territory import EARTH_RADIUS_KM

FULL = 1000
UNKNOWN = 500
NEAR_METIER = 600
# At the end of the radius; nothing is left at twice that.
AT_RADIUS = 600
# Several criteria ask the same of everybody: what nobody knows changes no order.
CRITERIA = (
    "metier",
    "skills",
    "distance",
    "dates",
    "licence",
    "filiere",
    "category",
    "answers",
    "exposure",
)


class Weights(NamedTuple):
    """What each criterion counts for, and three thresholds."""

    metier: int = 28
    skills: int = 22
    distance: int = 20
    dates: int = 10
    licence: int = 4
    filiere: int = 4
    category: int = 4
    answers: int = 4
    exposure: int = 4
    # Days that an immersion usually takes: more free ones give no more points.
    days_wanted: int = 5
    # A place shown that often to others has half of the points of exposure.
    seen_half: int = 20
    # A host with that many requests without an answer rests.
    rest_after: int = 5


class Agent(NamedTuple):
    """What the file says; an id is any number that its referential knows.

    ``point`` is from :func:`point`, or None; ``licence`` (permis B) is None when nobody
    asked; ``window`` is the first and last day wanted, as ordinals; ``avoid`` are the
    working conditions that the post must not have; ``own`` are the SIREN of the
    employers, ``asked`` the offers with a request under way.
    """

    metiers: frozenset = frozenset()
    near: frozenset = frozenset()
    skills: Mapping = {}
    point: tuple | None = None
    radius_km: int = 30
    licence: bool | None = None
    window: tuple = (0, 0)
    filiere: int = 0
    category: str = ""
    avoid: frozenset = frozenset()
    own: frozenset = frozenset()
    asked: frozenset = frozenset()


class Place(NamedTuple):
    """One offer.

    ``skills`` are the levels that it asks, from 1 to 100; ``open_days`` the ordinals of
    the days on which its host receives people, sorted, the same object for all the
    places of a calendar; ``first`` and ``last`` bound them, both included; ``full`` the
    open days without a free place. ``asked`` and ``answered`` count the requests put to
    the host and answered within their time; ``waiting`` those without an answer;
    ``seen`` how many lists have shown the place lately.
    """

    id: int
    metier: int = 0
    skills: Mapping = {}
    point: tuple | None = None
    conditions: frozenset = frozenset()
    drives: bool = False
    filiere: int = 0
    categories: str = ""
    body: str = ""
    open_days: tuple = ()
    first: int = 0
    last: int = 10**7
    full: frozenset = frozenset()
    asked: int = 0
    answered: int = 0
    waiting: int = 0
    seen: int = 0


class Verdict(NamedTuple):
    """``excluded``: codes, empty when the place is kept; ``points``: one number a
    criterion, in their order; ``score``: their weighted sum; ``facts``: what the words
    are made of."""

    excluded: tuple
    points: tuple
    score: int
    facts: dict


def point(latitude, longitude):
    """A place on the Earth in whole metres, from degrees; None when unknown (0, 0).

    >>> point(49.4312, 2.089)
    (4140694, 151036, 4839575)
    >>> point(0.0, 0.0)
    """
    if not (latitude or longitude):
        return None
    lat, lon = math.radians(latitude), math.radians(longitude)
    radius = EARTH_RADIUS_KM * 1000
    return (
        round(radius * math.cos(lat) * math.cos(lon)),
        round(radius * math.cos(lat) * math.sin(lon)),
        round(radius * math.sin(lat)),
    )


def degrees(place):
    """The latitude and longitude of a point.

    >>> [round(side, 4) for side in degrees(point(49.4312, 2.089))]
    [49.4312, 2.089]
    """
    x, y, z = place
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def kilometres(one, other):
    """As the crow flies, rounded, between two points.

    Straight through the Earth: 100 km are one metre longer on the ground.
    """
    square = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return (int(math.sqrt(square)) + 500) // 1000


def counted_km(km, licence):
    """The distance that counts: twice as far for who cannot drive."""
    return 2 * km if licence is False else km


def distance_points(km, radius_km):
    """From 1000 next door to 600 at the radius and 0 at twice the radius; None beyond.

    >>> [distance_points(km, 30) for km in (0, 15, 30, 45, 60, 61)]
    [1000, 800, 600, 300, 0, None]
    """
    radius = max(1, radius_km)
    if km <= radius:
        return FULL - (FULL - AT_RADIUS) * km // radius
    if km <= 2 * radius:
        return AT_RADIUS - AT_RADIUS * (km - radius) // radius
    return None


def free_days(place, window):
    """How many open days with a free place lie in ``window`` and in the offer's own
    dates."""
    first, last = max(window[0], place.first), min(window[1], place.last)
    if first > last:
        return 0
    days = place.open_days
    taken = sum(1 for day in place.full if first <= day <= last)
    return bisect_right(days, last) - bisect_left(days, first) - taken


def metier_points(metier, agent):
    """1000 when it is aimed at, 600 when it is near one that is, else 0; 500 as long
    as the agent aims at nothing, or the place has none."""
    if not metier or not agent.metiers:
        return UNKNOWN
    if metier in agent.metiers:
        return FULL
    return NEAR_METIER if metier in agent.near else 0


def filiere_points(filiere, agent):
    if not filiere or not agent.filiere:
        return UNKNOWN
    return FULL if filiere == agent.filiere else 0


def category_points(categories, agent):
    if not categories or not agent.category:
        return UNKNOWN
    return FULL if agent.category in categories else 0


def judge(agent, place, weights):
    """What ``place`` is worth for ``agent``: a :class:`Verdict`.

    A skill, a free day or a nearer place never lowers a score; being too good at one
    skill never hides another that is missing.
    """
    facts, excluded = {}, []
    if place.body and place.body in agent.own:
        excluded.append("own_employer")
    if place.id in agent.asked:
        excluded.append("asked")
    hurts = place.conditions & agent.avoid
    if hurts:
        excluded.append("condition")
        facts["conditions"] = tuple(sorted(hurts))

    had = {
        skill: min(agent.skills.get(skill, 0), need)
        for skill, need in place.skills.items()
    }
    facts["missing"] = tuple(
        sorted(skill for skill, need in place.skills.items() if had[skill] < need)
    )
    facts["skills"] = len(place.skills)
    needed = sum(place.skills.values())
    # An offer that names none is not better than one that takes care to.
    skills = sum(had.values()) * FULL // needed if needed else 0

    distance = UNKNOWN
    if agent.point:
        facts["km"] = km = kilometres(agent.point, place.point) if place.point else None
        distance = (
            0
            if km is None
            else distance_points(counted_km(km, agent.licence), agent.radius_km)
        )
        if distance is None:
            excluded.append("too_far")
            distance = 0

    facts["days"] = days = free_days(place, agent.window)
    if days <= 0:
        excluded.append("no_day")
    dates = min(days, weights.days_wanted) * FULL // weights.days_wanted

    licence = FULL
    if place.drives and not agent.licence:
        licence = UNKNOWN if agent.licence is None else 0
    if place.waiting >= weights.rest_after:
        exposure = 0
    else:
        exposure = FULL * weights.seen_half // (weights.seen_half + place.seen)
    points = (
        metier_points(place.metier, agent),
        skills,
        distance,
        dates,
        licence,
        filiere_points(place.filiere, agent),
        category_points(place.categories, agent),
        # As if two more had been asked and one answered: no one is judged on one case.
        FULL * (place.answered + 1) // (place.asked + 2),
        exposure,
    )
    score = sum(weight * one for weight, one in zip(weights, points, strict=False))
    return Verdict(tuple(excluded), points, score, facts)


def rank(agent, places, weights, most=20):
    """The best ``most`` places that are kept, as ``[(place, verdict)]``: the highest
    score first; between equals, the one that fewer people have seen."""
    kept = [
        (place, verdict)
        for place in places
        if not (verdict := judge(agent, place, weights)).excluded
    ]
    return sorted(kept, key=order)[:most]


def order(one):
    """What ``(place, verdict)`` are sorted by."""
    place, verdict = one
    return -verdict.score, place.seen, place.id


def rank_agents(place, agents, weights, most=20):
    """The other way: the best ``most`` agents for whom the place is kept, as
    ``[(rank in the list, verdict)]``, the highest score first; between equals, the
    first of the list."""
    judged = ((rank, judge(agent, place, weights)) for rank, agent in enumerate(agents))
    kept = [(rank, verdict) for rank, verdict in judged if not verdict.excluded]
    return sorted(kept, key=lambda one: (-one[1].score, one[0]))[:most]
