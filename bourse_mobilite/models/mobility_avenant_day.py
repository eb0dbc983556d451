from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import refuse_unless_acting, staff_only_user


class MobilityAvenantDay(models.Model):
    """A day that an avenant proposes: nobody's day until everyone has signed."""

    _name = "mobility.avenant.day"
    _description = "Day of an avenant"
    _order = "date, half, id"
    _rec_name = "date"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    avenant_id = fields.Many2one(
        "mobility.avenant", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="avenant_id.company_id", store=True)
    date = fields.Date(required=True)
    half = fields.Selection(
        [("full", "Whole day"), ("am", "Morning"), ("pm", "Afternoon")],
        required=True,
        default="full",
    )
    portion = fields.Float(
        string="Jours ouvrés", compute="_compute_portion", store=True
    )

    _one_a_date = models.UniqueIndex(
        "(avenant_id, date)",
        "A date is in an avenant once: choose the whole day or one half.",
    )

    @api.depends("half", "avenant_id.request_id.regime_id.half_day_value")
    def _compute_portion(self):
        for day in self:
            regime = day.avenant_id.request_id.sudo().regime_id
            day.portion = 1.0 if day.half == "full" else regime.half_day_value or 0.5

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_unless_acting(self, {"portion", "company_id"} & vals.keys())
        days = super().create(vals_list)
        days._refuse_once_made()
        return days

    def write(self, vals):
        self.check_access("write")
        self._refuse_once_made()
        refuse_unless_acting(self, {"portion", "company_id"} & vals.keys())
        result = super().write(vals)
        # A day moved to another avenant is looked at again, there.
        self._refuse_once_made()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._refuse_once_made()

    def _refuse_once_made(self):
        if any(avenant.state != "draft" for avenant in self.avenant_id):
            raise UserError(
                self.env._("The avenant is made: its days can no longer be changed.")
            )
