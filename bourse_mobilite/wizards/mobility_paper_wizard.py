from odoo import fields, models

from ..models.guard import civil_day


class MobilityPaperWizard(models.TransientModel):
    """Record a signature made by hand on the printed document."""

    _name = "mobility.paper.wizard"
    _description = "Record a paper signature"

    convention_id = fields.Many2one("mobility.convention", required=True, readonly=True)
    document_id = fields.Many2one(related="convention_id.document_id")
    signatory_ids = fields.Many2many(
        "mobility.signatory",
        string="Who signed",
        required=True,
        domain="[('document_id', '=', document_id), ('state', '=', 'pending')]",
    )
    signed_on = fields.Date(required=True, default=civil_day)
    scan = fields.Binary(string="Signed paper", required=True)
    scan_name = fields.Char()

    def action_confirm(self):
        """Record each signature that the scanned paper shows."""
        self.ensure_one()
        self.convention_id.check_access("write")
        rows = self.signatory_ids.filtered(
            lambda row: row.document_id == self.document_id
        )
        scan = self.with_context(bin_size=False).scan
        rows.sudo()._sign_on_paper(scan, self.scan_name, self.signed_on)
        return {"type": "ir.actions.act_window_close"}
