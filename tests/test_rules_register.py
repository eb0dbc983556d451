"""The rows of a register as people fill them in: what is read, what is said."""

from pathlib import Path

import polib
import pytest
from rules.register.columns import (
    KIND_WORDS,
    KINDS,
    body_of_commune,
    guess_kind,
    names_a_commune,
)
from rules.register.kinds import (
    AFFILIATIONS,
    AGENTS,
    EMPLOYERS,
    KIND_OF,
    METIERS,
    MODALITIES,
    PLACES,
    STATUSES,
    TRAININGS,
    TUTORS,
    VERSANTS,
)
from rules.register.repair import choices, fold
from rules.register.rows import parse_register

HEADINGS = ("SIRET", "Employeur", "Commune", "Intitulé de l'offre", "Places")
GOOD = ("99906101300010", "Mairie de Noailles", "Noailles", "Accueil", 1)
CHOICES = [KINDS, VERSANTS, STATUSES, AFFILIATIONS, MODALITIES]


def parsed(*cells, headings=HEADINGS, kind=PLACES, own=False):
    lines = list(enumerate((headings, cells), start=1))
    return parse_register(lines, kind).rows(own)[0]


def row_of(kind, /, own=False, **values):
    """A row of some columns, by their keys."""
    headings = [kind.by_key[key].heading for key in values]
    # A second column makes a line of headings of one.
    return parsed(*values.values(), "x", headings=[*headings, "?"], kind=kind, own=own)


def codes(row):
    return [problem.code for problem in row.problems]


# --- what a row cannot do without -------------------------------------------------

FULL = [
    (PLACES, {"employer": "Mairie", "title": "Accueil", "commune": "Noyon"}),
    (EMPLOYERS, {"employer": "Mairie", "commune": "Noyon"}),
    (TUTORS, {"employer": "Mairie", "tutor": "Camille", "commune": "Noyon"}),
    (AGENTS, {"agent": "Camille", "employer": "Mairie", "commune": "Noyon"}),
    (TRAININGS, {"training": "Accueillir", "provider": "CNFPT"}),
    (METIERS, {"name": "Agent d’accueil"}),
]


def test_every_kind_has_its_shortest_row():
    assert [kind for kind, _values in FULL] == list(KIND_OF.values())


@pytest.mark.parametrize(("kind", "values"), FULL, ids=KIND_OF)
def test_required_cells_of_each_kind(kind, values):
    assert not row_of(kind, **values).problems
    for key in kind.required:
        for nothing in (None, " ", "—", "#N/D"):
            row = row_of(kind, **{**values, key: nothing})
            assert row.rejected
            assert [(problem.code, problem.details) for problem in row.problems] == [
                ("missing", {"column": kind.by_key[key].heading})
            ]


@pytest.mark.parametrize(("kind", "values"), FULL[:4], ids=list(KIND_OF)[:4])
def test_a_row_says_where_its_employer_is(kind, values):
    nowhere = {**values, "commune": None}
    assert codes(row_of(kind, **nowhere)) == ["commune_missing"]
    assert not row_of(kind, **nowhere, zip="60400").problems
    assert not row_of(kind, **nowhere, siret="99906101300010").problems
    # What is wrong is said once.
    assert codes(row_of(kind, **nowhere, zip="604")) == ["zip_invalid"]
    assert codes(row_of(kind, **nowhere, siret="99906101300011")) == ["siret_invalid"]
    if "insee" in kind.by_key:
        assert not row_of(kind, **nowhere, insee="60471").problems
        assert codes(row_of(kind, **nowhere, insee="6047")) == ["insee_invalid"]


@pytest.mark.parametrize(("kind", "values"), FULL[:4], ids=list(KIND_OF)[:4])
def test_a_row_without_employer_is_the_sender_s(kind, values):
    unnamed = {**values, "employer": None, "commune": None}
    row = row_of(kind, own=True, **unnamed)
    assert row.own
    assert not row.problems
    assert not row_of(kind, **unnamed).own
    assert codes(row_of(kind, **unnamed)) == ["missing", "commune_missing"]
    for said in ({"employer": "CCAS"}, {"siret": "99906101300010"}):
        named = row_of(kind, own=True, **{**unnamed, **said})
        assert not named.own
    assert codes(row_of(kind, own=True, **{**unnamed, "siret": "99906101300010"})) == [
        "missing"
    ]


# --- cells of a row ---------------------------------------------------------------


@pytest.mark.parametrize("typed", [0, -1, 1000, "1,5", 1.5, "deux", "10000000000"])
def test_places_refused(typed):
    assert codes(parsed(*GOOD[:4], typed)) == ["places_invalid"]


@pytest.mark.parametrize(("typed", "expected"), [(999, 999), ("3", 3), (None, None)])
def test_places(typed, expected):
    row = parsed(*GOOD[:4], typed)
    assert row.values["places"] == expected
    assert not row.problems


@pytest.mark.parametrize("key", ["employer", "title", "service"])
def test_a_name_of_200_characters_is_accepted_and_no_longer_one(key):
    values = {"commune": "Noailles", "employer": "Mairie", "title": "Accueil"}
    assert not row_of(PLACES, **{**values, key: "é" * 200}).problems
    (problem,) = row_of(PLACES, **{**values, key: "é" * 201}).problems
    assert (problem.code, problem.blocking) == ("too_long", True)
    heading = PLACES.by_key[key].heading
    assert problem.details == {"column": heading, "limit": 200, "length": 201}


def test_remarks_that_reject_nothing():
    headings = (*HEADINGS, "Description", "Courriel", "Courriel du tuteur")
    row = parsed(
        *GOOD, "Écrire à a.b@ville.example.org", "mairie", "x@y.fr", headings=headings
    )
    assert codes(row) == ["email_invalid", "tutor_without_name", "description_email"]
    assert not row.rejected
    assert row.values["email"] == ""


def test_a_page_that_is_none_is_left_out():
    row = row_of(TRAININGS, **FULL[4][1], url="javascript:alert(1)")
    assert codes(row) == ["url_invalid"]
    assert not row.rejected
    assert row.values["url"] == ""


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


def test_a_row_keeps_its_number_and_its_cells_as_typed():
    row = parsed(*GOOD)
    assert (row.number, row.cells) == (2, GOOD)


# --- closed choices ---------------------------------------------------------------


def test_a_kind_is_read_and_another_body_refused():
    values = {"employer": "Mairie", "title": "Accueil", "commune": "Noyon"}
    read = row_of(PLACES, **values, kind="  COMMUNAUTE de Communes")
    assert read.values["kind"] == "epci"
    refused = row_of(PLACES, **values, kind="Association")
    assert codes(refused) == ["kind_unknown"]
    assert refused.values["kind"] == ""
    (problem,) = row_of(AGENTS, **FULL[3][1], status="bénévole").problems
    assert (problem.code, problem.details["column"]) == ("word_unknown", "Statut")


@pytest.mark.parametrize("words", CHOICES)
def test_every_label_stands_for_one_value(words):
    folded = [fold(word) for labels in words.values() for word in {*map(fold, labels)}]
    assert len(folded) == len(set(folded))
    for value, labels in words.items():
        assert {choices(words)[fold(word)] for word in (value, *labels)} == {value}
    assert choices(KINDS) == KIND_WORDS


PO = polib.pofile(
    str(Path(__file__).parent.parent / "bourse_mobilite" / "i18n" / "fr.po")
)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("res_partner__mobility_employer_kind", KINDS),
        ("res_partner__mobility_affiliation", AFFILIATIONS),
        ("mobility_candidate__versant", VERSANTS),
        ("mobility_candidate__status", STATUSES),
    ],
)
def test_the_french_labels_on_screen_are_understood(field, words):
    known = {value.lower(): value for value in words}
    start = f"selection__{field}__"
    shown = {
        known[source.partition(start)[2]]: entry.msgstr
        for entry in PO
        for source, _line in entry.occurrences
        if start in source
    }
    assert shown.keys() == words.keys()
    for value, label in shown.items():
        assert choices(words)[fold(label)] == value


# --- names of employers -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "commune", "kind", "body"),
    [
        ("Mairie de Noailles", "Noailles", "", "commune"),
        ("COMMUNE D’AUNEUIL", "Auneuil", "", "commune"),
        ("Mairie du Plessis-Brion", "Le Plessis-Brion", "", "commune"),
        ("Ville de St-Just en Chaussée", "Saint-Just-en-Chaussée", "", "commune"),
        ("CCAS de Noyon", "Noyon", "", "ccas"), ("C.C.A.S. Noyon", "Noyon", "", ""),
        ("Centre communal d’action sociale de Noyon", "Noyon", "", "ccas"),
        ("Noyon", "Noyon", "commune", "commune"), ("Noyon", "Noyon", "", ""),
        ("Noyon", "Noyon", "ccas", ""), ("Mairie", "Noyon", "", ""),
        ("Mairie annexe de Noyon", "Noyon", "", ""),
        ("Mairie de Noyon", "Beauvais", "", ""), ("", "Noyon", "commune", ""),
    ],
)  # fmt: skip
def test_the_body_of_a_commune(name, commune, kind, body):
    assert body_of_commune(name, commune, kind) == body


@pytest.mark.parametrize(
    ("name", "commune", "possible"),
    [
        ("Mairie", "Noyon", True), ("Ville de Noyon", "Noyon", True),
        ("Noyon", "Noyon", True), ("VIEUX MOULIN", "Vieux-Moulin", True),
        ("Le Plessis Brion", "Le Plessis-Brion", True), ("CCAS", "Noyon", True),
        ("SARL Dupont", "Noyon", False), ("Moulin", "Vieux-Moulin", False),
        ("Mairial SAS", "Noyon", False), ("", "Noyon", False),
    ],
)  # fmt: skip
def test_the_name_of_a_commune(name, commune, possible):
    assert names_a_commune(name, commune) is possible


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Mairie de Noailles", "commune"), ("SIVOM du Vexin", "syndicat"),
     ("Communauté de Communes du Clermontois", "epci"), ("Mairial SAS", ""),
     ("Lycée des Lilas", ""), ("", "")],
)  # fmt: skip
def test_a_kind_is_guessed_when_the_name_is_certain(name, kind):
    assert guess_kind(name) == kind
