import json
from itertools import islice

from odoo import api, fields, models
from odoo.tools import SQL

from .guard import civil_day, refuse_unless_acting

# Files written at once.
_FILES = 500


# The two lists on which a pair may be: the places of an agent, the agents of a place.
_LISTS = {"candidate_id": "for_agent", "offer_id": "for_offer"}


def shown_on(flag):
    """Domain of the rows of one of the two lists: what was found for it, and whatever
    was proposed or given since."""
    return [
        ("state", "!=", "set_aside"), "|", ("state", "!=", "found"), (flag, "=", True),
    ]  # fmt: skip


class MobilityProposal(models.Model):
    """A place put before the adviser of an agent: with its score, what made it, and
    which weights. A person decides what becomes of it.

    The same row whichever way it was found: from the agent's file or from the offer.

    Nothing here knows of the working conditions that an agent must avoid: the list is
    the one of an agent without any (see ``mobility.matching``).
    """

    _name = "mobility.proposal"
    _description = "Place proposed to an agent"
    _order = "score desc, id"
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
    adviser_id = fields.Many2one(related="candidate_id.adviser_id")
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
    for_agent = fields.Boolean(
        string="Among the best places of the agent", readonly=True, default=True
    )
    for_offer = fields.Boolean(
        string="Among the best agents of the place", readonly=True
    )
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
    def _refresh_agents(self, offer):
        """Look for agents again for this offer: as for a file, the other way."""
        found = self.env["mobility.matching"]._best_agents(offer)
        rows = [(candidate, offer.id, verdict) for candidate, verdict in found]
        self._replace(offer.company_id, "offer_id", offer.ids, rows)
        self.env.invalidate_all()

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
                           AND (proposal.for_agent OR proposal.state <> 'found')
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
        ranked = iter(ranked)
        while files := list(islice(ranked, _FILES)):
            rows = [
                (candidate, place.id, verdict)
                for candidate, best in files
                for place, verdict in best
            ]
            ids = [candidate for candidate, _best in files]
            self._replace(company, "candidate_id", ids, rows)
        self.env.invalidate_all()

    @api.model
    def _replace(self, company, owner, ids, rows):
        """Put ``rows`` on the lists of these owners instead of what was found before;
        what the other list still shows stays there.

        :param owner: the field of whose lists they are
        :param rows: ``[(candidate id, offer id, verdict)]``
        """
        flag = SQL.identifier(_LISTS[owner])
        (other,) = (name for name in _LISTS.values() if name != _LISTS[owner])
        found = SQL("state = 'found' AND %s IN %s", SQL.identifier(owner), tuple(ids))
        other = SQL.identifier(other)
        self.env.execute_query(
            SQL(
                "DELETE FROM mobility_proposal WHERE %s AND %s IS NOT TRUE RETURNING id",
                found,
                other,
            )
        )
        self.env.execute_query(
            SQL(
                "UPDATE mobility_proposal SET %s = FALSE WHERE %s AND %s RETURNING id",
                flag,
                found,
                flag,
            )
        )
        self.env.execute_query(
            SQL(
                """
                INSERT INTO mobility_proposal (candidate_id, offer_id, score, points,
                       facts, company_id, weights_id, made_on, state, %(flag)s,
                       %(other)s, create_uid, write_uid, create_date, write_date)
                SELECT one.candidate, one.offer, one.score, one.points::jsonb,
                       one.facts::jsonb, %(company)s, %(weights)s, %(today)s,
                       'found', TRUE, FALSE, %(user)s, %(user)s,
                       NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
                  FROM unnest(%(candidates)s::int[], %(offers)s::int[],
                              %(scores)s::int[], %(points)s::text[],
                              %(facts)s::text[])
                       one (candidate, offer, score, points, facts)
                    ON CONFLICT (candidate_id, offer_id) DO UPDATE
                   SET %(flag)s = TRUE, score = EXCLUDED.score,
                       points = EXCLUDED.points, facts = EXCLUDED.facts,
                       weights_id = EXCLUDED.weights_id, made_on = EXCLUDED.made_on,
                       write_date = EXCLUDED.write_date
                    -- What someone decided on stays as it was.
                 WHERE mobility_proposal.state = 'found'
             RETURNING id
                """,
                flag=flag,
                other=other,
                company=company.id,
                weights=self.env["mobility.weights"]._in_force(company).id,
                today=civil_day(self),
                user=self.env.uid,
                candidates=[candidate for candidate, _offer, _verdict in rows],
                offers=[offer for _candidate, offer, _verdict in rows],
                scores=[verdict.score for *_pair, verdict in rows],
                points=[json.dumps(verdict.points) for *_pair, verdict in rows],
                facts=[json.dumps(verdict.facts) for *_pair, verdict in rows],
            )
        )
