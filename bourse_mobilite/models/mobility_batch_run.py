import logging

from psycopg2 import IntegrityError, OperationalError

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import groupby

from .guard import acting

_logger = logging.getLogger(__name__)

# Conventions that are made and committed together.
LOT = 50
# How often a lot is played again because of what others write at the same time.
TRIES = 5
_AGAIN = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, IntegrityError)


class MobilityBatch(models.Model):
    """The run, lot by lot. What is made and what is said of it are kept together or
    not at all: a run that was killed takes up where it stopped."""

    _inherit = "mobility.batch"

    @api.model
    def _cron_run(self):
        """Take up what waits, the oldest first, until there is no time left."""
        lines = self.env["mobility.batch.line"].sudo()
        progress = self.env["ir.cron"]
        waiting = [("status", "=", "waiting"), ("batch_id.state", "=", "running")]
        left = lines.search_count(waiting)
        progress._commit_progress(remaining=left)
        for batch in self.sudo().search([("state", "=", "running")], order="id"):
            while lot := lines.search(
                [("batch_id", "=", batch.id), ("status", "=", "waiting")],
                order="id",
                limit=LOT,
            ):
                count = len(lot)
                batch._run_lot(lot)
                if not progress._commit_progress(count):
                    return
            batch._finish()
            batch._tell_over()
            progress._commit_progress()

    def _run_lot(self, lines):
        """Do these lines, again when others were writing the same at that time."""
        for _try in range(TRIES):
            try:
                self._run_lines(lines)
                self.env.flush_all()
                return
            except (OperationalError, IntegrityError) as error:
                self.env.cr.rollback()
                if not isinstance(error, _AGAIN):
                    raise
        reason = self._in_its_name().env._(
            "Others were writing in this file at the same time: please try again."
        )
        acting(lines).write({"status": "failed", "reason": reason})

    def _run_lines(self, lines):
        """Do these lines and write how each ended, in the same transaction."""
        self.ensure_one()
        acts = self._in_its_name().env["mobility.convention"]
        acts = acts.browse(lines.convention_id.ids)
        does = {"freeze": acts._freeze_each, "visa": acts._give_visa_each}
        ended = does[self.kind]()

        def outcome(line):
            return ended[line.convention_id.id]

        lines = acting(lines.sudo())
        for (status, reason), some in groupby(lines, outcome):
            lines.browse(line.id for line in some).write(
                {"status": status, "reason": reason}
            )

    def _in_its_name(self):
        """As the person who asked, at their centre de gestion."""
        batch = self.with_user(self.user_id).with_company(self.company_id)
        return batch.with_context(
            allowed_company_ids=self.company_id.ids,
            lang=self.lang or self.user_id.lang,
            tz=self.user_id.tz,
        ).sudo(False)

    def _tell_over(self):
        """Tell the person who asked, on whatever page they are."""
        batch = self.with_context(lang=self.lang or self.user_id.lang)
        message = batch.env._("All done.")
        if batch.failed_count:
            message = batch.env._(
                "Over. Left out, to be looked at: %s.", batch.failed_count
            )
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning" if batch.failed_count else "success",
                "title": batch.display_name,
                "message": message,
                "sticky": bool(batch.failed_count),
            },
        )


class MobilityConvention(models.Model):
    """What is done to many conventions, each with its own fate."""

    _inherit = "mobility.convention"

    def action_freeze_many(self):
        """Write the PDF of each and ask for the signatures; those that cannot be made
        are left out, with what is missing."""
        return self.env["mobility.batch"]._start("freeze", self)

    def action_give_visa_many(self):
        """Give the visa of the centre de gestion to each that waits for it."""
        return self.env["mobility.batch"]._start("visa", self)

    def _freeze_each(self):
        """Make those that can be made.

        :return: ``{id: (status, reason)}``, as a line of a batch keeps them
        """
        acts, ended = self._allowed_each()
        # Written before it is read: of two people at once, the second is replayed
        # and finds the document of the first.
        acts.request_id._take_turn()
        parties = acts.employer_id | acts.other_employer_ids | acts.host_id
        parties.mapped("company_registry")
        ready = acts.browse()
        for act in acts:
            if act.document_id:
                ended[act.id] = ("already", "")
            elif why := act._why_not_frozen() or act._why_asked_first():
                ended[act.id] = ("failed", why)
            else:
                ready |= act
        return {**ended, **ready._each("_freeze")}

    def _give_visa_each(self):
        """Give the visa where it is all that is left; see ``_freeze_each``."""
        acts, ended = self._allowed_each()
        ready = acts.browse()
        for act in acts:
            visa = act.document_id.signatory_ids.filtered(
                lambda row: row.role == "visa" and row.state != "replaced"
            )
            if visa and set(visa.mapped("state")) == {"signed"}:
                ended[act.id] = ("already", "")
            elif why := act._why_no_visa():
                ended[act.id] = ("failed", why)
            else:
                ready |= act
        return {**ended, **ready._each("action_give_visa")}

    def _allowed_each(self):
        """Those that the user may change, and what is said of the others."""
        acts = self._filtered_access("write")
        refused = self.env._("You may not change this convention.")
        return acts, {act.id: ("failed", refused) for act in self - acts}

    def _each(self, method):
        """Do ``method`` for all at once; when it fails, for each half: the one that
        cannot be done says why, the others are done.

        :return: ``{id: (status, reason)}``
        """
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                getattr(self, method)()
                self.env.flush_all()
            return dict.fromkeys(self.ids, ("done", ""))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # the whole is played again
        except Exception as error:
            if self.env.cr.closed:
                raise  # the database has gone
            if len(self) == 1:
                return {self.id: ("failed", self._why_it_failed(error))}
        middle = len(self) // 2
        return {**self[:middle]._each(method), **self[middle:]._each(method)}

    def _why_it_failed(self, error):
        if isinstance(error, UserError | AccessError):
            return str(error)
        _logger.error("The convention %s was left out", self.id, exc_info=error)
        return self.env._("Something unexpected happened. The server's log tells more.")
