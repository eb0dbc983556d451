from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .guard import acting


class MobilityRequest(models.Model):
    """From the draft to the last word: submission, decisions, endings."""

    _inherit = "mobility.request"

    def action_submit(self):
        """Ask the parties: the days are checked, one decision row is opened for
        each, and each receives its link.

        :raises UserError: something is missing or a rule of law is not met
        """
        self.check_access("write")
        for request in self:
            if request.submitted_on:
                raise UserError(self.env._("%s is already submitted.", request.name))
            request._check_complete()
            request._check_rules()
            request._submit()

    def _submit(self):
        self.ensure_one()
        today = fields.Date.context_today(self)
        acting(self.sudo()).write(
            {
                "submitted_on": today,
                "decision_ids": [
                    Command.create(
                        {
                            "party": party,
                            "organisation_id": organisation.id,
                            "asked_on": today,
                            # Whoever is reached by mail receives it on the day.
                            "received_on": party == "origin" and self.received_on,
                        }
                    )
                    for party, organisation in self._parties_asked()
                ],
            }
        )
        self.sudo().decision_ids._ask()

    def _parties_asked(self):
        """``(party, organisation)`` of each one whose word the regime asks."""
        self.ensure_one()
        regime = self.regime_id
        asked = []
        if regime.asks_origin:
            asked.append(("origin", self.employer_id))
        if regime.asks_host:
            asked.append(("host", self.host_id))
        if regime.asks_cdg:
            asked.append(("cdg", self.company_id.partner_id))
        return asked

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
        if decision.answer != "agreed":
            self._close_links(but=decision)

    def action_withdraw(self, reason=""):
        """The agent gives up: the days come back and the links die."""
        self._end("withdrawn", reason)

    def action_cancel(self, reason=""):
        """The CDG cancels: the days come back and the links die."""
        self._end("cancelled", reason)

    def action_done(self):
        """The immersion took place.

        :raises UserError: it is not agreed, its last day is not over, or its
            convention is not signed
        """
        today = fields.Date.context_today(self)
        for request in self:
            if request.state != "agreed" or (
                request.date_end and request.date_end > today
            ):
                raise UserError(
                    self.env._(
                        "%s: the immersion is not over yet.", request.display_name
                    )
                )
            if request._convention().state in ("draft", "to_sign"):
                raise UserError(
                    self.env._(
                        "The convention of %s is not signed by everyone: record the "
                        "signed paper first, or cancel the convention.",
                        request.display_name,
                    )
                )
        self._end("done")

    def _end(self, ended_as, reason=""):
        self.check_access("write")
        for request in self:
            if request.state not in ("draft", "submitted", "agreed", "postponed"):
                raise UserError(
                    self.env._("%s is already closed.", request.display_name)
                )
            if ended_as != "done" and any(
                act.state in ("signed", "done") for act in request.convention_ids
            ):
                raise ValidationError(
                    self.env._(
                        "The convention of %s is signed: it must be cancelled first.",
                        request.display_name,
                    )
                )
        self._take_turn()
        if ended_as != "done":
            # A paper that nobody will use any more must not go on being signed.
            acts_sudo = self.sudo().convention_ids
            acts_sudo.filtered(
                lambda act: act.state in ("draft", "to_sign")
            ).action_cancel(reason)
        acting(self.sudo()).write(
            {
                "ended_as": ended_as,
                "ended_on": fields.Date.context_today(self),
                "ended_reason": (reason or "").strip() or False,
            }
        )
        self.env["mobility.link"]._revoke_for(self.decision_ids)
        if ended_as != "done":
            self._tell_ended()

    def _can_be_withdrawn(self):
        """Whether the agent can still give up without the CDG."""
        self.ensure_one()
        return self.state in ("submitted", "agreed", "postponed") and not any(
            act.state in ("signed", "done") for act in self.sudo().convention_ids
        )

    def action_withdraw_own(self):
        """Withdraw one's own request, as the agent.

        :raises UserError: it is not the user's, or it is too late
        """
        self.ensure_one()
        self.check_access("read")
        if self.partner_id != self.env.user.partner_id:
            raise UserError(self.env._("Only the agent can withdraw this request."))
        if not self._can_be_withdrawn():
            raise UserError(
                self.env._(
                    "This request can no longer be withdrawn here. Please write to "
                    "your centre de gestion."
                )
            )
        self.sudo()._end("withdrawn")

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
