"""The footer of a finished PDF: its number and its pages, as text one can select.

wkhtmltopdf as Debian builds it has no footer of its own; and a form uploaded by a
partner gets the same one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from math import atan2, degrees, hypot
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

FONT_NAME = "DejaVuSans"
FONT_FILE = f"{FONT_NAME}.ttf"
DEBIAN_FONT = Path("/usr/share/fonts/truetype/dejavu") / FONT_FILE
FALLBACK_FONT = "Helvetica"  # one of the base fonts: drawn by the reader, never fails

SIZE = 8.0  # points, as all lengths below
SMALLEST = 5.0
SIDE = 15 * mm
BASELINE = 7 * mm
GAP = 5 * mm
WATERMARK_SIZE = 40.0
WATERMARK_GREY = 0.45
WATERMARK_ALPHA = 0.22


def stamp(
    pdf: bytes, footer: str, title: str = "", language: str = "", watermark: str = ""
) -> bytes:
    """Write `footer` at the bottom left of each page, "page 1/4" at the right.

    In DejaVu Sans 8 pt, embedded, as selectable text; page sizes stay. A footer
    too long for its line is written smaller, down to 5 pt, then cut with "…". A
    page shown turned is stamped along the edge one reads as the bottom. The same
    input gives the same bytes, on a machine with the same font and libraries.

    `title` and `language` ("fr-FR") are told to readers and screen readers; empty,
    what the file says stays. `watermark` goes across each page, pale and selectable.

    Stamp before signing or sealing: it breaks an electronic signature.
    Raises ValueError when the bytes are no PDF that can be read.
    """
    with _reading(pdf) as writer:
        pages = list(writer.pages)
        drawn = _overlay(pages, " ".join(footer.split()), " ".join(watermark.split()))
        overlay = PdfReader(BytesIO(drawn))
        for page, layer in zip(pages, overlay.pages, strict=True):
            layer.mediabox = page.mediabox  # merge_page clips to it
            page.merge_page(layer)
            page.compress_content_streams()
        _describe(writer, title, language)
        written = BytesIO()
        writer.write(written)
    return written.getvalue()


def page_count(pdf: bytes) -> int:
    """Number of pages.

    Raises ValueError when the bytes are no PDF that can be read.
    """
    with _reading(pdf) as writer:
        return len(writer.pages)


@contextmanager
def _reading(pdf: bytes) -> Iterator[PdfWriter]:
    """A writer that holds the PDF; what fails on the way is a ValueError."""
    if b"%PDF-" not in pdf[:1024]:
        raise ValueError("This file is not a PDF")
    try:
        writer = PdfWriter(clone_from=BytesIO(pdf))
        if not writer.pages:
            raise ValueError("it has no page")
        yield writer
    except Exception as error:  # a broken file may raise nearly anything in pypdf
        raise ValueError(f"This PDF cannot be read: {error}") from error


def _describe(writer: PdfWriter, title: str, language: str) -> None:
    catalog = writer.root_object
    if title:
        writer.add_metadata({"/Title": title})
        # Shown in the reader's title bar instead of the file's name.
        catalog[NameObject("/ViewerPreferences")] = DictionaryObject(
            {NameObject("/DisplayDocTitle"): BooleanObject(True)}
        )
    if language:
        catalog[NameObject("/Lang")] = TextStringObject(language)


def _overlay(pages: list[PageObject], footer: str, watermark: str) -> bytes:
    """A PDF of as many pages, with the stamps alone."""
    drawn = BytesIO()
    # No date, no random identifier; no font but that of the stamps.
    canvas = Canvas(drawn, invariant=1, initialFontName=_font())
    for number, page in enumerate(pages, start=1):
        _draw(canvas, page, footer, f"page {number}/{len(pages)}", watermark)
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()


def _draw(
    canvas: Canvas, page: PageObject, footer: str, number: str, watermark: str
) -> None:
    font = _font()
    width, height = _to_visible_bottom(canvas, page)
    side = min(SIDE, width / 10)
    canvas.setFont(font, SIZE)
    canvas.drawRightString(width - side, BASELINE, number)
    room = width - 2 * side - GAP - pdfmetrics.stringWidth(number, font, SIZE)
    text, size = _fit(footer, font, room)
    canvas.setFont(font, size)
    canvas.drawString(side, BASELINE, text)
    if watermark:
        _draw_across(canvas, watermark, width, height)


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


def _to_visible_bottom(canvas: Canvas, page: PageObject) -> tuple[float, float]:
    """Put the origin at the corner seen bottom left; width and height seen, points."""
    shown, sheet = page.cropbox, page.mediabox
    left, bottom = max(shown.left, sheet.left), max(shown.bottom, sheet.bottom)
    right, top = min(shown.right, sheet.right), min(shown.top, sheet.top)
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
