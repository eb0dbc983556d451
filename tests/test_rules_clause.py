"""What an article may say, and how it is cut into paragraphs and filled in."""

import pytest
from rules import clause

WORDS = {"agent", "host", "article_bilan"}


def kinds(text):
    return [(one.kind, one.text) for one in clause.text_problems(text, WORDS)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rien à remplir, [ un ] crochet (seul).",
        "{{ agent }}, {{host}} et {{ article_bilan }}",
        "{{\xa0agent\xa0}}",
        "<b>{{ agent }}</b> <script>alert(1)</script>",
    ],
)
def test_allowed(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("{{ agnet }}", "word", "agnet"),
        ("{{ Agent }}", "word", "Agent"),
        ("{{ article_absent }}", "word", "article_absent"),
        # Python reads these letters as "agent"; nobody else does.
        ("{{ ａｇｅｎｔ }}", "word", "ａｇｅｎｔ"),
        ("{{ agent.name }}", "expression", "agent.name"),
        ("{{ agent or host }}", "expression", "agent or host"),
        ("{{ 'fixe' }}", "expression", "'fixe'"),
        ("{{ (agent) }}", "expression", "(agent)"),
        ("{{ agent\n\n}}", "brace", "{{ agent"),
        ("{{ agent\n\n}}", "brace", "}}"),
        ("{{ True }}", "word", "True"),
        ("{{ article:bilan }}", "expression", "article:bilan"),
        ("{{ __import__('os') }}", "expression", "__import__('os')"),
        ("{{ }}", "expression", ""),
        ("{{ {{ agent }}", "brace", "{{"),
        ("{agent}", "brace", "{agent}"),
        ("{ une } accolade", "brace", "{ une }"),
        ("{", "brace", "{"),
        ("fin }", "brace", "fin }"),
        ("{}", "brace", "{}"),
        ("{{{ agent }}}", "brace", "{{{ agent }}}"),
        ("{{ agent }", "brace", "{{ agent }"),
        ("{ agent }}", "brace", "{ agent }}"),
        ("{{ agent }}}", "brace", "{{ agent }}}"),
        ("{{ agent", "brace", "{{ agent"),
        ("agent }}", "brace", "agent }}"),
        ("}} agent {{", "brace", "}}"),
        ("}} agent {{", "brace", "{{"),
    ],
)
def test_refused(text, kind, told):
    assert (kind, told) in kinds(text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("{agent}", "agent"),
        ("{{ Agent }}", "agent"),
        ("{{ agnet }}", "agent"),
        ("{{ agent arrive lundi, à pied.", "agent"),
        ("{{ article bilan }}", "article_bilan"),
        ("{{ article-bilan }}", "article_bilan"),
        ("{{ ärticle_bïlan }}", "article_bilan"),
        ("{{ article_bilans }}", "article_bilan"),
        ("agent }}", "agent"),
        ("{{ mairie }}", ""),
        ("{{ }}", ""),
        ("{", ""),
        ("{{ " + "x" * 6000, ""),
    ],
)
def test_the_nearest_word_is_shown(text, near):
    assert clause.text_problems(text, WORDS)[0].near == near


def test_each_problem_once():
    found = kinds("{agent} {agent} {{ x }}")
    assert found == [("brace", "{agent}"), ("word", "x")]


def test_what_is_allowed_is_always_filled():
    values = dict.fromkeys(WORDS, "X")
    for text in ("{{ agent }}", "{{host}}", "{{\tagent\t}}", "a{{ agent }}{{ host }}b"):
        assert kinds(text) == []
        assert "{" not in clause.filled(text, values)
        assert clause.used(text)


def test_a_value_is_never_filled_in_itself_nor_opens_a_list():
    values = {"agent": "{{ host }}", "host": "- un\n- deux\n\nArticle 99"}
    assert clause.filled("{{ agent }}", values) == "{{ host }}"
    assert clause.filled("{{ host }}", values) == "- un - deux Article 99"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n \n", []),
        ("Un\ndeux", [("text", "Un deux")]),
        ("Un\n\n\n\ndeux", [("text", "Un"), ("text", "deux")]),
        ("Un\r\n\r\ndeux", [("text", "Un"), ("text", "deux")]),
        ("- a\n- b", [("list", ["a", "b"])]),
        ("– a\n• b\n  suite", [("list", ["a", "b suite"])]),
        ("- a\n\n- b", [("list", ["a"]), ("list", ["b"])]),
        ("-5 degrés", [("text", "-5 degrés")]),
        (
            "Avant\n- a\n\nAprès",
            [("text", "Avant"), ("list", ["a"]), ("text", "Après")],
        ),
        ("<ul><li>a</ul></li>", [("text", "<ul><li>a</ul></li>")]),
    ],
)
def test_parts(text, expected):
    assert clause.parts(text) == expected


@pytest.mark.parametrize("key", ["a", "bilan", "article_5", "x" * 30])
def test_short_names(key):
    assert clause.KEY.fullmatch(key)


@pytest.mark.parametrize(
    "key", ["", "Bilan", "5", "_a", "été", "a b", "a-b", "a\n", "x" * 31]
)
def test_no_short_names(key):
    assert not clause.KEY.fullmatch(key)
