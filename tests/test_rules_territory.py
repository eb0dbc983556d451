"""The box around a point holds the circle, whatever the place; names speak French."""

import math
import random

import pytest
from rules.territory import EARTH_RADIUS_KM, box_around, commune_as_employer

BEAUVAIS = (49.4312, 2.089)
# Les Abymes, Saint-Joseph (La Réunion), Maripasoula, Dunkerque, a point of the equator.
PLACES = [
    BEAUVAIS,
    (16.27, -61.5),
    (-21.378, 55.619),
    (3.6444, -54.0338),
    (51.03, 2.37),
    (0, 9),
]


def km(one, other):
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (one, other))
    return (
        2
        * EARTH_RADIUS_KM
        * math.asin(
            math.sqrt(
                math.sin((lat2 - lat1) / 2) ** 2
                + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
            )
        )
    )


def inside(point, box):
    south, north, west, east = box
    return south <= point[0] <= north and west <= point[1] <= east


@pytest.mark.parametrize("centre", PLACES)
@pytest.mark.parametrize("radius", [0, 0.01, 5, 30, 80, 500])
def test_every_point_of_the_circle_is_in_the_box(centre, radius):
    box = box_around(*centre, radius)
    chance = random.Random(60)
    angle = radius / EARTH_RADIUS_KM
    latitude = math.radians(centre[0])
    for turn in [0, 90, 180, 270, *(chance.uniform(0, 360) for _ in range(300))]:
        heading = math.radians(turn)
        north = math.asin(
            math.sin(latitude) * math.cos(angle)
            + math.cos(latitude) * math.sin(angle) * math.cos(heading)
        )
        east = math.atan2(
            math.sin(heading) * math.sin(angle) * math.cos(latitude),
            math.cos(angle) - math.sin(latitude) * math.sin(north),
        )
        point = (math.degrees(north), centre[1] + math.degrees(east))
        assert km(centre, point) == pytest.approx(radius, abs=1e-6)
        assert inside(point, box), turn


@pytest.mark.parametrize("centre", PLACES)
def test_each_side_of_the_box_is_touched_by_the_circle(centre):
    """The box is the smallest: a point just outside of it is farther than 30 km."""
    south, north, west, east = box_around(*centre, 30)
    for lat, lon in ((south, centre[1]), (north, centre[1])):
        assert km(centre, (lat, lon)) == pytest.approx(30, abs=1e-3)
    steps = [south + (north - south) * step / 2000 for step in range(2001)]
    for lon in (west, east):
        nearest = min(km(centre, (lat, lon)) for lat in steps)
        assert nearest == pytest.approx(30, abs=1e-3)


def test_a_box_that_reaches_a_pole_goes_around():
    assert box_around(89, 2, 200)[2:] == (-180, 180)
    assert box_around(-89, 2, 200)[2:] == (-180, 180)
    assert inside((0, 170), box_around(*BEAUVAIS, 20_000))


@pytest.mark.parametrize(
    ("name", "elided", "wanted"),
    [
        ("Noyon", False, "Commune de Noyon"),
        ("Abancourt", True, "Commune d’Abancourt"),
        ("Élincourt", True, "Commune d’Élincourt"),
        ("Œuilly", True, "Commune d’Œuilly"),
        ("Y", True, "Commune d’Y"),
        ("Hannaches", True, "Commune d’Hannaches"),
        ("Ham", False, "Commune de Ham"),
        ("Le Plessis-Belleville", False, "Commune du Plessis-Belleville"),
        ("Le Havre", False, "Commune du Havre"),
        ("Les Ageux", False, "Commune des Ageux"),
        ("La Neuville-d'Aumont", False, "Commune de La Neuville-d’Aumont"),
        ("L'Isle-Adam", False, "Commune de L’Isle-Adam"),
        ("Aux Marais", True, "Commune d’Aux Marais"),
        ("Los Masos", False, "Commune de Los Masos"),
        # Not an article: it is the beginning of a word.
        ("Lesboeufs", False, "Commune de Lesboeufs"),
        ("Leval", False, "Commune de Leval"),
        ("Lalandelle", False, "Commune de Lalandelle"),
    ],
)
def test_the_name_of_a_commune_as_an_employer(name, elided, wanted):
    assert commune_as_employer(name, elided) == wanted
