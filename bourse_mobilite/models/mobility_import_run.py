import base64
from collections import Counter
from textwrap import shorten

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..rules.register.file import write_rejected
from .guard import acting
from .mobility_import_line import STATUSES
from .register.journal import Journal

_SHOWN = 100  # characters of a name in the preview
# More rows than this are checked and written in the background.
AT_ONCE = 1000


class MobilityImport(models.Model):
    """The checking and the writing of a file, at once or handed to the background."""

    _inherit = "mobility.import"

    lang = fields.Char(
        string="Language", readonly=True, help="The run speaks as the preview did."
    )

    def _check_file(self, register):
        """Show what the import would do; a long file is checked in the background."""
        self._note(lang=self.env.lang)
        register = self._with_columns(register)
        if len(register.lines) > AT_ONCE:
            self._forget_preview("checking")
            return self._queue()
        self._show(self._plan(register))
        return None

    def _show(self, plan):
        """Write the preview of a plan."""
        self._forget_preview("preview")
        lines = acting(self.env["mobility.import.line"].sudo())
        for rows in split_every(1000, plan.rows, list):
            lines.create([self._line(plan, planned) for planned in rows])
        counts = Counter(planned.status for planned in plan.rows)
        self._note_counts(counts, plan, plan.rejected())
        self._note(digest=plan.digest())

    def _note_counts(self, counts, plan, rejected):
        """Write how many rows have each status, and the file of the rejected ones."""
        rejected_file = rejected and write_rejected(
            plan.register.headings,
            [
                (planned.row.cells, "\n".join(plan.details(planned)))
                for planned in rejected
            ],
        )
        self._note(
            rejected_file=rejected_file and base64.b64encode(rejected_file),
            **{f"{status}_count": counts[status] for status, _label in STATUSES},
        )

    def _line(self, plan, planned):
        values = planned.row.values
        first, second = (
            shorten(str(values[name] or ""), _SHOWN)
            for name in plan.register.kind.names
        )
        if planned.row.own:
            first = self.sender_id.name
        status = planned.status
        return {
            "import_id": self.id,
            "rank": [key for key, _label in STATUSES].index(status),
            "row_number": planned.row.number,
            "first": first,
            "second": second,
            "status": status,
            "details": "\n".join(plan.details(planned)),
            "remarks": "\n".join(planned.remarks),
        }

    def action_import(self):
        """Write what the preview showed: in one go or not at all, or, when the file is
        long or another one is being written, in the background.

        When the data has changed since the preview, nothing is written and the new
        preview is shown.
        """
        self.ensure_one()
        if self.state == "draft":
            raise UserError(self.env._("Look at the preview of this file first."))
        self._check_may_import("preview")
        rows = sum(self[f"{status}_count"] for status, _label in STATUSES)
        if rows > AT_ONCE or self._others_running():
            self._note(state="running", done_count=0, failure=False)
            return self._queue()
        self._take_turn()
        plan = self._plan()
        if plan.digest() != self.digest:
            self._show(plan)
            return self._reload(self._changed_since())
        self._note(state="running", done_count=0)
        self._write_rows(plan, plan.accepted())
        self._finish()
        return None

    def _changed_since(self):
        return self.env._(
            "Data has changed since the preview: nothing was imported. "
            "Please look at the new preview, then import."
        )

    def _take_turn(self):
        """Two imports at once would both make the same records: the second meets this
        row changed, and is played again on what the first has written.

        Nobody else waits: what refers to a company does not need this lock, only the
        settings of the company itself do.
        """
        self.env.cr.execute(
            "UPDATE res_company SET write_date = write_date WHERE id = %s",
            [self.company_id.id],
        )

    def _others_running(self):
        """Whether to wait in the queue rather than for a lot of another import."""
        others = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("running", "undoing")),
        ]
        return self.sudo().search_count([*others, ("id", "!=", self.id)], limit=1)

    def _write_rows(self, plan, rows):
        """Write these rows and say so on their lines."""
        journal = Journal(self.env, self)
        plan.apply(
            [planned for planned in rows if planned.status != "unchanged"], journal
        )
        journal.close()
        numbers = [planned.row.number for planned in rows]
        lines = self.env["mobility.import.line"].sudo()
        own = [("import_id", "=", self.id), ("row_number", "in", numbers)]
        acting(lines.search(own, order="id")).done = True

    def _finish(self):
        self._note(
            state="done",
            done_count=self.to_write_count,
            failure=False,
            imported_on=fields.Datetime.now(),
        )
        # They may be of a column that nobody meant to send.
        acting(self.sudo().column_ids).samples = False

    def _reload(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": message,
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
