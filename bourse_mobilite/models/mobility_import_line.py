from odoo import api, fields, models

from .guard import refuse_unless_acting

# What asks for somebody's eyes first.
STATUSES = [
    ("rejected", "Rejected"),
    ("updated", "Updated"),
    ("created", "Created"),
    ("unchanged", "Unchanged"),
]


class MobilityImportLine(models.Model):
    """What the import does with one row of the file."""

    _name = "mobility.import.line"
    _description = "Row of an imported file"
    _order = "rank, row_number, id"

    import_id = fields.Many2one(
        "mobility.import", required=True, ondelete="cascade", index=True
    )
    rank = fields.Integer()
    row_number = fields.Integer(string="Row")
    first = fields.Char(string="Of whom")
    second = fields.Char(string="Described")
    status = fields.Selection(STATUSES, required=True)
    details = fields.Text(string="What happens and why")
    remarks = fields.Text(string="For you to check", groups="base.group_user")
    done = fields.Boolean(help="Written.")

    # A lot finds its rows without looking at those of the whole file.
    _row_idx = models.Index("(import_id, row_number)")

    @api.model_create_multi
    def create(self, vals_list):
        refuse_unless_acting(self)
        return super().create(vals_list)

    def write(self, vals):
        refuse_unless_acting(self)
        return super().write(vals)
