"""Many conventions made by a real process: killed (-9) in the middle, and asked for by
two people at the same second."""

import signal
from collections import Counter

from odoo.tests import tagged
from odoo.tools import mute_logger

from .committed_case import CommittedCase
from .many_documents import many_drafts

DRAFTS, LOT = 7, 3
_RUN = "mobility_batch_run:MobilityBatch._run_lines"
_COMMIT = "odoo.addons.base.models.ir_cron:IrCron._commit_progress"


@tagged("post_install", "-at_install")
class TestBatchKill(CommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            acts = many_drafts(env, DRAFTS)
            self.acts = sorted(acts.ids)
            self.admin = env.ref("base.user_admin").id
            env.cr.commit()

    def _start(self):
        with self._environment(self.admin) as env:
            action = env["mobility.convention"].browse(self.acts).action_freeze_many()
            env.cr.commit()
        return action["res_id"]

    def _cron(self, *death):
        return self._process("cron_batch", {"mobility_batch_run:LOT": LOT}, *death)

    def _made(self):
        """How many documents each convention has."""
        return Counter(
            act
            for (act,) in self._query(
                "SELECT convention_id FROM mobility_document"
                " WHERE convention_id = ANY(%s)",
                self.acts,
            )
        )

    def _statuses(self, batch):
        return [
            status
            for (status,) in self._query(
                "SELECT status FROM mobility_batch_line WHERE batch_id = %s ORDER BY id",
                batch,
            )
        ]

    def _mails(self):
        return Counter(
            address
            for (address,) in self._query(
                "SELECT email_to FROM mail_mail WHERE id > %s", self.kept["mail_mail"]
            )
        )

    def _assert_done(self, batch, count):
        """The first ``count`` are made, each once, with its mails; the others wait."""
        self.assertEqual(self._made(), Counter(self.acts[:count]))
        self.assertEqual(
            self._statuses(batch), ["done"] * count + ["waiting"] * (DRAFTS - count)
        )
        mails = self._mails()
        # The agent, and who signs for the employer and for the host.
        self.assertEqual((set(mails.values()), mails.total()), ({1}, 3 * count))

    def test_killed_twice_it_is_taken_up_without_a_double(self):
        batch = self._start()
        status, said = self._cron(_RUN, 2)  # written, not committed
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(batch, LOT)
        status, said = self._cron(_COMMIT, 2)  # the first one counts
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(batch, 2 * LOT)
        status, said = self._cron()
        self.assertEqual(status, 0, said)
        self._assert_done(batch, DRAFTS)
        self.assertEqual(
            self._query("SELECT state FROM mobility_batch WHERE id = %s", batch),
            [("done",)],
        )
        status, said = self._cron()
        self.assertEqual(status, 0, said)
        self._assert_done(batch, DRAFTS)

    def test_two_people_at_the_same_second(self):
        """Each convention is made once; the second is told that it was."""
        few = self.acts[:2]

        def press(env):
            acts = env(user=self.admin)["mobility.convention"].browse(few)
            batches.append(acts.action_freeze_many()["res_id"])

        batches = []
        with mute_logger("odoo.sql_db"):
            self.assertEqual(self._race(press, press), "done")
        self.assertEqual(self._made(), Counter(few))
        self.assertEqual(self._statuses(batches[0]), ["done"] * 2)
        self.assertEqual(self._statuses(batches[-1]), ["already"] * 2)
