"""kill -9 in the middle of the night: a real process on rows that are really
committed, removed afterwards."""

import signal
from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .committed_case import CommittedCase
from .many_requests import many_requests

REQUESTS, BATCH = 7, 4
DECISIONS = 2 * REQUESTS
_REMIND = "mobility_reminder:MobilityDecision._remind"
_COMMIT = "odoo.addons.base.models.ir_cron:IrCron._commit_progress"


@tagged("post_install", "-at_install")
class TestNightlyKill(CommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            received = fields.Date.today() - timedelta(days=20)
            requests = many_requests(env, REQUESTS, received_on=received)
            self.decisions = requests.decision_ids.ids
            self.people = sorted(
                person.email_formatted
                for some in requests.decision_ids._people_of_each().values()
                for person in some
            )
            env.cr.commit()
        self.assertEqual(len(self.people), DECISIONS)

    def _night(self, *death):
        """The status of a process that runs the pass, and what it said."""
        return self._process("cron_night", {"mobility_nightly:BATCH": BATCH}, *death)

    def _reminded(self):
        return [
            decision
            for (decision,) in self._query(
                "SELECT id FROM mobility_decision"
                " WHERE id = ANY(%s) AND reminded_on IS NOT NULL ORDER BY id",
                self.decisions,
            )
        ]

    def _mails(self):
        """How many mails each person has been written."""
        return Counter(
            address
            for (address,) in self._query(
                "SELECT email_to FROM mail_mail WHERE id > %s", self.kept["mail_mail"]
            )
        )

    def _links(self):
        return Counter(
            decision
            for (decision,) in self._query(
                "SELECT res_id FROM mobility_link WHERE id > %s",
                self.kept["mobility_link"],
            )
        )

    def _assert_done(self, count):
        """The first ``count`` decisions have their mail and their link, and nothing
        else was left by who died."""
        self.assertEqual(self._reminded(), self.decisions[:count])
        self.assertEqual(set(self._mails().values()), {1})
        self.assertEqual(self._mails().total(), count)
        self.assertEqual(self._links(), Counter(self.decisions[:count]))

    def test_killed_twice_nothing_is_forgotten_nor_sent_twice(self):
        # In the middle of the second batch: written, not committed.
        status, said = self._night(_REMIND, 2)
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(BATCH)
        # What is left of 14 decisions, and the mails to try again.
        self.assertEqual(self._progress(), [(BATCH, DECISIONS + 1 - BATCH)])
        # Then just after a commit.
        status, said = self._night(_COMMIT, 3)  # the first one counts
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(3 * BATCH)
        status, said = self._night()
        self.assertEqual(status, 0, said)
        self._assert_done(DECISIONS)
        self.assertEqual(sorted(self._mails()), self.people)
        self.assertEqual(self._progress()[-1], (DECISIONS - 3 * BATCH + 1, 0))
        # And again: there is nothing left to do.
        status, said = self._night()
        self.assertEqual(status, 0, said)
        self._assert_done(DECISIONS)
