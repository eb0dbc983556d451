"""A QR code as drawing: squares that stay sharp at any size, no picture."""

from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

# Any of the eight is valid. To look for the prettiest takes as long as all the other
# stamps of a document together.
_MASK = 2


def modules(text: str) -> list[list[bool]]:
    """The code of `text`, row after row from the top; True is dark.

    A seventh of it may be unreadable, dirty or torn, and it still reads.
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    return code.modules


def define(canvas: Canvas, name: str, text: str, side: float) -> None:
    """Keep the code of `text`, `side` points wide, as the form `name` of the file:
    each page that shows it with ``doForm`` only refers to it."""
    rows = modules(text)
    canvas.beginForm(name, 0, 0, side, side)
    # In squares, not in points: whole numbers are short.
    canvas.scale(side / len(rows), side / len(rows))
    # One path: between squares drawn one by one a screen shows white lines.
    drawn = []
    for rank, row in enumerate(rows, start=1):
        column = 0
        for dark, run in groupby(row):  # pylint: disable=bad-builtin-groupby
            width = len(list(run))
            if dark:
                drawn.append(f"{column} {len(rows) - rank} {width} 1 re")
            column += width
    canvas.drawPath(PDFPathObject(drawn), stroke=0, fill=1)
    canvas.endForm()
