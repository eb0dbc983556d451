"""The same ranking as :mod:`.spec`, on arrays: many agents against many places.

Each criterion is computed for a block of agents and all the places at once. Whole
numbers everywhere, and a square root that IEEE 754 rounds alike in both: the answer is
that of the specification, to the last point.
"""

from itertools import islice

import numpy as np

from .spec import (
    AT_RADIUS,
    FULL,
    UNKNOWN,
    category_points,
    filiere_points,
    metier_points,
)

# Agents at once: 64 rows of 20,000 places are 10 MB of whole numbers.
BLOCK = 64
LEFT_OUT = -1


class Places:
    """Columns of the offers that every agent is compared with."""

    def __init__(self, places, horizon):
        """
        :param places: a list of :class:`.spec.Place`
        :param horizon: the first and last day, as ordinals, of all windows
        """
        self.places = places
        self.count = len(places)
        self.horizon = horizon
        self.ids = self._column("id", np.int64)
        self.metier, self.metiers = self._coded("metier")
        self.filiere, self.filieres = self._coded("filiere")
        self.drives = self._column("drives", bool)
        self.body, self.bodies = self._coded("body")
        answered, asked = (
            self._column(name, np.int64) for name in ("answered", "asked")
        )
        self.answers = FULL * (answered + 1) // (asked + 2)
        self.waiting = self._column("waiting", np.int64)
        self.seen = self._column("seen", np.int64)
        self.where, points = self._coded("point")
        self.known = np.array([point is not None for point in points], bool)
        self.points = np.array(
            [point or (0, 0, 0) for point in points], np.int64
        ).reshape(-1, 3)
        self.categories, self.category_sets = self._coded("categories")
        self.by_skill = self._skills()
        self.by_condition = self._conditions()
        self._days()
        # Between equals: who was seen less, then the lower id.
        order = np.lexsort((self.ids, self.seen))
        self.turn = np.empty(self.count, np.int64)
        self.turn[order] = np.arange(self.count)

    def _column(self, name, kind):
        return np.fromiter(
            (getattr(place, name) for place in self.places), kind, self.count
        )

    def _coded(self, name):
        """Each value once, and for each place the rank of its own."""
        ranks = {}
        codes = np.fromiter(
            (
                ranks.setdefault(getattr(place, name), len(ranks))
                for place in self.places
            ),
            np.int64,
            self.count,
        )
        return codes, list(ranks)

    def _skills(self):
        """``{skill: (places that ask for it, level asked)}``, and the sum of levels."""
        found = {}
        self.needed = np.zeros(self.count, np.int64)
        for number, place in enumerate(self.places):
            for skill, level in place.skills.items():
                rows, levels = found.setdefault(skill, ([], []))
                rows.append(number)
                levels.append(level)
                self.needed[number] += level
        return {
            skill: (np.array(rows), np.array(levels, np.int64))
            for skill, (rows, levels) in found.items()
        }

    def _conditions(self):
        found = {}
        for number, place in enumerate(self.places):
            for condition in place.conditions:
                found.setdefault(condition, []).append(number)
        return {condition: np.array(rows) for condition, rows in found.items()}

    def _days(self):
        """How many open days come before each day of the horizon, one row a calendar;
        and the full days, each with its place."""
        first, last = self.horizon
        size = last - first + 2
        ranks, rows = {}, []
        self.calendar = np.empty(self.count, np.int64)
        for number, place in enumerate(self.places):
            key = id(place.open_days)
            if key not in ranks:
                ranks[key] = len(ranks)
                row = np.zeros(size, np.int64)
                days = np.array(place.open_days, np.int64) - first
                days = days[(days >= 0) & (days <= last - first)]
                row[days + 1] = 1
                rows.append(row.cumsum())
            self.calendar[number] = ranks[key]
        self.before = np.array(rows) if rows else np.zeros((1, size), np.int64)
        self.first = self._column("first", np.int64)
        self.last = self._column("last", np.int64)
        full = [
            (number, day)
            for number, place in enumerate(self.places)
            for day in place.full
        ]
        self.full_place, self.full_day = (
            np.array(full, np.int64).T if full else np.zeros((2, 0), np.int64)
        )


def best(agents, places, weights, most=20):
    """For each agent of an iterable, the ranks in ``places.places`` of the best places
    and their scores, ``(ranks, scores)``, the best first.

    As :func:`.spec.rank`; blocks of agents are read as they come, so that memory does
    not grow with their number.
    """
    agents = iter(agents)
    while block := list(islice(agents, BLOCK)):
        yield from _best_of_block(block, places, weights, most)


def _best_of_block(block, places, weights, most):
    scores = _scores(block, places, weights)
    # One number that sorts: the score, then the turn.
    keys = np.where(
        scores == LEFT_OUT, np.iinfo(np.int64).min, scores * places.count - places.turn
    )
    for row, key in zip(scores, keys, strict=True):
        top = np.arange(places.count)
        if places.count > most:
            top = np.argpartition(key, places.count - most)[-most:]
        top = top[row[top] != LEFT_OUT]
        top = top[np.argsort(-key[top])]
        yield top, row[top]


def _scores(block, places, weights):
    """One row an agent, one column a place; a mark where the place is left out."""
    exposure = FULL * weights.seen_half // (weights.seen_half + places.seen)
    exposure[places.waiting >= weights.rest_after] = 0
    everybody = weights.answers * places.answers + weights.exposure * exposure
    total = weights.skills * _skills(block, places)
    total += everybody
    for agent, row in zip(block, total, strict=True):
        out = _left_out(agent, places)
        row += _of_the_post(agent, places, weights)
        row += weights.distance * _distance(agent, places, out)
        row += weights.dates * _dates(agent, places, weights, out)
        lost = {None: UNKNOWN, False: FULL, True: 0}[agent.licence]
        row += weights.licence * (FULL - lost * places.drives)
        row[out] = LEFT_OUT
    return total


def _left_out(agent, places):
    """Where nothing is reckoned: one's own employer, an agreed restriction, a place
    that is already asked for."""
    out = np.isin(places.ids, list(agent.asked))
    for condition in agent.avoid & places.by_condition.keys():
        out[places.by_condition[condition]] = True
    own = [bool(body) and body in agent.own for body in places.bodies]
    return out | np.array(own, bool)[places.body]


def _skills(block, places):
    had = np.zeros((len(block), places.count), np.int64)
    for skill, (rows, levels) in places.by_skill.items():
        own = np.array([agent.skills.get(skill, 0) for agent in block], np.int64)
        able = own.nonzero()[0]
        if able.size:
            had[np.ix_(able, rows)] += np.minimum.outer(own[able], levels)
    return had * FULL // np.maximum(places.needed, 1)


def _of_the_post(agent, places, weights):
    """What depends on the métier alone: read once for each, then spread."""
    metiers = [metier_points(metier, agent) for metier in places.metiers]
    filieres = [filiere_points(filiere, agent) for filiere in places.filieres]
    categories = [category_points(some, agent) for some in places.category_sets]
    return (
        weights.metier * np.array(metiers, np.int64)[places.metier]
        + weights.filiere * np.array(filieres, np.int64)[places.filiere]
        + weights.category * np.array(categories, np.int64)[places.categories]
    )


def _distance(agent, places, out):
    if not agent.point:
        return np.full(places.count, UNKNOWN)
    points, far = spread_distance(
        places.points - np.array(agent.point, np.int64),
        2 if agent.licence is False else 1,
        max(1, agent.radius_km),
    )
    far &= places.known
    points[~places.known] = 0
    out |= far[places.where]
    return points[places.where]


def spread_distance(apart, counted, radius):
    """As :func:`.spec.distance_points`, on arrays: the points and where it is too far.

    :param apart: metres on three axes, one row a pair
    :param counted: how often each kilometre counts
    :param radius: km, 1 at least
    """
    metres = np.sqrt((apart**2).sum(axis=1).astype(float)).astype(np.int64)
    km = (metres + 500) // 1000 * counted
    points = np.where(
        km <= radius,
        FULL - (FULL - AT_RADIUS) * km // radius,
        AT_RADIUS - AT_RADIUS * (km - radius) // radius,
    )
    far = km > 2 * radius
    points[far] = 0
    return points, far


def _dates(agent, places, weights, out):
    first = np.maximum(agent.window[0], places.first)
    last = np.minimum(agent.window[1], places.last)
    begin = places.horizon[0]
    size = places.before.shape[1] - 1
    low = np.clip(first - begin, 0, size)
    high = np.clip(last - begin + 1, 0, size)
    days = places.before[places.calendar, high] - places.before[places.calendar, low]
    days[first > last] = 0
    taken = (places.full_day >= first[places.full_place]) & (
        places.full_day <= last[places.full_place]
    )
    np.subtract.at(days, places.full_place[taken], 1)
    out |= days <= 0
    return np.minimum(days, weights.days_wanted) * FULL // weights.days_wanted
