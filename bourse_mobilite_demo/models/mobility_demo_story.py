from odoo import api, models

from ..story import asked, past, present, search
from ..story.teller import Teller


class MobilityDemoStory(models.AbstractModel):
    _name = "mobility.demo.story"
    _description = "Demonstration story"

    @api.model
    def _tell(self):
        """Play the requests and conventions of the demonstration, once."""
        if not self.env["mobility.request"].search_count([], limit=1):
            teller = Teller(self.env)
            past.tell(teller)
            search.tell(teller)
            asked.tell(teller)
            present.tell(teller)
