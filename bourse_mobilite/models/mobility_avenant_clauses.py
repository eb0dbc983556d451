from odoo import api, models


class MobilityAvenant(models.Model):
    """The articles of an avenant, when each is printed, and the days that they are
    about."""

    _name = "mobility.avenant"
    _inherit = ["mobility.avenant", "mobility.clause.act"]
    _clause_kind = "avenant"

    def _missing(self):
        missing = super()._missing()
        if not self.clause_set_id:
            return [*missing, (self.env._("Articles in force for this avenant"), self)]
        return missing + self._missing_of_clauses({label for label, _one in missing})

    @api.depends("request_id.regime_id", "request_id.candidate_id.adviser_id")
    def _compute_missing_html(self):
        return super()._compute_missing_html()

    # The days, before and after

    def _days_before(self):
        """The days of the immersion as it is: those that are not missed. When it was
        closed meanwhile as ended early, the days that the convention still says."""
        self.ensure_one()
        request = self.request_id
        closed = self.early_end and self.last_day and request.ended_as == "interrupted"
        return request.day_ids.filtered(
            lambda day: not day.missed or (closed and day.date > self.last_day)
        )

    def _days_after(self):
        """The days of the immersion once this avenant is in force, as rows that have a
        date, a half and a portion."""
        self.ensure_one()
        if self.change_period:
            return self.day_ids
        days = self._days_before()
        if self.early_end and self.last_day:
            return days.filtered(lambda day: day.date <= self.last_day)
        return days

    def _last_before(self):
        """The last day of the immersion as it is."""
        return max(self._days_before().mapped("date"), default=False)

    def _last_after(self):
        """The day on whose evening the immersion ends once it is in force."""
        self.ensure_one()
        if self.early_end:
            return self.last_day
        return max(self._days_after().mapped("date"), default=False)

    # When an article is printed

    def _clause_reason(self):
        return bool(self.reason)

    def _clause_period(self):
        return self.change_period

    def _clause_place(self):
        return self.change_place

    def _clause_tutor(self):
        return self.change_tutor

    def _clause_early_end(self):
        return self.early_end

    def _clause_length(self):
        return self.change_period or self.early_end

    def _clause_from_signature(self):
        """What only the last signature puts in force; an early end is noted."""
        return self.change_period or self.change_place or self.change_tutor

    def _clause_several_employers(self):
        return self.convention_id._clause_several_employers()

    def _clause_cdg_signs(self):
        """Who signed the convention signs its avenants."""
        return any(
            row.party == "cdg" and row.role == "signature"
            for row, _role in self._signers()
        )

    def _clause_cdg_visa(self):
        return not self._clause_cdg_signs()

    def _clause_host_hospital(self):
        return self.convention_id._clause_host_hospital()

    def _clause_host_state(self):
        return self.convention_id._clause_host_state()
