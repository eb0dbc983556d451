from odoo import fields, models
from odoo.exceptions import UserError

# Who gives up what everyone has signed, as far as the way says it.
_PARTIES = {"withdrawn": "agent", "cancelled": False}


class MobilityEndingWizard(models.TransientModel):
    """How an immersion or its request ended, asked one thing at a time."""

    _name = "mobility.ending.wizard"
    _description = "Close a request"

    request_id = fields.Many2one("mobility.request", required=True, readonly=True)
    way = fields.Selection(
        [
            ("done", "It took place"),
            ("interrupted", "It began, then stopped early"),
            ("no_show", "The agent did not come"),
            ("withdrawn", "The agent gives up"),
            ("cancelled", "The centre de gestion cancels"),
        ],
        string="What happened",
        required=True,
    )
    missed_day_ids = fields.Many2many(
        "mobility.day",
        string="Days missed",
        domain="[('request_id', '=', request_id)]",
        help="Days on which the agent was not there: they are given back.",
    )
    last_day = fields.Date(string="Last day spent there")
    reason = fields.Text(
        help="For staff only: neither the host nor the employer reads it."
    )

    def action_confirm(self):
        """Close the request; the days that were not spent come back."""
        self.ensure_one()
        request = self.request_id
        convention = request._convention()
        if self.way in _PARTIES and convention.state == "signed":
            # Everyone has signed: it is asked who gives it up, and how one knows.
            return self.env["mobility.change.wizard"]._open(
                convention, "cancel", reason=self.reason, party=_PARTIES[self.way]
            )
        if self.way == "done":
            request.action_done(missed=self.missed_day_ids.ids, reason=self.reason)
        elif self.way == "interrupted":
            if not self.last_day:
                raise UserError(self.env._("Which was the last day spent there?"))
            request.action_interrupt(self.last_day, self.reason)
        elif self.way == "no_show":
            request.action_no_show(self.reason)
        elif self.way == "withdrawn":
            request.action_withdraw(self.reason)
        else:
            request.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
