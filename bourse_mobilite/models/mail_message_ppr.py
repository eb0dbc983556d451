from odoo import api, models
from odoo.exceptions import UserError

_NAMES = ("mobility.action", "mobility.read.log")


class MailMessage(models.Model):
    """Nothing is written beneath a PPR: its followers would read it, and what Odoo
    answers for a number that nobody uses would tell which are used."""

    _inherit = "mail.message"

    def _mobility_refuse_ppr(self, names):
        if any(
            name in _NAMES or (name or "").startswith("mobility.ppr") for name in names
        ):
            raise UserError(
                self.env._(
                    "No message is written here: whoever follows would read what it "
                    "is about. What matters has its place in the file."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        named = self.env.context.get("default_model")
        self._mobility_refuse_ppr(vals.get("model") or named for vals in vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._mobility_refuse_ppr([vals.get("model")])
        return super().write(vals)
