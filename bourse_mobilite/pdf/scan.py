"""The scan of a paper that was signed: whether it can be kept."""

from io import BytesIO

import pikepdf
from PIL import Image

MOST_MEGABYTES = 25
MOST_PAGES = 60
_PDF, _HEAD = b"%PDF-", 1024


def problem(content: bytes) -> str:
    """What is wrong with the file: ``size``, ``pages``, ``damaged``, or '' when it can
    be kept. Whether it is a PDF or a picture at all is for the caller to say."""
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        return "size"
    if _PDF not in content[:_HEAD]:
        return _picture_problem(content)
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
