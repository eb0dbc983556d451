"""What an ordre de mission cites, by versant, and what an employer says of the journey.

The agent has it in hand before leaving (décret n° 2001-654, art. 5). The rates are
those of the decree of 2006 and of its arrêtés of application, by reference: a paper
that names figures would be wrong after the next arrêté.
"""

from .words import told

STATUTE = "le code général de la fonction publique"
STATE_TRAVEL = (
    "le décret n° 2006-781 du 3 juillet 2006 fixant les conditions et les modalités de "
    "règlement des frais occasionnés par les déplacements temporaires des personnels "
    "civils de l’État"
)
LOCAL_TRAVEL = (
    "le décret n° 2001-654 du 19 juillet 2001 fixant les conditions et les modalités de "
    "règlements des frais occasionnés par les déplacements des personnels des "
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


# Characters of a line that says how one travels, or from where.
LONGEST = 200
# The employer alone authorises an own vehicle; what it has not said is not said for it.
_OWN_VEHICLE = {
    "yes": "L’employeur autorise l’agent à utiliser son véhicule personnel pour cette "
    "mission{text}. L’agent l’assure auparavant pour cet usage.",
    "no": "L’employeur n’autorise pas l’agent à utiliser son véhicule personnel pour "
    "cette mission.",
    "": "L’utilisation par l’agent de son véhicule personnel demande l’autorisation "
    "préalable de son employeur{text} : le présent ordre de mission ne la donne pas.",
}
_OF_STATE = " (décret n° 2006-781 du 3 juillet 2006, article 10)"


def own_vehicle(answer: str, versant: str | None) -> str:
    """The sentence on the agent's own vehicle.

    :param answer: ``yes``, ``no``, or '' when the employer has said nothing

    The article is that of the State, which the decree of 2001 makes the FPT's as well;
    for the FPH none is cited.

    >>> "article 10" in own_vehicle("yes", "FPT"), "article" in own_vehicle("", "FPH")
    (True, False)
    """
    text = "" if versant == "FPH" else _OF_STATE
    return _OWN_VEHICLE[answer].format(text=text)


def particulars(own_vehicle="", transport="", residence="") -> dict[str, str]:
    """What an employer says of the journey, cleaned; what is empty is left out.

    Raises ValueError for an answer that never was, or a line that is too long.

    >>> particulars("yes", " Train ", None)
    {'own_vehicle': 'yes', 'transport': 'Train'}
    """
    said = {
        "own_vehicle": own_vehicle or "",
        "transport": " ".join(told(transport).split()),
        "residence": " ".join(told(residence).split()),
    }
    if said["own_vehicle"] not in _OWN_VEHICLE:
        raise ValueError("own_vehicle")
    for name in ("transport", "residence"):
        if len(said[name]) > LONGEST:
            raise ValueError(name)
    return {name: text for name, text in said.items() if text}
