from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .guard import staff_only_user


class MobilityEmployment(models.Model):
    _name = "mobility.employment"
    _description = "Employment held"
    _order = "main desc, date_start desc, id"
    _rec_name = "employer_id"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    candidate_id = fields.Many2one(
        "mobility.candidate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="candidate_id.company_id", store=True)
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mobility_employer_kind", "!=", False)],
    )
    main = fields.Boolean(help="The employment that the file shows first.")
    cadre_id = fields.Many2one(
        "mobility.cadre", string="Cadre d'emplois", ondelete="restrict"
    )
    corps_name = fields.Char(string="Corps")
    job_title = fields.Char(string="Job")
    hours_per_week = fields.Float(string="Hours a week", default=35)
    position = fields.Selection(
        [
            ("activite", "In activity"),
            ("detachement", "On detachment"),
            ("mise_a_disposition", "Made available"),
            ("disponibilite", "Disponibilité"),
            ("conge", "On leave"),
        ],
        required=True,
        default="activite",
    )
    other_employer_id = fields.Many2one(
        "res.partner",
        string="Works at",
        ondelete="restrict",
        domain=[("mobility_employer_kind", "!=", False)],
        help="On detachment: the organisation that decides. Made available: the one "
        "where the agent works, asked as well.",
    )
    worked_ids = fields.Many2many(
        "mobility.week.half",
        string="Worked",
        help="The half days of the week worked for this employer. Empty: not known, "
        "every day counts.",
    )
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="Until")

    _main_unique = models.UniqueIndex(
        "(candidate_id) WHERE main", "One employment is the main one."
    )
    _hours_positive = models.Constraint(
        "CHECK(hours_per_week >= 0)", "The hours a week cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        employments = super().create(vals_list)
        for employment in employments:
            siblings = employment.candidate_id.employment_ids
            if not any(siblings.mapped("main")):
                employment.main = True
        return employments

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for employment in self:
            if (
                employment.date_start
                and employment.date_end
                and employment.date_end < employment.date_start
            ):
                raise ValidationError(
                    self.env._("An employment cannot end before it begins.")
                )
