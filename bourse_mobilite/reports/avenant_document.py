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
    def _convention(self):
        """How the convention words what both print."""
        return self.env["report.bourse_mobilite.convention_document"]

    @api.model
    def _act(self, avenant, version):
        convention, printed = avenant.convention_id, self._convention()
        signatures = self._signatures(avenant)
        return {
            "record": avenant,
            "preview": not version,
            "version": version,
            "heading": f"Avenant n° {avenant.number}",
            "convention": convention.number,
            "signed_on": french.short(self._signed_on(convention)),
            "title": avenant.request_id.regime_id.public_name,
            "made_on": french.short(act_day(avenant)),
            "essentials": self._essentials(avenant),
            "parties": self._parties(avenant, signatures),
            "changes": self._grouped(avenant),
            "day_pairs": self._day_pairs(avenant) if avenant.change_period else [],
            "totals": self._totals(avenant) if avenant.change_period else [],
            "early_end": avenant.early_end and french.day(avenant.last_day),
            "reason": avenant.reason or "",
            "signatures": signatures,
            "cdg_signs": any(
                row.party == "cdg" and row.role == "signature"
                for row, _role in avenant._signers()
            ),
            "letterhead": printed._letterhead(avenant.company_id),
        }

    @api.model
    def _signed_on(self, convention):
        """The day of the last signature of the convention."""
        days = convention.document_id.signatory_ids.filtered("signed_on")
        return max(days.mapped("signed_on"), default=False)

    @api.model
    def _essentials(self, avenant):
        request = avenant.request_id
        host = avenant.host_id.name
        printed = self._convention()
        rows = [
            ("Quelle convention ?", f"Convention n° {avenant.convention_id.number}"),
            (
                "Qui ?",
                printed._joined(request.candidate_name, avenant.employer_id.name),
            ),
            ("Où ?", printed._joined(host, self._place(avenant))),
        ]
        if avenant.change_period:
            dates = avenant.day_ids.mapped("date")
            first, last = min(dates, default=False), max(dates, default=False)
            rows += [
                ("Quand ?", french.period(first, last)),
                ("Combien de jours ?", french.working_days(avenant.days)),
            ]
        if avenant.early_end:
            rows.append(("Dernier jour", french.day(avenant.last_day)))
        if avenant.change_tutor:
            rows.append(("Avec qui ?", self._tutor(avenant)))
        return rows

    @api.model
    def _place(self, avenant):
        record = avenant if avenant.change_place else avenant.convention_id
        return self._convention()._joined(record.service, record.place)

    @api.model
    def _tutor(self, record):
        tutor = record.tutor_id
        return self._convention()._joined(
            tutor.name, record.tutor_function, tutor.phone, tutor.email
        )

    @api.model
    def _parties(self, avenant, signatures):
        printed = self._convention()
        rows = [("L’agent", avenant.request_id.candidate_name)]
        rows += [
            (
                box["party"],
                printed._joined(
                    box["organisation"],
                    "représenté par " + printed._joined(box["name"], box["quality"]),
                ),
            )
            for box in signatures[1:]
        ]
        return rows

    @api.model
    def _changes(self, avenant):
        """``[article, label, before, after]`` of each thing that changes, in French:
        au lieu de … lire …"""
        convention, request = avenant.convention_id, avenant.request_id
        articles = self._articles(convention)
        reception, days = articles[RECEPTION], articles[DAYS]
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
        if avenant.change_period:
            held = request.day_ids.filtered(lambda day: not day.missed)
            total = sum(held.mapped("portion"))
            changes += [
                [days, "Jours", self._days(held), self._days(avenant.day_ids)],
                [
                    days,
                    "Durée totale",
                    french.working_days(total),
                    french.working_days(avenant.days),
                ],
            ]
        if avenant.early_end:
            changes.append(
                [
                    days,
                    "Dernier jour",
                    french.day(request.date_end),
                    french.day(avenant.last_day),
                ]
            )
        return [change for change in changes if change[2] != change[3]]

    @api.model
    def _grouped(self, avenant):
        """The changes, article by article."""
        grouped = {}
        for article, *change in self._changes(avenant):
            grouped.setdefault(article, []).append(change)
        return [{"article": name, "rows": rows} for name, rows in grouped.items()]

    @api.model
    def _articles(self, convention):
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
    def _day_pairs(self, avenant):
        """The new days, in two columns."""
        days = [
            {
                "date": french.day(day.date),
                "hours": french.hours(day.half, avenant.convention_id.hours),
                "length": french.number(day.portion),
            }
            for day in avenant.day_ids.sorted("date")
        ]
        middle = (len(days) + 1) // 2
        return [
            (first, days[middle + rank] if middle + rank < len(days) else {})
            for rank, first in enumerate(days[:middle])
        ]

    @api.model
    def _totals(self, avenant):
        """The total, and the total over the years, as the convention prints them."""
        years, earlier = avenant.convention_id._earlier_days()[avenant.convention_id.id]
        return {
            "total": french.working_days(avenant.days),
            "years": years,
            "earlier": french.counted(earlier),
            "cumulative": french.working_days(earlier + avenant.days),
        }

    @api.model
    def _signatures(self, avenant):
        labels = {
            "employer": "L’employeur d’origine",
            "host": "L’accueil",
            "cdg": "Le centre de gestion",
        }
        nothing = {"organisation": "", "quality": "", "delegation": ""}
        agent = avenant.request_id.candidate_id.name
        boxes = [{**nothing, "party": "L’agent", "name": agent}]
        for row, role in avenant._signers():
            if role is not None:
                boxes.append(
                    {
                        "party": labels[row.party],
                        "organisation": row.organisation_id.name,
                        "name": role.partner_id.name,
                        "quality": role.quality,
                        "delegation": self._convention()._delegation(role),
                    }
                )
        return boxes

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
