"""A skipped test proves nothing: it counts as a failure. And the counts, for the closing line."""

import json
import os
from pathlib import Path

import pytest

FAILURES = ("failed", "error", "subtests failed")


def _as_failure(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = (
            report.longrepr[2]
            if isinstance(report.longrepr, tuple)
            else report.longrepr
        )
        report.outcome = "failed"
        report.longrepr = f"A test may not be skipped here: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _as_failure((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _as_failure((yield))


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    counts = {
        "passed": len(stats.get("passed", [])),
        "failed": sum(len(stats.get(kind, [])) for kind in FAILURES),
    }
    Path(os.environ["BOURSE_COUNTS"]).write_text(json.dumps(counts))
