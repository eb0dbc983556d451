"""What the commands tell the person who runs them: steps, progress, one clear line on failure."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

PROGRESS_EVERY = 10  # seconds between two signs of life of a long step
DISK_IS_FULL = 20 * 1024**2


class Stop(Exception):
    """The command cannot go on: one line that says what to do."""


def line(text):
    print(text, file=sys.stderr, flush=True)


def run_step(title, command, log: Path, **options):
    """Run a long command with signs of life; its output goes to ``log``.

    :raises Stop: when it fails, after showing the end of what it said.
    """
    if not try_step(title, command, log, **options):
        _explain_failure(title, log)


def try_step(title, command, log: Path, env=None, cwd=None, stdin=subprocess.DEVNULL):
    """Run a long command with signs of life; tell whether it succeeded."""
    line(f"→ {title}")
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
        )
        with ending(child):
            while True:
                try:
                    status = child.wait(timeout=PROGRESS_EVERY)
                    break
                except subprocess.TimeoutExpired:
                    line(f"  … {time.monotonic() - started:.0f} s")
    if time.monotonic() - started > PROGRESS_EVERY:
        line(f"  fini en {time.monotonic() - started:.0f} s")
    return status == 0


class ending:
    """Whatever interrupts us, the child does not outlive us."""

    def __init__(self, child):
        self.child = child

    def __enter__(self):
        return self.child

    def __exit__(self, kind, error, trace):
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()


CAUSES = (
    (("No space left on device",), "disque plein : libérez de la place, puis relancez"),
    (
        (
            "Temporary failure resolving",
            "Could not resolve",
            "Failed to resolve",
            "Name or service not known",
            "Temporary failure in name resolution",
            "Network is unreachable",
            "Could not connect",
            "NewConnectionError",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ECONNREFUSED",
        ),
        "réseau injoignable : vérifiez la connexion (ou le mandataire), puis relancez",
    ),
    (
        ("Could not get lock", "Unable to acquire"),
        "apt est déjà utilisé par un autre programme : relancez ensuite",
    ),
)


def advice(said, folder):
    """What to do about a failure, from what the program said; None when it is not one we know."""
    if shutil.disk_usage(folder).free < DISK_IS_FULL:
        return CAUSES[0][1]  # the log itself may have been cut short
    return next(
        (text for signs, text in CAUSES if any(sign in said for sign in signs)), None
    )


def _explain_failure(title, log: Path):
    said = log.read_text(errors="replace")
    for text in said.splitlines()[-15:]:
        line(f"  | {text}")
    known = advice(said, log.parent)
    if known:
        raise Stop(f"{title} : {known}. Journal : {log}")
    raise Stop(f"{title} : échec. Journal complet : {log}")


def _on_sigterm(_signal, _frame):
    raise KeyboardInterrupt


def command(action):
    """Run a command's ``action`` and leave with its status; failures are one line."""
    name = f"bin/{Path(sys.argv[0]).stem}"
    signal.signal(signal.SIGTERM, _on_sigterm)
    signal.signal(signal.SIGHUP, _on_sigterm)
    try:
        status = action(sys.argv[1:]) or 0
    except Stop as stop:
        line(f"{name} : {stop}")
        status = 1
    except KeyboardInterrupt:
        line(f"{name} : interrompu. La même commande reprendra où il faut.")
        status = 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        line(f"{name} : disque plein : libérez de la place, puis relancez.")
        status = 1
    sys.stdout.flush()
    sys.exit(status)


def is_root():
    return os.geteuid() == 0
