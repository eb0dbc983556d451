"""Lists of host places, of employers and of tutors."""

from .codes import (
    clean_insee,
    clean_siren,
)
from .columns import MAX_NAME, Column
from .kind import (
    COMMUNE,
    CONDITIONS,
    EMAIL,
    EMPLOYER,
    HOW_TO,
    KIND,
    PHONE,
    SIRET,
    STREET,
    TUTOR,
    TUTOR_EMAIL,
    TUTOR_FUNCTION,
    ZIP,
    Kind,
    also,
)
from .repair import (
    clean_date,
    clean_places,
)

AFFILIATIONS = {
    "compulsory": ("Affilié (obligatoire)", "obligatoire", "affiliation obligatoire",
                   "affilie obligatoire"),
    "voluntary": ("Affilié (volontaire)", "volontaire", "affiliation volontaire",
                  "affilie volontaire"),
    "none": ("Non affilié", "non", "non affiliee"),
}  # fmt: skip
PLACES = Kind(
    "places",
    "Registre",
    columns=(
        SIRET, EMPLOYER, KIND, STREET, ZIP, COMMUNE, PHONE, EMAIL,
        Column(
            "title", "Intitulé de l'offre", "Obligatoire. 200 caractères au plus.",
            ("intitule", "intitule offre", "offre", "titre", "titre de l offre",
             "poste", "intitule du poste", "lieu d accueil", "place"),
            limit=MAX_NAME, one_line=True,
        ),
        Column(
            "metier", "Métier", "Un métier de la liste, ou son code ROME.",
            ("metier territorial", "code rome", "rome", "nom du metier"),
        ),
        Column(
            "service", "Service", "Le service ou l'équipe.",
            ("direction", "service d accueil", "equipe"), limit=MAX_NAME, one_line=True,
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
        TUTOR, TUTOR_FUNCTION, TUTOR_EMAIL, CONDITIONS,
    ),
    added=(
        Column(
            "ref", "Référence de l'offre",
            "Écrite par l'export : elle départage les offres qui se ressemblent.",
        ),
    ),
    required=("employer", "title"),
    names=("employer", "title"),
    examples=(
        {
            "siret": "99906101300010", "employer": "Mairie de Noailles",
            "kind": "Commune", "street": "1 place de l'Hôtel de Ville", "zip": "60430",
            "commune": "Noailles", "phone": "03 44 00 00 00",
            "email": "mairie@noailles.example.org",
            "title": "Accueil des habitants en mairie", "metier": "M1601",
            "service": "Accueil et état civil",
            "description":
                "Recevoir les habitants, les renseigner, préparer les dossiers.",
            "places": "1", "date_from": "01/09/2026", "date_to": "30/06/2027",
            "tutor": "Camille Exemple", "tutor_function": "Secrétaire générale",
            "tutor_email": "camille.exemple@noailles.example.org",
            "conditions": "Contact avec le public ; Travail prolongé sur écran",
        },
        {
            "employer": "CCAS de Beauvais", "kind": "CCAS ou CIAS", "zip": "60000",
            "commune": "Beauvais", "title": "Aide à domicile", "places": "2",
            "conditions": "Déplacements fréquents",
        },
    ),
    how_to=(
        "Une ligne par place d'accueil, dans la feuille « Registre ».",
        "Une offre est reconnue par son employeur, son intitulé et son service ; sa "
        "date de début départage celles qui se ressemblent.",
        *HOW_TO,
        "Les offres nouvelles sont relues par le centre de gestion avant publication.",
    ),
)  # fmt: skip

EMPLOYERS = Kind(
    "employers",
    "Employeurs",
    columns=(
        SIRET,
        Column(
            "siren", "SIREN", "9 chiffres, quand le SIRET n'est pas connu.",
            ("n siren", "no siren", "numero siren", "numero de siren"), clean_siren,
        ),
        EMPLOYER, KIND, STREET, ZIP, COMMUNE,
        Column(
            "insee", "Code INSEE", "De la commune : la désigne sans erreur.",
            ("insee", "code commune", "code insee commune", "code cog",
             "code insee de la commune"),
            clean_insee,
        ),
        PHONE, EMAIL,
        Column(
            "affiliation", "Affiliation", "Obligatoire, volontaire ou non affilié.",
            ("affilie", "affiliation au cdg", "adhesion"), words=AFFILIATIONS,
        ),
    ),
    required=("employer",),
    names=("employer", "commune"),
    examples=(
        {
            "siret": "99906101300010", "employer": "Commune de Noailles",
            "kind": "Commune", "street": "1 place de l'Hôtel de Ville", "zip": "60430",
            "commune": "Noailles", "phone": "03 44 00 00 00",
            "email": "mairie@noailles.example.org",
            "affiliation": "Affilié (obligatoire)",
        },
    ),
    how_to=(
        "Une ligne par employeur, dans la feuille « Employeurs ».",
        "Un employeur est reconnu par son SIRET, sinon par son nom et sa commune.",
        *HOW_TO,
    ),
)  # fmt: skip

TUTORS = Kind(
    "tutors",
    "Tuteurs",
    columns=(
        SIRET, EMPLOYER, KIND, ZIP, COMMUNE,
        also(TUTOR, "nom", "nom et prenom", "nom prenom", "prenom et nom"),
        TUTOR_FUNCTION,
        also(TUTOR_EMAIL, "courriel", "mail", "email", "e mail", "adresse mail"),
    ),
    required=("employer", "tutor"),
    names=("employer", "tutor"),
    examples=(
        {
            "siret": "99906101300010", "employer": "Mairie de Noailles",
            "commune": "Noailles", "tutor": "Camille Exemple",
            "tutor_function": "Secrétaire générale",
            "tutor_email": "camille.exemple@noailles.example.org",
        },
    ),
    how_to=(
        "Une ligne par tuteur ou tutrice, dans la feuille « Tuteurs ».",
        "Ce qui est connu d'une personne n'est jamais remplacé : son courriel reçoit "
        "des liens personnels.",
        *HOW_TO,
    ),
)  # fmt: skip
