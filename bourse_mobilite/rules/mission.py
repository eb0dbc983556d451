"""The texts that an ordre de mission cites, by versant.

The rates are those of the decree of 2006 and of its arrêtés of application, by
reference: a paper that names figures would be wrong after the next arrêté.
"""

STATUTE = "le code général de la fonction publique"
STATE_TRAVEL = (
    "le décret n° 2006-781 du 3 juillet 2006 fixant les conditions et les modalités de "
    "règlement des frais occasionnés par les déplacements temporaires des personnels "
    "civils de l’État"
)
LOCAL_TRAVEL = (
    "le décret n° 2001-654 du 19 juillet 2001 fixant les conditions et les modalités de "
    "règlement des frais occasionnés par les déplacements des personnels des "
    "collectivités locales et établissements publics"
)
HOSPITAL_TRAVEL = (
    "le décret n° 92-566 du 25 juin 1992 fixant les conditions et les modalités de "
    "règlement des frais occasionnés par les déplacements des fonctionnaires et agents "
    "relevant de la fonction publique hospitalière"
)
_TRAVEL = {
    "FPT": (LOCAL_TRAVEL, STATE_TRAVEL),
    "FPE": (STATE_TRAVEL,),
    "FPH": (HOSPITAL_TRAVEL,),
}


def texts(versant: str | None) -> list[str]:
    """The texts of an ordre de mission; the FPT's when the versant is not known.

    >>> [text.split(" du ")[0] for text in texts("FPT")[1:]]
    ['le décret n° 2001-654', 'le décret n° 2006-781']
    >>> len(texts("FPE")), texts(None) == texts("FPT")
    (2, True)
    """
    return [STATUTE, *_TRAVEL.get(versant or "FPT", _TRAVEL["FPT"])]
