"""What an ordre de mission cites, and what an employer says of the journey."""

import pytest
from rules import mission


def test_each_versant_cites_its_own_decrees():
    numbers = {
        "FPT": ("2001-654", "2006-781"),
        "FPE": ("2006-781",),
        "FPH": ("92-566",),
        None: ("2001-654", "2006-781"),
    }
    every = {"2001-654", "2006-781", "92-566"}
    for versant, wanted in numbers.items():
        text = " ".join(mission.texts(versant))
        assert {number for number in every if number in text} == set(wanted), versant
        assert mission.texts(versant)[0] == mission.STATUTE


@pytest.mark.parametrize("versant", ["FPT", "FPE", "FPH", None])
def test_nothing_is_authorised_that_the_employer_did_not_say(versant):
    unsaid, yes, no = (
        mission.own_vehicle(answer, versant) for answer in ("", "yes", "no")
    )
    assert "ne la donne pas" in unsaid and "autorise l’agent" not in unsaid
    assert yes.startswith("L’employeur autorise l’agent")
    assert no.startswith("L’employeur n’autorise pas l’agent")
    # The article is cited for whom it holds; a refusal needs none.
    assert ("article 10" in yes) is ("article 10" in unsaid) is (versant != "FPH")
    assert "article" not in no
    assert "{" not in unsaid + yes + no


def test_an_answer_that_never_was():
    for answer in ("oui", "YES", None, "yes "):
        with pytest.raises((KeyError, ValueError)):
            mission.own_vehicle(answer, "FPT")


def test_particulars_are_cleaned_and_what_is_empty_left_out():
    assert mission.particulars() == {}
    assert mission.particulars(None, False, "  \u200b ") == {}
    assert mission.particulars("no", "Train\n\n et  bus", "Noyon") == {
        "own_vehicle": "no",
        "transport": "Train et bus",
        "residence": "Noyon",
    }


def test_the_longest_line():
    for name in ("transport", "residence"):
        just = "é" * mission.LONGEST
        assert mission.particulars(**{name: just}) == {name: just}
        with pytest.raises(ValueError, match=name):
            mission.particulars(**{name: just + "e"})


@pytest.mark.parametrize("answer", ["oui", "YES", "1", "yes; no"])
def test_particulars_refuse_another_answer(answer):
    with pytest.raises(ValueError, match="own_vehicle"):
        mission.particulars(answer)
