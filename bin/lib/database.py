"""Databases made in layers; each is complete or absent, and knows what it was made from.

A layer is built under a draft name and renamed when complete; the key of what it
was made from is the database's own comment.
"""

import ast
import os
import re
import shutil
import time

import cluster
import environment
import odoo_source
import places
import python_env
from say import Stop, line, run_step

DEPENDENCIES = "bourse_modele_odoo"  # Odoo with what our addons depend on, in French
SCRIPTS = places.ROOT / "bin" / "lib" / "in_odoo"


def stamp(name):
    return cluster.sql(
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    )


def build(name, key, template, steps):
    """Make the database ``name`` unless it is already made from ``key``; tell whether it was made."""
    if stamp(name) == key:
        return False
    draft = draft_of(name)
    drop(draft)
    if template:
        copy(template, draft)
    steps(draft)
    drop(name)
    filestore(draft).parent.mkdir(parents=True, exist_ok=True)
    if filestore(draft).exists():
        filestore(draft).rename(filestore(name))
    _alone(draft)
    cluster.sql(f"ALTER DATABASE {draft} RENAME TO {name}")
    cluster.sql(f"COMMENT ON DATABASE {name} IS '{key}'")
    return True


def draft_of(name):
    return f"{name}_brouillon"


def install_log(name):
    return places.LOGS / f"install-{name}.log"


def copy(template, name):
    drop(name)
    _alone(template)
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    if filestore(template).exists():
        # Odoo never writes into a stored file: links are as good as copies.
        shutil.copytree(filestore(template), filestore(name), copy_function=_link)


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def drop(name):
    _alone(name)
    cluster.sql(f"DROP DATABASE IF EXISTS {name}")
    shutil.rmtree(filestore(name), ignore_errors=True)


def filestore(name):
    return places.DATA / "filestore" / name


def _alone(name):
    """:raises Stop: when someone else still works in the database."""
    for _attempt in range(50):
        others = cluster.sql(
            f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        if others == "0":
            return
        time.sleep(0.2)
    raise Stop(
        f"la base {name} sert encore à un autre programme : arrêtez-le (Ctrl-C), puis relancez"
    )


def dependencies(addons):
    """What the addons depend on, outside themselves."""
    wanted = set()
    for addon in addons:
        manifest = ast.literal_eval(
            (places.ROOT / addon / "__manifest__.py").read_text()
        )
        wanted.update(manifest.get("depends", []))
    return sorted(wanted - set(environment.addons()))


def source_key(addons):
    """A key of all that a database made with ``addons`` depends on, tests apart."""
    parts = [odoo_key(dependencies(addons))]
    for addon in addons:
        for path in sorted((places.ROOT / addon).rglob("*")):
            inside = path.relative_to(places.ROOT).parts
            if path.is_file() and "__pycache__" not in inside and inside[1] != "tests":
                parts += ["/".join(inside), path.read_bytes()]
    return places.digest(*parts)


def odoo_key(depends):
    scripts = [path.read_bytes() for path in sorted(SCRIPTS.glob("*.py"))]
    requirements = python_env.FOR_ODOO.read_bytes()
    return places.digest(odoo_source.CHOSEN.resolve(), requirements, *depends, *scripts)


def make_dependencies(addons):
    """The layer that changes least: Odoo and the modules our addons build upon."""
    depends = dependencies(addons)
    name = f"{DEPENDENCIES}_{places.digest(*depends)[:6]}"

    def steps(draft):
        install(
            draft,
            depends,
            "Base Odoo en français (une demi-minute)",
            "--load-language=fr_FR",
        )
        script(draft, "quiet", "Réglages : français, aucun appel vers l'extérieur")
        # Done again where our addons are installed, which then changes little.
        script(draft, "assets", "Préparation des pages d'Odoo")

    build(name, odoo_key(depends), None, steps)
    return name


def install(name, modules, title, *options):
    """Install modules without demo data.

    :raises Stop: when Odoo logs an error or leaves a module uninstalled.
    """
    log = install_log(name)
    command = [python_env.PYTHON, python_env.ODOO, "-d", name, "-i", ",".join(modules)]
    command += ["--stop-after-init", "--no-http", "--max-cron-threads=0", *options]
    run_step(title, command, log, env=environment.variables())
    errors = [
        text
        for text in log.read_text(errors="replace").splitlines()
        if re.search(r" (ERROR|CRITICAL) ", text)
    ]
    names = ", ".join(f"'{module}'" for module in modules)
    done = cluster.sql(
        f"SELECT count(*) FROM ir_module_module WHERE state = 'installed' AND name IN ({names})",
        name,
    )
    if errors or int(done) != len(modules):
        for text in errors[:10]:
            line(f"  | {text}")
        raise Stop(f"{title} : Odoo signale une erreur. Journal : {log}")


def script(name, script_name, title):
    """Run one of the ``in_odoo`` scripts in an Odoo shell on the database."""
    log = places.LOGS / f"{script_name}-{name}.log"
    shell = [
        python_env.PYTHON,
        python_env.ODOO,
        "shell",
        "-d",
        name,
        "--no-http",
        "--log-level=warn",
    ]
    with (SCRIPTS / f"{script_name}.py").open() as source:
        run_step(title, shell, log, env=environment.variables(), stdin=source)
