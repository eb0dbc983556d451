from odoo import api, fields, models


class MobilityClauseSet(models.Model):
    _inherit = "mobility.clause.set"

    kind = fields.Selection(
        selection_add=[("ppr_convention", "PPR convention")],
        ondelete={"ppr_convention": "cascade"},
    )
    preview_ppr_convention_id = fields.Many2one(
        "mobility.ppr",
        string="Show it for the PPR",
        store=False,
        help="Empty: every article, with people and places that do not exist.",
    )

    @api.depends("preview_ppr_convention_id")
    def _compute_preview(self):
        return super()._compute_preview()


class MobilityClause(models.Model):
    _inherit = "mobility.clause"

    condition = fields.Selection(
        selection_add=[("cnfpt_signs", "When the CNFPT signs")],
        ondelete={"cnfpt_signs": "set default"},
    )
    block = fields.Selection(
        selection_add=[
            ("ppr_dates", "PPR: first and last day"),
            ("ppr_plan", "PPR: action plan"),
            ("ppr_follow", "PPR: referents and reviews"),
        ],
        ondelete=dict.fromkeys(("ppr_dates", "ppr_plan", "ppr_follow"), "set null"),
    )


class MobilityPpr(models.Model):
    """The articles of the convention of a PPR, and when each is printed."""

    _name = "mobility.ppr"
    _inherit = ["mobility.ppr", "mobility.clause.act"]
    _clause_kind = "ppr_convention"
    _clause_case_fields = ("company_id",)

    def _clause_regime(self):
        """The same for all."""
        return self.env["mobility.regime"]

    def _missing(self):
        missing = super()._missing()
        if not self.clause_set_id:
            label = self.env._("Articles in force for this convention")
            return [*missing, (label, self)]
        return missing + self._missing_of_clauses({label for label, _one in missing})

    def _lacking(self, word):
        """Every word is filled in by what the convention needs anyway."""
        return "", None

    def _clause_cdg_signs(self):
        return self.third_party == "cdg"

    def _clause_cnfpt_signs(self):
        return self.third_party == "cnfpt"
