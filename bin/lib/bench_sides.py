"""The two sides of a figure: a page asked of a real server, or work done in a process
of its own. A side is opened, run as often as wanted, and tells its peak of memory."""

import contextlib
import http.client
import json
import socket
import subprocess
import time
from pathlib import Path

import bench_databases
import environment
import places
import python_env
from say import Stop, ending

_START = 60  # seconds that a server may take to answer its first page


class Pages:
    """Pages of a public site, one after the other, as a visitor who keeps a cookie.

    :param paths: what to ask, or a function that answers it
    """

    def __init__(self, database, paths):
        self.database, self._paths = database, paths
        self._cookie = {}

    @contextlib.contextmanager
    def opened(self):
        self._port = _free_port()
        log = places.LOGS / f"serveur-{self.database}.log"
        command = [
            python_env.PYTHON,
            python_env.ODOO,
            "-d",
            self.database,
            f"--db-filter=^{self.database}$",
            f"--http-port={self._port}",
            "--max-cron-threads=0",
            "--log-level=warn",
            f"--logfile={log}",
        ]
        self._server = subprocess.Popen(
            list(map(str, command)),
            env=environment.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with ending(self._server):
            self._wait(log)
            self.paths = self._paths() if callable(self._paths) else self._paths
            yield self

    def _wait(self, log):
        until = time.monotonic() + _START
        while time.monotonic() < until and self._server.poll() is None:
            try:
                self._get("/web/health")
                return
            except OSError:
                time.sleep(0.2)
        raise Stop(f"le serveur de {self.database} ne répond pas. Journal : {log}")

    def run(self):
        """Seconds of all the pages together."""
        started = time.perf_counter()
        for path in self.paths:
            self._get(path)
        return time.perf_counter() - started

    def _get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("GET", path, headers=self._cookie)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise Stop(f"{self.database}{path} répond {answer.status}")
        cookie = answer.getheader("Set-Cookie")
        if cookie and not self._cookie:
            self._cookie = {"Cookie": cookie.split(";")[0]}

    def peak_mb(self):
        return peak_of(self._server.pid)


class Work:
    """Work inside Odoo: a class of ``benchmarks/figures``, in its own process."""

    def __init__(self, database, module, side):
        self.database, self.module, self.side = database, module, side

    @contextlib.contextmanager
    def opened(self):
        self._log = places.LOGS / f"mesure-{self.module}-{self.side}.log"
        command = [
            python_env.PYTHON,
            bench_databases.FOLDER / "worker.py",
            self.database,
            self.module,
            self.side,
        ]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                list(map(str, command)),
                env=environment.variables(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            with ending(self._process):
                self._answer()
                yield self
                self._process.stdin.close()
                self._process.wait(timeout=60)

    def run(self):
        return self._ask("run")["seconds"]

    def peak_mb(self):
        return self._ask("peak")["peak_mb"]

    def _ask(self, what):
        print(what, file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self):
        text = self._process.stdout.readline()
        if not text:
            raise Stop(f"{self.module} ({self.side}) : échec. Journal : {self._log}")
        return json.loads(text)


def peak_of(pid):
    """The most memory that a process has held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(one for one in status if one.startswith("VmHWM")).split()[1]) / 1024


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
