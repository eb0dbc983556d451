from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..rules.words import told
from ..rules.working_days import add_months
from .guard import act_day, acting
from .mobility_decision import ANSWERS


class MobilityDecision(models.Model):
    """The answer: once, by someone who may speak, within what the rules allow."""

    _inherit = "mobility.decision"

    def action_answer(
        self, answer, reasons="", proposed_start=False, proposed_end=False
    ):
        """Answer for one's own organisation, as the logged-in person.

        :param answer: ``agreed``, ``refused`` or ``postponed``
        :param reasons: required to refuse or postpone
        :param proposed_start: required to postpone, with ``proposed_end``: the dates
            between which the immersion could take place
        :raises AccessError: the user does not act for this organisation
        :raises UserError: already answered, reasons or dates are missing, or a rule
            forbids to agree
        """
        self.ensure_one()
        decision_sudo = self.sudo()
        if self.env.user._is_internal():
            raise AccessError(
                self.env._(
                    "The centre de gestion does not answer for an organisation: enter "
                    "the answer that you received, and who decided."
                )
            )
        if not decision_sudo._may_be_answered_by(self.env.user.partner_id):
            raise AccessError(
                self.env._("Only a person who acts for this organisation can answer.")
            )
        decision_sudo._answer(
            answer,
            reasons=reasons,
            author=self.env.user.partner_id,
            way="portal",
            proposed=(proposed_start, proposed_end),
        )
        decision_sudo._mail_answered(
            self.env.user.partner_id, f"/my/demandes/{self.request_id.id}"
        )

    def _answer(
        self,
        answer,
        reasons="",
        author=None,
        way="staff",
        proposed=(False, False),
        **more,
    ):
        """Record the answer of one party, once. Rights are the caller's affair.

        :param proposed: first and last day proposed by who postpones
        :param more: what is known of a paper: ``answered_on``, ``received_on``,
            ``attachment``, ``attachment_name``
        """
        self.ensure_one()
        reasons = told(reasons)
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Please choose an answer."))
        if answer != "agreed" and not reasons:
            raise UserError(
                self.env._(
                    "Please write the reasons: the agent has a right to know them "
                    "(décret n° 2022-1043, art. 10)."
                )
            )
        self._check_dates(more.get("answered_on"), more.get("received_on"))
        start, end = self._check_proposed(answer, *proposed)
        # Two people at once: the row is written before it is read, so that the
        # second transaction is replayed and then reads the first one's answer.
        self.request_id._take_turn()
        if not self._is_pending():
            raise UserError(
                self._already_answered()
                if self.answer
                else self.env._("This request no longer waits for an answer.")
            )
        if answer == "agreed":
            # What was lawful when it was asked may no longer be.
            self.request_id._check_rules()
            if self.party == "host":
                self.request_id._check_places()
        role = (
            self.env["mobility.role"]
            ._current(self.organisation_id, "authority", "hr")
            .filtered(lambda held: held.partner_id == author)
            .sorted(lambda held: held.kind != "authority")[:1]
        )
        values = {
            "answer": answer,
            "reasons": reasons or False,
            "proposed_start": start,
            "proposed_end": end,
            "answered_on": act_day(self),
            "author_id": author.id if author else False,
            "author_name": author.name if author else False,
            "quality": role.quality,
            "delegation_reference": role.delegation_reference,
            "way": way,
            "recorded_by_id": self.env.uid,
        }
        acting(self).write(dict(values, **more))
        self.request_id._after_answer(self)

    def _check_proposed(self, answer, start, end):
        """The dates that a postponement proposes, in order.

        :raises UserError: they are missing, past, or leave no room for an immersion
        """
        if answer != "postponed":
            return False, False
        try:
            start = fields.Date.to_date(start)
            end = fields.Date.to_date(end)
        except ValueError:
            start = end = None
        if not (start and end):
            raise UserError(
                self.env._(
                    "Please propose other dates: the first and the last day between "
                    "which the immersion could take place."
                )
            )
        today = act_day(self)
        if not today < start <= end <= add_months(today, 24):
            raise UserError(
                self.env._(
                    "Please check the dates that you propose: they are in the future, "
                    "at most two years ahead, and the last day does not come first."
                )
            )
        request = self.request_id
        least = request.regime_id.min_days or 1
        half = request.regime_id.half_day_value
        room = sum(
            1 if part == "full" else half
            for _day, part in request._calendar().days(start, end)
        )
        if room < least:
            raise UserError(
                self.env._(
                    "There are fewer than %s jours ouvrés between the dates that you "
                    "propose: please leave more room.",
                    request._days_text(least),
                )
            )
        return start, end

    def _check_dates(self, answered, received):
        """Asked, then received, then answered, and not tomorrow; a paper may have been
        received before it was entered here.

        :raises UserError: the dates that staff typed are impossible
        """
        today = act_day(self)
        first = received or self.received_on or self.asked_on
        earliest = self.asked_on
        if self.request_id.source == "paper":
            # Everything may be older than its entry here.
            earliest = self.request_id.received_on or add_months(today, -12)
        if (answered and not first <= answered <= today) or (
            received and not earliest <= received <= today
        ):
            raise UserError(
                self.env._(
                    "The answer is dated between the day the request was received "
                    "(%s) and today.",
                    self.env["ir.qweb.field.date"].value_to_html(first, {}),
                )
            )

    def _already_answered(self):
        answer = dict(self._fields["answer"]._description_selection(self.env))
        return self.env._(
            "Already answered on %(date)s: %(answer)s.",
            date=self.env["ir.qweb.field.date"].value_to_html(self.answered_on, {}),
            answer=answer[self.answer].lower(),
        )
