from odoo import api, models

from . import french


class AvenantDocument(models.AbstractModel):
    """What the articles of an avenant are filled in with: the immersion as it is once
    the avenant is in force."""

    _inherit = "report.bourse_mobilite.avenant_document"

    @api.model
    def _words(self, avenant):
        convention = avenant.convention_id
        place = avenant if avenant.change_place else convention
        tutor = avenant if avenant.change_tutor else convention
        days = avenant._days_after()
        dates = sorted(set(days.mapped("date")))
        before = avenant._days_before()
        return {
            "avenant_numero": str(avenant.number or ""),
            "convention_numero": convention.number,
            "convention_signee_le": self._signed_on(convention),
            "motif": avenant.reason,
            "duree_avant": french.working_days(sum(before.mapped("portion"))),
            "duree": french.working_days(sum(days.mapped("portion"))),
            "premier_jour": french.day(min(dates, default=False)),
            "dernier_jour": french.day(avenant._last_after()),
            "jours": self._joined(*map(french.day, dates)),
            "agent_nom": avenant.candidate_name,
            "employeur_nom": avenant.employer_id.name,
            "autres_employeurs": self._joined(
                *convention.other_employer_ids.mapped("name")
            ),
            "accueil_nom": avenant.host_id.name,
            "lieu": place.place,
            "tuteur_nom": tutor.tutor_id.name,
            "cdg_nom": avenant.company_id.name,
            "conseiller": self._contact(convention),
        }

    @api.model
    def _tables(self, avenant):
        return {
            "changes": self._grouped(avenant),
            "new_days": self._new_days(avenant) if avenant._clause_length() else {},
        }

    @api.model
    def _new_days(self, avenant):
        """The days from now on, and the totals before and after: those over the years
        are counted up to the last day, which is not the same one any more."""
        convention = avenant.convention_id
        days = avenant._days_after()
        was, now = (
            self._totals(
                sum(some.mapped("portion")),
                *convention._earlier_days({convention.id: last})[convention.id],
            )
            for some, last in (
                (avenant._days_before(), avenant._last_before()),
                (days, avenant._last_after()),
            )
        )
        return {
            "day_pairs": self._day_pairs(days, convention.hours),
            **now,
            "total_before": was["total"],
            "cumulative_before": was["cumulative"],
        }

    @api.model
    def _sample_tables(self, sample):
        before, after = sample["duree_avant"], sample["duree"]
        hours = "9 h – 12 h et 13 h 30 – 17 h"
        return {
            "changes": [
                {
                    "article": "article 3 – Lieu, service et tutorat",
                    "rows": [
                        ["Lieu", "1 rue de la Gare, 60310 Lassigny", sample["lieu"]]
                    ],
                },
                {
                    "article": "article 4 – Jours, horaires et durée",
                    "rows": [["Durée totale", before, after]],
                },
            ],
            "new_days": {
                **self._sample_days(sample, hours),
                "total_before": before,
                "cumulative_before": before,
            },
        }
