"""Where the text of a mail may lead, and what it may fetch."""

import doctest

import pytest
from rules import letter_addresses
from rules.letter_addresses import foreign

SITE = "https://mobilite.cdg60.fr"


def test_examples():
    assert doctest.testmod(letter_addresses).failed == 0


@pytest.mark.parametrize(
    "body",
    [
        '<a t-att-href="url">Lire</a>',
        '<a t-att-href=" url ">Lire</a>',
        '<a href="/my/conventions">Mes conventions</a>',
        '<a href="#bas">Plus bas</a>',
        '<a href="mailto:cdg@ailleurs.fr">Écrire</a>',
        '<a href="tel:+33399000000">Appeler</a>',
        f'<a href="{SITE}/immersions?page=2#haut">Offres</a>',
        f'<img src="{SITE}/web/image/12"/>',
        '<img src="/web/image/12-ab/logo.png"/>',
        '<img src="data:image/png;base64,aGVsbG8="/>',
        '<img src="cid:logo"/>',
        '<a href="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000046">décret</a>',
        '<a href="https://www.service-public.gouv.fr/particuliers">droits</a>',
        f"<p>Le site : {SITE}/immersions.</p>",
        "<p>Voir https://www.legifrance.gouv.fr.</p>",
        '<p style="color: red; padding: 2px">Rouge</p>',
        '<blockquote cite="">a</blockquote>',
    ],
)
def test_may_stay(body):
    assert foreign("Bonjour", body, SITE) == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('<img src="http://ailleurs.fr/o.gif"/>', "http://ailleurs.fr/o.gif"),
        ('<img src="https://ailleurs.fr/o.gif"/>', "https://ailleurs.fr/o.gif"),
        ('<img src="//ailleurs.fr/o.gif"/>', "//ailleurs.fr/o.gif"),
        ('<img src="\\\\ailleurs.fr/o.gif"/>', "\\\\ailleurs.fr/o.gif"),
        ('<img src="https://www.legifrance.gouv.fr/o.gif"/>', "legifrance"),
        ('<img src="data:image/svg+xml;base64,aGVsbG8="/>', "data:image/svg"),
        (f'<img srcset="{SITE}/a 1x, https://ailleurs.fr/b 2x"/>', "ailleurs"),
        ('<table background="https://ailleurs.fr/o.gif"></table>', "ailleurs"),
        ('<p style="background: url(https://ailleurs.fr/o)">a</p>', "ailleurs"),
        ('<p style="background: u\\72l(//ailleurs.fr/o)">a</p>', "ailleurs"),
        ('<p style="background: ur/**/l(//ailleurs.fr/o)">a</p>', "ailleurs"),
        ("<style>p { background: url(//ailleurs.fr) }</style>", "<style>"),
        ('<base href="https://ailleurs.fr/"/>', "<base>"),
        ('<meta http-equiv="refresh" content="0"/>', "<meta>"),
        ('<svg><image href="https://ailleurs.fr/o"/></svg>', "<svg>"),
        ('<a href="https://ailleurs.fr">a</a>', "https://ailleurs.fr"),
        ('<a href="HTTPS://AILLEURS.FR">a</a>', "AILLEURS"),
        ('<a href="//ailleurs.fr">a</a>', "//ailleurs.fr"),
        ('<a href="/\\ailleurs.fr">a</a>', "ailleurs"),
        ('<a href="https:ailleurs.fr">a</a>', "https:ailleurs.fr"),
        ('<a href="ht&#9;tps://ailleurs.fr">a</a>', "ailleurs"),
        ('<a href="&#1;https://ailleurs.fr">a</a>', "ailleurs"),
        (f'<a href="{SITE}@ailleurs.fr">a</a>', "@ailleurs.fr"),
        (f'<a href="{SITE}.ailleurs.fr">a</a>', ".ailleurs.fr"),
        (f'<a href="{SITE}:8443/">a</a>', ":8443"),
        ('<a href="https://xlegifrance.gouv.fr">a</a>', "xlegifrance"),
        ('<a href="https://legifrance.gouv.fr.ailleurs.fr">a</a>', "ailleurs"),
        ('<a href="http://www.legifrance.gouv.fr">a</a>', "http://www.legi"),
        ('<a href="https://www.legifrance.gouv.fr:8080">a</a>', "8080"),
        ('<a href="ftp://ailleurs.fr">a</a>', "ftp:"),
        ('<a href="data:text/html,a">a</a>', "data:"),
        ('<a href="vbscript:a">a</a>', "vbscript:"),
        ('<area href="https://ailleurs.fr"/>', "ailleurs"),
        ("<a t-att-href=\"'https://ailleurs.fr'\">a</a>", "https://ailleurs.fr"),
        ("<a t-att-href=\"agent or 'https://ailleurs.fr'\">a</a>", "ailleurs"),
        ('<a t-att-href="reasons">a</a>', "reasons"),
        ("<p t-if=\"agent == 'x'\"><img src='http://ailleurs.fr/o'/></p>", "ailleurs"),
        ("<p>Cliquez : www.ailleurs.fr.</p>", "www.ailleurs.fr"),
        ("<p>a <b>b</b> http://ailleurs.fr/x</p>", "http://ailleurs.fr/x"),
        ("<!--[if mso]><img src='http://ailleurs.fr'/><![endif]-->", "ailleurs"),
    ],
)
def test_is_refused_and_named(body, named):
    assert named in " ".join(foreign("Bonjour", body, SITE))


def test_the_subject_too_and_each_once():
    found = foreign(
        "Voir http://ailleurs.fr",
        '<p><a href="http://ailleurs.fr">http://ailleurs.fr</a></p>',
        SITE,
    )
    assert found == ["http://ailleurs.fr"]


def test_what_cannot_be_read_is_not_ours():
    assert foreign("", '<a href="https://[::1">a</a>', SITE) == ["https://[::1"]
    assert foreign("", '<a href="https://a:b/">a</a>', SITE) == ["https://a:b/"]


def test_a_site_on_a_port():
    site = "http://localhost:8069"
    assert foreign("", '<a href="http://localhost:8069/my">a</a>', site) == []
    assert foreign("", '<a href="http://localhost:8070/my">a</a>', site)
