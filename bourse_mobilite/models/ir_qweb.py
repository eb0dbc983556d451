from copy import deepcopy

from odoo import api, models, tools

from ..rules.letter import parsed


class Compiled(dict):
    """What a tree was compiled to. No client can send one in a context."""


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    @api.model
    @tools.ormcache(
        "text",
        "tuple(self.env.context.get(key) for key in self._get_template_cache_keys())",
        cache="templates",
    )
    def _mobility_parsed(self, text):
        """The tree of a text that is filled in many times, and what it is compiled to:
        core keeps that of its views, not that of a text."""
        return parsed(text), Compiled()

    def _mobility_fill(self, text, values):
        """This text of a mail with these words, as HTML."""
        tree, compiled = self._mobility_parsed(text)
        qweb = self.with_context(mobility_compiled=compiled)
        return qweb._render(tree, values, minimal_qcontext=True)

    def _generate_code_uncached(self, template):
        kept = self.env.context.get("mobility_compiled")
        if not isinstance(kept, Compiled) or isinstance(template, int | str):
            return super()._generate_code_uncached(template)
        if template not in kept:
            # To compile takes a tree apart, and other threads may read this one.
            kept[template] = super()._generate_code_uncached(deepcopy(template))
        return kept[template]
