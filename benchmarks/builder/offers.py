"""Offers of immersion, as plain values."""

from datetime import date, timedelta

from builder.words import SERVICES, TASKS

# The day on which the story is told: the same content whenever it is built.
DAY = date(2026, 11, 2)
# Dated offers stay open: a figure must not change with the day it is measured.
LAST_DAY = date(2039, 12, 31)
STATES = {"published": 70, "submitted": 10, "draft": 8, "suspended": 5, "closed": 7}


def usual(rng, values):
    """One of ``values``, the first ones far more often: some métiers are common."""
    return values[min(int(rng.expovariate(3 / len(values))), len(values) - 1)]


def offers(rng, count, hosts, metiers, conditions, states=None):
    """``count`` offers of ``hosts`` employers.

    :param int hosts: an offer names its host by rank, below this
    :param metiers: rows with ``id`` and ``name``
    :param conditions: ids
    :param states: ``{state: weight}``; None: all are published
    """
    states = states or {"published": 1}
    names, weights = list(states), list(states.values())
    return [
        _offer(rng, hosts, metiers, conditions, names, weights) for _ in range(count)
    ]


def _offer(rng, hosts, metiers, conditions, names, weights):
    metier, service = usual(rng, metiers), rng.choice(SERVICES)
    state = rng.choices(names, weights)[0]
    published = DAY - timedelta(days=rng.randint(1, 365))
    dated = rng.random() < 0.3
    return {
        "host": rng.randrange(hosts),
        "name": f"{metier['name']} – {service}",
        "service": service,
        "metier": metier["name"],
        "metier_id": metier["id"],
        "description": "\n".join(rng.sample(TASKS, 3)),
        "capacity": rng.choice((1, 1, 1, 2, 3)),
        "date_from": published if dated else None,
        "date_to": LAST_DAY if dated else None,
        "state": state,
        "published_on": None if state in ("draft", "submitted") else published,
        "conditions": rng.sample(conditions, rng.choice((0, 1, 1, 2))),
    }
