from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_repr

from ..rules import immersion as rules
from ..rules.working_days import working_days


class MobilityRequest(models.Model):
    """What the rules find in a request, in words."""

    _inherit = "mobility.request"

    findings_html = fields.Html(
        string="What the rules say",
        compute="_compute_findings_html",
        sanitize=False,
        groups="base.group_user",
    )

    def _findings(self):
        """What the rules say of the days asked for, obligations first."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        days = {}
        for day in self.day_ids:
            days[day.date] = days.get(day.date, 0) + day.portion
        findings = rules.check(
            self.regime_id._as_rule(),
            days,
            today=today,
            requested_on=self.received_on or self.submitted_on or today,
            other_days=self.candidate_id._counted_days(apart_from=self),
            department=self._department(),
        )
        return sorted(findings, key=lambda finding: not finding.blocking)

    def _finding_text(self, finding):
        """One sentence: what the rule says, the figure, by how much it is missed."""
        self.ensure_one()
        regime = self.regime_id
        figures = {
            "figure": self._days_text(finding.figure),
            "actual": self._days_text(finding.actual),
            "shortfall": self._days_text(finding.shortfall),
            "text": regime._cited(),
            "years": regime.window_years,
            "months": regime.notice_months,
            "dates": ", ".join(
                self.env["ir.qweb.field.date"].value_to_html(day, {})
                for day in finding.dates
            ),
        }
        texts = {
            "no_days": self.env._("No jour ouvré lies between these dates."),
            "past": self.env._("The immersion would begin in the past: %(dates)s."),
            "too_few_days": self.env._(
                "%(actual)s jour(s) ouvré(s) asked for, %(figure)s at least: "
                "%(shortfall)s missing (%(text)s)."
            ),
            "too_many_days": self.env._(
                "%(actual)s jours ouvrés asked for, %(figure)s at most: "
                "%(shortfall)s too many (%(text)s)."
            ),
            "quota": self.env._(
                "%(actual)s jours ouvrés over %(years)s years, %(figure)s at most: "
                "%(shortfall)s too many (%(text)s)."
            ),
            "notice": self.env._(
                "Less than %(months)s months before the start: the employer may "
                "agree to a shorter time (%(text)s)."
            ),
            "not_working_day": self.env._("Not a jour ouvré: %(dates)s."),
        }
        return texts[finding.code] % figures

    @api.model
    def _days_text(self, days):
        """2.0 → “2”, 2.5 → “2,5” in French."""
        if not isinstance(days, int | float) or days == int(days):
            return str(int(days or 0))
        point = self.env["res.lang"]._get_data(code=self.env.lang or "fr_FR")
        return float_repr(days, 1).replace(".", point.decimal_point or ",")

    def _check_rules(self):
        """Refuse what an obligation forbids; warnings are shown, not imposed."""
        for request in self:
            blocking = [
                request._finding_text(finding)
                for finding in request._findings()
                if finding.blocking
            ]
            if blocking:
                raise UserError("\n".join(blocking))

    @api.depends(
        "state",
        "day_ids.date",
        "day_ids.half",
        "regime_id",
        "candidate_id",
        "employer_id",
        "host_id",
        "offer_id",
        "received_on",
    )
    def _compute_findings_html(self):
        """What stands in the way of a draft (“To correct”) and what is only worth
        knowing (“Please note”); the words say it, not the colour."""
        labels = {True: self.env._("To correct:"), False: self.env._("Please note:")}
        for immersion in self:
            ready = (
                immersion.state == "draft"
                and immersion.regime_id
                and immersion.candidate_id
                and immersion.date_start
                and immersion.date_end
            )
            items = [
                Markup("<li><strong>%s</strong> %s</li>")
                % (
                    labels[finding.blocking],
                    immersion._finding_text(finding),
                )
                for finding in (immersion._findings() if ready else [])
            ]
            immersion.findings_html = items and Markup("<ul class='mb-0'>%s</ul>") % (
                Markup().join(items)
            )

    @api.onchange("date_start", "date_end", "host_id", "offer_id")
    def _onchange_dates(self):
        """Show at once the jours ouvrés that saving would write, and what the rules
        say of them."""
        if self.submitted_on or not (self.date_start and self.date_end):
            return
        wanted = working_days(self.date_start, self.date_end, self._department())
        if wanted != self.day_ids.mapped("date"):
            self.day_ids = [Command.clear()] + [
                Command.create({"date": day}) for day in wanted
            ]
