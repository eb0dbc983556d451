"""The private PostgreSQL: its own folder, a unix socket, no network."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import debian
import places
from say import Stop, advice, is_root, run_step

HOME = places.LOCAL / "postgres"
DATA = HOME / "data"
LOG = HOME / "log"
ROLE = "odoo"
PORT = 5432
# A socket's path may not pass 107 bytes, and a clone's may be longer.
SOCKETS = Path("/tmp") / f"bourse-{places.digest(places.LOCAL)}"
SETTINGS = """
# Written by bin/lib/cluster.py
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
# Losing the last moments of a demo in a power cut is fine; a corrupted one is not.
synchronous_commit = off
log_min_messages = warning
log_timezone = 'UTC'
timezone = 'UTC'
"""


def environment():
    return {"PGHOST": str(SOCKETS), "PGPORT": str(PORT), "PGUSER": ROLE}


@contextlib.contextmanager
def running():
    """A running cluster for the time of a command; the last command out stops it."""
    with places.in_use() as users:
        with places.locked("cluster"):
            _start()
        try:
            yield
        finally:
            with places.locked("cluster"):
                if places.alone(users):
                    _postgres("pg_ctl", "-D", DATA, "-m", "fast", "-w", "stop")


def sql(statement, database="postgres"):
    """Run one statement and return what psql prints, unadorned."""
    psql = [
        debian.postgres_bin() / "psql",
        "-X",
        "-q",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
    ]
    psql += [
        "-h",
        SOCKETS,
        "-p",
        str(PORT),
        "-U",
        ROLE,
        "-d",
        database,
        "-c",
        statement,
    ]
    answer = subprocess.run(
        psql, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if answer.returncode:
        reason = advice(answer.stderr, places.LOCAL) or answer.stderr.strip()
        raise Stop(f"PostgreSQL refuse « {statement[:80]} » : {reason}")
    return answer.stdout.strip()


def _start():
    _make_folders()
    if not DATA.exists():
        _create()
    if _answers():
        return
    places.write_atomically(
        HOME / "settings.conf", SETTINGS.format(port=PORT, sockets=SOCKETS)
    )
    _forget_dead_server()
    started = _postgres("pg_ctl", "-D", DATA, "-l", LOG, "-w", "-t", "60", "start")
    if started.returncode:
        tail = (
            LOG.read_text(errors="replace").splitlines()[-3:]
            if LOG.exists()
            else [started.stderr]
        )
        raise Stop(f"PostgreSQL ne démarre pas : {' / '.join(tail)} (journal : {LOG})")


def _answers():
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(SOCKETS / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
    return True


def _owner():
    """PostgreSQL refuses to run as root: Debian's own user runs it then."""
    return pwd.getpwnam("postgres") if is_root() else pwd.getpwuid(os.geteuid())


def _make_folders():
    owner = _owner()
    for folder in (HOME, SOCKETS):
        folder.mkdir(mode=0o700, exist_ok=True)
        if is_root():
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        state = folder.lstat()
        if folder.is_symlink() or state.st_uid != owner.pw_uid:
            raise Stop(
                f"{folder} n'appartient pas à {owner.pw_name} : supprimez-le, puis relancez"
            )


def _create():
    draft = HOME / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    initdb = [debian.postgres_bin() / "initdb", "-D", draft, "-U", ROLE]
    # Without these a bare initdb gives SQL_ASCII, where lower('É') is 'É'.
    initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"]
    run_step(
        "Création de la base de données privée",
        [*_as_owner(), *initdb],
        places.LOGS / "initdb.log",
        cwd="/",
    )
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write("include '../settings.conf'\n")
    draft.rename(DATA)


def _forget_dead_server():
    """After a kill -9 or a reboot, the pid file may name a process that is not ours."""
    pidfile = DATA / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        pid = int(pidfile.read_text().splitlines()[0])
        with contextlib.suppress(FileNotFoundError):
            if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return
        pidfile.unlink()


def _as_owner():
    return ["runuser", "-u", "postgres", "--"] if is_root() else []


def _postgres(program, *arguments):
    command = [*_as_owner(), debian.postgres_bin() / program, *arguments]
    with Path(os.devnull).open("r+") as nowhere:
        # The server must not keep our output open: a pipe would never end.
        return subprocess.run(
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd="/", text=True
        )
