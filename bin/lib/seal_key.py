"""The key of the seal for trying out: self-signed, out of the databases, made once.

Run by the environment's Python (``seal_key.py FOLDER``), it makes the key.
"""

import os
import secrets
import sys
from pathlib import Path

VARIABLE = "MOBILITY_SEAL_DIR"
# Of the first company of a database, whatever its SIRET.
NAME = "company-1"
HOUSE = "Centre de gestion de démonstration"


def folder():
    """Where Odoo looks for the keys: the place that was chosen, else one of ours."""
    import places

    return Path(os.environ.get(VARIABLE) or places.LOCAL / "seal")


def provide():
    """The key for trying out, unless a key is there or another place was chosen."""
    import places
    import python_env
    from say import run_step

    if os.environ.get(VARIABLE) or (folder() / f"{NAME}.p12").exists():
        return
    folder().mkdir(mode=0o700, exist_ok=True)
    run_step(
        "Clé du cachet de démonstration",
        [python_env.PYTHON, __file__, folder()],
        places.LOGS / "seal-key.log",
    )


def _make(target):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bourse_mobilite"))
    from pdf.seal_key import self_signed

    passphrase = secrets.token_urlsafe(24)
    key = target / f"{NAME}.p12"
    _write(target / f"{NAME}.txt", f"{passphrase}\n".encode())
    # Last, and at once: half a key would stay.
    draft = target / f"{NAME}.{os.getpid()}"
    _write(draft, self_signed(HOUSE, passphrase))
    draft.replace(key)


def _write(path, content):
    """Readable by its owner alone."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


if __name__ == "__main__":
    _make(Path(sys.argv[1]))
