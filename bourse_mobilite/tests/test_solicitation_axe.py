"""The page of an employer who is solicited, for axe, on a computer and on a phone."""

import json

from odoo.tests import tagged

from .solicitation_pages_case import SolicitationPagesCase
from .test_portal_axe import LOOK, WIDTHS, axe_source


@tagged("post_install", "-at_install")
class TestSolicitationAxe(SolicitationPagesCase):
    def test_each_step(self):
        rows = self.row.campaign_id.solicitation_ids
        other = self._url(rows - self.row)
        (rows - self.row)._answer("no", {"reason": "not_now"})
        later = self._row(self.third, self._campaign(self.third))
        later._answer("later", {"later_on": self.row.campaign_id.answer_by})
        urls = [
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
