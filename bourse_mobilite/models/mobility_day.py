from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .guard import is_acting, refuse_unless_acting, staff_only_user

# States of a request in which its days are spoken for.
LIVE_STATES = ("submitted", "agreed", "done")
# A stored field that is computed can be written by RPC: half a day counted for
# nothing would pass under the quota.
_DERIVED = {
    "candidate_id", "company_id", "portion", "live", "holds_place", "in_quota",
    "missed",
}  # fmt: skip


class MobilityDay(models.Model):
    """A day or half day of an immersion: what every counter and calendar reads."""

    _name = "mobility.day"
    _description = "Immersion day"
    _order = "date, half, id"
    _rec_name = "date"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    request_id = fields.Many2one(
        "mobility.request", required=True, index=True, ondelete="cascade"
    )
    candidate_id = fields.Many2one(
        related="request_id.candidate_id", store=True, index=True
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    date = fields.Date(required=True, index=True)
    half = fields.Selection(
        [("full", "Whole day"), ("am", "Morning"), ("pm", "Afternoon")],
        required=True,
        default="full",
    )
    missed = fields.Boolean(
        readonly=True, help="The agent was not there: the day comes back."
    )
    portion = fields.Float(
        string="Jours ouvrés", compute="_compute_portion", store=True
    )
    live = fields.Boolean(
        compute="_compute_live",
        store=True,
        help="The request is under way: no other immersion can take this day.",
    )
    holds_place = fields.Boolean(
        compute="_compute_live",
        store=True,
        help="The host has agreed: the place is taken that day.",
    )
    in_quota = fields.Boolean(
        compute="_compute_live",
        store=True,
        groups="base.group_user",
        help="Counts in the days allowed over the years.",
    )

    _one_a_date = models.UniqueIndex(
        "(request_id, date)",
        "A date is in a request once: choose the whole day or one half.",
    )
    _one_live = models.UniqueIndex(
        "(candidate_id, date, half) WHERE live",
        "This person already has an immersion on one of these days.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_unless_acting(self, _DERIVED & vals.keys())
        days = super().create(vals_list)
        days._refuse_once_submitted()
        return days

    def write(self, vals):
        self.check_access("write")
        self._refuse_once_submitted()
        refuse_unless_acting(self, _DERIVED & vals.keys())
        result = super().write(vals)
        # A day moved to another request is looked at again, there.
        self._refuse_once_submitted()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._refuse_once_submitted()

    def _refuse_once_submitted(self):
        if not is_acting(self) and any(self.request_id.mapped("submitted_on")):
            raise UserError(
                self.env._(
                    "The request is submitted: its days can no longer be changed. "
                    "Withdraw it and make a new one."
                )
            )

    @api.depends("half", "request_id.regime_id.half_day_value")
    def _compute_portion(self):
        for day in self:
            half = day.request_id.sudo().regime_id.half_day_value or 0.5
            day.portion = 1.0 if day.half == "full" else half

    @api.depends(
        "request_id.state",
        "request_id.decision_ids.answer",
        "request_id.regime_id.counts_in_quota",
        "missed",
    )
    def _compute_live(self):
        for day in self:
            request = day.request_id.sudo()
            day.live = request.state in LIVE_STATES and not day.missed
            day.holds_place = day.live and any(
                decision.party == "host" and decision.answer == "agreed"
                for decision in request.decision_ids
            )
            day.in_quota = day.live and request.regime_id.counts_in_quota

    @api.constrains("candidate_id", "date", "half", "live")
    def _check_no_overlap(self):
        """A whole day and a half day cannot be on the same date."""
        for day in self.filtered("live"):
            clash = self.sudo().search(
                [
                    ("candidate_id", "=", day.candidate_id.id),
                    ("date", "=", day.date),
                    ("live", "=", True),
                    ("id", "!=", day.id),
                ]
            )
            if any("full" in (day.half, other.half) for other in clash):
                raise ValidationError(
                    self.env._(
                        "%(name)s already has an immersion on %(date)s.",
                        name=day.candidate_id.name,
                        date=fields.Date.to_string(day.date),
                    )
                )
