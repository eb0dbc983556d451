from odoo import api, models
from odoo.fields import Domain

from .guard import is_acting, refuse_unless_acting

# The bytes of acts: what was frozen, sealed, signed or scanned.
_MODELS = ("mobility.document", "mobility.signatory")


class IrAttachment(models.Model):
    """Odoo keeps files here, where whoever has rights on attachments could change the
    bytes of an act without touching its record."""

    _inherit = "ir.attachment"

    def _mobility_refuse(self):
        """Refuse to touch the trace of an act.

        :raises AccessError: one of these files is one, and no mechanism is at work
        """
        if is_acting(self) or not self:
            return
        acts = self.sudo().filtered_domain(
            (Domain("res_model", "in", _MODELS) & Domain("res_field", "!=", False))
            | Domain("res_field", "=", "given_up_proof")
        )
        if acts:
            refuse_unless_acting(self.env[acts[0].res_model])

    def _check_contents(self, values):
        """Odoo makes large pictures smaller; an act is kept to the byte."""
        files = self
        if is_acting(self):
            files = self.with_context(image_no_postprocess=True)
        return super(IrAttachment, files)._check_contents(values)

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._mobility_refuse()
        return files

    def write(self, vals):
        self._mobility_refuse()
        done = super().write(vals)
        self._mobility_refuse()
        return done

    def unlink(self):
        self._mobility_refuse()
        return super().unlink()
