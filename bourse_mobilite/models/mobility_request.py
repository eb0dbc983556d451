from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .guard import act_day, acting, is_acting, refuse_unless_acting, staff_only_user

# Written by the acts of the file, never by hand.
_ACTS = {
    "state", "submitted_on", "ended_as", "ended_on", "ended_reason", "decision_ids",
    "waiting_for", "due_date", "days", "turns",
}  # fmt: skip
# Set once, when the row is made; a stored field that is computed can be written by
# RPC too, and ``partner_id`` opens the request on the portal.
_MADE = {
    "name", "source", "partner_id", "candidate_name", "adviser_id", "company_id",
    "follows_id",
}  # fmt: skip
# What was asked stays what was asked.
_ASKED = {"candidate_id", "employer_id", "host_id", "offer_id", "regime_id",
          "date_start", "date_end", "day_ids", "motivation", "paper", "paper_name",
          "received_on", "metier_id"}  # fmt: skip


class MobilityRequest(models.Model):
    _name = "mobility.request"
    _description = "Immersion request"
    _inherit = ["mobility.thread", "mail.activity.mixin"]
    _order = "due_date, id desc"
    _rec_names_search = ["name", "candidate_name", "host_id.name"]

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    candidate_id = fields.Many2one(
        "mobility.candidate",
        string="Agent",
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="candidate_id.partner_id", store=True, index=True, string="Person"
    )
    candidate_name = fields.Char(
        string="Name of the agent",
        compute="_compute_candidate_name",
        store=True,
        help="Copied when the request is submitted.",
    )
    adviser_id = fields.Many2one(
        related="candidate_id.adviser_id", store=True, groups="base.group_user"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer of origin",
        compute="_compute_employer_id",
        store=True,
        readonly=False,
        index=True,
        domain=[("mobility_employer_kind", "!=", False)],
        help="Copied when the request is submitted.",
    )
    offer_id = fields.Many2one(
        "mobility.offer", string="Offer", index=True, ondelete="restrict"
    )
    host_id = fields.Many2one(
        "res.partner",
        string="Host",
        compute="_compute_host_id",
        store=True,
        readonly=False,
        index=True,
        domain=[("mobility_employer_kind", "!=", False)],
    )
    regime_id = fields.Many2one(
        "mobility.regime",
        string="Regime",
        ondelete="restrict",
        default=lambda self: self._default_regime(),
        groups="base.group_user",
        help="Staff only: a host never learns the legal basis.",
    )
    metier_id = fields.Many2one(
        "mobility.metier",
        string="Métier",
        ondelete="restrict",
        compute="_compute_metier_id",
        store=True,
        readonly=False,
    )
    motivation = fields.Text(
        copy=False,
        groups="base.group_user",
        help="Why this immersion: the request must say it. The host does not read it.",
    )
    date_start = fields.Date(string="First day", tracking=True)
    date_end = fields.Date(string="Last day", tracking=True)
    day_ids = fields.One2many("mobility.day", "request_id", string="Days")
    days = fields.Float(
        string="Jours ouvrés", compute="_compute_days", store=True, digits=(5, 1)
    )
    decision_ids = fields.One2many(
        "mobility.decision", "request_id", string="Decisions", readonly=True
    )
    follows_id = fields.Many2one(
        "mobility.request",
        string="Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The request that was postponed, and that this one takes up.",
    )
    follow_ids = fields.One2many("mobility.request", "follows_id", string="Taken up by")
    convention_ids = fields.One2many(
        "mobility.convention", "request_id", string="Convention"
    )
    source = fields.Selection(
        [("portal", "On the portal"), ("paper", "Signed paper")],
        required=True,
        default="paper",
        readonly=True,
        copy=False,
    )
    paper = fields.Binary(
        string="Signed request",
        attachment=True,
        copy=False,
        groups="base.group_user",
    )
    paper_name = fields.Char(copy=False, groups="base.group_user")
    received_on = fields.Date(
        string="Paper received on", help="By the employer: its time to answer runs."
    )
    submitted_on = fields.Date(readonly=True, copy=False)
    ended_as = fields.Selection(
        [
            ("withdrawn", "Withdrawn"),
            ("cancelled", "Cancelled"),
            ("done", "Done"),
            ("interrupted", "Ended early"),
            ("no_show", "Did not take place"),
        ],
        readonly=True,
        copy=False,
    )
    ended_on = fields.Date(readonly=True, copy=False)
    ended_reason = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="For staff: the host and the employer do not read it.",
    )
    turns = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)

    @api.model
    def _default_regime(self):
        return self.env["mobility.regime"]._in_force("pip", act_day(self))

    @api.depends("candidate_id")
    def _compute_employer_id(self):
        """The main employer of the day: it does not follow the file afterwards."""
        for request in self:
            kept = request.submitted_on and request.employer_id
            request.employer_id = kept or request.candidate_id.employer_id

    @api.depends("candidate_id.name")
    def _compute_candidate_name(self):
        for request in self:
            kept = request.submitted_on and request.candidate_name
            # On one line, whatever was typed: it goes into letters and subjects.
            name = " ".join((request.candidate_id.name or "").split())
            request.candidate_name = kept or name

    @api.depends("offer_id")
    def _compute_host_id(self):
        for request in self:
            request.host_id = request.offer_id.host_id or request.host_id

    @api.depends("offer_id")
    def _compute_metier_id(self):
        for request in self:
            request.metier_id = request.offer_id.metier_id or request.metier_id

    @api.depends("day_ids.portion")
    def _compute_days(self):
        for request in self:
            request.days = sum(request.day_ids.mapped("portion"))

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for request in self:
            if (
                request.date_start
                and request.date_end
                and request.date_start > request.date_end
            ):
                raise ValidationError(
                    self.env._(
                        "The last day comes before the first: please check the dates."
                    )
                )
            if request._is_too_long():
                raise ValidationError(
                    self.env._(
                        "More than two years lie between these dates: please check "
                        "them."
                    )
                )

    @api.depends("name", "candidate_name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = " — ".join(
                part
                for part in (request.name, request.candidate_name)
                if part and part != "/"
            ) or self.env._("New request")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_unless_acting(self, _ACTS & vals.keys())
            if vals.get("source") == "portal" and not self.env.su:
                # Only the agent asks on the portal: see `_create_from_portal`.
                refuse_unless_acting(self)
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("mobility.request")
        requests = super().create(vals_list)
        requests.filtered(lambda request: not request.day_ids)._fill_days()
        self.env["mobility.proposal"]._drop_asked(requests)
        return requests

    def write(self, vals):
        self.check_access("write")
        refuse_unless_acting(self, (_ACTS | _MADE) & vals.keys())
        if not is_acting(self) and _ASKED & vals.keys():
            submitted = self.filtered("submitted_on")
            if submitted:
                raise UserError(
                    self.env._(
                        "%s is submitted: what was asked can no longer be changed. "
                        "Withdraw the request and make a new one.",
                        ", ".join(submitted.mapped("name")),
                    )
                )
        result = super().write(vals)
        if {"date_start", "date_end"} & vals.keys() and "day_ids" not in vals:
            self._fill_days()
        if {"offer_id", "candidate_id", "submitted_on"} & vals.keys():
            self.env["mobility.proposal"]._drop_asked(self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if self.filtered("submitted_on") or self.sudo().override_ids:
            raise UserError(
                self.env._(
                    "A submitted request is kept, and so is one for which a rule was "
                    "lifted: withdraw it or cancel it instead."
                )
            )

    def _fill_days(self):
        """Every day on which the host is open from the first day to the last; other
        choices are made day by day."""
        for request in self:
            if request.date_start and request.date_end:
                acting(request).day_ids = request._days_between()

    def _is_too_long(self):
        """Whether these are dates that nobody means."""
        self.ensure_one()
        span = self.date_start and self.date_end and self.date_end - self.date_start
        return bool(span) and span.days > 2 * 366

    def _days_between(self):
        """The commands that write every open day between the two dates."""
        self.ensure_one()
        open_days = []
        if not self._is_too_long():
            open_days = self._calendar().days(self.date_start, self.date_end)
        return [Command.clear()] + [
            Command.create({"date": day, "half": half}) for day, half in open_days
        ]

    def _calendar(self):
        """When the host is open; the public holidays are those of its département."""
        self.ensure_one()
        if self.offer_id:
            return self.offer_id._calendar()
        host = self.host_id
        return host.sudo().mobility_calendar_id._mobility_calendar(
            host.mobility_commune_id.department_code
        )

    def _convention(self):
        """The convention in force for this request, if any."""
        self.ensure_one()
        return self.convention_ids.filtered(lambda act: act.state != "cancelled")[:1]

    def _take_turn(self):
        """Write the parent row first: under REPEATABLE READ a second transaction on
        the same request fails there and is replayed by Odoo."""
        for request in self:
            acting(request.sudo()).turns += 1
        self.sudo().offer_id._take_turn()
        self.flush_recordset(["turns"])
