"""Each worker of pytest-xdist has a database of its own, made beforehand with its files:
the tests that start other processes give them its name."""

import os

import pytest

# Files whose tests last: a browser, a server that is killed, a whole matrix of rights.
# Begun first, they leave no processor idle at the end.
_LONG = ("access_", "axe", "browser", "inference", "kill", "leak", "story", "tour")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not any(word in item.path.name for word in _LONG))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    # pytest-odoo would make a copy of the rows alone.
    worker = os.environ.pop("PYTEST_XDIST_WORKER", "")
    if worker:
        config.option.odoo_database += f"_{worker}"
    return (yield)
