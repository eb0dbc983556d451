from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..models.guard import civil_day

# An offer that is open for no longer has the dates of its session.
_A_SESSION = 14
_LIVE = ("draft", "submitted", "agreed")
# The days of a span that nobody means are not all looked at.
_LOOKED_AT = timedelta(days=2 * 366)


class MobilitySession(models.TransientModel):
    """Several agents at the same place on the same days: a request each, and then a
    convention each. Nothing that leaves tells one of them who the others are."""

    _name = "mobility.session"
    _description = "Several agents at one place"

    offer_id = fields.Many2one(
        "mobility.offer",
        string="Place",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    candidate_ids = fields.Many2many("mobility.candidate", string="Agents")
    date_start = fields.Date(string="First day")
    date_end = fields.Date(string="Last day")
    free_places = fields.Integer(
        string="Places left on these days", compute="_compute_free_places"
    )

    @api.depends("offer_id", "date_start", "date_end")
    def _compute_free_places(self):
        for session in self:
            taken = session._taken().candidate_id
            session.free_places = session.offer_id.capacity - len(taken)

    def _taken(self):
        """The living requests for this place on these days."""
        self.ensure_one()
        own = Domain("offer_id", "=", self.offer_id.id) & Domain("state", "in", _LIVE)
        if self.date_start and self.date_end:
            own &= Domain("date_start", "=", False) | (
                Domain("date_start", "<=", self.date_end)
                & Domain("date_end", ">=", self.date_start)
            )
        return self.env["mobility.request"].search(own)

    def action_make(self):
        """Make a request for each agent who has none for these days.

        :raises UserError: no agent, dates that the place is not open on, or more
            agents than it takes at a time
        """
        self.ensure_one()
        offer = self.offer_id
        offer.check_access("write")
        offer._check_asked_for()
        self._check_dates()
        taken = self._taken().candidate_id
        left = self.candidate_ids - taken
        if not left:
            raise UserError(
                self.env._("Choose the agents: each needs a request of their own.")
                if not self.candidate_ids
                else self.env._("Each of these agents has a request already.")
            )
        if len(taken | left) > offer.capacity:
            raise UserError(
                self.env._(
                    "This place takes %(most)s agents at a time, and %(taken)s have a "
                    "request for these days: choose %(free)s at most.",
                    most=offer.capacity,
                    taken=len(taken),
                    free=max(offer.capacity - len(taken), 0),
                )
            )
        self.env["mobility.request"].create(
            [
                {
                    "candidate_id": agent.id,
                    "offer_id": offer.id,
                    "company_id": offer.company_id.id,
                    "date_start": self.date_start,
                    "date_end": self.date_end,
                }
                for agent in left
            ]
        )
        return offer.action_open_requests()

    def _check_dates(self):
        first, last, offer = self.date_start, self.date_end, self.offer_id
        if bool(first) != bool(last) or (first and first > last):
            raise UserError(
                self.env._(
                    "Give the first and the last day, or neither: each agent then "
                    "chooses."
                )
            )
        if first and first <= civil_day(offer):
            raise UserError(self.env._("The first day is over: choose a later one."))
        if first and (
            (offer.date_from and first < offer.date_from)
            or (offer.date_to and last > offer.date_to)
        ):
            raise UserError(self.env._("The place is not open on all of these days."))
        if first:
            self._check_open_days()

    def _check_open_days(self):
        """Refuse dates on which nobody could come."""
        offer = self.offer_id
        last = min(self.date_end, self.date_start + _LOOKED_AT)
        days = {day for day, _half in offer._calendar().days(self.date_start, last)}
        if not days:
            raise UserError(
                self.env._(
                    "Nobody is received on these days: they are a week-end, public "
                    "holidays or days when the host is closed. Choose working days."
                )
            )
        if not days.difference(offer._full_days(days)):
            raise UserError(
                self.env._("Every place is taken on these working days: choose others.")
            )


class MobilityOffer(models.Model):
    _inherit = "mobility.offer"

    def _check_asked_for(self):
        """Refuse no offer, and one that nobody can ask for today."""
        if not self or not self._is_open():
            raise UserError(
                self.env._(
                    "Read the place over and publish it first: it is asked for then."
                )
            )

    def action_session(self):
        """Enter several agents at once for this place."""
        return self._session(self.env["mobility.candidate"])

    def _session(self, agents):
        """The window for these agents, on the dates of the place when it has some."""
        self.check_access("write")
        self._check_asked_for()
        first, last = self.date_from, self.date_to
        dated = first and last and (last - first).days < _A_SESSION
        session = self.env["mobility.session"].create(
            {
                "offer_id": self.id,
                "candidate_ids": [Command.set(agents.ids)],
                "date_start": dated and first,
                "date_end": dated and last,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Several agents at one place"),
            "res_model": session._name,
            "res_id": session.id,
            "view_mode": "form",
            "target": "new",
        }


class MobilitySolicitation(models.Model):
    _inherit = "mobility.solicitation"

    def action_make_requests(self):
        """Enter the agents of the campaign for the place that this employer gave.

        :raises UserError: no place was given, or it is not published yet
        """
        self.ensure_one()
        self.campaign_id.check_access("write")
        return self.offer_id._session(self.campaign_id.candidate_ids)
