"""Run by ``test_nightly_kill`` as a process of its own:

python run_night.py CONFIG ADDONS_PATH DATABASE BATCH [DIES_IN DIES_AT]

The nightly cron of the database, in batches of BATCH. With DIES_IN, the process is
killed (-9) in its batch number DIES_AT: ``batch``, all written and nothing
committed; ``commit``, just after the commit.
"""

import os
import signal
import sys
from importlib import import_module

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(config_file, addons_path, database, batch, dies_in="", dies_at="0"):
    config.parse_config(
        ["-c", config_file, "--addons-path", addons_path, "-d", database, "--no-http"],
        setup_logging=False,
    )
    registry = Registry(database)
    from odoo.addons.base.models.ir_cron import IrCron

    ours = "odoo.addons.bourse_mobilite.models"
    reminder = import_module(f"{ours}.mobility_reminder")
    import_module(f"{ours}.mobility_nightly").BATCH = int(batch)
    if dies_in == "batch":
        _die_after(reminder.MobilityDecision, "_remind", int(dies_at))
    elif dies_in == "commit":
        _die_after(IrCron, "_commit_progress", int(dies_at) + 1)  # the first counts
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        # As the scheduler does it, with its progress.
        error = env.ref("bourse_mobilite.cron_night").method_direct_trigger()
    if error is not True:
        sys.exit(str(error))


def _die_after(cls, name, times):
    """Kill this process when ``cls.name`` has been called ``times`` times."""
    original, calls = getattr(cls, name), []

    def method(records, *args, **more):
        result = original(records, *args, **more)
        calls.append(1)
        if len(calls) == times:
            records.env.flush_all()
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(cls, name, method)


if __name__ == "__main__":
    main(*sys.argv[1:])
