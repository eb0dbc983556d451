from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST = 20


class ResCompany(models.Model):
    """How often an employer may be solicited."""

    _inherit = "res.company"

    mobility_solicitations_a_month = fields.Integer(
        string="Solicitations of an employer in a month",
        default=2,
        required=True,
        help="At most, whoever writes. 0: none leaves.",
    )

    @api.constrains("mobility_solicitations_a_month")
    def _check_mobility_solicitations_a_month(self):
        for company in self:
            if not 0 <= company.mobility_solicitations_a_month <= MOST:
                raise ValidationError(
                    self.env._(
                        "An employer is solicited from 0 to %s times a month.", MOST
                    )
                )
