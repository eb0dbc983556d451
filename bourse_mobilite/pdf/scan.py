"""The scan of a paper that was signed: whether it can be kept."""

from io import BytesIO

import pikepdf
from PIL import Image

MOST_MEGABYTES = 25
MOST_PAGES = 60
_PDF, _HEAD = b"%PDF-", 1024
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")
# A letter of a word processor or a folder of files may hold a PDF: it is none.
_ARCHIVE = b"PK\x03\x04"


def problem(content: bytes) -> str:
    """What is wrong with the file: ``size``, ``type`` (neither a PDF nor a PNG or JPEG
    picture), ``pages``, ``damaged``, or '' when it can be kept."""
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        return "size"
    if content.startswith(_PICTURES):
        return _picture_problem(content)
    if _PDF not in content[:_HEAD] or content.startswith(_ARCHIVE):
        return "type" if content else "damaged"
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return "damaged"
    if not pages:
        return "damaged"
    return "pages" if pages > MOST_PAGES else ""


def _picture_problem(content: bytes) -> str:
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "damaged"
    return ""
