import logging

from odoo import api, models
from odoo.fields import Domain

from .guard import civil_day

_logger = logging.getLogger(__name__)

# As many records as the ORM reads at once.
BATCH = 1000


class MobilityNightly(models.AbstractModel):
    """The nightly pass over open requests: what a day that goes by changes.

    What is done is read from the rows alone (``waiting_for``, ``reminded_on``,
    ``overdue_told_on``, ``late_told_on``), and a batch is kept whole or not at all: a pass that was
    killed takes up where it stopped, and nothing is sent twice.
    """

    _name = "mobility.nightly"
    _description = "Nightly pass over the open requests"

    @api.model
    def _cron_night(self):
        """Close what is over, remind those who have not answered or signed, tell the
        advisers whose time is over, then try again the mails that could not leave."""
        tasks = self.sudo()._tasks()
        progress = self.env["ir.cron"]
        mails = 1
        left = mails + sum(rows.search_count(domain) for rows, domain, _act in tasks)
        progress._commit_progress(remaining=left)
        if all(self._in_batches(*task) for task in tasks):
            self.env["mobility.mail.failure"].sudo()._cron_retry()
            progress._commit_progress(mails, remaining=0)

    @api.model
    def _tasks(self):
        """``(model, domain, act)`` of each thing to do, in order; what ``act`` has
        done leaves the domain. Overseas it is another day."""
        tasks = []
        for day, companies in self._civil_days().items():
            zone = companies[0]._mobility_zone()
            night = self.with_company(companies[0]).with_context(tz=zone)
            requests = night.env["mobility.request"]
            decisions = night.env["mobility.decision"]
            signatories = night.env["mobility.signatory"]
            documents = night.env["mobility.document"]
            own = Domain("company_id", "in", companies.ids)
            tasks += [
                (requests, own & requests._over_domain(day), "_wait_to_be_closed"),
                (decisions, own & decisions._to_remind_domain(day), "_remind"),
                (requests, own & requests._overdue_domain(day), "_tell_overdue"),
                (signatories, own & signatories._to_remind_domain(day), "_remind"),
                (documents, own & documents._late_domain(day), "_tell_late"),
            ]
        return tasks

    @api.model
    def _civil_days(self):
        """The centres de gestion by the day that it is at each of them."""
        companies = self.env["res.company"].search([("active", "=", True)])
        return companies.grouped(lambda house: civil_day(self.with_company(house)))

    @api.model
    def _in_batches(self, rows, domain, act):
        """Do ``act`` for all that ``domain`` finds, each batch committed.

        :return: False when the cron has no time left; it is then called again
        """
        last = 0
        while batch := rows.search(
            domain & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = batch[-1].id
            self._do(batch, act)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return False
        return True

    @api.model
    def _do(self, batch, act):
        """Do ``act`` for the whole batch; when it fails, for each half: one record
        that cannot be dealt with does not stop the others, and is left for the next
        night."""
        try:
            with self.env.cr.savepoint():
                getattr(batch, act)()
        except Exception:
            if self.env.cr.closed:
                raise  # the database has gone
            if len(batch) == 1:
                _logger.exception("Nightly pass, %s: %s is left out", act, batch)
                return
            middle = len(batch) // 2
            self._do(batch[:middle], act)
            self._do(batch[middle:], act)


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    @api.model
    def _over_domain(self, day):
        """Agreed, signed, and the last day is past: whose turn it is has changed
        without anybody doing anything."""
        return (
            Domain("state", "=", "agreed")
            & Domain("waiting_for", "=", "nobody")
            & Domain("date_end", "<", day)
        ) | (
            # The dates that were proposed may be past.
            Domain("state", "=", "postponed")
            & Domain("waiting_for", "=", "agent")
            & Domain("due_date", "<", day)
        )

    def _wait_to_be_closed(self):
        """The immersion is over: look again at whose turn it is."""
        for name in ("waiting_for", "due_date"):
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset(["waiting_for", "due_date"])
