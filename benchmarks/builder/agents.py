"""Mobility files and employments, as plain values."""

from datetime import timedelta

from builder.employers import person
from builder.offers import DAY, usual
from builder.words import TITLES

STATUSES = {
    "titulaire": 70, "stagiaire": 5, "cdi": 10, "cdd": 12, "assmat": 2, "cabinet": 1,
}  # fmt: skip


def agents(rng, count, employers, communes, cadres, metiers):
    """``count`` agents: who they are, where they work, what they aim at.

    :param int employers: an agent names an employer by rank, below this
    :param communes: ids of communes; ``cadres``: ids; ``metiers``: rows with ``id``
    """
    return [
        _agent(rng, rank, employers, communes, cadres, metiers) for rank in range(count)
    ]


def _agent(rng, rank, employers, communes, cadres, metiers):
    status = rng.choices(list(STATUSES), list(STATUSES.values()))[0]
    jobs = [_job(rng, rng.randrange(employers), cadres)]
    if rng.random() < 0.08:
        other = rng.randrange(employers)
        if other != jobs[0]["employer"]:
            # A town clerk of several communes.
            jobs = [dict(job, hours_per_week=17.5) for job in jobs]
            jobs.append(dict(_job(rng, other, cadres), hours_per_week=17.5))
    aims = sorted({usual(rng, metiers)["id"] for _ in range(rng.randint(1, 3))})
    return {
        "person": person(rng, "a", rank),
        "status": status,
        "commune_id": rng.choice(communes),
        "radius_km": rng.choice((10, 20, 30, 30, 30, 50)),
        "jobs": jobs,
        "aims": aims,
    }


def _job(rng, employer, cadres):
    return {
        "employer": employer,
        "cadre_id": rng.choice(cadres),
        "job_title": rng.choice(TITLES),
        "hours_per_week": rng.choice((35, 35, 35, 28, 20)),
        "date_start": DAY - timedelta(days=rng.randint(400, 9000)),
    }
