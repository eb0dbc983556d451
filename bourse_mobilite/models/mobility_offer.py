from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from .guard import civil_day, staff_only_user


class MobilityOffer(models.Model):
    _name = "mobility.offer"
    _description = "Immersion offer"
    _inherit = ["mobility.thread", "mail.activity.mixin", "mobility.skill.owner"]
    _order = "state_rank, date_from desc, id desc"
    _rec_names_search = ["name", "host_name", "commune_id.name"]

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    name = fields.Char(required=True, tracking=True)
    host_id = fields.Many2one(
        "res.partner",
        string="Host",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mobility_employer_kind", "!=", False)],
        help="The public employer that signs the convention.",
    )
    host_name = fields.Char(related="host_id.name", store=True, string="Host name")
    site_id = fields.Many2one(
        "res.partner",
        string="Place",
        help="Where the immersion takes place, when it is not the host's address.",
    )
    service = fields.Char(string="Department or team")
    commune_id = fields.Many2one(
        "mobility.commune",
        compute="_compute_commune_id",
        ondelete="restrict",
        store=True,
        readonly=False,
        index=True,
    )
    metier_id = fields.Many2one(
        "mobility.metier", string="Métier", index=True, ondelete="restrict"
    )
    description = fields.Text(
        string="What one does there", help="Published: no name, no e-mail."
    )
    capacity = fields.Integer(
        default=1, help="How many agents can be there on the same day."
    )
    date_from = fields.Date(string="Available from")
    date_to = fields.Date(string="Available until", help="Empty: a standing offer.")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening days",
        ondelete="restrict",
        groups="base.group_user",
        help="Empty: those of the host.",
    )
    tutor_ids = fields.Many2many(
        "res.partner",
        "mobility_offer_tutor_rel",
        string="Tutors",
        domain=[("is_company", "=", False)],
        groups="base.group_user",
    )
    condition_ids = fields.Many2many("mobility.condition", string="Working conditions")
    skill_line_ids = fields.One2many(
        "mobility.offer.skill",
        "offer_id",
        string="Skills and levels",
        groups="base.group_user",
    )
    skill_ids = fields.Many2many(string="Skills used or discovered")
    skills_asked = fields.Integer(
        compute="_compute_skills_asked",
        store=True,
        groups="base.group_user",
        help="The sum of the levels of all skills.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To review"),
            ("published", "Published"),
            ("suspended", "Suspended"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    state_rank = fields.Integer(
        compute="_compute_state_rank", store=True, string="Order on lists"
    )
    published_on = fields.Date(readonly=True, copy=False)
    shown_count = fields.Integer(
        string="Lists that show it",
        readonly=True,
        copy=False,
        groups="bourse_mobilite.group_mobility_adviser",
        help="How many agents had it among their places last night.",
    )
    turns = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    request_ids = fields.One2many(
        "mobility.request",
        "offer_id",
        string="Requests",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    request_count = fields.Integer(
        compute="_compute_request_count",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    _capacity_positive = models.Constraint(
        "CHECK(capacity > 0)", "An offer has at least one place."
    )

    @api.depends("host_id.mobility_commune_id", "site_id.mobility_commune_id")
    def _compute_commune_id(self):
        for offer in self:
            offer.commune_id = (
                offer.site_id.mobility_commune_id or offer.host_id.mobility_commune_id
            )

    @api.depends("skill_line_ids.progress")
    def _compute_skills_asked(self):
        for offer in self:
            offer.skills_asked = sum(offer.skill_line_ids.mapped("progress"))

    @api.depends("state")
    def _compute_state_rank(self):
        """What waits for the CDG comes first."""
        order = ["submitted", "draft", "published", "suspended", "closed"]
        for offer in self:
            offer.state_rank = order.index(offer.state)

    def _compute_request_count(self):
        counts = dict(
            self.env["mobility.request"]._read_group(
                [("offer_id", "in", self.ids)], ["offer_id"], ["__count"]
            )
        )
        for offer in self:
            offer.request_count = counts.get(offer, 0)

    @api.onchange("metier_id")
    def _onchange_metier_id(self):
        """Propose, on a new offer, what the métier usually demands; the host's own
        words are never replaced."""
        if self._origin:
            return
        if not self.condition_ids:
            self.condition_ids = self.metier_id.condition_ids
        if not self.skill_line_ids:
            self.skill_line_ids = [
                Command.create({"skill_id": skill.id})
                for skill in self.metier_id.skill_ids
            ]

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for offer in self:
            if offer.date_from and offer.date_to and offer.date_from > offer.date_to:
                raise ValidationError(
                    self.env._("“%s”: the offer ends before it begins.", offer.name)
                )

    @api.constrains("host_id")
    def _check_host(self):
        for offer in self:
            if not offer.host_id.mobility_employer_kind:
                raise ValidationError(
                    self.env._(
                        "%s is not known as a public employer: an immersion is never "
                        "in a private company (décret n° 2022-1043, art. 9). For a "
                        "company, see the PMSMP of France Travail.",
                        offer.host_id.name,
                    )
                )

    @api.model
    def _open_domain(self, day=None):
        """Domain of the offers that anyone can ask for on ``day`` (today)."""
        day = day or civil_day(self)
        return Domain("state", "=", "published") & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    def _is_open(self):
        self.ensure_one()
        today = civil_day(self)
        return self.state == "published" and (not self.date_to or self.date_to >= today)

    def _calendar(self):
        """When the place is open, as the rules read it."""
        self.ensure_one()
        offer_sudo = self.sudo()
        calendar = offer_sudo.calendar_id or offer_sudo.host_id.mobility_calendar_id
        return calendar._mobility_calendar(offer_sudo.commune_id.department_code)

    def _take_turn(self):
        """Write the row first: two agreements on one place cannot both be counted
        from the same photograph; the second is replayed by Odoo."""
        for offer in self:
            offer.turns += 1
        self.flush_recordset(["turns"])

    def _full_days(self, days):
        """The dates among ``days`` on which every place is already agreed."""
        self.ensure_one()
        taken = dict(
            self.env["mobility.day"]
            .sudo()
            ._read_group(
                Domain("request_id.offer_id", "=", self.id)
                & Domain("date", "in", list(days))
                & Domain("holds_place", "=", True),
                ["date:day"],
                ["request_id:count_distinct"],
            )
        )
        return sorted(day for day, count in taken.items() if count >= self.capacity)

    def action_submit(self):
        """The host hands the offer to the CDG, which reviews it."""
        self.check_access("write")
        self.filtered(lambda offer: offer.state == "draft").state = "submitted"

    def action_publish(self):
        """Publish: the offer is on the public list from now on."""
        self.check_access("write")
        today = civil_day(self)
        for offer in self:
            missing = [
                offer._fields[name]._description_string(self.env)
                for name in ("metier_id", "commune_id")
                if not offer[name]
            ]
            if missing:
                raise UserError(
                    self.env._(
                        "“%(name)s” cannot be published yet. Please fill in: "
                        "%(missing)s.",
                        name=offer.name,
                        missing=", ".join(missing),
                    )
                )
            if offer.date_to and offer.date_to < today:
                raise UserError(
                    self.env._(
                        "“%(name)s” was open until %(date)s: nobody would see it. "
                        "Please change its last day first.",
                        name=offer.name,
                        date=self.env["ir.qweb.field.date"].value_to_html(
                            offer.date_to, {}
                        ),
                    )
                )
        self.write({"state": "published", "published_on": today})

    def action_suspend(self):
        self.check_access("write")
        self.filtered(lambda offer: offer.state == "published").state = "suspended"

    def action_close(self):
        self.write({"state": "closed"})

    def action_open_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_request"
        )
        action["domain"] = [("offer_id", "=", self.id)]
        action["context"] = {"default_offer_id": self.id}
        return action
