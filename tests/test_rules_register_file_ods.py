"""An .ods as LibreOffice writes it; the same table in the three formats."""

import random
import zipfile
from datetime import datetime, time
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import pytest
from openpyxl import Workbook
from rules.register import lines as register_lines
from rules.register import zip as register_zip
from rules.register.error import RegisterError
from rules.register.file import read_sheet

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for prefix, uri in {
        "office": "office", "table": "table", "text": "text", "style": "style",
        "draw": "drawing", "form": "form",
    }.items()
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
    'calcext:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)  # fmt: skip
STYLES = (
    '<office:automatic-styles><style:style style:name="ta1" style:family="table">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
)


def cell(value=None, **attributes):
    """A cell with its type, as LibreOffice writes it."""
    more = "".join(
        f" {name.replace('__', ':').replace('_', '-')}={quoteattr(str(value))}"
        for name, value in attributes.items()
    )
    if value is None:
        return f"<table:table-cell{more}/>"
    text = f"<text:p>{escape(str(value))}</text:p>"
    kind, said = "string", ""
    if isinstance(value, bool):
        kind, said = "boolean", f' office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind, said = "float", f' office:value="{value}"'
    elif isinstance(value, datetime):
        iso = value.isoformat().removesuffix("T00:00:00")
        kind, said = "date", f' office:date-value="{iso}"'
    elif isinstance(value, time):
        kind, said = "time", f' office:time-value="PT{value:%HH%MM%SS}"'
    typed = f' office:value-type="{kind}" calcext:value-type="{kind}"{said}'
    return f"<table:table-cell{typed}{more}>{text}</table:table-cell>"


def row(*cells, repeated=None):
    """A row of values, or of cells already written."""
    more = f' table:number-rows-repeated="{repeated}"' if repeated else ""
    written = (
        c if isinstance(c, str) and c.startswith("<table:") else cell(c) for c in cells
    )
    return f"<table:table-row{more}>{''.join(written)}</table:table-row>"


def table(*rows, name="Feuille1", style="ta1"):
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">'
        f'<table:table-column table:number-columns-repeated="1024"/>{"".join(rows)}'
        "</table:table>"
    )


def content_of(*tables, before="", styles=STYLES):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content '
        f"{NAMESPACES}>{styles}<office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def packed(content, mimetype=MIMETYPE, **entries):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        if content is not None:
            zipped.writestr("content.xml", content)
        for name, more in entries.items():
            zipped.writestr(name.replace("__", "/").replace("_xml", ".xml"), more)
    return written.getvalue()


def ods(*rows, **options):
    return packed(content_of(table(*rows, **options)))


def values(content):
    return [cells for _number, cells in read_sheet(content)[1]]


def refusal(content, **options):
    with pytest.raises(RegisterError) as caught:
        read_sheet(content, **options)
    return caught.value


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


# --- bounds -----------------------------------------------------------------------


def test_an_entity_bomb_expands_nothing():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    bomb = content_of(table(row("&a11;")), before=doctype).replace("&amp;", "&")
    assert refusal(packed(bomb)).code == "damaged"


def test_a_zip_bomb(monkeypatch):
    content = content_of(table(row("a")))
    monkeypatch.setattr(register_zip, "MAX_UNPACKED", len(content) + 100)
    spare = 100 - len(MIMETYPE)
    assert values(packed(content, bomb=b"\0" * spare)) == [["a"]]
    assert refusal(packed(content, bomb=b"\0" * (spare + 1))).code == "too_big"


def test_empty_lines_and_cells_repeated_without_end_cost_nothing():
    content = ods(
        row("a", cell(table__number_columns_repeated=10**9)),
        row(cell(table__number_columns_repeated=16384), repeated=10**12),
        row(" ", repeated=10**12),
        row("b"),
    )
    assert read_sheet(content)[1] == [(1, ["a"]), (2 * 10**12 + 2, ["b"])]


def test_lines_repeated_with_a_content_count():
    content = ods(row("a"), row("b", 1, repeated=9))
    assert len(read_sheet(content, 0)[1]) == register_lines.ABOVE
    assert refusal(ods(row("a"), row("b", repeated=10)), limit=0).code == (
        "too_many_rows"
    )
    assert refusal(ods(row("b", repeated=10**12))).code == "too_many_rows"


def test_cells_repeated_with_a_content_stop_at_the_last_column():
    repeated = cell("x", table__number_columns_repeated=10**9)
    assert values(ods(row("a", repeated, "b"))) == [["a"] + ["x"] * 99]
    repeated = cell("x", table__number_columns_repeated=2)
    assert values(ods(row("a", repeated, "b"))) == [["a", "x", "x", "b"]]


def test_spaces_repeated_without_end():
    spaces = '<text:p>a<text:s text:c="999999999999"/>b</text:p>'
    typed = f'<table:table-cell office:value-type="string">{spaces}</table:table-cell>'
    assert values(ods(row(typed))) == [["a" + " " * 1000 + "b"]]


def test_a_text_repeated_counts_each_time(monkeypatch):
    monkeypatch.setattr(register_lines, "MAX_UNPACKED", 1000)
    assert len(values(ods(row("x" * 100, repeated=10)))) == 10
    assert refusal(ods(row("x" * 100, repeated=10), row("x"))).code == "too_big"


def test_elements_within_elements_without_end():
    deep = "<text:span>" * 100_000 + "a" + "</text:span>" * 100_000
    typed = f'<table:table-cell office:value-type="string"><text:p>{deep}</text:p>'
    assert values(ods(row(f"{typed}</table:table-cell>"))) == [["a"]]


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
