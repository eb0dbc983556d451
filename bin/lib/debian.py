"""What the system must provide, and how Debian provides it."""

import shutil
import subprocess
import sys
from pathlib import Path

import places
from say import Stop, is_root, line, run_step


def postgres_bin():
    """The folder of the newest PostgreSQL server (15 or later) of this system, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found = [folder for folder in found if int(folder.parent.name.split(".")[0]) >= 15]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def _has(*commands):
    return lambda: any(shutil.which(command) for command in commands)


def _has_venv():
    probe = subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True
    )
    return probe.returncode == 0


# (is it there?, Debian package)
TO_SERVE = (
    (_has_venv, "python3-venv"),
    (postgres_bin, "postgresql"),
    (_has("wkhtmltopdf"), "wkhtmltopdf"),
    (_has("pdftotext"), "poppler-utils"),
    (
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").exists,
        "fonts-dejavu-core",
    ),
    (Path("/etc/ssl/certs/ca-certificates.crt").exists, "ca-certificates"),
)
TO_TEST = ((_has("chromium", "google-chrome", "chromium-browser"), "chromium"),)


def provide(wanted):
    """Install the Debian packages that are missing, and only them."""
    missing = [package for present, package in wanted if not present()]
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise Stop(
            f"ce système n'est pas un Debian : installez l'équivalent de {', '.join(missing)}"
        )
    places.check_room()
    prefix = _administrator(missing)
    settings = ["env", "DEBIAN_FRONTEND=noninteractive"]
    # An earlier interrupted installation must be finished before apt agrees to work.
    mend = [*prefix, *settings, "dpkg", "--configure", "-a"]
    run_step("Vérification des paquets du système", mend, places.LOGS / "dpkg.log")
    update = [*prefix, "apt-get", "-q", "update"]
    run_step(
        "Mise à jour de la liste des paquets", update, places.LOGS / "apt-update.log"
    )
    install = [
        *prefix,
        *settings,
        "apt-get",
        "-q",
        "-y",
        "--no-install-recommends",
        "install",
        *missing,
    ]
    run_step(
        f"Installation de {', '.join(missing)}",
        install,
        places.LOGS / "apt-install.log",
    )
    still = [package for present, package in wanted if not present()]
    if still:
        raise Stop(f"toujours introuvable après installation : {', '.join(still)}")


def _administrator(missing):
    if is_root():
        return []
    advice = f"en root : apt-get install {' '.join(missing)}"
    if not shutil.which("sudo"):
        raise Stop(
            f"il manque des paquets et vous n'avez ni root ni sudo. Faites faire, {advice}"
        )
    line(f"→ Il manque {', '.join(missing)} : sudo peut demander votre mot de passe")
    asks = ["sudo", "-v"] if sys.stdin.isatty() else ["sudo", "-n", "-v"]
    if subprocess.run(asks).returncode:
        raise Stop(f"sudo refuse. Faites faire, {advice}")
    return ["sudo", "-n"]
