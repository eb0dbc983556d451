"""Read the calendar of a page, tick its boxes, send the form."""

from datetime import datetime, time, timedelta

from lxml import html

from odoo import Command

from .portal_case import PortalCase

NEW = "/my/demandes/nouvelle"


class DaysCase(PortalCase):
    def setUp(self):
        super().setUp()
        self.url = f"{NEW}?offer={self.offer.id}"
        self.days = self._asked_days(12)
        self.sign_in(self.agent)

    def calendar(self, page):
        """``({day: box}, {day: reason})`` of the page."""
        root = html.fromstring(page)
        boxes = {box.get("value"): box for box in root.xpath("//input[@name='day']")}
        closed = {
            cell.get("data-day"): cell.get("title")
            for cell in root.xpath("//td[@data-day]")
        }
        return boxes, closed

    def ticked(self, page):
        boxes, _closed = self.calendar(page)
        return {day for day, box in boxes.items() if box.get("checked")}

    def reason(self, code):
        return self.offer.with_context(lang="fr_FR")._day_reasons()[code]

    def ask(self, *days, **values):
        """Tick these days, as dates or texts, and send the form."""
        typed = {
            "date_start": "",
            "date_end": "",
            "motivation": "Découvrir l'accueil.",
            "day": [str(day) for day in days],
            **values,
        }
        return self.send(self.url, typed)

    def requests(self, candidate=None):
        return self.env["mobility.request"].search(
            [("candidate_id", "=", (candidate or self.candidate).id)]
        )

    def sent(self):
        """``[(date, half)]`` of the only request, checked to be sent."""
        request = self.requests()
        self.assertEqual(request.mapped("state"), ["submitted"])
        return [(day.date, day.half) for day in request.day_ids.sorted("date")]

    def assertRefused(self, response, *shown):
        self.assertEqual(response.status_code, 200)
        self.assertShows(response.text, 'id="form_error"', *shown)
        self.assertFalse(self.requests())

    def assertRefusedFor(self, response, *reasons):
        """Refused, and the message says why: the calendar says it of other days."""
        self.assertRefused(response)
        (error,) = html.fromstring(response.text).xpath("//*[@id='form_error']")
        self.assertShows(error.text_content(), *reasons)

    def host_calendar(self, *closed):
        """The host is open Monday to Friday but for these (weekday, half)."""
        hours = {"am": ("morning", 8, 12), "pm": ("afternoon", 13, 17)}
        self.host.mobility_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Horaires de la mairie",
                "tz": "Europe/Paris",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": half,
                            "dayofweek": str(weekday),
                            "day_period": period,
                            "hour_from": start,
                            "hour_to": end,
                        }
                    )
                    for weekday in range(5)
                    for half, (period, start, end) in hours.items()
                    if (weekday, half) not in closed
                ],
            }
        )
        return self.host.mobility_calendar_id

    def close(self, calendar, *days):
        """The host is closed on these days, for everyone."""
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": f"Fermeture du {day}",
                    "calendar_id": calendar.id,
                    # In UTC: all of the civil day in Paris, summer and winter.
                    "date_from": datetime.combine(day, time(0)) - timedelta(hours=2),
                    "date_to": datetime.combine(day, time(22)),
                }
                for day in days
            ]
        )

    def on(self, weekday):
        """The first of the days asked about that is this day of the week."""
        return next(day for day in self.days if day.weekday() == weekday)
