from odoo import api, models

from ..models.guard import act_day, is_acting
from ..pdf.cut import LETTERS
from ..pdf.edition import DRAFT
from . import french

# An act in French: these words do not follow the reader's language.
STATUSES = {
    "titulaire": "Fonctionnaire titulaire",
    "stagiaire": "Fonctionnaire stagiaire",
    "cdi": "Agent contractuel à durée indéterminée",
    "cdd": "Agent contractuel à durée déterminée",
    "apprenti": "Apprenti",
    "assmat": "Assistant maternel ou familial",
    "cabinet": "Collaborateur de cabinet",
}
VERSANTS = {
    "FPT": "Fonction publique territoriale",
    "FPE": "Fonction publique de l’État",
    "FPH": "Fonction publique hospitalière",
}
OBJECTIVES = {
    "discover": "Découvrir un métier",
    "confirm": "Confirmer un projet professionnel",
}
NO_HOURS = "ceux du service d’accueil, que le tuteur ou la tutrice indique à l’agent"
NO_AIDS = "Aucune adaptation particulière n’a été demandée"
NO_EQUIPMENT = "Ceux du poste observé, fournis par l’accueil"
NO_TRAVEL = "Selon les règles de l’employeur d’origine"


class ConventionDocument(models.AbstractModel):
    """What the convention prints, as French text: the template only lays it out.

    Nothing here depends on the regime but its public name and its texts: a host
    never learns from the paper in which frame the agent is accompanied.
    """

    _name = "report.bourse_mobilite.convention_document"
    _description = "Convention as printed"
    _inherit = ["mobility.act.articles"]

    @api.model
    def _get_report_values(self, docids, data=None):
        conventions = self.env["mobility.convention"].browse(docids)
        editions = (data or {}).get("editions") or {}
        earlier = conventions._earlier_days()
        return self._page(self._acts(conventions, editions, earlier))

    @api.model
    def _acts(self, conventions, editions, earlier):
        """The values of each convention. Only the act of freezing makes one that is
        no preview.

        :param editions: ``{id: Edition}``
        :param earlier: what ``_earlier_days`` answers
        """
        # A text that still changes is the CDG's own: no party reads it.
        conventions.check_access("write")
        if not is_acting(self):
            editions = {}
        houses = conventions.company_id
        letterheads = {house: self._letterhead(house) for house in houses}
        return [
            {
                **self._act(act, editions.get(act.id, DRAFT).version),
                "days": self._duration(act, *earlier[act.id]),
                "letterhead": letterheads[act.company_id],
            }
            for act in conventions
        ]

    @api.model
    def _page(self, acts, marks=None):
        """The values of one page; with ``marks`` when the acts are to be cut from it."""
        return {
            "acts": acts,
            "page_title": "Convention",  # of the file: its stamp tells it
            "marks": marks,
            "letters": LETTERS,
        }

    @api.model
    def _act(self, act, version):
        request = act.request_id
        return {
            "record": act,
            "preview": not version,
            "version": version,
            "heading": f"Convention n° {act.number}",
            "title": request.regime_id.public_name,
            "texts": (request.regime_id.legal_reference or "").split("\n"),
            "made_on": french.short(act_day(act)),
            "essentials": self._essentials(act),
            "agent": self._agent(act),
            "employer": self._organisation(act.employer_id, act.employer_signatory_id),
            "other_employers": [
                self._organisation(role.employer_id, role)
                for role in act._roles_of_others()
            ],
            "host": self._organisation(act.host_id, act.host_signatory_id),
            "dates": self._dates(request),
            "functions": self._functions(act),
            "reception": self._reception(act),
            "conditions": self._conditions(act),
            "signatures": self._signatures(act),
            "cdg_signs": act.cdg_signs,
            "contact": self._contact(act),
        }

    @api.model
    def _essentials(self, act):
        """What one must know on the morning of the first day."""
        tutor = act.tutor_id
        where = (act.service, act.host_id.name, act.place)
        who = (
            act.candidate_name,
            act.candidate_id.job_title,
            act.employer_id.name,
        )
        return [
            ("Qui ?", self._joined(*who)),
            ("Où ?", self._joined(*where)),
            ("Quand ?", french.period(act.date_start, act.date_end)),
            ("Combien de jours ?", french.working_days(act.request_id.days)),
            ("Avec qui ?", self._joined(tutor.name, act.tutor_function, tutor.phone)),
            ("Pour observer", act.functions_observed),
            ("Une question ?", self._contact(act) or act.company_id.phone),
        ]

    @api.model
    def _essentials_changed(self, act, avenants):
        """``{label: text}`` of the essentials that these avenants in force change, as
        they hold today."""
        other_days = any(one.change_period or one.early_end for one in avenants)
        changed = {
            "Où ?": any(avenants.mapped("change_place")),
            "Quand ?": other_days,
            "Combien de jours ?": other_days,
            "Avec qui ?": any(avenants.mapped("change_tutor")),
        }
        length = french.working_days(sum(self._held(act).mapped("portion")))
        today = {**dict(self._essentials(act)), "Combien de jours ?": length}
        return {label: today[label] for label, moved in changed.items() if moved}

    @api.model
    def _held(self, act):
        """The days of the immersion but those that were missed or given back."""
        return act.request_id.day_ids.filtered(lambda day: not day.missed)

    @api.model
    def _agent(self, act):
        agent = act.candidate_id
        category = agent.category and f"catégorie {agent.category}"
        return [
            ("Nom", agent.name),
            ("Employeur d’origine", act.employer_id.name),
            ("Cadre d’emplois ou corps", self._joined(agent._grade(), category)),
            ("Emploi occupé", agent.job_title),
            (
                "Statut",
                self._joined(STATUSES.get(agent.status), VERSANTS.get(agent.versant)),
            ),
            ("Contact", self._joined(agent.email, agent.phone)),
        ]

    @api.model
    def _organisation(self, organisation, role):
        return [
            ("Nom", organisation.name),
            ("SIRET", self._siret(organisation)),
            ("Adresse", organisation._mobility_address_line()),
            ("Représenté par", self._joined(role.partner_id.name, role.quality)),
            ("Délégation", self._delegation(role)),
        ]

    @api.model
    def _dates(self, request):
        """When it was asked and agreed, and by whom."""
        # On paper, the request is older than the day it was entered here.
        asked_on = min(
            filter(None, (request.submitted_on, request.received_on)), default=False
        )
        rows = [("Demande de l’agent", french.short(asked_on))]
        labels = {
            "origin": "Accord de l’employeur d’origine",
            "host": "Accord de l’accueil",
            "cdg": "Accord du centre de gestion",
        }
        for row in request.decision_ids.filtered(lambda one: one.answer == "agreed"):
            rows.append(
                (
                    labels[row.party],
                    self._joined(
                        french.short(row.answered_on),
                        row.author_name,
                        row.quality,
                        row.delegation_reference,
                    ),
                )
            )
            if row.party == "origin" and row.received_on:
                received = french.short(row.received_on)
                rows.insert(1, ("Reçue par l’employeur d’origine", received))
        return rows

    @api.model
    def _functions(self, act):
        return [
            ("Fonctions observées", act.functions_observed),
            ("Métier", act.request_id.metier_id.name),
            ("Activités", act.activities),
            ("Compétences visées", act.skills_aimed),
            ("Objectif", OBJECTIVES.get(act.objective)),
        ]

    @api.model
    def _reception(self, act):
        tutor = act.tutor_id
        return [
            ("Lieu", act.place),
            ("Service", act.service),
            ("Tuteur ou tutrice", self._joined(tutor.name, act.tutor_function)),
            ("Pour joindre cette personne", self._joined(tutor.phone, tutor.email)),
        ]

    @api.model
    def _conditions(self, act):
        return [
            ("Aides et adaptations", act.aids or NO_AIDS),
            ("Équipements, hygiène et prévention", act.equipment or NO_EQUIPMENT),
            ("Déplacements et repas", act.travel_meals or NO_TRAVEL),
        ]

    @api.model
    def _duration(self, act, years, earlier):
        """The days and the totals.

        :param years: over which immersions add up
        :param earlier: jours ouvrés of the other immersions
        """
        request = act.request_id
        return {
            "hours": act.hours or NO_HOURS,
            "day_pairs": self._day_pairs(request.day_ids, act.hours),
            **self._totals(request.days, years, earlier),
        }

    @api.model
    def _signatures(self, act):
        return self._boxes(
            act.candidate_id.name,
            [(party, role, role.employer_id) for party, role in act._signing_roles()],
        )
