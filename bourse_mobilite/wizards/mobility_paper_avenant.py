from odoo import api, fields, models


class MobilityPaperWizard(models.TransientModel):
    """The paper of an avenant is recorded as the one of its convention."""

    _inherit = "mobility.paper.wizard"

    avenant_id = fields.Many2one("mobility.avenant", readonly=True)

    @api.depends("avenant_id")
    def _compute_document_id(self):
        return super()._compute_document_id()

    def _act(self):
        return self.avenant_id or super()._act()
