from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import refuse_unless_acting, staff_only_user

# Made by an act or read from the convention: never written by hand.
_ACTS = {
    "number", "name", "company_id", "request_id", "candidate_name", "document_ids",
    "document_id", "signatory_ids", "state", "ended_as", "changes", "applied_on",
    "earlier_days", "problem", "asked_by", "asked_on",
}  # fmt: skip
_DRAFTED = {
    "change_period", "change_place", "change_tutor", "early_end", "date_start",
    "date_end", "day_ids", "place", "service", "tutor_id", "tutor_function",
    "last_day", "reason",
}  # fmt: skip
OPEN = ("draft", "to_sign")


class MobilityAvenant(models.Model):
    """A change to a convention that everyone has signed: other days, another place,
    another tutor, an early end. It changes nothing until everyone has signed it too."""

    _name = "mobility.avenant"
    _description = "Avenant"
    _inherit = ["mobility.thread", "mail.activity.mixin", "mobility.document.owner"]
    _order = "convention_id desc, number desc"
    _rec_names_search = ["name", "candidate_name"]

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    convention_id = fields.Many2one(
        "mobility.convention",
        string="Convention",
        required=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Integer(readonly=True, copy=False)
    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        related="convention_id.company_id", store=True, string="Centre de gestion"
    )
    request_id = fields.Many2one(related="convention_id.request_id", store=True)
    candidate_name = fields.Char(related="request_id.candidate_name", store=True)
    employer_id = fields.Many2one(related="convention_id.employer_id")
    host_id = fields.Many2one(related="convention_id.host_id")

    change_period = fields.Boolean(string="Other days")
    change_place = fields.Boolean(string="Another place or department")
    change_tutor = fields.Boolean(string="Another tutor")
    early_end = fields.Boolean(string="An earlier end")
    date_start = fields.Date(string="First day")
    date_end = fields.Date(string="Last day")
    day_ids = fields.One2many(
        "mobility.avenant.day",
        "avenant_id",
        string="New days",
        groups="base.group_user",
    )
    days = fields.Float(
        string="Jours ouvrés", compute="_compute_days", digits=(5, 1), store=True
    )
    place = fields.Char(help="The address where the immersion takes place.")
    service = fields.Char(string="Department or team")
    tutor_id = fields.Many2one(
        "res.partner", string="Tutor", domain=[("is_company", "=", False)]
    )
    tutor_function = fields.Char()
    last_day = fields.Date(
        string="Last day spent there", help="The days after it come back to the agent."
    )
    reason = fields.Text(
        string="Why", help="Printed on the avenant: all the parties read it."
    )

    document_ids = fields.One2many(
        "mobility.document", "avenant_id", string="Versions", readonly=True
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
    sealed_file = fields.Binary(
        related="document_id.sealed_file", groups="base.group_user"
    )
    sealed_name = fields.Char(
        related="document_id.sealed_name", groups="base.group_user"
    )
    ended_as = fields.Selection([("cancelled", "Cancelled")], readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("signed", "Signed by all"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )
    changes = fields.Json(
        readonly=True,
        copy=False,
        help="What it changes, as the file says it: [[article, label, before, after], …].",
    )
    applied_on = fields.Date(string="In force since", readonly=True, copy=False)
    earlier_days = fields.Json(
        readonly=True, copy=False, help="The days that it took away: [[date, half], …]."
    )
    problem = fields.Text(
        string="Not in force yet",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Everyone has signed, and something stands in the way.",
    )

    _number_unique = models.UniqueIndex("(convention_id, number)")
    _one_open = models.UniqueIndex(
        "(convention_id) WHERE state IN ('draft', 'to_sign')",
        "This convention already has an avenant that is not signed yet.",
    )

    @api.depends("number", "convention_id.number")
    def _compute_name(self):
        for avenant in self:
            avenant.name = f"{avenant.convention_id.number}-A{avenant.number}"

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for avenant in self:
            avenant.display_name = self.env._("Avenant %s", avenant.name)

    @api.depends("day_ids.portion")
    def _compute_days(self):
        for avenant in self:
            avenant.days = sum(avenant.day_ids.mapped("portion"))

    @api.depends("document_ids.dropped_as")
    def _compute_document_id(self):
        for avenant in self:
            avenant.document_id = avenant.document_ids.filtered(
                lambda document: not document.dropped_as
            ).sorted("version")[-1:]

    @api.depends("ended_as", "document_id.state")
    def _compute_state(self):
        for avenant in self:
            if avenant.ended_as:
                avenant.state = "cancelled"
            elif avenant.document_id.state == "signed":
                avenant.state = "signed"
            else:
                avenant.state = "to_sign" if avenant.document_id else "draft"

    @api.onchange("date_start", "date_end")
    def _onchange_dates(self):
        """Show at once the days that these dates mean."""
        if self.date_start and self.date_end:
            self.day_ids = self._days_between()

    def _days_between(self):
        """The commands that write every open day between the two dates."""
        self.ensure_one()
        request_sudo = self.request_id.sudo()._origin
        dates = {"date_start": self.date_start, "date_end": self.date_end}
        return request_sudo.new(dates, origin=request_sudo)._days_between()

    def _fill_days(self):
        for avenant in self:
            if avenant.date_start and avenant.date_end:
                avenant.day_ids = avenant._days_between()

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        # What was signed just now must not pass for open.
        self.flush_model(["state"])
        for vals in vals_list:
            convention_id = vals["convention_id"]
            convention = self.env["mobility.convention"].browse(convention_id)
            numbers = convention.sudo().avenant_ids.mapped("number")
            vals["number"] = max(numbers, default=0) + 1
        avenants = super().create(vals_list)
        avenants.filtered(lambda one: not one.day_ids)._fill_days()
        # The index that allows one open avenant must see it at once.
        self.flush_model(["state"])
        return avenants

    def write(self, vals):
        self.check_access("write")
        refuse_unless_acting(self, (_ACTS | {"convention_id"}) & vals.keys())
        if _DRAFTED & vals.keys() and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._(
                    "The avenant is made: its text can no longer be changed. Press "
                    "“Correct” while it is being signed."
                )
            )
        result = super().write(vals)
        if {"date_start", "date_end"} & vals.keys() and "day_ids" not in vals:
            self._fill_days()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if self.filtered("document_ids"):
            raise UserError(self.env._("An avenant that was made is kept: cancel it."))
