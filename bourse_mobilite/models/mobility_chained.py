import json

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..rules.journal import NOTHING, digest
from .guard import act_now, acting


class MobilityChained(models.AbstractModel):
    """A journal: what happened to a record, line after line, each chained to the one
    before. The record keeps how many there are (``journal_count``) and the hash of the
    last (``journal_head``); nothing is changed or taken away, by anyone."""

    _name = "mobility.chained"
    _description = "Line of a journal"
    _inherit = ["mobility.act"]

    # The many2one to the record whose journal it is.
    _journal_of = None

    rank = fields.Integer(required=True, readonly=True)
    on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Done by", readonly=True, ondelete="restrict"
    )
    details = fields.Json(readonly=True)
    details_text = fields.Text(string="What is kept", compute="_compute_details_text")
    previous_sha256 = fields.Char(required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)

    @api.depends("details")
    def _compute_details_text(self):
        for line in self:
            line.details_text = json.dumps(
                line.details or {}, ensure_ascii=False, indent=4, sort_keys=True
            )

    def write(self, vals):
        """Never, not even by the mechanisms."""
        if vals:
            raise AccessError(self.env._("A journal is only added to."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A line stays."""
        raise AccessError(self.env._("A journal is only added to."))

    def _line(self):
        """What the hash of this line is made from, as `digest` takes it."""
        self.ensure_one()
        return self._line_of(self[self._journal_of], self)

    @api.model
    def _line_of(self, record, line):
        """The same, for a ``line`` that may still be plain values.

        Extend with what else the journal keeps; ids are those of many2one fields.
        """
        return {
            "rank": line["rank"],
            "on": fields.Datetime.to_string(line["on"]),
            "event": line["event"],
            "details": line["details"] or {},
        }

    @api.model
    def _add_lines(self, records, vals_of):
        """Add a line to the journal of each of ``records``.

        :param vals_of: ``record → dict``, the values of its line
        """
        records = acting(records.sudo())
        lines = records.env[self._name]
        now, vals_list = act_now(self), []
        # In one order for all: two at once wait for each other and never cross.
        for record in records.sorted("id"):
            previous = record.journal_head or NOTHING
            vals = {
                self._journal_of: record.id,
                "rank": record.journal_count + 1,
                "on": now,
                "user_id": self.env.uid,
                **vals_of(record),
            }
            head = digest(self._line_of(record, vals), previous)
            record.write({"journal_count": vals["rank"], "journal_head": head})
            vals_list.append({**vals, "previous_sha256": previous, "sha256": head})
        # The parent row first: under REPEATABLE READ, of two lines at once the
        # second fails here and is replayed.
        records.flush_recordset(["journal_count", "journal_head"])
        lines.create(vals_list)
