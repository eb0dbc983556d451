"""Whether the address that is printed on the documents opens for everybody."""

import ipaddress
from urllib.parse import urlsplit

# What no name server of the Internet answers (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
_LOCAL = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home",
    "corp", "home.arpa", "test", "invalid", "example",
)  # fmt: skip


def address_problem(url: str | None) -> str:
    """What is wrong with the address of the site: ``missing``, ``local`` (it opens on
    one computer or one network only), ``insecure`` (public, without https), or ''.

    >>> address_problem("https://mobilite.cdg60.fr")
    ''
    >>> [address_problem(url) for url in ("http://127.0.0.1:8069", "http://0.0.0.0")]
    ['local', 'local']
    >>> address_problem("https://bourse.local"), address_problem("https://serveur")
    ('local', 'local')
    >>> address_problem("https://172.16.0.4"), address_problem("https://[fe80::1]")
    ('local', 'local')
    >>> address_problem("http://mobilite.cdg60.fr"), address_problem("mobilite.fr")
    ('insecure', 'missing')
    """
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "missing"
    if parts.scheme not in ("http", "https") or not host:
        return "missing"
    if _is_local(host):
        return "local"
    return "" if parts.scheme == "https" else "insecure"


def _is_local(host):
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or any(
            host == name or host.endswith(f".{name}") for name in _LOCAL
        )
