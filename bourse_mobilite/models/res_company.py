from odoo import models, tools


class ResCompany(models.Model):
    _inherit = "res.company"

    @tools.ormcache("self.id")
    def _mobility_zone(self):
        """The time zone by which this centre de gestion counts its days."""
        self.ensure_one()
        return self.sudo().partner_id.tz or "Europe/Paris"
