"""The journal of a document: each line carries the hash of the one before it.

Whoever changes, adds or takes away a line has to write all the lines that follow
again; the document keeps how many there are and the hash of the last.
"""

import hashlib
import json
from collections.abc import Iterable

# The hash before the first line.
NOTHING = "0" * 64


def digest(line: dict, previous: str) -> str:
    """The SHA-256 of `line`, chained to the hash `previous`; hexadecimal.

    The order of the keys does not matter, nor does the order of those within.

    >>> digest({"a": 1, "b": 2}, NOTHING) == digest({"b": 2, "a": 1}, NOTHING)
    True
    """
    written = json.dumps(
        {"previous": previous, "line": line},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )
    return hashlib.sha256(written.encode()).hexdigest()


def first_break(
    lines: Iterable[tuple[dict, str]], count: int, head: str
) -> tuple[int, str] | None:
    """Where the chain of `lines`, pairs of ``(line, hash)`` in order, does not hold.

    None when it holds, is `count` lines long and ends with the hash `head`; else the
    rank of the first line that is wrong, from 1, and what is: ``rank``, ``hash``,
    ``missing`` (lines at the end are gone) or ``head``.
    """
    previous, rank = NOTHING, 0
    for rank, (line, said) in enumerate(lines, start=1):
        if line.get("rank") != rank:
            return rank, "rank"
        if digest(line, previous) != said:
            return rank, "hash"
        previous = said
    if rank != count:
        return rank + 1, "missing"
    if count and previous != head:
        return rank, "head"
    return None
