from odoo import models
from odoo.exceptions import UserError

from ..rules import parties


class MobilityEmployment(models.Model):
    _inherit = "mobility.employment"

    def _as_rules(self):
        """These employments in the form that ``rules/`` judges by, the main first."""
        return [
            parties.Employment(
                employer=job.employer_id.id,
                position=job.position,
                other=job.other_employer_id.id or None,
                start=job.date_start or None,
                end=job.date_end or None,
                week=job.worked_ids._as_week(),
            )
            for job in self.sorted(lambda job: (not job.main, job.id))
        ]


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _as_body(self):
        """This organisation as a legal person, for ``rules/``."""
        self.ensure_one()
        return parties.Body(
            key=self.id,
            siren=self._mobility_siren(),
            is_public=bool(self.mobility_employer_kind),
            is_state=self.mobility_employer_kind == "etat",
        )


class MobilityRequest(models.Model):
    """Whose word is needed: read from the employments of the agent on these days."""

    _inherit = "mobility.request"

    def _day_halves(self):
        """The days as the rules read them: ``(date, half)``."""
        self.ensure_one()
        return [(day.date, day.half) for day in self.day_ids if day.date]

    def _jobs(self):
        """The employments of the agent, as the rules read them."""
        self.ensure_one()
        return self.candidate_id.sudo().employment_ids._as_rules()

    def _employers_asked(self):
        """The employers who decide on these days, the one of the file first when it
        is among them (décret n° 2022-1043, art. 10).

        :raises UserError: the employer named is none of the agent's
        """
        self.ensure_one()
        jobs = self._jobs()
        ids = parties.asked(jobs, self._day_halves())
        asked = self.env["res.partner"].browse(ids)
        if not asked:
            return self.employer_id
        known = {one for job in jobs for one in (job.employer, job.other)}
        if self.employer_id.id not in known:
            raise UserError(
                self.env._(
                    "%s does not employ the agent according to the mobility file. "
                    "Please correct the file or the request.",
                    self.employer_id.name,
                )
            )
        return (self.employer_id & asked) | asked

    def _parties_asked(self):
        """``(party, organisation)`` of each one whose word the regime asks."""
        self.ensure_one()
        regime = self.regime_id
        asked = []
        if regime.asks_origin:
            asked += [("origin", employer) for employer in self._employers_asked()]
        if regime.asks_host:
            asked.append(("host", self.host_id))
        if regime.asks_cdg:
            asked.append(("cdg", self.company_id.partner_id))
        return asked

    def _party_findings(self):
        """What the rules say of the agent's situation and of the host."""
        self.ensure_one()
        regime, days = self.regime_id._as_rule(), self._day_halves()
        jobs = self._jobs()
        employers = self.employer_id | self.env["res.partner"].browse(
            {
                employer
                for job in jobs
                if any(job.covers(day) for day, _half in days)
                for employer in (job.employer, job.other)
                if employer
            }
        )
        found = parties.check_employments(regime, jobs, days, self.candidate_id.status)
        # A draft may not have its host yet.
        if host_sudo := self.host_id.sudo():
            found = [
                *found,
                *parties.check_host(
                    regime,
                    host_sudo._as_body(),
                    [employer.sudo()._as_body() for employer in employers],
                ),
            ]
        return found
