"""The tests: which database each part needs, and one honest count at the end."""

import dataclasses
import json
import os
import time
from pathlib import Path

import database
import environment
import odoo_source
import places
import python_env
import seal_key
from say import Stop, line

PLUGINS = places.ROOT / "bin" / "lib" / "pytest_plugins"
CORE = ["bourse_mobilite", "bourse_mobilite_demo"]
# Each has its own database, server and browsers.
MOST_WORKERS = 4
NOTHING_MATCHED = 5  # pytest's status
# Judged by our own pinned tools, tests of Odoo's checkers themselves, or (markers)
# a walk through all of Odoo for what the parsers of our linters refuse anyway.
NOT_OUR_LINT = (
    "test_checkers.py",
    "test_eslint.py",
    "test_markers.py",
    "test_pylint.py",
)


@dataclasses.dataclass
class Result:
    title: str
    failed: bool = False
    passed_count: int = 0
    failed_count: int = 0
    seconds: float = 0


def run(for_pytest, with_odoo, narrowed):
    """Run the parts in order and return a result for each."""
    paths, options = _split(for_pytest)
    results = []
    pure = [path for path in paths if path.is_relative_to(places.ROOT / "tests")]
    if pure or not paths:
        results.append(_pure(pure or [places.ROOT / "tests"], options))
    if with_odoo:
        results += _in_odoo(
            [path for path in paths if path not in pure], options, narrowed, bool(paths)
        )
    for result in results:
        # A narrowed run may leave a part empty; a full one may not.
        result.failed |= not narrowed and not result.passed_count
    if not sum(result.passed_count + result.failed_count for result in results):
        raise Stop("aucun test n'a tourné : rien ne correspond")
    return results


def report(results):
    """One closing line for all the parts, in pytest's own words."""
    passed = sum(result.passed_count for result in results)
    failed = sum(result.failed_count for result in results)
    counts = ([f"{failed} failed"] if failed else []) + [f"{passed} passed"]
    for result in results:
        verdict = "échec" if result.failed else "bon"
        line(
            f"  {result.title} : {result.passed_count} réussis, {result.failed_count} en échec : {verdict}"
        )
    print(
        f" {', '.join(counts)} in {sum(result.seconds for result in results):.2f}s ".center(
            80, "="
        ),
        flush=True,
    )


def _split(arguments):
    """Paths of tests apart from pytest's options (``path::Class::test`` is a path)."""
    paths, options = [], []
    for argument in arguments:
        file, _, _node = argument.partition("::")
        exists = not argument.startswith("-") and (Path.cwd() / file).exists()
        if exists:
            paths.append(
                Path(f"{(Path.cwd() / file).resolve()}{argument[len(file) :]}")
            )
        else:
            options.append(argument)
    return paths, options


def _pure(paths, options):
    return _pytest("Tests sans base de données", "pure", paths, options)


def _in_odoo(paths, options, narrowed, chosen):
    results = []
    addons = environment.addons()
    core = [addon for addon in CORE if addon in addons]
    bridges = [addon for addon in addons if addon not in CORE]
    for title, name, installed, judged in (
        ("Tests dans Odoo", "bourse_test", core, core),
        ("Tests des ponts", "bourse_test_ponts", addons, bridges),
    ):
        tests = (
            _tests_of(judged, paths)
            if chosen
            else [places.ROOT / addon / "tests" for addon in judged]
        )
        tests = [path for path in tests if Path(str(path).partition("::")[0]).exists()]
        lint = name == "bourse_test" and not narrowed
        if not tests and not lint:
            continue
        warnings = _make(name, installed)
        if lint:
            results.append(_installation(warnings))
            results.append(
                _pytest(
                    "test_lint d'Odoo",
                    "lint",
                    _odoo_lint(),
                    ["--tb=short"],
                    _odoo(name, "only_ours"),
                )
            )
        if tests:
            workers = [] if narrowed else _workers(name)
            results.append(
                _pytest(
                    title, name, tests, options, [*_odoo(name), "--odoo-http"], workers
                )
            )
    return results


def _workers(name):
    """The databases of those who share all the tests, one a processor; none where
    there is nobody to share with."""
    count = min(MOST_WORKERS, os.cpu_count() or 1)
    workers = [f"{name}_gw{number}" for number in range(count if count > 1 else 0)]
    for worker in workers:
        database.copy(f"{name}_modele", worker)
    return workers


def _tests_of(addons, paths):
    return [path for path in paths if path.relative_to(places.ROOT).parts[0] in addons]


def _make(name, addons):
    """A fresh copy of a database where the addons are installed from their present code.

    Returns the warnings of that installation, made now or earlier.
    """
    model = f"{name}_modele"

    def steps(draft):
        database.install(draft, addons, f"Installation de {', '.join(addons)}")
        database.script(draft, "assets", "Préparation des pages")

    key = database.source_key(addons)
    if database.stamp(model) != key:
        database.build(model, key, database.make_dependencies(addons), steps)
    database.copy(model, name)
    log = database.install_log(database.draft_of(model)).read_text(errors="replace")
    return [text for text in log.splitlines() if " WARNING " in text]


def _installation(warnings):
    for text in warnings[:20]:
        line(f"  | {text}")
    return Result(
        "Installation sans avertissement",
        bool(warnings),
        int(not warnings),
        len(warnings),
    )


def _odoo_lint():
    folder = odoo_source.module("test_lint") / "tests"
    return sorted(
        path for path in folder.glob("test_*.py") if path.name not in NOT_OUR_LINT
    )


def _odoo(name, *plugins):
    chosen = [option for plugin in plugins for option in ("-p", plugin)]
    return [
        "-p",
        "odoo",
        *chosen,
        f"--odoo-config={places.CONFIG}",
        f"--odoo-database={name}",
    ]


def _pytest(title, name, paths, options, odoo=(), workers=()):
    """Run pytest; without ``odoo`` options, the Odoo plugin stays off and no database is there."""
    line(f"→ {title}")
    counts = places.LOGS / f"counts-{name}.json"
    counts.unlink(missing_ok=True)
    variables = environment.variables()
    variables["BOURSE_COUNTS"] = str(counts)
    variables["BOURSE_ROOT"] = str(places.ROOT)
    # Tests make their own key: the one of the demonstration must not help them.
    variables.pop(seal_key.VARIABLE)
    command = [
        str(python_env.PYTHON),
        "-m",
        "pytest",
        "-q",
        "-ra",
        f"--rootdir={places.ROOT}",
    ]
    command += ["-p", "strict", "-W", "ignore:'crypt' is deprecated:DeprecationWarning"]
    if workers:
        # In the order of the plugin: xdist begins with the files of many short tests.
        command += ["-p", "spread", f"--numprocesses={len(workers)}"]
        command += ["--dist=loadfile", "--no-loadscope-reorder"]
    if odoo:
        command += ["-o", "addopts=", "-o", "pythonpath=", *odoo]
        variables["PYTHONPATH"] += f":{PLUGINS}"
    else:
        variables["PYTHONPATH"] = str(PLUGINS)
        for connection in ("ODOO_RC", "PGHOST", "PGPORT", "PGUSER"):
            del variables[connection]
    command += [*options, *(str(path) for path in paths)]
    started = time.monotonic()
    status = environment.run_here(command, env=variables, cwd=places.ROOT)
    if status == 130:
        raise KeyboardInterrupt
    count = (
        json.loads(counts.read_text())
        if counts.exists()
        else {"passed": 0, "failed": 0}
    )
    failed = status not in (0, NOTHING_MATCHED) or count["failed"] > 0
    return Result(
        title, failed, count["passed"], count["failed"], time.monotonic() - started
    )
