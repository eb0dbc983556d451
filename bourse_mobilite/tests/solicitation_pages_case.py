"""An employer who holds a personal link, and what it may send."""

from datetime import timedelta

from odoo import fields

from .portal_case import PortalCase
from .solicitation_case import SolicitationCast


class SolicitationPagesCase(SolicitationCast, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast_solicitations()

    def setUp(self):
        super().setUp()
        self.row = self._row()
        self.url = self._url(self.row)
        self.authenticate(None, None)

    def _say(self, choice, url=None, **values):
        """Post an answer; the state of the row then."""
        self.url_open(url or self.url, data={"choix": choice, **values})
        self.env.invalidate_all()
        return self.row.state

    def _press_stop(self, url):
        """The form of the confirmation has no field: its POST is empty."""
        response = self.opener.post(self.base_url() + url, timeout=10)
        self.env.invalidate_all()
        return response

    def _place(self, **values):
        day = fields.Date.add(self._today(), days=60)
        return {
            "title": "Accueil de la mairie",
            "service": "État civil",
            "place": "Annexe, 3 rue Haute",
            "date_from": str(day),
            "date_to": str(day + timedelta(days=30)),
            "capacity": "2",
            "tutor": "Hélène Tuteur",
            "details": "Recevoir les habitants.",
            **values,
        }
