"""The page of an employer who is solicited, for axe, on a computer and on a phone."""

import json

from odoo.tests import tagged

from .solicitation_case import WeekCast
from .solicitation_pages_case import SolicitationPagesCase
from .test_portal_axe import LOOK, WIDTHS, axe_source


@tagged("post_install", "-at_install")
class TestSolicitationAxe(WeekCast, SolicitationPagesCase):
    def test_each_step(self):
        rows = self.row.campaign_id.solicitation_ids
        other = self._url(rows - self.row)
        (rows - self.row)._answer("no", {"reason": "not_now"})
        later = self._row(self.third, self._campaign(self.third))
        later._answer("later", {"later_on": self.row.campaign_id.answer_by})
        named = self._row(campaign=self._campaign(self.host))
        named._answer("colleague", {"mailbox": "mairie.accueil@orange.fr"})
        self.env.company.mobility_solicitations_a_month = 20
        week = self._week(self.third)
        given = self._row(self.third, week)
        given._answer("yes", {"title": "Une place", "capacity": 2})
        given.offer_id.metier_id = self.offer.metier_id
        week.action_publish_places()
        urls = [
            self._url(named),
            f"{self._url(named)}?repondu=1",
            "/immersions",
            f"/immersions?semaine={week.id}",
            self.url,
            *(
                f"{self.url}?choix={choice}"
                for choice in ("oui", "plus-tard", "non", "collegue")
            ),
            f"{self.url}/stop",
            other,
            f"{self._url(later)}?repondu=1",
            "/sollicitation/zzz",
        ]
        values = {"axe": axe_source(), "urls": urls, "widths": WIDTHS}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, timeout=180)
