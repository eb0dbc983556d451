"""The words of the papers of a PPR: acts in French, whoever reads them."""

ACTIONS = {
    "interview": "Entretien",
    "bilan_parcours": "Bilan de parcours professionnel",
    "bilan_competences": "Bilan de compétences",
    "pidc": "Plan individuel de développement des compétences",
    "vae": "Validation des acquis de l’expérience",
    "ctp": "Congé de transition professionnelle",
    "training": "Formation",
    "observation": "Observation d’un métier",
    "workshop": "Atelier",
    "placement": "Mise en situation",
    "pmsmp": "Mise en situation chez un employeur privé (PMSMP)",
}
RESULTS = {
    "done": "Réalisée",
    "partial": "Réalisée en partie",
    "missed": "L’agent ne s’y est pas présenté",
    "cancelled": "Abandonnée",
}
LEVELS = {
    "to_come": "à venir",
    "going": "en cours",
    "done": "réalisée",
    "given_up": "abandonnée",
}
PRESENCES = {
    "all": "l’agent et l’employeur",
    "agent": "l’agent seul",
    "employer": "l’employeur seul",
}
DECISIONS = {
    "go_on": "poursuivre",
    "modify": "modifier le projet",
    "stop": "arrêter",
}
CHANGES = {"content": "Contenu du projet", "length": "Durée du projet"}
ANSWERS = {
    "accepted": "Accepté",
    "refused": "Refusé",
    "gone": "N’est plus ouvert",
}
REASONS = {
    "distance": "trop loin",
    "hours": "horaires",
    "restrictions": "conditions du poste",
    "project": "éloigné du projet",
    "pay": "rémunération ou grade",
    "other": "autre raison",
}
PROOFS = {
    "letter": "lettre recommandée",
    "handed": "remise contre signature",
    "electronic": "recommandé électronique",
}
OUTCOMES = {
    "reclassed": "Reclassement",
    "adapted": "Poste adapté, ou autre poste du même grade",
    "fit": "Reprise des fonctions",
    "broken": "Engagements non tenus",
    "not_reclassed": "Pas de reclassement : aucun poste n’a pu être proposé",
    "posts_refused": "Pas de reclassement : les postes proposés ont été refusés",
    "available": "Disponibilité d’office",
    "retired": "Retraite",
    "dismissed": "Licenciement",
    "resigned": "Démission",
}
# What a file without an outcome says of itself.
STATES = {
    "opened": "La période n’est pas encore proposée à l’agent",
    "proposed": "La période est proposée : la réponse de l’agent est attendue",
    "accepted": "La période est acceptée : le projet est en cours d’écriture",
    "notified": "Le projet est notifié : la réponse de l’agent est attendue",
    "underway": "La période est en cours",
    "suspended": "La période est suspendue par un congé",
    "extended": "Le reclassement est demandé",
}
REFUSALS = {
    "declined_on": "L’agent a refusé la période",
    "refused_on": "L’agent a refusé le projet : la période est refusée pour le temps "
    "restant",
    "silence_confirmed_on": "Sans réponse dans les quinze jours, la période est refusée "
    "pour le temps restant",
}
NOT_DETACHED = {
    "same_grade": "autre poste du même grade",
    "integrated": "intégration directe",
    "no_post": "aucun poste n’a pu être proposé",
    "refused": "l’agent a refusé les postes",
    "left": "l’agent est parti",
}


def rhythm(months):
    """
    >>> rhythm(1), rhythm(3), rhythm(0)
    ('tous les mois', 'tous les 3 mois', '')
    """
    if not months:
        return ""
    return "tous les mois" if months == 1 else f"tous les {months} mois"


def length(hours):
    """Hours as one reads them.

    >>> length(7), length(3.5), length(0.25), length(0)
    ('7 h', '3 h 30', '0 h 15', '')
    """
    if not hours:
        return ""
    minutes = round(hours * 60)
    whole, left = divmod(minutes, 60)
    return f"{whole} h {left:02}" if left else f"{whole} h"
