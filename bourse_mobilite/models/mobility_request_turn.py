from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .guard import civil_day

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("agreed", "Agreed"),
    ("refused", "Refused"),
    ("postponed", "Postponed"),
    ("withdrawn", "Withdrawn"),
    ("cancelled", "Cancelled"),
    ("done", "Done"),
    ("no_show", "Did not take place"),
]

WAITING = [
    ("agent", "The agent"),
    ("employer", "The employer"),
    ("host", "The host"),
    ("employer_host", "The employer and the host"),
    ("cdg", "The centre de gestion"),
    ("signatories", "The signatories"),
    ("nobody", "Nobody"),
]

# The order in which a CDG reads its columns: what it must do itself comes first.
_TURNS = (
    "cdg", "signatories", "employer", "employer_host", "host", "agent", "nobody",
)  # fmt: skip


class MobilityRequest(models.Model):
    """Whose turn it is: the state, who is waited for and until when, all read from
    the rows of decisions, conventions and endings."""

    _inherit = "mobility.request"

    state = fields.Selection(
        STATES, compute="_compute_state", store=True, index=True, tracking=True
    )
    waiting_for = fields.Selection(
        WAITING,
        string="Whose turn",
        compute="_compute_waiting_for",
        store=True,
        index=True,
        group_expand="_expand_waiting_for",
    )
    due_date = fields.Date(
        string="Due", compute="_compute_waiting_for", store=True, index=True
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    overdue_badge = fields.Char(
        string="Late",
        compute="_compute_is_overdue",
        groups="base.group_user",
        help="A word in the lists: colour alone is not seen by everyone.",
    )
    convention_id = fields.Many2one(
        "mobility.convention",
        string="Convention in force",
        compute="_compute_convention_id",
        groups="bourse_mobilite.group_mobility_adviser",
    )
    needs_convention = fields.Boolean(
        related="regime_id.needs_convention", groups="base.group_user"
    )

    @api.depends("submitted_on", "ended_as", "decision_ids.answer")
    def _compute_state(self):
        for request in self:
            answers = set(request.sudo().decision_ids.mapped("answer"))
            if request.ended_as == "interrupted":
                request.state = "done"
            elif request.ended_as:
                request.state = request.ended_as
            elif not request.submitted_on:
                request.state = "draft"
            elif "refused" in answers:
                request.state = "refused"
            elif "postponed" in answers:
                request.state = "postponed"
            elif answers == {"agreed"}:
                request.state = "agreed"
            else:
                request.state = "submitted"

    @api.depends(
        "state",
        "date_start",
        "date_end",
        "decision_ids.answer",
        "decision_ids.due_on",
        "decision_ids.asked_on",
        "follow_ids.state",
        "convention_ids.state",
        "convention_ids.document_id.state",
        "convention_ids.document_id.signatory_ids.state",
        "regime_id.needs_convention",
    )
    def _compute_waiting_for(self):
        """Whose turn it is, and until when, read from the rows."""
        for request in self:
            waiting, due = "nobody", False
            if request.state == "draft":
                # The portal sends at once: what is a draft lies with an adviser.
                waiting = "cdg"
            elif request.state == "submitted":
                waiting, due = request.sudo()._answers_awaited()
            elif request.state == "agreed":
                waiting, due = request.sudo()._after_agreement()
            elif request.state == "postponed" and not request.sudo()._taken_up_by():
                waiting, due = request.sudo()._after_postponement()
            request.waiting_for = waiting
            request.due_date = due

    def _awaited(self):
        """The rows of the parties that were asked and have not answered."""
        return self.decision_ids.filtered(lambda row: row.asked_on and not row.answer)

    def _answers_awaited(self):
        self.ensure_one()
        pending = self._awaited()
        waiting = {
            frozenset({"origin"}): "employer",
            frozenset({"host"}): "host",
            frozenset({"origin", "host"}): "employer_host",
        }.get(frozenset(pending.mapped("party")), "cdg")
        dues = pending.filtered("due_on").mapped("due_on")
        # Once the first day has come, an answer comes too late.
        return waiting, min(dues + [self._eve()] if dues else [], default=False)

    def _eve(self):
        """The day before the first one: the last on which things can be made ready."""
        self.ensure_one()
        return self.date_start and self.date_start - timedelta(days=1)

    def _taken_up_by(self):
        """The request that takes this postponed one up, unless it was given up too."""
        return self.follow_ids.filtered(
            lambda other: other.state not in ("withdrawn", "cancelled")
        )[:1]

    def _after_postponement(self):
        """The agent takes up the dates proposed, or gives up, before they come; when
        they are past there is nothing to take up any more."""
        self.ensure_one()
        rows = self.decision_ids.filtered("proposed_end")
        if rows and max(rows.mapped("proposed_end")) < civil_day(self):
            return "nobody", False
        return "agent", min(rows.mapped("proposed_start"), default=False)

    def _after_agreement(self):
        """The convention, its signatures, the immersion, then the closing."""
        self.ensure_one()
        acts = self.convention_ids.mapped("state")
        if "to_sign" in acts:
            return self._after_freezing(), self._eve()
        if self.regime_id.needs_convention and "signed" not in acts:
            return "cdg", self._eve()
        if self.date_end and self.date_end < civil_day(self):
            return "cdg", self.date_end
        return "nobody", False

    def _after_freezing(self):
        """A visa to give or a refusal to take up is the centre de gestion's turn."""
        convention = self._convention()
        refused = convention.document_id.state == "refused"
        return "cdg" if refused or convention._visa_left() else "signatories"

    @api.depends("due_date")
    @api.depends_context("lang")
    def _compute_is_overdue(self):
        today = civil_day(self)
        for request in self:
            request.is_overdue = bool(request.due_date and request.due_date < today)
            request.overdue_badge = request.is_overdue and self.env._("Overdue")

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_date", "<", civil_day(self))
        return late if True in value else ~late

    @api.model
    def _expand_waiting_for(self, turns, _domain):
        """Only the columns that hold a request, the CDG's own first."""
        return [turn for turn in _TURNS if turn in turns]

    @api.depends("convention_ids.ended_as")
    def _compute_convention_id(self):
        for immersion in self:
            immersion.convention_id = immersion._convention()
