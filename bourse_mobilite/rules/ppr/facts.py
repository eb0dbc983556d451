"""What is known of one PPR: days and choices, never a word on health."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

# Why a PPR ends before its term.
END_REASONS = (
    "reclassed",  # reclassement takes effect the day after
    "adapted",  # the post is adapted, or the agent changes posts in the same grade
    "fit",  # the conseil médical, seized before, finds the agent fit
    "broken",  # commitments broken
    "left",  # retirement, resignation, dismissal, disponibilité
)


@dataclass(frozen=True)
class Leave:
    """Whole days of a leave that counts: pour raison de santé, CITIS, maternité, charges
    parentales. Both days included; `last` is None until the agent has come back."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Length:
    """The length that the project fixes, in whole months; a later one replaces it."""

    agreed_on: date
    months: int


@dataclass(frozen=True)
class Facts:
    """What has happened, and what was chosen. None, or nothing: not known, or not yet.

    :param proposed_on: the employer proposed the PPR in writing
    :param accepted_on: the agent accepted the PPR itself; `declined_on`, refused it
    :param opinion_date: the conseil médical gave its opinion
    :param received_on: the employer received the opinion of the conseil médical
    :param seized_on: the conseil médical was asked for it
    :param from_seizure: the agent asked that the PPR begins that day
    :param agreed_start: first day agreed by agent and employer, when it is deferred
    :param notified_on: the project was notified; `proof` says how, '' without any
    :param agreed_on: the agent agreed to the project; `refused_on`, refused it
    :param silence_confirmed_on: the referent noted that nobody had answered
    :param review_months: how often the project is reviewed; 0 when nothing is fixed
    :param reviews: days on which it was
    :param requested_on: the agent asked for a reclassement
    :param answered_on: posts were proposed, or their absence was reasoned
    :param ended_on: last day, included, of the PPR or of what came after it
    :param department: where public holidays are looked up
    """

    proposed_on: date | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    opinion_date: date | None = None
    received_on: date | None = None
    seized_on: date | None = None
    from_seizure: bool = False
    agreed_start: date | None = None
    leaves: Collection[Leave] = ()
    physician_on: date | None = None
    notified_on: date | None = None
    proof: str = ""
    agreed_on: date | None = None
    refused_on: date | None = None
    silence_confirmed_on: date | None = None
    lengths: Collection[Length] = ()
    review_months: int = 0
    reviews: Collection[date] = ()
    requested_on: date | None = None
    answered_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    department: str = ""

    def __post_init__(self):
        for name in ("leaves", "lengths", "reviews"):
            object.__setattr__(self, name, frozenset(getattr(self, name)))
