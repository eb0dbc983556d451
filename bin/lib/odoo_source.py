"""The real Odoo 19: Debian's package unpacked, or one that is already there."""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import places
from say import Stop, advice, run_step, try_step

VERSION = "19.0.0+dfsg-1"
SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
# The package moves along Debian's suites as time passes.
SUITES = ("sid", "forky", "duke", "testing")
# Odoo's files are relative links into these; sid's Font Awesome 7 would break them.
FROM_BOOKWORM = (
    "fonts-font-awesome",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
FROM_ODOO_SUITE = ("fonts-montserrat",)  # absent from bookworm
LOG = places.LOGS / "odoo-apt.log"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# The folder that holds the package ``odoo``: a link to what was chosen.
CHOSEN = places.LOCAL / "odoo"
UNPACKED = (
    places.LOCAL / f"odoo-{places.digest(VERSION, FROM_BOOKWORM, FROM_ODOO_SUITE)}"
)


def provide():
    """Point ``.local/odoo`` at an Odoo 19 and return that folder."""
    asked = os.environ.get("ODOO_SOURCE")
    if asked:
        _choose(_checked(_existing(Path(asked).expanduser().resolve())))
    elif not (CHOSEN / "odoo" / "release.py").exists():
        if not UNPACKED.exists():
            _unpack_debian()
        _choose(_checked(_python_root(UNPACKED)))
    if CHOSEN.resolve().is_relative_to(UNPACKED.resolve()):
        _fill_gap(CHOSEN.resolve())
    return CHOSEN.resolve()


def _fill_gap(root):
    """Debian leaves out a script that a bundle names (it blurs a camera's background):
    without an empty one in its place, the console of every page shows an error."""
    script = (
        root / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    )
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.touch()


def addons_folders():
    return [
        str(folder)
        for folder in (CHOSEN.resolve() / "addons",)
        if (folder / "web").is_dir()
    ]


def module(name):
    """The folder of one of Odoo's own modules."""
    for folder in ("odoo/addons", "addons"):
        if (CHOSEN / folder / name).is_dir():
            return CHOSEN.resolve() / folder / name
    raise Stop(f"le module {name} manque dans {CHOSEN.resolve()}")


def _choose(folder):
    if CHOSEN.is_symlink() and CHOSEN.resolve() == folder:
        return
    draft = CHOSEN.with_name("odoo.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(folder)
    draft.replace(CHOSEN)


def _existing(source):
    if not source.exists():
        raise Stop(f"ODOO_SOURCE={source} n'existe pas")
    if source.is_file():
        source = _unpack_tarball(source)
    root = _python_root(source)
    if root is None:
        raise Stop(
            f"ODOO_SOURCE={source} n'est pas un Odoo : il y faut odoo/release.py"
        )
    return root


def _python_root(source):
    """The folder to put on Python's path inside a checkout or an unpacked package."""
    candidates = (
        source,
        source / "usr/lib/python3/dist-packages",
        *sorted(source.glob("*/")),
    )
    for folder in candidates:
        if (folder / "odoo" / "release.py").exists():
            return folder
    return None


def _checked(root):
    release = (root / "odoo" / "release.py").read_text()
    version = re.search(r"^version_info = \((\d+), (\d+)", release, re.M)
    found = ".".join(version.groups()) if version else "inconnue"
    if found != "19.0":
        raise Stop(
            f"{root} contient Odoo {found} ; il faut Odoo 19.0 (voir ODOO_SOURCE)"
        )
    return root


def _unpack_tarball(archive):
    folder = places.LOCAL / f"odoo-{places.digest(archive, archive.stat().st_mtime_ns)}"
    if folder.exists():
        return folder
    if not tarfile.is_tarfile(archive):
        raise Stop(f"ODOO_SOURCE={archive} n'est ni un dossier ni une archive tar")
    draft = _empty(folder.with_name("odoo-draft"))
    unpack = ["tar", "-xf", archive, "-C", draft]
    run_step(f"Extraction de {archive.name}", unpack, places.LOGS / "odoo-unpack.log")
    draft.rename(folder)
    return folder


def _empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _unpack_debian():
    if not (shutil.which("apt-get") and Path(KEYRING).exists()):
        raise Stop(
            "ce système ne sait pas chercher dans Debian (apt-get et debian-archive-keyring) : "
            "donnez un Odoo 19 avec ODOO_SOURCE=/chemin"
        )
    places.check_room()
    archives = _download()
    draft = _empty(places.LOCAL / "odoo-draft")
    # One shell command: dpkg-deb unpacks one archive at a time.
    script = 'set -e; for deb in "$@"; do dpkg-deb -x "$deb" "$0"; done'
    unpack = ["sh", "-c", script, draft, *archives]
    run_step("Extraction d'Odoo 19", unpack, places.LOGS / "odoo-unpack.log")
    dangling = [
        path
        for path in (draft / "usr/lib").rglob("*")
        if path.is_symlink() and not path.exists()
    ]
    if dangling:
        raise Stop(
            f"Odoo extrait mais {len(dangling)} liens sont cassés, dont {dangling[0]}"
        )
    draft.rename(UNPACKED)
    shutil.rmtree(archives[0].parent, ignore_errors=True)


def _download():
    """Fetch Odoo and its companions with an apt of our own: needs no root, changes nothing of the system's."""
    folder = places.LOCAL / "odoo-download"
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    odoo = folder / f"odoo-19_{VERSION}_all.deb"
    for mirror in _mirrors():
        for suite in SUITES:
            if _fetch_from(folder, mirror, suite):
                if hashlib.sha256(odoo.read_bytes()).hexdigest() != SHA256:
                    odoo.unlink()
                    raise Stop(
                        "le paquet odoo-19 téléchargé n'a pas l'empreinte attendue : relancez"
                    )
                return [odoo, *sorted(set(folder.glob("*.deb")) - {odoo})]
            problem = advice(LOG.read_text(errors="replace"), folder)
            if problem:
                raise Stop(
                    f"Odoo 19 n'a pas pu être téléchargé : {problem}. Journal : {LOG}"
                )
    raise Stop(
        f"odoo-19 {VERSION} n'est plus dans {', '.join(SUITES)} de Debian (journal : {LOG}) : "
        "donnez un Odoo 19 avec ODOO_SOURCE=/chemin (dossier ou archive)"
    )


def _mirrors():
    """The Debian mirrors of this machine's own apt configuration, so that a site's mirror is respected."""
    targets = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI) $(RELEASE)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
    ).stdout
    mirrors = []
    for target in targets.splitlines():
        address, _, suite = target.partition(" ")
        plain = re.fullmatch(r"[a-z]+", suite) and not address.startswith("cdrom:")
        if plain and address not in mirrors:
            mirrors.append(address)
    if not mirrors:
        raise Stop(
            "apt ne connaît aucun miroir Debian : complétez /etc/apt/sources.list, ou donnez ODOO_SOURCE=/chemin"
        )
    return mirrors


def _fetch_from(folder, mirror, suite):
    sources = folder / "sources.list"
    sources.write_text(
        "".join(
            f"deb [signed-by={KEYRING}] {mirror} {name} main\n"
            for name in (suite, "bookworm")
        )
    )
    apt = [
        "apt-get",
        "-q",
        f"-oDir::Etc::SourceList={sources}",
        "-oDir::Etc::SourceParts=/dev/null",
        f"-oDir::State::Lists={folder}/lists",
        f"-oDir::Cache={folder}/cache",
        # A frozen mirror's sid may have passed its date; the SHA-256 is checked instead.
        "-oAcquire::Check-Valid-Until=false",
        "-oAcquire::Retries=2",
        "-oAPT::Sandbox::User=root",
    ]
    companions = [f"{name}/bookworm" for name in FROM_BOOKWORM] + [
        f"{name}/{suite}" for name in FROM_ODOO_SUITE
    ]
    run = 'cd "$0" && "$@" update && "$@" download'
    names = " ".join([f"odoo-19={VERSION}", *companions])
    return try_step(
        f"Téléchargement d'Odoo 19 (120 Mo, Debian {suite})",
        ["sh", "-c", f"{run} {names}", folder, *apt],
        LOG,
    )
