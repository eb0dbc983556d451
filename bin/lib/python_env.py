"""The virtualenv: Odoo's Python needs, and the tests' on top, all pinned."""

import shutil
import sys

import places
from say import Stop, run_step

FOR_ODOO = places.ROOT / "requirements.txt"
FOR_TESTS = places.ROOT / "requirements-test.txt"
# The folder's name holds what it depends on: other needs, another place or
# another Python make another virtualenv (one cannot be moved).
VENV = (
    places.LOCAL
    / f"venv-{places.digest(FOR_ODOO.read_bytes(), places.LOCAL, sys.version)}"
)
PYTHON = VENV / "bin" / "python"
ODOO = VENV / "bin" / "odoo"
COMPLETE = VENV / "complete"  # written last


def site_packages():
    return next((VENV / "lib").glob("python3*/site-packages"))


def provide(with_tests=False):
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise Stop(
            f"Odoo 19 et ses bibliothèques demandent Python 3.11 à 3.13 et {sys.executable} est {sys.version.split()[0]}"
        )
    if not COMPLETE.exists():
        _make()
    if with_tests:
        _add_tests()
    _point_at_odoo()


def _make():
    places.check_room()
    _remove(VENV)
    if places.alone():
        for former in places.LOCAL.glob("venv-*"):
            _remove(former)
    run_step(
        "Environnement Python",
        [sys.executable, "-m", "venv", VENV],
        places.LOGS / "venv.log",
    )
    _pip("Bibliothèques d'Odoo (une demi-minute)", FOR_ODOO)
    COMPLETE.touch()


def _remove(folder):
    # The stamp first: half a removal must not look complete.
    (folder / COMPLETE.name).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _add_tests():
    stamp = VENV / "tests-installed"
    key = places.digest(FOR_TESTS.read_bytes())
    if stamp.exists() and stamp.read_text() == key:
        return
    # Interrupted from here on, the whole virtualenv is made again: pip cannot
    # mend a library that was half copied.
    COMPLETE.unlink()
    _pip("Outils de test (une demi-minute)", FOR_TESTS)
    stamp.write_text(key)
    COMPLETE.touch()


def _pip(title, requirements):
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "-r",
        requirements,
    ]
    run_step(title, pip, places.LOGS / f"pip-{requirements.stem}.log")


def _point_at_odoo():
    places.write_atomically(
        site_packages() / "odoo-source.pth", f"{(places.LOCAL / 'odoo').resolve()}\n"
    )
    # A launcher that leaves the current folder out of Python's path.
    places.write_atomically(
        ODOO, f"#!{PYTHON}\nfrom odoo.cli.command import main\n\nmain()\n"
    )
    ODOO.chmod(0o755)
