"""The examples of the rules are true."""

import doctest
import importlib
import pkgutil

import pytest
import rules

NAMES = sorted(
    module.name for module in pkgutil.walk_packages(rules.__path__, "rules.")
)
ARITHMETIC = {
    f"rules.{name}"
    for name in ("clock", "immersion", "parties", "ppr_clock", "quota", "working_days")
} | {f"rules.register.{name}" for name in ("codes", "columns", "repair")}
ARITHMETIC |= {f"rules.ppr.{name}" for name in ("leaves", "moment", "picture")}


def test_every_module_is_found():
    assert set(NAMES) >= ARITHMETIC


@pytest.mark.parametrize("name", NAMES)
def test_doctests(name):
    module = importlib.import_module(name)
    result = doctest.testmod(module)
    assert not result.failed
    assert result.attempted or name not in ARITHMETIC
