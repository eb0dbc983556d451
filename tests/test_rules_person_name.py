"""One name, however it is written."""

import doctest

import pytest
from rules import person_name
from rules.person_name import same_name

SAME = [
    ("Françoise Maire", "Françoise Maire"),
    ("Françoise Maire", "FRANCOISE MAIRE"),
    ("Françoise Maire", "maire  françoise"),
    ("Franc\u0327oise Maire", "Françoise Maire"),
    ("Jean-Pierre Dupont", "Jean Pierre Dupont"),
    ("Jean-Pierre Dupont", "DUPONT Jeanpierre"),
    ("Anne-Marie Le Goff", "annemarie legoff"),
    ("Anne-Marie Le Goff", "LEGOFF Anne Marie"),
    ("Loïc d’Hondt", "D'HONDT Loic"),
    ("Cœur Æneas", "aeneas COEUR"),
    ("Jean\u00a0Dupont", "Jean Dupont"),
    ("Jean\u2010Luc Petit", "Jean-Luc Petit"),
]
OTHER = [
    ("Françoise Maire", "Françoise Dupont"),
    ("Françoise Maire", "F. Maire"),
    ("Françoise Maire", "Maire"),
    ("Françoise Maire", "Françoise Maire Dupont"),
    ("Françoise Maire", "Françoise Mairie"),
    # The same letters, another name.
    ("Marie Petit", "Aimer Petit"),
    ("Léa Marin", "Ela Marin"),
    ("Jean Dupont", "Jean Dupond"),
    ("Jean Dupont", ""),
    ("Jean Dupont", "—"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_name(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_name(one, other):
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize("civility", ("M.", "Mme", "Madame", "monsieur"))
def test_a_civility_before_the_name_is_no_other_name(civility):
    assert same_name(f"{civility} Claire Petit", "Claire Petit")
    # It never makes two people one.
    assert not same_name(f"{civility} Petit", "Claire Petit")
    assert not same_name(f"{civility} Claire Petit", "Claire")


def test_the_longest_of_hostile_names_is_answered():
    assert not same_name("a " * 75, "a " * 74 + "b")
    assert same_name("a " * 75, "a" * 75)


def test_doctests():
    assert doctest.testmod(person_name).failed == 0
