"""The order in which the days of a PPR can follow one another."""

from collections.abc import Iterator
from datetime import date

from ..finding import BLOCK, Finding
from .facts import Facts


def off(code, level, day, limit, about, figure=0) -> Finding:
    """`day` is on the wrong side of `limit`, by so many days."""
    shortfall = abs((day - limit).days)
    return Finding(code, level, figure, shortfall, shortfall, (day, limit), about)


def out_of_order(facts: Facts) -> Iterator[Finding]:
    """What is told to have happened before what makes it possible; two facts of one
    day are in order."""
    trigger = facts.seized_on if facts.from_seizure else facts.opinion_date
    pairs = (
        ("before_trigger", "proposed_on", trigger),
        ("before_trigger", "physician_on", trigger),
        ("choice_before_proposal", "accepted_on", facts.proposed_on),
        ("choice_before_proposal", "declined_on", facts.proposed_on),
        ("notified_before_choice", "notified_on", facts.accepted_on),
        ("answered_before_request", "answered_on", facts.requested_on),
    )
    for code, name, earliest in pairs:
        day: date | None = getattr(facts, name)
        if day and earliest and day < earliest:
            yield off(code, BLOCK, day, earliest, name)
    if facts.answered_on and not facts.requested_on:
        yield Finding(
            "answered_without_request",
            BLOCK,
            dates=(facts.answered_on,),
            about="answered_on",
        )
