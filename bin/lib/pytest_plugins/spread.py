"""Each worker of pytest-xdist has a database of its own, made beforehand with its files:
the tests that start other processes give them its name."""

import os

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    # pytest-odoo would make a copy of the rows alone.
    worker = os.environ.pop("PYTEST_XDIST_WORKER", "")
    if worker:
        config.option.odoo_database += f"_{worker}"
    return (yield)
