from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import quota
from .guard import civil_day


class MobilityCandidate(models.Model):
    """The days of immersion used up and left, all employers together."""

    _inherit = "mobility.candidate"

    gauge_text = fields.Char(
        string="Days of immersion",
        compute="_compute_gauge_text",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    def _counted_days(self, apart_from=None):
        """``{date: days}`` that count in the quota, all employers together.

        :param apart_from: requests whose own days are left out.
        """
        self.ensure_one()
        domain = Domain("candidate_id", "=", self.id) & Domain("in_quota", "=", True)
        if apart_from:
            domain &= Domain("request_id", "not in", apart_from.ids)
        return dict(
            self.env["mobility.day"]
            .sudo()
            ._read_group(domain, ["date:day"], ["portion:sum"])
        )

    def _take_turn(self):
        """Write the row first: of two requests sent at once, the second is replayed by
        Odoo and is judged with the days of the first."""
        for candidate in self.sudo():
            candidate.turns += 1
        self.flush_recordset(["turns"])

    def _gauge(self, day=None):
        """What the quota leaves around ``day`` (today), or None without a quota.

        :return: ``used``, ``left`` and ``most`` in jours ouvrés, ``years``, and
            ``back_on``, the date from which more days are left, or None (décret
            n° 2022-1043, art. 9: 20 days over three years)
        """
        self.ensure_one()
        day = day or civil_day(self)
        regime = (
            self.env["mobility.regime"]
            .sudo()
            ._in_force("pip", day, self.sudo().company_id)
            ._as_rule()
        )
        days = self._counted_days()
        left = quota.days_left(days, day, regime)
        if left is None:
            return None
        return {
            "used": max(0.0, regime.max_days_window - left),
            "left": left,
            "most": regime.max_days_window,
            "years": regime.window_years,
            "back_on": quota.days_back_on(days, day, regime),
        }

    @api.depends_context("lang")
    def _compute_gauge_text(self):
        text = self.env["mobility.request"]._days_text
        for candidate in self:
            gauge = candidate._origin._gauge() if candidate._origin else None
            if not gauge:
                candidate.gauge_text = False
                continue
            figures = {
                "used": text(gauge["used"]),
                "left": text(gauge["left"]),
                "most": text(gauge["most"]),
                "years": gauge["years"],
                "date": self.env["mobility.request"]._date_text(gauge["back_on"]),
            }
            candidate.gauge_text = (
                self.env._(
                    "%(left)s left out of %(most)s over %(years)s years; more on "
                    "%(date)s",
                    **figures,
                )
                if gauge["back_on"]
                else self.env._(
                    "%(left)s left out of %(most)s over %(years)s years", **figures
                )
            )
