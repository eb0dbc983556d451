"""A register as people send it: each repair, each refusal, each broken file."""

import doctest
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from rules import register, register_columns, register_file, register_repair
from rules.register import MAX_ROWS, RegisterError, find_columns, parse_register
from rules.register_columns import COLUMNS, KIND_WORDS, KINDS, REASON_HEADING
from rules.register_file import read_sheet, write_rejected, write_template
from rules.register_repair import Refused, clean_date, clean_siret, fold
from stdnum.fr import siret as stdnum_siret

HEADINGS = ("SIRET", "Employeur", "Commune", "Intitulé de l'offre", "Places")
GOOD = ("99906101300010", "Mairie de Noailles", "Noailles", "Accueil", 1)


def saved(book):
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_of(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    return book


def lines_of(*lines):
    return list(enumerate(lines, start=1))


def parsed(*cells, headings=HEADINGS):
    return parse_register(lines_of(headings, cells)).rows[0]


def codes(row):
    return [problem.code for problem in row.problems]


def refusal(content):
    with pytest.raises(RegisterError) as caught:
        parse_register(*reversed(read_sheet(content)))
    return caught.value


@pytest.mark.parametrize("module", [register, register_columns, register_repair])
def test_doctests(module):
    assert not doctest.testmod(module).failed


# --- headings ---------------------------------------------------------------------


def test_every_heading_of_the_template_is_its_own_column():
    headings = [column.heading for column in COLUMNS]
    found = find_columns(headings)
    assert [found[column.key] for column in COLUMNS] == list(range(len(COLUMNS)))


def test_no_word_designates_two_columns():
    words = [fold(w) for c in COLUMNS for w in {fold(c.heading), *c.synonyms}]
    assert len(words) == len(set(words))
    kinds = [w for ws in KINDS.values() for w in {fold(w) for w in ws}]
    assert len(kinds) == len(set(kinds)) <= len(KIND_WORDS)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("  siret ", "siret"), ("N° SIRET", "siret"), ("EMPLOYEUR *", "employer"),
        ("Collectivité d’accueil", "employer"), ("Code\u00a0postal", "zip"),
        ("CP", "zip"), ("INTITULE DE L’OFFRE (obligatoire)", "title"),
        ("telephone", "phone"), ("E-mail", "email"), ("Metier", "metier"),
        ("Nb places", "places"), ("Disponible à partir du", "date_from"),
        ("Tuteur", "tutor"), ("Conditions de  travail", "conditions"),
        ("disponible_jusqu_au", "date_to"),
    ],
)  # fmt: skip
def test_headings_are_tolerant(typed, key):
    assert find_columns([typed]) == {key: 0}


def test_the_reason_of_a_returned_file_is_not_read():
    assert find_columns([REASON_HEADING, "Remarque", None, 12]) == {}


def test_the_own_word_wins_over_a_synonym_then_the_leftmost():
    assert find_columns(["Structure", "Employeur"])["employer"] == 1
    assert find_columns(["Structure", "Organisme"])["employer"] == 0


def test_the_order_of_the_columns_is_free():
    order = [3, 0, 4, 2, 1]
    row = parsed(*(GOOD[i] for i in order), headings=[HEADINGS[i] for i in order])
    assert row.values["employer"] == "Mairie de Noailles"
    assert row.values["places"] == 1
    assert not row.problems


def test_the_headings_may_stand_on_the_tenth_line_and_not_below():
    above = [[f"Registre {n}"] for n in range(9)]
    assert parse_register(lines_of(*above, HEADINGS, GOOD)).rows[0].number == 11
    with pytest.raises(RegisterError, match="no_headings"):
        parse_register(lines_of(["Titre"], *above, HEADINGS, GOOD))


def test_of_two_header_rows_the_one_that_says_most():
    groups = ("Employeur", None, None, "Offre", None)
    rows = parse_register(lines_of(groups, HEADINGS, GOOD)).rows
    assert [row.values["title"] for row in rows] == ["Accueil"]


def test_headings_printed_again_are_no_row():
    rows = parse_register(lines_of(HEADINGS, GOOD, HEADINGS, GOOD)).rows
    assert [row.number for row in rows] == [2, 4]


def test_missing_headings_are_named():
    with pytest.raises(RegisterError) as caught:
        parse_register(lines_of(("SIRET", "Places", "Service"), ("1", 1, "RH")))
    assert caught.value.code == "missing_headings"
    assert caught.value.details["headings"] == [
        "Employeur", "Intitulé de l'offre", "Commune",
    ]  # fmt: skip


# --- SIRET ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "99906101300010", 99906101300010, 99906101300010.0, "999 061 013 00010",
        "999\u00a0061\u00a0013\u202f00010", "999.061.013.00010", " 99906101300010 ",
        "9.9906101300010E+13", "9,9906101300010e13",
    ],
)  # fmt: skip
def test_a_siret_is_repaired(typed):
    assert clean_siret(typed) == "99906101300010"


def test_the_leading_zero_of_a_number_comes_back_when_certain():
    assert clean_siret(5200000700014) == "05200000700014"
    with pytest.raises(Refused, match="siret_length"):
        clean_siret(5200000700015)
    # As a text, nothing says that a spreadsheet ate a zero.
    with pytest.raises(Refused, match="siret_length"):
        clean_siret("5200000700014")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2.16E+13", "siret_digits_lost"), ("2,16001E+13", "siret_digits_lost"),
        (2.16e13, "siret_digits_lost"), (21600100000000, "siret_digits_lost"),
        ("99906101300011", "siret_invalid"), (99906101300011, "siret_invalid"),
        ("9990610130001", "siret_length"), ("999061013000100", "siret_length"),
        ("999061013", "siret_is_siren"), (999061013, "siret_is_siren"),
        ("999O6101300010", "siret_letters"), ("inconnu", "siret_letters"),
        ("٩٩٩٠٦١٠١٣٠٠٠١٠", "siret_letters"), (True, "siret_letters"),
    ],
)  # fmt: skip
def test_a_siret_that_cannot_be_sure_is_refused(typed, code):
    with pytest.raises(Refused) as caught:
        clean_siret(typed)
    assert caught.value.code == code


def test_la_poste_has_its_own_rule():
    assert clean_siret("35600000049837") == "35600000049837"
    with pytest.raises(Refused, match="siret_invalid"):
        clean_siret("35600000049838")


@given(st.one_of(st.integers(0, 10**15), st.text("0123456789 .E+", max_size=18)))
def test_whatever_is_typed_a_siret_is_valid_or_refused(typed):
    try:
        cleaned = clean_siret(typed)
    except Refused:
        return
    assert not cleaned or stdnum_siret.is_valid(cleaned)


# --- other cells ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(1234, "01234"), (60112, "60112"), (60112.0, "60112"), ("60 112", "60112"),
     ("\u00a060112", "60112"), ("FR-60112", "60112"), (None, "")],
)  # fmt: skip
def test_postal_codes(typed, expected):
    assert register_repair.clean_zip(typed) == expected


@pytest.mark.parametrize("typed", ["1234", 123, 601120, "6011A", "60112 Cedex"])
def test_postal_codes_refused(typed):
    with pytest.raises(Refused, match="zip_invalid"):
        register_repair.clean_zip(typed)


@pytest.mark.parametrize(
    "typed",
    [
        date(2027, 5, 12), datetime(2027, 5, 12, 8), "12/05/2027", "12-5-2027",
        "12.05.27", "2027-05-12", "12 mai 2027", "mercredi 12 mai 2027", 46519,
        46519.0, 46519.75, "46519", "12/05/2027 00:00:00", " 12/05/2027\u00a0",
    ],
)  # fmt: skip
def test_dates(typed):
    assert clean_date(typed) == date(2027, 5, 12)


@pytest.mark.parametrize(
    "typed",
    ["31/02/2027", "05/27", "bientôt", 12, 99999, "12/05/20277", True,
     "00/05/2027", "été 2027"],
)  # fmt: skip
def test_dates_refused(typed):
    with pytest.raises(Refused, match="date_unreadable"):
        clean_date(typed)


@pytest.mark.parametrize("typed", [0, -1, 1000, "1,5", 1.5, "deux", "10000000000"])
def test_places_refused(typed):
    assert codes(parsed(*GOOD[:4], typed)) == ["places_invalid"]


@pytest.mark.parametrize(("typed", "expected"), [(999, 999), ("3", 3), (None, None)])
def test_places(typed, expected):
    row = parsed(*GOOD[:4], typed)
    assert row.values["places"] == expected
    assert not row.problems


@pytest.mark.parametrize("key", ["Employeur", "Intitulé de l'offre", "Service"])
def test_a_name_of_200_characters_is_accepted_and_no_longer_one(key):
    headings = ("Employeur", "Commune", "Intitulé de l'offre", "Service")
    cells = dict(zip(headings, ("Mairie", "Noailles", "Accueil", ""), strict=True))
    at_limit = {**cells, key: "é" * 200}
    assert not parsed(*at_limit.values(), headings=headings).problems
    problem = parsed(*{**cells, key: "é" * 201}.values(), headings=headings).problems
    assert [p.code for p in problem] == ["too_long"]
    assert problem[0].details == {"column": key, "limit": 200, "length": 201}


def test_required_cells_and_words_that_say_nothing():
    assert codes(parsed(None, " ", "Noailles", "—")) == ["missing", "missing"]
    assert codes(parsed(None, "Mairie", None, "Accueil")) == ["commune_missing"]


def test_a_kind_is_read_and_another_body_refused():
    headings = (*HEADINGS, "Nature")
    assert parsed(*GOOD, "c.c.a.s", headings=headings).values["kind"] == ""
    assert parsed(*GOOD, "  COMMUNAUTE de Communes", headings=headings).values[
        "kind"
    ] == ("epci")
    assert codes(parsed(*GOOD, "Association", headings=headings)) == ["kind_unknown"]


def test_every_label_of_a_kind_is_understood():
    for kind, words in KINDS.items():
        assert {KIND_WORDS[fold(word)] for word in words} == {kind}


def test_remarks_that_reject_nothing():
    headings = (*HEADINGS, "Description", "Courriel", "Courriel du tuteur")
    row = parsed(
        *GOOD, "Écrire à a.b@ville.example.org", "mairie", "x@y.fr", headings=headings
    )
    assert codes(row) == ["email_invalid", "tutor_without_name", "description_email"]
    assert not row.rejected
    assert row.values["email"] == ""


def test_dates_the_wrong_way_round_and_the_same_day():
    headings = (*HEADINGS, "Du", "Au")
    assert codes(parsed(*GOOD, "02/09/2026", "01/09/2026", headings=headings)) == [
        "dates_reversed"
    ]
    assert not parsed(*GOOD, "01/09/2026", "01/09/2026", headings=headings).problems


def test_names_stand_on_one_line_and_descriptions_keep_theirs():
    headings = (*HEADINGS, "Description")
    row = parsed(None, "Mairie\nde  Noailles", "Noailles", "Accueil\u00a0\r\nguichet",
                 1, "Un\r\ndeux\x07", headings=headings)  # fmt: skip
    assert row.values["employer"] == "Mairie de Noailles"
    assert row.values["title"] == "Accueil guichet"
    assert row.values["description"] == "Un\ndeux"


# --- files ------------------------------------------------------------------------


def test_2000_rows_are_read_and_one_more_is_not():
    lines = lines_of(HEADINGS, *[GOOD] * MAX_ROWS)
    assert len(parse_register(lines).rows) == MAX_ROWS
    with pytest.raises(RegisterError, match="too_many_rows"):
        parse_register([*lines, (9999, GOOD)])


def test_a_very_long_sheet_stops_early():
    assert refusal(saved(sheet_of(HEADINGS, *[GOOD] * 5000))).code == "too_many_rows"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"), (b"SIRET;Employeur\r\n1;2", "not_excel"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b"PK\x03\x04" + b"\0" * 40, "not_excel"), (b"<html>", "not_excel"),
    ],
)  # fmt: skip
def test_other_files(content, code):
    assert refusal(content).code == code


def archive(**entries):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return written.getvalue()


def test_another_zip_and_a_hollow_workbook():
    assert refusal(archive(mimetype="application/vnd.oasis")).code == "not_excel"
    assert refusal(archive(xl__workbook_xml="<x/>")).code == "damaged"


def test_a_truncated_workbook():
    content = saved(sheet_of(HEADINGS, GOOD))
    assert refusal(content[: len(content) // 2]).code == "not_excel"
    assert refusal(content.replace(b"<", b"[")[:-1] + b"\0").code in (
        "damaged", "not_excel",
    )  # fmt: skip


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = archive(xl__workbook_xml="<x/>", bomb=b"\0" * (register_file.MAX_UNPACKED))
    assert len(bomb) < 100_000
    error = refusal(bomb)
    assert (error.code, error.details) == ("too_big", {"limit": 50})


def test_an_entity_bomb_expands_nothing():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a0 "ha">{entities}]>'
        f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr">'
        "<is><t>&a11;</t></is></c></row></sheetData></worksheet>"
    )
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(saved(sheet_of(HEADINGS, GOOD)))) as source,
        zipfile.ZipFile(written, "w") as target,
    ):
        for name in source.namelist():
            content = bomb if name.endswith("sheet1.xml") else source.read(name)
            target.writestr(name, content)
    assert refusal(written.getvalue()).code == "damaged"


def test_empty_sheets():
    assert refusal(saved(Workbook())).code == "empty"
    assert refusal(saved(sheet_of(HEADINGS))).code == "no_rows"
    assert refusal(saved(sheet_of(["a", "b"], [1, 2]))).code == "no_headings"


def test_the_first_visible_sheet_is_read():
    book = sheet_of(HEADINGS, GOOD)
    book.active.title = "Visible"
    hidden = book.create_sheet("Masquée", 0)
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    title, lines = read_sheet(saved(book))
    assert title == "Visible"
    assert lines[1][1] == list(GOOD)


def test_formulas_errors_and_blank_lines():
    book = sheet_of(HEADINGS, (), ("=1+1", "Mairie", "#N/A", "Accueil", "=A1"), (" ",))
    _title, lines = read_sheet(saved(book))
    assert [number for number, _cells in lines] == [1, 3]
    row = parse_register(lines).rows[0]
    assert row.values["siret"] == row.values["commune"] == ""
    assert codes(row) == ["commune_missing"]


def test_the_value_that_a_formula_had_is_read():
    book = saved(sheet_of(HEADINGS, (*GOOD[:4], "=1+1")))
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(book)) as source,
        zipfile.ZipFile(written, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, content.replace(b"</f><v></v>", b"</f><v>2</v>").replace(
                    b"</f><v />", b"</f><v>2</v>"
                ).replace(b"</f><v/>", b"</f><v>2</v>"),
            )  # fmt: skip
    row = parse_register(read_sheet(written.getvalue())[1]).rows[0]
    assert row.values["places"] == 2


def test_an_employer_merged_over_its_offers_counts_for_each():
    book = sheet_of(HEADINGS, GOOD, (None, None, None, "Cantine", 2))
    for column in "ABC":
        book.active.merge_cells(f"{column}2:{column}3")
    rows = parse_register(read_sheet(saved(book))[1]).rows
    assert [row.values["employer"] for row in rows] == ["Mairie de Noailles"] * 2
    assert [row.values["title"] for row in rows] == ["Accueil", "Cantine"]
    assert not rows[1].problems


def test_a_title_merged_over_the_columns_is_no_heading():
    book = sheet_of(["Employeur et offres 2026"], HEADINGS, GOOD)
    book.active.merge_cells("A1:E1")
    assert len(parse_register(read_sheet(saved(book))[1]).rows) == 1


def test_headings_merged_over_two_lines():
    book = sheet_of(
        ("SIRET", "Employeur", "Commune", "Offre", None),
        (None, None, None, "Intitulé", "Places"),
        GOOD,
    )
    for column in "ABC":
        book.active.merge_cells(f"{column}1:{column}2")
    rows = parse_register(read_sheet(saved(book))[1]).rows
    assert [(row.number, row.values["places"]) for row in rows] == [(3, 1)]


def test_a_cell_at_the_edge_of_the_sheet_costs_nothing():
    book = sheet_of(HEADINGS, GOOD)
    book.active["XFD1048576"] = "perdu"
    assert [number for number, _cells in read_sheet(saved(book))[1]] == [1, 2]


# --- what is written --------------------------------------------------------------


def test_rejected_rows_keep_every_column_and_hold_no_formula():
    headings = ("Employeur", "Remarque", "Places", REASON_HEADING)
    cells = ('=HYPERLINK("http://x")', "+33 3 44", -2, "old reason")
    others = ("-1+1", "@SUM(A1)", date(2026, 9, 1), None)
    content = write_rejected(headings, [(cells, "=cmd"), (others, "Deux\nraisons")])
    sheet = load_workbook(BytesIO(content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == [
        "Employeur", "Remarque", "Places", REASON_HEADING,
    ]  # fmt: skip
    assert [cell.value for cell in rows[1]] == [cells[0], "+33 3 44", -2, "=cmd"]
    assert [c.data_type for row in rows for c in row if c.data_type == "f"] == []
    assert rows[1][0].quotePrefix and rows[1][3].quotePrefix
    assert rows[2][2].value == datetime(2026, 9, 1)
    assert rows[2][3].value == "Deux\nraisons"
    with zipfile.ZipFile(BytesIO(content)) as zipped:
        assert b"<f>" not in zipped.read("xl/worksheets/sheet1.xml")


def test_a_rejected_file_is_read_again_as_it_is():
    content = write_rejected(HEADINGS, [(GOOD, "une raison")])
    row = parse_register(read_sheet(content)[1]).rows[0]
    assert not row.problems
    assert row.values["siret"] == GOOD[0]


def test_the_template_is_a_register_with_no_row_and_two_examples():
    content = write_template(["Agent d’accueil", "=évadé"], ["Bruit"])
    assert refusal(content).code == "no_rows"
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Registre", "Mode d'emploi", "Listes"]
    choices = book["Registre"].data_validations.dataValidation
    assert [(str(choice.sqref), choice.formula1) for choice in choices] == [
        ("C2:C2001", f"Listes!$A$2:$A${len(KINDS) + 1}"),
        ("J2:J2001", "Listes!$B$2:$B$3"),
    ]
    kinds = [cell.value for cell in book["Listes"]["A"][1 : len(KINDS) + 1]]
    assert [KIND_WORDS[fold(label)] for label in kinds] == list(KINDS)
    assert book["Listes"]["B3"].data_type == "s"
    examples = [
        [cell.value for cell in line] for line in book["Mode d'emploi"].iter_rows()
    ]
    lines = lines_of(examples[0], *examples[2:4])
    assert [codes(row) for row in parse_register(lines).rows] == [[], []]
