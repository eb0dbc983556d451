"""build.py DATABASE oise [N] | employers | offers N | dense N | jobs: fills a database that Odoo
has just made, prints what it wrote with its checksums, and checks a sample."""

import sys

from inside import environment


def main(database, what, *arguments):
    with environment(database) as env:
        from builder import check, france, jobs, oise

        builders = {
            "oise": lambda env: oise.build(env, *map(int, arguments)),
            "employers": france.build_employers,
            "dense": lambda env: france.build_dense(env, int(arguments[0])),
            "offers": lambda env: france.build_offers(env, int(arguments[0])),
            "jobs": jobs.build,
        }
        written, checksums = builders[what](env)
        check.check(env, written)
        for title, checksum in sorted(checksums.items()):
            print(f"checksum {title} {checksum}")


if __name__ == "__main__":
    main(*sys.argv[1:])
