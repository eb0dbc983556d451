"""kill -9 in the middle of the night: a real process on rows that are really
committed, removed afterwards."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from odoo import api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, config

from .many_requests import many_requests

SCRIPT = Path(__file__).with_name("run_night.py")
REQUESTS, BATCH = 7, 4
DECISIONS = 2 * REQUESTS


@tagged("post_install", "-at_install")
class TestNightlyKill(BaseCase):
    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        self.patch(Registry, "_lock", DummyRLock())
        self.kept = {}
        with self.database.cursor() as cursor:
            env = api.Environment(cursor, api.SUPERUSER_ID, {})
            for name, model in env.registry.items():
                if (
                    model._auto
                    and not model._abstract
                    and not model._transient
                    and name.startswith(
                        ("mobility.", "res.partner", "mail.m", "ir.cron.")
                    )
                ):
                    table = env[name]._table
                    cursor.execute(SQL("SELECT max(id) FROM %s", SQL.identifier(table)))
                    self.kept[table] = cursor.fetchone()[0] or 0
            self.addCleanup(self._remove_what_was_made)
            received = fields.Date.today() - timedelta(days=20)
            requests = many_requests(env, REQUESTS, received_on=received)
            self.decisions = requests.decision_ids.ids
            self.people = sorted(
                person.email_formatted
                for some in requests.decision_ids._people_of_each().values()
                for person in some
            )
        self.assertEqual(len(self.people), DECISIONS)

    def _remove_what_was_made(self):
        with self.database.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table, last in self.kept.items():
                cursor.execute(
                    SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), last)
                )
            cursor.execute("SET session_replication_role = DEFAULT")

    def _night(self, *death):
        """The status of a process that runs the pass, and what it said."""
        command = [
            sys.executable, str(SCRIPT), config["config"],
            ",".join(config["addons_path"]), get_db_name(), str(BATCH), *death,
        ]  # fmt: skip
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=120
        )
        return done.returncode, done.stderr

    def _query(self, text, *params):
        with self.database.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()

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

    def _progress(self):
        return self._query(
            "SELECT done, remaining FROM ir_cron_progress WHERE id > %s ORDER BY id",
            self.kept["ir_cron_progress"],
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
        status, said = self._night("batch", "2")
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(BATCH)
        # What is left of 14 decisions, and the mails to try again.
        self.assertEqual(self._progress(), [(BATCH, DECISIONS + 1 - BATCH)])
        # Then just after a commit.
        status, said = self._night("commit", "2")
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
