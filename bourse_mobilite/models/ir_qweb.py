from odoo import models


class CompiledOnce(dict):
    """What the trees of texts that are filled in many times are compiled to, for as
    long as the caller keeps it. No client can send one in a context."""


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _generate_code_uncached(self, template):
        kept = self.env.context.get("mobility_compiled_once")
        if not isinstance(kept, CompiledOnce) or isinstance(template, int | str):
            return super()._generate_code_uncached(template)
        if template not in kept:
            kept[template] = super()._generate_code_uncached(template)
        return kept[template]
