from odoo import api, models

from . import french


class ConventionDocument(models.AbstractModel):
    """What the articles of a convention are filled in with."""

    _inherit = "report.bourse_mobilite.convention_document"

    @api.model
    def _act(self, act, version):
        values = super()._act(act, version)
        clauses = act._clauses()
        return {**values, "articles": self._articles(clauses, self._words_of(act))}

    @api.model
    def _words(self, act):
        request, tutor = act.request_id, act.tutor_id
        days = request.day_ids.sorted(lambda day: (day.date, day.half)).mapped("date")
        return {
            "convention_numero": act.number,
            "agent_nom": act.candidate_name,
            "employeur_nom": act.employer_id.name,
            "autres_employeurs": self._joined(*act.other_employer_ids.mapped("name")),
            "accueil_nom": act.host_id.name,
            "lieu": act.place,
            "service": act.service,
            "tuteur_nom": tutor.name,
            "tuteur_fonction": act.tutor_function,
            "fonctions": act.functions_observed,
            "premier_jour": french.day(act.date_start),
            "dernier_jour": french.day(act.date_end),
            "jours": self._joined(*map(french.day, dict.fromkeys(days))),
            "duree": french.working_days(request.days),
            "horaires": act.hours,
            "aides": act.aids,
            "equipements": act.equipment,
            "deplacements": act.travel_meals,
            "cdg_nom": act.company_id.name,
            "conseiller": self._contact(act),
        }

    @api.model
    def _tables(self, act):
        return {
            "functions": self._functions(act),
            "reception": self._reception(act),
            "conditions": self._conditions(act),
            "days": self._duration(act, *act._earlier_days()[act.id]),
        }

    @api.model
    def _sample_tables(self, sample):
        tutor = self._joined(sample["tuteur_nom"], sample["tuteur_fonction"])
        hours = sample["horaires"]
        return {
            "functions": [
                ("Fonctions observées", sample["fonctions"]),
                ("Objectif", "Découvrir un métier"),
            ],
            "reception": [
                ("Lieu", sample["lieu"]),
                ("Service", sample["service"]),
                ("Tuteur ou tutrice", tutor),
            ],
            "conditions": [
                ("Aides et adaptations", sample["aides"]),
                ("Équipements, hygiène et prévention", sample["equipements"]),
                ("Déplacements et repas", sample["deplacements"]),
            ],
            "days": {"hours": hours, **self._sample_days(sample, hours)},
        }
