"""A register, as a spreadsheet says it: headings, rows, repairs.

French headings in any order become columns; each line becomes a `Row` with clean
values and its problems. What needs the database (which commune, which employer)
is decided by who calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .columns import REASON_HEADING
from .error import RegisterError
from .lines import MAX_LINES
from .repair import Refused, as_text, fold, holds_email

HEADING_WITHIN = 10
SAMPLE = 3  # values shown beside a heading
# A row stands without these: what is unreadable is left out and said.
_PLACE_REFUSED = {"zip_invalid", "insee_invalid", "siret_invalid"}
_OPTIONAL_CELLS = {"email", "tutor_email", "url"}
# A sentence of its own for whatever is unreadable in them.
_CODE_OF_CELL = {"kind": "kind_unknown", "agent_email": "agent_email_invalid"}


@dataclass(frozen=True)
class Problem:
    """Why a cell cannot be used; `blocking` rejects the whole row."""

    code: str
    blocking: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Row:
    """A line: its number in the sheet, clean values by column, the cells as typed.

    ``own``: it names no employer, and speaks of the one that sent the file.
    """

    number: int
    values: dict[str, Any]
    problems: list[Problem]
    cells: tuple = ()
    own: bool = False

    def refuse(self, code, **details):
        self.problems.append(Problem(code, True, details))

    def note(self, code, **details):
        self.problems.append(Problem(code, False, details))

    @property
    def rejected(self):
        return any(problem.blocking for problem in self.problems)


@dataclass(frozen=True)
class Register:
    """The headings as typed (kept in the rejected file), which column each holds,
    and the lines below them."""

    kind: Any
    headings: tuple
    columns: dict[str, int]
    lines: list

    def with_columns(self, columns):
        """The same register, read with other ``columns``."""
        return replace(self, columns=columns)

    def samples(self, index):
        """The first values under a heading."""
        texts = (as_text(cells[index]) for _number, cells in self.lines
                 if index < len(cells))  # fmt: skip
        found = dict.fromkeys(text for text in texts if text)
        return list(found)[:SAMPLE]

    def missing(self, own=False):
        """The headings of the columns that no row can do without.

        :param own: whether rows without employer are those of the sender
        """
        return self.kind.missing(self.columns.keys(), own)

    def rows(self, own=False):
        """The `Row` of each line, each cell repaired or explained."""
        return [
            parse_row(number, cells, self.columns, self.kind, own)
            for number, cells in self.lines
        ]


def find_columns(cells, kind):
    """`{column key: index}` of the headings among ``cells``.

    The template's own word wins over a synonym, then the leftmost.
    """
    found = {}
    folded = [
        fold(str(cell).replace("*", "").replace("(obligatoire)", ""))
        if isinstance(cell, str)
        else ""
        for cell in cells
    ]
    for known in (kind.headings, kind.synonyms):
        for index, text in enumerate(folded):
            if text in known and index not in found.values():
                found.setdefault(known[text], index)
    return found


def _find_headings(lines, kind):
    """(position, columns) of the line that holds most headings, the first of two
    equal ones (a line that repeats them is no row).

    When nearly no heading is known, the first line of several texts: somebody will
    say what each column holds.
    """
    best, first = (-1, {}), None
    for position, (_number, cells) in enumerate(lines[:HEADING_WITHIN]):
        columns = find_columns(cells, kind)
        if len(columns) > len(best[1]):
            best = (position, columns)
        texts = [cell for cell in cells if isinstance(cell, str) and as_text(cell)]
        if first is None and len(texts) > 1:
            first = (position, columns)
    return best if len(best[1]) > 1 or first is None else first


def parse_register(lines, kind, sheet="", limit=MAX_LINES):
    """Answer the `Register` of a sheet.

    :param lines: `(number, cells)` of the lines that hold something, in order.
    :raises RegisterError: no headings, nothing below them, more rows than ``limit``.
    """
    if not lines:
        raise RegisterError("empty", sheet=sheet)
    position, columns = _find_headings(lines, kind)
    if position < 0:
        raise RegisterError("no_headings", sheet=sheet, within=HEADING_WITHIN)
    headings = lines[position][1]
    body = [
        (number, cells)
        for number, cells in lines[position + 1 :]
        if not _repeats(cells, headings)
    ]
    if not body:
        raise RegisterError("no_rows", sheet=sheet)
    if len(body) > limit:
        raise RegisterError("too_many_rows", count=len(body), limit=limit)
    return Register(kind, tuple(headings), columns, body)


def _repeats(cells, headings):
    """Headings printed again on each page are no row."""
    filled = [index for index, cell in enumerate(cells) if as_text(cell)]
    return all(
        index < len(headings) and fold(cells[index]) == fold(headings[index])
        for index in filled
    )


def is_reason(heading):
    """Whether a heading is the one that we write beside rejected rows."""
    return fold(as_text(heading)) == fold(REASON_HEADING)


def parse_row(number, cells, columns, kind, own=False):
    """The `Row` of one line.

    :param own: whether a row that names no employer is the sender's
    """
    row = Row(number, {}, [], tuple(cells))
    for column in kind.known:
        index = columns.get(column.key)
        cell = cells[index] if index is not None and index < len(cells) else None
        row.values[column.key] = _clean(row, column, cell)
    if own and not row.values["employer"] and not row.values["siret"]:
        row.own = True
    _check_row(row, kind, own)
    return row


def _clean(row, column, cell):
    try:
        value = column.clean(cell)
    except Refused as refused:
        blocking = column.key not in _OPTIONAL_CELLS
        code = _CODE_OF_CELL.get(column.key, refused.code)
        details = {"column": column.heading, **refused.details}
        row.problems.append(Problem(code, blocking, details))
        return column.clean(None)
    if column.one_line:
        value = " ".join(value.split())
    if column.limit and len(value) > column.limit:
        row.refuse(
            "too_long", column=column.heading, limit=column.limit, length=len(value)
        )
    return value


def _check_row(row, kind, own):
    values = row.values
    for key in kind.required:
        if not fold(values[key]) and not (row.own and key == "employer"):
            row.refuse("missing", column=kind.by_key[key].heading)
    # A row of the sender's need not say where the sender is.
    if kind.of_employers and not own:
        refused = any(problem.code in _PLACE_REFUSED for problem in row.problems)
        said = any(values.get(key) for key in ("commune", "zip", "insee", "siret"))
        if not said and not refused:
            row.refuse("commune_missing")
    first, last = values.get("date_from"), values.get("date_to")
    if first and last and first > last:
        row.refuse("dates_reversed", first=first, last=last)
    of_tutor = values.get("tutor_email") or values.get("tutor_function")
    if of_tutor and not values["tutor"]:
        row.note("tutor_without_name")
    if holds_email(values.get("description", "")):
        row.note("description_email")
