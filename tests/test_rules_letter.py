"""What a person may write in a mail, and what would be a program."""

import doctest

import pytest
from lxml import etree
from rules import letter

WORDS = {"agent", "url", "stage", "due"}


def kinds(body, subject="Bonjour"):
    return [(one.kind, one.text) for one in letter.problems(subject, body, WORDS)]


def test_examples():
    assert doctest.testmod(letter).failed == 0


@pytest.mark.parametrize(
    "expression",
    [
        "agent",
        " agent ",
        "not due",
        "stage == 'today'",
        "stage in ('half', 'soon')",
        "due and not agent or url",
        "stage != 'half' and 'a' in agent",
    ],
)
def test_allowed(expression):
    assert letter.expression_problem(expression, WORDS) is None


@pytest.mark.parametrize(
    "expression",
    [
        "agent.name",
        "agent()",
        "agent[0]",
        "agent + due",
        "f'{agent}'",
        "lambda: agent",
        "[a for a in agent]",
        "agent if due else url",
        "(agent := url)",
        "__import__('os')",
        "1",
        "True",
        "b'a'",
        "*agent",
        "agent; due",
        "",
        "agent ||| 'x'",
        "{'a': agent}",
        "a" * 3 + "(" * 300,
        "\x00",
    ],
)
def test_refused(expression):
    problem = letter.expression_problem(expression, WORDS)
    assert problem.kind == "expression"


@pytest.mark.parametrize(
    "word", ["object", "env", "user", "request", "agnet", "__name__"]
)
def test_unknown_word(word):
    assert letter.expression_problem(word, WORDS) == letter.Problem("word", word)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bonjour", []),
        ("{{ agent }} et {{due}}", []),
        ("{{ agent", ["brace"]),
        ("agent }}", ["brace"]),
        ("{{ agent }} {{", ["brace"]),
        ("{{}}", ["expression"]),
        ("{{ x }} {{ y }}", ["word", "word"]),
    ],
)
def test_subject(text, found):
    assert [one.kind for one in letter.text_problems(text, WORDS)] == found


def test_words_become_elements_where_they_were():
    root = letter.parsed(
        "<p>a {{ agent }} b {{due}} c<b>d {{ url }}</b> e {{ stage }}.</p>"
    )
    assert etree.tostring(root, encoding="unicode") == (
        '<div><p>a <t t-out="agent"/> b <t t-out="due"/> c<b>d <t t-out="url"/></b>'
        ' e <t t-out="stage"/>.</p></div>'
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Bonjour {{ agent }}</p>", []),
        ('<p t-if="due">a</p><p t-else="">b</p><a t-att-href="url">c</a>', []),
        ("Du texte sans balise", []),
        ("<!-- {{ rien }} --><p>a</p>", []),
        ("<p>{{ agnet }}</p>", [("word", "agnet")]),
        ("<p>{{ agnet }} {{ agnet }}</p>", [("word", "agnet")]),
        ("<p>{{ agent</p>", [("brace", "{{ agent")]),
        ("<p>{{ <b>agent</b> }}</p>", [("brace", "{{"), ("brace", "}}")]),
        ('<p t-if="env">a</p>', [("word", "env")]),
        ('<p t-out="agent.name">a</p>', [("expression", "agent.name")]),
        ('<p t-raw="agent">a</p>', [("tag", "t-raw")]),
        ('<p t-options="{}" t-out="agent">a</p>', [("tag", "t-options")]),
        ('<p t-attf-href="{{ url }}">a</p>', [("tag", "t-attf-href")]),
        ('<p t-att-onclick="url">a</p>', [("tag", "t-att-onclick")]),
        ('<p t-att="url">a</p>', [("tag", "t-att")]),
        ('<t t-call="x">a</t>', [("tag", "t-call")]),
        ('<p onclick="x">a</p>', [("tag", "onclick")]),
        ('<a href="JavaScript:x">a</a>', [("tag", "href")]),
        ('<a href="{{ url }}">a</a>', [("brace", "{{ url }}")]),
        ("<form>a</form>", [("tag", "form")]),
        ("<script>a</script>", [("tag", "script")]),
        ("", [("empty", "body")]),
        ("<p> </p>", [("empty", "body")]),
        (None, [("empty", "body")]),
    ],
)
def test_body(body, found):
    assert kinds(body) == found


def test_no_subject():
    assert kinds("<p>a</p>", subject=" ") == [("empty", "subject")]
    assert kinds("<p>a</p>", subject=None) == [("empty", "subject")]
