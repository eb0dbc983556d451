from odoo import api, models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """An activity is read by whoever it is given to, with the name of its record: none
    is planned on a PPR."""

    _inherit = "mail.activity"

    def _mobility_refuse_ppr(self, vals):
        model = self.env["ir.model"].sudo().browse(vals.get("res_model_id")).model
        model = model or vals.get("res_model")
        if self.env["mail.message"]._mobility_is_ppr(model, vals.get("res_id")):
            raise UserError(
                self.env._(
                    "No activity is planned here: whoever receives it would read what "
                    "it is about. The deadlines are in your list “To do”."
                )
            )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self._mobility_refuse_ppr(values)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            context = {
                name: self.env.context.get(f"default_{name}")
                for name in ("res_model_id", "res_model", "res_id")
            }
            self._mobility_refuse_ppr({**context, **vals})
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"res_model_id", "res_model", "res_id"}:
            for one in self.sudo():
                known = {"res_model": one.res_model, "res_id": one.res_id}
                self._mobility_refuse_ppr({**known, **vals})
        return super().write(vals)
