"""An .ods as LibreOffice writes it; the same table in the three formats."""

import random
from datetime import datetime, time
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook
from register_books import refusal, values
from register_ods import MIMETYPE, cell, content_of, ods, packed, row, table
from rules.register.file import read_sheet

# --- the three formats ------------------------------------------------------------

TEXTS = [
    ["SIRET", "Employeur", "Commune", "Intitulé de l'offre"],
    [None, None, None, None],
    ["00123456700010", "Mairie d’Œuilly", "60430", "Accueil ; guichet, standard"],
    ["2,16E+13", 'CCAS "Les Lilas"', None, "Un\ndeux"],
    ["216000562.0", "=1+1", "  espaces  ", None],
]


def xlsx_of(rows):
    book = Workbook()
    for number, cells in enumerate(rows, start=1):
        for index, value in enumerate(cells, start=1):
            if value is not None:
                target = book.active.cell(number, index)
                target.value = value
                if isinstance(value, str):
                    target.data_type = "s"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def ods_of(rows):
    def written(value):
        if not isinstance(value, str):
            return cell(value)
        spaced = escape(value).replace("  ", '<text:s text:c="2"/>')
        lines = "".join(f"<text:p>{line}</text:p>" for line in spaced.split("\n"))
        opening = '<table:table-cell office:value-type="string">'
        return f"{opening}{lines}</table:table-cell>"

    return ods(*(row(*map(written, cells)) for cells in rows))


def csv_of(rows, delimiter=";", encoding="utf-8"):
    def written(value):
        return '"{}"'.format((value or "").replace('"', '""'))

    return "\r\n".join(delimiter.join(map(written, cells)) for cells in rows).encode(
        encoding
    )


def test_the_same_table_gives_the_same_lines_in_the_three_formats():
    expected = [
        (number, cells)
        for number, cells in enumerate(TEXTS, start=1)
        if any(cells)
    ]  # fmt: skip
    assert read_sheet(xlsx_of(TEXTS))[1] == expected
    assert read_sheet(ods_of(TEXTS))[1] == expected
    # Nothing tells the digits of a .csv from a number.
    expected = [
        (number, [60430 if cell == "60430" else cell for cell in cells])
        for number, cells in expected
    ]
    for delimiter in ";,\t|":
        assert read_sheet(csv_of(TEXTS, delimiter))[1] == expected
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        assert read_sheet(csv_of(TEXTS, encoding=encoding))[1] == expected


def test_typed_cells_are_the_same_in_both_spreadsheets():
    chance = random.Random(11)
    pool = ["texte", "007", 12, -1.25, 99906101300010, True, False, None,
            datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 5), time(7, 45)]  # fmt: skip
    rows = [[chance.choice(pool) for _ in range(9)] for _ in range(100)]
    assert read_sheet(ods_of(rows))[1] == read_sheet(xlsx_of(rows))[1]


# --- what is an .ods --------------------------------------------------------------


def test_the_kind_of_document_decides():
    content = content_of(table(row("a", "b")))
    assert values(packed(content, f"{MIMETYPE}-template\n")) == [["a", "b"]]
    text = packed(content, "application/vnd.oasis.opendocument.text")
    assert refusal(text).code == "not_spreadsheet"
    assert refusal(packed(content, None)).code == "not_spreadsheet"
    manifest = f'<manifest:file-entry manifest:media-type="{MIMETYPE}"/>'
    assert values(packed(content, None, **{"META-INF__manifest_xml": manifest})) == [
        ["a", "b"]
    ]
    assert refusal(packed(None)).code == "damaged"


@pytest.mark.parametrize("content", [b"\x8f\x00\x01", None])
def test_a_password(content):
    manifest = "<manifest:encryption-data/>"
    locked = packed(content, **{"META-INF__manifest_xml": manifest})
    assert refusal(locked).code == "password"


def test_an_ods_cut_anywhere():
    content = ods(*[row("99906101300010", "Mairie", 1)] * 60)
    for cut in random.Random(6).sample(range(4, len(content) - 1), 50):
        assert refusal(content[:cut]).code == "damaged"


def test_an_ods_whose_text_is_cut_anywhere():
    content = content_of(table(*[row("99906101300010", "Mairie", 1)] * 60))
    end = content.index("</table:table>")  # what follows is not needed
    for cut in random.Random(6).sample(range(end), 50):
        assert refusal(packed(content[:cut])).code == "damaged"


# --- sheets -----------------------------------------------------------------------


def test_hidden_sheets_are_skipped_and_empty_ones_too():
    content = content_of(
        table(row("secret"), name="Masquée", style="ta2"),
        table(row(" ", repeated=3), name="Vide"),
        table(row(None, repeated=2), row("a", 1), name="Registre"),
        table(row("autre"), name="Après"),
    )
    assert read_sheet(packed(content)) == ("Registre", [(3, ["a", 1])])


def test_empty_sheets_give_the_name_of_the_first():
    content = content_of(
        table(row("secret"), style="ta2"),
        table(row(None), name="Vide"),
        table(name="Vide aussi"),
    )
    assert read_sheet(packed(content)) == ("Vide", [])


def test_no_visible_sheet():
    assert refusal(ods(row("a"), style="ta2")).code == "no_sheet"
    assert refusal(packed(content_of())).code == "no_sheet"


def test_changes_links_and_drawings_are_no_sheets():
    inner = "<table:table-cell><text:p>ancien</text:p></table:table-cell>"
    tracked = f"<table:tracked-changes><table:deletion>{inner}</table:deletion>"
    linked = f"<table:dde-link>{table(row('lien'))}</table:dde-link>"
    content = content_of(
        f"{tracked}</table:tracked-changes>{linked}",
        table(
            "<office:forms><form:form/></office:forms>",
            f"<table:shapes><draw:frame>{table(row('dessin'))}</draw:frame></table:shapes>",
            row("a"),
        ),
    )
    assert values(packed(content)) == [["a"]]


def test_hidden_and_grouped_lines_are_read():
    filtered = row("b").replace("<table:table-row", "<table:table-row "
                                'table:visibility="filter"', 1)  # fmt: skip
    content = ods(
        f"<table:table-header-rows>{row('a')}</table:table-header-rows>",
        f"<table:table-row-group>{filtered}{row('c')}</table:table-row-group>",
    )
    assert read_sheet(content)[1] == [(1, ["a"]), (2, ["b"]), (3, ["c"])]


def test_cells_merged_over_lines_repeat_downwards_only():
    covered = "<table:covered-table-cell/>"
    hiding = (
        '<table:covered-table-cell office:value-type="string"><text:p>caché</text:p>'
        "</table:covered-table-cell>"
    )
    several = {"table__number_rows_spanned": 3, "table__number_columns_spanned": 2}
    content = ods(
        row("a", "b", "c"),
        row(cell(1, **several), covered, 3),
        row(covered, hiding, 4),
        row(covered, covered, None),
        row(None, None, 5),
    )
    assert read_sheet(content)[1] == [
        (1, ["a", "b", "c"]), (2, [1, None, 3]), (3, [1, None, 4]), (5, [None, None, 5]),
    ]  # fmt: skip


# --- cells ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('office:value-type="percentage" office:value="0.25"', 0.25),
        ('office:value-type="currency" office:value="12"', 12),
        ('office:value-type="float" office:value="99906101300010"', 99906101300010),
        ('office:value-type="float" office:value="2.16E+013"', 2.16e13),
        ('office:value-type="float"', "vu"),
        ('office:value-type="boolean" office:boolean-value="true"', True),
        ('office:value-type="date" office:date-value="2027-05-12"', datetime(2027, 5, 12)),
        ('office:value-type="date" office:date-value="2027-05-12T08:30:00.000000000"',
         datetime(2027, 5, 12, 8, 30)),
        ('office:value-type="date" office:date-value="bientôt"', "bientôt"),
        ('office:value-type="date"', "vu"),
        ('office:value-type="time" office:time-value="PT08H30M00S"', time(8, 30)),
        ('office:value-type="time" office:time-value="PT30H00M00.5S"', "30:00:00"),
        ('office:value-type="time" office:time-value="-PT01H00M00S"', "-01:00:00"),
        ('office:value-type="time" office:time-value="P9999999999D"', "P9999999999D"),
        ('office:value-type="time" office:time-value="midi"', "midi"),
        ('office:value-type="string" office:string-value="007"', "007"),
        ('office:value-type="string"', "vu"), ("", "vu"),
        # A formula: the value last calculated; LibreOffice says an error its own way.
        ('table:formula="of:=1+1" office:value-type="float" office:value="2"', 2),
        ('table:formula="of:=1/0" office:value-type="string" office:string-value="" '
         'calcext:value-type="error"', "#VALUE!"),
    ],
)  # fmt: skip
def test_each_type_of_cell(typed, expected):
    content = ods(
        row(f"<table:table-cell {typed}><text:p>vu</text:p></table:table-cell>", "b")
    )
    assert values(content) == [[expected, "b"]]


def test_a_formula_without_value_is_empty():
    formula = '<table:table-cell table:formula="of:=[.A1]"/>'
    assert values(ods(row("a", formula, "b"))) == [["a", None, "b"]]


def test_texts_without_comments_nor_drawings():
    typed = (
        '<table:table-cell office:value-type="string">'
        "<office:annotation><dc:date>2026</dc:date><text:p>note</text:p>"
        "</office:annotation>"
        "<text:p>Mairie <text:span>de <text:a>Noailles</text:a></text:span>"
        '<text:s text:c="2"/>A<text:tab/>B<text:line-break/>C'
        "<text:ruby><text:ruby-base>D</text:ruby-base><text:ruby-text>NON</text:ruby-text>"
        "</text:ruby></text:p><text:p/><text:p>fin</text:p>"
        "<draw:frame><draw:text-box><text:p>dessin</text:p></draw:text-box></draw:frame>"
        "</table:table-cell>"
    )
    assert values(ods(row(typed, "b"))) == [
        ["Mairie de Noailles  A\tB\nCD\n\nfin", "b"]
    ]
