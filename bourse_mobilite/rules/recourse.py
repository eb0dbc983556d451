"""How an agent contests an unfavourable decision: before whom, and until when."""

from collections.abc import Mapping
from types import MappingProxyType

# Months from the notification to go to court (CJA, art. R. 421-1).
COURT_MONTHS = 2
# Months of silence that reject a recours gracieux (CRPA, art. L. 231-4).
SILENCE_MONTHS = 2
# What a refusal is made under: its reasons, its signature, the ways to contest it.
CITATION = (
    "Code des relations entre le public et l’administration, articles L. 211-2, "
    "L. 212-1 et L. 411-2"
)
# The ways to contest and their delays run only when the letter tells them.
DELAY_CITATION = "code de justice administrative, articles R. 421-1 et R. 421-5"
PLACE_CITATION = "code de justice administrative, article R. 312-12"
GRACIEUX_CITATION = (
    "code des relations entre le public et l’administration, article L. 411-2"
)
SILENCE_CITATION = "même code, article L. 231-4"
# Only for an employer that has agreed with its CDG on it; whether a refusal of an
# immersion is among the decisions it covers is a reading, hence a setting.
MEDIATION_CITATION = (
    "code de justice administrative, articles L. 213-11 à L. 213-14 ; décret "
    "n° 2022-433 du 25 mars 2022"
)
ONLINE = "www.telerecours.fr"

# Names (CJA, art. R. 221-1) and départements (art. R. 221-3), as INSEE codes them.
_COURTS: Mapping[str, str] = MappingProxyType(
    {
        "d’Amiens": "02 60 80",
        "de Bastia": "2A 2B",
        "de Besançon": "25 39 70 90",
        "de Bordeaux": "24 33 47",
        "de Caen": "14 50 61",
        "de Cergy-Pontoise": "92 95",
        "de Châlons-en-Champagne": "08 10 51 52",
        "de Clermont-Ferrand": "03 15 43 63",
        "de Dijon": "21 58 71 89",
        "de Grenoble": "26 38 73 74",
        "de Lille": "59 62",
        "de Limoges": "19 23 36 87",
        "de Lyon": "01 07 42 69",
        "de Marseille": "04 05 13",
        "de Melun": "77 94",
        "de Montpellier": "11 34 66",
        "de Montreuil": "93",
        "de Nancy": "54 55 88",
        "de Nantes": "44 49 53 72 85",
        "de Nice": "06",
        "de Nîmes": "30 48 84",
        "d’Orléans": "18 28 37 41 45",
        "de Paris": "75",
        "de Pau": "32 40 64 65",
        "de Poitiers": "16 17 79 86",
        "de Rennes": "22 29 35 56",
        "de Rouen": "27 76",
        "de Strasbourg": "57 67 68",
        "de Toulon": "83",
        "de Toulouse": "09 12 31 46 81 82",
        "de Versailles": "78 91",
        "de la Guadeloupe": "971",
        "de la Martinique": "972",
        "de la Guyane": "973",
        "de La Réunion": "974 984",
        "de Saint-Pierre-et-Miquelon": "975",
        "de Mayotte": "976",
        "de Saint-Barthélemy": "977",
        "de Saint-Martin": "978",
        "de Wallis-et-Futuna": "986",
        "de la Polynésie française": "987 989",
        "de Nouvelle-Calédonie": "988",
    }
)
_COURT_OF = {
    department: name
    for name, departments in _COURTS.items()
    for department in departments.split()
}


def tribunal(department: str) -> str:
    """The tribunal administratif of a département, '' when it is unknown.

    An agent goes to the one of the place of assignment (CJA, art. R. 312-12).

    >>> tribunal("60"), tribunal("2a"), tribunal("20")
    ('tribunal administratif d’Amiens', 'tribunal administratif de Bastia', '')
    """
    # An empty field of an Odoo record is False.
    name = _COURT_OF.get((department or "").strip().upper())
    return f"tribunal administratif {name}" if name else ""
