from dataclasses import replace
from hashlib import sha256

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ..rules.working_days import HALVES
from .guard import civil_day

# Rules that no choice of days changes.
_WHATEVER_THE_DAYS = ("apprentice", "private_host", "own_employer", "another_employer")
# Nor any of these, once days are chosen: they lie with the file.
_NOT_THE_DAYS = (*_WHATEVER_THE_DAYS, "away", "other_unknown")
# The form sent again finds its request here, and is not a second one.
_STILL_ASKED = ("submitted", "agreed")
# A message names no more days than these.
_NAMED = 10


class RequestNotice(UserError):
    """The request can be sent, but something should be known first."""

    @property
    def mark(self):
        """What the page sends back once it is read: another note has another one."""
        return sha256(self.args[0].encode()).hexdigest()


class RequestRefused(ValidationError):
    """A rule refuses the request, one line a reason.

    :param list about_days: those of the lines that other days would answer; all of
        them unless it is given
    """

    def __init__(self, lines, about_days=None):
        super().__init__("\n".join(lines))
        self.about_days = frozenset(lines if about_days is None else about_days)


class MobilityRequest(models.Model):
    """How an agent makes a request on the portal."""

    _inherit = "mobility.request"

    @api.model
    def _create_from_portal(self, candidate, offer, values, confirmed=""):
        """Make and send the request of the logged-in agent, once: sent again, the
        same days of the same offer are the request that was made of them. Nothing is
        written when it is refused.

        :param dict values: ``motivation``, and either ``days`` or ``date_start`` and
            ``date_end``; ``days`` is a list of ``(date, half)`` whose half may be
            empty: all that is open that day. ``follows``: the id of the own
            postponed request that this one takes up, ignored when it is none
        :param confirmed: the ``mark`` of the `RequestNotice` that the agent has read
        :raises AccessError: the file is not the user's own
        :raises RequestNotice: it could be sent, but not everything is as it should
        :raises UserError: a rule refuses it
        """
        if not candidate or candidate.sudo().partner_id != self.env.user.partner_id:
            raise AccessError(
                self.env._("A request is made from one's own mobility file.")
            )
        if not offer or not offer.sudo()._is_open():
            raise UserError(self.env._("This offer is no longer published."))
        try:
            with self.env.cr.savepoint():
                return self._portal_send(candidate, offer, values, confirmed)
        except IntegrityError as error:
            # Two forms sent at once: the other one took the days meanwhile.
            raise ValidationError(
                self.env._("You already have an immersion on one of these days.")
            ) from error

    @api.model
    def _portal_send(self, candidate, offer, values, confirmed):
        candidate_sudo = candidate.sudo()
        # Sent twice at once, the second one waits here and is replayed.
        candidate_sudo._take_turn()
        choice = offer._day_choice(candidate_sudo)
        sent = self._portal_sent(candidate_sudo, offer, values, choice)
        if sent:
            return sent
        vals = self._portal_vals(candidate, offer, values, choice)
        draft_sudo = self.sudo()._portal_draft(vals)
        draft_sudo._check_days_are_free()
        draft_sudo._check_days_can_be_chosen(choice)
        draft_sudo._check_complete()
        texts = {one: draft_sudo._finding_text(one) for one in draft_sudo._findings()}
        blocking = [one for one in texts if one.blocking]
        if blocking:
            raise RequestRefused(
                [texts[one] for one in blocking],
                [texts[one] for one in blocking if one.code not in _NOT_THE_DAYS],
            )
        notice = RequestNotice("\n".join(texts.values()))
        if texts and notice.mark != confirmed:
            raise notice
        request_sudo = self.sudo().create(vals)
        request_sudo.action_submit()
        return self.browse(request_sudo.id)

    @api.model
    def _portal_sent(self, candidate_sudo, offer, values, choice):
        """The own request that already asks this offer for exactly these days, or
        nothing."""
        for sent_sudo in self.sudo().search(
            Domain("candidate_id", "=", candidate_sudo.id)
            & Domain("offer_id", "=", offer.id)
            & Domain("state", "in", _STILL_ASKED)
        ):
            # What it takes itself was free when it was sent.
            own = candidate_sudo._own_parts(choice.first, apart_from=sent_sudo)
            then = replace(choice, own=own, full=frozenset())
            days = self._portal_days(values, then) or dict(
                choice.calendar.days(values["date_start"], values["date_end"])
            )
            if days == {day.date: day.half for day in sent_sudo.day_ids}:
                return self.browse(sent_sudo.id)
        return self.browse()

    @api.model
    def _portal_barred(self, candidate, offer):
        """What forbids this agent to ask for this offer, whatever the days: sentences
        to show instead of the form. The caller has checked that the file is one's own.
        """
        today = civil_day(self)
        nothing_typed = {"motivation": "", "date_start": today, "date_end": today}
        choice = offer._day_choice(candidate.sudo())
        vals = self._portal_vals(candidate, offer, nothing_typed, choice)
        draft_sudo = self.sudo().new(vals)
        codes = {
            finding.code
            for finding in draft_sudo._party_findings()
            if finding.blocking and finding.code in _WHATEVER_THE_DAYS
        }
        return [draft_sudo._barred_text(code) for code in sorted(codes)]

    def _check_days_are_free(self):
        """Refuse a day, or the half of a day, on which the agent already has an
        immersion.

        :raises RequestRefused: with these days and the number of what takes them
        """
        asked = {day.date: set(HALVES[day.half]) for day in self.day_ids}
        others = self.env["mobility.day"].search(
            Domain("candidate_id", "=", self.candidate_id.id)
            & Domain("date", "in", list(asked))
            & Domain("live", "=", True)
        )
        taken = others.filtered(
            lambda day: asked[day.date] & set(HALVES[day.half])
        ).sorted("date")
        if taken:
            text = self.env._(
                "Your request %(numbers)s already takes these days: %(days)s. Choose "
                "other days, or withdraw the other request first.",
                numbers=", ".join(taken.request_id.mapped("name")),
                days=self._dates_text(set(taken.mapped("date"))),
            )
            raise RequestRefused([text])

    def _check_days_can_be_chosen(self, choice):
        """Refuse what the calendar does not offer: a day on which the host is closed
        or has no place left, a day too early or too far.

        :raises RequestRefused: with these days and why, one reason a line
        """
        refused = {}
        for day in self.day_ids:
            if not choice.allows(day.date, day.half):
                why = self.offer_id._day_why(choice, day.date)
                refused.setdefault(why, set()).add(day.date)
        if refused:
            raise RequestRefused(
                [
                    self.env._(
                        "These days cannot be chosen (%(reason)s): %(days)s.",
                        reason=why,
                        days=self._dates_text(days),
                    )
                    for why, days in refused.items()
                ]
            )

    def _dates_text(self, dates):
        named = [self._date_text(day) for day in sorted(dates)]
        return ", ".join([*named[:_NAMED], "…"] if len(named) > _NAMED else named)

    @api.model
    def _portal_vals(self, candidate, offer, values, choice):
        candidate_sudo = candidate.sudo()
        today = civil_day(self)
        regimes_sudo = self.env["mobility.regime"].sudo()
        vals = {
            "candidate_id": candidate.id,
            "company_id": candidate_sudo.company_id.id,
            "offer_id": offer.id,
            "regime_id": regimes_sudo._in_force(
                "pip", today, candidate_sudo.company_id
            ).id,
            "source": "portal",
            "motivation": values["motivation"],
            "follows_id": self._portal_postponed(
                candidate, values.get("follows"), offer
            ).id,
        }
        if not values.get("days"):
            period = {name: values[name] for name in ("date_start", "date_end")}
            return {**vals, **period}
        days = self._portal_days(values, choice)
        return {
            **vals,
            "date_start": min(days),
            "date_end": max(days),
            "day_ids": [
                Command.create({"date": day, "half": days[day]}) for day in sorted(days)
            ],
        }

    @api.model
    def _portal_days(self, values, choice):
        """``{date: half}`` of the days that were ticked."""
        return {
            # A day that cannot be had keeps its name: it is refused with the reason.
            day: half or choice.half(day) or "full"
            for day, half in values.get("days") or ()
        }

    @api.model
    def _portal_draft(self, vals):
        """The request as it would be, written nowhere: refusing it costs no number."""
        draft = self.new(vals)
        if "day_ids" not in vals:
            draft.day_ids = draft._days_between()
        return draft

    @api.model
    def _portal_postponed(self, candidate, request_id, offer=None):
        """The own request, postponed and not taken up yet, that a new one for
        ``offer`` can take up; nothing when it is not all that.

        :param offer: None: it is not known yet; else the same one, or the same host's
        """
        requests_sudo = self.sudo()
        if not request_id or not candidate:
            return requests_sudo
        postponed_sudo = requests_sudo.search(
            Domain("id", "=", request_id)
            & Domain("candidate_id", "=", candidate.id)
            & Domain("state", "=", "postponed")
        )
        taken_up = postponed_sudo._taken_up_by()
        elsewhere = offer and offer.sudo().host_id != postponed_sudo.host_id
        return requests_sudo if taken_up or elsewhere else postponed_sudo

    def _portal_proposal(self):
        """What the agent is shown of the dates proposed instead of those asked for:
        ``motivation``, ``date_start`` and ``date_end`` of the first proposal,
        ``whole`` when it is no longer than what was asked for, and ``proposals``, a sentence for
        each party that proposed.

        The caller has it from `_portal_postponed`: it is the reader's own.
        """
        self.ensure_one()
        rows = self.decision_ids.filtered(
            lambda row: row.answer == "postponed"
            and row.proposed_start
            and row.proposed_end
        )
        start, end = rows[:1].proposed_start, rows[:1].proposed_end
        # The days may be chosen inside a longer period: then it is no choice yet.
        portions = {
            half: 1 if half == "full" else self.regime_id.half_day_value
            for half in HALVES
        }
        open_days = self._calendar().days(start, end) if rows else []
        return {
            "motivation": self.motivation or "",
            "date_start": start,
            "date_end": end,
            "whole": bool(open_days)
            and sum(portions[half] for _day, half in open_days) <= self.days,
            "proposals": [
                self.env._(
                    "%(name)s: between %(start)s and %(end)s",
                    name=row.organisation_id.name,
                    start=self._date_text(row.proposed_start),
                    end=self._date_text(row.proposed_end),
                )
                for row in rows
            ],
        }
