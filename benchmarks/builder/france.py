"""« France »: the public list when every centre de gestion uses it, and the same
list ten times shorter."""

import random

from builder.employers import employers
from builder.offers import offers
from builder.skills import of_offers
from builder.world import World

SEED = 2026
EMPLOYERS = 40_000
# The same number of offers where they are thick: one département of 1,000 employers.
DENSE_DEPARTMENT, DENSE_EMPLOYERS = "60", 1_000


def build_employers(env):
    """Every commune of the country, and 40,000 employers."""
    departments = env["mobility.department"].search([]).mapped("code")
    return _build_employers(env, departments, EMPLOYERS)


def build_dense(env, count):
    """``count`` published offers in one département: what is near is a full page."""
    _build_employers(env, [DENSE_DEPARTMENT], DENSE_EMPLOYERS)
    return build_offers(env, count)


def _build_employers(env, departments, count):
    world, rng = World(env), random.Random(SEED)
    env["mobility.commune"]._load_departments(departments)
    communes = world.referential(
        "mobility.commune", "code", "name", "postal_codes", "population", order="code"
    )
    ids = world.employers(employers(rng, communes, count))
    world.finish()
    return {"res.partner": ids}, world.checksums


def build_offers(env, count):
    """``count`` published offers of these employers."""
    world, rng = World(env), random.Random(SEED)
    hosts = world.referential(
        "res.partner", "name", "city", "mobility_commune_id", "mobility_employer_kind"
    )
    hosts = [
        one
        for one in hosts
        if one["mobility_employer_kind"] and one["mobility_commune_id"]
    ]
    metiers = world.referential("mobility.metier", "name", "skill_ids")
    conditions = [one["id"] for one in world.referential("mobility.condition")]
    rows = offers(rng, count, len(hosts), metiers, conditions)
    ids = world.offers(rows, hosts, [one["id"] for one in hosts])
    drawn = of_offers(rows, metiers, world.levels())
    world.skills("mobility.offer.skill", "offer_id", drawn, ids)
    world.finish()
    return {"mobility.offer": ids}, world.checksums
