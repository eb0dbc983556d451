from odoo import api, fields, models


class MobilitySubstituteWizard(models.TransientModel):
    """Who signs in somebody's place, for the same organisation."""

    _name = "mobility.substitute.wizard"
    _description = "Name somebody else to sign"

    signatory_id = fields.Many2one("mobility.signatory", required=True, readonly=True)
    name = fields.Char(related="signatory_id.name", string="Was to sign")
    organisation_id = fields.Many2one(related="signatory_id.organisation_id")
    possible_ids = fields.Many2many("mobility.role", compute="_compute_possible_ids")
    role_id = fields.Many2one(
        "mobility.role",
        string="Signs instead",
        required=True,
        domain="[('id', 'in', possible_ids)]",
        help="A signing authority of the same organisation, whose role is in force.",
    )

    @api.model
    def _open(self, signatory):
        """The action that asks who signs instead of ``signatory``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Somebody else signs"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_signatory_id": signatory.id},
        }

    @api.depends("signatory_id")
    def _compute_possible_ids(self):
        for wizard in self:
            wizard.possible_ids = (
                wizard.signatory_id._substitutes().ids
                if wizard.signatory_id
                else wizard.possible_ids.browse()
            )

    def action_confirm(self):
        """Name this person; the link of the other dies."""
        self.ensure_one()
        self.signatory_id._substitute(self.role_id)
        return {"type": "ir.actions.act_window_close"}
