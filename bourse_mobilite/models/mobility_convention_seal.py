from odoo import fields, models


class MobilityConvention(models.Model):
    _inherit = "mobility.convention"

    seal_warning = fields.Char(
        related="company_id.mobility_seal_warning",
        groups="bourse_mobilite.group_mobility_manager",
    )
