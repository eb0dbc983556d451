"""What differs between two versions of a document, from what each says of itself."""

from collections.abc import Iterable
from typing import NamedTuple


class Change(NamedTuple):
    """One line that is not the same: `before` or `after` is '' when there is none."""

    label: str
    before: str
    after: str


def changed(
    before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]
) -> list[Change]:
    """The lines that differ, in the order of `after`; those that went come last.

    >>> changed([("Où ?", "Gare"), ("Qui ?", "A")], [("Où ?", "Mairie"), ("Qui ?", "A")])
    [Change(label='Où ?', before='Gare', after='Mairie')]
    >>> changed([("Hier", "x")], [("Demain", "y")])
    [Change(label='Demain', before='', after='y'), Change(label='Hier', before='x', after='')]
    """
    old = {label: text or "" for label, text in before}
    new = {label: text or "" for label, text in after}
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys((*new, *old))
        if old.get(label, "") != new.get(label, "")
    ]
