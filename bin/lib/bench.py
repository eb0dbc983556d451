"""bin/bench: installs what is missing, builds its databases, measures each figure
against its peer in the same run."""

import argparse
import json

import bench_databases
import bench_figures
import bench_measure
import environment
import places
from say import Stop, command, line

HELP = """\
  bin/bench                 toutes les mesures
  bin/bench NOM…            celles-là seulement
  bin/bench --list          leurs noms et ce qu'elles comparent
  bin/bench --json          un objet JSON par ligne, et rien d'autre sur la sortie
Chaque mesure est un rapport : notre temps sur celui d'un pair nommé, mesurés tour à
tour dans la même exécution. Le code de retour est 1 si l'une dépasse ce qui est voulu.
"""


def bench(arguments):
    parser = _parser()
    options = parser.parse_args(arguments)
    figures = {figure.name: figure for figure in bench_figures.FIGURES}
    if options.list:
        for figure in figures.values():
            print(f"{figure.name:<16} {figure.title}, contre {figure.against}")
        return 0
    unknown = [name for name in options.names if name not in figures]
    if unknown:
        parser.error(
            f"mesure inconnue : {', '.join(unknown)}. Les mesures : {', '.join(figures)}"
        )
    chosen = [figures[name] for name in dict.fromkeys(options.names)]
    with (
        environment.ready(),
        places.locked("bench", "→ Une autre mesure tourne : attente de sa fin"),
    ):
        return _run(chosen or list(figures.values()), options.json)


def _parser():
    parser = argparse.ArgumentParser(
        prog="bin/bench",
        usage="bin/bench [NOM…] [--json | --list]",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("names", nargs="*", metavar="NOM", help=argparse.SUPPRESS)
    for flag in ("--json", "--list"):
        parser.add_argument(flag, action="store_true", help=argparse.SUPPRESS)
    return parser


def _run(figures, as_json):
    for name in dict.fromkeys(name for one in figures for name in one.databases):
        bench_databases.make(name)
    results = []
    for figure in figures:
        line(f"→ Mesure : {figure.title}")
        result = bench_measure.measure(figure)
        results.append(result)
        if as_json:
            print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
    if not as_json:
        _table(results)
    return _verdict(results)


def _table(results):
    rows = [("mesure", "contre", "rapport", "voulu", "nous", "pair", "mémoire")]
    rows += [result.as_row() for result in results]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        texts = [
            cell.ljust(width) if rank < 2 else cell.rjust(width)
            for rank, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(texts).rstrip(), flush=True)


def _verdict(results):
    short = [result for result in results if not result.good]
    for result in short:
        line(
            f"  {result.figure.name} : {result.ratio:.3g} fois {result.figure.against}, "
            f"voulu {result.figure.wanted:g} au plus"
        )
    if short:
        names = ", ".join(result.figure.name for result in short)
        raise Stop(f"au-dessus de ce qui est voulu : {names}")
    line("→ Tout est dans ce qui est voulu")
    return 0


if __name__ == "__main__":
    command(bench)
