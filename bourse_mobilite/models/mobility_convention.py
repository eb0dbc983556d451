from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import is_acting, refuse_unless_acting, staff_only_user

# Copied from the request or made by an act: never written by hand.
_ACTS = {
    "number", "request_id", "company_id", "candidate_id", "candidate_name",
    "employer_id", "host_id", "date_start", "date_end", "document_ids",
    "document_id", "signatory_ids", "frozen_file", "frozen_name", "state", "ended_as",
}  # fmt: skip


class MobilityConvention(models.Model):
    """The act for one request. While it is a draft its texts can be edited; once
    frozen they live in the document, and what is here is no longer printed."""

    _name = "mobility.convention"
    _description = "Convention"
    _inherit = ["mobility.thread", "mail.activity.mixin", "mobility.document.owner"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "candidate_name"]

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    number = fields.Char(readonly=True, copy=False, required=True)
    request_id = fields.Many2one(
        "mobility.request",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="request_id.company_id", store=True, string="Centre de gestion"
    )
    candidate_id = fields.Many2one(related="request_id.candidate_id", store=True)
    candidate_name = fields.Char(related="request_id.candidate_name", store=True)
    employer_id = fields.Many2one(related="request_id.employer_id", store=True)
    host_id = fields.Many2one(related="request_id.host_id", store=True)
    date_start = fields.Date(related="request_id.date_start", store=True)
    date_end = fields.Date(related="request_id.date_end", store=True)

    service = fields.Char(string="Department or team")
    place = fields.Char(help="The address where the immersion takes place.")
    tutor_id = fields.Many2one(
        "res.partner", string="Tutor", domain=[("is_company", "=", False)]
    )
    tutor_function = fields.Char()
    functions_observed = fields.Text(
        string="Functions observed",
        help="What the agent will observe: the law asks for it.",
    )
    activities = fields.Text(
        string="What the agent will do", help="See and try, day by day."
    )
    skills_aimed = fields.Text(string="Skills aimed at")
    objective = fields.Selection(
        [("discover", "Discover a métier"), ("confirm", "Confirm a project")],
        default="discover",
        required=True,
    )
    hours = fields.Char(
        string="Hours of a day", help="For instance 9 h – 12 h and 13 h 30 – 17 h."
    )
    aids = fields.Text(
        string="Aids and adaptations",
        help="Human and material aids that continue, when the agent has some. Never "
        "a diagnosis.",
    )
    equipment = fields.Text(string="Equipment, hygiene and prevention")
    travel_meals = fields.Text(string="Travel and meals")
    employer_signatory_id = fields.Many2one(
        "mobility.role", string="Signs for the employer", ondelete="restrict"
    )
    other_employer_ids = fields.Many2many(
        "res.partner",
        compute="_compute_other_employer_ids",
        string="Other employers",
        groups="base.group_user",
        help="They decided as well: the immersion falls on days worked for them.",
    )
    other_signatory_ids = fields.Many2many(
        "mobility.role",
        string="Sign as well",
        help="For the other employers, or beside who signs for the employer of origin "
        "or the host.",
        groups="base.group_user",
    )
    host_signatory_id = fields.Many2one(
        "mobility.role", string="Signs for the host", ondelete="restrict"
    )
    cdg_signs = fields.Boolean(
        related="request_id.regime_id.cdg_signs", groups="base.group_user"
    )
    cdg_id = fields.Many2one(
        related="company_id.partner_id",
        string="Centre de gestion, as an organisation",
        groups="base.group_user",
    )
    cdg_signatory_id = fields.Many2one(
        "mobility.role",
        string="Signs for the centre de gestion",
        ondelete="restrict",
        groups="base.group_user",
    )

    signing_order = fields.Selection(
        [
            ("together", "Everyone at once"),
            ("in_turn", "One after the other: agent, employer, host"),
        ],
        string="Who signs first",
        default="together",
        required=True,
        groups="base.group_user",
        help="The visa of the centre de gestion comes last, in any case.",
    )

    document_ids = fields.One2many(
        "mobility.document", "convention_id", string="Versions", readonly=True
    )
    document_id = fields.Many2one(
        "mobility.document",
        string="Current document",
        compute="_compute_document_id",
        store=True,
    )
    signatory_ids = fields.One2many(related="document_id.signatory_ids")
    frozen_file = fields.Binary(related="document_id.frozen_file")
    frozen_name = fields.Char(related="document_id.frozen_name")
    ended_as = fields.Selection(
        [("done", "Done"), ("cancelled", "Cancelled")], readonly=True, copy=False
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("signed", "Signed"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand="_expand_state",
    )
    missing_html = fields.Html(
        string="Still missing", compute="_compute_missing_html", sanitize=False
    )

    _number_unique = models.UniqueIndex("(number, company_id)")
    _one_in_force = models.UniqueIndex(
        "(request_id) WHERE ended_as IS DISTINCT FROM 'cancelled'",
        "This request already has a convention.",
    )

    @api.depends("request_id.decision_ids", "employer_id")
    def _compute_other_employer_ids(self):
        for convention in self:
            asked = convention.request_id.decision_ids.filtered(
                lambda row: row.party == "origin"
            )
            convention.other_employer_ids = (
                asked.organisation_id - convention.employer_id
            )

    @api.depends("document_ids.dropped_as")
    def _compute_document_id(self):
        for convention in self:
            convention.document_id = convention._versions().filtered(
                lambda document: not document.dropped_as
            )[-1:]

    def _versions(self):
        """The documents that are the convention itself, oldest first: it owns others,
        such as the ordres de mission."""
        return self.document_ids.filtered(
            lambda document: document.kind == "convention"
        ).sorted("version")

    @api.depends("ended_as", "document_id.state", "request_id.state")
    def _compute_state(self):
        for convention in self:
            document = convention.document_id
            if convention.ended_as == "cancelled":
                convention.state = "cancelled"
            elif document.state == "signed":
                finished = convention.request_id.state == "done"
                convention.state = "done" if finished else "signed"
            elif document:
                convention.state = "to_sign"
            else:
                convention.state = "draft"

    @api.model
    def _expand_state(self, states, _domain):
        """Only the columns that hold a convention, in the order of its life."""
        return [
            state
            for state in self._fields["state"].get_values(self.env)
            if state in states
        ]

    def action_preview(self):
        """Show the PDF: a picture of today while it is a draft, marked as such; the
        frozen file afterwards."""
        self.ensure_one()
        # No layout to choose first: an act has its own.
        report = self.env.ref("bourse_mobilite.report_convention")
        return report.report_action(self, config=False)

    def action_open_request(self):
        """The request, where the immersion is closed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.request",
            "res_id": self.request_id.id,
            "view_mode": "form",
        }

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.env._("Convention %s", self.number).replace("/", "-")

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        refuse_unless_acting(self, _ACTS & vals.keys())
        made = any(convention.state != "draft" for convention in self)
        # What an avenant says, everyone has signed.
        if made and not is_acting(self) and vals.keys() & self._drafted_fields():
            raise UserError(
                self.env._(
                    "The convention is made: its text can no longer be changed. Press "
                    "“Correct” while it is being signed; make an avenant afterwards."
                )
            )
        return super().write(vals)

    @api.model
    def _drafted_fields(self):
        return {
            "service", "place", "tutor_id", "tutor_function", "functions_observed",
            "activities", "skills_aimed", "objective", "hours", "aids", "equipment",
            "travel_meals", "employer_signatory_id", "host_signatory_id",
            "other_signatory_ids", "cdg_signatory_id", "signing_order",
        }  # fmt: skip

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if self.filtered("document_ids"):
            raise UserError(
                self.env._("A convention that was made is kept: cancel it.")
            )
