"""The articles of an act: plain text, words to fill in, numbers.

A blank line parts two paragraphs, and lines that begin with a dash make a list:
nothing in an article is markup. Words are written as in a mail (`rules/letter.py`),
but alone: an article compares nothing. One that begins with ``article_`` is the
number of another article, whatever comes before that one.
"""

import re

from .letter import Problem
from .letter import text_problems as letter_problems

REFERENCE = "article_"
KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
LONGEST = 6000  # characters of one article
LONGEST_TITLE = 150
MOST = 80  # articles of one act

_WORD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_ITEM = re.compile(r"[ \t]*[-–•][ \t]+(?=\S)")
_BLANK = re.compile(r"\n[ \t]*\n")


def text_problems(text, words):
    """What is wrong with a text in which ``words`` may be used: `Problem` of a letter.

    >>> text_problems("{{ agnet }} ou {{ agent }}", {"agent", "host"})
    [Problem(kind='word', text='agnet')]
    >>> text_problems("{{ agent or host }}", {"agent", "host"})
    [Problem(kind='expression', text='agent or host')]
    """
    found = letter_problems(text, words)
    for one in _WORD.findall(text):
        expression = one.strip()
        if not expression.isidentifier() or "\n" in one:
            found.append(Problem("expression", expression))
        elif expression not in words:
            # Letters that Python takes for others: what is printed is what is written.
            found.append(Problem("word", expression))
    return list(dict.fromkeys(found))


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
