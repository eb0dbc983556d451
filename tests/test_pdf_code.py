"""The line at the bottom of each page that bears the code of the document."""

from io import BytesIO

from pdf import stamp as module
from pdf.stamp import stamp
from pdf_codes import CODE, FOOTER, LINE, SITE, VERIFIED
from pdf_pages import make_pdf, texts
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, A5


def test_same_code_same_bytes_and_another_code_others():
    pdf = make_pdf(A4, A5)
    once = module.stamped(pdf, VERIFIED)
    assert once == module.stamped(pdf, VERIFIED)
    assert once != module.stamped(
        pdf, module.Stamp(FOOTER, code="2222-3333-4444", address=SITE)
    )


def test_without_a_code_nothing_changes():
    pdf = make_pdf(A4)
    plain = stamp(pdf, FOOTER)
    assert module.stamped(pdf, module.Stamp(FOOTER, address=SITE)) == plain
    assert "vérification" not in texts(plain)[0]


def test_a_code_without_an_address_has_its_line_and_no_square():
    stamped = module.stamped(make_pdf(A4), module.Stamp(FOOTER, code=CODE))
    assert texts(stamped)[0].rstrip().endswith(f"Code de vérification {CODE}")
    page = PdfReader(BytesIO(stamped)).pages[0]
    (drawn,) = page["/Resources"]["/XObject"].values()
    assert "/XObject" not in drawn.get_object()["/Resources"]


def test_an_address_that_ends_with_a_slash():
    marked = module.Stamp(FOOTER, code=CODE, address=f"{SITE}/")
    assert marked.verification == LINE
    assert marked.verification_url == VERIFIED.verification_url


def test_a_page_too_small_for_the_square_keeps_the_line():
    stamped = module.stamped(make_pdf((200, 200)), VERIFIED)
    assert CODE in texts(stamped)[0]
    page = PdfReader(BytesIO(stamped)).pages[0]
    (drawn,) = page["/Resources"]["/XObject"].values()
    assert "/XObject" not in drawn.get_object()["/Resources"]
