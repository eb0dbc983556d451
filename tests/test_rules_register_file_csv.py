"""A .csv as people send it: its encoding, its separator, its quotation marks."""

import doctest
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.register import csv as register_csv
from rules.register import lines as register_lines
from rules.register import write as register_write
from rules.register.codes import clean_siret, clean_zip
from rules.register.error import RegisterError
from rules.register.file import read_sheet
from rules.register.repair import clean_phone

ACCENTS = "Intitulé;Œuvre\nForêt d’Halatte;12 €\n"


def lines(content):
    title, found = read_sheet(content.encode() if isinstance(content, str) else content)
    assert title == "CSV"
    return found


def values(content):
    return [cells for _number, cells in lines(content)]


def refusal(content):
    with pytest.raises(RegisterError) as caught:
        read_sheet(content.encode() if isinstance(content, str) else content)
    return caught.value


@pytest.mark.parametrize("module", [register_csv, register_lines, register_write])
def test_doctests(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding):
    bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert values(bom + ACCENTS.encode(encoding)) == [
        ["Intitulé", "Œuvre"], ["Forêt d’Halatte", "12 €"],
    ]  # fmt: skip


def test_two_encodings_in_one_file():
    mixed = "é;à\n".encode() + "É;œ\r\n".encode("cp1252") + "ç;ù".encode()
    assert values(mixed) == [["é", "à"], ["É", "œ"], ["ç", "ù"]]


def test_a_letter_cut_at_the_end_spoils_its_line_alone():
    found = values("Forêt;Chêne\nMêlé;é".encode()[:-1])
    assert found[0] == ["Forêt", "Chêne"]
    assert found[1] == ["MÃªlÃ©", "Ã"]


@pytest.mark.parametrize(
    "content",
    [
        ACCENTS.encode("utf-16-le"),  # nothing says what it is
        ACCENTS.encode("utf-32"), b"\xff\xfe" + b"\x00\xd8" * 10, b"\0" * 30,
        b"a;b\n" + b"\x01" * 3,
    ],
)  # fmt: skip
def test_what_is_no_text(content):
    assert refusal(content).code == "not_spreadsheet"


def test_a_stray_control_character_is_left_out():
    assert values("Mai\0rie;Noa\x07illes\n" + "a;b\n" * 100)[0] == [
        "Mairie",
        "Noailles",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a;b\n1;2", ["a", "b"]), ("a,b\n1,2", ["a", "b"]), ("a\tb\n1\t2", ["a", "b"]),
        ("a|b\n1|2", ["a", "b"]),
        ("a;b\n1,5;2,5\n1,5;2,5", ["a", "b"]),  # decimal commas
        ("a,b\n1;2,x\n3,y", ["a", "b"]),
        ('"a;b;c",d\n"1;2;3",4', ["a;b;c", "d"]),  # within quotation marks
        ("Registre 2026, Oise\nNom;Ville;Code\nA;B;C\nD;E;F",
         ["Registre 2026, Oise", None, None]),
        ("Nom,Conditions\nA,Bruit ; Froid ; Nuit\nB,Bruit ; Froid ; Nuit",
         ["Nom", "Conditions"]),
        ("Titre\n\nNom;Ville;Code\nA;B;C", ["Titre", None, None]),
        ("a;b;c;d\n1;2\n3;4;5\nx,y;2", ["a", "b", "c", "d"]),  # ragged
        ("Nom\nMairie\nCCAS", ["Nom"]), ("Nom", ["Nom"]), ("a;b", ["a", "b"]),
    ],
)  # fmt: skip
def test_the_separator_is_judged(content, expected):
    assert values(content)[0] == expected


@pytest.mark.parametrize("line", ["sep=,\r\n", "SEP=,\n", '"sep=,"\n', "sep=,\r"])
def test_the_separator_that_excel_names(line):
    content = f"{line}a;b,c\n1;2,d\n"
    assert lines(content) == [(1, ["a;b", "c"]), (2, ["1;2", "d"])]
    assert lines(b"\xef\xbb\xbf" + content.encode()) == lines(content)
    assert values("sep=\ta\nb") == [["sep=", "a"], ["b", None]]
    assert values("sep=") == [["sep="]]


def test_lines_are_numbered_as_a_spreadsheet_shows_them():
    content = 'a;"un\r\ndeux ""trois"""\r\n\r\n;\r\n"x\ny";z\r\n'
    assert lines(content) == [(1, ["a", 'un\r\ndeux "trois"']), (4, ["x\ny", "z"])]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_ends_of_lines(ending):
    assert lines(ending.join(["a;b", "", "c;d", ""])) == [
        (1, ["a", "b"]), (3, ["c", "d"]),
    ]  # fmt: skip


def test_ragged_lines_are_made_of_one_width():
    assert values("a;b\nc\nd;e;f;;\n") == [
        ["a", "b", None], ["c", None, None], ["d", "e", "f"],
    ]  # fmt: skip


def test_every_value_but_whole_numbers_is_a_text():
    content = "216000562.0;2,16E+13;007;12/05/2027;VRAI;=1+1;-1;#N/A;٣; 12;1 234"
    assert values(content) == [content.split(";")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0", 0), ("1", 1), ("5200000700014", 5200000700014), ("00", "00"),
        ("9" * 15, 999_999_999_999_999), ("9" * 16, "9" * 16), ('"60112"', 60112),
    ],
)  # fmt: skip
def test_digits_that_begin_with_no_zero_are_a_number(typed, read):
    found = values(f"a;b\n{typed};x")[1][0]
    assert found == read
    assert type(found) is type(read)


def test_the_zeros_that_a_spreadsheet_lost_come_back():
    siret, zip_code, phone = values("a;b;c\n5200000700014;1234;344061234")[1]
    assert clean_siret(siret) == "05200000700014"
    assert clean_zip(zip_code) == "01234"
    assert clean_phone(phone) == "03 44 06 12 34"


@pytest.mark.parametrize("content", ["\n", " \r\n\r\n", ";;\n;;", "\ufeff", "\t\t"])
def test_nothing_but_blank_lines(content):
    assert read_sheet(content.encode()) == ("CSV", [])


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('a;b\n"c;d\ne;f\n', 2), ('a;"', 1), ('a;b\nc;d\n1;"x""', 3),
    ],
)  # fmt: skip
def test_a_quotation_mark_that_is_never_closed_swallows_nothing(content, row):
    error = refusal(content)
    assert (error.code, error.details) == ("csv_quotes", {"row": row})


def test_quotation_marks_within_a_text():
    assert values('a;b\nLe "Clos";"Mairie" de Noailles') == [
        ["a", "b"], ['Le "Clos"', "Mairie de Noailles"],
    ]  # fmt: skip


def test_a_field_at_the_limit_and_one_more():
    limit = register_csv.MAX_FIELD
    assert values("a;" + "x" * limit) == [["a", "x" * limit]]
    error = refusal("a;b\nc;" + "x" * (limit + 1))
    assert (error.code, error.details["row"]) == ("csv_quotes", 2)


def test_lines_and_columns_are_bounded():
    assert values(";".join(map(str, range(130)))) == [list(range(100))]
    assert refusal("a;b\n" * 50_011).code == "too_many_rows"
    assert len(values(";" * 1_000_000 + "\na")) == 1


def test_blank_lines_are_bounded_too(monkeypatch):
    assert register_csv.MAX_NUMBER == 1_048_576
    monkeypatch.setattr(register_csv, "MAX_NUMBER", 1000)
    assert lines("\n" * 999 + "a;b") == [(1000, ["a", "b"])]
    assert refusal("a;b\n" + "\n" * 1001).code == "too_many_rows"


@given(st.lists(st.lists(st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8
), min_size=2, max_size=4), min_size=1, max_size=6))  # fmt: skip
def test_what_is_written_between_quotation_marks_is_read_again(rows):
    written = "\n".join(
        ";".join('"{}"'.format(cell.replace('"', '""')) for cell in cells)
        for cells in rows
    )
    width = max(map(len, rows))
    found = dict(lines("sep=;\n" + written))
    for number, cells in enumerate(rows, start=1):
        if number in found:
            padded = [cell or None for cell in cells] + [None] * (width - len(cells))
            again = [None if cell is None else str(cell) for cell in found[number]]
            assert again == padded[: len(again)]
            assert not any(padded[len(found[number]) :])
        else:
            assert not any(register_lines.as_text(cell) for cell in cells)


@pytest.mark.parametrize("seed", range(30))
def test_texts_with_spoilt_bytes_never_fail_otherwise(seed):
    chance = random.Random(seed)
    content = bytearray(('é;"b";c,d\n' * 50).encode())
    for _time in range(8):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        read_sheet(bytes(content))
    except RegisterError as error:
        assert error.code in ("csv_quotes", "not_spreadsheet", "html_table")
