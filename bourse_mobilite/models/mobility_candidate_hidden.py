from odoo import models
from odoo.tools import SQL

_HIDDEN = {"restriction_ids"}
_TRACE = ["write_uid", "write_date"]


class MobilityCandidate(models.Model):
    """What a PPR referent writes leaves no trace on the file that an adviser reads."""

    _inherit = "mobility.candidate"

    def write(self, vals):
        """Who wrote last, and when, would tell that there is something to be avoided:
        both stay as they were when nothing else is written."""
        if not self or not vals.keys() <= _HIDDEN:
            return super().write(vals)
        before = [(file.id, file.write_uid.id, file.write_date) for file in self.sudo()]
        done = super().write(vals)
        self.flush_recordset(_TRACE)
        self.env.execute_query(
            SQL(
                """
                UPDATE mobility_candidate file
                   SET write_uid = before.uid, write_date = before.day
                  FROM unnest(%s::int[], %s::int[], %s::timestamp[])
                       before (id, uid, day)
                 WHERE file.id = before.id
             RETURNING file.id
                """,
                *(list(column) for column in zip(*before, strict=True)),
            )
        )
        self.invalidate_recordset(_TRACE, flush=False)
        return done
