from odoo import api, models

from ..models.guard import act_day, is_acting
from ..pdf.edition import DRAFT
from . import french

# The articles of the convention that an avenant changes, by the table they print; the
# words stand for them where the partner's own form has other ones.
DAYS, RECEPTION = "days", "reception"
SUBJECTS = {
    DAYS: "Jours, horaires et durée",
    RECEPTION: "Lieu, service et tutorat",
}


class AvenantDocument(models.AbstractModel):
    """What an avenant prints, as French text: the template only lays it out. Like the
    convention, it says nothing of the regime but its public name and its texts."""

    _name = "report.bourse_mobilite.avenant_document"
    _description = "Avenant as printed"
    _inherit = ["mobility.act.articles"]

    @api.model
    def _get_report_values(self, docids, data=None):
        avenants = self.env["mobility.avenant"].browse(docids)
        # A text that still changes is the CDG's own: no party reads it.
        avenants.check_access("write")
        editions = (data or {}).get("editions") or {}
        if not is_acting(self):
            editions = {}
        return {
            "acts": [
                self._act(avenant, editions.get(avenant.id, DRAFT).version)
                for avenant in avenants
            ],
            "page_title": "Avenant",
        }

    @api.model
    def _act(self, avenant, version):
        convention = avenant.convention_id
        signatures = self._signatures(avenant)
        return {
            "record": avenant,
            "preview": not version,
            "version": version,
            "heading": f"Avenant n° {avenant.number}",
            "convention": convention.number,
            "title": avenant.request_id.regime_id.public_name,
            "made_on": french.short(act_day(avenant)),
            "essentials": self._essentials(avenant),
            "parties": self._parties(avenant, signatures),
            **self._tables(avenant),
            "articles": self._articles(avenant._clauses(), self._words_of(avenant)),
            "signatures": signatures,
            "cdg_signs": avenant._clause_cdg_signs(),
            "letterhead": self._letterhead(avenant.company_id),
        }

    @api.model
    def _essentials(self, avenant):
        request = avenant.request_id
        host = avenant.host_id.name
        rows = [
            ("Quelle convention ?", f"Convention n° {avenant.convention_id.number}"),
            (
                "Qui ?",
                self._joined(request.candidate_name, avenant.employer_id.name),
            ),
            ("Où ?", self._joined(host, self._place(avenant))),
        ]
        if avenant.change_period:
            dates = avenant.day_ids.mapped("date")
            first, last = min(dates, default=False), max(dates, default=False)
            rows.append(("Quand ?", french.period(first, last)))
        if avenant.early_end:
            rows.append(("Dernier jour", french.day(avenant.last_day)))
        if avenant._clause_length():
            total = sum(avenant._days_after().mapped("portion"))
            rows.append(("Combien de jours ?", french.working_days(total)))
        if avenant.change_tutor:
            rows.append(("Avec qui ?", self._tutor(avenant)))
        return rows

    @api.model
    def _place(self, avenant):
        record = avenant if avenant.change_place else avenant.convention_id
        return self._joined(record.service, record.place)

    @api.model
    def _tutor(self, record):
        tutor = record.tutor_id
        return self._joined(tutor.name, record.tutor_function, tutor.phone, tutor.email)

    @api.model
    def _parties(self, avenant, signatures):
        rows = [("L’agent", avenant.request_id.candidate_name)]
        for box in signatures[1:]:
            person = self._joined(box["name"], box["quality"])
            by = person and f"représenté par {person}"
            rows.append((box["party"], self._joined(box["organisation"], by)))
        return rows

    @api.model
    def _changes(self, avenant):
        """``[article, label, before, after]`` of each thing that changes, in French:
        au lieu de … lire …"""
        convention = avenant.convention_id
        headings = self._headings(convention)
        reception, days = headings[RECEPTION], headings[DAYS]
        changes = []
        if avenant.change_place:
            changes += [
                [reception, "Lieu", convention.place or "", avenant.place or ""],
                [reception, "Service", convention.service or "", avenant.service or ""],
            ]
        if avenant.change_tutor:
            changes.append(
                [
                    reception,
                    "Tuteur ou tutrice",
                    self._tutor(convention),
                    self._tutor(avenant),
                ]
            )
        before, after = avenant._days_before(), avenant._days_after()
        if avenant.change_period:
            changes.append([days, "Jours", self._days(before), self._days(after)])
        if avenant.early_end:
            changes.append(
                [
                    days,
                    "Dernier jour",
                    french.day(avenant._last_before()),
                    french.day(avenant.last_day),
                ]
            )
        if avenant._clause_length():
            totals = [sum(some.mapped("portion")) for some in (before, after)]
            changes.append([days, "Durée totale", *map(french.working_days, totals)])
        return [change for change in changes if change[2] != change[3]]

    @api.model
    def _grouped(self, avenant):
        """The changes, article by article."""
        grouped = {}
        for article, *change in self._changes(avenant):
            grouped.setdefault(article, []).append(change)
        return [{"article": name, "rows": rows} for name, rows in grouped.items()]

    @api.model
    def _headings(self, convention):
        """``{block: heading}`` of the articles, as the signed convention has them."""
        headings = {block: f"« {subject} »" for block, subject in SUBJECTS.items()}
        if convention.document_id.made_by == "house":
            for number, clause in enumerate(convention._clauses(), 1):
                if clause.block in headings:
                    headings[clause.block] = f"article {number} – {clause.title}"
        return headings

    @api.model
    def _days(self, days):
        """Each day on its line; the morning and the afternoon are said."""
        halves = {"am": " (matin)", "pm": " (après-midi)"}
        return "\n".join(
            french.day(day.date) + halves.get(day.half, "")
            for day in days.sorted("date")
        )

    @api.model
    def _signatures(self, avenant):
        return self._boxes(
            avenant.request_id.candidate_id.name,
            [
                (row.party, role, row.organisation_id)
                for row, role in avenant._signers()
                if role is not None
            ],
        )

    @api.model
    def _summary(self, avenant):
        """What one must know of the avenant, as the file says it."""
        rows = self._essentials(avenant)
        for _article, label, *texts in self._changes(avenant):
            before, after = (" ; ".join(text.split("\n")) or "—" for text in texts)
            rows.append((label, f"{after} (au lieu de : {before})"))
        if avenant.reason:
            rows.append(("Motif", avenant.reason))
        return [[label, text] for label, text in rows if text]
