from odoo import api, fields, models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    mobility_employer_id = fields.Many2one(
        "res.partner",
        string="Public employer",
        compute="_compute_mobility_employer_id",
        store=True,
        readonly=False,
        domain=[("mobility_employer_kind", "!=", False)],
        groups="hr.group_hr_user",
        help="The employer of this agent: the work address when it is a public "
        "employer, else the company.",
    )
    mobility_candidate_ids = fields.One2many(
        "mobility.candidate",
        "employee_id",
        string="Mobility file",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    @api.depends("address_id.mobility_employer_kind", "company_id.partner_id")
    def _compute_mobility_employer_id(self):
        for employee in self:
            employee.mobility_employer_id = (
                employee.address_id
                if employee.address_id.mobility_employer_kind
                else employee.company_id.partner_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        """The work address lives on the version, which core may link only after the
        employer was computed (seen with a work e-mail): compute it once more."""
        chosen = ["mobility_employer_id" in vals for vals in vals_list]
        employees = super().create(vals_list)
        derived = self.browse(
            employee.id
            for employee, is_chosen in zip(employees, chosen, strict=True)
            if not is_chosen
        )
        self.env.add_to_compute(self._fields["mobility_employer_id"], derived)
        return employees

    def action_mobility_create_candidate(self):
        """Open the mobility file of this employee, made in one click when there
        is none: name, employer, job and skills come from the HR record."""
        self.ensure_one()
        self.check_access("read")
        candidate = self.mobility_candidate_ids[:1]
        if not candidate:
            partner = self._mobility_person()
            candidate = self.env["mobility.candidate"]._for_partner(
                partner,
                employee_id=self.id,
                employer_id=self._mobility_employer().id,
                job_title=self.version_id.job_title or self.job_id.name,
                skill_line_ids=[
                    fields.Command.create(
                        {
                            "skill_id": line.skill_id.id,
                            "level_id": line.skill_level_id.id,
                        }
                    )
                    for line in self.current_employee_skill_ids
                ],
            )
        return candidate._open()

    def _mobility_employer(self):
        self.ensure_one()
        employer = self.mobility_employer_id
        if not employer.mobility_employer_kind:
            raise UserError(
                self.env._(
                    "The employer of %s is not known as a public employer. Choose "
                    "the public employer on the employee's record, or tick the kind "
                    "of employer on the company's contact.",
                    self.name,
                )
            )
        return employer

    def _mobility_person(self):
        """The contact on which the file is anchored: the person's own, never one
        filed under the employer."""
        self.ensure_one()
        person = self.user_id.partner_id or self.work_contact_id
        if person and not person.parent_id:
            return person
        return self.env["res.partner"].create(
            {
                "name": self.name,
                "email": self.private_email or self.work_email,
                "phone": self.work_phone or self.private_phone,
                "company_id": self.company_id.id,
            }
        )
