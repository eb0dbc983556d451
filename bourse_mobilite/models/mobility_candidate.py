from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .guard import staff_only_user

STATUSES = [
    ("titulaire", "Titulaire"),
    ("stagiaire", "Stagiaire"),
    ("cdi", "Contractuel (CDI)"),
    ("cdd", "Contractuel (CDD)"),
    ("apprenti", "Apprenti"),
    ("assmat", "Assistant maternel or familial"),
    ("cabinet", "Collaborateur de cabinet"),
]

# Fields of the main employment that the file shows and writes through.
_MAIN_EMPLOYMENT = ("employer_id", "cadre_id", "corps_name", "job_title")


class MobilityCandidate(models.Model):
    _name = "mobility.candidate"
    _description = "Mobility file"
    _inherit = ["mobility.thread", "mail.activity.mixin", "mobility.skill.owner"]
    _order = "name, id"
    _rec_names_search = ["name", "partner_id.email"]

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_company", "=", False)],
    )
    name = fields.Char(related="partner_id.name", store=True)
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    employee_id = fields.Many2one(
        "hr.employee",
        string="Employee",
        index="btree_not_null",
        copy=False,
        groups="hr.group_hr_user",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        default=lambda self: self.env.company,
    )
    adviser_id = fields.Many2one(
        "res.users",
        string="Adviser",
        default=lambda self: self.env.user if self.env.user._is_internal() else False,
        domain=[("share", "=", False)],
        tracking=True,
    )
    active = fields.Boolean(default=True)
    turns = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)

    employment_ids = fields.One2many(
        "mobility.employment", "candidate_id", string="Employments"
    )
    employer_id = fields.Many2one(
        "res.partner",
        string="Main employer",
        compute="_compute_main_employment",
        inverse="_inverse_main_employment",
        store=True,
        index=True,
        domain=[("mobility_employer_kind", "!=", False)],
    )
    cadre_id = fields.Many2one(
        "mobility.cadre",
        string="Cadre d'emplois",
        compute="_compute_main_employment",
        inverse="_inverse_main_employment",
        store=True,
    )
    corps_name = fields.Char(
        string="Corps",
        compute="_compute_main_employment",
        inverse="_inverse_main_employment",
        store=True,
        help="For the State and hospitals, where there is no cadre d'emplois.",
    )
    job_title = fields.Char(
        string="Present job",
        compute="_compute_main_employment",
        inverse="_inverse_main_employment",
        store=True,
    )
    category = fields.Selection(related="cadre_id.category")
    versant = fields.Selection(
        [
            ("FPT", "Territorial (FPT)"),
            ("FPE", "State (FPE)"),
            ("FPH", "Hospital (FPH)"),
        ],
        string="Civil service",
        required=True,
        default="FPT",
    )
    status = fields.Selection(STATUSES, required=True, default="titulaire")
    commune_id = fields.Many2one("mobility.commune", string="Lives in")
    radius_km = fields.Integer(string="Radius (km)", default=30)
    target_metier_ids = fields.Many2many("mobility.metier", string="Métiers aimed at")
    licence = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        string="Drives a car (permis B)",
        help="Empty: nobody asked. Who cannot drive goes half as far.",
    )
    free_from = fields.Date(string="Free from")
    free_to = fields.Date(string="Free until", help="Empty: within the year.")
    skill_line_ids = fields.One2many(
        "mobility.candidate.skill",
        "candidate_id",
        string="Skills and levels",
        groups="base.group_user",
    )
    skill_ids = fields.Many2many(
        help="What the person can already do, from the HR record or an interview."
    )
    restriction_ids = fields.Many2many(
        "mobility.condition",
        "mobility_candidate_restriction_rel",
        string="Functional restrictions",
        copy=False,
        groups="bourse_mobilite.group_mobility_ppr",
        help="What the post must not demand. Never a diagnosis.",
    )
    request_ids = fields.One2many("mobility.request", "candidate_id", string="Requests")
    request_count = fields.Integer(compute="_compute_request_count")

    _partner_unique = models.UniqueIndex(
        "(partner_id, company_id) WHERE active",
        "This person already has a mobility file.",
    )

    @api.depends(
        "employment_ids.main",
        "employment_ids.employer_id",
        "employment_ids.cadre_id",
        "employment_ids.corps_name",
        "employment_ids.job_title",
    )
    def _compute_main_employment(self):
        for candidate in self:
            main = candidate.employment_ids.filtered("main")[:1]
            for name in _MAIN_EMPLOYMENT:
                candidate[name] = main[name]

    def _inverse_main_employment(self):
        for candidate in self:
            vals = {name: candidate[name] for name in _MAIN_EMPLOYMENT}
            vals = self.env["mobility.employment"]._convert_to_write(vals)
            main = candidate.employment_ids.filtered("main")[:1]
            if main:
                main.write(vals)
            elif vals["employer_id"]:
                candidate.employment_ids = [Command.create(dict(vals, main=True))]

    def _compute_request_count(self):
        counts = dict(
            self.env["mobility.request"]._read_group(
                [("candidate_id", "in", self.ids)], ["candidate_id"], ["__count"]
            )
        )
        for candidate in self:
            candidate.request_count = counts.get(candidate, 0)

    def write(self, vals):
        if "partner_id" in vals and any(
            candidate.partner_id.id != vals["partner_id"] for candidate in self
        ):
            # Whoever is put there reads the whole file on the portal.
            raise UserError(
                self.env._(
                    "A mobility file stays the one of its person. For someone else, "
                    "make another file."
                )
            )
        return super().write(vals)

    @api.constrains("partner_id")
    def _check_partner_not_filed(self):
        self._check_partners_not_filed(self.partner_id)

    @api.model
    def _check_partners_not_filed(self, partners):
        """An agent's contact is never a child of an employer's: whoever shares a
        parent could read the colleagues' contacts."""
        filed = partners.filtered("parent_id.mobility_employer_kind")
        if filed and self.sudo().search_count(
            [("partner_id", "in", filed.ids)], limit=1
        ):
            raise ValidationError(
                self.env._(
                    "%s has a mobility file: the contact cannot be filed under an "
                    "employer, or colleagues could see it. Remove the parent "
                    "company from the contact; the employer is kept in the file.",
                    ", ".join(filed.mapped("name")),
                )
            )

    @api.model
    def _for_partner(self, partner, **vals):
        """The file of ``partner``, made with ``vals`` when there is none."""
        if partner.is_company:
            raise UserError(
                self.env._(
                    "%s is an organisation: a mobility file is a person's.",
                    partner.name,
                )
            )
        candidate = self.search([("partner_id", "=", partner.id)], limit=1)
        if not candidate:
            return self.create(dict(vals, partner_id=partner.id))
        missing = {
            name: value for name, value in vals.items() if value and not candidate[name]
        }
        if missing:
            candidate.write(missing)
        return candidate

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _grade(self):
        """The cadre d'emplois or corps, as it reads on a document."""
        self.ensure_one()
        return self.cadre_id.name or self.corps_name or ""

    def action_open_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_request"
        )
        action["domain"] = [("candidate_id", "=", self.id)]
        action["context"] = {"default_candidate_id": self.id}
        return action

    def action_open_employee(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee",
            "res_id": self.employee_id.id,
            "view_mode": "form",
        }
