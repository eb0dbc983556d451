from odoo import api, fields, models

from .guard import civil_day


class MobilityRequest(models.Model):
    """What happens next, in one or two sentences for the centre de gestion."""

    _inherit = "mobility.request"

    next_step = fields.Char(
        string="What happens next",
        compute="_compute_next_step",
        groups="base.group_user",
    )

    @api.depends(
        "state",
        "waiting_for",
        "due_date",
        "date_end",
        "decision_ids.answer",
        "convention_ids.state",
        "convention_ids.next_step",
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
        pending = self._awaited()
        late = pending.filtered(lambda row: row.due_on and row.due_on < civil_day(self))
        names = self._named_with_dates(late or pending)
        if late:
            return self.env._(
                "Overdue: %(names)s. Silence is not an agreement: please call or write.",
                names=names,
            )
        return self.env._("Waiting for the answer of %(names)s.", names=names)

    def _named_with_dates(self, rows):
        """“Commune de Noyon (by 3 March), Syndicat (by 5 March)”."""
        return ", ".join(
            self.env._(
                "%(name)s (by %(date)s)",
                name=row.organisation_id.display_name,
                date=self._date_text(row.due_on),
            )
            if row.due_on
            else row.organisation_id.display_name
            for row in rows
        )

    def _next_agreed(self):
        convention = self._convention()
        today = civil_day(self)
        over = bool(self.date_end) and self.date_end < today
        if convention.signing_turn in ("signatures", "visa", "refused", "seal_problem"):
            return convention.next_step
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

    def _next_postponed(self):
        row = self.decision_ids.filtered(lambda one: one.answer == "postponed")[:1]
        return self.env._(
            "%(name)s proposes other dates, from %(start)s to %(end)s. The agent has "
            "been told, and makes a new request with them or gives up.",
            name=row.organisation_id.display_name,
            start=self._date_text(row.proposed_start),
            end=self._date_text(row.proposed_end),
        )

    def _closed_as(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        if self.waiting_for == "agent":
            return self._next_postponed()
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
