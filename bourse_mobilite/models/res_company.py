from odoo import api, fields, models, tools


class ResCompany(models.Model):
    _inherit = "res.company"

    mobility_department_ids = fields.Many2many(
        "mobility.department",
        string="Départements",
        help="Where this centre de gestion works. Their communes are loaded as soon as "
        "they are chosen; none is deleted when one is taken off the list.",
    )

    mobility_signing_order = fields.Selection(
        [
            ("together", "Everyone at once"),
            ("in_turn", "One after the other: agent, employer, host"),
        ],
        string="Who signs first",
        default="together",
        required=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.mobility_department_ids._load_missing()
        return companies

    def write(self, vals):
        done = super().write(vals)
        if "mobility_department_ids" in vals:
            self.mobility_department_ids._load_missing()
        return done

    @tools.ormcache("self.id")
    def _mobility_zone(self):
        """The time zone by which this centre de gestion counts its days."""
        self.ensure_one()
        return self.sudo().partner_id.tz or "Europe/Paris"
