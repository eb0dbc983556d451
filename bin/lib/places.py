"""Where things are. Everything that is installed lives under ``.local``."""

import contextlib
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from say import Stop, is_root, line

ROOT = Path(__file__).resolve().parents[2]
NEEDED_BYTES = 4 * 1024**3  # Odoo 1.2 GB, virtualenv 0.6 GB, databases, room to unpack


def digest(*parts):
    """A short key that changes when one of the parts (text or bytes) does."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part if isinstance(part, bytes) else str(part).encode())
        sha.update(b"\0")
    return sha.hexdigest()[:12]


def _open_to_all(folder):
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


# PostgreSQL refuses to run as root, and root's home is closed to the user who
# runs it instead: what is installed is then under /var/lib, and .local leads there.
LINK = ROOT / ".local"
ELSEWHERE = is_root() and not _open_to_all(ROOT)
LOCAL = Path("/var/lib/bourse-mobilite") / digest(ROOT) if ELSEWHERE else LINK
LOGS = LOCAL / "log"
CONFIG = LOCAL / "odoo.conf"
DATA = LOCAL / "data"


def settle():
    """Make the folder of what is installed, and the link to it when it is elsewhere."""
    try:
        if LINK.is_symlink() and not (ELSEWHERE and LINK.readlink() == LOCAL):
            LINK.unlink()  # the link of another clone, copied with its folder
        LOGS.mkdir(parents=True, exist_ok=True)
        if ELSEWHERE:
            LOCAL.parent.chmod(0o755)
            if not LINK.is_symlink():
                LINK.symlink_to(LOCAL)
        if is_root():
            LOCAL.chmod(0o755)
    except FileExistsError:
        raise Stop(f"{LINK} gêne : déplacez ce dossier, puis relancez") from None
    except PermissionError:
        raise Stop(
            f"écriture impossible dans {ROOT} : clonez le projet dans un dossier à vous"
        ) from None


def check_room():
    """:raises Stop: when the disk cannot hold what is about to be installed."""
    free = shutil.disk_usage(LOCAL).free
    if free < NEEDED_BYTES:
        raise Stop(
            f"il reste {free / 1024**3:.1f} Go sur le disque de {LOCAL} et il en faut "
            f"{NEEDED_BYTES // 1024**3} : libérez de la place, puis relancez"
        )


@contextlib.contextmanager
def locked(name, waiting=None):
    """Hold the lock ``name``; the kernel lets go of it even when we are killed."""
    with (LOCAL / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            line(waiting or "→ Une autre commande installe : attente de sa fin")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def in_use():
    """Hold this open file locked (shared) while using what is installed."""
    users = (LOCAL / "users.lock").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    return users


def alone(users=None):
    """No other command uses what is installed."""
    with contextlib.ExitStack() as stack:
        users = users or stack.enter_context((LOCAL / "users.lock").open("w"))
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def write_atomically(path: Path, text):
    if path.exists() and path.read_text() == text:
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)
