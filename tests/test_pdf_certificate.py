"""The certificate as pdftotext reads it."""

import re
import subprocess
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from pdf import certificate as module
from pdf import qr
from pdf.certificate import certificate
from pdf.certificate_words import Certificate, Signature, day, moment
from pdf_pages import make_pdf, poppler, sizes_of, texts
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

FROZEN, HEAD = "0123456789abcdef" * 4, "fedcba9876543210" * 4
DECLARED = "J’ai lu ce document en entier et je le signe."
AGENT = Signature(
    party="L’agent",
    name="Aurélie Durand",
    when="le 3 novembre 2026 à 14 h 05",
    how="Par un lien personnel et un code à usage unique envoyé à a•••@exemple.org",
    declared=DECLARED,
)
MAYOR = Signature(
    party="L’employeur d’origine",
    name="Françoise Œuvrard",
    when="le 2 novembre 2026 ; noté par le centre de gestion le 5 novembre 2026 à 8 h 00",
    how="Sur papier",
    organisation="Commune de Noyon",
    quality="Maire",
    delegation="Arrêté n° 2026-114 du 1er avril 2026",
    instead_of="Claire Petit",
    on_paper=True,
)
TOLD = Certificate(
    document="Convention C-2026-00042 – version 1",
    house="Centre de gestion de l’Oise",
    frozen_on="2 novembre 2026 à 10 h 00",
    frozen_sha256=FROZEN,
    journal_sha256=HEAD,
    journal_lines=12,
    code="7K3M-Q9ZB-4TXD",
    address="https://mobilite.example.org/",
    signatures=(AGENT, MAYOR),
)
VISA = replace(
    AGENT, party="Visa du centre de gestion", name="Odile Vasseur", visa=True,
    declared="J’y appose le visa.",
)  # fmt: skip


def squeezed(text):
    return re.sub(r"\s", "", text)


def said(told):
    return squeezed(poppler("pdftotext", certificate(told), "-layout"))


def picture(width=600, height=200, mode="RGBA"):
    kept = BytesIO()
    Image.new(mode, (width, height), "black").save(kept, "PNG")
    return kept.getvalue()


def test_everything_is_said():
    text = said(TOLD)
    for one in (
        *(value for value in vars(AGENT).values() if isinstance(value, str)),
        *(value for value in vars(MAYOR).values() if isinstance(value, str)),
        *(TOLD.document, TOLD.house, TOLD.frozen_on, TOLD.code),
        "12 lignes",
        "mobilite.example.org/convention/verifier",
        "Certificat de signature",
    ):
        assert squeezed(one) in text, one
    # Hashes and long sentences go over several lines, beside the QR code.
    words = squeezed(poppler("pdftotext", certificate(TOLD), "-raw"))
    for one in (FROZEN, HEAD, DECLARED):
        assert squeezed(one) in words, one


def test_it_promises_no_more_than_a_simple_signature():
    text = poppler("pdftotext", certificate(TOLD)).lower()
    assert "signature électronique simple" in " ".join(text.split())
    for word in ("avancée", "qualifiée", "infalsifiable"):
        assert word not in text


@pytest.mark.parametrize(
    ("signatures", "electronic", "on_paper"),
    [((AGENT,), True, False), ((MAYOR,), False, True), ((AGENT, MAYOR), True, True)],
)
def test_each_way_is_explained_when_it_was_used(signatures, electronic, on_paper):
    text = said(replace(TOLD, signatures=signatures))
    assert (squeezed("électronique simple") in text) is electronic
    assert (squeezed("à la main sur le document") in text) is on_paper


def test_what_is_empty_is_not_named():
    text = said(replace(TOLD, signatures=(replace(AGENT, declared=""),)))
    for label in ("Qualité", "Délégation", "Àlaplacede", "souslenom", "déclaré"):
        assert label not in text
    assert squeezed("1 ligne") in said(replace(TOLD, journal_lines=1))


def test_another_name_than_the_printed_one_is_said():
    other = replace(AGENT, signed_as="Aurélie Martin")
    text = said(replace(TOLD, signatures=(other, MAYOR)))
    assert squeezed("A signé sous le nom Aurélie Martin") in text
    assert text.count("souslenom") == 1


@pytest.mark.parametrize(
    ("people", "visas", "counted"),
    [
        (1, 0, "1 signataire"),
        (2, 0, "2 signataires"),
        (3, 1, "3 signataires et un visa"),
        (1, 2, "1 signataire et 2 visas"),
        (0, 1, "un visa"),
        (0, 0, ""),
    ],
)
def test_signatures_and_visas_are_counted_apart(people, visas, counted):
    told = replace(TOLD, signatures=(AGENT,) * people + (VISA,) * visas)
    assert told.counted == counted
    assert squeezed(counted) in said(told)


def test_who_declared_what():
    agent = replace(AGENT, name="Aurélie Durand")
    host = replace(AGENT, name="Denis Hubert", party="L’accueil")
    told = replace(TOLD, signatures=(agent, MAYOR, host, VISA))
    words = squeezed(poppler("pdftotext", certificate(told), "-raw"))
    both = f"Aurélie Durand (L’agent), Denis Hubert (L’accueil) : « {DECLARED} »"
    assert squeezed(both) in words
    visa = "Odile Vasseur (Visa du centre de gestion) : « J’y appose le visa. »"
    assert squeezed(visa) in words
    assert words.count(squeezed(DECLARED)) == 1
    # Who signed on paper has declared nothing online.
    declarations = words[words.index(squeezed("Ce que chacun a déclaré")) :]
    assert "Œuvrard" not in declarations


def test_it_is_a4_in_dejavu_with_page_numbers():
    told = replace(TOLD, signatures=(AGENT, MAYOR) * 8)
    pdf = certificate(told)
    pages = texts(pdf)
    assert len(pages) > 2
    assert all(size == pytest.approx(A4, abs=1) for size in sizes_of(pdf))
    for rank, text in enumerate(pages, start=1):
        last = [line for line in text.splitlines() if line.strip()][-1]
        assert f"page {rank}/{len(pages)}" in last
        assert "C-2026-00042 – version 1 – certificat de signature" in last
    fonts = poppler("pdffonts", pdf).splitlines()[2:]
    assert {line.split()[0].split("+")[-1] for line in fonts} == {
        "DejaVuSans",
        "DejaVuSans-Bold",
    }


def test_many_signatories_are_all_there_and_none_is_cut_by_a_page():
    many = tuple(
        replace(MAYOR, name=f"Maire numéro {rank:02d}", quality=f"Maire{rank:02d}")
        for rank in range(30)
    )
    pages = texts(certificate(replace(TOLD, signatures=many)))
    for rank in range(30):
        (page,) = [text for text in pages if f"Maire numéro {rank:02d}" in text]
        assert f"Maire{rank:02d}" in page


def test_what_people_typed_is_shown_and_never_obeyed():
    name = "<b>Dupont</b> & <font size=90>fils</font> &amp; “X” \x00\x1b"
    long = "D" * 300
    text = said(
        replace(TOLD, signatures=(replace(AGENT, name=name, quality=long),), house=name)
    )
    assert squeezed("<b>Dupont</b> & <font size=90>fils</font> &amp; “X”") in text
    assert "D" * 20 in text


def test_the_same_input_gives_the_same_bytes():
    told = replace(TOLD, signatures=(replace(AGENT, picture=picture()),))
    assert certificate(told) == certificate(told)
    assert certificate(told) != certificate(TOLD)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "1", "P"])
def test_a_drawn_signature_is_shown(mode):
    told = replace(TOLD, signatures=(replace(AGENT, picture=picture(mode=mode)),))
    (page,) = PdfReader(BytesIO(certificate(told))).pages
    assert len(page.images) == 1


def test_a_huge_picture_is_made_smaller():
    drawn = replace(AGENT, picture=picture(4000, 3000))
    (page,) = PdfReader(BytesIO(certificate(replace(TOLD, signatures=(drawn,))))).pages
    (shown,) = page.images
    assert shown.image.width <= 900
    assert shown.image.height <= 360


@pytest.mark.parametrize(
    "content", [b"", b"rien", b"\x89PNG\r\n\x1a\n", picture()[:60], make_pdf(A4)]
)
def test_a_picture_that_cannot_be_read_is_left_out(content):
    told = replace(TOLD, signatures=(replace(AGENT, picture=content),))
    (page,) = PdfReader(BytesIO(certificate(told))).pages
    assert not list(page.images)
    assert "Aurélie Durand" in page.extract_text()


def test_what_is_transparent_is_shown_on_white():
    kept = BytesIO()
    Image.new("RGBA", (60, 20), (0, 0, 0, 0)).save(kept, "PNG")
    told = replace(TOLD, signatures=(replace(AGENT, picture=kept.getvalue()),))
    (page,) = PdfReader(BytesIO(certificate(told))).pages
    (shown,) = page.images
    assert shown.image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_square_opens_the_verification(monkeypatch):
    encoded, modules = [], qr.modules
    monkeypatch.setattr(
        qr, "modules", lambda text: encoded.append(text) or modules(text)
    )
    certificate(TOLD)
    assert encoded == [f"https://mobilite.example.org/convention/verifier/{TOLD.code}"]


def test_the_square_is_drawn_as_it_is_encoded(tmp_path):
    side, drawn = 200, BytesIO()
    canvas = Canvas(drawn, pagesize=(side, side))
    module._Code("https://exemple.example.org", side).drawOn(canvas, 0, 0)
    canvas.save()
    command = ["pdftoppm", "-r", "144", "-gray", "-singlefile", "-", tmp_path / "page"]
    subprocess.run(command, input=drawn.getvalue(), check=True)
    rows = qr.modules("https://exemple.example.org")
    with Image.open(tmp_path / "page.pgm") as seen:
        one = seen.width / (len(rows) + 4)  # with its white margin
        for row, line in enumerate(rows):
            for column, dark in enumerate(line):
                where = int((column + 2.5) * one), int((row + 2.5) * one)
                assert (seen.getpixel(where) < 128) is dark, (row, column)


def test_days_and_moments():
    assert day(date(2027, 3, 1)) == "1er mars 2027"
    assert day(date(2027, 3, 21)) == "21 mars 2027"
    assert moment(datetime(2026, 11, 3, 0, 5)) == "3 novembre 2026 à 0 h 05"
    assert moment(datetime(2026, 8, 1, 23, 59)) == "1er août 2026 à 23 h 59"


def test_without_dejavu_it_is_still_made(monkeypatch):
    monkeypatch.setattr(module.stamp, "_font_file", lambda: None)
    module._fonts.cache_clear()
    module.stamp._font.cache_clear()
    try:
        assert "Aurélie Durand" in poppler("pdftotext", certificate(TOLD))
    finally:
        module._fonts.cache_clear()
        module.stamp._font.cache_clear()
