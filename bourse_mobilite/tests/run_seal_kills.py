"""Run by the tests as a process of its own:

python run_seal_kills.py CONFIG ADDONS_PATH DATABASE COUNT DOCUMENT_IDS

For each document, a process signs it for the last signatory, commits, then runs the
cron that seals. The first one is left in peace, to count its statements; each of the
COUNT others is killed (-9) at one of them, from the first to the last, evenly. A commit
counts twice: just before and just after. Answers, as JSON, the number of statements and
how each process ended.

Processes are forked from one that has loaded the registry, as a server's workers are.
"""

import json
import os
import signal
import sys
import time

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config


def main(config_file, addons_path, database, count, ids):
    config.parse_config(
        ["-c", config_file, "--addons-path", addons_path, "-d", database, "--no-http"],
        setup_logging=False,
    )
    registry = Registry(database)
    count, (witness, *others) = int(count), json.loads(ids)
    reading, writing = os.pipe()
    ended = [_forked(registry, witness, None, writing)]
    statements = int(os.read(reading, 20))
    for rank, document in enumerate(others[:count]):
        at = 1 + rank * (statements - 1) // max(count - 1, 1)
        ended.append(_forked(registry, document, at, writing))
    sys.stdout.write(json.dumps([statements, ended]))


def _forked(registry, document, at, writing):
    """How the process ended: its status, negative when it was killed."""
    sql_db.close_all()  # each process has connections of its own
    pid = os.fork()
    if not pid:
        try:
            counter = _Counter(at)
            _work(registry, document)
            if at is None:
                os.write(writing, b"%d" % counter.count)
            os._exit(0)
        except BaseException as error:  # whatever it is, this process ends here
            sys.stderr.write(repr(error))
            sys.stderr.flush()
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    _wait_until_gone(registry.db_name, pid)
    with registry.cursor() as cursor:
        # Odoo leaves out for once a job that was killed three times in a row.
        cursor.execute("UPDATE ir_cron_progress SET timed_out_counter = 0")
    return os.waitstatus_to_exitcode(status)


class _Counter:
    """Counts what this process asks of the database, and kills it at one of them."""

    def __init__(self, at):
        self.count, self.at = 0, at
        execute, commit = sql_db.Cursor.execute, sql_db.Cursor.commit

        def counted_execute(cursor, *arguments, **more):
            self.step()
            return execute(cursor, *arguments, **more)

        def counted_commit(cursor):
            self.step()
            done = commit(cursor)
            self.step()
            return done

        sql_db.Cursor.execute = counted_execute
        sql_db.Cursor.commit = counted_commit

    def step(self):
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def _work(registry, document_id):
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        rows = env["mobility.document"].browse(document_id).signatory_ids
        row = rows.filtered(lambda one: one.state == "pending")
        row._sign("code", {"identity": "link"}, row.name)
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        # As the scheduler does it, with its progress.
        error = env.ref("bourse_mobilite.cron_seal").method_direct_trigger()
    if error is not True:
        raise RuntimeError(error)


def _wait_until_gone(database, pid):
    """PostgreSQL takes a moment to see that a client died, and holds its locks."""
    for _moment in range(400):
        with sql_db.db_connect(database).cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = %s",
                [f"odoo-{pid}"],
            )
            if not cursor.fetchall():
                return
        time.sleep(0.02)
    raise RuntimeError("the connections of a process are still open")


if __name__ == "__main__":
    main(*sys.argv[1:])
