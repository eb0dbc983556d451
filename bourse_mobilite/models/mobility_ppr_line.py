from odoo import api, fields, models

from ..rules.finding import WARNING
from ..rules.ppr.picture import picture

# Units of the drawing, whose width is 1000.
_LANE, _LINE = 34, 26
# In hundredths of it: beyond, the name of a month would be cut off.
_LAST_MONTH = 98


class MobilityPpr(models.Model):
    """The line of dates: a picture read at a glance, and the same as a text."""

    _inherit = "mobility.ppr"

    picture_html = fields.Html(
        string="Dates at a glance", compute="_compute_line_html", sanitize=False
    )
    line_html = fields.Html(
        string="Line of dates", compute="_compute_line_html", sanitize=False
    )
    findings_html = fields.Html(
        string="What the texts say", compute="_compute_line_html", sanitize=False
    )

    @api.depends(
        "date_start", "date_end", "next_date", "next_code", "state", "write_date"
    )
    @api.depends_context("lang")
    def _compute_line_html(self):
        qweb = self.env["ir.qweb"]
        for ppr in self:
            values = ppr._line_values()
            ppr.picture_html = qweb._render("bourse_mobilite.ppr_line_drawing", values)
            ppr.line_html = qweb._render("bourse_mobilite.ppr_line_text", values)
            ppr.findings_html = values["findings"] and qweb._render(
                "bourse_mobilite.ppr_findings", values
            )

    def _line_values(self):
        """What the templates of the line draw and tell; pages use it too."""
        self.ensure_one()
        told = self._clock()
        return {
            "drawing": self._drawing(told),
            "rows": [self._row(moment, told.today) for moment in told.moments],
            "today": self._day_text(told.today),
            "waiting": self._waiting_text(told.waiting),
            "provisional": told.provisional,
            "findings": [
                {
                    "text": self._finding_text(one),
                    "warning": one.level == WARNING,
                }
                for one in told.findings
            ],
        }

    def _row(self, moment, today):
        """One day of the text."""
        label, reason, article = self._moment_words(moment)
        return {
            "day": self._day_text(moment.day),
            "label": label,
            "reason": reason,
            "article": article,
            "kind": moment.kind,
            "waits": moment.waits,
            "past": moment.day < today,
            "late": self._days_text(moment.days_late(today))
            if moment.day < today
            else "",
            "met": self._day_text(moment.met_on) if moment.met_on else "",
            "closed": moment.closed and moment.waits,
        }

    def _drawing(self, told):
        """The picture in units of the drawing, or None when no day is known."""
        drawn = picture(told, self._moment_labels())
        if drawn is None:
            return None
        base = drawn.lanes * _LANE + _LINE
        marks = []
        for mark in drawn.marks:
            late = any(each.waits and each.day < told.today for each in mark.moments)
            marks.append(
                {
                    "x": mark.at * 10,
                    "text_x": mark.left * 10,
                    "y": base - _LINE - mark.lane * _LANE,
                    "day": self._day_text(mark.day),
                    "label": mark.label,
                    "kind": "late" if late else mark.kind,
                }
            )
        return {
            "height": base + 34,
            "base": base,
            "marks": marks,
            "bars": [
                {"code": code, "x": left * 10, "width": max(width * 10, 2)}
                for code, left, width in drawn.bars
            ],
            "months": [
                {"x": place * 10, "text": f"{day.month:02d}"}
                for day, place in drawn.months
                if place < _LAST_MONTH
            ],
            "today": drawn.today * 10 if drawn.today is not None else None,
            "first": self._day_text(drawn.first),
            "last": self._day_text(drawn.last),
        }

    @api.model
    def _waiting_text(self, waiting):
        return {
            "opinion": self.env._("The opinion is awaited before it can begin."),
            "seizure": self.env._("The day of the seizure is needed."),
            "return": self.env._("It begins when the agent is back from leave."),
        }.get(waiting, "")
