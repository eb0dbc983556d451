"""Whether two writings of a person's name are one name."""

import re
import unicodedata

_CIVILITIES = {"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"}
_ONE_LETTER = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def same_name(one: str, other: str) -> bool:
    """Whether they differ by nothing but accents, capitals, spaces, hyphens,
    apostrophes, the order of the words or a civility before them.

    >>> same_name("Françoise Maire-Origine", "MAIRE ORIGINE Francoise")
    True
    >>> same_name("Anne-Marie Le Goff", "legoff annemarie")
    True
    >>> same_name("M. Bertrand LEFÈVRE", "Bertrand Lefevre")
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
    words = re.findall(r"[^\W_]+", plain)
    # One before the name, never the whole of it.
    return words[1:] if len(words) > 2 and words[0] in _CIVILITIES else words
