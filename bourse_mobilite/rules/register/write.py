"""The .xlsx files that are written: rejected rows, lists. No formula.

A text that begins like a formula stays a text, and is marked so that it stays one
when somebody edits it or saves the file as .csv.
"""

import re
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .columns import REASON_HEADING
from .repair import as_text

MAX_TEXT = 32_767  # units of UTF-16 in a cell, says Excel
MAX_TITLE = 31
TEXT_FORMAT = "@"
# Shown in full: beyond 11 digits Excel writes 9,99E+13; beyond 15 it loses some.
_LONG, _TOO_LONG = 10**11, 10**15
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read a character
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDTH, _WIDE = 18, 80


def safe_text(value):
    """The text of a cell: what Excel refuses is left out, what is too long is cut."""
    text = _SURROGATE.sub("", as_text(value))
    if len(text) * 2 > MAX_TEXT:
        units = text.encode("utf-16-le")
        if len(units) > MAX_TEXT * 2:
            # Half of a character that takes two units is left out.
            text = units[: MAX_TEXT * 2 - 2].decode("utf-16-le", errors="ignore") + "…"
    return _ESCAPED.sub("_x005F_", text)


def safe_title(title):
    """The name of a sheet as Excel accepts it.

    >>> safe_title("=Places/2026: 'Oise'"), safe_title("[]")
    ("Places 2026 'Oise", 'Feuille')
    """
    text = " ".join(_NOT_IN_TITLE.sub(" ", safe_text(title)).split())
    text = text.lstrip("=+-@' ")[:MAX_TITLE].rstrip("' ")
    return text or "Feuille"


def new_sheet(book, title):
    # openpyxl numbers a name that is already taken.
    return book.create_sheet(safe_title(title))


def as_cell(sheet, value, as_typed=False):
    """What `append` writes for ``value``: a plain value when no style is needed.

    :param as_typed: whether a number is a text (SIRET, postal code, telephone)
    """
    if value is None:
        return None
    if not as_typed:
        if isinstance(value, (date, time, timedelta)):
            return _dated(sheet, value)
        if isinstance(value, bool):
            return value
        if isinstance(value, (int, float)) and isfinite(value):
            if abs(value) < _LONG:
                return value
            if abs(value) < _TOO_LONG:
                return _formatted(sheet, value, "0")
    text = safe_text(value)
    marked = text.startswith(_FORMULA)
    if not marked and not as_typed:
        return text or None
    cell = WriteOnlyCell(sheet)
    write_text(cell, text)
    if as_typed:
        cell.number_format = TEXT_FORMAT
    return cell


def _dated(sheet, value):
    if isinstance(value, timedelta):
        return _formatted(sheet, value, "[h]:mm:ss")
    if isinstance(value, time):
        return _formatted(sheet, value.replace(tzinfo=None), "hh:mm")
    if value.year < 1900:  # before the first day of Excel
        return safe_text(value)
    if not isinstance(value, datetime):
        return _formatted(sheet, value, "dd/mm/yyyy")
    shown = "dd/mm/yyyy" if value.time() == time() else "dd/mm/yyyy hh:mm"
    return _formatted(sheet, value.replace(tzinfo=None), shown)


def _formatted(sheet, value, number_format):
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def write_text(cell, value):
    """Write a text that stays one.

    The quote prefix tells spreadsheets the same when somebody edits the cell.
    """
    text = safe_text(value)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)


def set_headings(sheet, headings, widths=None):
    """The headings of a sheet; to be done before any row is written."""
    cells = []
    for index, heading in enumerate(headings, start=1):
        cell = WriteOnlyCell(sheet)
        write_text(cell, heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3864")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cells.append(cell)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = (widths or {}).get(heading, _WIDTH)
    sheet.freeze_panes = "A2"
    return cells


@contextmanager
def _saving(book):
    """Save what is written within; also when a row fails, for the temporary files
    of a sheet stay behind until it is saved."""
    written = BytesIO()
    try:
        yield written
    finally:
        book.save(written)


def saved(book):
    with _saving(book) as written:
        pass
    return written.getvalue()


def write_rejected(headings, rows, title="Lignes rejetées"):
    """The .xlsx of the rejected rows: every column as typed, then the reason.

    :param rows: `(cells, reason)` of each row. Once corrected, the file can be
        imported again as it is: the column of the reason is not read.
    """
    headings = [as_text(heading) for heading in headings]
    kept = [i for i, heading in enumerate(headings) if heading != REASON_HEADING]
    book = Workbook(write_only=True)
    sheet = new_sheet(book, title)
    names = [headings[index] for index in kept] + [REASON_HEADING]
    sheet.append(set_headings(sheet, names, {REASON_HEADING: _WIDE}))
    red, wrapped = Font(color="C00000"), Alignment(wrap_text=True, vertical="top")
    with _saving(book) as written:
        for cells, reason in rows:
            values = [cells[index] if index < len(cells) else None for index in kept]
            said = WriteOnlyCell(sheet)
            write_text(said, reason)
            said.font, said.alignment = red, wrapped
            sheet.append([*(as_cell(sheet, value) for value in values), said])
    return written.getvalue()


def write_table(title, headings, rows, widths=None, text_columns=()):
    """The .xlsx of a list, one row at a time: 20,000 rows take little memory.

    :param rows: an iterable of values in the order of the headings. None is an empty
        cell, a date or a number stays one.
    :param widths: ``{heading: width in characters}``
    :param text_columns: headings of the columns of digits that are no numbers
        (SIRET, postal code, telephone): they keep their zeros.
    """
    book = Workbook(write_only=True)
    sheet = new_sheet(book, title)
    typed = [heading in text_columns for heading in headings]
    for index, is_text in enumerate(typed, start=1):
        if is_text:  # also the cells that somebody will fill
            letter = get_column_letter(index)
            sheet.column_dimensions[letter].number_format = TEXT_FORMAT
    sheet.append(set_headings(sheet, headings, widths))
    with _saving(book) as written:
        for row in rows:
            sheet.append(
                [as_cell(sheet, *pair) for pair in zip(row, typed, strict=True)]
            )
    return written.getvalue()
