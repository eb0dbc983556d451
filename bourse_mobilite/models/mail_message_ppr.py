from odoo import api, models
from odoo.exceptions import UserError

from .mobility_apart import FIRST_ID

_NAMES = ("mobility.action", "mobility.read.log")


class MailMessage(models.Model):
    """Nothing is written beneath a PPR: its followers would read it, and what Odoo
    answers for a number that nobody uses would tell which are used."""

    _inherit = "mail.message"

    @api.model
    def _mobility_is_ppr(self, name, number):
        """Whether a PPR has, or could have, the record of this model and this id."""
        name = name if isinstance(name, str) else ""
        if name in _NAMES or name.startswith("mobility.ppr"):
            return True
        model = self.env.registry.get(name)
        if not model or not issubclass(model, self.env.registry["mobility.apart"]):
            return False
        try:
            return int(number or 0) >= FIRST_ID
        except (TypeError, ValueError):
            return False

    def _mobility_refuse_ppr(self, targets):
        if any(self._mobility_is_ppr(*target) for target in targets):
            raise UserError(
                self.env._(
                    "No message is written here: whoever follows would read what it "
                    "is about. What matters has its place in the file."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        named = self.env.context.get("default_model")
        number = self.env.context.get("default_res_id")
        self._mobility_refuse_ppr(
            (vals.get("model") or named, vals.get("res_id") or number)
            for vals in vals_list
        )
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"model", "res_id"}:
            # What is not written stays as it is, whoever may read it.
            self._mobility_refuse_ppr(
                (vals.get("model", one.model), vals.get("res_id", one.res_id))
                for one in self.sudo()
            )
        return super().write(vals)
