"""An .xlsx as people send it: its sheets, its cells."""

import random
import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from register_books import (
    GOOD,
    HEADINGS,
    MAIN,
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
from rules.register.file import read_sheet
from rules.register.repair import as_text

# --- sheets -----------------------------------------------------------------------


def test_hidden_sheets_are_skipped_and_empty_ones_too():
    book = book_of(HEADINGS, GOOD)
    book.active.title = "Places d’accueil"
    for state in ("hidden", "veryHidden", "visible"):
        sheet = book.create_sheet(state, 0)
        sheet.sheet_state = state
        sheet.append([" "] if state == "visible" else ["secret"])
    title, lines = read_sheet(saved(book))
    assert title == "Places d’accueil"
    assert [cells for _number, cells in lines] == [list(HEADINGS), list(GOOD)]


def test_empty_sheets_give_the_name_of_the_first():
    book = Workbook()
    book.active.title = "Vide"
    book.create_sheet("Vide aussi")
    assert read_sheet(saved(book)) == ("Vide", [])


def test_no_visible_sheet():
    hidden = changed(
        saved(book_of(GOOD)),
        book=lambda xml: re.sub(b'state="visible"', b'state="hidden"', xml),
    )
    assert refusal(hidden).code == "no_sheet"


def test_a_chart_in_the_first_place_is_no_sheet():
    book = book_of(GOOD)
    book.create_chartsheet("Graphique", 0)
    assert read_sheet(saved(book))[0] == "Sheet"


def test_hidden_lines_and_columns_are_read():
    book = book_of(HEADINGS, GOOD, GOOD)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["A"].hidden = True
    assert values(saved(book)) == [list(HEADINGS), list(GOOD), list(GOOD)]


def test_title_lines_and_two_header_rows_stay_as_they_are():
    book = book_of(["Registre 2026"], [], ["Employeur", None, "Offre"], HEADINGS[:3])
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A3:B3")
    assert read_sheet(saved(book))[1] == [
        (1, ["Registre 2026", None, None]),
        (3, ["Employeur", None, "Offre"]),
        (4, list(HEADINGS[:3])),
    ]


def test_cells_merged_over_lines_repeat_downwards_only():
    book = book_of(["a", "b", "c"], [1, 2, 3], [None, None, 4], [], [None, None, 5])
    book.active.merge_cells("A2:B4")
    book.active.merge_cells("D2:D5")
    assert values(saved(book)) == [
        ["a", "b", "c"], [1, None, 3], [1, None, 4], [None, None, 5],
    ]  # fmt: skip


def test_a_merged_cell_on_the_right_of_short_lines():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c></row>'
    )
    merged = '<mergeCells><mergeCell ref="C1:C2"/><mergeCell ref="A:A"/></mergeCells>'
    assert values(sheet_xml(rows, merged)) == [[1, None, 2], [3, None, 2]]


# --- cells ------------------------------------------------------------------------


def test_each_type_of_cell():
    typed = ["007", 60112, 1.5, 0.25, True, False, "#N/A", "été ", "a\nb"]
    moments = [
        date(2027, 5, 12), datetime(2027, 5, 12, 8, 30), time(8, 30), time(0, 0),
        timedelta(hours=30), timedelta(hours=2),
    ]  # fmt: skip
    book = book_of([*typed, *moments])
    book.active["D1"].number_format = "0%"
    assert values(saved(book)) == [
        [
            *typed, datetime(2027, 5, 12), datetime(2027, 5, 12, 8, 30), time(8, 30),
            time(0, 0), "30:00:00", time(2, 0),
        ]
    ]  # fmt: skip


def test_numbers_keep_their_digits():
    numbers = (99906101300010, 123456789012345, 0.1, 1e15, -3, 12345678901234567890)
    cells = "".join(f"<c><v>{number!r}</v></c>" for number in numbers)
    assert values(sheet_xml(f"<row>{cells}</row>")) == [list(numbers)]
    assert values(sheet_xml("<row><c><v>2.16E+13</v></c></row>")) == [[2.16e13]]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("General", 46519), ("0", 46519), ('0" jours"', 46519),
        ('000" "000', 46519), ("[Red]0", 46519), ("@", 46519), ("#,##0.00 [$€-40C]", 46519),
        ("dd/mm/yyyy", datetime(2027, 5, 12)), ("[$-40C]d mmmm yyyy", datetime(2027, 5, 12)),
        ("mm-dd-yy", datetime(2027, 5, 12)), ("yyyy", datetime(2027, 5, 12)),
        ("d-mmm", datetime(2027, 5, 12)), ('dd" mois "mm', datetime(2027, 5, 12)),
    ],
)  # fmt: skip
def test_the_format_says_what_is_a_date(shown, expected):
    book = book_of([46519])
    book.active["A1"].number_format = shown
    assert values(saved(book)) == [[expected]]


@pytest.mark.filterwarnings("ignore:Cell A1 is marked as a date")
def test_a_number_that_is_no_date_is_empty_as_excel_shows_it():
    book = book_of([99906101300010, "a"])
    book.active["A1"].number_format = "dd/mm/yyyy"
    assert [as_text(cell) for cell in values(saved(book))[0]] == ["", "a"]


def test_the_calendar_of_the_mac():
    book = book_of([date(2027, 5, 12)])
    book.epoch = datetime(1904, 1, 1)
    content = saved(book)
    assert b"date1904" in entries_of(content)["xl/workbook.xml"]
    assert values(content) == [[datetime(2027, 5, 12)]]


def test_dates_written_as_texts_by_the_program():
    cells = "".join(
        f'<c t="d"><v>{text}</v></c>'
        for text in ("2027-05-12", "2027-05-12T08:30:00", "08:30:00")
    )
    assert values(sheet_xml(f"<row>{cells}</row>")) == [
        [date(2027, 5, 12), datetime(2027, 5, 12, 8, 30), time(8, 30)]
    ]


def test_formulas_give_the_value_last_calculated_or_nothing():
    cells = (
        "<c><f>1+1</f><v>2</v></c><c><f>A1</f></c><c><f>A1</f><v></v></c>"
        '<c t="str"><f>B1</f><v>Noailles</v></c><c t="str"><f>C1</f><v></v></c>'
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="b"><f>TRUE</f><v>1</v></c>'
    )
    assert values(sheet_xml(f"<row>{cells}</row>")) == [
        [2, None, None, "Noailles", None, "#DIV/0!", True]
    ]


def test_texts_in_several_pieces_and_without_pronunciation():
    pieces = "<r><t>Mairie </t></r><r><rPr><b/></rPr><t>de Noailles</t></r>"
    spoken = '<rPh sb="0" eb="1"><t>NON</t></rPh>'
    row = f'<row><c t="inlineStr"><is>{pieces}{spoken}</is></c></row>'
    assert values(sheet_xml(row)) == [["Mairie de Noailles"]]
    shared = changed(
        shared_book(["Accueil"]),
        texts=lambda xml: xml.replace(
            b"<si><t>Accueil</t></si>", f"<si>{pieces}{spoken}</si>".encode()
        ),
    )
    assert values(shared) == [["Mairie de Noailles"]]


def test_shared_texts_without_any_content():
    content = changed(
        shared_book(["a", "b", "c"]),
        texts=lambda xml: xml.replace(b"<t>b</t>", b"").replace(b"<t>c</t>", b"<t/>"),
    )
    assert values(content) == [["a"]]


def test_characters_written_by_their_number():
    cell = '<c t="inlineStr"><is><t>a_x000D_b_x005F_x000D_ _xZZZZ_</t></is></c>'
    assert values(sheet_xml(f"<row>{cell}</row>")) == [["a\rb_x000D_ _xZZZZ_"]]


def test_lines_and_cells_without_a_place_follow_each_other():
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="4"><c r="B4"><v>3</v></c><c><v>4</v></c></row>'
        "<row><c><v>5</v></c></row>"
    )
    assert read_sheet(sheet_xml(rows))[1] == [
        (1, [1, 2, None]), (4, [None, 3, 4]), (5, [5, None, None]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="1A"><v>1</v></c>', '<c r="ABCD1"><v>1</v></c>', '<c t="s"><v>99</v></c>',
        '<c t="s"><v>x</v></c>', "<c><v>abc</v></c>", "<v>1", "<c><v>&ha;</v></c>",
    ],
)  # fmt: skip
def test_damaged_cells(cell):
    assert refusal(sheet_xml(f"<row>{cell}</row>")).code == "damaged"


def test_other_places_of_the_parts():
    moved = {
        name.replace("workbook.xml", "workbook22.xml"): xml.replace(
            b"workbook.xml", b"workbook22.xml"
        )
        for name, xml in entries_of(saved(book_of(HEADINGS, GOOD))).items()
    }
    assert "xl/workbook22.xml" in moved
    assert values(archive(moved)) == [list(HEADINGS), list(GOOD)]


def test_the_strict_spelling_is_to_be_saved_again():
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    entries = {
        name: xml.replace(MAIN.encode(), strict)
        for name, xml in entries_of(saved(book_of(HEADINGS, GOOD))).items()
    }
    assert refusal(archive(entries)).code == "old_excel"


def test_names_with_a_prefix_and_attributes_in_any_order():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        '<x:row r="1"><x:c t="inlineStr" r="A1"><x:is><x:t>a</x:t></x:is></x:c>'
        '<x:c r="B1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="B2"><x:v>2</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells count="1"><x:mergeCell ref="A1:A2"/></x:mergeCells>'
        "</x:worksheet>"
    )
    content = changed(saved(book_of(["a"])), sheet=lambda _old: xml.encode())
    assert values(content) == [["a", 1], ["a", 2]]


@pytest.mark.parametrize("said", ["A1", "A1:B1", "A1:XFD1048576", "C7:D9"])
def test_a_wrong_dimension_is_not_believed(said):
    content = changed(
        saved(book_of(HEADINGS, GOOD)),
        sheet=lambda xml: re.sub(
            rb'<dimension ref="[^"]*"', f'<dimension ref="{said}"'.encode(), xml
        ),
    )
    assert values(content) == [list(HEADINGS), list(GOOD)]


def test_what_describes_nothing_read_may_be_wrong():
    entries = entries_of(saved(book_of(GOOD)))
    for name in ("docProps/core.xml", "xl/theme/theme1.xml"):
        assert name in entries
        entries[name] = b"<x"
    assert values(archive(entries)) == [list(GOOD)]


def test_what_openpyxl_reads_is_read_alike():
    chance = random.Random(7)
    pool = ["texte", "007", "é€œ", 12, -1.25, 99906101300010, True, None, "#REF!",
            datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 5), time(7, 45), "  "]  # fmt: skip
    book = book_of(*([chance.choice(pool) for _ in range(12)] for _ in range(200)))
    content = saved(book)
    sheet = load_workbook(BytesIO(content), data_only=True).active
    assert read_sheet(content)[1] == [
        (number, list(cells))
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
