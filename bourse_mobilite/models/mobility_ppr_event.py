from odoo import api, fields, models

EVENTS = [
    ("opened", "File opened"),
    ("corrected", "Corrected"),
    ("propose", "PPR proposed"),
    ("accept", "PPR accepted"),
    ("decline", "PPR refused"),
    ("notify", "Project notified"),
    ("agree", "Project agreed"),
    ("refuse", "Project refused"),
    ("silence", "Silence confirmed"),
    ("suspend", "Suspended"),
    ("resume", "Resumed"),
    ("modify", "Changed by agreement"),
    ("extend", "Reclassement asked for"),
    ("close", "Closed"),
    ("undo", "Last step undone"),
    ("added", "Line added"),
    ("changed", "Line changed"),
    ("removed", "Line removed"),
]


class MobilityPprEvent(models.Model):
    """What happened to a PPR: who did it, when, and the day of the fact."""

    _name = "mobility.ppr.event"
    _description = "Line of the journal of a PPR"
    _inherit = ["mobility.chained", "mobility.read.noted", "mobility.hidden"]
    _order = "ppr_id, rank desc"
    _journal_of = "ppr_id"
    _rec_name = "event"

    ppr_id = fields.Many2one(
        "mobility.ppr", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ppr_id.company_id", store=True)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    dated = fields.Date(string="Day of the fact", readonly=True)
    user_id = fields.Many2one(ondelete="set null", groups="base.group_user")
    author = fields.Char(string="By", readonly=True)

    _rank_unique = models.UniqueIndex("(ppr_id, rank)")

    @api.model
    def _line_of(self, record, line):
        return {
            **super()._line_of(record, line),
            "ppr": record.id,
            "dated": fields.Date.to_string(line["dated"]) or None,
            "author": line["author"],
        }


class MobilityPpr(models.Model):
    _inherit = "mobility.ppr"

    def _note(self, event, dated=None, **details):
        """Add a line to the journal of this file.

        :param dated: the day of the fact
        :param details: plain values
        """
        self.ensure_one()
        self.env["mobility.ppr.event"]._add_lines(
            self,
            lambda _ppr: {
                "event": event,
                "dated": dated or False,
                "author": self.env.user.sudo().name,
                "details": details,
            },
        )
