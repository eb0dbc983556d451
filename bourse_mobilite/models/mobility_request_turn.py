from odoo import api, fields, models
from odoo.fields import Domain

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("agreed", "Agreed"),
    ("refused", "Refused"),
    ("postponed", "Postponed"),
    ("withdrawn", "Withdrawn"),
    ("cancelled", "Cancelled"),
    ("done", "Done"),
]

WAITING = [
    ("employer", "The employer"),
    ("host", "The host"),
    ("employer_host", "The employer and the host"),
    ("cdg", "The centre de gestion"),
    ("signatories", "The signatories"),
    ("nobody", "Nobody"),
]

# The order in which a CDG reads its columns: what it must do itself comes first.
_TURNS = ("cdg", "signatories", "employer", "employer_host", "host", "nobody")


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
    next_step = fields.Char(
        string="What happens next",
        compute="_compute_next_step",
        groups="base.group_user",
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
            if request.ended_as:
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
        "convention_ids.state",
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
            request.waiting_for = waiting
            request.due_date = due

    def _answers_awaited(self):
        self.ensure_one()
        pending = self.decision_ids.filtered(lambda row: not row.answer)
        waiting = {
            frozenset({"origin"}): "employer",
            frozenset({"host"}): "host",
            frozenset({"origin", "host"}): "employer_host",
        }.get(frozenset(pending.mapped("party")), "cdg")
        return waiting, min(pending.filtered("due_on").mapped("due_on"), default=False)

    def _after_agreement(self):
        """The convention, its signatures, the immersion, then the closing."""
        self.ensure_one()
        acts = self.convention_ids.mapped("state")
        if "to_sign" in acts:
            return "signatories", self.date_start
        if self.regime_id.needs_convention and "signed" not in acts:
            return "cdg", self.date_start
        if self.date_end and self.date_end < fields.Date.context_today(self):
            return "cdg", self.date_end
        return "nobody", False

    @api.model
    def _cron_immersions_over(self):
        """Each night: an immersion whose last day is past waits to be closed."""
        over = self.search(
            Domain("state", "=", "agreed")
            & Domain("waiting_for", "=", "nobody")
            & Domain("date_end", "<", "today")
        )
        self.env.add_to_compute(self._fields["waiting_for"], over)
        self.env.add_to_compute(self._fields["due_date"], over)
        over.flush_recordset(["waiting_for", "due_date"])

    @api.depends("due_date")
    @api.depends_context("lang")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_overdue = bool(request.due_date and request.due_date < today)
            request.overdue_badge = request.is_overdue and self.env._("Overdue")

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_date", "<", fields.Date.context_today(self))
        return late if True in value else ~late

    @api.model
    def _expand_waiting_for(self, turns, _domain):
        """Only the columns that hold a request, the CDG's own first."""
        return [turn for turn in _TURNS if turn in turns]

    @api.depends("convention_ids.ended_as")
    def _compute_convention_id(self):
        for immersion in self:
            immersion.convention_id = immersion._convention()

    @api.depends(
        "state",
        "waiting_for",
        "due_date",
        "date_end",
        "decision_ids.answer",
        "convention_ids.state",
        "regime_id.needs_convention",
        "ended_on",
        "ended_reason",
    )
    def _compute_next_step(self):
        for immersion in self:
            immersion.next_step = immersion._next_step()

    def _next_step(self):
        """One or two sentences: who has to act, until when, and how."""
        self.ensure_one()
        if self.state == "draft":
            return self.env._(
                "Draft: nobody has been asked yet. Fill it in, attach the signed "
                "request, then submit it: the employer and the host receive a link."
            )
        if self.state == "submitted":
            return self._next_answer()
        if self.state == "agreed":
            return self._next_agreed()
        return self._closed_as()

    def _next_answer(self):
        pending = self.decision_ids.filtered(lambda row: not row.answer)
        names = ", ".join(pending.organisation_id.mapped("display_name"))
        if not self.due_date:
            return self.env._("Waiting for the answer of %(names)s.", names=names)
        if self.is_overdue:
            return self.env._(
                "Overdue: %(names)s should have answered by %(date)s. Silence is "
                "not an agreement: please call or write.",
                names=names,
                date=self._date_text(self.due_date),
            )
        return self.env._(
            "Waiting for the answer of %(names)s, by %(date)s.",
            names=names,
            date=self._date_text(self.due_date),
        )

    def _next_agreed(self):
        convention = self._convention()
        today = fields.Date.context_today(self)
        over = bool(self.date_end) and self.date_end <= today
        if self.waiting_for == "signatories":
            names = ", ".join(
                convention.signatory_ids.filtered(
                    lambda row: row.state == "pending"
                ).mapped("name")
            )
            return self.env._(
                "Still to sign: %(names)s, before the first day (%(date)s).",
                names=names,
                date=self._date_text(self.date_start),
            )
        if convention.state == "draft":
            return self.env._(
                "A convention is begun: complete it and write the PDF to sign before "
                "the first day (%(date)s).",
                date=self._date_text(self.date_start),
            )
        if self.regime_id.needs_convention and convention.state not in (
            "signed",
            "done",
        ):
            return self.env._(
                "Everyone has agreed. Make the convention, to be signed before the "
                "first day (%(date)s).",
                date=self._date_text(self.date_start),
            )
        if over:
            return self.env._(
                "The centre de gestion's turn: the last day is past. Did the "
                "immersion take place? Then close the request."
            )
        return self.env._(
            "Everything is ready: the immersion runs from %(start)s to %(end)s.",
            start=self._date_text(self.date_start),
            end=self._date_text(self.date_end),
        )

    def _closed_as(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        if self.state in ("refused", "postponed"):
            row = self.decision_ids.filtered(lambda one: one.answer == self.state)[:1]
            return self.env._(
                "%(state)s by %(name)s. The reasons are below; the agent has been "
                "told. Another place or other dates make a new request.",
                state=states[self.state],
                name=row.organisation_id.display_name,
            )
        return self.env._(
            "%(state)s on %(date)s: nothing more to do.",
            state=states.get(self.state, ""),
            date=self._date_text(self.ended_on),
        )

    @api.model
    def _date_text(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(day, {}) if day else "…"
