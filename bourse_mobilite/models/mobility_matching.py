from odoo import api, models
from odoo.tools import SQL

from ..rules.matching import arrays, spec
from ..rules.territory import box_around

MOST = 20
# What is read first for one agent; what else may be among the best is read then.
_FIRST_LOOK = 60
# What PostgreSQL does not reckon beforehand.
_NOT_IN_BOUND = ("dates", "licence", "answers", "exposure")
# Files at once: what is held in memory does not grow with their number.
_FILES = 1000


class MobilityMatching(models.AbstractModel):
    """Which places fit: one agent now, or all of them in the night."""

    _inherit = "mobility.matching"

    @api.model
    def _best_for(self, candidate, most=MOST, restricted=False):
        """The best places for one file, ``[(place, verdict)]``, the best first.

        :param restricted: see ``_agents``
        """
        self.env.flush_all()
        agent = self._agents(candidate, restricted)[0]
        weights = self._weights(candidate.company_id)
        return self._ranked(agent, candidate.company_id, weights, most)

    @api.model
    def _best_for_each(self, candidates, company, most=MOST, restricted=False):
        """Yield ``(candidate id, [(place, verdict)])`` of the files of one centre de
        gestion."""
        self.env.flush_all()
        weights = self._weights(company)
        places = self._places(self._open_sql(company))
        table = arrays.Places(places, self._horizon())
        for start in range(0, len(candidates), _FILES):
            files = candidates[start : start + _FILES]
            agents = self._agents(files, restricted)
            ranked = arrays.best(agents, table, weights, most)
            for file, agent, (ranks, _scores) in zip(
                files, agents, ranked, strict=True
            ):
                yield (
                    file.id,
                    [
                        (places[rank], spec.judge(agent, places[rank], weights))
                        for rank in ranks
                    ],
                )

    @api.model
    def _weights(self, company):
        return self.env["mobility.weights"]._in_force(company)._as_rules()

    @api.model
    def _judged(self, agent, places, weights, most):
        if not places:
            return []
        table = arrays.Places(places, self._horizon())
        ranks, _scores = next(arrays.best([agent], table, weights, most))
        return [
            (places[rank], spec.judge(agent, places[rank], weights)) for rank in ranks
        ]

    # One agent: only the places that can be among the best are read

    @api.model
    def _ranked(self, agent, company, weights, most):
        """The best ``most`` open offers, ``[(place, verdict)]``, without reading those
        that cannot be among them.

        PostgreSQL knows the points of the métier, the skills and the distance; the
        other criteria can add no more than their weights. So a few offers are judged
        first, then those alone that could reach the last of these.
        """
        bounds = self.env.execute_query(self._bound_sql(agent, company, weights))
        bounds.sort()
        first, others = bounds[: _FIRST_LOOK + most], bounds[_FIRST_LOOK + most :]
        best = self._judged(agent, self._places_of(first), weights, most)
        if len(best) == most:
            rest = spec.FULL * sum(getattr(weights, name) for name in _NOT_IN_BOUND)
            floor = best[-1][1].score - rest if best else 0
            others = [row for row in others if -row[0] >= floor]
        best += self._judged(agent, self._places_of(others), weights, most)
        return sorted(best, key=spec.order)[:most]

    @api.model
    def _places_of(self, rows):
        ids = tuple(row[1] for row in rows)
        return self._places(SQL("offer.id IN %s", ids)) if ids else []

    @api.model
    def _bound_sql(self, agent, company, weights):
        """SQL of ``(- bound, id)`` of the open offers that are not too far: what the
        métier, the skills and the distance give them."""
        metiers = self.env.execute_query(
            SQL("SELECT id, filiere_id, categories FROM mobility_metier")
        )
        post = [
            (
                key,
                weights.metier * spec.metier_points(key, agent)
                + weights.filiere * spec.filiere_points(filiere or 0, agent)
                + weights.category * spec.category_points(categories or "", agent),
            )
            for key, filiere, categories in metiers
        ]
        unknown = (
            weights.metier * spec.metier_points(0, agent)
            + weights.filiere * spec.UNKNOWN
            + weights.category * spec.UNKNOWN
        )
        return SQL(
            """
            WITH reach AS MATERIALIZED (%(reach)s),
                 known AS (%(known)s)
            SELECT - (reach.points + COALESCE(post.points, %(unknown)s)
                      + %(skills)s * COALESCE(known.points, 0)), reach.id
              FROM reach
              LEFT JOIN known ON known.id = reach.id
              LEFT JOIN unnest(%(metiers)s::int[], %(points)s::int[])
                        post (id, points) ON post.id = reach.metier_id
            """,
            reach=self._reach_sql(agent, company, weights),
            known=self._skill_points_sql(agent),
            unknown=unknown,
            skills=weights.skills,
            metiers=[key for key, _points in post],
            points=[points for _key, points in post],
        )

    @api.model
    def _reach_sql(self, agent, company, weights):
        """SQL of ``(id, metier_id, asked, points)`` of the open offers that are not too
        far: the points are what the distance gives them."""
        columns = SQL("SELECT offer.id, offer.metier_id, offer.skills_asked AS asked")
        is_open = self._open_sql(company)
        near = self._near_communes(agent)
        if near is None:
            return SQL(
                "%s, %s AS points FROM mobility_offer offer WHERE %s",
                columns,
                weights.distance * spec.UNKNOWN,
                is_open,
            )
        return SQL(
            """
            %(columns)s, near.points
              FROM unnest(%(communes)s::int[], %(points)s::int[]) near (id, points)
              JOIN mobility_offer offer ON offer.commune_id = near.id
             WHERE %(open)s
             UNION ALL
            %(columns)s, 0 FROM mobility_offer offer
             WHERE offer.commune_id IS NULL AND %(open)s
            """,
            columns=columns,
            communes=[key for key, _points in near],
            points=[weights.distance * points for _key, points in near],
            open=is_open,
        )

    @api.model
    def _skill_points_sql(self, agent):
        """SQL of ``(id, points)`` of the offers in reach that ask for a skill of the
        agent."""
        return SQL(
            """
            SELECT reach.id,
                   %s * SUM(LEAST(own.level, line.progress)) / reach.asked AS points
              FROM unnest(%s::int[], %s::int[]) own (skill, level)
              JOIN mobility_offer_skill line ON line.skill_id = own.skill
              JOIN reach ON reach.id = line.offer_id
             GROUP BY reach.id, reach.asked
            """,
            spec.FULL,
            list(agent.skills),
            list(agent.skills.values()),
        )

    @api.model
    def _near_communes(self, agent):
        """``[(commune, points of distance)]`` of those that are not too far, and of
        those whose place nobody knows; None when the home is unknown."""
        if not agent.point:
            return None
        reach = 2 * max(1, agent.radius_km) + 1
        south, north, west, east = box_around(*spec.degrees(agent.point), reach)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, latitude, longitude FROM mobility_commune
                 WHERE (latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s)
                    OR (COALESCE(latitude, 0) = 0 AND COALESCE(longitude, 0) = 0)
                """,
                south,
                north,
                west,
                east,
            )
        )
        found = []
        for key, latitude, longitude in rows:
            point = spec.point(latitude or 0, longitude or 0)
            points = 0
            if point:
                km = spec.kilometres(agent.point, point)
                points = spec.distance_points(
                    spec.counted_km(km, agent.licence), agent.radius_km
                )
            if points is not None:
                found.append((key, points))
        return found
