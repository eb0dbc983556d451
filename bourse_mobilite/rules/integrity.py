"""What the journal of a document tells, and where what is kept says otherwise.

The journal is chained: what it tells is believed, and everything else is compared
with it. A fact that it does not tell is not compared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# What the journal calls it -> the column of the signatory.
_WORDS = {
    "step": "step",
    "sequence": "sequence",
    "party": "party",
    "role": "role",
    "name": "name",
    "quality": "quality",
    "organisation": "organisation_name",
    "delegation": "delegation_reference",
    "partner": "partner_id",
    "organisation_id": "organisation_id",
    "substitute_of": "substitute_of_id",
}
_NOT_YET = {
    "state": "pending",
    "method": "",
    "signed_on": "",
    "recorded_at": "",
    "recorded_by": "",
    "refused_reason": "",
    "scan_name": "",
    "scan_sha256": "",
    "signature_sha256": "",
}
# Compared when the line tells them.
_DATES = ("signed_on", "recorded_at")


@dataclass
class Told:
    """What a journal tells of its document: `rows` holds, by the number of each
    signatory, its columns; an absent one is not told."""

    frozen_sha256: str = ""
    sealed_sha256: str = ""
    sealed_on: str = ""
    document: dict = field(default_factory=dict)
    dropped_as: str = ""
    dropped_reason: str = ""
    rows: dict[int, dict] = field(default_factory=dict)


def told(lines: Iterable[dict]) -> Told:
    """What these lines tell, in order; each has ``event``, ``signatory``, ``user`` and
    ``details``."""
    facts = Told()
    for line in lines:
        event, details = line["event"], line["details"] or {}
        number = line["signatory"]
        if event == "frozen":
            facts.frozen_sha256 = details.get("sha256", "")
            facts.document = details.get("document", {})
            for words in details.get("signatories", ()):
                _add(facts, words)
        elif event == "sealed":
            facts.sealed_sha256 = details.get("sha256", "")
            facts.sealed_on = details.get("sealed_on", "")
        elif event in ("replaced", "cancelled"):
            facts.dropped_as = event
            facts.dropped_reason = details.get("reason") or ""
        if number is None:
            continue
        if {"id", "party", "name"} <= details.keys():
            _add(facts, details)
        row = facts.rows.get(number)
        if row is not None:
            _happened(row, event, details)
    return facts


def _add(facts: Told, words: dict) -> None:
    """A signatory is named, or named again: a visa bears the name of who gives it."""
    row = facts.rows.setdefault(words["id"], dict(_NOT_YET))
    row.update(
        {column: words[name] for name, column in _WORDS.items() if name in words}
    )
    # Who signs instead of another takes the place of that one.
    other = facts.rows.get(words.get("substitute_of"))
    if other is not None:
        other["state"] = "replaced"


def _happened(row: dict, event: str, details: dict) -> None:
    if event == "unsigned":
        row.update(_NOT_YET)
        return
    if event not in ("signed", "refused"):
        return
    row.update(_NOT_YET, state=event)
    for name in _DATES:
        row.pop(name, None)
        if name in details:
            row[name] = details[name]
    if event == "refused":
        row["refused_reason"] = details.get("reason") or ""
        return
    row["method"] = details.get("method", "")
    for name in ("signature_sha256", "scan_sha256"):
        row[name] = details.get(name, "")
    if row["method"] == "paper":
        row["scan_name"] = details.get("scan_name") or ""
        row["recorded_by"] = details.get("recorded_by") or ""


def state_of(dropped_as: str, states: Iterable[str]) -> str:
    """The state of a document whose signatories have these."""
    counted = set(states) - {"replaced"}
    if dropped_as:
        return dropped_as
    if "refused" in counted:
        return "refused"
    return "signed" if counted == {"signed"} else "to_sign"


def differences(expected: dict, found: Callable[[str], object]) -> list[str]:
    """The names of ``expected`` for which ``found(name)`` says something else.

    Nothing, zero and an empty text are the same.

    >>> differences({"name": "Ada", "quality": ""}, {"name": "Eve"}.get)
    ['name']
    """
    return sorted(
        name for name, value in expected.items() if (value or "") != (found(name) or "")
    )
