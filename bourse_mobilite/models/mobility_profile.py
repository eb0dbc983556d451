from datetime import date, timedelta

from odoo import api, models
from odoo.tools import SQL, format_date

from ..rules.matching import spec
from ..rules.profile import Crowd, File, month_of
from .guard import civil_day

# An immersion is prepared within the year.
_HORIZON = timedelta(days=365)


class MobilityProfile(models.AbstractModel):
    """The files of a centre de gestion as anonymous profiles, in one query, and the
    words of a profile. The callers hold the right, and show the words alone."""

    _name = "mobility.profile"
    _description = "Anonymous profile of an agent"

    @api.model
    def _year(self):
        """The first and last month that are looked at."""
        today = civil_day(self)
        return month_of(today), month_of(today + _HORIZON)

    @api.model
    def _files(self, chosen):
        """``{id: File}`` of the files for which the SQL ``chosen`` is true."""
        self.env.flush_all()
        today = civil_day(self)
        horizon = today + _HORIZON
        rows = self.env.execute_query(
            SQL(
                """
                SELECT file.id, COALESCE(cadre.filiere_id, 0), commune.latitude,
                       commune.longitude, file.free_from, file.free_to
                  FROM mobility_candidate file
                  LEFT JOIN mobility_commune commune ON commune.id = file.commune_id
                  LEFT JOIN mobility_cadre cadre ON cadre.id = file.cadre_id
                 WHERE %s
                """,
                chosen,
            )
        )
        found = {}
        for key, filiere, latitude, longitude, start, end in rows:
            first, last = max(today, start or today), min(horizon, end or horizon)
            if first > last:  # dates that are over say nothing
                first, last = today, horizon
            point = spec.point(latitude or 0, longitude or 0)
            found[key] = File(filiere, point, (month_of(first), month_of(last)))
        return found

    @api.model
    def _crowd(self, company):
        """Among whom an agent of this centre de gestion cannot be told apart."""
        chosen = SQL("file.active AND file.company_id = %s", company.id)
        return Crowd(self._files(chosen).values())

    @api.model
    def _files_of(self, candidates):
        if not candidates:
            return {}
        return self._files(SQL("file.id IN %s", tuple(candidates.ids)))

    @api.model
    def _point_of(self, employer):
        commune = employer.mobility_commune_id
        return spec.point(commune.latitude or 0, commune.longitude or 0)

    @api.model
    def _words(self, profile, company):
        """What is written of a profile, on one line."""
        filiere = self.env["mobility.filiere"].sudo().browse(profile.filiere)
        if profile.filiere:
            words = [self.env._("A public agent, filière: %s", filiere.name)]
        else:
            words = [self.env._("A public agent")]
        if profile.ring:
            words.append(self.env._("lives less than %s km from you", profile.ring))
        elif profile.filiere:
            names = ", ".join(company.sudo().mobility_department_ids.mapped("name"))
            words.append(
                self.env._("in the département (%s)", names)
                if names
                else self.env._("in the département")
            )
        if profile.months and profile.months != self._year():
            first, last = (self._month(month) for month in profile.months)
            words.append(
                self.env._("free in %s", first)
                if first == last
                else self.env._(
                    "free between %(first)s and %(last)s", first=first, last=last
                )
            )
        return " · ".join(words)

    @api.model
    def _group_words(self, profile):
        """What is written of several agents who share a profile, after their number."""
        words = []
        if profile.filiere:
            filiere = self.env["mobility.filiere"].sudo().browse(profile.filiere)
            words.append(self.env._("filière: %s", filiere.name))
        if profile.ring:
            words.append(self.env._("who live less than %s km from you", profile.ring))
        if profile.months and profile.months != self._year():
            first, last = (self._month(month) for month in profile.months)
            words.append(
                self.env._("who are free in %s", first)
                if first == last
                else self.env._(
                    "who are free between %(first)s and %(last)s",
                    first=first,
                    last=last,
                )
            )
        return " · ".join(words)

    @api.model
    def _month(self, month):
        day = date(month // 12, month % 12 + 1, 1)
        return format_date(self.env, day, date_format="LLLL yyyy")
