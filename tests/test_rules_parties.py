"""Whose word is needed on an immersion: dated cases, then brute force."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.finding import BLOCK, REVIEW, WARNING, Finding
from rules.parties import AWAY, Employment, asked, check_employments
from rules.regime import Regime
from rules.working_days import week_of

PIP = Regime("pip", public_agents_only=True, same_employer="forbidden")
INTERNE = Regime("interne", same_employer="required")
DISCOVERY = Regime("decouverte", same_employer="allowed")
# Employers, and what they are worked on in the cases below.
A, B, C = "Andeville", "Breteuil", "Syndicat"


def day(number, half="full"):
    """A day of June 2026, of which the 1st is a Monday."""
    return date(2026, 6, number), half


MON, TUE, WED, FRI = day(1), day(2), day(3), day(5)
MON_TUE, THU_FRI = week_of(0, 1), week_of(3, 4)
MORNINGS = frozenset((weekday, "am") for weekday in range(5))
AT_A_AND_B = (Employment(A, week=MON_TUE), Employment(B, week=THU_FRI))
HALVES_OF_WEDNESDAY = (
    Employment(A, week=frozenset({(2, "am")})),
    Employment(B, week=frozenset({(2, "pm")})),
)
UNTIL_4_JUNE = Employment(A, end=date(2026, 6, 4))


def dates(*numbers):
    return tuple(date(2026, 6, number) for number in numbers)


def not_worked(*numbers):
    count = len(numbers)
    return Finding("not_worked", WARNING, 0, count, count, dates(*numbers))


def not_employed(*numbers):
    count = len(numbers)
    return Finding("not_employed", BLOCK, 0, count, count, dates(*numbers))


def away(employer):
    return Finding("away", REVIEW, about=employer)


def other_unknown(employer):
    return Finding("other_unknown", REVIEW, about=employer)


class Case(NamedTuple):
    name: str
    jobs: tuple
    days: tuple
    asked: tuple
    findings: tuple = ()


def until(position, number, employer=A):
    return Employment(employer, position, end=date(2026, 6, number))


def since(position, number, employer=A):
    return Employment(employer, position, start=date(2026, 6, number))


EMPLOYERS = (
    Case("one employer, week not known", (Employment(A),), (MON, FRI), (A,)),
    Case("the Monday of the first employer", AT_A_AND_B, (MON,), (A,)),
    Case("the Friday of the second one", AT_A_AND_B, (FRI,), (B,)),
    Case("a day of each", AT_A_AND_B, (FRI, MON), (A, B)),
    Case("a free Wednesday", AT_A_AND_B, (WED,), (A, B), (not_worked(3),)),
    Case("a free Wednesday and a Monday", AT_A_AND_B, (WED, MON), (A,), (not_worked(3),)),
    Case("the morning of one", HALVES_OF_WEDNESDAY, (day(3, "am"),), (A,)),
    Case("the afternoon of the other", HALVES_OF_WEDNESDAY, (day(3, "pm"),), (B,)),
    Case("the whole day of both", HALVES_OF_WEDNESDAY, (WED,), (A, B)),
    Case("free afternoons", (Employment(A, week=MORNINGS),), (day(1, "pm"), day(2, "pm")),
         (A,), (not_worked(1, 2),)),
    Case("mornings and a whole day", (Employment(A, week=MORNINGS),), (day(1, "am"), TUE),
         (A,)),
    Case("a Saturday worked", (Employment(A, week=week_of(5)),), (day(6),), (A,)),
    Case("one employer twice", (UNTIL_4_JUNE, since("activite", 5)), (MON, FRI), (A,)),
    Case("no days", AT_A_AND_B, (), ()),
    Case("no employment known", (), (MON,), ()),
)  # fmt: skip

POSITIONS = (
    Case("détachement: where the agent works",
         (Employment(A, "detachement", B),), (MON,), (B,)),
    Case("détachement, organisation not filled in",
         (Employment(A, "detachement"),), (MON,), (A,), (other_unknown(A),)),
    Case("mise à disposition: both",
         (Employment(A, "mise_a_disposition", B),), (MON,), (A, B)),
    Case("mise à disposition, other not filled in",
         (Employment(A, "mise_a_disposition"),), (MON,), (A,), (other_unknown(A),)),
    Case("the same on a day not worked",
         (Employment(A, "mise_a_disposition", week=MON_TUE),), (FRI,), (A,),
         (other_unknown(A), not_worked(5))),
    Case("made available to the second employer",
         (Employment(A, "mise_a_disposition", B), Employment(B)), (MON,), (A, B)),
    Case("another organisation means nothing in activity",
         (Employment(A, "activite", B),), (MON,), (A,)),
    Case("disponibilité", (Employment(A, "disponibilite"),), (MON,), (A,), (away(A),)),
    Case("leave", (Employment(A, "conge"),), (MON, TUE), (A,), (away(A),)),
    Case("disponibilité, on a day once not worked",
         (Employment(A, "disponibilite", week=MON_TUE),), (FRI,), (A,),
         (away(A), not_worked(5))),
    Case("disponibilité renewed in between",
         (until("disponibilite", 2), since("disponibilite", 3)), (MON, WED), (A,),
         (away(A),)),
    Case("leave that ends on the eve",
         (until("conge", 1), since("activite", 2)), (TUE,), (A,)),
    Case("leave that ends on the first day",
         (until("conge", 2), since("activite", 3)), (TUE, WED), (A,), (away(A),)),
    Case("leave from the employer of other days",
         (Employment(A, "conge", week=MON_TUE), Employment(B, week=THU_FRI)), (FRI,),
         (B,)),
    Case("leave from one of the two",
         (Employment(A, "conge", week=MON_TUE), Employment(B, week=THU_FRI)), (MON, FRI),
         (A, B), (away(A),)),
)  # fmt: skip

CONTRACTS = (
    Case("ends on the eve of the last day", (UNTIL_4_JUNE,), (WED, FRI), (A,),
         (not_employed(5),)),
    Case("ends on the last day", (until("activite", 5),), (WED, FRI), (A,)),
    Case("ends on the day after", (until("activite", 6),), (WED, FRI), (A,)),
    Case("begins after the first day", (since("activite", 2),), (MON, TUE), (A,),
         (not_employed(1),)),
    Case("begins on the first day", (since("activite", 1),), (MON, TUE), (A,)),
    Case("a gap between two contracts",
         (until("activite", 1), since("activite", 5, B)), (MON, TUE, WED, FRI), (A, B),
         (not_employed(2, 3),)),
    Case("two halves of a day without contract", (until("activite", 1),),
         (MON, day(2, "am"), day(2, "pm")), (A,), (not_employed(2),)),
    Case("an old contract", (until("activite", 1, C), Employment(A)), (TUE,), (A,)),
    Case("over before the first day", (until("activite", 1),), (TUE,), (),
         (not_employed(2),)),
    Case("ends while another goes on", (
        Employment(A, end=date(2026, 6, 1), week=MON_TUE), Employment(B, week=THU_FRI)),
        (TUE, FRI), (B,), (not_worked(2),)),
    Case("ends on 29 February", (Employment(A, end=date(2028, 2, 29)),),
         ((date(2028, 2, 29), "full"),), (A,)),
)  # fmt: skip

CASES = (*EMPLOYERS, *POSITIONS, *CONTRACTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_is_asked_and_what_stands_in_the_way(case):
    assert asked(case.jobs, case.days) == list(case.asked)
    assert check_employments(PIP, case.jobs, case.days) == list(case.findings)


@pytest.mark.parametrize(
    ("regime", "status", "codes"),
    [
        (PIP, "apprenti", ["apprentice"]),
        (PIP, "contractuel", []),
        (PIP, "", []),
        (DISCOVERY, "apprenti", []),
        (INTERNE, "apprenti", []),
    ],
)
@pytest.mark.parametrize("jobs", [(), (Employment(A),)])
def test_an_apprentice_is_no_agent_public(regime, status, codes, jobs):
    found = check_employments(regime, jobs, [MON], status)
    assert [(finding.code, finding.level) for finding in found] == [
        (code, BLOCK) for code in codes
    ]


# --- brute force ------------------------------------------------------------

FORTNIGHT = [date(2026, 6, 1) + timedelta(days=n) for n in range(14)]
SLOTS = [(number, half) for number in range(7) for half in ("am", "pm")]
MAYBE_DATES = st.none() | st.sampled_from(FORTNIGHT)
JOBS = st.lists(
    st.builds(
        Employment,
        st.sampled_from("ABC"),
        st.sampled_from(["activite", "detachement", "mise_a_disposition", *AWAY]),
        st.none() | st.sampled_from("ABC"),
        MAYBE_DATES,
        MAYBE_DATES,
        st.none() | st.frozensets(st.sampled_from(SLOTS), max_size=8),
    ),
    max_size=3,
)
DAYS = st.lists(
    st.tuples(st.sampled_from(FORTNIGHT), st.sampled_from(["full", "am", "pm"])),
    max_size=5,
)


def parts(days):
    """Each morning and each afternoon, one by one."""
    for one, half in days:
        yield from ((one, part) for part in ("am", "pm") if half in ("full", part))


def held(job):
    """The days of the fortnight, crossed out one by one when the job is not held."""
    return {
        one
        for one in FORTNIGHT
        if (job.start is None or one >= job.start)
        and (job.end is None or one <= job.end)
    }


def worked(job):
    every = {(one, part) for one in held(job) for part in ("am", "pm")}
    if job.week is None:
        return every
    return {(one, part) for one, part in every if (one.weekday(), part) in job.week}


def concerned(jobs, days):
    at_work = [job for job in jobs if worked(job) & set(parts(days))]
    return at_work or [job for job in jobs if held(job) & {one for one, _ in days}]


@settings(deadline=None, derandomize=True, max_examples=400)
@given(JOBS, DAYS)
def test_asked_against_brute_force(jobs, days):
    expected = []
    found = concerned(jobs, days)
    elsewhere = any(job.position != "disponibilite" for job in found)
    for job in found:
        if elsewhere and job.position == "disponibilite":
            continue
        deciding = [job.employer]
        if job.position == "detachement" and job.other:
            deciding = [job.other]
        if job.position == "mise_a_disposition" and job.other:
            deciding.append(job.other)
        for employer in deciding:
            if employer not in expected:
                expected.append(employer)
    assert asked(jobs, days) == expected


@settings(deadline=None, derandomize=True, max_examples=400)
@given(JOBS, DAYS)
def test_employments_against_brute_force(jobs, days):
    chosen = sorted({one for one, _half in days})
    bare = [one for one in chosen if not any(one in held(job) for job in jobs)]
    free = {
        one
        for one, half in days
        if one not in bare
        and not any(worked(job) & set(parts([(one, half)])) for job in jobs)
    }
    expected = set()
    if jobs and bare:
        expected.add(("not_employed", BLOCK, len(bare), tuple(bare), None))
    if jobs and free:
        expected.add(("not_worked", WARNING, len(free), tuple(sorted(free)), None))
    for job in concerned(jobs, days):
        if job.position in ("disponibilite", "conge"):
            expected.add(("away", REVIEW, 0, (), job.employer))
        if job.position in ("detachement", "mise_a_disposition") and job.other is None:
            expected.add(("other_unknown", REVIEW, 0, (), job.employer))
    found = [
        (one.code, one.level, one.actual, one.dates, one.about)
        for one in check_employments(PIP, jobs, days)
    ]
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_who_works_elsewhere_meanwhile_is_decided_on_there():
    jobs = [Employment("A", position="disponibilite"), Employment("B")]
    days = [(date(2026, 6, 1), "full"), (date(2026, 6, 2), "full")]
    assert asked(jobs, days) == ["B"]
    findings = check_employments(Regime("pip"), jobs, days)
    assert [(finding.code, finding.about) for finding in findings] == [("away", "A")]
    assert asked(jobs[:1], days) == ["A"]
