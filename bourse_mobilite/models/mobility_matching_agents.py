from odoo import api, models
from odoo.tools import SQL

from ..rules.matching import spec
from ..rules.matching.agents import Agents, best, interested
from ..rules.territory import box_around
from .mobility_matching import MOST


class MobilityMatching(models.AbstractModel):
    """The other way: the agents whom an offer fits, among those who look for an
    immersion.

    Never with what an agent must avoid: whoever reads these lists is not the agent.
    """

    _inherit = "mobility.matching"

    @api.model
    def _best_agents(self, offer, most=MOST):
        """The agents whom an offer fits best, ``[(file id, verdict)]``, the best
        first."""
        place, weights = self._place_and_weights(offer)
        ids = self._who_looks(place, offer.company_id)
        agents = self._agents(self.env["mobility.candidate"].browse(ids))
        ranks, _scores = best(place, Agents(agents), weights, most)
        return [(ids[rank], spec.judge(agents[rank], place, weights)) for rank in ranks]

    @api.model
    def _interested_in(self, offer):
        """The ids of the files for which the offer is kept and whose agent aims at its
        métier or one near it."""
        place, weights = self._place_and_weights(offer)
        ids = self._who_looks(place, offer.company_id, aimed=True)
        agents = self._agents(self.env["mobility.candidate"].browse(ids))
        return [ids[rank] for rank in interested(place, Agents(agents), weights)]

    @api.model
    def _place_and_weights(self, offer):
        self.env.flush_all()
        (place,) = self._places(SQL("offer.id = %s", offer.id))
        return place, self._weights(offer.company_id)

    @api.model
    def _who_looks(self, place, company, aimed=False):
        """The ids of the files of those who look for an immersion and may live near
        enough; PostgreSQL leaves out the others without reading them.

        :param aimed: only those who aim at the métier of the place or one near it
        """
        looking = SQL(
            "file.active AND file.seeking AND file.company_id = %s", company.id
        )
        condition = SQL("%s AND %s", looking, self._near_sql(place, looking))
        if aimed:
            condition = SQL(
                """
                %s AND EXISTS (
                    SELECT 1 FROM mobility_candidate_mobility_metier_rel target
                     WHERE target.mobility_candidate_id = file.id
                       AND (target.mobility_metier_id = %s
                            OR target.mobility_metier_id IN (
                               SELECT metier_id FROM mobility_metier_near_rel
                                WHERE near_id = %s)))
                """,
                condition,
                place.metier,
                place.metier,
            )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT file.id FROM mobility_candidate file
                  LEFT JOIN mobility_commune commune ON commune.id = file.commune_id
                 WHERE %s ORDER BY file.id
                """,
                condition,
            )
        )
        return [key for (key,) in rows]

    @api.model
    def _near_sql(self, place, looking):
        """SQL condition on ``file`` and its ``commune``: within reach, or nobody knows;
        a little too much rather than too little, the rules judge afterwards."""
        if not place.point:
            return SQL("TRUE")
        radiuses = self.env.execute_query(
            SQL(
                "SELECT DISTINCT COALESCE(file.radius_km, 0) "
                "FROM mobility_candidate file WHERE %s",
                looking,
            )
        )
        here = spec.degrees(place.point)
        boxes = [
            (radius, *box_around(*here, 2 * max(1, radius) + 1))
            for (radius,) in radiuses
        ]
        columns = list(zip(*boxes, strict=True)) or [()] * 5
        return SQL(
            """
            (commune.id IS NULL
             OR (COALESCE(commune.latitude, 0) = 0
                 AND COALESCE(commune.longitude, 0) = 0)
             OR EXISTS (
                SELECT 1 FROM unnest(%s::int[], %s::float[], %s::float[], %s::float[],
                                     %s::float[]) box (radius, south, north, west, east)
                 WHERE box.radius = COALESCE(file.radius_km, 0)
                   AND commune.latitude BETWEEN box.south AND box.north
                   AND commune.longitude BETWEEN box.west AND box.east))
            """,
            *(list(column) for column in columns),
        )
