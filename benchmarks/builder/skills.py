"""Skills of people and of places, as plain values: drawn apart, so that they change
nothing else that is drawn."""

import random

SEED = 311


def of_offers(offers, metiers, levels):
    """``[(rank of the offer, skill, level)]``: most of those of its métier.

    :param metiers: rows with ``id`` and ``skill_ids``; ``levels``: ids, the lowest
        first
    """
    rng = random.Random(SEED)
    known = {metier["id"]: sorted(metier["skill_ids"]) for metier in metiers}
    return [
        (rank, skill, rng.choice(levels[1:]))
        for rank, offer in enumerate(offers)
        for skill in _most(rng, known[offer["metier_id"]])
    ]


def of_agents(agents, metiers, levels):
    """The same of agents: a few of the métier aimed at, more of another."""
    rng = random.Random(SEED + 1)
    known = {metier["id"]: sorted(metier["skill_ids"]) for metier in metiers}
    every = list(known)
    found = []
    for rank, agent in enumerate(agents):
        aimed, held = known[agent["aims"][0]], known[rng.choice(every)]
        skills = {*_most(rng, held), *rng.sample(aimed, min(2, len(aimed)))}
        found += [(rank, skill, rng.choice(levels)) for skill in sorted(skills)]
    return found


def _most(rng, skills):
    return rng.sample(skills, max(1, len(skills) - rng.randint(0, 2))) if skills else []
