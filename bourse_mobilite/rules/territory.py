"""The arithmetic of places, and how French says "of" a commune."""

import math

EARTH_RADIUS_KM = 6371.0
# Points are kept to four decimals, the sines of the database to fifteen digits.
_MARGIN = 1e-9


def box_around(latitude, longitude, km):
    """The smallest box of degrees that holds every point within ``km`` of one.

    Answers ``(south, north, west, east)``; a box that reaches a pole goes all around
    the Earth. The meridian of 180° is not crossed: no département lies there.

    >>> [round(side, 4) for side in box_around(49.4312, 2.089, 30)]
    [49.1614, 49.701, 1.6742, 2.5038]
    """
    angle = km / EARTH_RADIUS_KM
    height = math.degrees(angle) + _MARGIN
    south, north = latitude - height, latitude + height
    if south <= -90 or north >= 90:
        return south, north, -180.0, 180.0
    # Wider than at the centre's own latitude: the circle's widest place is nearer
    # to the pole.
    width = math.asin(min(1, math.sin(angle) / math.cos(math.radians(latitude))))
    width = math.degrees(width) + _MARGIN
    return south, north, longitude - width, longitude + width


def typographic(name):
    """``name`` with the apostrophe that French prints.

    >>> typographic("Villers-sous-Saint-Leu, L'Isle-Adam")
    'Villers-sous-Saint-Leu, L’Isle-Adam'
    """
    return name.replace("'", "’")


def commune_as_employer(name, elided):
    """The name of the local authority of a commune.

    Its article contracts (du, des) but "La" and "L’" stay, with their capital.

    :param elided: whether "de" loses its vowel before the name, which for an H no
        spelling tells (d’Hannaches, de Hangard)

    >>> commune_as_employer("Noyon", False), commune_as_employer("Abancourt", True)
    ('Commune de Noyon', 'Commune d’Abancourt')
    >>> commune_as_employer("Le Plessis-Belleville", False)
    'Commune du Plessis-Belleville'
    >>> commune_as_employer("Les Ageux", False), commune_as_employer("L'Isle", False)
    ('Commune des Ageux', 'Commune de L’Isle')
    """
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return f"Commune {contracted}{typographic(name.removeprefix(article))}"
    return f"Commune {'d’' if elided else 'de '}{typographic(name)}"
