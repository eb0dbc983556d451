from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _mobility_employers(self, *kinds):
        """The employers for which this user acts today, in one of ``kinds``."""
        self.ensure_one()
        roles = self.env["mobility.role"].sudo()
        return roles.search(
            roles._current_domain(*kinds)
            & Domain("partner_id", "=", self.partner_id.id)
        ).employer_id

    def _mobility_candidate(self):
        """The own mobility file of this user, or an empty recordset."""
        self.ensure_one()
        return self.env["mobility.candidate"].search(
            [("partner_id", "=", self.partner_id.id)], limit=1
        )
