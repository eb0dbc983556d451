"""Workbooks for the tests of registers, as programs and as hands write them."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook
from rules.register.error import RegisterError
from rules.register.file import read_sheet

HEADINGS = ("SIRET", "Employeur", "Commune", "Intitulé de l'offre", "Places")
GOOD = ("99906101300010", "Mairie de Noailles", "Noailles", "Accueil", 1)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def saved(book):
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def book_of(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    return book


def shared_book(*lines):
    """A workbook as Excel writes it: each text once, cells give its place."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    book.close()
    return written.getvalue()


def archive(entries):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return written.getvalue()


def entries_of(content):
    with zipfile.ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def changed(content, **changes):
    """``content`` with the part of each keyword passed through its function."""
    parts = {"sheet": SHEET, "book": "xl/workbook.xml", "texts": "xl/sharedStrings.xml",
             "styles": "xl/styles.xml", "root": "_rels/.rels",
             "relations": "xl/_rels/workbook.xml.rels"}  # fmt: skip
    entries = entries_of(content)
    for key, change in changes.items():
        before = entries[parts[key]]
        entries[parts[key]] = change(before)
        assert entries[parts[key]] != before
    return archive(entries)


def sheet_xml(rows, after=""):
    """A workbook whose first sheet is written by hand."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return changed(saved(book_of(["a"])), sheet=lambda _old: xml.encode())


def values(content):
    return [cells for _number, cells in read_sheet(content)[1]]


def refusal(content, **options):
    with pytest.raises(RegisterError) as caught:
        read_sheet(content, **options)
    return caught.value
