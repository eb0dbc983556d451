"""worker.py DATABASE MODULE SIDE: one side of a figure, in a process of its own.

Reads ``run`` and ``peak`` on its standard input; answers each with a line of JSON.
"""

import importlib
import json
import resource
import sys
from pathlib import Path

from inside import environment


def peak_mb():
    """Most memory of this process, and of the largest that it started, in MB."""
    status = Path("/proc/self/status").read_text()
    own = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (int(own.split()[1]) + children) / 1024


def main(database, module, side):
    answers, sys.stdout = sys.stdout, sys.stderr

    def answer(**values):
        print(json.dumps(values), file=answers, flush=True)

    with environment(database) as env:
        work = getattr(importlib.import_module(f"figures.{module}"), side)(env)
        answer(ready=True)
        for asked in sys.stdin:
            if asked.strip() == "run":
                answer(seconds=work.run())
            else:
                answer(peak_mb=peak_mb())


if __name__ == "__main__":
    main(*sys.argv[1:])
