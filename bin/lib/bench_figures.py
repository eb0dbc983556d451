"""The figures: what is measured, against whom, and what is wanted of it."""

import dataclasses
from urllib.parse import urlencode

import cluster
from bench_databases import (
    DENSE,
    FEW_OFFERS,
    FRANCE,
    JOBS,
    MANY_OFFERS,
    OISE,
    TEN_THOUSAND,
)
from bench_sides import Pages, Work

# A big city, a middle one, and three places in the country; then in one département.
_FRANCE = ("75056", "60057", "35238", "48095", "29103")
_OISE = ("60057", "60159", "60175", "60471", "60157")
_JOBS = "/jobs de website_hr_recruitment, 10 000 annonces"
_SELF = "la même à 10 000"


@dataclasses.dataclass
class Figure:
    name: str
    title: str
    against: str
    wanted: float
    ours: Pages | Work
    peer: Pages | Work
    repetitions: int = 15
    warm_ups: int = 3
    times: float = 1  # how often the peer's work is counted
    unit: str = "s"  # of what each side answers: seconds, or MB

    @property
    def databases(self):
        return (self.ours.database, self.peer.database)


def _address(number=1, **asked):
    path = f"/immersions/page/{number}" if number > 1 else "/immersions"
    return f"{path}?{urlencode(asked)}" if asked else path


def _near(database, places):
    """The list as most ask it: one métier, 30 km around a place."""

    def paths():
        metiers = cluster.sql(
            "SELECT metier_id FROM mobility_offer GROUP BY metier_id "
            f"ORDER BY count(*) DESC, metier_id LIMIT {len(places)}",
            database,
        ).split()
        names = dict(
            row.split("|")
            for row in cluster.sql(
                "SELECT code, name FROM mobility_commune "
                f"WHERE code IN ({', '.join(map(repr, places))})",
                database,
            ).splitlines()
        )
        return [
            _address(metier=metier, lieu=names[code], commune=code, rayon=30)
            for metier, code in zip(metiers, places, strict=True)
        ]

    return Pages(database, paths)


def _growth(name, title, paths):
    """100,000 offers against 10,000, on the same pages."""
    return Figure(
        name, title, _SELF, 1.5, Pages(FRANCE, paths), Pages(TEN_THOUSAND, paths)
    )


FIGURES = (
    Figure(
        "liste",
        "liste publique, 10 000 offres, un métier à 30 km",
        _JOBS,
        0.5,
        _near(DENSE, _OISE),
        Pages(JOBS, ["/jobs"] * len(_OISE)),
    ),
    Figure(
        "liste-100000",
        "liste publique, 100 000 offres, un métier à 30 km",
        _SELF,
        1.5,
        _near(FRANCE, _FRANCE),
        _near(TEN_THOUSAND, _FRANCE),
    ),
    _growth("liste-entiere", "liste sans filtre, 100 000 offres", ["/immersions"]),
    _growth(
        "liste-mot",
        "liste par mot, 100 000 offres",
        [_address(q="biblio"), _address(q="jeunesse lyon")],
    ),
    _growth("liste-loin", "400e page de la liste, 100 000 offres", [_address(400)]),
    Figure(
        "convention",
        "le PDF d'une convention",
        "wkhtmltopdf seul sur le même HTML",
        1.5,
        Work(OISE, "conventions", "One"),
        Work(OISE, "conventions", "Alone"),
        repetitions=15,
    ),
    Figure(
        "figer",
        "une convention établie, prête à signer",
        "wkhtmltopdf seul sur le même HTML",
        1.5,
        Work(OISE, "conventions", "Frozen"),
        Work(OISE, "conventions", "Alone"),
        repetitions=15,
    ),
    Figure(
        "cachet",
        "de la dernière signature au cachet",
        "pyHanko seul sur le même fichier",
        3,
        Work(OISE, "seals", "Last"),
        Work(OISE, "seals", "Alone"),
        repetitions=15,
    ),
    Figure(
        "cachet-memoire",
        "la mémoire pour cacheter 500 documents",
        "la mémoire pour 10",
        1.1,
        Work(OISE, "seals", "Many"),
        Work(OISE, "seals", "Few"),
        repetitions=1,
        warm_ups=0,
        unit="MB",
    ),
    Figure(
        "conventions",
        "100 conventions en une action",
        "100 fois wkhtmltopdf seul",
        0.25,
        Work(OISE, "conventions", "Many"),
        Work(OISE, "conventions", "Alone"),
        repetitions=5,
        warm_ups=1,
        times=100,
    ),
    Figure(
        "places",
        "les 20 lieux d'un agent parmi 10 000 offres",
        "la même règle en Python, paire par paire",
        0.4,
        Work(DENSE, "matching", "One"),
        Work(DENSE, "matching", "OneTwin"),
        repetitions=5,
        warm_ups=1,
    ),
    Figure(
        "places-100000",
        "les 20 lieux d'un agent parmi 100 000 offres",
        _SELF,
        2,
        Work(FRANCE, "matching", "One"),
        Work(TEN_THOUSAND, "matching", "One"),
        repetitions=9,
        warm_ups=1,
    ),
    Figure(
        "places-500",
        "les 20 lieux de 500 agents, écrits, 2 000 offres",
        "la même règle en Python, 200 agents",
        0.15,
        Work(OISE, "matching", "Some"),
        Work(OISE, "matching", "Twin"),
        repetitions=3,
        warm_ups=1,
        times=2.5,
    ),
    Figure(
        "places-tous",
        "les 20 lieux de 10 403 agents, écrits, 2 000 offres",
        "la même règle en Python, 200 agents",
        0.15,
        Work(OISE, "matching", "All"),
        Work(OISE, "matching", "Twin"),
        repetitions=2,
        warm_ups=1,
        times=10_403 / 200,
    ),
    Figure(
        "places-croissance",
        "les 20 lieux de 500 agents, écrits, 20 000 offres",
        "la même à 1 000",
        20,
        Work(MANY_OFFERS, "matching", "Some"),
        Work(FEW_OFFERS, "matching", "Some"),
        repetitions=3,
        warm_ups=1,
    ),
    Figure(
        "candidats",
        "les 20 agents d'une offre parmi 10 403, écrits",
        "lire et appliquer la règle en Python, paire par paire",
        1,
        Work(OISE, "matching", "Agents"),
        Work(OISE, "matching", "AgentsTwin"),
        repetitions=5,
        warm_ups=1,
    ),
    Figure(
        "import",
        "import de 1 000 lieux d'accueil",
        "load() d'Odoo, 1 000 contacts",
        1,
        Work(OISE, "places", "Ours"),
        Work(OISE, "places", "Peer"),
        repetitions=5,
        warm_ups=1,
    ),
    Figure(
        "apercu",
        "l'aperçu de ces lieux",
        "load() d'Odoo, 1 000 contacts",
        1,
        Work(OISE, "places", "Preview"),
        Work(OISE, "places", "Peer"),
        repetitions=5,
        warm_ups=1,
    ),
    Figure(
        "communes",
        "communes d'un département",
        "load() d'Odoo sur les mêmes lignes",
        0.1,
        Work(OISE, "communes", "Ours"),
        Work(OISE, "communes", "Peer"),
        repetitions=5,
        warm_ups=1,
    ),
)
