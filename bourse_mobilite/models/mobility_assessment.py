from odoo import api, fields, models

from ..rules.assessment import remind_on, tasks_of
from .guard import staff_only_user

SIDES = [("tutor", "Tutor"), ("agent", "Agent"), ("adviser", "Adviser")]
NEXT_STEPS = [
    ("immersion", "Another immersion"),
    ("training", "A training course"),
    ("application", "An application for a job"),
    ("stop", "Give up this project"),
    ("undecided", "Not decided yet"),
]
# A request that ended so has nothing to be told of.
_USELESS = ("no_show", "cancelled", "withdrawn")


class MobilityAssessment(models.Model):
    """What one side says after an immersion: the tutor, the agent, then the adviser's
    synthesis. Given, it is an act: a correction is a new version, the first is kept.
    """

    _name = "mobility.assessment"
    _description = "Bilan"
    _inherit = ["mobility.act"]
    _order = "request_id desc, side desc, version desc"
    _rec_name = "request_id"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    request_id = fields.Many2one(
        "mobility.request",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    convention_id = fields.Many2one(
        "mobility.convention", readonly=True, ondelete="restrict"
    )
    side = fields.Selection(SIDES, required=True, readonly=True)
    version = fields.Integer(default=1, required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    employer_id = fields.Many2one(related="request_id.employer_id", store=True)
    host_id = fields.Many2one(related="request_id.host_id", store=True)
    metier_id = fields.Many2one(related="request_id.metier_id", store=True)
    date_end = fields.Date(related="request_id.date_end", store=True)
    proposed_tasks = fields.Json(
        readonly=True, help="What could be ticked, as the convention says it."
    )

    asked_on = fields.Date(readonly=True)
    reminders = fields.Integer(readonly=True, groups="base.group_user")
    remind_on = fields.Date(
        compute="_compute_remind_on", store=True, groups="base.group_user"
    )
    given_on = fields.Date(readonly=True)
    author_name = fields.Char(string="Given by", readonly=True)
    way = fields.Selection(
        [
            ("link", "By personal link"),
            ("portal", "On the portal"),
            ("staff", "Entered by the centre de gestion"),
        ],
        readonly=True,
    )
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", groups="base.group_user"
    )
    stopped_on = fields.Date(readonly=True, groups="base.group_user")
    reopened_on = fields.Date(readonly=True, groups="base.group_user")
    reopened_by_id = fields.Many2one(
        "res.users",
        string="Reopened or stopped by",
        readonly=True,
        ondelete="restrict",
        groups="base.group_user",
    )
    reopened_reason = fields.Char(string="Why", readonly=True, groups="base.group_user")
    state = fields.Selection(
        [
            ("waiting", "Awaited"),
            ("given", "Given"),
            ("stopped", "No longer awaited"),
            ("reopened", "Replaced by a corrected one"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )

    presence = fields.Selection(
        [
            ("completed", "Was there all the time"),
            ("partial", "Was there a part of the time"),
            ("absent", "Did not come"),
        ],
        readonly=True,
    )
    last_day = fields.Date(string="Last day there", readonly=True)
    missed_half_days = fields.Integer(string="Half days missed", readonly=True)
    missed_hours = fields.Float(string="Hours missed", readonly=True, digits=(5, 1))
    tasks = fields.Text(string="Tasks seen", readonly=True)
    other_tasks = fields.Text(readonly=True)
    mark_ids = fields.One2many(
        "mobility.assessment.mark", "assessment_id", string="Skills", readonly=True
    )
    fit = fields.Selection(
        [
            ("yes", "Yes"),
            ("partly", "Partly"),
            ("no", "No"),
            ("unknown", "I cannot say"),
        ],
        string="Fits the project",
        readonly=True,
    )
    satisfaction = fields.Selection(
        [
            ("4", "Very satisfied"),
            ("3", "Satisfied"),
            ("2", "Not very satisfied"),
            ("1", "Not satisfied"),
        ],
        readonly=True,
    )
    satisfaction_score = fields.Integer(
        compute="_compute_satisfaction_score", store=True, aggregator="avg"
    )
    advice = fields.Text(readonly=True)
    comment = fields.Text(readonly=True)
    comment_cdg_only = fields.Boolean(
        string="Comment for the centre de gestion only", readonly=True
    )
    next_step = fields.Selection(NEXT_STEPS, string="What next", readonly=True)
    job_opening = fields.Selection(
        [
            ("yes", "Yes, now or soon"),
            ("maybe", "Perhaps in the year"),
            ("no", "No"),
            ("unknown", "I do not know"),
        ],
        string="A job to fill",
        readonly=True,
    )
    synthesis = fields.Text(readonly=True)
    remark = fields.Text(
        string="Word on the other's answers", readonly=True, help="Once both are in."
    )
    remark_on = fields.Date(readonly=True)

    _one_in_force = models.UniqueIndex(
        "(request_id, side) WHERE reopened_on IS NULL",
        "This side has already been asked for its bilan.",
    )
    _version_unique = models.UniqueIndex("(request_id, side, version)")

    @api.depends("given_on", "stopped_on", "reopened_on", "request_id.ended_as")
    def _compute_state(self):
        for row in self:
            if row.reopened_on:
                row.state = "reopened"
            elif row.given_on:
                row.state = "given"
            elif row.stopped_on or row.request_id.ended_as in _USELESS:
                row.state = "stopped"
            else:
                row.state = "waiting"

    @api.depends("state", "asked_on", "reminders")
    def _compute_remind_on(self):
        for row in self:
            waits = row.state == "waiting"
            row.remind_on = waits and remind_on(row.asked_on, row.reminders)

    @api.depends("satisfaction")
    def _compute_satisfaction_score(self):
        for row in self:
            row.satisfaction_score = int(row.satisfaction or "0")

    @api.depends("request_id", "side", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        for row in self:
            row.display_name = self.env._(
                "Bilan %(number)s – %(side)s",
                number=row.request_id.name,
                side=sides.get(row.side, ""),
            )

    @api.model
    def _asked_vals(self, request, side):
        """The values of the row that asks ``side`` of this request, when it has
        someone to ask; nothing otherwise."""
        act = request._convention()
        person = act.tutor_id if side == "tutor" else request.partner_id
        if not person:
            return {}
        return {
            "request_id": request.id,
            "convention_id": act.id,
            "side": side,
            "partner_id": person.id,
            "proposed_tasks": tasks_of(act.functions_observed, act.activities)
            if side == "tutor"
            else [],
        }

    def action_open_reopen(self):
        """Ask why, then open it again."""
        self.ensure_one()
        wizards = self.env["mobility.assessment.wizard"]
        return wizards._open("reopen", assessment_id=self.id)

    def action_open_stop(self):
        """Ask why, then wait no longer."""
        self.ensure_one()
        wizards = self.env["mobility.assessment.wizard"]
        return wizards._open("stop", assessment_id=self.id)

    def action_enter(self):
        """Open the page on which staff enters what somebody said by phone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/bilans/{self.id}",
            "target": "new",
        }

    def _other(self):
        """The row in force of the other side, tutor or agent."""
        self.ensure_one()
        side = {"tutor": "agent", "agent": "tutor"}.get(self.side)
        return self.request_id.assessment_ids.filtered(
            lambda row: row.side == side and row.state != "reopened"
        )
