"""The pages of a PDF as a telephone shows them: a picture, and the text it holds.

Poppler reads the file in a process of its own, for a limited time: a page that hangs
or that a hostile hand drew takes nothing else down with it.
"""

import subprocess
from io import BytesIO

import pikepdf

# The long side of a picture, in pixels: an A4 is then 1061 wide, sharp on a phone and
# some 100 KB.
LONG_SIDE = 1500
# Seconds that one page, or the text of a file, may take.
PATIENCE = 20


class UnreadableError(Exception):
    """This file, or this page of it, cannot be shown."""


def sizes(content: bytes) -> list[tuple[int, int]]:
    """The width and height in pixels of each page, as `picture` draws it.

    Raises UnreadableError.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return [_size(page) for page in pdf.pages]
    except (pikepdf.PdfError, ValueError, TypeError) as error:
        raise UnreadableError(str(error)) from error


def _size(page: pikepdf.Page) -> tuple[int, int]:
    left, bottom, right, top = (float(side) for side in page.cropbox)
    width, height = abs(right - left) or 1, abs(top - bottom) or 1
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    scale = LONG_SIDE / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def texts(content: bytes) -> list[str]:
    """The text of each page, in the order in which it is read; '' for a scan.

    Raises UnreadableError.
    """
    said = _poppler("pdftotext", content, "-enc", "UTF-8", "-", "-")
    # Each page ends with a form feed.
    return [text.strip() for text in said.decode(errors="replace").split("\f")[:-1]]


def picture(content: bytes, number: int) -> bytes:
    """The page `number`, from 1, as a PNG.

    Raises UnreadableError, also when there is no such page.
    """
    if number < 1:
        raise UnreadableError(f"no page {number}")
    page = str(number)
    png = _poppler(
        "pdftoppm", content, "-png", "-cropbox", "-scale-to", str(LONG_SIDE),
        "-f", page, "-l", page, "-",
    )  # fmt: skip
    if not png:
        raise UnreadableError(f"no page {number}")
    return png


def _poppler(tool: str, content: bytes, *options: str) -> bytes:
    try:
        done = subprocess.run(
            [tool, *options],
            input=content,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnreadableError(str(error)) from error
    if done.returncode:
        raise UnreadableError(done.stderr[-500:].decode(errors="replace"))
    return done.stdout
