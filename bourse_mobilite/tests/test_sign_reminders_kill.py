"""kill -9 in the middle of the reminders to sign: see ``test_nightly_kill``."""

import signal
from collections import Counter

from odoo import fields
from odoo.tests import tagged

from .committed_case import CommittedCase
from .many_documents import many_documents

DOCUMENTS, BATCH = 7, 4
ROWS = 2 * DOCUMENTS
_REMIND = "mobility_signatory_remind:MobilitySignatory._remind"
_COMMIT = "odoo.addons.base.models.ir_cron:IrCron._commit_progress"


@tagged("post_install", "-at_install")
class TestSignRemindersKill(CommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            documents = many_documents(
                env, DOCUMENTS, asked_ago=3, remind_on=fields.Date.today()
            )
            self.documents, self.rows = documents.ids, documents.signatory_ids.ids
            env.cr.commit()
        self.rows.sort()

    def _night(self, *death):
        return self._process("cron_night", {"mobility_nightly:BATCH": BATCH}, *death)

    def _counts(self, query, *params):
        return Counter(value for (value,) in self._query(query, *params))

    def _assert_done(self, count):
        """The first ``count`` rows have their mail, their link and their line in the
        journal, once; nothing else was left by who died."""
        done = [
            row
            for (row,) in self._query(
                "SELECT id FROM mobility_signatory"
                " WHERE id = ANY(%s) AND reminded_on IS NOT NULL ORDER BY id",
                self.rows,
            )
        ]
        self.assertEqual(done, self.rows[:count])
        links = self._counts(
            "SELECT res_id FROM mobility_link WHERE id > %s", self.kept["mobility_link"]
        )
        self.assertEqual(links, Counter(done))
        mails = self._counts(
            "SELECT email_to FROM mail_mail WHERE id > %s", self.kept["mail_mail"]
        )
        self.assertEqual((set(mails.values()), mails.total()), ({1}, count))
        names = self._query(
            "SELECT details->'names' FROM mobility_journal"
            " WHERE event = 'reminded' AND document_id = ANY(%s)",
            self.documents,
        )
        self.assertEqual(sum(len(some) for (some,) in names), count)

    def test_killed_twice_nothing_is_forgotten_nor_sent_twice(self):
        status, said = self._night(_REMIND, 2)
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(BATCH)
        status, said = self._night(_COMMIT, 3)  # the first one counts
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(3 * BATCH)
        status, said = self._night()
        self.assertEqual(status, 0, said)
        self._assert_done(ROWS)
        status, said = self._night()
        self.assertEqual(status, 0, said)
        self._assert_done(ROWS)
        # The chain of each journal holds.
        with self._environment() as env:
            for document in env["mobility.document"].browse(self.documents):
                ranks = document.journal_ids.mapped("rank")
                self.assertEqual(ranks, list(range(1, len(ranks) + 1)))
