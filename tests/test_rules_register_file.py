"""Every file that is no spreadsheet, and the bounds of those that are."""

import random
import re
import zipfile

import pytest
from register_books import (
    GOOD,
    HEADINGS,
    MAIN,
    SHEET,
    archive,
    book_of,
    changed,
    entries_of,
    refusal,
    saved,
    shared_book,
    sheet_xml,
    values,
)
from rules.register import file as register_file
from rules.register import lines as register_lines
from rules.register import xlsx as register_xlsx
from rules.register import zip as register_zip
from rules.register.error import RegisterError
from rules.register.file import read_sheet

# --- what is a spreadsheet --------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_spreadsheet"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + bytes(range(256)), "not_spreadsheet"),
        (b"%PDF-1.7\n1 0 obj", "not_spreadsheet"),
        (rb"{\rtf1\ansi Registre}", "not_spreadsheet"),
        (b"ID;PWXL;N;E\r\nC;Y1;X1;K\"SIRET\"", "not_spreadsheet"),
        (b"PK\x05\x06" + b"\0" * 18, "not_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (b"<html><table><tr><td>SIRET</td></tr></table></html>", "html_table"),
        (b"\xef\xbb\xbf \r\n<!DOCTYPE html>\n<html>", "html_table"),
        (b"<!-- export -->\n<TABLE border=1>", "html_table"),
        ("\ufeff<html>".encode("utf-16-le"), "html_table"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
         b'xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "html_table"),
        (b'<?xml version="1.0"?><register/>', "not_spreadsheet"),
    ],
)  # fmt: skip
def test_other_files(content, code):
    assert refusal(content).code == code


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["[Content_Types].xml", "word/document.xml"], "not_spreadsheet"),
        (["photos/1.jpg"], "not_spreadsheet"),
        ([], "not_spreadsheet"),
        (["Index/Document.iwa", "Index/Tables/DataList.iwa"], "numbers"),
        (["xl/workbook.bin", "xl/worksheets/sheet1.bin"], "old_excel"),
        (["xl/workbook.xml"], "damaged"),
    ],
)
def test_other_archives(names, code):
    entries = dict.fromkeys(names, "<x/>")
    content = archive(entries)
    # An archive of nothing has no first file to begin with.
    assert refusal(content).code == code


def test_an_old_excel_renamed_is_known_by_its_content():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + saved(book_of(GOOD))
    assert refusal(ole).code == "old_excel"


def test_an_entry_with_a_password():
    content = bytearray(archive({"xl/workbook.xml": "<x/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)).code == "password"


def test_20_mb_may_be_sent_and_no_more():
    blank = b" " * 1023 + b"\n"
    at_limit = b"a;b\n" + (blank * 20 * 1024)[4:]
    assert values(at_limit) == [["a", "b"]]
    error = refusal(at_limit + b"\n")
    assert (error.code, error.details) == ("too_heavy", {"limit": 20})


@pytest.mark.parametrize("seed", range(20))
def test_binary_rubbish(seed):
    rubbish = random.Random(seed).randbytes(5000)
    assert refusal(rubbish).code == "not_spreadsheet"
    assert refusal(b"PK\x03\x04" + rubbish).code == "damaged"


def test_a_workbook_cut_anywhere():
    content = saved(book_of(HEADINGS, *[GOOD] * 30))
    for cut in random.Random(4).sample(range(4, len(content) - 1), 50):
        assert refusal(content[:cut]).code == "damaged"


def test_a_workbook_with_any_byte_changed_never_fails_otherwise():
    content = saved(book_of(HEADINGS, *[GOOD] * 5))
    chance = random.Random(5)
    refused = 0
    for _time in range(150):
        spoilt = bytearray(content)
        for place in chance.sample(range(4, len(content)), 3):
            spoilt[place] = chance.randrange(256)
        try:
            read_sheet(bytes(spoilt))
        except RegisterError:
            refused += 1
    assert refused > 50


# --- bounds -----------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = archive({"xl/workbook.xml": "<x/>", "bomb": b"\0" * 100 * 1024**2})
    assert len(bomb) < 150_000
    error = refusal(bomb)
    assert (error.code, error.details) == ("too_big", {"limit": 100})


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(monkeypatch):
    content = sheet_xml(f"<row><c><v>{'1' * 3_000_000}</v></c></row>")
    real = len(entries_of(content)[SHEET]).to_bytes(4, "little")
    assert content.count(real) == 2
    given = []
    read = zipfile.ZipExtFile.read

    def counted(part, *args):
        data = read(part, *args)
        if part.name == SHEET:
            given.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    assert refusal(content.replace(real, (1000).to_bytes(4, "little"))).code == (
        "damaged"
    )
    assert sum(given) <= 1000


def test_an_archive_of_too_many_files(monkeypatch):
    monkeypatch.setattr(register_zip, "MAX_ENTRIES", 20)
    content = saved(book_of(GOOD))
    entries = entries_of(content)
    spare = 20 - len(entries)
    entries |= {f"xl/{number}": b"" for number in range(spare)}
    assert values(archive(entries)) == [list(GOOD)]
    assert refusal(archive({**entries, "xl/one": b""})).code == "not_spreadsheet"


def test_parts_that_describe_the_file_are_small(monkeypatch):
    content = saved(book_of(GOOD))
    monkeypatch.setattr("rules.register.xlsx.MAX_PART", 100)
    assert refusal(content).code == "too_big"


def test_a_text_shared_by_many_cells_counts_each_time(monkeypatch):
    monkeypatch.setattr(register_lines, "MAX_UNPACKED", 1000)
    lines = [["x" * 100]] * 10
    assert len(values(shared_book(*lines))) == 10
    assert refusal(shared_book(*lines, ["x"])).code == "too_big"


def test_a_text_merged_over_many_lines_counts_each_time(monkeypatch):
    monkeypatch.setattr(register_lines, "MAX_UNPACKED", 1000)
    book = book_of(["x" * 90, "a"], *[[None, "a"]] * 10)
    book.active.merge_cells("A1:A11")
    assert refusal(saved(book)).code == "too_big"
    book.active.unmerge_cells("A1:A11")
    book.active.merge_cells("A1:A10")
    assert len(values(saved(book))) == 11


ENTITIES = '<!DOCTYPE x [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)


@pytest.mark.parametrize("part", ["sheet", "texts", "book", "styles", "relations"])
@pytest.mark.parametrize(
    "doctype", [ENTITIES, '<!DOCTYPE x SYSTEM "file:///etc/passwd">']
)
def test_an_entity_bomb_expands_nothing(part, doctype):
    def with_entities(xml):
        declaration, root = re.fullmatch(rb"(<\?xml.*?\?>)?(.*)", xml, re.S).groups()
        root = root.replace(b">", b">&a11;", 1) if "a11" in doctype else root
        return (declaration or b"") + doctype.encode() + root

    content = shared_book(HEADINGS, GOOD)
    assert refusal(changed(content, **{part: with_entities})).code == "damaged"


def test_lines_at_the_limit_and_one_more():
    limit, above = 25, register_lines.ABOVE
    content = saved(book_of(*[GOOD] * (limit + above)))
    assert len(read_sheet(content, limit)[1]) == limit + above
    error = refusal(saved(book_of(*[GOOD] * (limit + above + 1))), limit=limit)
    assert (error.code, error.details) == ("too_many_rows", {"count": 25, "limit": 25})


def test_lines_that_hold_nothing_do_not_count():
    lines = [GOOD, *[(" ", None, "\u00a0")] * 200, GOOD]
    assert [number for number, _ in read_sheet(saved(book_of(*lines)), 1)[1]] == [
        1,
        202,
    ]


def test_50_000_lines_are_the_most():
    assert register_file.MAX_LINES == 50_000
    row = "<row><c><v>1</v></c></row>"
    assert len(values(sheet_xml(row * 50_000))) == 50_000
    assert refusal(sheet_xml(row * 50_011)).code == "too_many_rows"


def test_lines_that_hold_nothing_are_bounded_too(monkeypatch):
    monkeypatch.setitem(register_xlsx.MOST, f"{MAIN} row", 100)
    filled = "<row><c><v>1</v></c></row>"
    assert values(sheet_xml("<row/>" * 99 + filled)) == [[1]]
    assert refusal(sheet_xml("<row/>" * 100 + filled)).code == "too_big"
    assert refusal(sheet_xml('<row r="1"/>' * 101)).code == "too_big"


@pytest.mark.parametrize("cell", ["<c/>", "<c><v>1</v></c>", '<c t="str"><v> </v></c>'])
def test_cells_are_bounded_whatever_they_hold(monkeypatch, cell):
    monkeypatch.setitem(register_xlsx.MOST, f"{MAIN} c", 100)
    row = f"<row>{cell * 20}</row>"
    assert len(values(sheet_xml(row * 5))) in (0, 5)
    error = refusal(sheet_xml(row * 5 + f"<row>{cell}</row>"))
    assert (error.code, error.details) == ("too_big", {"limit": 100})


def test_shared_texts_are_bounded(monkeypatch):
    monkeypatch.setitem(register_xlsx.MOST, f"{MAIN} si", 50)
    assert len(values(shared_book(*[[f"a{n}"] for n in range(50)]))) == 50
    assert refusal(shared_book(*[[f"a{n}"] for n in range(51)])).code == "too_big"


def test_elements_that_openpyxl_would_keep_are_bounded(monkeypatch):
    monkeypatch.setattr(register_xlsx, "MAX_KEPT", 500)
    junk = "<x/>" * 600
    assert values(sheet_xml("<row><c><v>1</v></c></row>" * 500)) == [[1]] * 500
    assert refusal(sheet_xml(f"<row>{junk}</row>")).code == "too_big"
    assert refusal(sheet_xml("<row/>", after=junk)).code == "too_big"
    styles = changed(
        saved(book_of(GOOD)),
        styles=lambda xml: xml.replace(b"</cellXfs>", b"<xf/>" * 600 + b"</cellXfs>"),
    )
    assert refusal(styles).code == "too_big"


def test_a_line_beyond_the_last_of_excel():
    assert refusal(sheet_xml('<row r="1048577"/>')).code == "damaged"
    assert values(sheet_xml('<row r="1048576"><c><v>1</v></c></row>')) == [[1]]


def test_columns_beyond_the_hundredth_are_left_out():
    assert values(saved(book_of(range(1, 131)))) == [list(range(1, 101))]


def test_a_cell_at_the_edge_of_the_sheet_costs_nothing():
    book = book_of(HEADINGS, GOOD)
    book.active["XFD1048576"] = "perdu"
    assert [number for number, _cells in read_sheet(saved(book))[1]] == [1, 2]
    book.active["A1048576"] = "en bas"
    assert read_sheet(saved(book))[1][2] == (1048576, ["en bas"] + [None] * 4)


def test_merged_cells_that_overlap_without_end(monkeypatch):
    monkeypatch.setattr(register_lines, "MAX_LINES", 2)
    rows = "".join(f'<row><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 102))
    once = '<mergeCells><mergeCell ref="A1:A101"/></mergeCells>'
    assert set(map(tuple, values(sheet_xml(rows, once)))) == {(1,)}
    thrice = once.replace(
        '<mergeCell ref="A1:A101"/>', '<mergeCell ref="A1:A101"/>' * 3
    )
    with pytest.raises(RegisterError, match="damaged"):
        read_sheet(sheet_xml(rows, thrice), 100)
