"""The peer of the public list: 10,000 published jobs of website_hr_recruitment."""

import random

from builder.offers import offers
from builder.world import World

SEED = 2026
JOBS = 10_000
DEPARTMENTS, BATCH = 20, 500


def build(env):
    """Publish the jobs through the ORM, with what an offer has as well: a text, a
    department, an office."""
    rng = random.Random(SEED)
    departments = env["hr.department"].create(
        [{"name": f"Service {rank}"} for rank in range(DEPARTMENTS)]
    )
    country = env.ref("base.fr").id
    offices = env["res.partner"].create(
        [
            {"name": f"Mairie {rank}", "is_company": True, "city": f"Commune {rank}",
             "country_id": country}
            for rank in range(DEPARTMENTS)
        ]
    )  # fmt: skip
    metiers = [{"id": rank, "name": f"Métier {rank}"} for rank in range(50)]
    rows = offers(rng, JOBS, DEPARTMENTS, metiers, [1, 2])
    quiet = env["hr.job"].with_context(tracking_disable=True, mail_create_nolog=True)
    for start in range(0, len(rows), BATCH):
        quiet.create(
            [
                {
                    "name": f"{row['name']} {start + rank}",
                    "description": row["description"],
                    "department_id": departments[row["host"]].id,
                    "address_id": offices[row["host"]].id,
                    "no_of_recruitment": row["capacity"],
                    "is_published": True,
                }
                for rank, row in enumerate(rows[start : start + BATCH])
            ]
        )
        env.cr.commit()
        env.invalidate_all()
        print(f"{start + BATCH} jobs", flush=True)
    World(env).finish()
    return {}, {}
