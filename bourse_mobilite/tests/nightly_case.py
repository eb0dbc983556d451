"""Playing a night on a given day."""

import re
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from ..models.guard import acting
from .common import MobilityCase

NO_TIME_LIMIT = float("inf")


class NightlyCase(MobilityCase):
    """``night(day)`` runs the pass; ``queries``, ``progress`` and ``stages`` tell
    what it cost, what it said to the cron and how late the reminders came."""

    def setUp(self):
        super().setUp()
        # In the cast they read a mailbox of their service.
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.rh_host.partner_id.email = "denis.hubert@personne.example.org"
        self.progress = []

    @contextmanager
    def _without_commit(self, time_left=NO_TIME_LIMIT):
        """The cursor of a test cannot commit: what a commit does to the records is
        played, and ``progress`` keeps what the cron would say."""
        left = iter(time_left) if time_left is not NO_TIME_LIMIT else None

        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.flush_all()
            cron.env.invalidate_all()
            self.progress.append((processed, remaining))
            return next(left) if left and remaining is None else NO_TIME_LIMIT

        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", commit):
            yield

    def night(self, day=None, hour=12, **options):
        """Run the pass on ``day`` (today): the mails that it wrote."""
        before = self.env["mail.mail"].sudo().search([])
        day = day or self._today()
        self.stages = []
        write_all = self.env.registry["res.partner"]._mobility_write_all

        def written(partners, letters):
            self.stages += [
                letter["values"].get("stage") or letter["values"].get("urgency")
                for letter in letters
            ]
            return write_all(partners, letters)

        with (
            freeze_time(datetime.combine(day, time(hour))),
            self._without_commit(**options),
            patch.object(
                self.env.registry["res.partner"], "_mobility_write_all", written
            ),
        ):
            queries = self.env.cr.sql_log_count
            self.env["mobility.nightly"]._cron_night()
            self.queries = self.env.cr.sql_log_count - queries
        return self.env["mail.mail"].sudo().search([], order="id") - before

    def row(self, request, party):
        return request.decision_ids.filtered(lambda row: row.party == party)

    def received(self, row, ago):
        """Say that ``row`` was received ``ago`` days ago."""
        day = self._today() - timedelta(days=ago)
        acting(row).write({"received_on": day, "asked_on": day})
        return row

    def activities(self, request):
        self.env.invalidate_all()
        return request.sudo().activity_ids

    def assertWrittenTo(self, mails, *users):
        """One mail each, and nobody else."""
        people = [user.partner_id.email_formatted for user in users]
        self.assertCountEqual(mails.mapped("email_to"), people)

    def link_in(self, mail):
        """The personal link that the mail carries."""
        secrets = set(re.findall(r"/demande/decider/([\w-]+)", mail.body_html))
        self.assertEqual(len(secrets), 1)
        return self.env["mobility.link"]._find(secrets.pop(), "decide")
