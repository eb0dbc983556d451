"""Small PDF for the tests, and how poppler, an independent reader, sees them."""

import re
import subprocess
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def make_pdf(*sizes, words="Article 1"):
    written = BytesIO()
    canvas = Canvas(written, invariant=1)
    for number, size in enumerate(sizes or [A4], start=1):
        canvas.setPageSize(size)
        canvas.drawString(72, size[1] / 2, f"{words} {number}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def changed(pdf, change):
    """The PDF with each page changed, then written anew."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        change(page)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def poppler(tool, pdf, *options):
    command = [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def texts(pdf):
    return poppler("pdftotext", pdf, "-layout").split("\f")[:-1]


def places(pdf, page=1):
    """Word -> its box (left, top, right, bottom) from the top left, in points."""
    only = ("-f", str(page), "-l", str(page))
    bounds = poppler("pdftotext", pdf, "-bbox", *only)
    pattern = r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
    return {word: tuple(map(float, box)) for *box, word in re.findall(pattern, bounds)}


def ink(pdf):
    """Size shown and bounds of the ink in the lowest 40 points, from the top left."""
    picture = subprocess.run(
        ["pdftoppm", "-r", "72", "-cropbox", "-gray", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout
    _magic, size, _white, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    dark = [
        divmod(place, width)
        for place in range(width * (height - 40), width * height)
        if pixels[place] < 200
    ]
    rows, columns = zip(*dark, strict=True)
    return (width, height), (min(columns), min(rows), max(columns), max(rows))


def sizes_of(pdf):
    return [
        (float(page.mediabox.width), float(page.mediabox.height))
        for page in PdfReader(BytesIO(pdf)).pages
    ]
