from odoo import api, fields, models
from odoo.fields import Domain


class MobilityRole(models.Model):
    """Who may act for an employer. Every portal right is read from here, never
    from the tree of contacts: a town clerk serves several communes, and an agent
    filed under an employer must not see colleagues.
    """

    _name = "mobility.role"
    _description = "Role at an employer"
    _order = "employer_id, kind, id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_company", "=", False)],
    )
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("mobility_employer_kind", "!=", False)],
    )
    kind = fields.Selection(
        [
            ("hr", "HR contact"),
            ("authority", "Signing authority"),
            ("tutor", "Tutor"),
        ],
        required=True,
        default="hr",
    )
    quality = fields.Char(
        help="As it reads under a signature, for instance “Maire” or “DGS”."
    )
    delegation_reference = fields.Char(
        string="Delegation",
        help="Arrêté or délibération by which this person may sign.",
    )
    delegation_date = fields.Date(string="Delegation dated")
    always_signs = fields.Boolean(
        string="Signs as well",
        help="Every convention of this employer is signed by this person too, for "
        "instance a director beside the mayor.",
    )
    date_end = fields.Date(string="Until", help="Empty: still in force.")
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        default=lambda self: self.env.company,
    )
    email = fields.Char(related="partner_id.email", string="E-mail of the person")

    _current_unique = models.UniqueIndex(
        "(partner_id, employer_id, kind, company_id) WHERE date_end IS NULL",
        "This person already has this role at this employer.",
    )

    @api.depends("partner_id", "employer_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for role in self:
            role.display_name = (
                f"{role.partner_id.name} — {kinds.get(role.kind)}, "
                f"{role.employer_id.name}"
            )

    @api.model
    def _current_domain(self, *kinds):
        """Domain of the roles in force today, of these kinds when given."""
        domain = Domain("date_end", "=", False) | Domain("date_end", ">=", "today")
        return domain & Domain("kind", "in", kinds) if kinds else domain

    @api.model
    def _current(self, employer, *kinds):
        """The roles in force at ``employer``, oldest first."""
        return self.sudo().search(
            self._current_domain(*kinds) & Domain("employer_id", "=", employer.id),
            order="id",
        )

    def _signatory_vals(self):
        """What a signatory row copies of who signs for an organisation."""
        self.ensure_one()
        return {
            "partner_id": self.partner_id.id,
            "name": self.partner_id.name,
            "organisation_id": self.employer_id.id,
            "organisation_name": self.employer_id.name,
            "quality": self.quality,
            "delegation_reference": self.delegation_reference,
        }

    @api.model
    def _holds(self, partner, employer, *kinds):
        """Whether ``partner`` may act for ``employer`` today in one of ``kinds``."""
        return bool(
            partner
            and employer
            and self.sudo().search_count(
                self._current_domain(*kinds)
                & Domain("partner_id", "=", partner.id)
                & Domain("employer_id", "=", employer.id),
                limit=1,
            )
        )
