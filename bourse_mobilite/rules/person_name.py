"""Whether two writings of a person's name are one name."""

import re
import unicodedata

_ONE_LETTER = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def same_name(one: str, other: str) -> bool:
    """Whether they differ by nothing but accents, capitals, spaces, hyphens,
    apostrophes or the order of the words.

    >>> same_name("Françoise Maire-Origine", "MAIRE ORIGINE Francoise")
    True
    >>> same_name("Anne-Marie Le Goff", "legoff annemarie")
    True
    >>> same_name("Claire Petit", "Claire Dupont"), same_name("Claire Petit", "C. Petit")
    (False, False)
    """
    words, others = _words(one), _words(other)
    if sorted(words) == sorted(others):
        return True
    glued, turned = "".join(words), "".join(others)
    # The name before the first name, whatever was written in one word.
    return len(glued) == len(turned) and turned in glued * 2


def _words(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_ONE_LETTER))
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", plain)
