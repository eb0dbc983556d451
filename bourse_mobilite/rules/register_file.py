"""The .xlsx files of a register: read with care, written without formulas."""

import re
import zipfile
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation

from .register import MAX_ROWS, RegisterError
from .register_columns import COLUMNS, KINDS, REASON_HEADING
from .register_repair import as_text

# A register of 2,000 rows unpacks to some 2 MB; beyond 50 MB it is no register.
MAX_UNPACKED = 50 * 1024 * 1024
MAX_COLUMNS = 100

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any file with a password
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')


def read_sheet(content):
    """(title, lines) of the first visible sheet: `(number, cells)` of each line
    that holds something.

    Formulas give the value last calculated, or nothing. A cell merged over several
    lines counts for each of them: an employer written once beside its offers.

    :raises RegisterError: not a readable .xlsx.
    """
    _check_archive(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise RegisterError("no_sheet")
        return sheets[0].title, _read_lines(book, sheets[0])
    except RegisterError:
        raise
    # A damaged file makes openpyxl and its parsers raise nearly anything.
    except Exception as error:
        raise RegisterError("damaged") from error


def _check_archive(content):
    """Judge the file by its content, and its size before anything is unpacked."""
    if not content:
        raise RegisterError("empty_file")
    if content.startswith(_OLE):
        raise RegisterError("old_excel")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RegisterError("not_excel") from error
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise RegisterError("old_excel")
    if "xl/workbook.xml" not in names:
        raise RegisterError("not_excel")
    # zipfile never gives more bytes of an entry than its announced size.
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise RegisterError("too_big", limit=MAX_UNPACKED // 1024**2)


def _read_lines(book, sheet):
    sheet.reset_dimensions()  # some programs announce a wrong size
    lines = []
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, cells in enumerate(rows, start=1):
        if any(cell is not None and as_text(cell) for cell in cells):
            lines.append((number, list(cells)))
            # Some lines stand above the headings; the exact count comes later.
            if len(lines) > MAX_ROWS + 100:
                raise RegisterError("too_many_rows", count=MAX_ROWS, limit=MAX_ROWS)
    _fill_merged(lines, sheet)
    width = max((_width(cells) for _number, cells in lines), default=0)
    return [(number, cells[:width]) for number, cells in lines]


def _width(cells):
    filled = [index for index, cell in enumerate(cells) if cell is not None]
    return filled[-1] + 1 if filled else 0


def _fill_merged(lines, sheet):
    """Repeat downwards the value of a cell merged over several lines."""
    by_number = dict(lines)
    # Kept by openpyxl as the sheet's place in the archive; a streamed sheet does
    # not tell its merged cells, and a whole one takes fifty times its size.
    with sheet._get_source() as source:
        merged = _MERGED.findall(source.read())
    for reference in merged:
        left, top, _right, bottom = range_boundaries(reference.decode())
        if left > MAX_COLUMNS or top not in by_number:
            continue
        value = by_number[top][left - 1]
        for number, cells in lines:
            if top < number <= bottom:
                cells[left - 1] = value


def _write_text(cell, value):
    """Write ``value``; a text that begins like a formula stays a text.

    The quote prefix tells spreadsheets the same when somebody edits the cell.
    """
    if isinstance(value, (str, bytes, bool)):
        value = as_text(value)
        cell.value = value
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t"))
    else:
        cell.value = value


def _write_headings(sheet, headings, widths=None):
    for index, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, index)
        _write_text(cell, heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3864")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = (widths or {}).get(heading, 18)
    sheet.freeze_panes = "A2"


def _saved(book):
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def write_rejected(headings, rows, title="Lignes rejetées"):
    """The .xlsx of the rejected rows: every column as typed, then the reason.

    :param rows: `(cells, reason)` of each row. Once corrected, the file can be
        imported again as it is: the column of the reason is not read.
    """
    headings = [as_text(heading) for heading in headings]
    kept = [i for i, heading in enumerate(headings) if heading != REASON_HEADING]
    book = Workbook()
    sheet = book.active
    sheet.title = title
    names = [headings[index] for index in kept] + [REASON_HEADING]
    _write_headings(sheet, names, {REASON_HEADING: 80})
    for number, (cells, reason) in enumerate(rows, start=2):
        values = [cells[index] if index < len(cells) else None for index in kept]
        for index, value in enumerate([*values, reason], start=1):
            if value is not None:
                _write_text(sheet.cell(number, index), value)
        last = sheet.cell(number, len(names))
        last.font = Font(color="C00000")
        last.alignment = Alignment(wrap_text=True, vertical="top")
    return _saved(book)


EXAMPLES = (
    {
        "siret": "99906101300010", "employer": "Mairie de Noailles",
        "kind": "Commune", "street": "1 place de l'Hôtel de Ville", "zip": "60430",
        "commune": "Noailles", "phone": "03 44 00 00 00",
        "email": "mairie@noailles.example.org",
        "title": "Accueil des habitants en mairie", "metier": "M1601",
        "service": "Accueil et état civil",
        "description": "Recevoir les habitants, les renseigner, préparer les dossiers.",
        "places": "1", "date_from": "01/09/2026", "date_to": "30/06/2027",
        "tutor": "Camille Exemple", "tutor_function": "Secrétaire générale",
        "tutor_email": "camille.exemple@noailles.example.org",
        "conditions": "Contact avec le public ; Travail prolongé sur écran",
    },
    {
        "employer": "CCAS de Beauvais", "kind": "CCAS ou CIAS", "zip": "60000",
        "commune": "Beauvais", "title": "Aide à domicile", "places": "2",
        "conditions": "Déplacements fréquents",
    },
)  # fmt: skip
_HOW_TO = (
    "Une ligne par place d'accueil, dans la feuille « Registre ».",
    "Une cellule vide n'efface rien : elle laisse ce que le centre de gestion sait "
    "déjà.",
    "Une offre est reconnue par son employeur, son intitulé et son service ; sa date "
    "de début départage celles qui se ressemblent.",
    "Avant d'importer, un aperçu dit ligne par ligne ce qui sera créé ou modifié.",
    "Les offres nouvelles sont relues par le centre de gestion avant publication.",
)


def write_template(metiers=(), conditions=()):
    """The .xlsx to fill in: headings, how to use it with two examples, the lists.

    :param metiers, conditions: the names to offer in lists.
    """
    book = Workbook()
    register = book.active
    register.title = "Registre"
    _write_headings(register, [column.heading for column in COLUMNS])
    for index, column in enumerate(COLUMNS, start=1):
        if column.key in ("siret", "zip", "phone"):
            # As text, a number keeps its zeros.
            register.column_dimensions[get_column_letter(index)].number_format = "@"
    _write_how_to(book.create_sheet("Mode d'emploi"))
    lists = book.create_sheet("Listes")
    kinds = [words[0] for words in KINDS.values()]
    choices = {"kind": kinds, "metier": metiers, "conditions": conditions}
    titles = ["Nature", "Métier", "Conditions de travail"]
    _write_headings(lists, titles, dict.fromkeys(titles, 50))
    for index, (key, names) in enumerate(choices.items(), start=1):
        for number, name in enumerate(names, start=2):
            _write_text(lists.cell(number, index), name)
        if names and key != "conditions":  # several conditions fit in one cell
            letter = get_column_letter(index)
            _add_choice(register, key, f"Listes!${letter}$2:${letter}${len(names) + 1}")
    return _saved(book)


def _write_how_to(sheet):
    headings = [column.heading for column in COLUMNS]
    _write_headings(sheet, headings, {"Description": 40})
    lines = (
        [column.help for column in COLUMNS],
        *([example.get(column.key, "") for column in COLUMNS] for example in EXAMPLES),
    )
    for number, line in enumerate(lines, start=2):
        for index, value in enumerate(line, start=1):
            cell = sheet.cell(number, index)
            _write_text(cell, value)
            cell.font = Font(italic=number == 2)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, text in enumerate(_HOW_TO, start=len(lines) + 3):
        _write_text(sheet.cell(number, 1), text)


def _add_choice(sheet, key, source):
    position = [column.key for column in COLUMNS].index(key) + 1
    letter = get_column_letter(position)
    choice = DataValidation(
        type="list",
        formula1=source,
        allow_blank=True,
        showErrorMessage=key == "kind",  # a métier of another list is accepted
        errorTitle="Nature",
        error="Choisissez un mot de la liste.",
    )
    choice.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
    sheet.add_data_validation(choice)
