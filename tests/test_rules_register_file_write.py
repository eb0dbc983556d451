"""The .xlsx files that are written: texts stay texts, and are read again alike."""

import re
import tempfile
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rules.register.columns import REASON_HEADING, Column
from rules.register.file import (
    MAX_LINES,
    read_sheet,
    write_rejected,
    write_table,
    write_template,
)
from rules.register.kinds import KIND_OF
from rules.register.repair import as_text, clean_list, fold
from rules.register.rows import parse_register
from rules.register.write import MAX_TEXT, safe_text, safe_title

HEADINGS = ("SIRET", "Employeur", "Places")
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "+33 3 44",
    "-1+1",
    "@SUM(A1)",
    "=cmd|'/c'",
)


def rows_of(content):
    return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows())


def values(content):
    return [cells for _number, cells in read_sheet(content)[1]]


def assert_no_formula(content):
    with zipfile.ZipFile(BytesIO(content)) as zipped:
        for name in zipped.namelist():
            if name.startswith("xl/worksheets/"):
                assert not re.search(rb"<f\b", zipped.read(name))
    for sheet in load_workbook(BytesIO(content)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            begins = str(cell.value or "")[:1]
            if cell.data_type == "s" and begins and begins in "=+-@\t\r":
                assert cell.quotePrefix


# --- texts ------------------------------------------------------------------------


def test_nothing_that_is_written_is_a_formula():
    rows = [FORMULAS, [f" {text}" for text in FORMULAS], [f"\t{t}" for t in FORMULAS]]
    for content in (
        write_table("=1+1", FORMULAS, rows),
        write_table("@x", FORMULAS, rows, text_columns=FORMULAS),
        write_rejected(FORMULAS, [(row, "=cmd") for row in rows], "+x"),
    ):
        assert_no_formula(content)
        found = values(content)
        assert found[0][: len(FORMULAS)] == list(FORMULAS)
        for row in found[1:]:
            assert row[: len(FORMULAS)] == list(FORMULAS)
        assert load_workbook(BytesIO(content)).sheetnames[0] in ("1+1", "x")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a\x00b\x07c\ufffe", "abc"), ("a\ud800b", "ab"), ("#N/A", ""), ("", ""), (None, ""),
        ("a\r\nb\rc", "a\nb\nc"), ("é" * MAX_TEXT, "é" * MAX_TEXT),
        ("é" * (MAX_TEXT + 1), "é" * (MAX_TEXT - 1) + "…"),
        # A character outside the first plane takes two units.
        ("😀" * (MAX_TEXT // 2), "😀" * (MAX_TEXT // 2)),
        ("😀" * (MAX_TEXT // 2 + 1), "😀" * (MAX_TEXT // 2) + "…"),
        ("a" + "😀" * (MAX_TEXT // 2 + 1), "a" + "😀" * (MAX_TEXT // 2 - 1) + "…"),
    ],
)  # fmt: skip
def test_what_excel_refuses_is_left_out_or_cut(typed, written):
    assert safe_text(typed) == written
    assert len(written.encode("utf-16-le")) <= MAX_TEXT * 2
    content = write_table("T", ["a", "b"], [[typed, "b"]])
    assert values(content)[1] == [written or None, "b"]


def test_a_text_that_looks_like_an_escape_is_read_again_as_it_is():
    text = "_x000D_ _x005F_ _xZZZZ_"
    assert values(write_table("T", ["a"], [[text]]))[1] == [text]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.one_of(
    st.text(max_size=12), st.integers(-(10**14), 10**14), st.booleans(), st.none(),
    st.dates(date(1990, 1, 1), date(2099, 1, 1)), st.sampled_from(FORMULAS),
), min_size=3, max_size=3), max_size=5))  # fmt: skip
def test_a_table_is_read_again_as_it_was(rows):
    content = write_table("Liste", HEADINGS, rows)
    found = dict(read_sheet(content)[1])
    for number, row in enumerate(rows, start=2):
        if any(as_text(cell) for cell in row):
            assert [as_text(cell) for cell in found[number]] == [
                as_text(safe_text(cell) if isinstance(cell, str) else cell)
                .replace("_x005F_", "_") for cell in row
            ]  # fmt: skip
        else:
            assert number not in found
    again = write_table("Liste", HEADINGS, [found.get(n + 2, [None] * 3)
                                            for n in range(len(rows))])  # fmt: skip
    assert dict(read_sheet(again)[1]) == found


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("Offres", "Offres"), ("Places d'accueil", "Places d'accueil"),
        ("a/b\\c:d*e?f[g]", "a b c d e f g"), ("'=Offres'", "Offres"), ("", "Feuille"),
        (None, "Feuille"), ("é" * 40, "é" * 31), ("x" * 30 + "'y", "x" * 30),
    ],
)  # fmt: skip
def test_names_of_sheets(title, sheet):
    assert safe_title(title) == sheet
    assert read_sheet(write_table(title, ["a"], []))[0] == sheet


# --- lists ------------------------------------------------------------------------


def test_dates_and_numbers_stay_what_they_are():
    row = [date(2026, 9, 1), datetime(2026, 9, 1, 8, 30), time(8, 30), 12, 1.5, True,
           timedelta(hours=30), datetime(2026, 9, 1, 8, 30, tzinfo=UTC), date(1850, 1, 1),
           float("nan"), float("inf"), 10**15]  # fmt: skip
    content = write_table("T", [str(n) for n in range(len(row))], [row])
    cells = rows_of(content)[1]
    assert [cell.number_format for cell in cells[:3]] == [
        "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm",
    ]  # fmt: skip
    assert all(cell.is_date for cell in cells[:3])
    assert values(content)[1] == [
        datetime(2026, 9, 1), datetime(2026, 9, 1, 8, 30), time(8, 30), 12, 1.5, True,
        "30:00:00", datetime(2026, 9, 1, 8, 30), "01/01/1850", "nan", "inf",
        "1000000000000000",
    ]  # fmt: skip


def test_digits_that_are_no_number_keep_their_zeros():
    rows = [["00123456700010", 1], [99906101300010, 2], [None, 3], ["", 4]]
    content = write_table("T", ["SIRET", "Places"], rows, text_columns=["SIRET"])
    written = rows_of(content)
    assert [row[0].value for row in written[1:]] == [
        "00123456700010", "99906101300010", None, None,
    ]  # fmt: skip
    assert [row[0].number_format for row in written[1:3]] == ["@", "@"]
    sheet = load_workbook(BytesIO(content)).active
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["B"].number_format == "General"


def test_a_long_number_is_shown_in_full():
    cells = rows_of(write_table("T", ["a", "b"], [[99906101300010, 60112]]))[1]
    assert [cell.number_format for cell in cells] == ["0", "General"]
    assert cells[0].value == 99906101300010


def test_headings_are_kept_in_sight_and_wide_enough():
    content = write_table("T", ["a", "Motif"], iter([["x", "y"]]), {"Motif": 60})
    sheet = load_workbook(BytesIO(content)).active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width == 60
    assert values(write_table("T", ["a"], [])) == [["a"]]


def test_a_row_that_does_not_fit_is_an_error_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def broken():
        yield ["x", "y"]
        assert list(tmp_path.iterdir())
        raise KeyError("row")

    with pytest.raises(ValueError, match="zip"):
        write_table("T", ["a", "b"], [["x"]])
    with pytest.raises(KeyError, match="row"):
        write_table("T", ["a", "b"], broken())
    assert not list(tmp_path.iterdir())


# --- rejected rows ----------------------------------------------------------------


def test_rejected_rows_keep_every_column_as_typed():
    headings = ("Employeur", None, "Places", REASON_HEADING, "SIRET")
    cells = ("Mairie", "note", -2, "old reason", 99906101300010)
    short = ("CCAS", date(2026, 9, 1))
    content = write_rejected(headings, [(cells, "Un\nmotif"), (short, "Deux")])
    assert read_sheet(content) == (
        "Lignes rejetées",
        [
            (1, ["Employeur", None, "Places", "SIRET", REASON_HEADING]),
            (2, ["Mairie", "note", -2, 99906101300010, "Un\nmotif"]),
            (3, ["CCAS", datetime(2026, 9, 1), None, None, "Deux"]),
        ],
    )
    reason = rows_of(content)[1][-1]
    assert reason.font.color.rgb.endswith("C00000")
    assert reason.alignment.wrap_text


def test_a_rejected_file_comes_back_the_same():
    rows = [(("007", "=x", 1), "raison"), (("", None, "été"), "autre")]
    once = write_rejected(HEADINGS, rows)
    headings, *lines = values(once)
    again = write_rejected(headings, [(cells[:-1], cells[-1]) for cells in lines])
    assert read_sheet(again) == read_sheet(once)


# --- templates --------------------------------------------------------------------


def by_heading(content, kind):
    """``{column key: validation}`` of the lists of a template."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    letters = {cell.column_letter: column.key
               for cell, column in zip(sheet[1], kind.columns, strict=True)}  # fmt: skip
    return {
        letters[re.match("[A-Z]+", str(choice.sqref))[0]]: choice
        for choice in sheet.data_validations.dataValidation
    }


@pytest.mark.parametrize("kind", KIND_OF.values(), ids=lambda kind: kind.code)
def test_a_template_has_every_heading_and_no_row(kind):
    content = write_template(kind, {})
    assert_no_formula(content)
    headings = [column.heading for column in kind.columns]
    assert read_sheet(content) == (kind.title, [(1, headings)])
    guide = list(
        load_workbook(BytesIO(content))["Mode d'emploi"].iter_rows(values_only=True)
    )
    width = len(headings)
    assert list(guide[0][:width]) == headings
    assert list(guide[1][:width]) == [column.help or None for column in kind.columns]
    for line, example in zip(guide[2:], kind.examples, strict=False):
        assert {column.key: value
                for column, value in zip(kind.columns, line, strict=False) if value
                } == {key: str(value) for key, value in example.items()}  # fmt: skip
    sentences = [line[0] for line in guide[3 + len(kind.examples) :]]
    assert sentences == list(kind.how_to)


def test_a_template_offers_the_closed_choices_and_those_it_is_given():
    kind = KIND_OF["places"]
    names = ["Agent d’accueil", "=évadé"]
    content = write_template(kind, {"metier": names, "conditions": ["Bruit"]})
    assert_no_formula(content)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == [kind.title, "Mode d'emploi", "Listes"]
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book["Listes"].iter_cols()
    }
    assert lists[kind.by_key["metier"].heading] == names
    assert lists[kind.by_key["conditions"].heading] == ["Bruit"]
    choices = by_heading(content, kind)
    # Several conditions fit in one cell: a list would allow one.
    assert set(choices) == {"kind", "metier"}
    assert choices["kind"].showErrorMessage
    assert not choices["metier"].showErrorMessage
    for key, choice in choices.items():
        first, last = re.fullmatch(
            r"Listes!(\$[A-Z]+\$2):(\$[A-Z]+\$\d+)", choice.formula1
        ).groups()
        cells = book["Listes"][f"{first}:{last}".replace("$", "")]
        column = kind.by_key[key]
        offered = [cell[0].value for cell in cells]
        assert offered == lists[column.heading]
        if column.words:
            assert [column.clean(word) for word in offered] == list(column.words)
        assert str(choice.sqref).endswith(str(MAX_LINES + 1))


def test_a_template_without_choices_has_no_lists():
    kind = KIND_OF["metiers"]
    assert not any(column.words for column in kind.columns)
    book = load_workbook(BytesIO(write_template(kind, {"conditions": []})))
    assert book.sheetnames == [kind.title, "Mode d'emploi"]


def test_a_template_keeps_the_zeros_of_digits_that_are_no_number():
    kind = KIND_OF["places"]
    sheet = load_workbook(BytesIO(write_template(kind, {}))).worksheets[0]
    texts = {
        column.key
        for cell, column in zip(sheet[1], kind.columns, strict=True)
        if sheet.column_dimensions[cell.column_letter].number_format == "@"
    }
    assert texts == {"siret", "zip", "phone"}


def test_columns_of_several_words_are_known_by_their_repair():
    several = [column for kind in KIND_OF.values() for column in kind.columns
               if column.clean is clean_list]  # fmt: skip
    assert {fold(column.heading) for column in several} >= {"conditions de travail"}
    assert Column("x", "X", "").clean is not clean_list


@pytest.mark.parametrize("kind", KIND_OF.values(), ids=lambda kind: kind.code)
def test_the_examples_of_a_template_are_rows_without_a_fault(kind):
    guide = load_workbook(BytesIO(write_template(kind, {})))["Mode d'emploi"]
    lines = [list(line)[: len(kind.columns)] for line in guide.values]
    chosen = [lines[0], *lines[2 : 2 + len(kind.examples)]]
    rows = parse_register(list(enumerate(chosen, start=1)), kind).rows()
    assert len(rows) == len(kind.examples) > 0
    assert [row.problems for row in rows] == [[]] * len(rows)


def test_the_reason_of_a_rejected_row_is_no_column():
    kind = KIND_OF["places"]
    cells = ("Mairie de Noailles", "Noailles", "Accueil", 2)
    headings = ("Employeur", "Commune", "Intitulé de l'offre", "Places")
    _title, lines = read_sheet(write_rejected(headings, [(cells, "Commune : 60430")]))
    register = parse_register(lines, kind)
    assert set(register.columns) == {"employer", "commune", "title", "places"}
    assert [row.problems for row in register.rows()] == [[]]
