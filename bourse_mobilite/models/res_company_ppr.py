from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mobility_ppr_temporary = fields.Boolean(
        string="PPR for temporary unfitness too",
        help="Centres de gestion read the text differently. Off: only an agent unfit "
        "for good may have a PPR.",
    )
    mobility_ppr_review_months = fields.Integer(
        string="A review of a PPR every (months)",
        default=3,
        help="What is proposed for a new PPR; its project fixes its own.",
    )

    _ppr_review_within_a_year = models.Constraint(
        "CHECK (mobility_ppr_review_months BETWEEN 0 AND 12)",
        "A PPR is reviewed every one to twelve months; 0: nothing is proposed.",
    )
