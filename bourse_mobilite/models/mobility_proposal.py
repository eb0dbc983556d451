import json
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .guard import acting, civil_day, refuse_unless_acting

# Files written at once.
_FILES = 500


class MobilityProposal(models.Model):
    """A place put before the adviser of an agent: with its score, what made it, and
    which weights. A person decides what becomes of it.

    Nothing here knows of the working conditions that an agent must avoid: the list is
    the one of an agent without any (see ``mobility.matching``).
    """

    _name = "mobility.proposal"
    _description = "Place proposed to an agent"
    _order = "candidate_id, score desc, id"
    _rec_name = "offer_id"

    candidate_id = fields.Many2one(
        "mobility.candidate",
        string="Agent",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    offer_id = fields.Many2one(
        "mobility.offer",
        string="Place",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    host_id = fields.Many2one(related="offer_id.host_id")
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", required=True, readonly=True
    )
    weights_id = fields.Many2one(
        "mobility.weights", required=True, readonly=True, ondelete="restrict"
    )
    score = fields.Integer(readonly=True, help="It only sorts the list.")
    points = fields.Json(readonly=True)
    facts = fields.Json(readonly=True)
    made_on = fields.Date(readonly=True, required=True)
    state = fields.Selection(
        [
            ("found", "Found"),
            ("told", "Proposed to the agent"),
            ("set_aside", "Set aside"),
        ],
        required=True,
        readonly=True,
        default="found",
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_on = fields.Date(readonly=True)
    why_fits = fields.Char(compute="_compute_words", string="Fits")
    why_not = fields.Char(compute="_compute_words", string="Does not fit")

    _once = models.UniqueIndex("(candidate_id, offer_id)")

    def _compute_words(self):
        words = self.env["mobility.matching"]._words_of(
            [(proposal.points, proposal.facts) for proposal in self]
        )
        for proposal, said in zip(self, words, strict=True):
            proposal.why_fits = " · ".join(text for good, text in said if good)
            proposal.why_not = " · ".join(text for good, text in said if not good)

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        return super().create(vals_list)

    def write(self, vals):
        refuse_unless_acting(self)
        return super().write(vals)

    # Made, and decided on

    @api.model
    def _refresh(self, candidates):
        """Look for places again for these files: those that nobody decided on make way
        for the best of today."""
        for company in candidates.company_id:
            files = candidates.filtered(lambda file, of=company: file.company_id == of)
            ranked = self.env["mobility.matching"]._best_for_each(files, company)
            self._store(company, ranked)

    @api.model
    def _count_shown(self):
        """Note on each offer how many lists show it: what nobody sees comes up from
        tomorrow on, and no list changes in the course of a day."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                UPDATE mobility_offer SET shown_count = shown.count
                  FROM (SELECT offer.id, COUNT(proposal.id)
                          FROM mobility_offer offer
                          LEFT JOIN mobility_proposal proposal
                            ON proposal.offer_id = offer.id
                           AND proposal.state <> 'set_aside'
                         GROUP BY offer.id) shown (id, count)
                 WHERE shown.id = mobility_offer.id
                   AND mobility_offer.shown_count IS DISTINCT FROM shown.count
             RETURNING mobility_offer.id
                """
            )
        )
        self.env["mobility.offer"].invalidate_model(["shown_count"])

    @api.model
    def _store(self, company, ranked):
        """Write ``(candidate id, [(place, verdict)])`` as they come, some files at once,
        straight into the table: one night may make 200,000 rows."""
        weights = self.env["mobility.weights"]._in_force(company)
        today = civil_day(self)
        ranked = iter(ranked)
        while files := list(islice(ranked, _FILES)):
            rows = [
                (candidate, place.id, verdict.score, verdict.points, verdict.facts)
                for candidate, best in files
                for place, verdict in best
            ]
            self.env.execute_query(
                SQL(
                    "DELETE FROM mobility_proposal WHERE state = 'found' "
                    "AND candidate_id IN %s RETURNING id",
                    tuple(candidate for candidate, _best in files),
                )
            )
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO mobility_proposal (candidate_id, offer_id, score, points,
                           facts, company_id, weights_id, made_on, state,
                           create_uid, write_uid, create_date, write_date)
                    SELECT one.candidate, one.offer, one.score, one.points::jsonb,
                           one.facts::jsonb, %(company)s, %(weights)s, %(today)s,
                           'found', %(user)s, %(user)s, NOW() AT TIME ZONE 'UTC',
                           NOW() AT TIME ZONE 'UTC'
                      FROM unnest(%(candidates)s::int[], %(offers)s::int[],
                                  %(scores)s::int[], %(points)s::text[],
                                  %(facts)s::text[])
                           one (candidate, offer, score, points, facts)
                    -- What someone decided on stays as it was.
                        ON CONFLICT (candidate_id, offer_id) DO NOTHING
                 RETURNING id
                    """,
                    company=company.id,
                    weights=weights.id,
                    today=today,
                    user=self.env.uid,
                    candidates=[row[0] for row in rows],
                    offers=[row[1] for row in rows],
                    scores=[row[2] for row in rows],
                    points=[json.dumps(row[3]) for row in rows],
                    facts=[json.dumps(row[4]) for row in rows],
                )
            )
        self.env.invalidate_all()

    def action_set_aside(self):
        """Not for this agent: it leaves the list, and does not come back."""
        self._decide("set_aside")

    def action_tell(self):
        """Propose these places to their agents, one mail each.

        :raises UserError: a place is no longer open, an agent has no mailbox
        """
        self.check_access("write")
        # Pressed twice, an agent is written to once.
        new = self.filtered(lambda proposal: proposal.state == "found")
        for candidate, proposals in new.grouped("candidate_id").items():
            offers = proposals.offer_id
            closed = offers.filtered(lambda offer: not offer._is_open())
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
