"""The articles of an act: plain text, words to fill in, numbers.

A blank line parts two paragraphs, and lines that begin with a dash make a list:
nothing in an article is markup. A word is written ``{{ agent_nom }}`` and stands
alone: an article compares nothing, and has no other brace. A word that begins with
``article_`` is the number of another article, whatever comes before that one.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

REFERENCE = "article_"
KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
LONGEST = 6000  # characters of one article
LONGEST_TITLE = 150
MOST = 80  # articles of one act

_WORD = re.compile(r"\{\{([^{}]*)\}\}")
# What begins with braces, closed or not; or what only ends with some.
_BRACED = re.compile(r"(\{+)([^{}\n]*)(\}*)|(\w{0,40})[^\S\n]?\}+")
_ITEM = re.compile(r"[ \t]*[-–•][ \t]+(?=\S)")
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Problem:
    """What is wrong: ``kind`` is ``brace``, ``expression`` or ``word``; ``text`` is
    what was written, ``near`` the word that was probably meant, '' when none is."""

    kind: str
    text: str
    near: str = ""


def spelt(word):
    """How a word is written in an article.

    >>> spelt("agent_nom")
    '{{ agent_nom }}'
    """
    return f"{{{{ {word} }}}}"


def text_problems(text, words):
    """What is wrong with a text in which ``words`` may be used: each `Problem` once.

    >>> text_problems("{{ agnet }} ou {{ agent }}", {"agent", "host"})
    [Problem(kind='word', text='agnet', near='agent')]
    >>> text_problems("{{ agent or host }}", {"agent", "host"})
    [Problem(kind='expression', text='agent or host', near='agent')]
    >>> text_problems("{agent} arrive", {"agent"})
    [Problem(kind='brace', text='{agent}', near='agent')]
    """
    found = []
    for one in _BRACED.finditer(text):
        opening, inside, closing, before = one.groups("")
        # Letters that Python takes for others: what is printed is what is written.
        written = inside.strip()
        if (opening, closing) != ("{{", "}}"):
            told = (inside if opening else before).strip()
            found.append(Problem("brace", one[0].strip(), near(told, words)))
        elif not written.isidentifier():
            found.append(Problem("expression", written, near(written, words)))
        elif written not in words:
            found.append(Problem("word", written, near(written, words)))
    return list(dict.fromkeys(found))


def near(text, words):
    """The word that a badly written text most likely means, '' when none is close.

    >>> near("Agent nom", {"agent_nom", "accueil_nom"})
    'agent_nom'
    >>> near("agent_nom arrive lundi", {"agent", "agent_nom"})
    'agent_nom'
    >>> near("agnet", {"agent_nom", "accueil_nom"})
    'agent_nom'
    >>> near("la météo", {"agent_nom"})
    ''
    """
    letters = unicodedata.normalize("NFKD", text[:200]).casefold()
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    parts = re.findall(r"[a-z0-9]+", plain)
    # What follows a brace that was never closed is the rest of the sentence.
    for count in range(min(len(parts), 6), 0, -1):
        if "_".join(parts[:count]) in words:
            return "_".join(parts[:count])
    for count in (len(parts), 3, 2, 1):
        close = get_close_matches("_".join(parts[:count]), sorted(words), 1, 0.6)
        if close:
            return close[0]
    # Only the beginning of a word, mistyped.
    heads = {}
    for word in words:
        heads.setdefault(word.partition("_")[0], []).append(word)
    close = get_close_matches(parts[0], sorted(heads), 1, 0.75) if parts else []
    return heads[close[0]][0] if close and len(heads[close[0]]) == 1 else ""


def used(text):
    """The words of a text, each once, in the order in which they come.

    >>> used("{{ agent }} et {{host}}, {{ agent }}")
    ['agent', 'host']
    """
    return list(dict.fromkeys(one.strip() for one in _WORD.findall(text)))


def filled(text, values):
    """The text with its words replaced; what they hold stays on one line.

    >>> filled("{{ agent }} : article {{ article_bilan }}.",
    ...        {"agent": "Anne\\nPetit", "article_bilan": "17"})
    'Anne Petit : article 17.'
    """
    return _WORD.sub(lambda found: " ".join(values[found[1].strip()].split()), text)


def parts(text):
    """Paragraphs and lists: ``("text", words)`` or ``("list", [words, …])``.

    >>> parts("L’agent :\\n- observe ;\\n- essaie.\\n\\nRien de\\nplus.")
    [('text', 'L’agent :'), ('list', ['observe ;', 'essaie.']), ('text', 'Rien de plus.')]
    """
    found = []
    for block in _BLANK.split(text.replace("\r\n", "\n").strip()):
        opened = None  # what the next line continues
        for line in filter(str.strip, block.split("\n")):
            words = " ".join(_ITEM.sub("", line, count=1).split())
            if _ITEM.match(line):
                if opened != "list":
                    found.append(("list", []))
                found[-1][1].append(words)
                opened = "list"
            elif opened == "text":
                found[-1] = ("text", f"{found[-1][1]} {words}")
            elif opened == "list":
                found[-1][1][-1] += f" {words}"
            else:
                found.append(("text", words))
                opened = "text"
    return found
