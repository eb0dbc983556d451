import hashlib

from odoo import models

from ..pdf import agenda

# What a calendar shows for a request that is still under way.
_STATUS = {
    "submitted": "TENTATIVE",
    "agreed": "CONFIRMED",
    "done": "CONFIRMED",
    "interrupted": "CONFIRMED",
}


class MobilityRequest(models.Model):
    """The days of an immersion for any calendar: published, moved, cancelled."""

    _inherit = "mobility.request"

    def _agenda(self, for_agent=False):
        """The calendar file of this request, as bytes: one event a day, the same from
        one version to the next. It tells the place and the people, nothing else.

        :param for_agent: the agent reads it; the others read whose immersion it is
        """
        self.ensure_one()
        request_sudo = self.sudo()
        host = request_sudo.host_id.name or ""
        agent = request_sudo.candidate_name or ""
        title = (
            self.env._("Immersion – %s", host)
            if for_agent
            else self.env._("Immersion of %(agent)s – %(host)s", agent=agent, host=host)
        )
        halves = {
            "am": self.env._("%s (morning)", title),
            "pm": self.env._("%s (afternoon)", title),
        }
        status = _STATUS.get(request_sudo.state, "CANCELLED")
        place = request_sudo._agenda_place()
        return agenda.calendar(
            [
                agenda.Event(
                    uid=request_sudo._agenda_uid(day),
                    day=day,
                    title=halves.get(half, title),
                    status=status if held else "CANCELLED",
                    place=place,
                )
                for day, half, held in request_sudo._agenda_days()
            ],
            sequence=request_sudo.turns,
        )

    def _agenda_days(self):
        """``(date, half, held)`` of each day, in order; one that is not held any more
        stays, so that it is cancelled in the calendars."""
        self.ensure_one()
        return sorted((day.date, day.half, not day.missed) for day in self.day_ids)

    def _has_agenda(self):
        """Whether the days are known to others: a draft is nobody's appointment."""
        self.ensure_one()
        return bool(self.sudo().submitted_on and self.sudo().day_ids)

    def _agenda_place(self):
        """Where to go: the place of the convention, else that of the offer."""
        self.ensure_one()
        site = self.offer_id.site_id or self.host_id
        address = self._convention().place or site._mobility_address_line()
        return ", ".join(part for part in (site.name, address) if part)

    def _agenda_uid(self, day):
        """The name of one day of this request in every calendar: nobody can work it
        out from the number of the request, nor find the request from it."""
        self.ensure_one()
        house = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        text = f"{house}|{self.id}|{self.name}|{day.isoformat()}"
        digest = hashlib.sha256(text.encode()).hexdigest()[:40]
        return f"{digest}@bourse-mobilite"
