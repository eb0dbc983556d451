from odoo import api, fields, models

from .guard import refuse_unless_acting


class MobilityImportEffect(models.Model):
    """What an import made of a model, or changed in it: what each record was."""

    _name = "mobility.import.effect"
    _description = "What an import made or changed"
    _order = "id"

    import_id = fields.Many2one(
        "mobility.import", required=True, ondelete="cascade", index=True
    )
    model = fields.Char(required=True)
    made = fields.Boolean()
    states = fields.Json(
        help="By id: the values once made, or those before and after the change."
    )

    def _records(self):
        """The records of these effects that still exist, all of one model."""
        ids = [int(one) for effect in self for one in effect.states]
        records = self.env[self[:1].model].sudo()
        return records.with_context(active_test=False).browse(ids).exists()

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        return super().create(vals_list)

    def write(self, vals):
        refuse_unless_acting(self)
        return super().write(vals)
