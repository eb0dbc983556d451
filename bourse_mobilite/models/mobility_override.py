import hashlib

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..rules.finding import BLOCK, FINAL
from ..rules.words import told
from .guard import act_day, acting


class MobilityOverride(models.Model):
    """A rule that somebody of the centre de gestion lifted for one request, with the
    written reason; kept with what the rule said on that day."""

    _name = "mobility.override"
    _description = "Rule lifted"
    _inherit = ["mobility.act"]
    _order = "id"
    _rec_name = "finding"

    request_id = fields.Many2one(
        "mobility.request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    mark = fields.Char(
        required=True, readonly=True, help="The rule and its figures, exactly."
    )
    level = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    finding = fields.Text(string="What the rule said", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    lifted_on = fields.Date(required=True, readonly=True)
    lifted_by_id = fields.Many2one(
        "res.users", string="Lifted by", required=True, readonly=True
    )


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    override_ids = fields.One2many(
        "mobility.override",
        "request_id",
        string="Rules lifted",
        readonly=True,
        groups="bourse_mobilite.group_mobility_adviser",
    )

    def _finding_mark(self, finding):
        """What is lifted is this rule with these figures, for this agent, host and
        regime and on these days: whatever changes asks again."""
        self.ensure_one()
        days = sorted((day.date, day.half) for day in self.day_ids if day.date)
        asked = (
            self.candidate_id.id, self.employer_id.id, self.host_id.id,
            self.regime_id.id, *(f"{day} {half}" for day, half in days),
        )  # fmt: skip
        digest = hashlib.sha256(repr(asked).encode()).hexdigest()[:16]
        dates = ",".join(day.isoformat() for day in finding.dates)
        figures = f"{finding.shortfall:g}:{finding.about or ''}:{dates}"
        return f"{finding.code}:{figures}:{digest}"

    def _may_lift(self, finding):
        """Whether the user may go on all the same: nobody where nothing could make
        the act lawful, a manager for an obligation, any adviser for the rest."""
        if finding.level == FINAL:
            return False
        if finding.level == BLOCK:
            return self.env.user.has_group("bourse_mobilite.group_mobility_manager")
        return self.env.user.has_group("bourse_mobilite.group_mobility_adviser")

    def action_open_lift(self):
        """Show what the rules say, and ask why one goes on all the same."""
        self.ensure_one()
        return self.env["mobility.lift.wizard"]._open(self)

    def action_lift(self, reason):
        """Go on in spite of what the rules say today, for a written reason that is
        kept with what they said.

        :raises AccessError: a rule that the user may not lift
        :raises UserError: no reason, or the request is closed
        """
        self.check_access("write")
        for request in self:
            if request.state not in ("draft", "submitted"):
                raise UserError(
                    self.env._("%s is already closed.", request.display_name)
                )
            request._lift(request._findings(), reason)

    def _lift(self, findings, reason):
        """Keep that these rules are lifted, with the written reason.

        :raises AccessError: a rule that the user may not lift
        :raises UserError: no reason
        """
        self.ensure_one()
        reason = told(reason)
        for finding in findings:
            if not self._may_lift(finding):
                raise AccessError(
                    self.env._(
                        "%(text)s\nOnly a manager can lift an obligation, and "
                        "some cannot be lifted at all.",
                        text=self._finding_text(finding),
                    )
                )
        if findings and not reason:
            raise UserError(self.env._("Please write why, in a few words."))
        acting(self.env["mobility.override"].sudo()).create(
            [
                {
                    "request_id": self._origin.id,
                    "mark": self._finding_mark(finding),
                    "level": finding.level,
                    "finding": self._finding_text(finding),
                    "reason": reason,
                    "lifted_on": act_day(self),
                    "lifted_by_id": self.env.uid,
                }
                for finding in findings
            ]
        )
