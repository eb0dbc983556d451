"""The pages of a PDF as pictures, sizes and text."""

from io import BytesIO

import pytest
from pdf import drawn, pages
from pdf_pages import changed, make_pdf
from PIL import Image, PngImagePlugin
from reportlab.lib.pagesizes import A4, landscape

TALL = (100, 14000)
HUGE = (14000, 14000)


def png_size(png):
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.size


def test_each_page_is_a_picture_of_the_size_that_was_said():
    pdf = make_pdf(A4, landscape(A4), TALL, HUGE)
    said = pages.sizes(pdf)
    for number, size in enumerate(said, start=1):
        drawn_size = png_size(pages.picture(pdf, number))
        assert all(abs(a - b) <= 1 for a, b in zip(drawn_size, size, strict=True))
    assert max(max(size) for size in said) == pages.LONG_SIDE
    assert said[0] == (1061, 1500)


def test_a_page_turned_or_cropped():
    turned = changed(make_pdf(A4), lambda page: page.rotate(90))
    assert pages.sizes(turned) == [(1500, 1061)] == [png_size(pages.picture(turned, 1))]

    def crop(page):
        page.cropbox.upper_right = (200, 100)

    cropped = changed(make_pdf(A4), crop)
    assert (
        pages.sizes(cropped) == [(1500, 750)] == [png_size(pages.picture(cropped, 1))]
    )


def test_the_text_of_each_page_in_its_place():
    pdf = make_pdf(A4, A4, words="Article n° é")
    assert pages.texts(pdf) == ["Article n° é 1", "Article n° é 2"]


def test_the_pictures_differ():
    pdf = make_pdf(A4, A4)
    assert pages.picture(pdf, 1) != pages.picture(pdf, 2)
    assert pages.picture(pdf, 1) == pages.picture(pdf, 1)


@pytest.mark.parametrize("number", [-1, 0, 3, 10**6])
def test_no_such_page(number):
    with pytest.raises(pages.UnreadableError):
        pages.picture(make_pdf(A4, A4), number)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.4 cut", bytes(1000)])
def test_what_is_no_pdf(content):
    for read in (pages.sizes, pages.texts, lambda pdf: pages.picture(pdf, 1)):
        with pytest.raises(pages.UnreadableError):
            read(content)


def test_a_page_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(pages, "PATIENCE", 0.0001)
    with pytest.raises(pages.UnreadableError):
        pages.picture(make_pdf(A4), 1)


def test_without_the_tool(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(pages.UnreadableError):
        pages.texts(make_pdf(A4))


def png(size=(300, 100), dot=True, **saved):
    image = Image.new("RGBA", size)
    if dot:
        image.putpixel((5, 5), (0, 0, 0, 255))
    out = BytesIO()
    image.save(out, "PNG", **saved)
    return out.getvalue()


def test_a_signature_keeps_its_pixels_and_nothing_else():
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>")
    hidden = png(pnginfo=said) + b"<?php more ?>"
    cleaned = drawn.clean(hidden)
    assert b"script" not in cleaned and b"php" not in cleaned
    with Image.open(BytesIO(cleaned)) as image:
        assert image.getpixel((5, 5)) == (0, 0, 0, 255)
        assert image.size == (300, 100)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        png(dot=False),
        png()[:40],
        png((2001, 2001)),
        png() + bytes(drawn.HEAVIEST),
    ],
    ids=["nothing", "gif", "blank", "cut", "large", "heavy"],
)
def test_what_is_no_signature(content):
    with pytest.raises(ValueError):
        drawn.clean(content)


def test_a_signature_at_the_limit():
    assert png_size(drawn.clean(png((2000, 2000)))) == (2000, 2000)


def test_a_photo_is_no_drawing():
    out = BytesIO()
    Image.new("RGB", (10, 10)).save(out, "JPEG")
    with pytest.raises(ValueError):
        drawn.clean(out.getvalue())
