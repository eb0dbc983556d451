"""Lists of agents. Nothing of their health has a column."""

from .columns import MAX_NAME, Column
from .kind import (
    COMMUNE,
    EMPLOYER_WORDS,
    HOW_TO,
    KIND,
    SIRET,
    ZIP,
    Kind,
)
from .repair import (
    clean_date,
    clean_email,
    clean_number,
    clean_phone,
)

VERSANTS = {
    "FPT": ("Territoriale", "territoriale fpt", "fonction publique territoriale"),
    "FPE": (
        "État",
        "etat fpe",
        "fonction publique d etat",
        "fonction publique de l etat",
    ),
    "FPH": ("Hospitalière", "hospitaliere fph", "fonction publique hospitaliere"),
}
STATUSES = {
    "titulaire": ("Titulaire", "fonctionnaire"),
    "stagiaire": ("Stagiaire", "fonctionnaire stagiaire"),
    "cdi": ("Contractuel (CDI)", "contractuel en cdi"),
    "cdd": ("Contractuel (CDD)", "contractuel", "contractuelle", "contractuel en cdd"),
    "apprenti": ("Apprenti", "apprentie", "contrat d apprentissage"),
    "assmat": ("Assistant maternel ou familial", "assistante maternelle",
               "assistant maternel", "assistante familiale", "assistant familial"),
    "cabinet": ("Collaborateur de cabinet", "collaboratrice de cabinet"),
}  # fmt: skip
AGENTS = Kind(
    "agents",
    "Agents",
    columns=(
        Column(
            "agent", "Nom de l'agent", "Prénom et nom, si la colonne Prénom manque.",
            ("agent", "nom", "nom et prenom", "nom prenom", "nom de famille",
             "prenom et nom", "nom d usage"),
            limit=MAX_NAME, one_line=True,
        ),
        Column(
            "first_name", "Prénom", "Écrit devant le nom.",
            ("prenom agent", "prenom de l agent"), limit=MAX_NAME, one_line=True,
        ),
        Column(
            "agent_email", "Courriel de l'agent",
            "Personnel : il reçoit ses liens. Reconnaît l'agent sans erreur.",
            ("courriel", "mail", "email", "e mail", "courriel agent", "mail agent",
             "adresse mail", "adresse electronique"),
            clean_email,
        ),
        Column(
            "agent_phone", "Téléphone de l'agent", "Portable de préférence.",
            ("telephone", "tel", "portable", "telephone agent", "mobile"),
            clean_phone, 64,
        ),
        SIRET,
        Column(
            "employer", "Employeur", "Obligatoire. Celui qui emploie l'agent.",
            EMPLOYER_WORDS, limit=MAX_NAME, one_line=True,
        ),
        KIND, ZIP, COMMUNE,
        Column(
            "versant", "Fonction publique", "Territoriale si vide.",
            ("versant",), words=VERSANTS,
        ),
        Column(
            "cadre", "Cadre d'emplois", "Par exemple : Adjoints techniques.",
            ("grade ou cadre d emplois", "cadre d emploi", "cadre emplois", "grade"),
            limit=MAX_NAME, one_line=True,
        ),
        Column(
            "corps", "Corps", "Pour l'État et les hôpitaux.",
            ("corps d appartenance",), limit=MAX_NAME, one_line=True,
        ),
        Column(
            "status", "Statut", "Titulaire si vide.",
            ("situation", "statut de l agent", "position statutaire"), words=STATUSES,
        ),
        Column(
            "job", "Emploi occupé", "Par exemple : Agent d'entretien.",
            ("emploi", "fonction", "poste", "poste occupe", "metier exerce"),
            limit=MAX_NAME, one_line=True,
        ),
        Column(
            "hours", "Heures par semaine", "35 si vide.",
            ("temps de travail", "duree hebdomadaire", "heures hebdomadaires",
             "quotite horaire"),
            clean_number,
        ),
        Column(
            "since", "En poste depuis", "Date, par exemple 01/09/2020.",
            ("date d entree", "date d arrivee", "depuis le"), clean_date,
        ),
    ),
    required=("agent", "employer"),
    names=("employer", "agent"),
    examples=(
        {
            "agent": "Exemple", "first_name": "Dominique",
            "agent_email": "dominique.exemple@personne.example.org",
            "agent_phone": "06 00 00 00 00", "siret": "99906101300010",
            "employer": "Mairie de Noailles", "commune": "Noailles",
            "versant": "Territoriale", "cadre": "Adjoints techniques",
            "status": "Titulaire", "job": "Agent d'entretien des locaux",
            "hours": "35", "since": "01/09/2020",
        },
    ),
    how_to=(
        "Une ligne par agent, dans la feuille « Agents ». Les agents ont été informés "
        "que leur dossier est ouvert.",
        "Un agent est reconnu par son courriel, sinon par son nom chez son employeur.",
        "Aucune donnée de santé : ni restriction, ni motif d'arrêt, ni avis médical.",
        *HOW_TO,
    ),
)  # fmt: skip
