from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ..rules.matching import spec
from .guard import civil_day

# The days that are looked at, from today: an immersion is prepared within the year.
_HORIZON = 365
# What a host did with the requests it received is judged on these days.
_JUDGED = 365


class MobilityMatching(models.AbstractModel):
    """Files and offers as the rules read them, in a few queries however many they are.

    Nothing here is asked for on behalf of a user: the callers hold the right, and show
    a part.
    """

    _name = "mobility.matching"
    _description = "Places that fit an agent"

    @api.model
    def _horizon(self):
        """The first and last day that are looked at, as ordinals."""
        today = civil_day(self).toordinal()
        return today, today + _HORIZON

    @api.model
    def _grouped(self, query):
        """``{id: [the other columns]}`` of rows that begin with an id."""
        found = {}
        for key, *values in self.env.execute_query(query):
            found.setdefault(key, []).append(values[0] if len(values) == 1 else values)
        return found

    # Files

    @api.model
    def _agents(self, candidates, restricted=False):
        """The :class:`.spec.Agent` of each file, in the order of ``candidates``.

        :param restricted: with the working conditions that the post must not have; for
            the agent and the PPR referent, and for nobody else
        """
        if not candidates:
            return []
        ids = tuple(candidates.ids)
        first, last = self._horizon()
        targets = self._grouped(
            SQL(
                "SELECT mobility_candidate_id, mobility_metier_id "
                "FROM mobility_candidate_mobility_metier_rel "
                "WHERE mobility_candidate_id IN %s",
                ids,
            )
        )
        near = self._near_metiers()
        skills = self._grouped(self._skills_sql("candidate", ids))
        own = self._grouped(
            SQL(
                """
                SELECT job.candidate_id, %s FROM mobility_employment job
                  JOIN res_partner body ON body.id = job.employer_id
                 WHERE job.candidate_id IN %s
                """,
                self._body_sql("body"),
                ids,
            )
        )
        asked = self._grouped(
            SQL(
                "SELECT candidate_id, offer_id FROM mobility_request WHERE offer_id "
                "IS NOT NULL AND state IN ('submitted', 'agreed') "
                "AND candidate_id IN %s",
                ids,
            )
        )
        avoid = self._restrictions(ids) if restricted else {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT file.id, commune.latitude, commune.longitude, file.radius_km,
                       file.licence, file.free_from, file.free_to,
                       cadre.filiere_id, cadre.category
                  FROM mobility_candidate file
                  LEFT JOIN mobility_commune commune ON commune.id = file.commune_id
                  LEFT JOIN mobility_cadre cadre ON cadre.id = file.cadre_id
                 WHERE file.id IN %s
                """,
                ids,
            )
        )
        found = {}
        for key, lat, lon, radius, licence, start, end, filiere, category in rows:
            aimed = frozenset(targets.get(key, ()))
            found[key] = spec.Agent(
                metiers=aimed,
                near=frozenset().union(*(near.get(one, ()) for one in aimed)),
                skills=dict(skills.get(key, ())),
                point=spec.point(lat or 0, lon or 0),
                radius_km=radius or 0,
                licence={"yes": True, "no": False}.get(licence),
                window=(
                    max(first, start.toordinal()) if start else first,
                    min(last, end.toordinal()) if end else last,
                ),
                filiere=filiere or 0,
                category=category or "",
                avoid=frozenset(avoid.get(key, ())),
                own=frozenset(own.get(key, ())),
                asked=frozenset(asked.get(key, ())),
            )
        return [found[key] for key in ids]

    @api.model
    def _near_metiers(self):
        return self._grouped(
            SQL("SELECT metier_id, near_id FROM mobility_metier_near_rel")
        )

    @api.model
    def _restrictions(self, ids):
        return self._grouped(
            SQL(
                "SELECT mobility_candidate_id, mobility_condition_id "
                "FROM mobility_candidate_restriction_rel "
                "WHERE mobility_candidate_id IN %s",
                ids,
            )
        )

    @api.model
    def _skills_sql(self, owner, ids):
        """SQL of the rows (owner, skill, level from 1 to 100)."""
        column = SQL.identifier(f"{owner}_id")
        return SQL(
            "SELECT %s, skill_id, progress FROM %s WHERE %s IN %s",
            column,
            SQL.identifier(f"mobility_{owner}_skill"),
            column,
            tuple(ids),
        )

    @api.model
    def _body_sql(self, alias):
        """SQL of the legal person of a contact: its SIREN, or itself."""
        return SQL(
            "COALESCE(NULLIF(%s, ''), 'p' || %s)",
            SQL.identifier(alias, "mobility_siren"),
            SQL.identifier(alias, "id"),
        )

    # Offers

    @api.model
    def _open_sql(self, company):
        """SQL condition of the open offers of a centre de gestion, as ``offer``."""
        return SQL(
            "offer.state = 'published' AND offer.company_id = %s "
            "AND (offer.date_to IS NULL OR offer.date_to >= %s)",
            company.id,
            civil_day(self),
        )

    @api.model
    def _places(self, chosen):
        """The :class:`.spec.Place` of the offers for which the SQL ``chosen`` is true."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT offer.id, offer.metier_id, commune.latitude, commune.longitude,
                       metier.filiere_id, metier.categories, %s, offer.host_id,
                       offer.date_from, offer.date_to, offer.capacity,
                       COALESCE(offer.calendar_id, host.mobility_calendar_id),
                       COALESCE(commune.department_code, ''), offer.shown_count
                  FROM mobility_offer offer
                  JOIN res_partner host ON host.id = offer.host_id
                  LEFT JOIN mobility_metier metier ON metier.id = offer.metier_id
                  LEFT JOIN mobility_commune commune ON commune.id = offer.commune_id
                 WHERE %s
                 ORDER BY offer.id
                """,
                self._body_sql("host"),
                chosen,
            )
        )
        if not rows:
            return []
        ids = tuple(row[0] for row in rows)
        skills = self._grouped(self._skills_sql("offer", ids))
        conditions = self._grouped(
            SQL(
                "SELECT mobility_offer_id, mobility_condition_id "
                "FROM mobility_condition_mobility_offer_rel "
                "WHERE mobility_offer_id IN %s",
                ids,
            )
        )
        hosts = self._host_records({row[7] for row in rows})
        full = self._full_days({row[0]: row[10] for row in rows})
        drives = self._driving_conditions()
        open_days = {}
        points = {}
        nothing = frozenset()
        places = []
        for (
            key, metier, lat, lon, filiere, categories, body, host, start, end, _most,
            calendar, department, shown,
        ) in rows:  # fmt: skip
            if (calendar, department) not in open_days:
                open_days[calendar, department] = self._open_days(calendar, department)
            if (lat, lon) not in points:
                points[lat, lon] = spec.point(lat or 0, lon or 0)
            demands = frozenset(conditions.get(key, nothing))
            asked, answered, waiting = hosts.get(host, (0, 0, 0))
            places.append(
                spec.Place(
                    key,
                    metier or 0,
                    dict(skills.get(key, ())),
                    points[lat, lon],
                    demands,
                    bool(demands & drives),
                    filiere or 0,
                    categories or "",
                    body,
                    open_days[calendar, department],
                    start.toordinal() if start else 0,
                    end.toordinal() if end else 10**7,
                    full.get(key, nothing),
                    asked,
                    answered,
                    waiting,
                    shown or 0,
                )
            )
        return places

    @api.model
    def _open_days(self, calendar, department):
        """The days on which a host of that calendar receives people, as ordinals."""
        opening = self.env["resource.calendar"].browse(calendar)
        first, last = (date.fromordinal(day) for day in self._horizon())
        days = opening._mobility_calendar(department).days(first, last)
        return tuple(day.toordinal() for day, _half in days)

    @api.model
    def _driving_conditions(self):
        """The conditions that ask for a permis B."""
        condition = self.env.ref("bourse_mobilite.condition_permis_b", False)
        return frozenset(condition.ids if condition else ())

    @api.model
    def _full_days(self, capacities):
        """``{offer: days on which every place is taken}``, as ordinals."""
        first, last = (date.fromordinal(day) for day in self._horizon())
        rows = self.env.execute_query(
            SQL(
                """
                SELECT request.offer_id, day.date, COUNT(DISTINCT day.request_id)
                  FROM mobility_day day
                  JOIN mobility_request request ON request.id = day.request_id
                 WHERE request.offer_id IN %s AND day.holds_place
                   AND day.date BETWEEN %s AND %s
                 GROUP BY request.offer_id, day.date
                """,
                tuple(capacities),
                first,
                last,
            )
        )
        found = {}
        for offer, day, taken in rows:
            if taken >= capacities[offer]:
                found.setdefault(offer, set()).add(day.toordinal())
        return {offer: frozenset(days) for offer, days in found.items()}

    @api.model
    def _host_records(self, hosts):
        """``{host: (requests asked, answered in time, waiting now)}``."""
        today = civil_day(self)
        since = date.fromordinal(today.toordinal() - _JUDGED)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT word.organisation_id,
                       COUNT(*) FILTER (WHERE word.answer IS NOT NULL
                                           OR word.due_on < %(today)s),
                       COUNT(*) FILTER (WHERE word.answered_on <= word.due_on),
                       COUNT(*) FILTER (WHERE word.answer IS NULL
                                          AND request.state = 'submitted')
                  FROM mobility_decision word
                  JOIN mobility_request request ON request.id = word.request_id
                 WHERE word.party = 'host' AND word.asked_on >= %(since)s
                   AND word.organisation_id IN %(hosts)s
                 GROUP BY word.organisation_id
                """,
                today=today,
                since=since,
                hosts=tuple(hosts),
            )
        )
        return {host: tuple(counts) for host, *counts in rows}
