from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..rules import immersion as rules
from ..rules.finding import LEVELS
from .guard import act_day


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
        """What the rules say today of the days asked for, the gravest first, without
        what was lifted in writing."""
        self.ensure_one()
        lifted = set(self.sudo().override_ids.mapped("mark"))
        return [
            finding
            for finding in self._all_findings()
            if self._finding_mark(finding) not in lifted
        ]

    def _all_findings(self):
        """What the rules say today, lifted or not, the gravest first."""
        self.ensure_one()
        today = act_day(self)
        days = {}
        for day in self.day_ids:
            if day.date:
                days[day.date] = days.get(day.date, 0) + day.portion
        findings = rules.check(
            self.regime_id._as_rule(),
            days,
            today=today,
            requested_on=self.received_on or self.submitted_on or today,
            other_days=self.candidate_id._counted_days(apart_from=self),
            calendar=self._calendar(),
            halves=dict(self._day_halves()),
        )
        return sorted(
            (*findings, *self._party_findings()),
            key=lambda finding: LEVELS.index(finding.level),
        )

    def _finding_text(self, finding):
        """One sentence: what the rule says, the figure, by how much it is missed."""
        self.ensure_one()
        regime = self.regime_id
        about = finding.about and self.env["res.partner"].sudo().browse(finding.about)
        figures = {
            "figure": self._days_text(finding.figure),
            "actual": self._days_text(finding.actual),
            "shortfall": self._days_text(finding.shortfall),
            "text": regime._cited(),
            "years": regime.window_years,
            "months": regime.notice_months,
            "name": about.name if about else "",
            "dates": ", ".join(self._date_text(day) for day in finding.dates),
        }
        return self._finding_sentences()[finding.code] % figures

    def _shorter_notice(self):
        """What an employer accepts by agreeing to a request that came late, or ''."""
        self.ensure_one()
        late = [one for one in self._all_findings() if one.code == "notice"]
        if not late:
            return ""
        return self.env._(
            "This request came less than %(months)s months before the first day. By "
            "agreeing, you accept this shorter time (%(text)s).",
            months=self.regime_id.notice_months,
            text=self.regime_id._cited(),
        )

    @api.model
    def _finding_sentences(self):
        return {
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
            "apprentice": self.env._(
                "An apprentice has a private-law contract and is not a public agent: "
                "this regime is not open to them (%(text)s)."
            ),
            "not_employed": self.env._(
                "The agent's employment does not cover these days: %(dates)s. Check "
                "when the contract begins and ends in the mobility file."
            ),
            "away": self.env._(
                "According to the file, the agent is away from %(name)s "
                "(disponibilité or leave): an adviser must look at it first."
            ),
            "other_unknown": self.env._(
                "The agent of %(name)s is made available to another organisation, "
                "which must be asked as well: an adviser must name it in the file."
            ),
            "not_worked": self.env._(
                "According to the file, the agent does not work on: %(dates)s."
            ),
            "private_host": self.env._(
                "%(name)s is not known as a public employer: an immersion is never in "
                "a private company (%(text)s). For a company, see the PMSMP of France "
                "Travail."
            ),
            "own_employer": self.env._(
                "%(name)s is the agent's own employer: this regime asks for another "
                "public employer (%(text)s). Inside one's own employer, choose the "
                "internal regime."
            ),
            "another_employer": self.env._(
                "%(name)s is another employer: the internal regime stays inside the "
                "agent's own employer."
            ),
        }

    @api.model
    def _days_text(self, days):
        """2.0 → “2”, 2.5 → “2,5” in French."""
        if not isinstance(days, int | float) or days == int(days):
            return str(int(days or 0))
        point = self.env["res.lang"]._get_data(code=self.env.lang or "fr_FR")
        return float_repr(days, 1).replace(".", point.decimal_point or ",")

    def _check_rules(self):
        """Refuse what an obligation forbids; warnings are shown, not imposed.

        :raises UserError: each rule that is not met, with its text and its figures
        """
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
        "override_ids",
    )
    def _compute_findings_html(self):
        """What stands in the way of an agreement (“To correct”) and what is only worth
        knowing (“Please note”); the words say it, not the colour."""
        for immersion in self:
            ready = (
                immersion.state in ("draft", "submitted")
                and immersion.regime_id
                and immersion.candidate_id
                and immersion.date_start
                and immersion.date_end
            )
            immersion.findings_html = bool(ready) and immersion._findings_as_list(
                [
                    finding
                    for finding in immersion._findings()
                    if finding.blocking or immersion.state == "draft"
                ]
            )

    def _findings_as_list(self, findings):
        """These findings as an HTML list, or False when there is none."""
        labels = {True: self.env._("To correct:"), False: self.env._("Please note:")}
        items = [
            Markup("<li><strong>%s</strong> %s</li>")
            % (labels[finding.blocking], self._finding_text(finding))
            for finding in findings
        ]
        return items and Markup("<ul class='mb-0'>%s</ul>") % Markup().join(items)

    @api.onchange("date_start", "date_end")
    def _onchange_dates(self):
        """Show at once the jours ouvrés that saving would write, and what the rules
        say of them."""
        if not self.submitted_on and self.date_start and self.date_end:
            self.day_ids = self._days_between()

    @api.onchange("host_id", "offer_id")
    def _onchange_host(self):
        """Another host has other opening days; half days chosen by hand are kept."""
        if set(self.day_ids.mapped("half")) <= {"full"}:
            self._onchange_dates()
