from odoo import api, models
from odoo.exceptions import AccessError

from ..models.guard import act_day, is_acting
from ..pdf import stamp
from ..rules import mission
from . import french

KINDS = {"mission_order": "Ordre de mission", "attestation": "Attestation"}
REPORTS = {
    "mission_order": "bourse_mobilite.report_mission_order",
    "attestation": "bourse_mobilite.report_attestation",
}
NO_TRAVEL = "Selon les règles de l’employeur"
OWN_VEHICLE = {"yes": "Autorisé par l’employeur", "no": "Non autorisé par l’employeur"}


class PaperDocument(models.AbstractModel):
    """What an ordre de mission and an attestation print, as French text.

    Neither names the regime of the immersion: the same words for everyone.
    """

    _name = "report.bourse_mobilite.paper_document"
    _description = "Papers of an immersion as printed"
    _inherit = ["report.bourse_mobilite.convention_document"]

    @api.model
    def _render_paper(self, act, kind, role, name, edition, said):
        """The finished PDF, stamped.

        :param role: whose authority signs an order; empty for an attestation
        :param said: what the employer says of the journey, see rules/mission.py
        """
        content = self.env["ir.actions.report"]._render_act(
            REPORTS[kind],
            act,
            {"role": role, "name": name, "edition": edition, "said": said},
        )
        house = role.employer_id.name or act.company_id.name
        marked = edition.stamp(f"{KINDS[kind]} {name}", house, act.get_base_url())
        return stamp.stamped(content, marked)

    @api.model
    def _summary(self, act, kind, role, said):
        """What one must know of it, as the file says it."""
        rows = (
            self._order_rows(act, role, said)
            if kind == "mission_order"
            else self._attested_rows(act)
        )
        return [[label, text] for label, text in rows if text]

    @api.model
    def _check_made(self, conventions):
        """These papers are made by their mechanism, never from an address."""
        if not is_acting(self):
            raise AccessError(
                self.env._("This paper is written by the application alone.")
            )
        conventions.check_access("read")

    # The ordre de mission

    @api.model
    def _order_values(self, act, role, name, edition, said):
        employer, held = role.employer_id, self._held(act)
        return {
            "record": act,
            "page_title": "Ordre de mission",
            "letterhead": self._letterhead_of(employer),
            "name": name,
            "version": edition.version,
            "made_on": french.short(act_day(act)),
            "employer": employer.name,
            "authority": self._joined(role.partner_id.name, role.quality),
            "delegation": self._delegation(role),
            "texts": mission.texts(act.candidate_id.versant),
            "convention": act.number,
            "signed_on": self._signed_on(act),
            "agent_rows": [*self._agent_rows(act), *self._residence_rows(role, said)],
            "rows": [*self._mission_rows(act), *self._journey_rows(said)],
            "own_vehicle": mission.own_vehicle(
                said.get("own_vehicle", ""), act.candidate_id.versant
            ),
            "days": self._days(act, held, act.hours),
            "total": french.working_days(sum(held.mapped("portion"))),
        }

    @api.model
    def _letterhead_of(self, employer):
        return {
            "name": employer.name,
            "address": employer._mobility_address_line(),
            "ways": f"SIRET {self._siret(employer)}" if self._siret(employer) else "",
            "siret": self._siret(employer),
            "logo": "",
        }

    @api.model
    def _signed_on(self, act):
        """When the last signature of the convention was given."""
        rows = act.document_id.signatory_ids.filtered("signed_on")
        return french.short(max(rows.mapped("signed_on"), default=False))

    @api.model
    def _agent_rows(self, act):
        agent = act.candidate_id
        category = agent.category and f"catégorie {agent.category}"
        return [
            ("Agent", act.candidate_name),
            ("Grade ou cadre d’emplois", self._joined(agent._grade(), category)),
            ("Emploi occupé", agent.job_title),
        ]

    @api.model
    def _mission_rows(self, act):
        length = sum(self._held(act).mapped("portion"))
        return [
            ("Objet", f"Immersion professionnelle : {act.functions_observed}"),
            ("Auprès de", self._joined(act.host_id.name, act.service)),
            ("Lieu", act.place),
            ("Dates", french.period(act.date_start, act.date_end)),
            ("Durée", french.working_days(length)),
            ("Horaires d’une journée", act.hours or "Ceux du service d’accueil"),
            ("Déplacements et repas", act.travel_meals or NO_TRAVEL),
        ]

    @api.model
    def _residence_rows(self, role, said):
        """The commune of the agent's service: what the employer says; that of the
        employer itself when it is a commune; else unknown, and not printed."""
        employer = role.employer_id
        own = employer.mobility_employer_kind == "commune" and (
            employer.mobility_commune_id.name or employer.city
        )
        return [("Résidence administrative", said.get("residence") or own)]

    @api.model
    def _journey_rows(self, said):
        return [("Moyen de transport", said.get("transport"))]

    @api.model
    def _order_rows(self, act, role, said):
        return [
            *self._agent_rows(act),
            *self._residence_rows(role, said),
            ("Employeur", role.employer_id.name),
            *self._mission_rows(act),
            *self._journey_rows(said),
            ("Véhicule personnel", OWN_VEHICLE.get(said.get("own_vehicle"))),
            ("Convention", act.number),
        ]

    @api.model
    def _days(self, act, days, hours):
        return [
            {
                "date": french.day(day.date),
                "hours": french.hours(day.half, hours),
                "length": french.number(day.portion),
            }
            for day in days.sorted(lambda day: (day.date, day.half))
        ]

    # The attestation

    @api.model
    def _attestation_values(self, act, name, edition):
        held = self._held(act)
        return {
            "record": act,
            "page_title": "Attestation",
            "letterhead": self._letterhead(act.company_id),
            "name": name,
            "version": edition.version,
            "made_on": french.short(act_day(act)),
            "house": act.company_id.name,
            "rows": self._attested_rows(act),
            "days": self._days(act, held, act.hours),
            "total": french.working_days(sum(held.mapped("portion"))),
        }

    @api.model
    def _attested_rows(self, act):
        held = self._held(act)
        dates = held.mapped("date")
        return [
            *self._agent_rows(act),
            ("Employeur d’origine", act.employer_id.name),
            ("Accueil", self._joined(act.host_id.name, act.service)),
            ("Lieu", act.place),
            ("Fonctions observées", act.functions_observed),
            ("Dates", french.period(min(dates), max(dates))),
            ("Durée effective", french.working_days(sum(held.mapped("portion")))),
            ("Convention", act.number),
        ]


class MissionOrderReport(models.AbstractModel):
    _name = "report.bourse_mobilite.mission_order_document"
    _description = "Ordre de mission as printed"
    _inherit = ["report.bourse_mobilite.paper_document"]

    @api.model
    def _get_report_values(self, docids, data=None):
        act = self.env["mobility.convention"].browse(docids)
        self._check_made(act)
        return self._order_values(
            act, data["role"], data["name"], data["edition"], data["said"]
        )


class AttestationReport(models.AbstractModel):
    _name = "report.bourse_mobilite.attestation_document"
    _description = "Attestation as printed"
    _inherit = ["report.bourse_mobilite.paper_document"]

    @api.model
    def _get_report_values(self, docids, data=None):
        act = self.env["mobility.convention"].browse(docids)
        self._check_made(act)
        return self._attestation_values(act, data["name"], data["edition"])
