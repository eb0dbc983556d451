"""Whose word is needed, and who may receive the agent.

Décret n° 2022-1043, arts 9 to 11: the agent's employer decides, the host is another
public body (CGFP, art. L. 2). Each employer on whose working days the immersion
falls decides on it.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from .finding import BLOCK, FINAL, REVIEW, WARNING, Finding
from .regime import Regime
from .working_days import HALVES, Week

# Positions in which the agent does not work: an adviser looks first.
AWAY = ("disponibilite", "conge")
APPRENTICE = "apprenti"
# Positions in which another organisation decides, alone or as well.
ELSEWHERE = ("detachement", "mise_a_disposition")

# A day or half day of an immersion: the date and "full", "am" or "pm".
DayHalf = tuple[date, str]


@dataclass(frozen=True)
class Employment:
    """A job held: at whom, in which position, when.

    `other` is the second organisation of a détachement (where the agent works) or of
    a mise à disposition. `week` holds the halves worked; None when it is not known,
    which counts as every day. Dates are included; None: no limit.
    """

    employer: Hashable
    position: str = "activite"
    other: Hashable = None
    start: date | None = None
    end: date | None = None
    week: Week | None = None

    def covers(self, day: date) -> bool:
        """Is the job held on that day?"""
        return not ((self.start and day < self.start) or (self.end and day > self.end))

    def works(self, day: date, half: str) -> bool:
        """Is the job held on that day, and worked during a part of that half?"""
        if not self.covers(day):
            return False
        return self.week is None or any(
            (day.weekday(), part) in self.week for part in HALVES[half]
        )

    def deciding(self) -> tuple[Hashable, ...]:
        """Who decides for this job: the organisation of the détachement alone, both
        for a mise à disposition."""
        if self.position == "detachement":
            return (self.other or self.employer,)
        if self.position == "mise_a_disposition" and self.other:
            return (self.employer, self.other)
        return (self.employer,)


@dataclass(frozen=True)
class Body:
    """A legal person: `key` names it, `siren` tells whether two are the same one (a
    commune and its CCAS are two)."""

    key: Hashable
    siren: str = ""
    is_public: bool = True
    is_state: bool = False

    def is_same(self, other: "Body") -> bool:
        return self.key == other.key or bool(self.siren and self.siren == other.siren)


def asked(
    employments: Iterable[Employment], days: Collection[DayHalf]
) -> list[Hashable]:
    """The employers who decide on an immersion on `days`, each once, in the order of
    `employments`: those for whom the agent works on one of these days. When the
    agent works for nobody on these days, all those who employ the agent then. Whoever
    works elsewhere during a disponibilité is decided on there.

    >>> from .working_days import week_of
    >>> monday, friday = (date(2026, 6, 1), "full"), (date(2026, 6, 5), "full")
    >>> jobs = [Employment("A", week=week_of(0, 1)), Employment("B", week=week_of(4))]
    >>> asked(jobs, [monday]), asked(jobs, [monday, friday])
    (['A'], ['A', 'B'])
    """
    involved = _involved(list(employments), days)
    working = [job for job in involved if job.position != "disponibilite"] or involved
    return list(dict.fromkeys(key for job in working for key in job.deciding()))


def check_employments(
    regime: Regime,
    employments: Iterable[Employment],
    days: Collection[DayHalf],
    status: str = "",
) -> list[Finding]:
    """What stands in the way in the agent's own situation.

    An apprentice has a private-law contract and is no agent public; a contract that
    ends before the last day blocks; disponibilité and leave are for an adviser to
    look at first; days that the agent does not work are only worth knowing.
    """
    jobs = list(employments)
    findings = []
    if regime.public_agents_only and status == APPRENTICE:
        findings.append(Finding("apprentice", BLOCK))
    if not jobs:
        return findings
    days = sorted(days)
    findings += _uncovered(jobs, days)
    for job in _involved(jobs, days):
        if job.position in AWAY:
            findings.append(Finding("away", REVIEW, about=job.employer))
        if job.position in ELSEWHERE and not job.other:
            findings.append(Finding("other_unknown", REVIEW, about=job.employer))
    # Two contracts at one employer that follow each other say the same thing once.
    return list(dict.fromkeys(findings + _not_worked(jobs, days)))


def check_host(
    regime: Regime, host: Body, employers: Collection[Body]
) -> list[Finding]:
    """Whether `host` may receive the agent of `employers`.

    Another public body than the agent's own, never a private one (décret
    n° 2022-1043, art. 9; CGFP, art. L. 2); two services of the State share a SIREN,
    which only warns. The internal regime stays inside one's own employer.
    """
    if not host.is_public:
        return [Finding("private_host", FINAL, about=host.key)]
    own = [body for body in employers if body.is_same(host)]
    if own and regime.same_employer == "forbidden":
        barred = [body for body in own if not body.is_state or body.key == host.key]
        level = BLOCK if barred else WARNING
        return [Finding("own_employer", level, about=(barred or own)[0].key)]
    if employers and not own and regime.same_employer == "required":
        return [Finding("another_employer", BLOCK, about=host.key)]
    return []


def _involved(jobs: list[Employment], days: Collection[DayHalf]) -> list[Employment]:
    working = [job for job in jobs if any(job.works(*day) for day in days)]
    return working or [job for job in jobs if any(job.covers(d) for d, _h in days)]


def _uncovered(jobs: list[Employment], days: list[DayHalf]) -> list[Finding]:
    bare = tuple(
        dict.fromkeys(
            day for day, _half in days if not any(j.covers(day) for j in jobs)
        )
    )
    return [Finding("not_employed", BLOCK, 0, len(bare), len(bare), bare)] * bool(bare)


def _not_worked(jobs: list[Employment], days: list[DayHalf]) -> list[Finding]:
    off = tuple(
        dict.fromkeys(
            day
            for day, half in days
            if any(job.covers(day) for job in jobs)
            and not any(job.works(day, half) for job in jobs)
        )
    )
    return [Finding("not_worked", WARNING, 0, len(off), len(off), off)] * bool(off)
