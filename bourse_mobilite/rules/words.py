"""What people type: whether it says something, and without what only takes room."""

import re
import unicodedata

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


def told(text: str | None) -> str:
    """`text` without invisible characters, blank ends and runs of empty lines; ''
    when nothing in it can be read.

    >>> told(" Fermé\\n\\n\\n\\nen août. ")
    'Fermé\\n\\nen août.'
    >>> told("\\u200b - \\u200b")
    ''
    """
    seen = "".join(
        char
        for char in (text or "").replace("\r\n", "\n")
        if char == "\n" or unicodedata.category(char) not in ("Cf", "Cc", "Cs")
    ).strip()
    if not any(char.isalnum() for char in seen):
        return ""
    return _BLANK_LINES.sub("\n\n", seen)


def stem(word):
    """A typed word without its mark of plural, to be looked for inside a text.

    >>> stem("plantes"), stem("travaux"), stem("bus")
    ('plante', 'travau', 'bus')
    """
    return word[:-1] if len(word) > 4 and word[-1] in "sxSX" else word
