from odoo import api, models

from ..rules import clause as rule
from . import french

_SAMPLE = {
    "number": "C-2026-00042",
    "agent": "Aurélie Durand",
    "employer": "Commune de Noyon",
    "other_employers": "Syndicat des eaux du Val d’Oise",
    "host": "Commune de Lassigny",
    "place": "2 rue de l’Hôtel de Ville, 60310 Lassigny",
    "service": "Accueil et état civil",
    "tutor": "Hélène Martin",
    "tutor_function": "Secrétaire générale",
    "functions": "Accueil du public en mairie",
    "start": "lundi 12 octobre 2026",
    "end": "mardi 13 octobre 2026",
    "days": "lundi 12 octobre 2026, mardi 13 octobre 2026",
    "total": "2 jours ouvrés",
    "hours": "9 h – 12 h et 13 h 30 – 17 h",
    "aids": "Siège réglable",
    "equipment": "Chaussures fermées",
    "travel": "Train, repas au restaurant municipal",
    "cdg": "Centre de gestion",
    "contact": "Odile Vasseur, 03 99 00 00 00",
}


class ConventionDocument(models.AbstractModel):
    """The articles of a convention, numbered and filled in."""

    _inherit = "report.bourse_mobilite.convention_document"

    @api.model
    def _act(self, act, version):
        values = super()._act(act, version)
        clauses = act._clauses()
        return {**values, "articles": self._articles(clauses, self._words(act))}

    @api.model
    def _articles(self, clauses, words):
        """The articles as the template lays them out: plain words in lists."""
        numbers = {
            f"{rule.REFERENCE}{clause.key}": str(number)
            for number, clause in enumerate(clauses, 1)
            if clause.key
        }
        values = {**words, **numbers}
        return [
            {
                "heading": f"Article {number} – {clause.title}",
                "block": clause.block or "",
                "parts": [
                    {"kind": kind, "text": self._filled(content, values)}
                    for kind, content in rule.parts(clause.body or "")
                ],
            }
            for number, clause in enumerate(clauses, 1)
        ]

    @api.model
    def _filled(self, content, values):
        if isinstance(content, str):
            return rule.filled(content, values)
        return [rule.filled(item, values) for item in content]

    @api.model
    def _words(self, act):
        """What each word of the articles stands for in this convention."""
        request, tutor = act.request_id, act.tutor_id
        days = request.day_ids.sorted(lambda day: (day.date, day.half)).mapped("date")
        words = {
            "number": act.number,
            "agent": act.candidate_name,
            "employer": act.employer_id.name,
            "other_employers": self._joined(*act.other_employer_ids.mapped("name")),
            "host": act.host_id.name,
            "place": act.place,
            "service": act.service,
            "tutor": tutor.name,
            "tutor_function": act.tutor_function,
            "functions": act.functions_observed,
            "start": french.day(act.date_start),
            "end": french.day(act.date_end),
            "days": self._joined(*map(french.day, dict.fromkeys(days))),
            "total": french.working_days(request.days),
            "hours": act.hours,
            "aids": act.aids,
            "equipment": act.equipment,
            "travel": act.travel_meals,
            "cdg": act.company_id.name,
            "contact": self._contact(act),
        }
        return {word: text or "à compléter" for word, text in words.items()}

    @api.model
    def _articles_shown(self, clauses, act=None):
        """The articles as a page of the back office shows them: those of ``act``, or
        each of them with people and places that do not exist."""
        if act:
            earlier = act._earlier_days()[act.id]
            printed = self._articles(clauses._printed_for(act), self._words(act))
            tables = {
                "functions": self._functions(act),
                "reception": self._reception(act),
                "conditions": self._conditions(act),
                **self._duration(act, *earlier),
            }
        else:
            printed, tables = self._articles(clauses, _SAMPLE), self._sample_tables()
        return self.env["ir.qweb"]._render(
            "bourse_mobilite.convention_articles",
            {"act": {**tables, "articles": printed}},
        )

    @api.model
    def _sample_tables(self):
        day = {"hours": _SAMPLE["hours"], "length": "1"}
        return {
            "functions": [
                ("Fonctions observées", _SAMPLE["functions"]),
                ("Objectif", "Découvrir un métier"),
            ],
            "reception": [
                ("Lieu", _SAMPLE["place"]),
                ("Service", _SAMPLE["service"]),
                (
                    "Tuteur ou tutrice",
                    self._joined(_SAMPLE["tutor"], _SAMPLE["tutor_function"]),
                ),
            ],
            "conditions": [
                ("Aides et adaptations", _SAMPLE["aids"]),
                ("Équipements, hygiène et prévention", _SAMPLE["equipment"]),
                ("Déplacements et repas", _SAMPLE["travel"]),
            ],
            "hours": _SAMPLE["hours"],
            "day_pairs": [
                (
                    {**day, "date": _SAMPLE["start"]},
                    {**day, "date": _SAMPLE["end"]},
                )
            ],
            "total": _SAMPLE["total"],
            "years": 3,
            "earlier": french.counted(0),
            "cumulative": _SAMPLE["total"],
        }
