"""The text of a mail that a person may rewrite: plain words to fill in, no program.

A word is written ``{{ agent }}`` in the subject and in the body. In the body, QWeb's
``t-out``, ``t-if``, ``t-elif``, ``t-else`` and ``t-att-href`` may use the words too,
and compare them with fixed texts. Nothing else is evaluated: no attribute, no call,
so that no text reaches a record.
"""

import ast
import re
from dataclasses import dataclass

from lxml import etree, html

_WORD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_DIRECTIVES = {"t-out", "t-if", "t-elif", "t-else", "t-att-href"}
# What a reader of mail would be asked to run or to fill in.
_TAGS = {"script", "iframe", "object", "embed", "form", "input", "button", "link"}
_NODES = (
    ast.Expression, ast.Name, ast.Load, ast.Constant, ast.Compare, ast.Eq, ast.NotEq,
    ast.In, ast.NotIn, ast.Tuple, ast.List, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp,
    ast.Not,
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong: ``kind`` is ``empty``, ``brace``, ``expression``, ``word`` or
    ``tag``; ``text`` is what was written."""

    kind: str
    text: str = ""


def expression_problem(expression, words):
    """The problem of one expression, or None.

    >>> expression_problem("agent", {"agent"})
    >>> expression_problem("agnet", {"agent"})
    Problem(kind='word', text='agnet')
    >>> expression_problem("agent.name", {"agent"})
    Problem(kind='expression', text='agent.name')
    """
    expression = expression.strip()
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Problem("expression", expression)
    for node in ast.walk(tree):
        fixed = isinstance(node, ast.Constant) and not isinstance(node.value, str)
        if fixed or not isinstance(node, _NODES):
            return Problem("expression", expression)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in words:
            return Problem("word", node.id)
    return None


def text_problems(text, words):
    """The problems of a text in which words are written between braces."""
    found = []
    left = _WORD.sub("", text)
    if "{{" in left or "}}" in left:
        found.append(Problem("brace", text.strip()))
    for expression in _WORD.findall(text):
        found.append(expression_problem(expression, words))
    return [problem for problem in found if problem]


def parsed(body):
    """The tree of a body, its words between braces made QWeb."""
    root = html.fragment_fromstring(str(body or ""), create_parent="div")
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        _spell(element)
    return root


def _spell(element):
    """Turn ``{{ word }}`` into ``<t t-out="word"/>`` in the text in and after."""
    if element.text and "{{" in element.text:
        pieces = _WORD.split(element.text)
        element.text = pieces[0]
        for place, (word, after) in enumerate(_pairs(pieces)):
            element.insert(place, _out(word, after))
    parent = element.getparent()
    if parent is not None and element.tail and "{{" in element.tail:
        pieces = _WORD.split(element.tail)
        element.tail = pieces[0]
        place = parent.index(element) + 1
        for rank, (word, after) in enumerate(_pairs(pieces)):
            parent.insert(place + rank, _out(word, after))


def _pairs(pieces):
    return zip(pieces[1::2], pieces[2::2], strict=True)


def _out(word, after):
    element = etree.Element("t", {"t-out": word.strip()})
    element.tail = after
    return element


def problems(subject, body, words):
    """Everything that is wrong with a subject and a body.

    :param words: the words that they may use
    """
    found = [] if (subject or "").strip() else [Problem("empty", "subject")]
    found += text_problems(subject or "", words)
    try:
        root = parsed(body)
    except (etree.LxmlError, ValueError):
        return [*found, Problem("tag", "")]
    if not root.text_content().strip() and not root.findall(".//t"):
        found.append(Problem("empty", "body"))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        found += _element_problems(element, words)
    return list(dict.fromkeys(found))


def _element_problems(element, words):
    if element.tag in _TAGS:
        yield Problem("tag", element.tag)
    for name, value in element.attrib.items():
        program = name.startswith("on") or "javascript:" in value.lower()
        if program or (name.startswith("t-") and name not in _DIRECTIVES):
            yield Problem("tag", name)
        elif name.startswith("t-") and name != "t-else":
            problem = expression_problem(value, words)
            if problem:
                yield problem
        elif "{{" in value and not name.startswith("t-"):
            yield Problem("brace", value)
    for text in (element.text, element.tail):
        # Whole pairs are words by now: what is left was never closed.
        if text and ("{{" in text or "}}" in text):
            yield Problem("brace", text.strip())
