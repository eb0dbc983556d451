from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .guard import act_day, acting


class MobilityRequest(models.Model):
    """From the draft to the agreement: submission, decisions, the convention."""

    _inherit = "mobility.request"

    def action_send(self):
        """Submit, after showing what the rules say when they say something."""
        self.ensure_one()
        self.check_access("write")
        self._check_complete()
        if not self._findings():
            return self.action_submit()
        return self.env["mobility.lift.wizard"]._open(self, submit=True)

    def action_submit(self):
        """Ask the parties: the days are checked, one decision row is opened for
        each, and each receives its link.

        :raises UserError: something is missing or a rule of law is not met
        """
        self.check_access("write")
        for request in self:
            # Two requests at once would each be judged without the other's days.
            request.candidate_id._take_turn()
            if request.submitted_on:
                raise UserError(self.env._("%s is already submitted.", request.name))
            request._check_complete()
            request._check_rules()
            request._submit()

    def _submit(self):
        self.ensure_one()
        today, parties, named = act_day(self), self._parties_asked(), self.employer_id
        employers = [one for party, one in parties if party == "origin"]
        values = {
            "submitted_on": today,
            "decision_ids": [
                Command.create({"party": party, "organisation_id": organisation.id})
                for party, organisation in parties
            ],
        }
        if employers and self.employer_id not in employers:
            # On these days the agent works for another of the employers.
            values["employer_id"] = employers[0].id
        acting(self.sudo()).write(values)
        # A paper was received on its day by the employer that it names.
        own = self.sudo().decision_ids.filtered(
            lambda row: row.organisation_id == named
        )
        acting(own).received_on = self.received_on
        self._ask_next()
        self._mail_sent()

    def _ask_next(self):
        """Ask each party whose turn has come and who was not asked yet: everyone at
        once, or first the employers when the regime says so."""
        for request in self.sudo():
            waiting = request.decision_ids.filtered(lambda row: not row.asked_on)
            if request.regime_id.asks_in_order and any(
                row.party == "origin" and row.answer != "agreed"
                for row in request.decision_ids
            ):
                waiting = waiting.filtered(lambda row: row.party == "origin")
            waiting._ask()

    def _check_places(self):
        """Refuse when the offer has no place left on one of the days.

        :raises UserError: with the days that are full
        """
        for request in self.filtered("offer_id"):
            full = request.offer_id._full_days(request.day_ids.mapped("date"))
            if full:
                as_text = self.env["ir.qweb.field.date"].value_to_html
                raise UserError(
                    self.env._(
                        "No place left on %s: another agent has just been given it. "
                        "Please propose other dates.",
                        ", ".join(as_text(day, {}) for day in full),
                    )
                )

    def action_employer_accept(self):
        """Record the agreement of every employer of origin that is still asked."""
        self._accept("origin")

    def action_host_accept(self):
        """Record the agreement of the host."""
        self._accept("host")

    def _accept(self, party):
        """Staff records the agreement; anyone else speaks for an own organisation."""
        for request in self:
            waiting = request.decision_ids.filtered(lambda row: row.party == party)
            if not waiting:
                raise UserError(
                    self.env._("%s does not wait for this party.", request.display_name)
                )
            for decision in waiting:
                if request.has_access("write"):
                    decision.sudo()._answer("agreed", way="staff")
                else:
                    decision.action_answer("agreed")

    def _after_answer(self, decision):
        """Tell the agent; say in the chatter who answered, without the link. An
        answer that stops the request frees the other parties."""
        self.ensure_one()
        answers = dict(decision._fields["answer"]._description_selection(self.env))
        self.sudo().message_post(
            body=self.env._(
                "%(organisation)s: %(answer)s",
                organisation=decision.organisation_id.name,
                answer=answers[decision.answer],
            )
        )
        self._mail_agent(decision)
        decision._mail_letter()
        self._forget_calls()
        if decision.answer != "agreed":
            self._close_links(but=decision)
        elif self.state == "agreed":
            self._mail_all_agreed()
        else:
            self._ask_next()

    def action_make_convention(self):
        """Open the convention of this request, made when there is none."""
        self.ensure_one()
        self.check_access("write")
        convention = self._convention()
        if not convention:
            if self.state != "agreed":
                raise UserError(
                    self.env._(
                        "A convention is made once the employer and the host have "
                        "agreed."
                    )
                )
            if not self.regime_id.needs_convention:
                raise UserError(self.env._("This regime needs no convention."))
            convention = self.env["mobility.convention"]._for_request(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.convention",
            "res_id": convention.id,
            "view_mode": "form",
        }
