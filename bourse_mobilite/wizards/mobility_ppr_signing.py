from odoo import api, fields, models


class MobilityPaperWizard(models.TransientModel):
    """The paper of a PPR is recorded as any other."""

    _inherit = "mobility.paper.wizard"

    convention_id = fields.Many2one(required=False)
    ppr_id = fields.Many2one(
        "mobility.ppr",
        readonly=True,
        ondelete="cascade",
        groups="bourse_mobilite.group_mobility_ppr",
    )

    @api.depends("ppr_id")
    def _compute_document_id(self):
        return super()._compute_document_id()

    def _act(self):
        return self.sudo().ppr_id.with_env(self.env) or super()._act()

    def action_confirm(self):
        self._act().check_access("write")
        return super().action_confirm()


class MobilityChangeWizard(models.TransientModel):
    """The convention of a PPR is corrected or cancelled as any other."""

    _inherit = "mobility.change.wizard"

    ppr_id = fields.Many2one(
        "mobility.ppr",
        readonly=True,
        ondelete="cascade",
        groups="bourse_mobilite.group_mobility_ppr",
    )

    private = fields.Boolean(compute="_compute_told")

    @api.model
    def _owner_field(self, act):
        return "ppr_id" if act._name == "mobility.ppr" else super()._owner_field(act)

    @api.depends("ppr_id")
    def _compute_told(self):
        for wizard in self:
            wizard.private = bool(wizard.sudo().ppr_id)
        return super()._compute_told()

    def _act(self):
        return self.sudo().ppr_id.with_env(self.env) or super()._act()
