"""The stamp as pdftotext, an independent reader, sees it."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pdf import stamp as module
from pdf.stamp import page_count, stamp
from pdf_pages import changed, ink, make_pdf, places, poppler, sizes_of, texts
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, RectangleObject
from reportlab.lib.pagesizes import A4, A5, landscape

FOOTER = "Convention 2026-0042 · Mairie d'Œuilly-l'Évêque · ABCD-1234"


@pytest.fixture(autouse=True)
def font_looked_up_anew():
    module._font.cache_clear()
    yield
    module._font.cache_clear()


def test_each_page_says_its_number_and_the_footer_below_what_it_said():
    stamped = stamp(make_pdf(A4, A4, A4, A4), FOOTER)
    pages = texts(stamped)
    assert len(pages) == page_count(stamped) == 4
    for number, text in enumerate(pages, start=1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert lines[0] == f"Article 1 {number}"
        assert re.fullmatch(rf"{FOOTER}\s+page {number}/4", lines[-1])


def test_dejavu_is_embedded_once_and_is_the_only_font():
    written = BytesIO()
    writer = PdfWriter()
    for _page in range(2):
        writer.add_blank_page(*A4)
    writer.write(written)
    (line,) = poppler("pdffonts", stamp(written.getvalue(), FOOTER)).splitlines()[2:]
    assert "DejaVuSans" in line
    embedded, subset, unicode = line.split()[-5:-2]
    assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_left_and_right_in_the_margin():
    where = places(stamp(make_pdf(A4), "Convention"))
    left, top, _right, bottom = where["Convention"]
    assert left == pytest.approx(module.SIDE, abs=1)
    assert A4[1] - 40 < top < bottom < A4[1] - 15
    assert where["1/1"][2] == pytest.approx(A4[0] - module.SIDE, abs=1)
    assert bottom - top == pytest.approx(8, abs=2)


def test_page_sizes_stay():
    sizes = [A4, landscape(A4), A5, (200, 100)]
    pdf = make_pdf(*sizes)
    assert sizes_of(stamp(pdf, FOOTER)) == sizes_of(pdf)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_stamped_where_one_reads_its_bottom(turned):
    pdf = changed(make_pdf(A4), lambda page: page.rotate(turned))
    where = places(stamp(pdf, "Convention"))
    width, height = A4 if turned in (0, 180) else landscape(A4)
    left, top, _right, bottom = where["Convention"]
    assert left == pytest.approx(module.SIDE, abs=1)
    assert height - 40 < top < bottom < height - 15
    assert where["1/1"][2] == pytest.approx(width - module.SIDE, abs=1)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_starts_elsewhere_or_is_cropped(turned):
    def shift(page):
        page.mediabox = RectangleObject((-50, 100, 545, 942))
        page.cropbox = RectangleObject((-20, 130, 560, 900))  # beyond the sheet
        page.rotate(turned)

    stamped = stamp(changed(make_pdf(A4), shift), "Convention")
    (width, height), (left, top, right, bottom) = ink(stamped)
    assert (width, height) == ((565, 770) if turned in (0, 180) else (770, 565))
    assert left == pytest.approx(module.SIDE, abs=2)
    assert right == pytest.approx(width - module.SIDE, abs=2)
    assert height - 30 < top < bottom < height - 15


def test_same_input_same_bytes():
    pdf = make_pdf(A4, A5)
    once = stamp(pdf, FOOTER)
    module._font.cache_clear()
    assert stamp(pdf, FOOTER) == once
    assert stamp(once, "Avenant 1") == stamp(once, "Avenant 1")
    assert stamp(pdf, "other") != once


def test_same_bytes_in_another_process():
    program = (
        "import sys; from pdf.stamp import stamp;"
        "sys.stdout.buffer.write(stamp(sys.stdin.buffer.read(), 'Convention é'))"
    )
    pdf = make_pdf(A4, A4)
    room = str(Path(module.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=pdf,
        capture_output=True,
        check=True,
        env={"PYTHONPATH": room, "PYTHONHASHSEED": "7"},
    )
    assert done.stdout == stamp(pdf, "Convention é")


def test_a_second_stamp_keeps_the_first():
    twice = stamp(stamp(make_pdf(A4), "Ωmega"), "                  Δelta")
    # One above the other: read them from the fonts and the content instead.
    content = PdfReader(BytesIO(twice)).pages[0].extract_text()
    assert "Ωmega" in content
    assert "Δelta" in content


def test_pages_that_share_their_resources_are_each_stamped():
    """The resources of the tree of pages, as many programs write them."""
    writer = PdfWriter(clone_from=BytesIO(make_pdf(A4, A4)))
    tree = writer.root_object["/Pages"].get_object()
    tree[NameObject("/Resources")] = writer._add_object(writer.pages[0]["/Resources"])
    for page in writer.pages:
        del page["/Resources"]
    written = BytesIO()
    writer.write(written)
    stamped = stamp(written.getvalue(), FOOTER)
    for number, text in enumerate(texts(stamped), start=1):
        assert f"Article 1 {number}" in text
        assert f"page {number}/2" in text
    for page in PdfReader(BytesIO(stamped)).pages:
        assert len(page["/Resources"]["/XObject"]) == 1


def test_title_and_outline_stay():
    writer = PdfWriter(clone_from=BytesIO(make_pdf(A4, A4)))
    writer.add_metadata({"/Title": "Convention d'immersion"})
    writer.add_outline_item(title="Article 2", page_number=1)
    written = BytesIO()
    writer.write(written)
    stamped = PdfReader(BytesIO(stamp(written.getvalue(), FOOTER)))
    assert stamped.metadata.title == "Convention d'immersion"
    assert [item.title for item in stamped.outline] == ["Article 2"]


def test_a_long_footer_is_made_smaller_then_cut():
    smaller = places(stamp(make_pdf(A4), "Convention " * 14))
    left, _top, _right, _bottom = smaller["1/1"]
    assert all(box[2] < left for word, box in smaller.items() if word == "Convention")
    text = texts(stamp(make_pdf(A4), "Convention " * 60))[0]
    assert "…" in text
    assert "page 1/1" in text
    assert text.count("Convention") > 14


@pytest.mark.parametrize("footer", ["", "   ", "two\nlines", "tab\tand\u00a0space"])
def test_odd_footers(footer):
    text = texts(stamp(make_pdf(A4), footer))[0]
    assert "page 1/1" in text
    assert " ".join(footer.split()) in text.replace("\u00a0", " ")


def test_a_page_too_small_for_words():
    assert page_count(stamp(make_pdf((30, 30)), FOOTER)) == 1


@pytest.mark.parametrize("font", [None, "broken"])
def test_without_the_font_the_stamp_is_made_all_the_same(font, monkeypatch, tmp_path):
    path = None
    if font:
        path = tmp_path / "DejaVuSans.ttf"
        path.write_bytes(b"not a font")
    monkeypatch.setattr(module, "_font_file", lambda: path)
    text = texts(stamp(make_pdf(A4), "Mairie d'Évreux → Ω 漢"))[0]
    assert "Mairie d'Évreux" in text
    assert "page 1/1" in text


def test_the_font_is_looked_for_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "DEBIAN_FONT", tmp_path / "nowhere.ttf")
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path}/missing:{tmp_path}")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert module._font_file() is None
    font = tmp_path / "fonts" / "ttf" / "DejaVuSans.ttf"
    font.parent.mkdir(parents=True)
    font.touch()
    assert module._font_file() == font


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a PDF"),
        (b"PK\x03\x04 a spreadsheet", "not a PDF"),
        (b"<html>%PDF</html>", "not a PDF"),
        (b"%PDF-1.4\nnothing else", "cannot be read"),
        (make_pdf(A4)[:200], "cannot be read"),
        (make_pdf(A4).replace(b"/Kids", b"/Gone"), "no page|cannot be read"),
    ],
)
@pytest.mark.parametrize("function", [page_count, lambda pdf: stamp(pdf, FOOTER)])
def test_what_is_no_pdf_is_refused(function, content, message):
    with pytest.raises(ValueError, match=message):
        function(content)


def test_a_page_without_size_is_refused():
    def lose_size(page):
        del page["/MediaBox"]

    with pytest.raises(ValueError, match="cannot be read"):
        stamp(changed(make_pdf(A4), lose_size), FOOTER)


def test_a_pdf_without_pages_is_refused():
    written = BytesIO()
    PdfWriter().write(written)
    with pytest.raises(ValueError, match="no page"):
        stamp(written.getvalue(), FOOTER)


def test_a_pdf_behind_a_password_is_refused():
    writer = PdfWriter(clone_from=BytesIO(make_pdf(A4)))
    writer.encrypt("secret", algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    with pytest.raises(ValueError, match="cannot be read"):
        stamp(written.getvalue(), FOOTER)


def test_a_pdf_that_only_restricts_printing_is_stamped():
    writer = PdfWriter(clone_from=BytesIO(make_pdf(A4)))
    writer.encrypt("", "owner", algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    text = texts(stamp(written.getvalue(), FOOTER))[0]
    assert "Article 1" in text
    assert FOOTER in text


def test_title_and_language_are_told_to_readers():
    pdf = stamp(make_pdf(A4), FOOTER, title="Convention n° 42", language="fr-FR")
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata.title == "Convention n° 42"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert pdf == stamp(
        make_pdf(A4), FOOTER, title="Convention n° 42", language="fr-FR"
    )


def test_without_title_the_file_keeps_what_it_says():
    before = PdfReader(BytesIO(make_pdf(A4)))
    after = PdfReader(BytesIO(stamp(make_pdf(A4), FOOTER)))
    assert after.metadata.title == before.metadata.title
    assert "/Lang" not in after.trailer["/Root"]
