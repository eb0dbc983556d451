"""The register of host places, as a spreadsheet says it: headings, rows, repairs.

French headings in any order become columns; each line becomes a `Row` with clean
values and its problems. What needs the database (which commune, which employer)
is decided by who calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .register_columns import BY_KEY, COLUMNS, HEADINGS, KIND_WORDS, SYNONYMS
from .register_repair import Refused, as_text, fold, holds_email

# A row takes some 4 ms to be checked and written: 2,000 stay well within the
# minutes that a web request may last, and a département's register is smaller.
MAX_ROWS = 2000
HEADING_WITHIN = 10
REQUIRED = ("employer", "title")
# A row stands without these: what is unreadable is left out and said.
_OPTIONAL_CELLS = {"email", "tutor_email"}


@dataclass(frozen=True)
class Problem:
    """Why a cell cannot be used; `blocking` rejects the whole row."""

    code: str
    blocking: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Row:
    """A line: its number in the sheet, clean values by column, the cells as typed."""

    number: int
    values: dict[str, Any]
    problems: list[Problem]
    cells: tuple = ()

    def refuse(self, code, **details):
        self.problems.append(Problem(code, True, details))

    def note(self, code, **details):
        self.problems.append(Problem(code, False, details))

    @property
    def rejected(self):
        return any(problem.blocking for problem in self.problems)


@dataclass(frozen=True)
class Register:
    """The headings as typed (kept in the rejected file) and the rows."""

    headings: tuple
    rows: list[Row]


class RegisterError(ValueError):
    """The whole file cannot be read: a code, and what the sentence needs."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


def find_columns(cells):
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
    for known in (HEADINGS, SYNONYMS):
        for index, text in enumerate(folded):
            if text in known and index not in found.values():
                found.setdefault(known[text], index)
    return found


def _find_headings(lines, sheet):
    """(position, columns) of the line that holds most headings, the first of two
    equal ones (a line that repeats them is no row)."""
    best = (-1, {})
    for position, (_number, cells) in enumerate(lines[:HEADING_WITHIN]):
        columns = find_columns(cells)
        if len(columns) > len(best[1]):
            best = (position, columns)
    columns = best[1]
    if len(columns) < 2:
        raise RegisterError("no_headings", sheet=sheet, within=HEADING_WITHIN)
    missing = [BY_KEY[key].heading for key in REQUIRED if key not in columns]
    if not columns.keys() & {"zip", "commune"}:
        missing.append(BY_KEY["commune"].heading)
    if missing:
        raise RegisterError("missing_headings", sheet=sheet, headings=missing)
    return best


def parse_register(lines, sheet="", more_kinds=None, limit=MAX_ROWS):
    """Answer the `Register` of a sheet.

    :param lines: `(number, cells)` of the lines that hold something, in order.
    :param more_kinds: `{folded label: kind}` known besides the French ones.
    :raises RegisterError: no headings, nothing below them, more rows than ``limit``.
    """
    if not lines:
        raise RegisterError("empty", sheet=sheet)
    position, columns = _find_headings(lines, sheet)
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
    kinds = {**KIND_WORDS, **(more_kinds or {})}
    rows = [parse_row(number, cells, columns, kinds) for number, cells in body]
    return Register(tuple(headings), rows)


def _repeats(cells, headings):
    """Headings printed again on each page are no row."""
    filled = [index for index, cell in enumerate(cells) if as_text(cell)]
    return all(
        index < len(headings) and fold(cells[index]) == fold(headings[index])
        for index in filled
    )


def parse_row(number, cells, columns, kinds=None):
    """The `Row` of one line, each cell repaired or explained."""
    row = Row(number, {}, [], tuple(cells))
    for column in COLUMNS:
        index = columns.get(column.key)
        cell = cells[index] if index is not None and index < len(cells) else None
        try:
            row.values[column.key] = column.clean(cell)
        except Refused as refused:
            row.values[column.key] = column.clean(None)
            blocking = column.key not in _OPTIONAL_CELLS
            details = {"column": column.heading, **refused.details}
            row.problems.append(Problem(refused.code, blocking, details))
            continue
        if column.limit and len(row.values[column.key]) > column.limit:
            row.refuse(
                "too_long",
                column=column.heading,
                limit=column.limit,
                length=len(row.values[column.key]),
            )
    _check_row(row, KIND_WORDS if kinds is None else kinds)
    return row


def _check_row(row, kinds):
    values = row.values
    for key in ("employer", "title", "service", "street", "commune", "tutor"):
        # These stand on one line, whatever the cell shows.
        values[key] = " ".join(values[key].split())
    for key in REQUIRED:
        if not fold(values[key]):
            row.refuse("missing", column=BY_KEY[key].heading)
    zip_refused = any(problem.code == "zip_invalid" for problem in row.problems)
    if not values["commune"] and not values["zip"] and not zip_refused:
        row.refuse("commune_missing")
    if values["kind"]:
        typed = values["kind"]
        values["kind"] = kinds.get(fold(typed), "")
        if not values["kind"]:
            row.refuse("kind_unknown", value=typed)
    first, last = values["date_from"], values["date_to"]
    if first and last and first > last:
        row.refuse("dates_reversed", first=first, last=last)
    if not values["tutor"] and (values["tutor_email"] or values["tutor_function"]):
        row.note("tutor_without_name")
    if holds_email(values["description"]):
        row.note("description_email")
