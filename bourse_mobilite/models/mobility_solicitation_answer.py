from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..rules.matching import spec
from .guard import act_day, acting, civil_day
from .mobility_solicitation import OPEN, REASONS

LONGEST_LINE, LONGEST_REASON, LONGEST_TEXT = 120, 300, 2000
MOST_PLACES = 50


class MobilitySolicitation(models.Model):
    """The answer of an employer, by personal link: yes, later, no, or not me."""

    _inherit = "mobility.solicitation"

    def _is_open(self):
        """Whether an answer can still be given."""
        self.ensure_one()
        return self.state in OPEN and self.campaign_id.state == "sent"

    def _answer(self, choice, values):
        """Record the answer of who holds the link.

        :param choice: ``yes``, ``later``, ``no`` or ``colleague``
        :param values: what was typed, as plain texts and dates
        :raises UserError: said to who answers: what is wrong, or that it is too late
        """
        self.ensure_one()
        self._take_turn()
        if not self._is_open():
            raise UserError(self.env._("An answer was already given: it is kept."))
        answers = {
            "yes": self._answer_yes,
            "later": self._answer_later,
            "no": self._answer_no,
            "colleague": self._answer_colleague,
        }
        if choice not in answers:
            raise UserError(self.env._("Choose one of the four answers."))
        answers[choice](values)

    def _take_turn(self):
        """Of two answers at once, the second waits here, and is replayed by Odoo; it
        is no fault that a log should tell."""
        self.env.cr.execute(
            "SELECT id FROM mobility_solicitation WHERE id = %s FOR UPDATE",
            [self.id],
            log_exceptions=False,
        )

    def _forget_later(self):
        """Who has answered since does not want to be asked again."""
        self.later_activity_id.filtered("active").unlink()

    def _record(self, **vals):
        """Written before anything else is: of two answers at once, the second is
        replayed by Odoo, and finds the first."""
        row = acting(self)
        row.write({"answered_on": act_day(self), "later_on": False, **vals})
        row.flush_recordset()
        self._forget_later()

    def _line(self, values, name, most=LONGEST_LINE):
        text = " ".join((values.get(name) or "").split())
        if len(text) > most:
            raise UserError(
                self.env._(
                    "This text has %(length)s characters, %(most)s at most: please "
                    "shorten it.",
                    length=len(text),
                    most=most,
                )
            )
        return text

    # Yes

    def _answer_yes(self, values):
        today = civil_day(self)
        title = self._line(values, "title")
        first, last = values.get("date_from"), values.get("date_to")
        capacity = values.get("capacity") or 0
        details = (values.get("details") or "").strip()
        if not title:
            raise UserError(self.env._("Say in a few words what one does there."))
        if first and last and first > last:
            raise UserError(self.env._("The last day comes before the first."))
        if last and last < today:
            raise UserError(self.env._("The last day is over: choose a later one."))
        if not 1 <= capacity <= MOST_PLACES:
            raise UserError(
                self.env._("How many agents at a time: from 1 to %s.", MOST_PLACES)
            )
        if len(details) > LONGEST_TEXT:
            self._line({"details": details}, "details", LONGEST_TEXT)
        place, service, tutor = (
            self._line(values, name) for name in ("place", "service", "tutor")
        )
        self._record(state="yes", place=place, tutor_name=tutor)
        campaign = self.campaign_id
        week = campaign if campaign.kind == "week" else campaign.browse()
        offer = self.env["mobility.offer"].create(
            {
                "name": title,
                "host_id": self.employer_id.id,
                "service": service,
                "description": details,
                "capacity": capacity,
                "date_from": first or (not last and week.week_from),
                "date_to": last or (not first and week.week_to),
                "tutor_ids": [Command.set(self._tutor_named(tutor).ids)],
                "company_id": self.company_id.id,
                "state": "submitted",
                "campaign_id": week.id,
            }
        )
        acting(self).offer_id = offer
        self._propose(offer)
        self._tell_staff(
            lambda env, name: env._(
                "%s says yes: read the place over, then publish it.", name
            ),
            today,
        )

    def _tutor_named(self, name):
        """The tutor of this employer who bears this name, when there is just one."""
        roles = self.env["mobility.role"]._current(self.employer_id, "tutor")
        same = roles.partner_id.filtered(
            lambda person: name and (person.name or "").lower() == name.lower()
        )
        return same if len(same) == 1 else same.browse()

    def _propose(self, offer):
        """Put the place before the adviser of each agent, with what made its score;
        as everywhere, without knowing what the agent must avoid."""
        agents = self.campaign_id.candidate_ids
        if not agents:
            return
        self.env.flush_all()
        matching = self.env["mobility.matching"]
        (place,) = matching._places(SQL("offer.id = %s", offer.id))
        weights = self.env["mobility.weights"]._in_force(self.company_id)
        acting(self.env["mobility.proposal"]).create(
            [
                {
                    "candidate_id": agent.id,
                    "offer_id": offer.id,
                    "company_id": self.company_id.id,
                    "weights_id": weights.id,
                    "score": verdict.score,
                    "points": list(verdict.points),
                    "facts": verdict.facts,
                    "made_on": civil_day(self),
                    "state": "offered",
                    "solicitation_id": self.id,
                }
                for agent, judged in zip(agents, matching._agents(agents), strict=True)
                for verdict in [spec.judge(judged, place, weights._as_rules())]
            ]
        )

    def _tell_staff(self, summary, day):
        """Something to do on ``day`` for who follows the campaign, in their language.

        :param summary: ``(env, name of the employer) → text``
        """
        user = self.campaign_id.user_id
        campaign = self.campaign_id.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        )
        return campaign.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=summary(campaign.env, self.employer_id.name),
            user_id=user.id,
        )

    # Later, no

    def _answer_later(self, values):
        day, today = values.get("later_on"), civil_day(self)
        if not day or not today < day <= today.replace(day=1, year=today.year + 2):
            raise UserError(self.env._("Choose a day after today."))
        self._record(
            state="later",
            later_on=day,
            words=self._line(values, "words", LONGEST_REASON),
        )
        if day > self.campaign_id.answer_by:
            # The campaign will be over: somebody has to think of it.
            acting(self).later_activity_id = self._tell_staff(
                lambda env, name: env._("%s wants to be asked again.", name), day
            )

    def _answer_no(self, values):
        reason = values.get("reason")
        if reason not in dict(REASONS):
            raise UserError(self.env._("Choose the reason in the list."))
        self._record(
            state="no",
            reason=reason,
            words=self._line(values, "words", LONGEST_REASON),
        )

    # No more

    def _stop(self):
        """Nobody writes to this employer any more, in any campaign; staff see it."""
        self.ensure_one()
        self._take_turn()
        self.employer_id.write(
            {
                "mobility_no_solicitation": True,
                "mobility_no_solicitation_on": civil_day(self),
            }
        )
        rows = acting(
            self.search(
                Domain("employer_id", "=", self.employer_id.id)
                & Domain("state", "in", (*OPEN, "queued"))
            )
        )
        rows._forget_later()
        rows.filtered(lambda row: row.state == "queued").write(
            {"state": "not_sent", "not_sent_reason": "opted_out"}
        )
        rows.filtered(lambda row: row.state != "not_sent").write(
            {"state": "opted_out", "answered_on": act_day(self)}
        )
