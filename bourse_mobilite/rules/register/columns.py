"""A column of a register and the words that employers' kinds are written in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from .repair import as_text, choices, clean_choice, fold, fold_commune

MAX_NAME = 200


@dataclass(frozen=True)
class Column:
    """A heading of the template, the other words it is known by, its repair.

    :param words: ``{value: labels}`` of a closed choice: the first label is the
        one of the template.
    """

    key: str
    heading: str
    help: str
    synonyms: tuple[str, ...] = ()
    clean: Callable[[Any], Any] = as_text
    limit: int = 0
    words: Mapping[str, tuple[str, ...]] | None = None
    one_line: bool = False

    def __post_init__(self):
        if self.words:
            choice = partial(clean_choice, labels=self.words, words=choices(self.words))
            object.__setattr__(self, "clean", choice)

    def shown(self, value):
        """How a value is written in a register."""
        if self.words:
            return self.words[value][0] if value else ""
        return " ; ".join(value) if isinstance(value, tuple) else value


# Written by us beside rejected rows: known, and never read.
REASON_HEADING = "Motif du rejet"

# kind -> the label of the template, and other usual words.
KINDS = {
    "commune": ("Commune", "mairie", "ville", "commune nouvelle", "municipalite"),
    "ccas": ("CCAS ou CIAS", "ccas", "cias", "centre communal d action sociale",
             "centre intercommunal d action sociale"),
    "epci": ("Intercommunalité (EPCI)", "epci", "intercommunalite", "cc", "ca", "cu",
             "communaute de communes", "communaute d agglomeration", "metropole",
             "communaute urbaine", "agglomeration", "agglo"),
    "syndicat": ("Syndicat", "sivu", "sivom", "syndicat mixte", "syndicat de communes",
                 "syndicat intercommunal"),
    "departement": ("Département", "conseil departemental"),
    "region": ("Région", "conseil regional"),
    "sdis": ("SDIS", "sis", "service departemental d incendie et de secours",
             "service d incendie et de secours sdis"),
    "oph": ("Office public de l'habitat", "oph"),
    "cdg": ("Centre de gestion", "cdg"),
    "epa": ("Autre établissement public local", "epa", "caisse des ecoles", "petr",
            "etablissement public local", "etablissement public administratif"),
    "eple": ("Collège ou lycée public", "college ou lycee", "eple", "college", "lycee"),
    "hopital": ("Hôpital public", "hopital", "centre hospitalier", "chu", "ghpso"),
    "esms": ("Établissement social ou médico-social public", "esms", "ehpad public",
             "etablissement public social ou medico social"),
    "etat": ("Service de l'État", "etat", "prefecture", "fpe"),
    "ep_national": ("Établissement public national", "ep national"),
    "gip": ("Groupement d'intérêt public (GIP)", "gip"),
}  # fmt: skip
KIND_WORDS = choices(KINDS)
# Only names that no private body bears: a lycée or an EHPAD may be private.
_NAMES_OF_KIND = (
    ("mairie", "commune"), ("commune de", "commune"), ("commune d", "commune"),
    ("ville de", "commune"), ("ville d", "commune"), ("ccas", "ccas"),
    ("cias", "ccas"), ("centre communal d action sociale", "ccas"),
    ("communaute de communes", "epci"), ("communaute d agglomeration", "epci"),
    ("communaute urbaine", "epci"), ("sivu", "syndicat"), ("sivom", "syndicat"),
    ("syndicat intercommunal", "syndicat"), ("syndicat mixte", "syndicat"),
    ("conseil departemental", "departement"), ("conseil regional", "region"),
    ("sdis", "sdis"), ("service departemental d incendie", "sdis"),
    ("centre de gestion", "cdg"),
)  # fmt: skip


def guess_kind(name):
    """The kind that an employer's name says for certain, or ''.

    >>> guess_kind("Mairie de Noailles"), guess_kind("Lycée des Lilas")
    ('commune', '')
    """
    words = f"{fold(name)} "
    for start, kind in _NAMES_OF_KIND:
        if words.startswith(f"{start} "):
            return kind
    return ""


# Before the name of the commune, in the name of the body itself.
_BODY = re.compile(
    r"^(?:(mairie|commune|ville|municipalite|commune nouvelle)"
    r"|(ccas|centre communal d action sociale))\b"
)
_ARTICLES = {"le", "la", "les", "l", "de", "du", "des", "d"}


def body_of_commune(name, commune, kind=""):
    """``"commune"`` or ``"ccas"`` when the name says no more than the commune's own
    body: a commune has one town hall and one CCAS, however each is written.

    >>> body_of_commune("Ville du Plessis-Brion", "Le Plessis-Brion")
    'commune'
    >>> body_of_commune("Mairie annexe", "Noailles"), body_of_commune("Noyon", "Noyon")
    ('', '')
    >>> body_of_commune("NOYON", "Noyon", "commune")
    'commune'
    """
    folded = fold_commune(name)
    found = _BODY.match(folded)
    rest = folded[found.end() :] if found else folded
    if not found and kind != "commune":
        return ""
    if _core(rest) != _core(fold_commune(commune)):
        return ""
    return "ccas" if found and found[2] else "commune"


def _core(text):
    return [word for word in text.split() if word not in _ARTICLES]


def names_a_commune(name, commune):
    """Whether a name can be that of a commune: an immersion is never in a company,
    whatever nature a file gives it.

    >>> names_a_commune("Commune nouvelle des Lilas", "Noyon")
    True
    >>> names_a_commune("SARL Dupont", "Noyon"), names_a_commune("Vieux Noyon", "Noyon")
    (False, True)
    """
    words = fold_commune(name)
    return bool(_BODY.match(words)) or set(_core(fold_commune(commune))) <= set(
        words.split()
    )
