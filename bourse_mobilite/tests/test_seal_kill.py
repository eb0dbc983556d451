"""kill -9 between the last signature, the seal and the mails: real processes on rows
that are really committed, removed afterwards."""

import base64
import hashlib
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from odoo.tests import get_db_name, tagged
from odoo.tools import config

from ..pdf import seal
from ..rules.journal import first_break
from .seal_committed_case import SealCommittedCase

KILLS = 50
SCRIPT = Path(__file__).with_name("run_seal_kills.py")


@tagged("post_install", "-at_install")
class TestSealKill(SealCommittedCase):
    COUNT = KILLS + 1

    def _killed(self):
        command = [
            sys.executable, SCRIPT, config["config"], ",".join(config["addons_path"]),
            get_db_name(), KILLS, json.dumps(self.documents),
        ]  # fmt: skip
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=300
        )
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        return *json.loads(done.stdout), done.stderr

    def _mails(self, env):
        """{document: {address: how many}} of the copies."""
        written = {}
        mails = env["mail.mail"].search([("id", ">", self.kept["mail_mail"])])
        for file in mails.attachment_ids.filtered(
            lambda file: file.mimetype == "application/pdf"
        ):
            mail = mails.filtered(lambda one, file=file: file in one.attachment_ids)
            sha256 = hashlib.sha256(file.raw).hexdigest()
            written.setdefault(sha256, Counter())[mail.email_to] += 1
        return written

    def _assert_whole(self, env):
        """Each document has all of its seal, or nothing of it; who signed has signed
        once. The documents that are sealed."""
        documents = env["mobility.document"].browse(self.documents)
        mails = self._mails(env)
        addresses = {person.email_formatted for person in self.people.with_env(env)}
        for document in documents:
            events = Counter(document.journal_ids.mapped("event"))
            lines = [
                (line._line(), line.sha256)
                for line in document.journal_ids.sorted("rank")
            ]
            self.assertIsNone(
                first_break(lines, document.journal_count, document.journal_head)
            )
            signed = document.signatory_ids.filtered(lambda one: one.state == "signed")
            self.assertEqual(events["signed"], len(signed))
            self.assertEqual(events["sealed"], bool(document.sealed_on))
            self.assertEqual(events["copied"], bool(document.sealed_on))
            self.assertFalse(events["seal_failed"])
            frozen = base64.b64decode(document.frozen_file)
            self.assertEqual(hashlib.sha256(frozen).hexdigest(), document.frozen_sha256)
            if document.sealed_on:
                self.assertEqual(document.state, "signed")
                file = base64.b64decode(document.sealed_file)
                self.assertTrue(seal.verdict(file, frozen).good)
                sent = mails.pop(document.sealed_sha256)
                self.assertEqual(sent, Counter(addresses))
            else:
                self.assertFalse(document.sealed_file)
        self.assertFalse(mails, "copies of what is not sealed")
        return documents.filtered("sealed_on")

    def test_killed_fifty_times_nothing_is_lost_nor_done_twice(self):
        statements, (witness, *ended), said = self._killed()
        self.assertEqual(witness, 0)
        self.assertEqual(ended, [-signal.SIGKILL] * KILLS, said)
        # As many places as kills, or nearly: between any two of its statements.
        self.assertGreater(statements, KILLS)
        with self._environment() as env:
            sealed = self._assert_whole(env)
            self.assertGreater(len(sealed), 1, "some were killed after their seal")
            documents = sealed.browse(self.documents)
            self.assertLess(len(sealed), len(documents), "and some before")
            self.assertIn("to_sign", documents.mapped("state"))
            kept = {one.id: one.sealed_sha256 for one in sealed}
            for row in documents.signatory_ids.filtered(
                lambda one: one.state == "pending"
            ):
                row._sign("code", {"identity": "link"}, row.name)
            env.cr.commit()
        self._cron()
        with self._environment() as env:
            sealed = self._assert_whole(env)
            self.assertEqual(sealed.ids, self.documents)
            again = {one.id: one.sealed_sha256 for one in sealed if one.id in kept}
            self.assertEqual(again, kept, "sealed once")
        self._cron()
        with self._environment() as env:
            self._assert_whole(env)

    def _cron(self):
        """Until nothing is left: a run lasts ten seconds at most."""
        while True:
            status, said = self._process("cron_seal", {})
            self.assertEqual(status, 0, said)
            if not self._progress()[-1][1]:
                return
