"""The commands refuse what cannot work with one clear line, and say how to be used."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(command, *arguments, **variables):
    return subprocess.run(
        [ROOT / "bin" / command, *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


def refusal(done):
    """The one line of a command that refuses to go on."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("command", ["bench", "demo", "test"])
def test_help_says_how_to_use_it(command):
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"bin/{command}" in done.stdout


def test_a_busy_port_is_refused_before_anything_is_done():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        said = refusal(run("demo", "--port", str(port)))
    assert f"le port {port} est occupé" in said
    assert f"--port {port + 1}" in said


def test_a_number_that_is_no_port_is_refused():
    assert "70000 n'est pas un port" in refusal(run("demo", "--port", "70000"))


def test_a_missing_odoo_source_is_refused(tmp_path):
    said = refusal(run("odoo", "--version", ODOO_SOURCE=str(tmp_path / "nowhere")))
    assert "n'existe pas" in said


def test_another_version_of_odoo_is_refused(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0)\n")
    said = refusal(run("odoo", "--version", ODOO_SOURCE=str(tmp_path)))
    assert "contient Odoo 18.0 ; il faut Odoo 19.0" in said


def test_each_figure_says_its_peer():
    listed = run("bench", "--list")
    assert listed.returncode == 0
    lines = listed.stdout.splitlines()
    assert len(lines) > 5
    assert all(", contre " in line for line in lines)


def test_an_unknown_figure_is_refused_with_the_known_ones():
    done = run("bench", "liste", "nimporte")
    assert done.returncode == 2
    said = done.stderr.strip().splitlines()[-1]
    assert "mesure inconnue : nimporte" in said
    assert "liste" in said and "import" in said
    assert not done.stdout


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("import pytest\ndef test_x(): pytest.skip('no browser')", 1),
        (
            "import unittest\n@unittest.skip('no')\nclass T(unittest.TestCase):\n def test_x(self): 0",
            1,
        ),
        ("import pytest\npytest.skip('no', allow_module_level=True)", 2),
        ("def test_x(): pass", 0),
    ],
)
def test_a_skipped_test_is_a_failure(tmp_path, body, status):
    (tmp_path / "test_it.py").write_text(body)
    plugins = str(ROOT / "bin" / "lib" / "pytest_plugins")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:odoo",
            "-p",
            "strict",
            tmp_path,
        ],
        env={
            **os.environ,
            "PYTHONPATH": plugins,
            "BOURSE_COUNTS": str(tmp_path / "counts.json"),
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == status, done.stdout
