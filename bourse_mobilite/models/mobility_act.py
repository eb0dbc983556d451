from odoo import api, models

from .guard import refuse_unless_acting


class MobilityAct(models.AbstractModel):
    """A row that is the trace of an act: made, completed and kept by its mechanism
    alone, for staff as for RPC clients."""

    _name = "mobility.act"
    _description = "Trace of an act"

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        return super().create(vals_list)

    def write(self, vals):
        refuse_unless_acting(self)
        return super().write(vals)

    def unlink(self):
        refuse_unless_acting(self)
        return super().unlink()
