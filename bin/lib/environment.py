"""One environment for every command: install, configure, run Odoo in it."""

import contextlib
import ctypes
import os
import signal
import subprocess

import cluster
import debian
import odoo_source
import places
import python_env
import seal_key
from say import ending

# Modules of Odoo that install themselves and send typed names to outside
# services are replaced, on Python's path, by empty ones that cannot be installed.
QUIET = places.ROOT / "bin" / "lib" / "quiet"

CONFIG = """\
# Written by bin/lib/environment.py at each command: changes are lost.
[options]
addons_path = {addons}
data_dir = {data}
db_host = {sockets}
db_port = {port}
db_user = {role}
list_db = False
unaccent = True
http_interface = 127.0.0.1
# No mail leaves: the demo keeps them on its own page.
smtp_server =
"""


@contextlib.contextmanager
def ready(with_tests=False):
    """Everything installed and the cluster running, for the time of a command."""
    places.settle()
    with places.locked("setup"):
        debian.provide(debian.TO_SERVE + (debian.TO_TEST if with_tests else ()))
        odoo_source.provide()
        python_env.provide(with_tests)
        _configure()
    with cluster.running():
        yield


def addons():
    """The project's addons, the main one first."""
    return sorted(
        manifest.parent.name
        for manifest in places.ROOT.glob("bourse_mobilite*/__manifest__.py")
    )


def _configure():
    places.DATA.mkdir(exist_ok=True)
    ours = [str(places.ROOT)] if addons() else []
    text = CONFIG.format(
        addons=",".join([*ours, *odoo_source.addons_folders()]),
        data=places.DATA,
        sockets=cluster.SOCKETS,
        port=cluster.PORT,
        role=cluster.ROLE,
    )
    places.write_atomically(places.CONFIG, text)


def variables():
    """The process environment of Odoo and of the tests."""
    return {
        **os.environ,
        **cluster.environment(),
        "ODOO_RC": str(places.CONFIG),
        "PYTHONPATH": str(QUIET),
        "PYTHONNOUSERSITE": "1",
        seal_key.VARIABLE: str(seal_key.folder()),
        "PATH": f"{python_env.VENV}/bin:{os.environ.get('PATH', '')}:/usr/bin:/bin",
        # Dates and sorting must not depend on the machine.
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }


def run_odoo(*arguments, **options):
    """Odoo in the foreground; returns its exit status."""
    return run_here(
        [str(python_env.PYTHON), str(python_env.ODOO), *arguments], **options
    )


def run_here(command, env=None, **options):
    """Run a program in the foreground: it has our standard input and gets the terminal's Ctrl-C.

    We wait for it to end by itself; when we are killed, it is told to end.
    """
    child = subprocess.Popen(
        command, env=env or variables(), preexec_fn=_end_with_parent, **options
    )
    forward = {
        number: signal.signal(number, lambda n, _f: child.send_signal(n))
        for number in (signal.SIGTERM, signal.SIGHUP)
    }
    with ending(child):
        while True:
            try:
                status = child.wait()
                break
            except KeyboardInterrupt:
                continue
    for number, handler in forward.items():
        signal.signal(number, handler)
    return status if status >= 0 else 128 - status


def _end_with_parent():
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
