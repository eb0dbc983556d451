"""The other way, on arrays: one place against many agents.

The score of a pair is that of :mod:`.spec`, whichever side asks; so are whole numbers and
the square root. Only the sorting is another: a list of agents.
"""

import numpy as np

from . import spec
from .arrays import LEFT_OUT, spread_distance


class Agents:
    """Columns of the agents that a place is compared with; an agent is its rank."""

    def __init__(self, agents):
        """:param agents: a list of :class:`.spec.Agent`"""
        self.agents = agents
        self.count = len(agents)
        self.aimed = self._ranks("metiers")
        self.near = self._ranks("near")
        self.own = self._ranks("own")
        self.asked = self._ranks("asked")
        self.avoid = self._ranks("avoid")
        self.skills = self._levels()
        self.aims = self._column(lambda agent: bool(agent.metiers), bool)
        self.filiere = self._column(lambda agent: agent.filiere, np.int64)
        self.category = np.array([agent.category for agent in agents], "U8")
        # 0 when nobody asked, 1 with a permis B, -1 without.
        self.licence = self._column(
            lambda agent: {None: 0, True: 1, False: -1}[agent.licence], np.int64
        )
        self.radius = np.maximum(
            1, self._column(lambda agent: agent.radius_km, np.int64)
        )
        self.first = self._column(lambda agent: agent.window[0], np.int64)
        self.last = self._column(lambda agent: agent.window[1], np.int64)
        self.known = self._column(lambda agent: agent.point is not None, bool)
        self.points = np.array(
            [agent.point or (0, 0, 0) for agent in agents], np.int64
        ).reshape(-1, 3)

    def _column(self, read, kind):
        return np.fromiter(map(read, self.agents), kind, self.count)

    def _ranks(self, name):
        """``{value: ranks of the agents that have it}``."""
        found = {}
        for rank, agent in enumerate(self.agents):
            for value in getattr(agent, name):
                found.setdefault(value, []).append(rank)
        return {value: np.array(ranks) for value, ranks in found.items()}

    def _levels(self):
        """``{skill: (ranks, levels)}``."""
        found = {}
        for rank, agent in enumerate(self.agents):
            for skill, level in agent.skills.items():
                ranks, levels = found.setdefault(skill, ([], []))
                ranks.append(rank)
                levels.append(level)
        return {
            skill: (np.array(ranks), np.array(levels, np.int64))
            for skill, (ranks, levels) in found.items()
        }


def best(place, agents, weights, most=20):
    """The ranks of the agents whom the place fits best and their scores, as
    :func:`.spec.rank_agents`."""
    scores = _scores(place, agents, weights)
    kept = (scores != LEFT_OUT).nonzero()[0]
    ranks = kept[np.argsort(-scores[kept], kind="stable")[:most]]
    return ranks, scores[ranks]


def interested(place, agents, weights):
    """The ranks of the agents who are kept and aim at the métier or one near it."""
    kept = _scores(place, agents, weights) != LEFT_OUT
    return (
        kept & (_metier(place, agents) >= spec.NEAR_METIER) & agents.aims
    ).nonzero()[0]


def _scores(place, agents, weights):
    """One number an agent; a mark where the place is left out."""
    out = np.zeros(agents.count, bool)
    _mark(out, agents.own, [place.body] if place.body else [])
    _mark(out, agents.asked, [place.id])
    _mark(out, agents.avoid, place.conditions)
    # What an agent who says nothing would have: the same for all.
    nobody = spec.judge(spec.Agent(), place, weights)
    alike = dict(zip(spec.CRITERIA, nobody.points, strict=True))
    total = np.full(
        agents.count,
        weights.answers * alike["answers"] + weights.exposure * alike["exposure"],
    )
    total += weights.metier * _metier(place, agents)
    total += weights.skills * _skills(place, agents)
    total += weights.distance * _distance(place, agents, out)
    total += weights.dates * _dates(place, agents, weights, out)
    total += weights.licence * _licence(place, agents)
    total += weights.filiere * _filiere(place, agents)
    total += weights.category * _category(place, agents)
    total[out] = LEFT_OUT
    return total


def _mark(out, ranks, values):
    for value in values:
        if value in ranks:
            out[ranks[value]] = True


def _metier(place, agents):
    if not place.metier:
        return np.full(agents.count, spec.UNKNOWN)
    points = np.where(agents.aims, 0, spec.UNKNOWN)
    if place.metier in agents.near:
        ranks = agents.near[place.metier]
        points[ranks[agents.aims[ranks]]] = spec.NEAR_METIER
    if place.metier in agents.aimed:
        points[agents.aimed[place.metier]] = spec.FULL
    return points


def _skills(place, agents):
    had = np.zeros(agents.count, np.int64)
    for skill, need in place.skills.items():
        if skill in agents.skills:
            ranks, levels = agents.skills[skill]
            had[ranks] += np.minimum(levels, need)
    return had * spec.FULL // max(1, sum(place.skills.values()))


def _distance(place, agents, out):
    points = np.where(agents.known, 0, spec.UNKNOWN)
    if not place.point:
        return points
    known = agents.known.nonzero()[0]
    counted = np.where(agents.licence[known] < 0, 2, 1)
    near, far = spread_distance(
        agents.points[known] - np.array(place.point, np.int64),
        counted,
        agents.radius[known],
    )
    points[known] = near
    out[known] |= far
    return points


def _dates(place, agents, weights, out):
    first = np.maximum(agents.first, place.first)
    last = np.minimum(agents.last, place.last)
    days = _between(place.open_days, first, last)
    days -= _between(sorted(place.full), first, last)
    days[first > last] = 0
    out |= days <= 0
    return np.minimum(days, weights.days_wanted) * spec.FULL // weights.days_wanted


def _between(days, first, last):
    days = np.array(days, np.int64)
    return np.searchsorted(days, last, "right") - np.searchsorted(days, first, "left")


def _licence(place, agents):
    if not place.drives:
        return np.full(agents.count, spec.FULL)
    return np.choose(agents.licence + 1, (0, spec.UNKNOWN, spec.FULL))


def _filiere(place, agents):
    if not place.filiere:
        return np.full(agents.count, spec.UNKNOWN)
    same = np.where(agents.filiere == place.filiere, spec.FULL, 0)
    return np.where(agents.filiere == 0, spec.UNKNOWN, same)


def _category(place, agents):
    points = np.zeros(agents.count, np.int64)
    for category in np.unique(agents.category):
        points[agents.category == category] = spec.category_points(
            place.categories, spec.Agent(category=str(category))
        )
    return points
