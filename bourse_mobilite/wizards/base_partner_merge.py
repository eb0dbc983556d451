from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MergePartners(models.TransientModel):
    """Odoo merges contacts by writing in every table at once, beside all guards."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """:raises UserError: one that would disappear is a signatory"""
        ids = src_partners.ids
        rows = (
            self.env["mobility.signatory"]
            .sudo()
            .search(
                Domain("partner_id", "in", ids) | Domain("organisation_id", "in", ids)
            )
        )
        named = (rows.partner_id | rows.organisation_id) & src_partners.sudo()
        if named:
            raise UserError(
                self.env._(
                    "These contacts signed documents, or are asked to: %s. Choose as "
                    "the contact to keep the one that signed. If several did, keep "
                    "them apart: archive the one that is no longer used.",
                    ", ".join(named.mapped("display_name")),
                )
            )
        return super()._update_foreign_keys(src_partners, dst_partner)
