"""The judges of form: each is a title and a command; all speak before the verdict."""

import subprocess
import sys

import environment
import node_env
import places
import python_env
from say import line

# A model grows over several files, one idea each; and the README is the project's.
NOT_HERE = "--disable=consider-merging-classes-inherited,missing-readme"


def check():
    """Run every linter; returns the titles of those that complain."""
    return [title for title, judge in _judges(fix=False) if not _passes(title, judge)]


def fix():
    """Apply the formatters."""
    return [title for title, judge in _judges(fix=True) if not _passes(title, judge)]


def _passes(title, judge):
    line(f"→ {title}")
    variables = {**environment.variables(), **node_env.variables(), "PYTHONPATH": ""}
    done = subprocess.run(
        judge,
        cwd=places.ROOT,
        env=variables,
        stdout=sys.stderr,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode == 0


def _judges(fix):
    python = [str(python_env.PYTHON), "-m"]
    scripts = python_env.VENV / "bin"
    addons = environment.addons()
    xml, scripts_js, catalogues = (
        _files("*.xml"),
        _files("*.js"),
        _files("*.po", "*.pot"),
    )
    yield "ruff", [*python, "ruff", "check", *(["--fix"] if fix else []), "."]
    yield "ruff format", [*python, "ruff", "format", *([] if fix else ["--check"]), "."]
    if xml or scripts_js:
        prettier = node_env.tool("prettier", "bin/prettier.cjs")
        plugin = node_env.folder() / "node_modules/@prettier/plugin-xml/src/plugin.js"
        mode = "--write" if fix else "--check"
        yield "prettier (XML, JavaScript)", [
            *prettier, mode, "--log-level=warn", f"--plugin={plugin}", *xml, *scripts_js,
        ]  # fmt: skip
    if scripts_js:
        eslint = node_env.tool("eslint", "bin/eslint.js")
        yield (
            "eslint",
            [*eslint, *(["--fix"] if fix else []), "--max-warnings=0", *scripts_js],
        )
    if fix or not addons:
        return
    pylint = [*python, "pylint", "--rcfile=.pylintrc", "--jobs=0", NOT_HERE]
    yield "pylint-odoo", [*pylint, *addons]
    yield (
        "oca-checks-odoo-module",
        [
            str(python_env.PYTHON),
            str(scripts / "oca-checks-odoo-module"),
            *_manifests(),
        ],
    )
    if catalogues:
        yield (
            "oca-checks-po",
            [
                str(python_env.PYTHON),
                str(scripts / "oca-checks-po"),
                # It empties the French that is the English (agent, commune): our
                # own test asks for each text, and could not tell it from a gap.
                "--disable=po-pretty-format",
                *catalogues,
            ],
        )


def _manifests():
    return [f"{addon}/__manifest__.py" for addon in environment.addons()]


def _files(*patterns):
    found = []
    for addon in environment.addons():
        for pattern in patterns:
            found += (places.ROOT / addon).rglob(pattern)
    return sorted(str(path.relative_to(places.ROOT)) for path in found)
