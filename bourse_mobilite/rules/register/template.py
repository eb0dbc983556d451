"""The .xlsx of a kind of register that people fill in."""

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .lines import MAX_LINES
from .repair import clean_list
from .write import (
    MAX_TITLE,
    TEXT_FORMAT,
    as_cell,
    new_sheet,
    saved,
    set_headings,
    write_text,
)

# As text, a number keeps its zeros.
_TEXT_KEYS = {"siret", "siren", "zip", "phone", "agent_phone"}
_LISTS = "Listes"


def write_template(kind, choices=None):
    """The .xlsx to fill in: headings, how to use it with examples, the lists.

    :param kind: a `Kind`
    :param choices: ``{column key: names}`` to offer; the labels of closed choices
        are offered anyway.
    """
    columns = kind.columns
    headings = [column.heading for column in columns]
    offered = _offered(columns, choices or {})
    book = Workbook(write_only=True)
    sheet = new_sheet(book, kind.title)
    for index, column in enumerate(columns, start=1):
        if column.key in _TEXT_KEYS:
            letter = get_column_letter(index)
            sheet.column_dimensions[letter].number_format = TEXT_FORMAT
    sheet.append(set_headings(sheet, headings))
    _write_how_to(new_sheet(book, "Mode d'emploi"), kind)
    if offered:
        lists = new_sheet(book, _LISTS)
        _write_lists(lists, offered)
        for position, (column, names) in enumerate(offered, start=1):
            if column.clean is not clean_list:  # several words fit in one cell
                letter = get_column_letter(columns.index(column) + 1)
                _add_choice(sheet, letter, column, position, len(names))
    return saved(book)


def _offered(columns, choices):
    """`(column, names)` of each column that has names to choose from."""
    offered = []
    for column in columns:
        words = column.words or {}
        names = choices.get(column.key) or [labels[0] for labels in words.values()]
        if names:
            offered.append((column, list(names)))
    return offered


def _write_how_to(sheet, kind):
    columns = kind.columns
    headings = [column.heading for column in columns]
    sheet.append(set_headings(sheet, headings, {"Description": 40}))
    lines = (
        [column.help for column in columns],
        *([example.get(column.key, "") for column in columns]
          for example in kind.examples),
    )  # fmt: skip
    for number, line in enumerate(lines):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet)
            write_text(cell, value)
            cell.font = Font(italic=number == 0)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cells.append(cell)
        sheet.append(cells)
    sheet.append([])
    for text in kind.how_to:
        sheet.append([as_cell(sheet, text)])


def _write_lists(sheet, offered):
    titles = [column.heading for column, _names in offered]
    sheet.append(set_headings(sheet, titles, dict.fromkeys(titles, 50)))
    for row in range(max(len(names) for _column, names in offered)):
        sheet.append(
            [
                as_cell(sheet, names[row]) if row < len(names) else None
                for _column, names in offered
            ]
        )


def _add_choice(sheet, letter, column, position, count):
    source = get_column_letter(position)
    choice = DataValidation(
        type="list",
        formula1=f"{_LISTS}!${source}$2:${source}${count + 1}",
        allow_blank=True,
        showErrorMessage=bool(column.words),  # a métier of another list is accepted
        errorTitle=column.heading[:MAX_TITLE],
        error="Choisissez un mot de la liste.",
    )
    choice.add(f"{letter}2:{letter}{MAX_LINES + 1}")
    sheet.data_validations.append(choice)
