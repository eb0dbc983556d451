"""The secret of a personal link, as it comes back from an address that was copied."""

import re
from urllib.parse import unquote

# The characters of a secret: 24 random bytes, as `secrets.token_urlsafe` writes them.
LENGTH = 32
# Spaces, and what no eye sees: a soft hyphen, a place to break the line.
_BLANK = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_COPIED = re.compile(rf"[^A-Za-z0-9_-]*([A-Za-z0-9_-]{{{LENGTH}}})[^A-Za-z0-9]*")


def read_secret(copied: str) -> str:
    """The secret in the end of an address that was copied out of a mail with what
    stood beside it: a full stop, a bracket, spaces; '' when there is none.

    >>> secret = "aB3-_" * 6 + "xy"
    >>> read_secret(f" {secret}).") == read_secret(f"{secret}%20 »") == secret
    True
    >>> read_secret(secret[:-1] + "."), read_secret(secret + "z"), read_secret("")
    ('', '', '')
    """
    found = _COPIED.fullmatch(_BLANK.sub("", unquote(copied or "")))
    return found[1] if found else ""
