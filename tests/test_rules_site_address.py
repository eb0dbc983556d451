"""Whether the printed address opens for everybody."""

import doctest

import pytest
from rules import site_address
from rules.site_address import address_problem


def test_examples():
    assert doctest.testmod(site_address).failed == 0


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://mobilite.cdg60.fr", ""),
        ("https://mobilite.cdg60.fr:8443/", ""),
        ("https://MOBILITE.CDG60.FR.", ""),
        ("https://localhost.cdg60.fr", ""),
        ("https://local.fr", ""),
        ("https://8.8.8.8", ""),
        ("https://[2a01:e0a::1]", ""),
        ("http://mobilite.cdg60.fr", "insecure"),
        ("http://8.8.8.8", "insecure"),
        ("http://localhost:8069", "local"),
        ("https://LOCALHOST", "local"),
        ("https://odoo.localhost", "local"),
        ("http://127.0.0.1:8069", "local"),
        ("http://127.200.1.2", "local"),
        ("http://0.0.0.0:8069", "local"),
        ("https://10.1.2.3", "local"),
        ("https://172.16.0.1", "local"),
        ("https://172.31.255.255", "local"),
        ("https://172.32.0.1", ""),
        ("https://192.168.1.20", "local"),
        ("https://192.169.1.20", ""),
        ("https://169.254.1.1", "local"),
        ("https://[::1]:8069", "local"),
        ("https://[fd00::1]", "local"),
        ("https://serveur.local", "local"),
        ("https://serveur.local.", "local"),
        ("https://serveur", "local"),
        ("", "missing"),
        (None, "missing"),
        ("mobilite.cdg60.fr", "missing"),
        ("ftp://mobilite.cdg60.fr", "missing"),
        ("https://", "missing"),
        ("https://[oups", "missing"),
    ],
)
def test_each_address(url, problem):
    assert address_problem(url) == problem
