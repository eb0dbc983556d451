"""The headings of each kind of file, whatever their spelling and their place."""

import pytest
from rules.register.columns import REASON_HEADING
from rules.register.kinds import (
    AGENTS,
    EMPLOYERS,
    KIND_OF,
    METIERS,
    PLACES,
    TRAININGS,
    TUTORS,
)
from rules.register.lines import MAX_LINES
from rules.register.repair import fold
from rules.register.rows import RegisterError, find_columns, is_reason
from rules.register.rows import parse_register as parsed

HEADINGS = ("SIRET", "Employeur", "Commune", "Intitulé de l'offre", "Places")
GOOD = ("99906101300010", "Mairie de Noailles", "Noailles", "Accueil", 1)
KINDS = pytest.mark.parametrize("kind", KIND_OF.values(), ids=KIND_OF)


def lines_of(*lines):
    return list(enumerate(lines, start=1))


def words_of(column):
    return {fold(word) for word in (column.heading, column.key, *column.synonyms)}


def test_the_six_kinds():
    assert list(KIND_OF.values()) == [
        PLACES, EMPLOYERS, TUTORS, AGENTS, TRAININGS, METIERS,
    ]  # fmt: skip
    assert all(code == kind.code for code, kind in KIND_OF.items())
    assert [kind.code for kind in KIND_OF.values() if kind.of_employers] == [
        "places", "employers", "tutors", "agents",
    ]  # fmt: skip


@KINDS
def test_every_heading_of_the_template_is_its_own_column(kind):
    headings = [column.heading for column in kind.columns]
    found = find_columns(headings, kind)
    assert [found[column.key] for column in kind.columns] == list(range(len(headings)))


@KINDS
def test_no_word_designates_two_columns(kind):
    owners = {}
    for column in kind.columns:
        for word in words_of(column):
            owners.setdefault(word, []).append(column.key)
    assert {word: keys for word, keys in owners.items() if len(keys) > 1} == {}


@KINDS
def test_every_synonym_designates_its_column_alone(kind):
    for column in kind.columns:
        for word in words_of(column):
            assert find_columns([word.upper()], kind) == {column.key: 0}


@KINDS
def test_required_columns_and_names_are_columns(kind):
    assert set(kind.required) <= kind.by_key.keys()
    assert set(kind.names) <= kind.by_key.keys()


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        (PLACES, "  siret ", "siret"), (PLACES, "N° SIRET", "siret"),
        (PLACES, "EMPLOYEUR *", "employer"), (PLACES, "Code\u00a0postal", "zip"),
        (PLACES, "Collectivité d’accueil", "employer"), (PLACES, "CP", "zip"),
        (PLACES, "INTITULE DE L’OFFRE (obligatoire)", "title"),
        (PLACES, "telephone", "phone"), (PLACES, "E-mail", "email"),
        (PLACES, "Metier", "metier"), (PLACES, "Nb places", "places"),
        (PLACES, "Disponible à partir du", "date_from"), (PLACES, "Tuteur", "tutor"),
        (PLACES, "Conditions de  travail", "conditions"),
        (PLACES, "disponible_jusqu_au", "date_to"),
        (EMPLOYERS, "Code INSEE commune", "insee"), (EMPLOYERS, "N° SIREN", "siren"),
        (EMPLOYERS, "Affilié", "affiliation"), (TUTORS, "Nom - Prénom", "tutor"),
        (TUTORS, "Courriel", "tutor_email"), (AGENTS, "Courriel", "agent_email"),
        (AGENTS, "NOM", "agent"), (AGENTS, "Grade", "cadre"),
        (AGENTS, "Portable", "agent_phone"), (AGENTS, "Poste", "job"),
        (TRAININGS, "Nb jours", "duration"), (TRAININGS, "Lien", "url"),
        (TRAININGS, "Organisme de formation", "provider"),
        (METIERS, "Libellé ROME", "name"), (METIERS, "Code Rome", "rome_code"),
        (METIERS, "Domaine fonctionnel", "champ"), (METIERS, "Savoir-faire", "skills"),
    ],
)  # fmt: skip
def test_headings_are_tolerant(kind, typed, key):
    assert find_columns([typed], kind) == {key: 0}


@KINDS
def test_the_reason_of_a_returned_file_is_not_read(kind):
    assert find_columns([REASON_HEADING, "Remarque", None, 12], kind) == {}
    assert is_reason(" motif du REJET ")
    assert not is_reason("Motif")
    assert not is_reason(None)


def test_the_own_word_wins_over_a_synonym_then_the_leftmost():
    assert find_columns(["Structure", "Employeur"], PLACES)["employer"] == 1
    assert find_columns(["Structure", "Organisme"], PLACES)["employer"] == 0


def test_the_order_of_the_columns_is_free():
    order = [3, 0, 4, 2, 1]
    lines = lines_of([HEADINGS[i] for i in order], [GOOD[i] for i in order])
    (row,) = parsed(lines, PLACES).rows()
    assert row.values["employer"] == "Mairie de Noailles"
    assert row.values["places"] == 1
    assert not row.problems


def test_the_headings_may_stand_on_the_tenth_line_and_not_below():
    above = [[f"Registre {n}"] for n in range(9)]
    register = parsed(lines_of(*above, HEADINGS, GOOD), PLACES)
    assert [row.number for row in register.rows()] == [11]
    with pytest.raises(RegisterError) as caught:
        parsed(lines_of(["Registre"], *above, HEADINGS, GOOD), PLACES, "Registre")
    assert caught.value.code == "no_headings"
    assert caught.value.details == {"sheet": "Registre", "within": 10}


def test_of_two_header_rows_the_one_that_says_most():
    groups = ("Employeur", None, None, "Offre", None)
    rows = parsed(lines_of(groups, HEADINGS, GOOD), PLACES).rows()
    assert [row.values["title"] for row in rows] == ["Accueil"]


def test_headings_printed_again_are_no_row():
    rows = parsed(lines_of(HEADINGS, GOOD, HEADINGS, GOOD), PLACES).rows()
    assert [row.number for row in rows] == [2, 4]


def test_headings_that_nobody_knows_are_the_first_line_of_several_texts():
    lines = lines_of(["Registre"], [1, 2, 3], ("Qui", "Quoi", 3), ("Mairie", "Accueil"))
    register = parsed(lines, PLACES)
    assert register.headings == ("Qui", "Quoi", 3)
    assert register.columns == {}
    assert register.lines == [(4, ("Mairie", "Accueil"))]
    chosen = register.with_columns({"employer": 0, "title": 1})
    assert chosen.rows()[0].values["title"] == "Accueil"
    assert register.columns == {}


def test_one_known_heading_is_not_enough_to_prefer_a_lower_line():
    lines = lines_of(("Qui", "Quoi"), ("Mairie", "Accueil"), ("CCAS", "Service"))
    assert parsed(lines, PLACES).headings == ("Qui", "Quoi")


def test_samples_are_the_first_values_each_once():
    lines = lines_of(
        ("Employeur", "Divers"), ("A", 1.0), ("", None), ("A", "#N/A"), ("B", True),
        ("C",), ("D", "x"),
    )  # fmt: skip
    register = parsed(lines, PLACES)
    assert register.samples(0) == ["A", "B", "C"]
    assert register.samples(1) == ["1", "oui", "x"]
    assert register.samples(7) == []


@pytest.mark.parametrize(
    ("kind", "headings", "missing", "own"),
    [
        (PLACES, ("Service",), ["Employeur", "Intitulé de l'offre", "Commune"],
         ["Intitulé de l'offre"]),
        (PLACES, ("Employeur", "Offre"), ["Commune"], []),
        (EMPLOYERS, ("Adresse",), ["Employeur", "Commune"], []),
        (EMPLOYERS, ("Employeur", "Code INSEE"), [], []),
        (TUTORS, ("Fonction",), ["Employeur", "Nom du tuteur", "Commune"],
         ["Nom du tuteur"]),
        (AGENTS, ("Prénom",), ["Nom de l'agent", "Employeur", "Commune"],
         ["Nom de l'agent"]),
        (TRAININGS, ("Organisme",), ["Intitulé de la formation"],
         ["Intitulé de la formation"]),
        (METIERS, ("Code ROME",), ["Métier"], ["Métier"]),
    ],
)  # fmt: skip
def test_missing_headings_are_named(kind, headings, missing, own):
    register = parsed(lines_of((*headings, "Remarque", "Divers"), ("a", "b")), kind)
    assert register.missing() == missing
    assert register.missing(own=True) == own


@pytest.mark.parametrize("place", ["SIRET", "Code postal", "Commune"])
@pytest.mark.parametrize("kind", [PLACES, EMPLOYERS, TUTORS, AGENTS])
def test_any_column_that_tells_a_place_is_enough(kind, place):
    required = [kind.by_key[key].heading for key in kind.required]
    register = parsed(lines_of((*required, "x"), ("a",) * 4), kind)
    assert register.missing() == ["Commune"]
    assert parsed(lines_of((*required, place), ("a",) * 4), kind).missing() == []


def test_50000_rows_are_read_and_one_more_is_not():
    lines = lines_of(HEADINGS, *[GOOD] * MAX_LINES)
    assert MAX_LINES == 50_000
    assert len(parsed(lines, PLACES).lines) == MAX_LINES
    with pytest.raises(RegisterError) as caught:
        parsed([*lines, (99_999, GOOD)], PLACES)
    assert caught.value.code == "too_many_rows"
    assert caught.value.details == {"count": 50_001, "limit": 50_000}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "empty"), ([HEADINGS], "no_rows"), ([HEADINGS, HEADINGS], "no_rows"),
        ([[1, 2], [3, 4]], "no_headings"), ([["Feuillet"], [1, 2]], "no_headings"),
    ],
)  # fmt: skip
def test_empty_sheets(lines, code):
    with pytest.raises(RegisterError) as caught:
        parsed(lines_of(*lines), PLACES, "Feuille")
    assert caught.value.code == code
    assert caught.value.details["sheet"] == "Feuille"
