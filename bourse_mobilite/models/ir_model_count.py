from odoo import api, models


class IrModel(models.Model):
    """How many rows there are of a model of ours is how many one may read: Odoo counts
    them all, and the number of PPR would be told."""

    _inherit = "ir.model"

    @api.depends()
    @api.depends_context("uid")
    def _compute_count(self):
        ours = self.filtered(lambda model: (model.model or "").startswith("mobility."))
        counted = super(IrModel, self - ours)._compute_count()
        for model in ours:
            # As the person, even where this is computed for all.
            rows = self.env.get(model.model)
            if rows is not None and not rows._abstract and rows._auto:
                rows = rows.sudo(False).with_context(active_test=False)
                model.count = rows.search_count([]) if rows.has_access("read") else 0
            else:
                model.count = 0
        return counted
