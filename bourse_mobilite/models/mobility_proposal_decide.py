from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .guard import acting, civil_day

# What can still be proposed; what an employer gave, too.
_TO_TELL = ("found", "offered")
# Requests that are not over.
_LIVE = ("draft", "submitted", "agreed")


class MobilityProposal(models.Model):
    """What a person decides of a place that was found: proposed, or set aside."""

    _inherit = "mobility.proposal"

    def action_set_aside(self):
        """Not for this agent: it leaves the list, and does not come back."""
        self._decide("set_aside")

    def action_tell(self):
        """Propose these places to their agents, one mail each.

        :raises UserError: a place is not open or already asked for, an agent has no
            mailbox
        """
        self.check_access("write")
        # Pressed twice, an agent is written to once.
        new = self.filtered(lambda proposal: proposal.state in _TO_TELL)
        new._check_not_asked_for()
        for candidate, proposals in new.grouped("candidate_id").items():
            offers = proposals.offer_id
            closed = offers.filtered(lambda offer: not offer._is_open())
            waiting = closed.filtered(
                lambda offer: offer.state in ("draft", "submitted")
            )
            if waiting:
                raise UserError(
                    self.env._(
                        "%s is not published yet: read the place over and publish it "
                        "first, then propose it.",
                        ", ".join(waiting.mapped("name")),
                    )
                )
            if closed:
                raise UserError(
                    self.env._(
                        "%s is no longer open: look for places again.",
                        ", ".join(closed.mapped("name")),
                    )
                )
            candidate._propose(proposals, self.env.user)
            candidate.message_post(
                body=self.env._(
                    "Proposed to the agent: %s.", ", ".join(offers.mapped("name"))
                )
            )
            proposals._decide("told")

    def _check_not_asked_for(self):
        asked = {
            (request.candidate_id, request.offer_id): request
            for request in self.env["mobility.request"]
            .sudo()
            .search(
                Domain("candidate_id", "in", self.candidate_id.ids)
                & Domain("offer_id", "in", self.offer_id.ids)
                & Domain("state", "in", _LIVE)
            )
        }
        for proposal in self:
            request = asked.get((proposal.candidate_id, proposal.offer_id))
            if request:
                raise UserError(
                    self.env._(
                        "%(agent)s already has a request for “%(place)s”: "
                        "%(request)s. There is nothing to propose.",
                        agent=proposal.candidate_id.name,
                        place=proposal.offer_id.name,
                        request=request.name,
                    )
                )

    @api.model
    def _drop_asked(self, requests):
        """What was found for an agent and is now asked for leaves the lists."""
        asked = requests.filtered("offer_id")
        pairs = {(request.candidate_id, request.offer_id) for request in asked}
        if not pairs:
            return
        found = self.sudo().search(
            Domain("candidate_id", "in", asked.candidate_id.ids)
            & Domain("offer_id", "in", asked.offer_id.ids)
            & Domain("state", "=", "found")
        )
        found.filtered(lambda row: (row.candidate_id, row.offer_id) in pairs).unlink()

    def action_take_back(self):
        """Put it on the list again."""
        self._decide("found")

    def _decide(self, state):
        self.check_access("write")
        decided = state != "found"
        acting(self).write(
            {
                "state": state,
                "decided_by_id": decided and self.env.uid,
                "decided_on": decided and civil_day(self),
            }
        )
