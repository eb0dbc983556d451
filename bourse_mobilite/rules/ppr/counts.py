"""What the social report counts of the PPR: INAP011 to INAP014."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Indicator: the day that puts a file in a civil year.
INDICATORS = {
    "INAP014": "proposed_on",
    "INAP011": "accepted_on",
    "INAP012": "refused_on",
    "INAP013": "reclassed_on",
}


@dataclass(frozen=True)
class Counted:
    """The days of one file that count, each once.

    :param proposed_on: the employer proposed the PPR, in writing
    :param accepted_on: the agent accepted the PPR
    :param refused_on: the agent refused it, or its project, or the referent noted that
        fifteen days had passed without an answer; the first of these days
    :param reclassed_on: the reclassement takes effect, after a PPR that was accepted
    """

    proposed_on: date | None = None
    accepted_on: date | None = None
    refused_on: date | None = None
    reclassed_on: date | None = None


def inap(files: Iterable[Counted], year: int) -> dict[str, int]:
    """How many files count under each indicator in a civil year.

    Each step counts in the year of its own day: a PPR proposed in December and accepted
    in January is of two years. A file refused after it was accepted counts as both. A
    reclassement counts only after a PPR that was accepted, on that day or before.

    >>> inap([Counted(date(2026, 12, 30), date(2027, 1, 4))], 2026)
    {'INAP014': 1, 'INAP011': 0, 'INAP012': 0, 'INAP013': 0}
    """
    found = dict.fromkeys(INDICATORS, 0)
    for one in files:
        for indicator, name in INDICATORS.items():
            day = getattr(one, name)
            if day is None or day.year != year:
                continue
            if name == "reclassed_on" and not _after_ppr(one):
                continue
            found[indicator] += 1
    return found


def _after_ppr(one: Counted) -> bool:
    return one.accepted_on is not None and one.accepted_on <= one.reclassed_on
