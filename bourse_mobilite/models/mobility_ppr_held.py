from odoo import fields, models

from ..pdf import stamp
from .day_words import instant_words
from .mobility_ppr_print import SUMMARY

# Columns that say nothing of the agent: how rows hang together, how they are chained.
_APART = {
    *models.MAGIC_COLUMNS,
    *("candidate_id", "company_id", "ppr_id", "review_id", "rank", "next_code"),
    *("details", "previous_sha256", "sha256", "user_id", "display_name"),
    *("journal_count", "journal_head"),
}
_LINES = ("leave_ids", "change_ids", "action_ids", "review_ids", "post_ids")


class MobilityPpr(models.Model):
    """All that is held on the agent (RGPD, art. 15): every column of the file and of
    its lines, read from the models themselves so that none is forgotten, and who
    looked at them."""

    _inherit = "mobility.ppr"

    def _portal_held(self):
        """``[{title, blocks}]``, where a block is a list of ``(label, value)``.

        :raises AccessError: it is somebody else's file
        """
        self._check_own()
        ppr_sudo = self.sudo()
        sections = [(self.env._("The file"), ppr_sudo._held(ppr_sudo))]
        for name in _LINES:
            title = self._fields[name]._description_string(self.env)
            sections.append((title, ppr_sudo._held(ppr_sudo[name])))
        grid = ppr_sudo._held(ppr_sudo.review_ids.progress_ids)
        sections.append((self.env._("How far each action was"), grid))
        title = self._fields["event_ids"]._description_string(self.env)
        sections.append((title, ppr_sudo._held_events()))
        return [
            {"title": title, "blocks": blocks}
            for title, blocks in sections
            if any(blocks)
        ]

    def _printed_held(self):
        """The same, and who looked, as a file to keep (RGPD, art. 15, § 3): the bytes
        of a PDF.

        :raises AccessError: it is somebody else's file
        """
        company_sudo, title = self.sudo().company_id, self.env._("My file")
        html = self.env["ir.qweb"]._render(
            "bourse_mobilite.ppr_held_document",
            {
                "sections": self._portal_held(),
                "readings": self._portal_readings(),
                "letterhead": self.env["mobility.act.parts"]._letterhead(company_sudo),
                "page_title": title,
                "today": self._long(self.sudo()._today()),
            },
        )
        printer = self.sudo().env["ir.actions.report"]
        content = printer._run_wkhtmltopdf([str(html)], report_ref=SUMMARY)
        footer = f"{title} – {company_sudo.name}"
        return stamp.stamped(content, stamp.Stamp(footer, title=title))

    def _held(self, rows):
        """For each row, ``(label, value)`` of each column that is filled in."""
        names = [
            name
            for name, field in rows._fields.items()
            if field.store
            and name not in _APART
            and not field.type.endswith("2many")
            and field.groups != fields.NO_ACCESS
        ]
        return [
            self._held_lines(rows, {name: values[name] for name in names})
            for values in rows.read(names, load=None)
        ]

    def _held_lines(self, rows, values):
        lines = []
        for name, value in values.items():
            field = rows._fields.get(name)
            told = field and name not in _APART
            text = told and self._held_text(rows, field, value)
            if text:
                lines.append((field._description_string(self.env), text))
        return lines

    def _held_text(self, rows, field, value):
        """A value as words; '' when there is none."""
        if not value:
            return ""
        if field.type == "boolean":
            return self.env._("Yes")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one":
            other = rows.env[field.comodel_name].browse(value).exists()
            return other.display_name or ""
        if field.type == "date":
            return self._long(fields.Date.to_date(value))
        if field.type == "datetime":
            return self._instant(value)
        return self._hours_text(value) if field.type == "float" else str(value)

    def _held_events(self):
        """The history, with what each line changed: before, then after."""
        told = self._held(self.event_ids)
        when = {"before": self.env._("before"), "after": self.env._("after")}
        for lines, event in zip(told, self.event_ids, strict=True):
            details = event.details or {}
            about = details.get("line")
            # A step tells the id of its line; a change by hand, the model.
            rows = self.env[about] if isinstance(about, str) else self
            for name, title in when.items():
                lines += [
                    (f"{label} ({title})", text)
                    for label, text in self._held_lines(rows, details.get(name) or {})
                ]
        return told

    def _instant(self, when):
        """An instant on the clocks of the centre de gestion."""
        return instant_words(self.env, when, self.sudo().company_id)

    def _portal_reading_count(self):
        """How many times somebody looked.

        :raises AccessError: it is somebody else's file
        """
        self._check_own()
        return self.env["mobility.read.log"].search_count([("ppr_id", "=", self.id)])

    def _portal_readings(self, offset=0, limit=None):
        """Who looked, the last first.

        :raises AccessError: it is somebody else's file
        """
        self._check_own()
        rows = self.env["mobility.read.log"].search(
            [("ppr_id", "=", self.id)], offset=offset, limit=limit
        )
        ways = dict(rows._fields["way"]._description_selection(self.env))
        house, employer = self.sudo().company_id.name, self.sudo().employer_name
        return [
            {
                "reader": row.reader,
                "where": row.user_id and (employer if row.user_id.share else house),
                "when": self._instant(row.read_on),
                "way": ways[row.way],
            }
            for row in rows.sudo()
        ]
