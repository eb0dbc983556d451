"""Run by the tests as a process of its own:

python run_cron.py CONFIG ADDONS_PATH DATABASE CRON SETTINGS [DIES_IN DIES_AT]

A cron of the database, as the scheduler runs it. SETTINGS is a JSON object ``{place:
value}``, each set before; with DIES_IN, the process is killed (-9) at the end of the
call number DIES_AT of that method, all written and, unless the method does it, nothing
committed. A place is ``module:name``, the module one of ``models`` or a whole name.
"""

import json
import os
import signal
import sys
from importlib import import_module

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

OURS = "odoo.addons.bourse_mobilite"


def main(config_file, addons_path, database, cron, settings, dies_in="", dies_at="0"):
    config.parse_config(
        ["-c", config_file, "--addons-path", addons_path, "-d", database, "--no-http"],
        setup_logging=False,
    )
    registry = Registry(database)
    for place, value in json.loads(settings).items():
        setattr(*_find(place), value)
    if dies_in:
        _die_after(*_find(dies_in), int(dies_at))
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        # As the scheduler does it, with its progress.
        error = env.ref(f"bourse_mobilite.{cron}").method_direct_trigger()
    if error is not True:
        sys.exit(str(error))


def _find(place):
    """(what holds it, its name) of a place."""
    module, _colon, names = place.partition(":")
    if not module.startswith("odoo."):
        module = f"{OURS}.models.{module}"
    holder = import_module(module)
    *parents, name = names.split(".")
    for parent in parents:
        holder = getattr(holder, parent)
    return holder, name


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
