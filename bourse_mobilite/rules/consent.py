"""What a person declares in signing electronically, word for word.

A signature keeps the version that was shown: a new wording is a new version, and the
earlier ones stay here for as long as a document bears them. In French: it is part of
the act. The signature is a simple electronic one (règlement eIDAS n° 910/2014, art. 3
and 25; code civil, art. 1366 and 1367).
"""

VERSION = "2026-11"

TEXTS = {
    ("2026-11", "signature"): (
        "J’ai lu ce document en entier, j’en accepte les termes et je le signe "
        "électroniquement, en la qualité indiquée."
    ),
    ("2026-11", "visa"): (
        "J’ai lu ce document en entier et j’y appose, au nom du centre de gestion, le "
        "visa qui atteste que le dossier est complet."
    ),
    ("2026-11", "attestation"): (
        "J’atteste, au nom du centre de gestion, que l’agent désigné a été présent en "
        "immersion aux jours indiqués dans ce document, que j’ai lu en entier."
    ),
}


def text(role: str, version: str = VERSION) -> str:
    """What is declared by who signs (``signature``), stamps (``visa``), or gives an
    attestation of presence (``attestation``).

    Raises KeyError for a version that never was.
    """
    return TEXTS[version, role]
