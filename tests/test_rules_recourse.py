"""The tribunal of each département, and the texts that a refusal cites."""

import pytest
from rules import recourse
from rules.recourse import tribunal

METROPOLE = [f"{number:02d}" for number in range(1, 96) if number != 20] + ["2A", "2B"]
OVERSEAS = [*(str(number) for number in range(971, 979)), "984", "986", "987", "988"]


@pytest.mark.parametrize("department", METROPOLE + OVERSEAS)
def test_every_department_has_one_tribunal(department):
    assert tribunal(department).startswith("tribunal administratif d")
    listed = [name for name, codes in recourse._COURTS.items()
              if department in codes.split()]  # fmt: skip
    assert len(listed) == 1


def test_no_department_is_invented():
    assert set(recourse._COURT_OF) == {*METROPOLE, *OVERSEAS, "989"}
    # 31 in metropolitan France, 11 overseas (CJA, art. R. 221-3).
    assert len(recourse._COURTS) == 42


# Seats that one would not guess from the map, and those that moved last.
@pytest.mark.parametrize(
    ("department", "name"),
    [
        ("60", "d’Amiens"),
        ("92", "de Cergy-Pontoise"),
        ("93", "de Montreuil"),
        ("94", "de Melun"),
        ("91", "de Versailles"),
        ("36", "de Limoges"),
        ("48", "de Nîmes"),
        ("84", "de Nîmes"),
        ("83", "de Toulon"),
        ("07", "de Lyon"),
        ("26", "de Grenoble"),
        ("28", "d’Orléans"),
        ("85", "de Nantes"),
        ("12", "de Toulouse"),
        ("46", "de Toulouse"),
        ("47", "de Bordeaux"),
        ("68", "de Strasbourg"),
        ("2B", "de Bastia"),
        ("974", "de La Réunion"),
        ("972", "de la Martinique"),
    ],
)
def test_known_places(department, name):
    assert tribunal(department) == f"tribunal administratif {name}"


@pytest.mark.parametrize("department", ["", None, False, "20", "00", "96", "1", "970"])
def test_unknown_department(department):
    assert tribunal(department) == ""


def test_typed_with_spaces_or_small_letters():
    assert tribunal(" 2b ") == tribunal("2B") != ""


def test_delays_and_texts():
    assert (recourse.COURT_MONTHS, recourse.SILENCE_MONTHS) == (2, 2)
    assert "R.\u00a0421-1" in recourse.DELAY_CITATION
    assert "R.\u00a0421-5" in recourse.DELAY_CITATION
    assert "R.\u00a0312-12" in recourse.PLACE_CITATION
    assert "L.\u00a0411-2" in recourse.GRACIEUX_CITATION
    assert "L.\u00a0231-4" in recourse.SILENCE_CITATION
