"""Several documents made in one run, cut into one file each.

The run prints a page with every usual letter, then each document followed by a page
that bears its mark alone. The marks hold a secret number drawn for this run: nothing
that a person has typed can pass for one. The pages of the marks are thrown away; as
each is a whole page, not even a line that crosses a page's edge reaches the next
document.

All the files carry the same letters of the same fonts, in the order of the first
page, whatever the documents say: a file tells nothing of those made with it.
"""

import re
import secrets
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from pikepdf import Dictionary, Name, Page, Pdf

from .stamp import Stamp, finished, layers_of

# What acts in French are written with; a document with another letter is made alone.
LETTERS = (
    string.digits
    + string.ascii_letters
    + string.punctuation
    + "àâäçéèêëîïôöùûüÿæœÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒáíóúñãõåøßÁÍÓÚÑ"
    + "’‘“”«»–—…•·°²³½¼€§№µ×→"
    + "\xa0\u202f\u2009"
)
_KNOWN = frozenset(LETTERS + string.whitespace)
# The width in px of our pages; one that is wider makes all of them smaller.
WIDTH = 960

# The one way in which words are drawn: a font, then glyph after glyph.
_TOKEN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-F]{4})> Tj|\n(ET)\n")
_GLYPH = re.compile(rb"<([0-9A-F]{4})> Tj\b")
_SCALE = re.compile(rb"\n([\d.]+) 0 0 \1 0 -?[\d.]+ cm\b")
_RIGHT_EDGE = re.compile(rb"\n0 0 m\n([\d.]+) 0(?:\.0+)? l\n")
_RANGES = re.compile(rb"<(\w{4})>\s*<(\w{4})>\s*(?:<(\w{4})>|\[([^\]]*)\])")


class Marks:
    """The marks of one run: number 0 is on the page of the letters."""

    def __init__(self) -> None:
        # Digits only: letters may be drawn two at a time ("fi").
        self.secret = "".join(secrets.choice(string.digits) for _rank in range(32))

    def __getitem__(self, rank: int) -> str:
        return f"{self.secret}-{rank}"


@dataclass(frozen=True)
class Part:
    """One document of the run. `heading` is a line of its first page that names it."""

    heading: str
    stamp: Stamp


class Doubt(Exception):
    """The pages are not surely whose they seem to be."""


def can_be_cut(values: object) -> bool:
    """Whether these words, lists or mappings of words hold usual letters alone."""
    if isinstance(values, str):
        if values.isascii() and values.isprintable():  # a long picture, read at once
            return True
        return _KNOWN.issuperset(values)
    if isinstance(values, dict):
        values = values.values()
    elif not isinstance(values, list | tuple):
        return True
    return all(map(can_be_cut, values))


def cut(pdf: bytes, marks: Marks, parts: Sequence[Part]) -> list[bytes] | None:
    """One finished file for each part, stamped; None at the least doubt, and then
    each is to be made alone.

    A doubt is anything that is not as `marks` and `parts` say: a mark that misses, is
    out of its place or shares its page, a document without page, a page without word,
    a heading that is not there, a letter that the first page has not, pages made
    smaller, bytes that cannot be read.
    """
    try:
        with Pdf.open(BytesIO(pdf), attempt_recovery=False) as run:
            return _cut(run, marks, parts)
    except Exception:  # a broken file may raise nearly anything
        return None


def _cut(run: Pdf, marks: Marks, parts: Sequence[Part]) -> list[bytes]:
    pages = list(map(_Page, run.pages))
    if run.get_warnings():
        raise Doubt("the file had to be mended")
    documents = _documents(pages, marks, parts)
    sheets = [[page.sheet for page in own] for own in documents]
    stamps = [part.stamp for part in parts]
    with layers_of(zip(sheets, stamps, strict=True)) as layers:
        return [
            _file(run, *document)
            for document in zip(sheets, layers, stamps, strict=True)
        ]


def _file(run: Pdf, sheets: list[Page], layers: list[Page], marked: Stamp) -> bytes:
    with Pdf.new() as file:
        for key, told in run.docinfo.items():
            if key != "/Title":
                file.docinfo[key] = str(told)
        file.pages.extend(sheets)
        return finished(file, layers, marked)


def _documents(pages, marks, parts) -> list[list["_Page"]]:
    """The pages of each part.

    :raises Doubt: when one may be of another
    """
    letters, *rest = pages
    *_letters, opening = letters.lines()
    if opening != marks[0]:
        raise Doubt("the page of the letters is not the first")
    _check_scale(letters)
    usual = _Usual(letters, marks.secret)
    documents, own = [], []
    for page in rest:
        usual.check(page)
        if not usual.is_marked(page):
            own.append(page)
        elif not own or list(page.lines()) != [marks[len(documents) + 1]]:
            raise Doubt("a mark is not alone on its page, or not in its place")
        else:
            documents.append(own)
            own = []
    if own or len(documents) != len(parts):
        raise Doubt("marks are missing")
    for own, part in zip(documents, parts, strict=True):
        if _plain(part.heading) not in own[0].lines():
            raise Doubt("a document does not begin with its heading")
    return documents


def _check_scale(page):
    edge = _RIGHT_EDGE.search(page.drawing)
    scale = edge and _SCALE.search(page.drawing, edge.end())
    if not scale:
        raise Doubt("how large the page is cannot be read")
    if abs(float(edge[1]) / float(scale[1]) - WIDTH) > 1:
        raise Doubt("a document that is too wide made the others smaller")


class _Page:
    """What a page shows."""

    def __init__(self, sheet: Page) -> None:
        self.sheet = sheet
        self.drawing = sheet.obj.Contents.read_bytes()
        self.fonts = dict(sheet.obj.Resources.get(Name.Font, Dictionary()).items())
        self.glyphs = _GLYPH.findall(self.drawing)

    def lines(self) -> Iterator[str]:
        """The words of each line, in the order in which they are drawn."""
        letters, line = {}, ""
        for name, glyph, end in map(re.Match.groups, _TOKEN.finditer(self.drawing)):
            if glyph:
                line += letters[glyph]
            elif name:
                letters = _letters_of(self.fonts[f"/{name.decode()}"])
            elif end and (line := _plain(line)):
                yield line
                line = ""


class _Usual:
    """The letters of the first page, and the secret as it is drawn with them."""

    def __init__(self, page: _Page, secret: str) -> None:
        # By the number of their object: a name says another font on another page.
        self.fonts = {font.objgen for font in page.fonts.values()}
        tables = list(map(_letters_of, page.fonts.values()))
        self.glyphs = set.intersection(*map(set, tables)) & set(page.glyphs)
        self.secrets = []
        for table in tables:
            digits = {letter: glyph for glyph, letter in table.items()}
            self.secrets.append(b"".join(digits[digit] for digit in secret))

    def check(self, page: _Page) -> None:
        """
        :raises Doubt: the page shows what the first has not, or in another way
        """
        strings = page.drawing.count(b"<") + page.drawing.count(b"(")
        if not page.glyphs or strings != len(page.glyphs):
            raise Doubt("no words, or words that are drawn in another way")
        if {font.objgen for font in page.fonts.values()} - self.fonts:
            raise Doubt("a font is not among those of the first page")
        if not self.glyphs.issuperset(page.glyphs):
            raise Doubt("a letter is not among those of the first page")

    def is_marked(self, page: _Page) -> bool:
        shown = b"".join(page.glyphs)
        return any(secret in shown for secret in self.secrets)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _letters_of(font: Dictionary) -> dict[bytes, str]:
    """What each glyph of a font stands for, from the file's own table."""
    return _read_table(font.ToUnicode.read_bytes())


@lru_cache(maxsize=8)
def _read_table(table: bytes) -> dict[bytes, str]:
    letters = {}
    for first, last, start, listed in _RANGES.findall(table):
        glyphs = range(int(first, 16), int(last, 16) + 1)
        if listed:
            codes = [int(code, 16) for code in re.findall(rb"<(\w+)>", listed)]
        else:
            codes = range(int(start, 16), int(start, 16) + len(glyphs))
        for glyph, code in zip(glyphs, codes, strict=True):
            letters[b"%04X" % glyph] = chr(code)
    return letters
