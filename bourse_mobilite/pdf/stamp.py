"""The footer of a finished PDF: its number and its pages, as text one can select.

wkhtmltopdf as Debian builds it has no footer of its own; and a form uploaded by a
partner gets the same one.
"""

import copy
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import atan2, degrees, hypot
from pathlib import Path

from pikepdf import Dictionary, Name, Page, Pdf, Rectangle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from .qr import define

FONT_NAME = "DejaVuSans"
FONT_FILE = f"{FONT_NAME}.ttf"
DEBIAN_FONT = Path("/usr/share/fonts/truetype/dejavu") / FONT_FILE
FALLBACK_FONT = "Helvetica"  # one of the base fonts: drawn by the reader, never fails

SIZE = 8.0  # points, as all lengths below
SMALLEST = 5.0
SIDE = 15 * mm
BASELINE = 7 * mm
GAP = 5 * mm
# Of a document that is verified: one line more, and a square beside both.
UPPER_BASELINE = 11.5 * mm
QR_SIDE = 12 * mm
QR_BOTTOM = 5 * mm
VERIFY_PATH = "/convention/verifier"
WATERMARK_SIZE = 40.0
WATERMARK_GREY = 0.45
WATERMARK_ALPHA = 0.22


@dataclass(frozen=True)
class Stamp:
    """What is written on each page of a document, and what is told of it.

    `title` and `language` ("fr-FR") are told to readers and screen readers; empty,
    what the file says stays. `watermark` goes across each page, pale and selectable.

    `code` is the one by which anyone verifies the document: it takes a line of its
    own under the footer, with where to type it and a QR code that opens the answer,
    both at `address` ("https://mobilite.example.fr"), when there is one.
    """

    footer: str
    title: str = ""
    language: str = ""
    watermark: str = ""
    code: str = ""
    address: str = ""

    @property
    def verification(self) -> str:
        """The line that says how to verify; '' without a code."""
        if not self.code:
            return ""
        words = f"Code de vérification {self.code}"
        site = self.address.rpartition("://")[2].rstrip("/")
        return f"{words} – {site}{VERIFY_PATH}" if site else words

    @property
    def verification_url(self) -> str:
        """What the QR code opens; '' without a code or an address."""
        if not self.code or not self.address:
            return ""
        address = self.address.rstrip("/")
        return f"{address}{VERIFY_PATH}/{self.code}"


def stamp(
    pdf: bytes, footer: str, title: str = "", language: str = "", watermark: str = ""
) -> bytes:
    """Write `footer` at the bottom left of each page, "page 1/4" at the right.

    In DejaVu Sans 8 pt, embedded, as selectable text; page sizes stay. A footer
    too long for its line is written smaller, down to 5 pt, then cut with "…". A
    page shown turned is stamped along the edge one reads as the bottom. The same
    input gives the same bytes, on a machine with the same font and libraries.

    Stamp before signing or sealing: it breaks an electronic signature.
    Raises ValueError when the bytes are no PDF that can be read.
    """
    return stamped(pdf, Stamp(footer, title, language, watermark))


def stamped(pdf: bytes, marked: Stamp) -> bytes:
    """As `stamp`, with what it takes in one piece."""
    with (
        _reading(pdf) as opened,
        layers_of([(list(opened.pages), marked)]) as (layers,),
    ):
        return finished(opened, layers, marked)


@contextmanager
def layers_of(
    documents: Iterable[tuple[list[Page], Stamp]],
) -> Iterator[list[list[Page]]]:
    """For each document, a page with its stamps alone for each of its pages."""
    documents = list(documents)
    drawn = BytesIO()
    # No date, no random identifier; no font but that of the stamps.
    canvas = Canvas(drawn, invariant=1, pageCompression=0, initialFontName=_font())
    for rank, (pages, marked) in enumerate(documents):
        qr = ""
        if marked.verification_url:
            qr = f"qr{rank}"
            define(canvas, qr, marked.verification_url, QR_SIDE)
        for number, page in enumerate(pages, start=1):
            _draw(canvas, page, marked, f"page {number}/{len(pages)}", qr)
            canvas.showPage()
    canvas.save()
    with Pdf.open(_compressed(drawn)) as opened:
        layers = iter(opened.pages)
        yield [[next(layers) for _page in pages] for pages, _marked in documents]


def finished(pdf: Pdf, layers: list[Page], marked: Stamp) -> bytes:
    """The bytes of the document with its layers on its pages."""
    for page, layer in zip(pdf.pages, layers, strict=True):
        _lay(pdf, page, layer)
    if marked.title:
        pdf.docinfo.Title = marked.title
        # Shown in the reader's title bar instead of the file's name.
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if marked.language:
        pdf.Root.Lang = marked.language
    written = BytesIO()
    # What is seen through, as a watermark is, came with that version.
    pdf.save(written, min_version="1.4", deterministic_id=True)
    return written.getvalue()


def _compressed(drawn: BytesIO) -> BytesIO:
    """The same PDF, its fonts compressed once for all the files that will hold them."""
    written = BytesIO()
    with Pdf.open(drawn) as opened:
        opened.save(written)
    return written


def page_count(pdf: bytes) -> int:
    """Number of pages.

    Raises ValueError when the bytes are no PDF that can be read.
    """
    with _reading(pdf) as opened:
        return len(opened.pages)


@contextmanager
def _reading(pdf: bytes) -> Iterator[Pdf]:
    """The PDF, opened; what fails on the way is a ValueError."""
    if b"%PDF-" not in pdf[:1024]:
        raise ValueError("This file is not a PDF")
    try:
        with Pdf.open(BytesIO(pdf)) as opened:
            if not opened.pages:
                raise ValueError("it has no page")
            # One that is not said becomes the American one.
            if any("MediaBox is undefined" in one for one in opened.get_warnings()):
                raise ValueError("a page has no size")
            yield opened
    except Exception as error:  # a broken file may raise nearly anything
        raise ValueError(f"This PDF cannot be read: {error}") from error


def _lay(pdf: Pdf, page: Page, layer: Page) -> None:
    """Show `layer` over `page`, whose own words stay as they are in the file."""
    form = pdf.copy_foreign(layer.as_form_xobject())
    form.BBox = page.mediabox  # clips to it
    # Among the resources of this page alone: pages may share theirs.
    resources = copy.copy(page.obj.get(Name.Resources, Dictionary()))
    drawings = copy.copy(resources.get(Name.XObject, Dictionary()))
    rank = 1
    while f"/Stamp{rank}" in drawings:
        rank += 1
    drawings[f"/Stamp{rank}"] = form
    resources.XObject = drawings
    page.obj.Resources = resources
    # What the page does to the origin or to the colours ends with it.
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ q /Stamp%d Do Q\n" % rank)


def _draw(canvas: Canvas, page: Page, marked: Stamp, number: str, qr: str) -> None:
    """Draw the stamps of one page; `qr` names the form of its code, if it has one."""
    width, height = _to_visible_bottom(canvas, page)
    side = min(SIDE, width / 10)
    right = width - side
    if qr and _has_room(width, height):
        right -= QR_SIDE
        canvas.saveState()
        canvas.translate(right, QR_BOTTOM)
        canvas.doForm(qr)
        canvas.restoreState()
        right -= GAP
    line = " ".join(marked.verification.split())
    if line:
        _write(canvas, line, side, BASELINE, right - side)
    baseline = UPPER_BASELINE if line else BASELINE
    font = _font()
    canvas.setFont(font, SIZE)
    canvas.drawRightString(right, baseline, number)
    room = right - side - GAP - pdfmetrics.stringWidth(number, font, SIZE)
    _write(canvas, " ".join(marked.footer.split()), side, baseline, room)
    watermark = " ".join(marked.watermark.split())
    if watermark:
        _draw_across(canvas, watermark, width, height)


def _write(canvas: Canvas, line: str, left: float, baseline: float, room: float):
    text, size = _fit(line, _font(), room)
    canvas.setFont(_font(), size)
    canvas.drawString(left, baseline, text)


def _has_room(width: float, height: float) -> bool:
    """Whether the QR code stays in the margin of a page of this size, in points."""
    return min(width, height) >= 8 * QR_SIDE


def _draw_across(canvas: Canvas, text: str, width: float, height: float) -> None:
    """Write `text` along the rising diagonal, as large as it fits up to 40 pt."""
    font = _font()
    room = 0.8 * hypot(width, height)
    full = pdfmetrics.stringWidth(text, font, WATERMARK_SIZE)
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(degrees(atan2(height, width)))
    canvas.setFillGray(WATERMARK_GREY, WATERMARK_ALPHA)
    canvas.setFont(font, WATERMARK_SIZE * min(1.0, room / full))
    canvas.drawCentredString(0, 0, text)
    canvas.restoreState()


def _to_visible_bottom(canvas: Canvas, page: Page) -> tuple[float, float]:
    """Put the origin at the corner seen bottom left; width and height seen, points."""
    shown, sheet = Rectangle(page.cropbox), Rectangle(page.mediabox)
    left, bottom = max(shown.llx, sheet.llx), max(shown.lly, sheet.lly)
    right, top = min(shown.urx, sheet.urx), min(shown.ury, sheet.ury)
    turned = page.rotation % 360
    if turned == 90:
        canvas.transform(0, 1, -1, 0, right, bottom)
    elif turned == 180:
        canvas.transform(-1, 0, 0, -1, right, top)
    elif turned == 270:
        canvas.transform(0, -1, 1, 0, left, top)
    else:
        canvas.translate(left, bottom)
    width, height = float(right - left), float(top - bottom)
    return (height, width) if turned in (90, 270) else (width, height)


def _fit(text: str, font: str, room: float) -> tuple[str, float]:
    """The text and its size in points, so that it is no wider than `room`."""
    full = pdfmetrics.stringWidth(text, font, SIZE)
    if full <= room:
        return text, SIZE
    size = max(SMALLEST, SIZE * max(room, 0.0) / full)
    kept = text
    while kept and pdfmetrics.stringWidth(text, font, size) > room:
        kept = kept[:-1].rstrip()
        text = f"{kept}…"
    return text if kept else "", size


@lru_cache(maxsize=1)
def _font() -> str:
    """Name of the font of the stamps, registered with reportlab."""
    path = _font_file()
    if path is None:
        return FALLBACK_FONT
    try:
        pdfmetrics.registerFont(TTFont(FONT_NAME, str(path)))
    except (TTFError, OSError):
        return FALLBACK_FONT
    return FONT_NAME


def _font_file() -> Path | None:
    """Where DejaVu Sans is: Debian's place, else any font folder of the system."""
    if DEBIAN_FONT.is_file():
        return DEBIAN_FONT
    shares = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(share) / "fonts" for share in shares.split(":") if share]
    for folder in (*folders, Path.home() / ".local/share/fonts"):
        found = sorted(folder.rglob(FONT_FILE))
        if found:
            return found[0]
    return None
