from markupsafe import Markup

from odoo import api, fields, models

from .mobility_clause_words import KINDS


class MobilityClauseSet(models.Model):
    """How the articles would read, while one writes them."""

    _inherit = "mobility.clause.set"

    preview_convention_id = fields.Many2one(
        "mobility.convention",
        string="Show it for the convention",
        store=False,
        help="Empty: every article, with people and places that do not exist.",
    )
    preview_avenant_id = fields.Many2one(
        "mobility.avenant",
        string="Show it for the avenant",
        store=False,
        help="Empty: every article, with people and places that do not exist.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends(
        "kind",
        "preview_convention_id",
        "preview_avenant_id",
        *(
            f"clause_ids.{name}"
            for name in ("sequence", "title", "body", "condition", "block", "key")
        ),
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        for articles in self:
            found = articles._clause_problems()
            if found:
                items = Markup().join(Markup("<li>%s</li>") % one for one in found)
                articles.preview = Markup(
                    '<div class="alert alert-danger"><p>%s</p><ul>%s</ul></div>'
                ) % (self.env._("To mend before it can be saved:"), items)
                continue
            act = articles[f"preview_{articles.kind}_id"]
            report = act._in_french(KINDS[articles.kind].report)
            clauses = articles.clause_ids.sorted(lambda one: one.sequence)
            articles.preview = report._articles_shown(clauses, act._origin)
