from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError

from ..rules.words import told
from .guard import act_day

# A paper older than this is a typing error, not a request.
_OLDEST_PAPER = relativedelta(years=1)


class MobilityRequest(models.Model):
    """What must be there, and hold together, before anybody is asked."""

    _inherit = "mobility.request"

    def _check_complete(self):
        """:raises UserError: naming what is missing or does not hold together"""
        self.ensure_one()
        self._check_filled()
        self._check_received_on()
        self._check_regime()
        self._check_offer()
        self._check_places()
        self._check_days_inside()

    def _check_filled(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in (
                "employer_id", "host_id", "regime_id", "date_start", "date_end",
            )
            if not self[name]
        ]  # fmt: skip
        # The request is written and gives its reasons (décret n° 2022-1043,
        # art. 10): typed here, or on the signed paper.
        if not (told(self.motivation) or (self.source == "paper" and self.paper)):
            missing.append(
                self.env._("Motivation, or the signed request")
                if self.source == "paper"
                else self._fields["motivation"]._description_string(self.env)
            )
        if missing:
            raise UserError(
                self.env._(
                    "The request cannot be sent yet. Please fill in: %s.",
                    ", ".join(missing),
                )
            )

    def _check_received_on(self):
        """The time to answer runs from that day: it must be possible."""
        today = act_day(self)
        day = self.received_on
        if day and (
            day > today or day > self.date_start or day < today - _OLDEST_PAPER
        ):
            raise UserError(
                self.env._(
                    "The paper is said to be received on %s: please check this date. "
                    "It cannot be in the future, after the first day, or more than a "
                    "year ago.",
                    self._date_text(day),
                )
            )

    def _check_regime(self):
        """A request is judged by the law of its day."""
        regime = self.regime_id
        day = self.received_on or act_day(self)
        if (regime.date_from and day < regime.date_from) or (
            regime.date_to and day > regime.date_to
        ):
            raise UserError(
                self.env._(
                    "“%(name)s” is not the text in force on %(date)s, the day of the "
                    "request. Please choose the one that is.",
                    name=regime.name,
                    date=self._date_text(day),
                )
            )

    def _check_offer(self):
        offer = self.offer_id
        if not offer:
            return
        if not offer._is_open():
            raise UserError(
                self.env._("The offer “%s” is no longer published.", offer.name)
            )
        if offer.host_id != self.host_id:
            raise UserError(self.env._("The offer “%s” is another host's.", offer.name))
        dates = self.day_ids.mapped("date")
        if (offer.date_from and any(day < offer.date_from for day in dates)) or (
            offer.date_to and any(day > offer.date_to for day in dates)
        ):
            raise UserError(
                self.env._(
                    "The offer “%(name)s” is open from %(start)s to %(end)s: please "
                    "choose days in between.",
                    name=offer.name,
                    start=self._date_text(offer.date_from),
                    end=self._date_text(offer.date_to),
                )
            )

    def _check_days_inside(self):
        """Everyone is told the first and the last day: no day lies outside."""
        outside = [
            day.date
            for day in self.day_ids
            if not self.date_start <= day.date <= self.date_end
        ]
        if outside:
            raise UserError(
                self.env._(
                    "These days are before the first day or after the last: %s.",
                    ", ".join(self._date_text(day) for day in sorted(outside)),
                )
            )
