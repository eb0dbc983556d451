"""bin/test: installs what is missing, then lint, tests without a database, tests in Odoo."""

import argparse

import environment
import lint
import node_env
import places
import suite
from say import Stop, command, line

HELP = """\
  bin/test                  tout
  bin/test -k NOM           les tests dont le nom contient NOM (sans la vérification de forme)
  bin/test CHEMIN…          ces fichiers ou dossiers de tests
  bin/test --fast           la forme et les tests sans base de données
  bin/test --lint           la forme seulement
  bin/test --fix            met en forme Python, XML et JavaScript
Les autres options vont à pytest (-x, -v, --pdb…). Un test sauté est un échec.
"""


def test(arguments):
    options, for_pytest = _options(arguments)
    narrowed = bool(options.k or for_pytest)
    with environment.ready(with_tests=True):
        with places.locked("setup"):
            node_env.provide()
        with places.locked(
            "test", "→ Une autre suite de tests tourne : attente de sa fin"
        ):
            if options.fix:
                return _verdict(lint.fix())
            complaints = [] if narrowed and not options.lint else lint.check()
            if options.lint:
                return _verdict(complaints)
            if options.k:
                for_pytest = ["-k", options.k, *for_pytest]
            results = suite.run(
                for_pytest, with_odoo=not options.fast, narrowed=narrowed
            )
            suite.report(results)
            return _verdict(
                complaints + [result.title for result in results if result.failed]
            )


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="bin/test",
        usage="bin/test [--fast | --lint | --fix] [-k NOM] [CHEMIN…] [options de pytest]",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-k", metavar="NOM", help=argparse.SUPPRESS)
    for flag in ("--fast", "--lint", "--fix"):
        parser.add_argument(flag, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_known_args(arguments)


def _verdict(failures):
    if failures:
        raise Stop(f"échec : {', '.join(failures)}")
    line("→ Tout est bon")
    return 0


if __name__ == "__main__":
    command(test)
