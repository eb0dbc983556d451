"""The code that is printed on a document, by which anyone verifies it."""

import re
import secrets

# Neither 0 nor O, 1, I nor L, and no U: nobody confuses them, on paper or aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LENGTH = 3, 4


def new_code() -> str:
    """A code that nobody guesses: some 59 bits, as ``7K3M-Q9ZB-4TXD``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * LENGTH)))


def grouped(letters: str) -> str:
    """
    >>> grouped("7K3MQ9ZB4TXD")
    '7K3M-Q9ZB-4TXD'
    """
    return "-".join(
        letters[first : first + LENGTH] for first in range(0, len(letters), LENGTH)
    )


def read_code(typed: str) -> str:
    """The code in what a person typed, whatever the case, spaces and dashes; ''
    when it is none.

    >>> read_code(" 7k3m q9zb–4txd "), read_code("7K3M-Q9ZB-4TX0"), read_code("7K3M")
    ('7K3M-Q9ZB-4TXD', '', '')
    """
    letters = _letters(typed)
    if len(letters) != GROUPS * LENGTH or set(letters) - set(ALPHABET):
        return ""
    return grouped(letters)


def odd_letters(typed: str) -> tuple[int, str]:
    """How many letters and digits were typed, and those of them that no code bears, each
    once, in the order in which they came.

    >>> odd_letters(" 7k3m-q9zb–4tx0"), odd_letters("ooil"), odd_letters("7K3M")
    ((12, '0'), (4, 'OIL'), (4, ''))
    """
    letters = _letters(typed)
    odd = (letter for letter in letters if letter not in ALPHABET)
    return len(letters), "".join(dict.fromkeys(odd))


def _letters(typed: str) -> str:
    return re.sub(r"[\s\-‐‑‒–—_.]+", "", (typed or "").upper())


def read_hash(typed: str) -> str:
    """The SHA-256 in what a person pasted, in lower case; '' when it is none.

    >>> read_hash(" E3B0C442 " + "0" * 56) == "e3b0c442" + "0" * 56, read_hash("e3b0")
    (True, '')
    """
    digits = re.sub(r"\s+", "", (typed or "").lower())
    return digits if re.fullmatch(r"[0-9a-f]{64}", digits) else ""
