from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.clock import answer_due, next_reminder
from .guard import staff_only_user

# The word of a party, not the state of the request that follows from it.
ANSWERS = [
    ("agreed", "Agreement"),
    ("refused", "Refusal"),
    ("postponed", "Other dates asked for"),
]


class MobilityDecision(models.Model):
    """The word of one party on a request. Asked once, answered once, never erased:
    rows are written by the mechanism alone, for staff as for RPC clients.
    """

    _name = "mobility.decision"
    _description = "Decision"
    _inherit = ["mobility.act"]
    # Not by request: its own order would be computed while its state is.
    _order = "id"
    _rec_name = "organisation_id"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    request_id = fields.Many2one(
        "mobility.request", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    party = fields.Selection(
        [
            ("origin", "Employer of origin"),
            ("host", "Host"),
            ("cdg", "Centre de gestion"),
        ],
        required=True,
        readonly=True,
    )
    organisation_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    asked_on = fields.Date(
        readonly=True, help="Empty: this party is asked once the others have agreed."
    )
    received_on = fields.Date(
        readonly=True, help="The time to answer runs from this day."
    )
    due_on = fields.Date(compute="_compute_due_on", store=True, string="Due on")
    reminded_on = fields.Date(readonly=True, help="The last reminder sent.")
    remind_on = fields.Date(
        compute="_compute_remind_on", store=True, string="Next reminder"
    )
    overdue_told_on = fields.Date(
        readonly=True, help="The adviser was told that the time is over."
    )
    answer = fields.Selection(ANSWERS, readonly=True)
    answered_on = fields.Date(readonly=True)
    author_id = fields.Many2one(
        "res.partner", string="Decided by", readonly=True, ondelete="restrict"
    )
    author_name = fields.Char(readonly=True)
    quality = fields.Char(readonly=True)
    delegation_reference = fields.Char(string="Delegation", readonly=True)
    reasons = fields.Text(readonly=True)
    proposed_start = fields.Date(string="Proposed from", readonly=True)
    proposed_end = fields.Date(string="Proposed until", readonly=True)
    way = fields.Selection(
        [
            ("portal", "On the portal"),
            ("link", "By personal link"),
            ("paper", "On paper"),
            ("staff", "Entered by the CDG"),
        ],
        readonly=True,
    )
    attachment = fields.Binary(string="Signed paper", readonly=True, attachment=True)
    attachment_name = fields.Char(readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", groups="base.group_user"
    )

    _one_per_party = models.UniqueIndex("(request_id, party, organisation_id)")
    _remind_idx = models.Index("(remind_on) WHERE answer IS NULL")
    _late_idx = models.Index(
        "(due_on) WHERE answer IS NULL AND overdue_told_on IS NULL"
    )

    @api.depends("received_on", "request_id.regime_id")
    def _compute_due_on(self):
        """The employer of origin answers within the regime's delay of receipt
        (décret n° 2022-1043, art. 10 for the PIP); the host is given the same."""
        for decision in self:
            months = decision.request_id.sudo().regime_id.answer_months
            decision.due_on = answer_due(decision.received_on, months) or False

    @api.depends("received_on", "due_on", "answer", "reminded_on")
    def _compute_remind_on(self):
        for decision in self:
            decision.remind_on = not decision.answer and next_reminder(
                decision.received_on, decision.due_on, decision.reminded_on
            )

    @api.model
    def _pending_domain(self):
        return (
            Domain("answer", "=", False)
            & Domain("asked_on", "!=", False)
            & Domain("request_id.state", "=", "submitted")
        )

    def _is_pending(self):
        self.ensure_one()
        return (
            not self.answer
            and bool(self.asked_on)
            and self.request_id.state == "submitted"
        )

    def _may_be_answered_by(self, partner):
        """Whether ``partner`` may speak for the organisation: its HR contact or its
        signing authority of today, never the agent who asks."""
        self.ensure_one()
        if partner == self.request_id.partner_id:
            return False
        return self.env["mobility.role"]._holds(
            partner, self.organisation_id, "hr", "authority"
        )
