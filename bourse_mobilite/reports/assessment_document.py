from odoo import api, models

from ..models.guard import civil_day
from ..pdf import stamp
from ..rules.assessment import shows_opening
from . import french

# In French whatever the reader's language: these words are part of the paper.
LEVELS = {
    "0": "Pas vu", "1": "À apprendre", "2": "En progrès", "3": "Bien",
    "4": "Très bien",
}  # fmt: skip
FAMILIES = {
    "1_knowledge": "Savoir",
    "2_practice": "Savoir-faire",
    "3_attitude": "Savoir-être",
}
PRESENCES = {
    "completed": "Présence pendant toute l’immersion",
    "partial": "Présence pendant une partie de l’immersion",
    "absent": "L’agent n’est pas venu",
}
FITS = {
    "yes": "Oui", "partly": "En partie", "no": "Non", "unknown": "Ne sait pas",
}  # fmt: skip
NEXT = {
    "immersion": "Une autre immersion",
    "training": "Une formation",
    "application": "Une candidature",
    "stop": "Renoncer à ce projet",
    "undecided": "Pas encore décidé",
}
OPENINGS = {
    "yes": "Oui, maintenant ou bientôt",
    "maybe": "Peut-être dans l’année",
    "no": "Non",
    "unknown": "Ne sait pas",
}
SATISFACTIONS = {
    "4": "Très satisfaisante", "3": "Satisfaisante", "2": "Peu satisfaisante",
    "1": "Pas satisfaisante",
}  # fmt: skip


class AssessmentDocument(models.AbstractModel):
    """What the bilan prints, for one reader: what this one may not read is not in the
    file at all."""

    _name = "report.bourse_mobilite.assessment_document"
    _description = "Bilan as printed"
    _inherit = ["report.bourse_mobilite.convention_document"]

    @api.model
    def _get_report_values(self, docids, data=None):
        requests = self.env["mobility.request"].browse(docids)
        requests.check_access("write")
        reader = (data or {}).get("reader") or "paper"
        return self._bilan(requests, reader)

    @api.model
    def _bilan(self, request, reader):
        shown = request._assessment_values("agent" if reader == "paper" else reader)
        rows = request._assessments()
        parts = {
            part: rows["adviser" if part == "synthesis" else part]
            for part in shown["parts"]
        }
        if reader == "paper":
            # What staff prints is to be handed over, to the employer too.
            parts.pop("synthesis", None)
        return {
            "record": request,
            "page_title": "Bilan",
            "letterhead": self._letterhead(request.company_id),
            "number": request.name,
            "made_on": french.short(civil_day(request)),
            "rows": self._facts(request),
            "tutor": self._tutor(parts.get("tutor"), reader),
            "agent": self._agent_part(parts.get("agent"), shown["parts"], reader),
            "grid": self._grid(parts.get("tutor"), parts.get("agent")),
            "synthesis": self._synthesis(parts.get("synthesis")),
        }

    @api.model
    def _facts(self, request):
        act = request._convention()
        return [
            ("Agent", self._joined(request.candidate_name, request.employer_id.name)),
            ("Accueil", self._joined(request.host_id.name, act.service)),
            ("Fonctions observées", act.functions_observed),
            ("Dates", french.period(request.date_start, request.date_end)),
            ("Durée", french.working_days(request.days)),
            ("Convention", act.number),
        ]

    @api.model
    def _tutor(self, row, reader):
        if not row:
            return []
        missed = []
        if row.missed_half_days:
            missed.append(f"{row.missed_half_days} demi-journée(s)")
        if row.missed_hours:
            missed.append(f"{french.number(row.missed_hours)} h")
        opening = shows_opening(reader) and reader != "paper"
        return [
            ("Donné par", self._given(row)),
            ("Présence", PRESENCES.get(row.presence)),
            ("Dernier jour", french.day(row.last_day)),
            ("Temps manqué", " et ".join(missed)),
            ("Tâches vues", row.tasks),
            ("Autres tâches", row.other_tasks),
            ("Convient au projet", FITS.get(row.fit)),
            ("Conseils", row.advice),
            ("Suite proposée", NEXT.get(row.next_step)),
            ("Emploi à pourvoir", OPENINGS.get(row.job_opening) if opening else ""),
            ("Mot sur les réponses de l’agent", row.remark),
        ]

    @api.model
    def _agent_part(self, row, shown, reader):
        if not row:
            return []
        hidden = reader == "paper" and row.comment_cdg_only
        comment = "" if hidden else shown["agent"]["comment"]
        return [
            ("Donné par", self._given(row)),
            ("L’immersion a été", SATISFACTIONS.get(row.satisfaction)),
            ("Commentaire", comment),
            ("Suite souhaitée", NEXT.get(row.next_step)),
            ("Mot sur les réponses de l’accueil", row.remark),
        ]

    @api.model
    def _grid(self, tutor, agent):
        """``{family, name, tutor, agent}`` of each line, as it was asked."""
        lines = {}
        for side, row in (("tutor", tutor), ("agent", agent)):
            for mark in row.mark_ids if row else ():
                line = lines.setdefault(
                    mark.item_id.id,
                    {
                        "order": (mark.family, mark.sequence, mark.item_id.id),
                        "family": FAMILIES[mark.family],
                        "name": mark.item_name,
                        "tutor": "",
                        "agent": "",
                    },
                )
                line[side] = LEVELS[mark.level]
        return sorted(lines.values(), key=lambda line: line["order"])

    @api.model
    def _synthesis(self, row):
        if not row:
            return []
        return [
            ("Écrite par", self._given(row)),
            ("Synthèse", row.synthesis),
            ("Suite", NEXT.get(row.next_step)),
        ]

    @api.model
    def _given(self, row):
        return f"{row.author_name}, le {french.short(row.given_on)}"


class MobilityRequest(models.Model):
    """The printable bilan."""

    _inherit = "mobility.request"

    def _assessment_pdf(self, reader):
        """The PDF of what ``reader`` may read. Called in sudo, once it is known who
        reads; ``paper`` is what staff hands over."""
        self.ensure_one()
        french_lang = self.env["res.lang"]._get_data(code="fr_FR")
        report = self.env["ir.actions.report"].with_context(
            lang="fr_FR" if french_lang else self.env.lang
        )
        content = report._render_act(
            "bourse_mobilite.report_assessment", self, {"reader": reader}
        )
        title = f"Bilan {self.name}"
        return stamp.stamp(
            content, f"{title} – {self.company_id.name}", title=title, language="fr-FR"
        )

    def _printed_all(self):
        """What the print menu gives staff, ``{id: bytes}``.

        :raises AccessError: the user is no staff of this centre de gestion
        """
        self.check_access("write")
        return {request.id: request.sudo()._assessment_pdf("paper") for request in self}
