"""Which scans of a signed paper are kept: at the limit and on both sides."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from pdf import scan
from PIL import Image


def pdf_of(pages, password=""):
    out, pdf = BytesIO(), pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page()
    encryption = pikepdf.Encryption(owner="o", user=password) if password else False
    pdf.save(out, encryption=encryption)
    return out.getvalue()


def picture(kind):
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pages", "problem"),
    [(1, ""), (scan.MOST_PAGES, ""), (scan.MOST_PAGES + 1, "pages"), (0, "damaged")],
)
def test_pages(pages, problem):
    assert scan.problem(pdf_of(pages)) == problem


def test_size():
    head = pdf_of(1)
    most = scan.MOST_MEGABYTES * 1024 * 1024
    assert scan.problem(head + b"\n" * (most - len(head))) == ""
    assert scan.problem(head + b"\n" * (most - len(head) + 1)) == "size"


def test_damaged():
    assert scan.problem(b"%PDF-1.7 nothing of a PDF") == "damaged"
    assert scan.problem(pdf_of(2, password="secret")) == "damaged"
    assert scan.problem(b"") == "damaged"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures(kind):
    content = picture(kind)
    assert scan.problem(content) == ""
    assert scan.problem(content[:12]) == "damaged"


def archive():
    out = BytesIO()
    with ZipFile(out, "w") as folder:
        folder.writestr("scan.pdf", pdf_of(1))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"MZ a program",
        b"<html>%PD</html>",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        picture("GIF"),
        archive(),
    ],
)
def test_another_type_of_file(content):
    assert scan.problem(content) == "type"


def test_a_pdf_after_a_few_bytes():
    assert scan.problem(b"\r\n" + pdf_of(1)) == ""
