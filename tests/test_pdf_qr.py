"""The QR code on each page, as a picture of the page shows it."""

import re
import subprocess
from io import BytesIO

import pytest
from pdf import qr
from pdf import stamp as module
from pdf_codes import CODE, FOOTER, LINE, SITE, VERIFIED
from pdf_pages import changed, make_pdf, texts
from pikepdf import Name, Pdf, Stream
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4, A5, landscape


def squares(pdf):
    """The modules of the QR code of the first page, as a picture shows them; True is
    dark."""
    command = ["pdftoppm", "-r", "288", "-f", "1", "-l", "1", "-gray", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _magic, size, _white, pixels = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [pixels[start : start + width] for start in range(0, width * height, width)]
    # The code is the last thing at the right of the margin at the bottom.
    side = round(module.QR_SIDE * 4)
    right = width - round(module.SIDE * 4)
    bottom = height - round(module.QR_BOTTOM * 4)
    found = [row[right - side : right] for row in rows[bottom - side : bottom]]
    count = len(qr.modules(VERIFIED.verification_url))
    step = side / count
    return [
        [
            found[int((down + 0.5) * step)][int((across + 0.5) * step)] < 128
            for across in range(count)
        ]
        for down in range(count)
    ]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, A5, landscape(A4)])
def test_a_code_has_its_line_and_its_square_on_each_page(size, turned):
    pdf = changed(make_pdf(size, size), lambda page: page.rotate(turned))
    stamped = module.stamped(pdf, VERIFIED)
    for number, text in enumerate(texts(stamped), start=1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert re.fullmatch(rf"{FOOTER}\s+page {number}/2", lines[-2])
        assert lines[-1] == LINE
    assert squares(stamped) == qr.modules(f"{SITE}/convention/verifier/{CODE}")


def test_the_square_is_in_the_file_once():
    stamped = module.stamped(make_pdf(A4, A4, A4, A4), VERIFIED)
    reader = PdfReader(BytesIO(stamped))
    shown = {
        form.idnum
        for page in reader.pages
        for stamp_form in page["/Resources"]["/XObject"].values()
        for form in [
            stamp_form.get_object()["/Resources"]["/XObject"].raw_get(name)
            for name in stamp_form.get_object()["/Resources"]["/XObject"]
        ]
    }
    assert len(shown) == 1
    more = len(module.stamped(make_pdf(*[A4] * 40), VERIFIED))
    less = len(module.stamped(make_pdf(*[A4] * 40), module.Stamp(FOOTER)))
    one = len(module.stamped(make_pdf(A4), VERIFIED))
    assert more - less < 40 * 300 + one


def test_a_document_made_with_others_bears_its_own_code_alone():
    files = [Pdf.open(BytesIO(make_pdf(A4))) for _file in range(2)]
    others = module.Stamp("Autre", code="2222-3333-4444", address=SITE)
    stamps = [VERIFIED, others]
    parts = [(list(file.pages), one) for file, one in zip(files, stamps, strict=True)]
    with module.layers_of(parts) as layers:
        made = [
            module.finished(file, layer, one)
            for file, layer, one in zip(files, layers, stamps, strict=True)
        ]
    assert squares(made[0]) == qr.modules(VERIFIED.verification_url)
    assert squares(made[1]) == qr.modules(others.verification_url)
    for file in made:
        with Pdf.open(BytesIO(file)) as opened:
            forms = [
                one
                for one in opened.objects
                if isinstance(one, Stream) and one.get("/Subtype") == Name.Form
            ]
        assert len(forms) == 2, "its stamp and its square, nothing of the others"


def test_the_square_reads_as_the_standard_says():
    """The three eyes, the dotted lines between, and the dark module beside one."""
    rows = qr.modules(VERIFIED.verification_url)
    size = len(rows)
    eye = [[max(abs(x - 3), abs(y - 3)) != 2 for x in range(7)] for y in range(7)]
    for down, across in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert [row[across : across + 7] for row in rows[down : down + 7]] == eye
    assert rows[6][8 : size - 8] == [place % 2 == 0 for place in range(8, size - 8)]
    assert rows[size - 8][8] is True
    assert (size - 17) % 4 == 0
