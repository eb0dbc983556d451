from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.register.kinds import KIND_OF
from ..rules.register.repair import fold
from .guard import is_acting, refuse_unless_acting


class MobilityImportColumn(models.Model):
    """What a column of a file holds; the next file of the sender is read alike."""

    _name = "mobility.import.column"
    _description = "Column of an imported file"
    _order = "position, id"

    import_id = fields.Many2one(
        "mobility.import", required=True, ondelete="cascade", index=True
    )
    position = fields.Integer(readonly=True)
    heading = fields.Char(readonly=True)
    samples = fields.Text(string="First values", readonly=True)
    key = fields.Selection(
        selection="_keys", string="Holds", help="Empty: this column is not read."
    )
    choices = fields.Json(compute="_compute_choices")

    @api.model
    def _keys(self):
        """The columns of every kind: a form offers those of its own.

        What two kinds call by two headings is read under both.
        """
        headings = {}
        for kind in KIND_OF.values():
            for key, column in kind.by_key.items():
                headings.setdefault(key, {})[column.heading] = True
        return [(key, " / ".join(said)) for key, said in headings.items()]

    def write(self, vals):
        refuse_unless_acting(self, vals.keys() - {"key"})
        if not is_acting(self) and any(
            row.import_id.state != "columns" for row in self
        ):
            raise UserError(
                self.env._("This import has moved on: please reload the page.")
            )
        return super().write(vals)

    @api.model
    def _fold(self, heading):
        """How a heading is recognised from one file to the next."""
        return fold(heading)

    @api.depends("import_id.kind")
    def _compute_choices(self):
        for column in self:
            column.choices = list(KIND_OF[column.import_id.kind].by_key)
