from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .guard import is_acting


class MobilityPprPart(models.AbstractModel):
    """A line of a PPR: written while the file is open, each change in its journal."""

    _name = "mobility.ppr.part"
    _description = "Line of a PPR"
    _inherit = ["mobility.read.noted", "mobility.hidden"]

    ppr_id = fields.Many2one(
        "mobility.ppr", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ppr_id.company_id", store=True)

    @api.model
    def _told_fields(self):
        """The fields that the journal keeps."""
        apart = {"ppr_id", "company_id", "display_name"} | set(models.MAGIC_COLUMNS)
        return [
            name
            for name, field in self._fields.items()
            if name not in apart and field.store and field.type != "one2many"
        ]

    def _plain(self):
        self.ensure_one()
        values = self.read(self._told_fields(), load=None)[0]
        return {
            name: fields.Date.to_string(value)
            if self._fields[name].type == "date"
            else value
            for name, value in values.items()
        }

    def _told(self, event, **details):
        for line in self:
            line.ppr_id._note(
                event,
                line=self._name,
                id=line.id,
                **details or {"after": line._plain()},
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        files = self.env["mobility.ppr"].browse(
            {vals["ppr_id"] for vals in vals_list if vals.get("ppr_id")}
        )
        files._check_open()
        before = {ppr: ppr._blocked() for ppr in files}
        lines = super().create(vals_list)
        files._refuse_blocked(before)
        if not is_acting(self):
            lines._told("added")
        return lines

    def write(self, vals):
        self.check_access("write")
        if "ppr_id" in vals and any(line.ppr_id.id != vals["ppr_id"] for line in self):
            raise ValidationError(self.env._("A line stays in its PPR."))
        files = self.ppr_id
        files._check_open()
        before = {ppr: ppr._blocked() for ppr in files}
        known = {line: line._plain() for line in self}
        done = super().write(vals)
        files._refuse_blocked(before)
        if not is_acting(self):
            for line in self:
                if line._plain() != known[line]:
                    line._told("changed", before=known[line], after=line._plain())
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_told(self):
        """What is taken away stays in the journal."""
        self.ppr_id._check_open()
        if not is_acting(self):
            for line in self:
                line._told("removed", before=line._plain())


class MobilityPprLeave(models.Model):
    """A leave: it puts the start off, or the end. Which leave it is, is not kept."""

    _name = "mobility.ppr.leave"
    _description = "Leave during a PPR"
    _inherit = ["mobility.ppr.part"]
    _order = "date_start, id"
    _rec_name = "date_start"

    date_start = fields.Date(string="First day", required=True)
    date_end = fields.Date(
        string="Last day", help="Empty: the agent has not come back yet."
    )


class MobilityPprChange(models.Model):
    """What agent and employer agreed to change (décret n° 85-1054, art. 2-2)."""

    _name = "mobility.ppr.change"
    _description = "Change of a PPR by agreement"
    _inherit = ["mobility.ppr.part"]
    _order = "agreed_on, id"
    _rec_name = "agreed_on"

    agreed_on = fields.Date(required=True)
    kind = fields.Selection(
        [("content", "Content"), ("length", "Length")],
        string="What changes",
        required=True,
        default="content",
    )
    months = fields.Integer(string="Length (months)")
    line = fields.Char(
        string="In one line",
        size=160,
        help="What is done otherwise from now on. Nothing on health.",
    )


class MobilityPprReview(models.Model):
    """A review, on a grid that is always the same."""

    _name = "mobility.ppr.review"
    _description = "Review of a PPR"
    _inherit = ["mobility.ppr.part"]
    _order = "date, id"
    _rec_name = "date"

    date = fields.Date(required=True)
    presence = fields.Selection(
        [
            ("all", "Agent and employer"),
            ("agent", "The agent alone"),
            ("employer", "The employer alone"),
        ],
        help="Empty: not held yet.",
    )
    progress_ids = fields.One2many(
        "mobility.ppr.progress", "review_id", string="Action by action"
    )
    decision = fields.Selection(
        [("go_on", "Go on"), ("modify", "Change the project"), ("stop", "Stop")]
    )
    next_date = fields.Date(string="Next one on")

    @api.constrains("date", "next_date")
    def _check_next(self):
        for review in self:
            if review.date and review.next_date and review.next_date <= review.date:
                raise ValidationError(
                    self.env._("The next review comes after this one: on which day?")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """The grid has a line for each action of the plan."""
        reviews = super().create(vals_list)
        lines = self.env["mobility.ppr.progress"]
        lines.create(
            [
                {
                    "ppr_id": review.ppr_id.id,
                    "review_id": review.id,
                    "action_id": action.id,
                }
                for review in reviews
                for action in review.ppr_id.action_ids - review.progress_ids.action_id
            ]
        )
        return reviews


class MobilityPprProgress(models.Model):
    """How far one action is at a review."""

    _name = "mobility.ppr.progress"
    _description = "Progress of an action of a PPR"
    _inherit = ["mobility.ppr.part"]
    _order = "review_id, id"
    _rec_name = "action_id"

    review_id = fields.Many2one(
        "mobility.ppr.review", required=True, index=True, ondelete="cascade"
    )
    action_id = fields.Many2one("mobility.action", required=True, ondelete="cascade")
    level = fields.Selection(
        [
            ("to_come", "To come"),
            ("going", "Going on"),
            ("done", "Done"),
            ("given_up", "Given up"),
        ],
        string="How far",
        default="to_come",
    )

    @api.constrains("ppr_id", "review_id", "action_id")
    def _check_one_file(self):
        for line in self:
            if (
                line.review_id.ppr_id != line.ppr_id
                or line.action_id.ppr_id != line.ppr_id
            ):
                raise ValidationError(
                    self.env._("The review and the action are not of the same PPR.")
                )


class MobilityPprPost(models.Model):
    """A post proposed for the reclassement, and what became of it."""

    _name = "mobility.ppr.post"
    _description = "Post proposed for a reclassement"
    _inherit = ["mobility.ppr.part"]
    _order = "proposed_on, id"

    name = fields.Char(string="Post", required=True)
    metier_id = fields.Many2one("mobility.metier", string="Métier", ondelete="set null")
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer",
        ondelete="set null",
        domain=[("mobility_employer_kind", "!=", False)],
    )
    employer_name = fields.Char(
        string="Name of the employer", compute="_compute_employer_name", store=True
    )
    cadre_id = fields.Many2one(
        "mobility.cadre", string="Cadre d'emplois", ondelete="set null"
    )
    proposed_on = fields.Date(required=True)
    answered_on = fields.Date()
    answer = fields.Selection(
        [("accepted", "Accepted"), ("refused", "Refused"), ("gone", "No longer open")]
    )
    reason = fields.Selection(
        [
            ("distance", "Too far"),
            ("hours", "Hours"),
            ("restrictions", "Not compatible with the restrictions"),
            ("project", "Far from the project"),
            ("pay", "Pay or grade"),
            ("other", "Another reason"),
        ],
        string="Why refused",
    )

    @api.depends("employer_id")
    def _compute_employer_name(self):
        for post in self:
            post.employer_name = post.employer_id.name or post.employer_name

    @api.constrains("proposed_on", "answered_on", "answer", "reason")
    def _check_answer(self):
        for post in self:
            today = post.ppr_id._today()
            if any(day and day > today for day in (post.proposed_on, post.answered_on)):
                raise ValidationError(
                    self.env._(
                        "“%s”: a post is proposed, and answered, on a day that has "
                        "come already.",
                        post.name,
                    )
                )
            if post.answered_on and post.answered_on < post.proposed_on:
                raise ValidationError(
                    self.env._("“%s”: answered before it was proposed.", post.name)
                )
            if bool(post.answer) != bool(post.answered_on):
                raise ValidationError(
                    self.env._(
                        "“%s”: an answer goes with the day it was given.", post.name
                    )
                )
