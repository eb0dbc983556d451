from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..rules.ppr.counts import Counted, inap

# Indicator of the social report, and the day that puts a file in a year.
_DAYS = {
    "INAP014": SQL("proposed_on"),
    "INAP011": SQL("accepted_on"),
    "INAP012": SQL("least(declined_on, refused_on, silence_confirmed_on)"),
    "INAP013": SQL(
        "CASE WHEN outcome = 'reclassed' AND accepted_on <= ended_on + 1 "
        "THEN ended_on + 1 END"
    ),
}


class MobilityPprFigure(models.Model):
    """What the social report counts of the PPR, one row for a file and an indicator:
    the day of each puts it in its year."""

    _name = "mobility.ppr.figure"
    _description = "PPR: figures of the social report"
    _inherit = ["mobility.read.noted", "mobility.hidden"]
    _auto = False
    _order = "day desc, indicator"
    _rec_name = "indicator"

    ppr_id = fields.Many2one("mobility.ppr", string="PPR", readonly=True)
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", readonly=True
    )
    employer_id = fields.Many2one("res.partner", string="Employer", readonly=True)
    indicator = fields.Selection(
        [
            ("INAP014", "INAP014: PPR proposed"),
            ("INAP011", "INAP011: PPR accepted"),
            ("INAP012", "INAP012: PPR refused"),
            ("INAP013", "INAP013: reclassed after a PPR"),
        ],
        readonly=True,
    )
    day = fields.Date(readonly=True)

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        parts = (
            SQL(
                "SELECT id::bigint * 4 + %s AS id, id AS ppr_id, company_id, "
                "employer_id, %s AS indicator, %s AS day FROM mobility_ppr",
                rank,
                indicator,
                day,
            )
            for rank, (indicator, day) in enumerate(_DAYS.items())
        )
        self.env.cr.execute(
            SQL(
                "CREATE VIEW %s AS SELECT * FROM (%s) AS counted WHERE day IS NOT NULL",
                SQL.identifier(self._table),
                SQL(" UNION ALL ").join(parts),
            )
        )


class MobilityPpr(models.Model):
    _inherit = "mobility.ppr"

    def _counted(self):
        """This file as the social report counts it."""
        self.ensure_one()
        refused = (self.declined_on, self.refused_on, self.silence_confirmed_on)
        reclassed = self.outcome == "reclassed" and self.ended_on
        return Counted(
            proposed_on=self.proposed_on or None,
            accepted_on=self.accepted_on or None,
            refused_on=min((day for day in refused if day), default=None),
            reclassed_on=reclassed and fields.Date.add(reclassed, days=1) or None,
        )

    @api.model
    def inap(self, year):
        """The figures of a civil year: ``{"INAP014": n, …}`` (rapport social unique).

        :raises AccessError: the user is not of the PPR group
        """
        self.check_access("read")
        return inap((ppr._counted() for ppr in self.search([])), year)
