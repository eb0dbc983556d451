from odoo import models


class MobilityThread(models.AbstractModel):
    """A chatter that stays inside the CDG.

    The parties of a file can read its record on the portal; what staff write about
    it is for staff. Personal links never pass here (see ``mobility.link``).
    """

    _name = "mobility.thread"
    _description = "Internal discussion thread"
    _inherit = ["mail.thread"]

    def message_post(self, **kwargs):
        kwargs["is_internal"] = True
        return super().message_post(**kwargs)
