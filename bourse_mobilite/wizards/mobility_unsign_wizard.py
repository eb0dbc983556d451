from odoo import fields, models


class MobilityUnsignWizard(models.TransientModel):
    """Take back a signature that was recorded from a paper by mistake."""

    _name = "mobility.unsign.wizard"
    _description = "Take back a paper signature"

    signatory_id = fields.Many2one(
        "mobility.signatory", string="Signature of", required=True, readonly=True
    )
    reason = fields.Text(
        required=True, help="Kept in the journal of the document for good."
    )

    def action_confirm(self):
        """Take the signature back; this person is asked to sign again."""
        self.ensure_one()
        self.signatory_id.action_undo_paper(self.reason)
        return {"type": "ir.actions.act_window_close"}
