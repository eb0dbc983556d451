import logging
import time
from collections import Counter

from psycopg2 import IntegrityError, OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

from odoo.addons.base.models.ir_cron import MIN_TIME_PER_JOB

from .guard import acting
from .mobility_import_run import AT_ONCE

_logger = logging.getLogger(__name__)

# How often a lot is played again because of what others write at the same time.
TRIES = 5
# Seconds of a pass. The plan of a long file is worth more than the ten that Odoo
# means for a job, and a server stops a job after two minutes.
PASS = 60
# What the plan of each kind looks at besides employers, and the people among it:
# written by somebody else, it is made again.
_LOOKS_AT = {
    "places": ("mobility.role", "mobility.offer"),
    "employers": (),
    "tutors": ("mobility.role",),
    "agents": ("mobility.candidate", "mobility.employment"),
    "trainings": ("mobility.training",),
    "metiers": ("mobility.metier",),
}
_PEOPLE_OF = {"mobility.role", "mobility.candidate"}


class MobilityImport(models.Model):
    """What waits is taken up by a cron: checked, written by small lots, undone.

    A lot is kept whole or not at all. A run that was killed decides again from the
    file: what is written comes out unchanged, the rest is written.
    """

    _inherit = "mobility.import"

    def _queue(self):
        self.env.ref("bourse_mobilite.cron_import").sudo()._trigger()

    @api.model
    def _waiting(self):
        """What the cron has to do: the oldest first, but a long file that is being
        written lets the others pass."""
        states = ("checking", "running", "undoing")
        waiting = self.sudo().search([("state", "in", states)], order="id")
        return waiting.sorted(lambda batch: batch._is_long_run())

    def _rows_left(self):
        """How many rows these imports have still to write."""
        running = self.filtered(lambda batch: batch.state == "running")
        return self.env["mobility.import.line"].search_count(
            [
                ("import_id", "in", running.ids),
                ("status", "!=", "rejected"),
                ("done", "=", False),
            ]
        )

    def _is_long_run(self):
        return self.state == "running" and self.to_write_count > AT_ONCE

    @api.model
    def _time_left(self):
        """Seconds left to this pass, that began with the job."""
        end = self.env.context.get("cron_end_time")
        return end - MIN_TIME_PER_JOB + PASS - time.monotonic() if end else PASS

    @api.model
    def _cron_run(self):
        """Take up what waits, lot by lot, until there is no time left."""
        waiting = self._waiting()
        left = waiting._rows_left() + len(waiting)
        self.env["ir.cron"]._commit_progress(remaining=left)
        for batch in waiting:
            if self._time_left() <= 0 or not batch._in_its_name()._run_safely():
                self._queue()
                return
            self.env["ir.cron"]._commit_progress(1)

    def _in_its_name(self):
        """As the person who asked, at their centre de gestion, in the language of the
        preview; what an employer sends is written by the centre de gestion, for that
        employer alone."""
        user = self.user_id
        batch = self.with_user(user).with_company(self.company_id)
        batch = batch.with_context(
            allowed_company_ids=self.company_id.ids,
            lang=self.lang or user.lang,
            tz=user.tz,
        )
        return batch.sudo() if self.from_portal else batch.sudo(False)

    def _run_safely(self):
        """Run; answer False when something is left to do, for want of time.

        A failure stops the import and is told; what other people do at the same time
        is not one, unless it never ends.
        """
        tries, reached = 0, None
        while True:
            try:
                return self._run()
            except (OperationalError, IntegrityError) as error:
                self.env.cr.rollback()
                again = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, IntegrityError)
                # Whoever writes many records may cross a long run many times.
                tries = tries + 1 if reached == self.done_count else 1
                reached = self.done_count
                if not isinstance(error, again) or tries >= TRIES:
                    self._stop(error)
                    return True
            except Exception as error:  # whatever it is, the others must run
                self.env.cr.rollback()
                self._stop(error)
                return True

    def _stop(self, error):
        """Say why it goes no further, in a state from which somebody can act."""
        if isinstance(error, UserError):
            told = str(error)
        else:
            _logger.error("The import %s stopped", self.id, exc_info=error)
            told = self.env._(
                "Something unexpected happened. The server's log tells more."
            )
        back = {
            "checking": "columns",
            "undoing": "done" if self.imported_on else "stopped",
        }
        self._note(state=back.get(self.state, "stopped"), failure=told)
        self._tell(told, "danger")

    def _run(self):
        if self.state == "checking":
            self._show(self._plan())
            self._tell(self.env._("It is checked: the preview is ready."))
            return True
        if self.state == "undoing":
            self._take_turn()
            self._undo()
            self._tell(self.env._("This import is undone."))
            return True
        return self._run_lots()

    def _run_lots(self):
        """Write what is left; answer False when there is no time for all of it."""
        while True:
            plan = self._plan()
            written = self._written()
            if not written and plan.digest() != self.digest:
                self._show(plan)
                self._note(failure=self._changed_since())
                self._tell(self.failure, "warning")
                return True
            if written:
                self._correct(plan, written)
            outcome = self._write_lots(plan, written)
            if outcome is not None:
                return outcome

    def _written(self):
        """The numbers of the rows that are written."""
        lines = self.env["mobility.import.line"].sudo()
        own = [("import_id", "=", self.id), ("done", "=", True)]
        return {line.row_number for line in lines.search_fetch(own, ["row_number"])}

    def _write_lots(self, plan, written):
        """Write the rows of a plan that are left.

        :return: whether there was time for all; None when somebody wrote what the plan
            looked at, so that another plan must be made
        """
        left = [
            planned for planned in plan.accepted() if planned.row.number not in written
        ]
        look = self._looker(plan)
        seen, yields = None, False
        for rows in split_every(plan.chunk or len(left) or 1, left, list):
            if seen and (yields or self._time_left() <= 0):
                return False
            # The first word of the transaction: what follows is what others left.
            self._take_turn()
            if seen and seen != look():
                self.env["ir.cron"]._commit_progress()  # and give the turn back
                return None
            self._write_rows(plan, rows)
            done = sum(planned.status != "unchanged" for planned in rows)
            self._note(done_count=self.done_count + done)
            seen, yields = look(), self._others_first()
            self.env["ir.cron"]._commit_progress(len(rows))
        self._finish()
        self._tell(self.env._("It is imported."))
        return True

    def _others_first(self):
        """Whether a long run should let something shorter pass."""
        return self._is_long_run() and not self._waiting()[:1]._is_long_run()

    def _looker(self, plan):
        """A function whose answer changes as soon as anybody writes what the plan
        looks at: the transactions that wrote each row last."""
        models = _LOOKS_AT[self.kind]
        emails = {planned.row.values.get(key) for planned in plan.rows
                  for key in ("tutor_email", "agent_email")} - {None, ""}  # fmt: skip
        partners = SQL(
            "is_company OR mobility_employer_kind IS NOT NULL"
            " OR email_normalized = ANY(%s)",
            list(emails),
        )
        for model in _PEOPLE_OF.intersection(models):
            table = SQL.identifier(self.env[model]._table)
            people = SQL("SELECT partner_id FROM %s", table)
            partners = SQL("%s OR id IN (%s)", partners, people)
        query = SQL(" UNION ALL ").join(
            SQL(
                "SELECT count(*), sum(xmin::text::bigint) FROM %s WHERE %s",
                SQL.identifier(self.env[model]._table),
                partners if model == "res.partner" else SQL("true"),
            )
            for model in ("res.partner", *models)
        )

        def look():
            self.env.flush_all()
            return self.env.execute_query(query)

        return look

    def _correct(self, plan, written):
        """Say what became of the rows not written yet whose fate changed since the
        run began, and count again."""
        lines = self.env["mobility.import.line"].sudo()
        lines = lines.search_fetch(
            [("import_id", "=", self.id)], ["row_number", "status"]
        )
        by_number = {line.row_number: line for line in lines}
        left = [one for one in plan.rows if one.row.number not in written]
        moved = False
        for planned in left:
            line = by_number[planned.row.number]
            if line.status != planned.status:
                vals = self._line(plan, planned)
                keys = ("rank", "status", "details")
                acting(line).write({key: vals[key] for key in keys})
                moved = True
        if moved:
            counts = Counter(line.status for line in lines)
            rejected = [planned for planned in left if planned.row.rejected]
            self._note_counts(counts, plan, rejected)

    def _tell(self, message, kind="info"):
        """Tell the person who asked, on whatever page they are."""
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": kind,
                "title": self.display_name,
                "message": message,
                "sticky": kind != "info",
            },
        )

    def action_resume(self):
        """Take up an import that stopped, where it stopped."""
        self.ensure_one()
        self._check_may_import("stopped")
        self._note(state="running", failure=False)
        return self._queue()
