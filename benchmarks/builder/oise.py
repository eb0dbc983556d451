"""« Oise »: a centre de gestion of today, with three years behind it."""

import random

from rules.working_days import Calendar

from builder import pprs
from builder.agents import agents
from builder.employers import employers, staff
from builder.offers import STATES, offers
from builder.requests import Requests
from builder.skills import of_agents, of_offers
from builder.table import Table
from builder.world import World

SEED = 60
DEPARTMENT = "60"
EMPLOYERS, AGENTS, OFFERS, REQUESTS = 1_000, 10_403, 2_000, 5_000
_DROPPED = {"agent", "offer", "host", "employer", "asked", "dates", "decisions", "live",
            "holds_place"}  # fmt: skip


def build(env, places=OFFERS):
    """Fill the database; answer the ids of what was written, by model.

    :param int places: how many offers there are, open or not
    """
    world, rng = World(env), random.Random(SEED)
    env["mobility.commune"]._load_departments([DEPARTMENT])
    communes = [
        one
        for one in world.referential(
            "mobility.commune",
            "code", "name", "postal_codes", "population", "department_code",
            order="code",
        )
        if one["department_code"] == DEPARTMENT
    ]  # fmt: skip
    metiers = world.referential("mobility.metier", "name", "skill_ids")
    cadres = [one["id"] for one in world.referential("mobility.cadre")]
    conditions = [one["id"] for one in world.referential("mobility.condition")]
    hosts = employers(rng, communes, EMPLOYERS)
    people, roles = staff(rng, hosts)
    offered = offers(rng, places, len(hosts), metiers, conditions, STATES)
    homes = [one["id"] for one in communes]
    filed = agents(rng, AGENTS, len(hosts), homes, cadres, metiers)
    asked = Requests(rng, filed, offered, Calendar(DEPARTMENT)).rows(REQUESTS)

    employer_ids = world.employers(hosts)
    people_ids = world.people("staff", people)
    world.roles(roles, people_ids, employer_ids)
    tutors = {
        role["employer"]: people_ids[role["person"]]
        for role in roles
        if role["kind"] == "tutor"
    }
    offer_ids = world.offers(offered, hosts, employer_ids, tutors)
    file_ids, person_ids = _agents(world, filed, employer_ids)
    levels = world.levels()
    world.skills(
        "mobility.offer.skill",
        "offer_id",
        of_offers(offered, metiers, levels),
        offer_ids,
    )
    world.skills(
        "mobility.candidate.skill",
        "candidate_id",
        of_agents(filed, metiers, levels),
        file_ids,
    )
    request_ids = _requests(
        world, asked, filed, person_ids, file_ids, offer_ids, employer_ids
    )
    days = _days(world, asked, request_ids, file_ids)
    decisions = _decisions(world, asked, request_ids, employer_ids)
    ppr_ids = pprs.write(env, pprs.pprs(rng, filed), file_ids)
    world.finish()
    return {
        "mobility.ppr": ppr_ids,
        "res.partner": [*employer_ids, *people_ids, *person_ids],
        "mobility.offer": offer_ids,
        "mobility.candidate": file_ids,
        "mobility.request": request_ids,
        "mobility.day": days,
        "mobility.decision": decisions,
    }, world.checksums


def _agents(world, rows, employers):
    env = world.env
    people = world.people("agents", [row["person"] for row in rows])
    files = Table(env, "mobility.candidate", partner_id=people[0], adviser_id=False)
    jobs, aims = [], []
    for row, person in zip(rows, people, strict=True):
        main = row["jobs"][0]
        own = files.add(
            partner_id=person,
            name=row["person"]["name"],
            status=row["status"],
            commune_id=row["commune_id"],
            radius_km=row["radius_km"],
            employer_id=employers[main["employer"]],
            cadre_id=main["cadre_id"],
            job_title=main["job_title"],
        )
        jobs += [(own, rank == 0, job) for rank, job in enumerate(row["jobs"])]
        aims += [(own, metier) for metier in row["aims"]]
    world.write("files", files)
    employments = Table(
        env,
        "mobility.employment",
        candidate_id=files.first,
        employer_id=employers[0],
    )
    for own, main, job in jobs:
        values = {name: value for name, value in job.items() if name != "employer"}
        employments.add(
            candidate_id=own,
            main=main,
            employer_id=employers[job["employer"]],
            **values,
        )
    world.write("employments", employments)
    world.link("aims", "mobility.candidate", "target_metier_ids", aims)
    return files.ids, people


def _requests(world, rows, filed, people, files, offers, employers):
    table = Table(world.env, "mobility.request", candidate_id=files[0])
    numbers = {}
    for row in rows:
        year = row["asked"].year
        numbers[year] = numbers.get(year, 0) + 1
        values = {name: value for name, value in row.items() if name not in _DROPPED}
        table.add(
            name=f"D-{year}-{len(table.rows) + 1:05d}",
            candidate_id=files[row["agent"]],
            partner_id=people[row["agent"]],
            candidate_name=filed[row["agent"]]["person"]["name"],
            employer_id=employers[row["employer"]],
            offer_id=offers[row["offer"]],
            host_id=employers[row["host"]],
            days=len(row["dates"]),
            **values,
        )
    world.write("requests", table)
    sequence = world.env["ir.sequence"].search([("code", "=", "mobility.request")])
    sequence.number_next_actual = len(rows) + 1
    return table.ids


def _days(world, rows, requests, files):
    table = Table(
        world.env,
        "mobility.day",
        request_id=next(
            own
            for own, row in zip(requests, rows, strict=True)
            if row["state"] == "draft"
        ),
        date="2039-12-01",
    )
    for own, row in zip(requests, rows, strict=True):
        for day in row["dates"]:
            table.add(
                request_id=own,
                candidate_id=files[row["agent"]],
                date=day,
                live=row["live"],
                holds_place=row["holds_place"],
                in_quota=row["live"],
            )
    world.write("days", table)
    return table.ids


def _decisions(world, rows, requests, employers):
    table = Table(
        world.env,
        "mobility.decision",
        request_id=requests[0],
        party="cdg",
        organisation_id=employers[0],
    )
    for own, row in zip(requests, rows, strict=True):
        for decision in row["decisions"]:
            party = "employer" if decision["party"] == "origin" else "host"
            table.add(request_id=own, organisation_id=employers[row[party]], **decision)
    world.write("decisions", table)
    return table.ids
