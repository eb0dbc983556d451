"""Real transactions and real processes.

Odoo's tests share one cursor, under which nothing can ever collide nor be lost: here
each one has a connection of its own, on rows that are really committed and removed
afterwards.
"""

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL, config

SCRIPT = Path(__file__).with_name("run_cron.py")
_MODELS = ("mobility.", "res.partner", "mail.m", "ir.attachment", "ir.model.data",
           "ir.cron.", "bus.")  # fmt: skip


class CommittedCase(BaseCase):
    """What is made by a test is removed; what was there before must not be changed."""

    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        # Odoo's own runner holds the registry's lock; its HttpCase does the same.
        self.patch(Registry, "_lock", DummyRLock())
        self.kept = {}  # table -> the last id before the test
        self.links = set()  # (table, column, table that it refers to)
        with self._environment() as env:
            for name, model in env.registry.items():
                if (
                    model._auto
                    and not (model._abstract or model._transient)
                    and name.startswith(_MODELS)
                ):
                    self._keep(env[name])
        self.addCleanup(self._remove_what_was_made)

    def _keep(self, model):
        table = model._table
        model.env.cr.execute(
            SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(table))
        )
        (self.kept[table],) = model.env.cr.fetchone()
        for field in model._fields.values():
            if field.type == "many2many" and field.store:
                self.links.add((field.relation, field.column1, table))

    def _remove_what_was_made(self):
        with self._environment() as env:
            env.cr.execute("SET session_replication_role = replica")
            made = [(table, "id", table) for table in self.kept]
            for table, column, of in [*self.links, *made]:
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s > %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        self.kept[of],
                    )
                )
            env.cr.execute("SET session_replication_role = DEFAULT")
            env.cr.commit()
            env.registry.clear_all_caches()

    @contextmanager
    def _environment(self, user=api.SUPERUSER_ID):
        """A connection of its own, closed (and rolled back) at the end."""
        cursor = self.database.cursor()
        try:
            yield api.Environment(cursor, user, {})
        finally:
            cursor.close()

    def _query(self, text, *params):
        with self.database.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()

    def _progress(self):
        """What the crons said of their progress during the test."""
        return self._query(
            "SELECT done, remaining FROM ir_cron_progress WHERE id > %s ORDER BY id",
            self.kept["ir_cron_progress"],
        )

    def _process(self, cron, settings, *death):
        """The status of a process that runs a cron, and what it said.

        :param settings: see ``run_cron.py``, and so for ``death``
        """
        command = [
            sys.executable, SCRIPT, config["config"], ",".join(config["addons_path"]),
            get_db_name(), cron, json.dumps(settings), *death,
        ]  # fmt: skip
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        _nothing, said = process.communicate(timeout=120)
        self._wait_until_gone(process.pid)
        return process.returncode, said

    def _wait_until_gone(self, pid):
        """PostgreSQL takes a moment to see that a client died, and holds its locks."""
        for _moment in range(200):
            left = self._query(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = %s",
                f"odoo-{pid}",
            )
            if not left:
                return
            time.sleep(0.05)
        self.fail("the connections of the process are still open")

    def _race(self, first, second):
        """Run ``first`` without committing, start ``second``, commit ``first``:
        what the second one read, or "done"."""
        said = []
        with self._environment() as env, self._environment() as late:

            def run_second():
                try:
                    retrying(lambda: second(late), late)
                    late.cr.commit()
                    said.append("done")
                except UserError as refusal:
                    said.append(str(refusal))

            thread = threading.Thread(target=run_second)
            first(env)
            env.cr.flush()
            thread.start()
            # The second one is now waiting for the row that the first one wrote.
            thread.join(1)
            self.assertTrue(thread.is_alive(), "the second one did not have to wait")
            env.cr.commit()
            thread.join(60)
            self.assertFalse(thread.is_alive(), "the second one never ended")
        return said[0]
