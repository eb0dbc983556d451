from odoo import api, models
from odoo.exceptions import UserError

from .guard import is_acting

_PREFIX = "mobility.ppr"


class IrAttachment(models.Model):
    """No file is attached to a PPR: what doctors write does not belong there, and the
    acts (convention, summary) are documents of their own."""

    _inherit = "ir.attachment"

    def _mobility_refuse_ppr(self, models_named):
        if is_acting(self):
            return
        if any(
            model == "mobility.action" or (model or "").startswith(_PREFIX)
            for model in models_named
        ):
            raise UserError(
                self.env._(
                    "Nothing can be attached here. The date and the sense of the "
                    "opinion are enough: no certificate, no report, no letter of a "
                    "doctor is kept by the centre de gestion. The convention and the "
                    "summary are made by the buttons of the file."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._mobility_refuse_ppr(
            vals.get("res_model") or self.env.context.get("default_res_model")
            for vals in vals_list
        )
        return super().create(vals_list)

    def write(self, vals):
        if "res_model" in vals:
            self._mobility_refuse_ppr([vals["res_model"]])
        return super().write(vals)
