"""docs/droits.md, written from the table that the tests play:

python3 bourse_mobilite/tests/access_document.py > docs/droits.md
"""

import sys

if __package__:
    from .access_matrix import FRENCH_ROLES, MATRIX, ROLES
else:
    from access_matrix import FRENCH_ROLES, MATRIX, ROLES

_MODELS = {
    "mobility.filiere": "Filières",
    "mobility.cadre": "Cadres d’emplois",
    "mobility.condition": "Conditions de travail",
    "mobility.metier": "Métiers",
    "mobility.training": "Formations",
    "mobility.commune": "Communes",
    "mobility.department": "Départements",
    "mobility.territory": "Choix du territoire",
    "mobility.regime": "Régimes d’immersion",
    "mobility.clause.set": "Modèles d’actes",
    "mobility.clause": "Articles d’un modèle",
    "mobility.role": "Rôles (qui agit pour quel employeur)",
    "mobility.offer": "Offres d’immersion",
    "mobility.offer.skill": "Compétences d’une offre, et leur niveau",
    "mobility.candidate.skill": "Compétences d’un agent, et leur niveau",
    "mobility.weights": "Poids du rapprochement",
    "mobility.proposal": "Places proposées à un agent",
    "mobility.campaign": "Campagnes de sollicitation",
    "mobility.campaign.preview": "Aperçu des courriels d’une campagne",
    "mobility.session": "Plusieurs agents pour une place",
    "mobility.solicitation": "Sollicitations",
    "mobility.candidate": "Dossiers de mobilité",
    "mobility.employment": "Emplois occupés",
    "mobility.request": "Demandes d’immersion",
    "mobility.day": "Jours d’immersion",
    "mobility.decision": "Décisions",
    "mobility.convention": "Conventions",
    "mobility.document": "Documents établis",
    "mobility.signatory": "Signataires",
    "mobility.journal": "Journal d’un document",
    "mobility.code": "Codes à usage unique",
    "mobility.avenant": "Avenants",
    "mobility.avenant.day": "Jours d’un avenant",
    "mobility.change.wizard": "Correction ou annulation d’un acte",
    "mobility.substitute.wizard": "Désignation d’un autre signataire",
    "mobility.assessment.item": "Grille du bilan",
    "mobility.assessment": "Bilans",
    "mobility.assessment.mark": "Compétences d’un bilan",
    "mobility.assessment.wizard": "Agir sur un bilan",
    "mobility.action": "Actions d’accompagnement",
    "mobility.ppr": "PPR",
    "mobility.ppr.leave": "Congés d’une PPR",
    "mobility.ppr.change": "Modifications convenues d’une PPR",
    "mobility.ppr.review": "Points d’étape d’une PPR",
    "mobility.ppr.progress": "Avancement des actions d’une PPR",
    "mobility.ppr.post": "Emplois proposés au reclassement",
    "mobility.ppr.event": "Journal d’une PPR",
    "mobility.ppr.alert": "Échéances d’une PPR signalées au référent",
    "mobility.ppr.figure": "Chiffres des PPR pour le rapport social unique",
    "mobility.ppr.step": "Étape d’une PPR",
    "mobility.read.log": "Qui a consulté une PPR",
    "mobility.link": "Liens personnels",
    "mobility.mail.failure": "Courriels non partis",
    "mobility.request.time": "Durée de chaque étape",
    "mobility.decision.wizard": "Saisie d’une réponse",
    "mobility.link.lost": "Liens redemandés",
    "mobility.week.half": "Demi-journées de la semaine",
    "mobility.override": "Règles levées par écrit",
    "mobility.ending.wizard": "Clôture d’une demande",
    "mobility.export.wizard": "Export d’une liste",
    "mobility.export.column": "Colonnes d’un export",
    "mobility.lift.wizard": "Levée d’une règle",
    "mobility.paper.wizard": "Saisie d’une signature sur papier",
    "mobility.unsign.wizard": "Reprise d’une signature sur papier",
    "mobility.settings": "Réglages",
    "mobility.batch": "Conventions établies ensemble",
    "mobility.batch.line": "Lignes de conventions établies ensemble",
    "mobility.import": "Import d’un fichier",
    "mobility.import.column": "Colonnes d’un fichier importé",
    "mobility.import.line": "Lignes d’un fichier importé",
    "mobility.import.effect": "Ce qu’un import a fait",
    "res.partner": "Contacts",
    "res.users": "Comptes",
}

_RECORDS = {
    "any": "tous",
    "draft": "brouillon",
    "in_force": "en vigueur",
    "sent": "envoyée",
    "published": "publiée",
    "idle": "sans demande",
    "own": "de l’agent",
    "ppr": "de la PPR de l’agent",
    "colleague": "du collègue",
    "elsewhere": "de l’agent d’ailleurs",
    "own_origin": "de l’origine, pour l’agent",
    "own_host": "de l’accueil, pour l’agent",
    "own_tutor": "du tuteur, pour l’agent",
    "own_agent": "de l’agent lui-même",
    "colleague_origin": "de l’origine, pour le collègue",
    "elsewhere_origin": "du tiers, pour l’agent d’ailleurs",
    "elsewhere_host": "de l’origine comme accueil",
    "others": "en cours chez un autre",
    **FRENCH_ROLES,
}

_LETTERS = {"r": "L", "w": "M", "u": "S"}

_INTRODUCTION = """\
# Qui a le droit de faire quoi

<!-- Écrit par bourse_mobilite/tests/access_document.py : ne pas modifier à la main. -->

Ce tableau est celui que les tests jouent, case par case, par l’ORM et par l’API
JSON-2 : pour chaque rôle, chaque modèle et chaque fiche, l’essai de créer, de lire, de
modifier et de supprimer. Un modèle absent du tableau fait échouer les tests.

**C** créer · **L** lire · **M** modifier · **S** supprimer · **–** rien.

## L’histoire qui est jouée

- L’**agent** et son **collègue** ont le même employeur, l’**origine**. Ils demandent
  une immersion à l’**accueil** ; leurs demandes sont acceptées, les conventions
  attendent les signatures.
- L’**agent d’ailleurs** travaille chez le **tiers** et demande une immersion à
  l’origine : le RH et l’autorité de l’origine le voient donc comme accueil.
- L’agent a une **PPR**, dont son employeur est partie. Personne d’autre n’apprend
  qu’elle existe : ni le conseiller, ni le responsable, ni l’accueil.
- Le **brouillon** est une demande que l’agent n’a pas encore envoyée : elle n’existe
  pour aucun employeur.

## Ce qui décide

- Un droit d’employeur vient d’un **rôle** en vigueur aujourd’hui, jamais de
  l’arborescence des contacts. Il commence et finit avec le rôle, sans délai.
- Une demande s’ouvre à un employeur quand on lui pose la question.
- Décisions, documents établis, signataires et liens ne s’écrivent que par leur
  mécanisme : personne, pas même le responsable, ne les modifie à la main.
- Depuis le portail, chacun ne voit dans les contacts que soi-même et des organismes :
  personne n’apprend l’adresse d’un collègue.
- Chaque centre de gestion ne voit que ses dossiers.
- Toute lecture d’une PPR par une autre personne que l’agent est notée : qui, quand,
  comment. L’agent lit cette liste ; personne ne l’écrit ni ne l’efface.
- Rien d’une PPR n’est trouvable pour qui n’y est pas partie : un identifiant répond
  comme un identifiant que personne n’utilise.

## Ce qu’une case ne dit pas

| donnée | qui la lit |
| --- | --- |
| restrictions d’aptitude d’un dossier | le groupe PPR ; l’agent, sur sa page |
| lien d’une action de PPR avec la demande d’un placement | le groupe PPR |
| qui a saisi une demande, qui l’a modifiée en dernier | le groupe PPR |
| régime d’une demande | le personnel du CDG ; jamais un employeur ni l’agent |
| motivation | le personnel du CDG ; l’agent et son employeur, sur leur page |
| motifs d’une décision | l’agent, l’organisme qui a décidé, le personnel du CDG |
| échanges internes d’un dossier | le personnel du CDG |
| secret d’un lien personnel | la personne qui l’a reçu ; seule son empreinte est gardée |
"""


def _cell(letters):
    return "".join(_LETTERS[letter] for letter in letters) or "–"


def as_markdown():
    """The whole page, in French."""
    lines = [_INTRODUCTION]
    for model, expected in MATRIX.items():
        roles = [
            role
            for role in ROLES
            if role in expected["create"]
            or any(cells.get(role) for cells in expected["records"].values())
        ]
        lines += [f"## {_MODELS[model]} (`{model}`)", ""]
        if not roles:
            lines += ["Personne, à la main.", ""]
            continue
        lines.append(f"| fiche | {' | '.join(FRENCH_ROLES[role] for role in roles)} |")
        lines.append(f"| --- |{' --- |' * len(roles)}")
        makers = ["C" if role in expected["create"] else "–" for role in roles]
        lines.append(f"| nouvelle | {' | '.join(makers)} |")
        for label, cells in expected["records"].items():
            shown = [_cell(cells.get(role, "")) for role in roles]
            lines.append(f"| {_RECORDS[label]} | {' | '.join(shown)} |")
        others = [FRENCH_ROLES[role] for role in ROLES if role not in roles]
        lines += ["", *([f"Rien pour : {', '.join(others)}.", ""] if others else [])]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
