from odoo import fields, models
from odoo.exceptions import UserError

from ..rules.words import told
from .guard import act_day, acting

# The days of these requests are spoken for, or were.
_OPEN = ("draft", "submitted", "agreed", "postponed")


class MobilityRequest(models.Model):
    """How a request ends, each way with its own conditions; days that were not spent
    come back."""

    _inherit = "mobility.request"

    def action_withdraw(self, reason=""):
        """The agent gives up: the days come back and the links die."""
        self._end("withdrawn", reason)

    def action_cancel(self, reason=""):
        """The CDG cancels: the days come back and the links die."""
        self._end("cancelled", reason)

    def action_done(self, missed=(), reason=""):
        """The immersion took place.

        :param missed: ids of the days on which the agent was not there
        :param reason: required when it took place without a convention
        :raises UserError: it is not agreed, its last day is not over, its convention
            is not signed, or every day is said to be missed
        """
        self._check_took_place(reason=reason)
        for request in self:
            request._miss(request.day_ids.filtered(lambda day: day.id in missed))
        self._end("done", reason)

    def action_interrupt(self, last_day, reason=""):
        """The immersion began and stopped early; the days after ``last_day`` come
        back.

        :raises UserError: no reason, it is not under way, or ``last_day`` is not one
            of its days before the last
        """
        last_day = fields.Date.to_date(last_day)
        self._check_reason(reason)
        self._check_took_place(last_day, reason)
        for request in self:
            after = request.day_ids.filtered(lambda day: day.date > last_day)
            if not after or not request.date_start <= last_day:
                raise UserError(
                    self.env._(
                        "An early end lies between the first day (%(start)s) and the "
                        "day before the last (%(end)s).",
                        start=self._date_text(request.date_start),
                        end=self._date_text(request.date_end),
                    )
                )
            request._miss(after)
        self._end("interrupted", reason)

    def action_no_show(self, reason=""):
        """The agent did not come at all: every day comes back.

        :raises UserError: no reason, or the first day has not begun
        """
        self._check_reason(reason)
        for request in self:
            if request.state != "agreed" or request.date_start > act_day(request):
                raise UserError(
                    self.env._(
                        "%s: the first day has not come yet. Cancel the request "
                        "instead.",
                        request.display_name,
                    )
                )
        self._end("no_show", reason)

    def _check_reason(self, reason):
        if not told(reason):
            raise UserError(self.env._("Please write why, in a few words."))

    def _check_open(self):
        for request in self:
            if request.state not in _OPEN:
                raise UserError(
                    self.env._("%s is already closed.", request.display_name)
                )

    def _check_took_place(self, last_day=None, reason=""):
        self._check_open()
        for request in self:
            last = last_day or request.date_end
            if request.state != "agreed" or (last and last > act_day(request)):
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
            if (
                request.regime_id.needs_convention
                and not request._convention()
                and not told(reason)
            ):
                raise UserError(
                    self.env._(
                        "%s has no convention, which the text asks for. If it took "
                        "place all the same, please write why.",
                        request.display_name,
                    )
                )

    def _miss(self, days):
        """These days of the request were not spent."""
        self.ensure_one()
        self.check_access("write")
        if days and days == self.day_ids:
            raise UserError(
                self.env._(
                    "Every day is missed: say that the immersion did not take place."
                )
            )
        acting(days.sudo()).write({"missed": True})

    def _end(self, ended_as, reason=""):
        self.check_access("write")
        self._check_open()
        self._take_turn()
        if ended_as in ("withdrawn", "cancelled"):
            self._check_not_begun()
        if ended_as not in ("done", "interrupted"):
            self._drop_conventions(reason, ended_as)
        acting(self.sudo()).write(
            {
                "ended_as": ended_as,
                "ended_on": act_day(self),
                "ended_reason": told(reason) or False,
            }
        )
        self.env["mobility.link"]._revoke_for(self.decision_ids)
        self._forget_calls()
        self.sudo().convention_ids._close_avenants(reason, ended_as)
        if ended_as == "interrupted":
            for request in self.sudo():
                request._mail_interrupted()
        elif ended_as != "done":
            self._tell_ended()

    def _check_not_begun(self):
        """Days that were spent do not come back by giving up afterwards."""
        for request in self:
            if request._has_begun():
                raise UserError(
                    self.env._(
                        "%s: the first day has come. Say that the immersion took "
                        "place, ended early or did not take place.",
                        request.display_name,
                    )
                )

    def _has_begun(self):
        self.ensure_one()
        return (
            self.state == "agreed"
            and bool(self.date_start)
            and self.date_start <= act_day(self)
        )

    def _drop_conventions(self, reason, ended_as):
        """A paper that nobody will use any more must not go on being signed; one that
        everybody has signed is given up by one of them, not by the CDG alone.

        :raises UserError: everyone has signed it, and no party gives it up
        """
        acts_sudo = self.sudo().convention_ids.filtered(
            lambda act: act.state in ("draft", "to_sign", "signed")
        )
        kept = acts_sudo.filtered(
            lambda act: act.state == "signed" and not act.given_up_by
        )
        # That nobody came is a fact, which staff record.
        if kept and ended_as != "no_show":
            raise UserError(kept._only_a_party())
        acts_sudo._cancel(reason, ended_as)

    def _can_be_withdrawn(self):
        """Whether the agent can still give up without the CDG."""
        self.ensure_one()
        if self._has_begun() or self._taken_up_by():
            return False
        return self.state in ("submitted", "agreed", "postponed") and not any(
            act.state in ("signed", "done") for act in self.sudo().convention_ids
        )

    def action_withdraw_own(self, reason=""):
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
        self.sudo()._end("withdrawn", reason)
