"""What a line of a list says of a document: who or what, where, when."""

from collections.abc import Sequence

# The labels under which each kind of document says it, in French as it is printed.
_LINES = {
    "convention": ("Qui ?", "Où ?", "Quand ?"),
    "avenant": ("Quelle convention ?", "Qui ?", "Où ?", "Quand ?", "Dernier jour"),
    "mission_order": ("Agent", "Auprès de", "Lieu", "Dates"),
}
_FIRST = 3


def brief(kind: str, summary: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The lines of ``summary`` that say what, where and when, in its order; the first
    ones of a document that says them otherwise.

    >>> order = [["Agent", "A"], ["Emploi occupé", "B"], ["Dates", "le 3 mars"]]
    >>> brief("mission_order", order)
    [['Agent', 'A'], ['Dates', 'le 3 mars']]
    >>> brief("attestation", [["Agent", "A"], ["Lieu", "B"]])
    [['Agent', 'A'], ['Lieu', 'B']]
    """
    wanted = _LINES.get(kind, ())
    found = [line for line in summary if line[0] in wanted]
    return found or list(summary[:_FIRST])
