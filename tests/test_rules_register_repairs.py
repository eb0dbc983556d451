"""What is certain in a cell is repaired, the rest is refused and explained."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.register import codes as register_codes
from rules.register.codes import (
    clean_code,
    clean_insee,
    clean_rome,
    clean_siren,
    clean_siret,
)
from rules.register.repair import (
    Refused,
    as_text,
    choices,
    clean_choice,
    clean_date,
    clean_number,
    clean_url,
)
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret


def refusal(clean, typed):
    with pytest.raises(Refused) as caught:
        clean(typed)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (None, ""), ("", ""), (0, "0"), (1.0, "1"), (1.5, "1.5"), (True, "oui"),
        (False, "non"), ("007", "007"), (date(2027, 5, 12), "12/05/2027"),
        (datetime(2027, 5, 12, 8), "12/05/2027"), ("a\r\nb \rc", "a\nb\nc"),
        (" a\u00a0\u202f b\t", "a b"), ("a\x00\x07b\ufffe", "ab"), (" #N/A ", ""),
        ("voir #N/A", "voir #N/A"), ("#n/d", "#n/d"),
    ],
)  # fmt: skip
def test_a_cell_as_a_person_reads_it(typed, read):
    assert as_text(typed) == read


@pytest.mark.parametrize(
    "error",
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#NUL!",
     "#VALEUR!", "#NOM?", "#NOMBRE!", "#N/D"],
)  # fmt: skip
def test_an_error_is_an_empty_cell_in_both_languages(error):
    assert as_text(error) == ""
    assert clean_siret(error) == ""


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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(1234, "01234"), (60112, "60112"), (60112.0, "60112"), ("60 112", "60112"),
     ("\u00a060112", "60112"), ("FR-60112", "60112"), (None, "")],
)  # fmt: skip
def test_postal_codes(typed, expected):
    assert register_codes.clean_zip(typed) == expected


@pytest.mark.parametrize("typed", ["1234", 123, 601120, "6011A", "60112 Cedex"])
def test_postal_codes_refused(typed):
    with pytest.raises(Refused, match="zip_invalid"):
        register_codes.clean_zip(typed)


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


# --- SIREN, codes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("216000562", "216000562"), (216000562, "216000562"), (None, ""), ("", ""),
        (216000562.0, "216000562"), ("216 000\u00a0562", "216000562"),
        ("216.000.562", "216000562"), (5720131, "005720131"), ("005720131", "005720131"),
    ],
)  # fmt: skip
def test_a_siren_is_repaired(typed, expected):
    assert clean_siren(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["216000563", "5720131", "99906101300010", "21600056", 12345, "inconnu", True,
     "٢١٦٠٠٠٥٦٢"],
)  # fmt: skip
def test_a_siren_that_cannot_be_sure_is_refused(typed):
    error = refusal(clean_siren, typed)
    assert (error.code, error.details) == ("siren_invalid", {"value": as_text(typed)})


@given(st.one_of(st.integers(0, 10**10), st.text("0123456789 .", max_size=12)))
def test_whatever_is_typed_a_siren_is_valid_or_refused(typed):
    try:
        cleaned = clean_siren(typed)
    except Refused:
        return
    assert not cleaned or (len(cleaned) == 9 and stdnum_siren.is_valid(cleaned))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("60463", "60463"), (60463, "60463"), (1004, "01004"), ("01004", "01004"),
     ("2a 004", "2A004"), ("2B033", "2B033"), (97105.0, "97105"), (None, "")],
)  # fmt: skip
def test_insee_codes(typed, expected):
    assert clean_insee(typed) == expected


@pytest.mark.parametrize("typed", ["1004", 104, "2C004", "604630", "A2004", "Noyon"])
def test_insee_codes_refused(typed):
    error = refusal(clean_insee, typed)
    assert (error.code, error.details["value"]) == (
        "insee_invalid",
        as_text(typed).upper(),
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("M1607", "M1607"), (" m 1607 ", "M1607"), ("a1101", "A1101"), ("N4105", "N4105"),
     ("", ""), (None, "")],
)  # fmt: skip
def test_rome_codes(typed, expected):
    assert clean_rome(typed) == expected


@pytest.mark.parametrize("typed", ["O1607", "M160", "M16070", 1607, "1607M", "M١٦٠٧"])
def test_rome_codes_refused(typed):
    assert refusal(clean_rome, typed).code == "rome_invalid"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(" 12a ", "12A"), (12.0, "12"), ("rh\n02", "RH 02"), ("#REF!", ""), (None, "")],
)  # fmt: skip
def test_codes_are_in_capitals_on_one_line(typed, expected):
    assert clean_code(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1,5", 1.5), ("1.5 jour", 1.5), ("2 jours", 2.0), ("3j", 3.0), (0.5, 0.5),
        (35, 35.0), ("35h", 35.0), ("17 h 30", 17.5), ("17h05", 17 + 5 / 60),
        ("28 heures", 28.0), (0, 0.0), (99999, 99999.0), ("", None), (None, None),
    ],
)  # fmt: skip
def test_numbers(typed, expected):
    assert clean_number(typed) == expected


@pytest.mark.parametrize(
    "typed", [-1, "-1", 100000, "17h60", "17h5", "1,5,5", "deux", "35 %", True, "1e3"]
)
def test_numbers_refused(typed):
    error = refusal(clean_number, typed)
    assert (error.code, error.details) == (
        "number_unreadable",
        {"value": as_text(typed)},
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://www.cnfpt.fr/a?b=1#c", "https://www.cnfpt.fr/a?b=1#c"),
        ("http://cnfpt.fr", "http://cnfpt.fr"), (None, ""), ("", ""),
        ("WWW.cnfpt.fr/stage", "https://WWW.cnfpt.fr/stage"),
        ("HTTPS://cnfpt.fr", "HTTPS://cnfpt.fr"),
    ],
)  # fmt: skip
def test_addresses_of_pages(typed, expected):
    assert clean_url(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "data:text/html,x.y", "ftp://cnfpt.fr", "//cnfpt.fr",
     "cnfpt.fr", "https://cnfpt", "https://cnfpt.fr/a b", 'https://cnfpt.fr/"onclick',
     "https:///etc.fr", "https://a.fr/<script>", "https://a.fr\nb"],
)  # fmt: skip
def test_addresses_of_pages_refused(typed):
    assert refusal(clean_url, typed).code == "url_invalid"


# --- closed choices ---------------------------------------------------------------

LABELS = {"cdi": ("Contractuel (CDI)", "en C.D.I."), "cdd": ("Contractuel (CDD)",)}


def test_a_word_its_labels_and_its_value_are_understood():
    words = choices(LABELS)
    assert words == {
        "cdi": "cdi", "contractuel cdi": "cdi", "en c d i": "cdi",
        "cdd": "cdd", "contractuel cdd": "cdd",
    }  # fmt: skip
    for typed in ("CDI", " contractuel  (cdi) ", "En C.D.I", "CONTRACTUEL – CDI"):
        assert clean_choice(typed, words, LABELS) == "cdi"
    assert clean_choice(None, words, LABELS) == clean_choice(" ", words, LABELS) == ""


@pytest.mark.parametrize("typed", ["vacataire", "CDI CDD", "—", 1, True])
def test_another_word_is_refused_with_those_that_exist(typed):
    error = refusal(lambda cell: clean_choice(cell, choices(LABELS), LABELS), typed)
    assert error.code == "word_unknown"
    assert error.details == {
        "value": as_text(typed),
        "words": ("Contractuel (CDI)", "Contractuel (CDD)"),
    }
