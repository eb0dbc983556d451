"""The stories that the benchmarks tell: the same each time, and lawful."""

import random
from collections import Counter, defaultdict
from itertools import combinations, pairwise

import pytest
from builder.agents import agents
from builder.employers import employers, siret, staff
from builder.offers import DAY, LAST_DAY, STATES, offers
from builder.requests import Requests
from rules.working_days import Calendar, add_months
from stdnum.fr import siret as official

COMMUNES = [
    {
        "id": rank,
        "code": f"60{rank:03d}",
        "name": f"L'Étang-sur-Oise {rank}",
        "postal_codes": "60000 60009" if rank else "",
        "population": 5000 - rank,
    }
    for rank in range(30)
]
METIERS = [{"id": rank, "name": f"Métier {rank}"} for rank in range(20)]


def story(seed=1):
    rng = random.Random(seed)
    hosts = employers(rng, COMMUNES, 50)
    people, roles = staff(rng, hosts)
    offered = offers(rng, 100, len(hosts), METIERS, [1, 2, 3], STATES)
    filed = agents(rng, 400, len(hosts), [1, 2], [7, 8], METIERS)
    asked = Requests(rng, filed, offered, Calendar("60")).rows(300)
    return {
        "employers": hosts,
        "people": people,
        "roles": roles,
        "offers": offered,
        "agents": filed,
        "requests": asked,
    }


@pytest.fixture(scope="module")
def told():
    return story()


def test_the_same_seed_tells_the_same_story(told):
    assert story() == told
    assert story(2) != told


def test_each_employer_has_a_valid_siret_of_its_own():
    numbers = [siret(rank) for rank in (*range(1000), 39_999, 500_000, 999_999)]
    assert len(set(numbers)) == len(numbers)
    assert all(official.is_valid(number) for number in numbers)


def test_the_communes_come_first_then_other_bodies(told):
    kinds = [one["mobility_employer_kind"] for one in told["employers"]]
    assert kinds[:30] == ["commune"] * 30
    assert kinds[30:] == ["ccas"] * 20
    names = [one["name"] for one in told["employers"]]
    assert len(set(names)) == len(names)


def test_mailboxes_are_fictitious_and_plain(told):
    mails = [one["email"] for one in (*told["employers"], *told["people"])]
    assert all(one.isascii() and one.endswith(".example.org") for one in mails)
    assert len(set(mails)) == len(mails)


def test_every_employer_has_who_signs_and_who_welcomes(told):
    roles = defaultdict(list)
    for role in told["roles"]:
        roles[role["employer"]].append(role["kind"])
        assert role["quality"]
    assert all(kinds[:2] == ["authority", "tutor"] for kinds in roles.values())
    assert len(roles) == 50


def test_offers_stay_open_whatever_the_day_they_are_measured(told):
    for offer in told["offers"]:
        assert offer["date_to"] in (None, LAST_DAY)
        assert bool(offer["published_on"]) == (
            offer["state"] not in ("draft", "submitted")
        )
    rows = offers(random.Random(1), 50, 3, METIERS, [1, 2])
    assert {row["state"] for row in rows} == {"published"}


def test_no_agent_has_two_immersions_at_once_nor_over_twenty_days(told):
    of_agent = defaultdict(list)
    for row in told["requests"]:
        of_agent[row["agent"]].append(row)
    for rows in of_agent.values():
        for one, other in combinations(rows, 2):
            assert not set(one["dates"]) & set(other["dates"])
        assert sum(len(row["dates"]) for row in rows) <= 20
    assert max(map(len, of_agent.values())) > 1


def test_no_host_is_the_agents_own_employer_and_no_place_is_given_twice(told):
    taken = Counter()
    for row in told["requests"]:
        offer = told["offers"][row["offer"]]
        jobs = told["agents"][row["agent"]]["jobs"]
        assert row["host"] == offer["host"]
        assert row["host"] not in {job["employer"] for job in jobs}
        assert row["employer"] == jobs[0]["employer"]
        if row["holds_place"]:
            taken.update((row["offer"], day) for day in row["dates"])
    assert taken
    for (offer, _day), count in taken.items():
        assert count <= told["offers"][offer]["capacity"]


def test_requests_are_of_lawful_length_on_working_days_after_notice(told):
    for row in told["requests"]:
        assert 2 <= len(row["dates"]) <= 10
        assert all(one < other for one, other in pairwise(row["dates"]))
        assert all(day.weekday() < 5 for day in row["dates"])
        assert (row["date_start"], row["date_end"]) == (
            row["dates"][0],
            row["dates"][-1],
        )
        assert row["date_start"] >= add_months(row["asked"], 3)


def test_decisions_agree_with_the_state(told):
    states = Counter(row["state"] for row in told["requests"])
    assert set(states) == {
        "done", "refused", "withdrawn", "cancelled", "postponed", "no_show", "agreed",
        "submitted", "draft",
    }  # fmt: skip
    for row in told["requests"]:
        answers = [one["answer"] for one in row["decisions"]]
        if row["state"] == "draft":
            assert not answers and not row["submitted_on"]
            continue
        assert len(answers) == 2
        assert (row["state"] in ("agreed", "done", "no_show")) == (
            answers == ["agreed", "agreed"]
        )
        assert ("refused" in answers) == (row["state"] == "refused")
        for one in row["decisions"]:
            assert bool(one["answer"]) == bool(one["answered_on"])
            assert not one["answer"] or one["asked_on"] <= one["answered_on"] <= DAY
            assert bool(one["reasons"]) == (one["answer"] in ("refused", "postponed"))


def test_what_is_over_was_over_on_the_day_of_the_story(told):
    for row in told["requests"]:
        if row["state"] in ("done", "no_show"):
            assert row["dates"][-1] < DAY
        for one in row["decisions"]:
            assert not one["proposed_end"] or one["proposed_end"] < DAY
