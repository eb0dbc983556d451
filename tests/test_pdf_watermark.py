"""The watermark of what is no document."""

import subprocess
from io import BytesIO

import pytest
from pdf.stamp import stamp
from pdf_pages import changed, make_pdf
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, A5, landscape


def shown_at_edges(pdf, band=12):
    """Whether anything is drawn in the outermost `band` points of the first page."""
    command = ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-gray", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _magic, size, _white, pixels = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [pixels[start : start + width] for start in range(0, width * height, width)]
    sides = b"".join(row[:band] + row[-band:] for row in rows)
    return min(b"".join(rows[:band] + rows[-band:]) + sides) < 250


@pytest.mark.parametrize("size", [A4, A5, landscape(A4)])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_watermark_crosses_each_page_inside_its_edges(size, turned):
    words = "APERÇU – document sans valeur"
    pdf = changed(make_pdf(size, size), lambda page: page.rotate(turned))
    marked = stamp(pdf, "", watermark=words)
    reader = PdfReader(BytesIO(marked))
    assert reader.pdf_header >= "%PDF-1.4", "what is seen through came with 1.4"
    for page in reader.pages:
        assert words.replace(" ", "") in page.extract_text().replace(" ", "")
    assert not shown_at_edges(marked)
    assert "APERÇU" not in PdfReader(BytesIO(stamp(pdf, ""))).pages[0].extract_text()


def test_a_long_watermark_is_made_smaller():
    assert not shown_at_edges(stamp(make_pdf(A5), "", watermark="Aperçu " * 30))
