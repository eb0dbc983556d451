"""What the articles of each kind of act may use: words, conditions and tables.

All of it is said here, once. `reports/` fills the words and the tables in; a
condition ``x`` is asked of the act by its method ``_clause_x``.
"""

from typing import NamedTuple

from odoo.tools.translate import LazyGettext, LazyTranslate

_lt = LazyTranslate(__name__)
# Translated when they are shown, in the language of who reads.
# pylint: disable=prefer-env-translation

ALWAYS = "always"


class Word(NamedTuple):
    """A word to fill in.

    :param meaning: what it stands for
    :param example: what a preview prints: nobody real
    :param field: the field of a convention that must hold it
    :param when: the condition without which it is empty
    """

    meaning: LazyGettext
    example: str
    field: str = ""
    when: str = ALWAYS


class Kind(NamedTuple):
    """What the articles of one kind of act may use.

    :param words: each `Word`, by its spelling
    :param conditions: when an article may be printed
    :param tables: those that are filled in by themselves, each with the condition
        without which it is empty
    :param needed: the tables that must always be printed
    :param model: whose records print these articles
    :param report: what fills them in
    """

    words: dict
    conditions: tuple
    tables: dict
    needed: tuple
    model: str
    report: str


_PARTIES = {
    "convention_numero": Word(_lt("number of the convention"), "C-2026-00042"),
    "agent_nom": Word(_lt("name of the agent"), "Aurélie Durand"),
    "employeur_nom": Word(_lt("name of the employer of origin"), "Commune de Noyon"),
    "autres_employeurs": Word(
        _lt("names of the other employers"),
        "Syndicat des eaux du Val d’Oise",
        when="several_employers",
    ),
    "accueil_nom": Word(_lt("name of the host"), "Commune de Lassigny"),
    "lieu": Word(
        _lt("address of the immersion"),
        "2 rue de l’Hôtel de Ville, 60310 Lassigny",
        field="place",
    ),
    "tuteur_nom": Word(_lt("name of the tutor"), "Hélène Martin", field="tutor_id"),
    "premier_jour": Word(_lt("first day"), "lundi 12 octobre 2026"),
    "dernier_jour": Word(_lt("last day"), "mardi 13 octobre 2026"),
    "jours": Word(
        _lt("each day of the immersion"),
        "lundi 12 octobre 2026, mardi 13 octobre 2026",
    ),
    "duree": Word(_lt("length in jours ouvrés"), "2 jours ouvrés"),
    "cdg_nom": Word(_lt("name of the centre de gestion"), "Centre de gestion"),
    "conseiller": Word(
        _lt("the agent's adviser, with a phone or an e-mail"),
        "Odile Vasseur, 03 99 00 00 00",
    ),
}
_PARTY_CONDITIONS = (
    "several_employers", "cdg_signs", "cdg_visa", "host_hospital", "host_state",
)  # fmt: skip

KINDS = {
    "convention": Kind(
        words={
            **_PARTIES,
            "service": Word(
                _lt("department or team"), "Accueil et état civil", field="service"
            ),
            "tuteur_fonction": Word(
                _lt("function of the tutor"),
                "Secrétaire générale",
                field="tutor_function",
            ),
            "fonctions": Word(
                _lt("functions observed"),
                "Accueil du public en mairie",
                field="functions_observed",
            ),
            "horaires": Word(
                _lt("hours of a day"), "9 h – 12 h et 13 h 30 – 17 h", field="hours"
            ),
            "aides": Word(_lt("aids and adaptations"), "Siège réglable", when="aids"),
            "equipements": Word(
                _lt("equipment, hygiene and prevention"),
                "Chaussures fermées",
                field="equipment",
            ),
            "deplacements": Word(
                _lt("travel and meals"),
                "Train, repas au restaurant municipal",
                field="travel_meals",
            ),
        },
        conditions=(
            ALWAYS, "aids", "equipment", "travel", "night", "week_end",
            *_PARTY_CONDITIONS,
        ),
        tables={
            "functions": ALWAYS,
            "reception": ALWAYS,
            "days": ALWAYS,
            "conditions": ALWAYS,
        },
        # Décret n° 2022-1043, art. 11.
        needed=("functions", "reception", "days", "conditions"),
        model="mobility.convention",
        report="report.bourse_mobilite.convention_document",
    ),
    "avenant": Kind(
        words={
            "avenant_numero": Word(_lt("number of the avenant"), "1"),
            "convention_signee_le": Word(
                _lt("day of the last signature of the convention"), "5 octobre 2026"
            ),
            "motif": Word(
                _lt("why the convention is changed"),
                "Le service ferme cette semaine-là.",
                when="reason",
            ),
            "duree_avant": Word(
                _lt("length before the avenant, in jours ouvrés"), "3 jours ouvrés"
            ),
            **_PARTIES,
        },
        conditions=(
            ALWAYS, "reason", "period", "place", "tutor", "early_end", "length",
            "from_signature", *_PARTY_CONDITIONS,
        ),
        tables={"changes": ALWAYS, "new_days": "length"},
        needed=("changes",),
        model="mobility.avenant",
        report="report.bourse_mobilite.avenant_document",
    ),
    "ppr_convention": Kind(
        words={
            "agent_nom": _PARTIES["agent_nom"],
            "agent_grade": Word(
                _lt("grade or cadre d'emplois of the agent"), "Adjoints techniques"
            ),
            "employeur_nom": _PARTIES["employeur_nom"],
            "tiers_nom": Word(
                _lt("name of the centre de gestion or of the CNFPT, which signs"),
                "Centre de gestion",
            ),
            "cdg_nom": _PARTIES["cdg_nom"],
            "debut": Word(_lt("first day of the PPR"), "16 mars 2026"),
            "fin": Word(_lt("last day of the PPR"), "15 mars 2027"),
            "rythme": Word(_lt("how often it is reviewed"), "tous les 3 mois"),
            "referent_cdg": Word(
                _lt("referent of the centre de gestion, with a phone or an e-mail"),
                "Odile Vasseur, 03 99 00 00 00",
            ),
            "referent_employeur": Word(
                _lt("referent at the employer, with a phone or an e-mail"),
                "Claire Petit, 03 99 00 00 01",
            ),
        },
        conditions=(ALWAYS, "cdg_signs", "cnfpt_signs"),
        tables={"ppr_dates": ALWAYS, "ppr_plan": ALWAYS, "ppr_follow": ALWAYS},
        needed=("ppr_dates", "ppr_plan", "ppr_follow"),
        model="mobility.ppr",
        report="report.bourse_mobilite.ppr_convention_document",
    ),
}  # fmt: skip

# Condition -> those that it implies.
_IMPLIED = {
    "period": ("length", "from_signature"),
    "place": ("from_signature",),
    "tutor": ("from_signature",),
    "early_end": ("length", "reason"),
}


def printed_with(when, condition):
    """Whether what needs ``when`` is there in each act that prints an article under
    ``condition``."""
    return when in (ALWAYS, condition, *_IMPLIED.get(condition, ()))
