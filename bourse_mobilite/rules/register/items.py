"""Lists of trainings and of métiers."""

from .codes import (
    clean_code,
    clean_rome,
    clean_zip,
)
from .columns import MAX_NAME, Column
from .kind import (
    CONDITIONS,
    HOW_TO,
    Kind,
)
from .repair import (
    clean_date,
    clean_list,
    clean_number,
    clean_url,
)

MODALITIES = {
    "on_site": ("Sur place", "presentiel", "en presentiel"),
    "remote": ("À distance", "distanciel", "en ligne", "e learning"),
    "mixed": ("Mixte", "en partie a distance", "hybride", "presentiel et distanciel"),
}


TRAININGS = Kind(
    "trainings",
    "Formations",
    columns=(
        Column(
            "training", "Intitulé de la formation", "Obligatoire.",
            ("formation", "intitule", "titre", "stage", "intitule du stage", "libelle"),
            limit=MAX_NAME, one_line=True,
        ),
        Column(
            "provider", "Organisme", "Obligatoire. Par exemple : CNFPT.",
            ("organisme de formation", "prestataire", "organisateur"),
            limit=MAX_NAME, one_line=True,
        ),
        Column(
            "code", "Référence", "Le code de l'organisme.",
            ("code", "ref", "code stage", "reference du stage"), limit=64,
            one_line=True,
        ),
        Column("theme", "Thème", "", ("domaine", "thematique", "specialite"),
               limit=MAX_NAME, one_line=True),
        Column("duration", "Durée (jours)", "Nombre de jours.",
               ("duree", "nb jours", "nombre de jours", "duree en jours"),
               clean_number),
        Column("modality", "Modalité", "Sur place, à distance ou mixte.",
               ("format", "presentiel ou distanciel"), words=MODALITIES),
        Column("zip", "Code postal", "Du lieu.", ("cp",), clean_zip),
        Column("commune", "Commune", "Du lieu.", ("ville", "lieu"), one_line=True),
        Column("date_from", "Du", "Date du premier jour.",
               ("date de debut", "debut", "premier jour"), clean_date),
        Column("date_to", "Au", "Date du dernier jour.",
               ("date de fin", "fin", "dernier jour"), clean_date),
        Column("url", "Page internet", "Adresse de la fiche.",
               ("lien", "site", "url", "adresse internet"), clean_url),
        Column("description", "Description", "", ("contenu", "objectifs",
               "programme")),
        Column("metiers", "Métiers", "Séparés par des points-virgules.",
               ("metier", "metiers vises"), clean_list),
    ),
    required=("training", "provider"),
    names=("provider", "training"),
    examples=(
        {
            "training": "Accueillir le public en mairie", "provider": "CNFPT",
            "code": "EXEMPLE1", "theme": "Accueil", "duration": "2",
            "modality": "Sur place", "zip": "60000", "commune": "Beauvais",
            "date_from": "05/10/2026", "date_to": "06/10/2026",
            "metiers": "Agent d’accueil en mairie",
        },
    ),
    how_to=(
        "Une ligne par formation, dans la feuille « Formations ».",
        "Une formation est reconnue par sa référence chez son organisme, sinon par "
        "son intitulé et sa date.",
        *HOW_TO,
    ),
)  # fmt: skip

METIERS = Kind(
    "metiers",
    "Métiers",
    columns=(
        Column(
            "name", "Métier", "Obligatoire.",
            ("intitule", "intitule du metier", "libelle", "libelle rome",
             "libelle metier", "emploi reference", "fiche", "nom du metier",
             "intitule de la fiche", "emploi referentiel"),
            limit=MAX_NAME, one_line=True,
        ),
        Column("rome_code", "Code ROME", "Une lettre de A à N et quatre chiffres.",
               ("rome",), clean_rome),
        Column("champ", "Champ", "Grand domaine.",
               ("domaine", "domaine fonctionnel", "domaine professionnel",
                "libelle grand domaine"),
               limit=MAX_NAME, one_line=True),
        Column("speciality", "Spécialité", "Famille de métiers.",
               ("famille", "famille de metiers", "famille professionnelle",
                "libelle domaine professionnel"),
               limit=MAX_NAME, one_line=True),
        Column("cnfpt_code", "Code CNFPT", "Numéro de la fiche du répertoire.",
               ("code fiche", "numero de fiche", "fiche cnfpt"), clean_code, 32),
        Column("rmfp_code", "Code RMFP", "Répertoire des métiers de la fonction "
               "publique.", ("code rmfp", "code emploi reference", "code metier"),
               clean_code, 32),
        Column("description", "Description", "",
               ("definition", "definition du metier", "definition synthetique")),
        CONDITIONS,
        Column("skills", "Compétences", "Séparées par des points-virgules.",
               ("competence", "savoir faire"), clean_list),
        Column("near", "Métiers proches", "Séparés par des points-virgules.",
               ("metier proche", "passerelles"), clean_list),
    ),
    required=("name",),
    names=("champ", "name"),
    examples=(
        {
            "name": "Agent d’accueil en mairie", "rome_code": "M1601",
            "champ": "Organisation et gestion des ressources",
            "conditions": "Contact avec le public",
        },
    ),
    how_to=(
        "Une ligne par métier, dans la feuille « Métiers ». Les fichiers du ROME, du "
        "RMFP et du CNFPT se lisent tels quels.",
        "Un métier est reconnu par son code, sinon par son nom. Un code ROME que "
        "plusieurs métiers portent leur donne à tous l'intitulé officiel.",
        *HOW_TO,
    ),
)  # fmt: skip
