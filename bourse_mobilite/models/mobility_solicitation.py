from odoo import api, fields, models

from ..rules import solicitation as rules

# What may still be answered.
OPEN = ("waiting", "later", "bounced", "named")
REASONS = [
    ("no_tutor", "Nobody can look after the agent"),
    ("no_place", "No work station free"),
    ("not_our_jobs", "We have no such job"),
    ("not_now", "A busy time"),
    ("tried", "We welcome others already"),
    ("other", "Another reason"),
]
_NOT_SENT = [
    ("opted_out", "Asked not to be solicited any more"),
    ("too_many", "Solicited enough this month"),
    ("own_employer", "Employer of one of the agents, or a mailbox read there"),
    ("no_mailbox", "No e-mail address"),
    ("closed", "Campaign closed before it left"),
    ("not_employer", "No public employer"),
]


class MobilitySolicitation(models.Model):
    """One employer, asked once in a campaign: whom the mail was written to, what it
    said of the agents, and the answer."""

    _name = "mobility.solicitation"
    _description = "Solicitation of an employer"
    _inherit = ["mobility.act"]
    _order = "campaign_id desc, id"
    _rec_name = "employer_id"

    campaign_id = fields.Many2one(
        "mobility.campaign",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index=True
    )
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Written to", readonly=True, ondelete="restrict"
    )
    mailbox = fields.Char(string="At the address", readonly=True)
    profile = fields.Text(
        string="What it says of the agents",
        readonly=True,
        help="Frozen when the mail left.",
    )
    state = fields.Selection(
        [
            ("queued", "About to leave"),
            ("not_sent", "Not written to"),
            ("waiting", "Waits"),
            ("yes", "Yes"),
            ("later", "Later"),
            ("no", "No"),
            ("named", "A colleague to be confirmed"),
            ("forwarded", "Passed on to a colleague"),
            ("bounced", "The mail came back"),
            ("opted_out", "Not to be asked any more"),
        ],
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    outcome = fields.Selection(
        selection=lambda self: self._fields["state"].selection,
        compute="_compute_outcome",
        store=True,
        recursive=True,
        help="What became of it, whoever answered in the end.",
    )
    not_sent_reason = fields.Selection(_NOT_SENT, string="Why no mail", readonly=True)
    mailed_on = fields.Date(string="Written on", readonly=True, index=True)
    answered_on = fields.Date(readonly=True)
    later_on = fields.Date(string="Write again on", readonly=True)
    later_activity_id = fields.Many2one(
        "mail.activity",
        string="To be asked again",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What reminds staff, when the day comes after the end of the campaign.",
    )
    reason = fields.Selection(REASONS, readonly=True)
    words = fields.Char(string="In their words", readonly=True)
    offer_id = fields.Many2one(
        "mobility.offer",
        string="Place given",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    place = fields.Char(readonly=True)
    colleague = fields.Char(
        string="Address of the colleague",
        readonly=True,
        help="Given by who answered; nobody writes there before you confirm it.",
    )
    tutor_name = fields.Char(string="Tutor named", readonly=True)
    forwarded_from_id = fields.Many2one(
        "mobility.solicitation",
        string="Passed on by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    forwarded_to_ids = fields.One2many(
        "mobility.solicitation", "forwarded_from_id", string="Passed on to"
    )
    remind_on = fields.Date(
        string="Next reminder", compute="_compute_remind_on", store=True, index=True
    )
    reminded_on = fields.Date(string="Reminded on", readonly=True)
    reminders = fields.Integer(readonly=True)
    bounce_reason = fields.Char(string="What the mail server said", readonly=True)

    _once = models.UniqueIndex(
        "(campaign_id, employer_id) WHERE forwarded_from_id IS NULL",
        "This employer is already asked in this campaign.",
    )
    _forwarded_once = models.UniqueIndex(
        "(forwarded_from_id)", "It was already passed on."
    )
    _queued_idx = models.Index("(id) WHERE state = 'queued'")

    @api.depends("state", "forwarded_to_ids.outcome")
    def _compute_outcome(self):
        for row in self:
            row.outcome = row.forwarded_to_ids[:1].outcome or row.state

    @api.depends("state", "mailed_on", "reminded_on", "later_on", "campaign_id.state")
    def _compute_remind_on(self):
        """Nobody is reminded of what is answered or over."""
        for row in self:
            campaign = row.campaign_id
            waits = row.state in ("waiting", "later") and campaign.state == "sent"
            row.remind_on = (
                waits
                and row.mailed_on
                and rules.next_reminder(
                    row.mailed_on, campaign.answer_by, row.reminded_on, row.later_on
                )
            )

    def _mail_words(self):
        """What a mail about it may say: nothing that names an agent."""
        self.ensure_one()
        return {
            **self.campaign_id._mail_words(),
            "organisation": self.employer_id.name,
            "profile": self.profile,
        }

    def _may_be_opened_by(self, person):
        """Whether a link of ``person`` still opens it: the mailbox of the employer,
        or somebody who acts there today."""
        self.ensure_one()
        if self.partner_id != person or self.state in ("queued", "not_sent"):
            return False
        return person == self.employer_id or self.env["mobility.role"]._holds(
            person, self.employer_id
        )

    def action_open_offer(self):
        """Read the place that this employer gave."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.offer",
            "res_id": self.offer_id.id,
            "view_mode": "form",
        }
