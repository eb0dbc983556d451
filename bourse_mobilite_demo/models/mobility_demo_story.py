from odoo import api, models

from ..story import asked, past, ppr, present, search
from ..story.teller import Teller


class MobilityDemoStory(models.AbstractModel):
    _name = "mobility.demo.story"
    _description = "Demonstration story"

    @api.model
    def _tell(self):
        """Play what has happened in the demonstration, once."""
        if not self.env["mobility.request"].search_count([], limit=1):
            teller = Teller(self.env)
            past.tell(teller)
            ppr.tell(teller)
            search.tell(teller)
            asked.tell(teller)
            present.tell(teller)
