"""The headings of a register of host places and the words it is written in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .register_repair import (
    as_text,
    clean_date,
    clean_email,
    clean_list,
    clean_phone,
    clean_places,
    clean_siret,
    clean_zip,
    fold,
)

MAX_NAME = 200


@dataclass(frozen=True)
class Column:
    """A heading of the template, the other words it is known by, its repair."""

    key: str
    heading: str
    help: str
    synonyms: tuple[str, ...] = ()
    clean: Callable[[Any], Any] = as_text
    limit: int = 0


COLUMNS = (
    Column(
        "siret", "SIRET", "14 chiffres, pour reconnaître l'employeur sans erreur.",
        ("n siret", "no siret", "numero siret", "numero de siret", "siret employeur"),
        clean_siret,
    ),
    Column(
        "employer", "Employeur", "Obligatoire. Qui signe la convention.",
        ("nom employeur", "nom de l employeur", "collectivite", "structure",
         "nom de la collectivite", "organisme", "etablissement", "structure d accueil",
         "collectivite d accueil", "employeur d accueil"),
        limit=MAX_NAME,
    ),
    Column(
        "kind", "Nature", "Un mot de la liste (commune, CCAS…).",
        ("nature employeur", "nature de l employeur", "type", "type d employeur",
         "type de collectivite", "nature juridique", "categorie"),
    ),
    Column("street", "Adresse", "Numéro et rue.", ("rue", "adresse postale", "voie")),
    Column(
        "zip", "Code postal", "Obligatoire si la commune manque.",
        ("cp", "code post", "codepostal"), clean_zip,
    ),
    Column(
        "commune", "Commune",
        "Obligatoire si le code postal manque ou couvre plusieurs communes.",
        ("ville", "nom commune", "nom de la commune", "localite"),
    ),
    Column(
        "phone", "Téléphone", "De l'employeur.",
        ("tel", "telephone employeur", "numero de telephone"), clean_phone, 64,
    ),
    Column(
        "email", "Courriel", "De l'employeur.",
        ("mail", "e mail", "email", "courriel employeur", "adresse mail",
         "adresse electronique", "mel"),
        clean_email,
    ),
    Column(
        "title", "Intitulé de l'offre", "Obligatoire. 200 caractères au plus.",
        ("intitule", "intitule offre", "offre", "titre", "titre de l offre", "poste",
         "intitule du poste", "lieu d accueil", "place"),
        limit=MAX_NAME,
    ),
    Column(
        "metier", "Métier", "Un métier de la liste, ou son code ROME.",
        ("metier territorial", "code rome", "rome", "nom du metier"),
    ),
    Column(
        "service", "Service", "Le service ou l'équipe.",
        ("direction", "service d accueil", "equipe"), limit=MAX_NAME,
    ),
    Column(
        "description", "Description", "Publiée : ni nom ni courriel.",
        ("missions", "activites", "descriptif", "description de l offre"),
    ),
    Column(
        "places", "Places", "Combien d'agents le même jour (1 si vide).",
        ("nombre de places", "nb places", "nb de places", "capacite"), clean_places,
    ),
    Column(
        "date_from", "Disponible du", "Date, par exemple 01/09/2026.",
        ("date de debut", "debut", "du", "a partir du", "disponible a partir du",
         "disponible des", "disponible a compter du"),
        clean_date,
    ),
    Column(
        "date_to", "Disponible jusqu'au", "Date ; vide : offre permanente.",
        ("date de fin", "fin", "au", "jusqu au", "disponible au"), clean_date,
    ),
    Column(
        "tutor", "Nom du tuteur", "Prénom et nom.",
        ("tuteur", "nom tuteur", "tuteur tutrice", "nom du tuteur de la tutrice"),
        limit=MAX_NAME,
    ),
    Column(
        "tutor_function", "Fonction du tuteur", "Par exemple : Directrice de l'école.",
        ("fonction tuteur", "qualite du tuteur", "fonction"), limit=MAX_NAME,
    ),
    Column(
        "tutor_email", "Courriel du tuteur",
        "L’adresse professionnelle du tuteur ou de la tutrice.",
        ("courriel tuteur", "mail tuteur", "mail du tuteur", "email tuteur",
         "email du tuteur", "e mail du tuteur"),
        clean_email,
    ),
    Column(
        "conditions", "Conditions de travail", "Séparées par des points-virgules.",
        ("condition de travail", "contraintes", "contraintes du poste", "conditions"),
        clean_list,
    ),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
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
    "sdis": ("SDIS", "sis", "service departemental d incendie et de secours"),
    "oph": ("Office public de l'habitat", "oph"),
    "cdg": ("Centre de gestion", "cdg"),
    "epa": ("Autre établissement public local", "epa", "caisse des ecoles", "petr",
            "etablissement public local", "etablissement public administratif"),
    "eple": ("Collège ou lycée public", "eple", "college", "lycee"),
    "hopital": ("Hôpital public", "hopital", "centre hospitalier", "chu", "ghpso"),
    "esms": ("Établissement social ou médico-social public", "esms", "ehpad public"),
    "etat": ("Service de l'État", "etat", "prefecture", "fpe"),
    "ep_national": ("Établissement public national", "ep national"),
    "gip": ("Groupement d'intérêt public (GIP)", "gip"),
}  # fmt: skip
KIND_WORDS = {
    fold(word): kind for kind, words in KINDS.items() for word in (kind, *words)
}
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


HEADINGS = {fold(column.heading): column.key for column in COLUMNS}
SYNONYMS = {fold(word): c.key for c in COLUMNS for word in (*c.synonyms, c.key)}
