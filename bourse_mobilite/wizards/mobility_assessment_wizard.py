from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mobility_assessment import NEXT_STEPS


class MobilityAssessmentWizard(models.TransientModel):
    """What staff does about a bilan, with the words that go with it."""

    _name = "mobility.assessment.wizard"
    _description = "Act on a bilan"

    act = fields.Selection(
        [
            ("reopen", "Open it again to be corrected"),
            ("stop", "Wait for it no longer"),
            ("synthesis", "Write the synthesis"),
        ],
        required=True,
    )
    assessment_id = fields.Many2one("mobility.assessment", readonly=True)
    request_id = fields.Many2one("mobility.request", readonly=True)
    text = fields.Text(
        string="In your words",
        help="Nothing on health: neither a diagnosis nor a treatment.",
    )
    next_step = fields.Selection(NEXT_STEPS, string="What next")

    @api.model
    def _open(self, act, **values):
        """The window that asks for the words."""
        wizard = self.create({"act": act, **values})
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["act"]._description_selection(self.env))[act],
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Do it.

        :raises UserError: nothing was written, or it is not possible any more
        """
        self.ensure_one()
        if self.act == "synthesis":
            if not self.next_step:
                raise UserError(self.env._("Please say what next."))
            self.env["mobility.assessment"]._write_synthesis(
                self.request_id, self.text, self.next_step
            )
        elif self.act == "reopen":
            self.assessment_id.action_reopen(self.text)
        else:
            self.assessment_id.action_stop(self.text)
        return {"type": "ir.actions.act_window_close"}
