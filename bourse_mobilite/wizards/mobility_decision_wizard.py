from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.guard import civil_day
from ..models.mobility_decision import ANSWERS


class MobilityDecisionWizard(models.TransientModel):
    """Enter the answer of a party that wrote to the CDG or called it."""

    _name = "mobility.decision.wizard"
    _description = "Enter an answer"

    request_id = fields.Many2one("mobility.request", required=True, readonly=True)
    decision_id = fields.Many2one(
        "mobility.decision",
        string="Who answers",
        required=True,
        domain="[('request_id', '=', request_id), ('answer', '=', False), "
        "('asked_on', '!=', False)]",
    )
    organisation_id = fields.Many2one(related="decision_id.organisation_id")
    answer = fields.Selection(ANSWERS, required=True)
    role_id = fields.Many2one(
        "mobility.role",
        string="Decided by",
        domain="[('employer_id', '=', organisation_id), "
        "('kind', 'in', ['hr', 'authority']), "
        "'|', ('date_end', '=', False), ('date_end', '>=', answered_on)]",
    )
    answered_on = fields.Date(
        string="Answered on",
        required=True,
        default=civil_day,
        help="The date of the letter or of the call, not the one of its entry.",
    )
    received_on = fields.Date(
        string="Request received on",
        help="When the organisation received the request: its time to answer ran from "
        "that day.",
    )
    is_received = fields.Date(related="decision_id.received_on")
    source = fields.Selection(related="request_id.source")
    reasons = fields.Text()
    proposed_start = fields.Date(string="Proposed from")
    proposed_end = fields.Date(string="Proposed until")
    attachment = fields.Binary(string="Signed paper")
    attachment_name = fields.Char()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        request = self.env["mobility.request"].browse(values.get("request_id"))
        pending = request.decision_ids.filtered(lambda row: row._is_pending())
        if len(pending) == 1 and "decision_id" in fields:
            values["decision_id"] = pending.id
        return values

    def action_confirm(self):
        """Record the answer; the request moves on by itself."""
        self.ensure_one()
        self.request_id.check_access("write")
        if self.decision_id.request_id != self.request_id:
            raise UserError(self.env._("This answer belongs to another request."))
        role = self.role_id
        if role and (
            role.employer_id != self.organisation_id
            or role.kind not in ("hr", "authority")
            or (role.date_end and role.date_end < self.answered_on)
            or role.partner_id == self.request_id.partner_id
        ):
            raise UserError(
                self.env._(
                    "%(person)s does not act for %(organisation)s.",
                    person=self.role_id.partner_id.name,
                    organisation=self.organisation_id.name,
                )
            )
        if not self.role_id:
            raise UserError(
                self.env._(
                    "Say who decided: a decision has an author. Unknown here? Add the "
                    "person first, as HR contact or signing authority."
                )
            )
        more = {"answered_on": self.answered_on}
        if not (self.decision_id.received_on or self.received_on):
            raise UserError(
                self.env._(
                    "Say when the organisation received the request: its time to "
                    "answer ran from that day."
                )
            )
        if self.received_on:
            more["received_on"] = self.received_on
        if self.attachment:
            more["attachment"] = self.with_context(bin_size=False).attachment
            more["attachment_name"] = self.attachment_name
        self.decision_id.sudo()._answer(
            self.answer,
            reasons=self.reasons,
            author=self.role_id.partner_id,
            way="paper" if self.attachment else "staff",
            proposed=(self.proposed_start, self.proposed_end),
            **more,
        )
        return {"type": "ir.actions.act_window_close"}
