"""The sheets of an .xlsx: read by openpyxl as a stream, counted beforehand."""

import warnings
import zipfile
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from itertools import islice
from xml.parsers.expat import ExpatError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHEET_MAIN_NS

from .error import RegisterError
from .lines import MAX_COLUMNS, MAX_PART, MAX_UNPACKED, Lines, as_time
from .zip import Part

_ROW, _CELL, _TEXT, _MERGED = (
    f"{SHEET_MAIN_NS} {name}" for name in ("row", "c", "si", "mergeCell")
)
# Twice what the largest register holds: beyond, openpyxl takes minutes.
MOST = {_CELL: 2_000_000, _ROW: 300_000, _TEXT: 1_000_000}
MAX_NUMBER = 1_048_576  # of the last line, says Excel
MAX_KEPT = 200_000  # elements that become objects at once
_STRICT = "http://purl.oclc.org/ooxml/"  # openpyxl would find no line
# Python keeps for ever each warning of a date that is none.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


class _Count(Part):
    """What a part holds; ``streamed``: openpyxl forgets each line once read.

    :raises RegisterError: more than a register does, or entities
    """

    def __init__(self, streamed):
        self.forgotten = (_ROW, _TEXT) if streamed else ()
        self.counts = dict.fromkeys(MOST, 0)
        self.kept = self.row = self.last = 0
        self.merged = []

    def start(self, name, attributes):
        self.kept = 0 if name in self.forgotten else self.kept + 1
        if name in self.counts:
            self.counts[name] += 1
        if name == _ROW:
            self.row = int(attributes.get("r", self.row + 1))
            self.last = max(self.last, self.row)
        elif name == _MERGED:
            self.merged.append(attributes.get("ref", ""))
        elif name.startswith(_STRICT):
            raise RegisterError("old_excel")
        if self.last > MAX_NUMBER:
            raise RegisterError("damaged")
        if self.kept > MAX_KEPT or self.counts.get(name, 0) > MOST.get(name, 0):
            raise RegisterError("too_big", limit=MAX_UNPACKED // 1024**2)

    def end(self, name):
        """Nothing to close."""

    def text(self, data):
        """Nothing to count: the size of the whole file is bounded."""


class _Archive(zipfile.ZipFile):
    """Counts what a part holds before openpyxl gets it."""

    def __init__(self, content):
        super().__init__(BytesIO(content))
        self.counted = {}

    def open(self, name, *options, **more):
        """A sheet, or the texts that cells share: a stream."""
        self.count(name, True)
        return super().open(name, *options, **more)

    def read(self, name, pwd=None):
        """What describes the file, of which openpyxl makes a tree."""
        if self.getinfo(name).file_size > MAX_PART:
            raise RegisterError("too_big", limit=MAX_PART // 1024**2)
        self.count(name, False)
        with super().open(name) as part:
            return part.read()

    def count(self, name, streamed):
        known = (name, streamed)
        if known not in self.counted:
            self.counted[known] = _Count(streamed)
            # What is broken, openpyxl says: it reads no further.
            with suppress(ExpatError), super().open(name) as part:
                self.counted[known].take(part)
        return self.counted[known]


class _Reader(ExcelReader):
    """openpyxl's reader, from a counted archive, without what holds no lines."""

    def __init__(self, content):
        super().__init__(
            BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        self.archive = _Archive(content)

    def _leave(self, *_parts):
        """Authors, colours and charts are left unread."""

    read_properties = read_custom = read_theme = read_chartsheet = _leave

    def read(self):
        try:
            super().read()
        except ValueError as error:  # openpyxl's own, around ours
            if isinstance(error.__cause__, RegisterError):
                raise error.__cause__ from error
            raise
        return self.wb.worksheets


def read_xlsx(content, limit):
    """(title, lines) of the first visible sheet that holds something."""
    reader = _Reader(content)
    with reader.archive as archive:
        sheets = [sheet for sheet in reader.read() if sheet.sheet_state == "visible"]
        if not sheets:
            raise RegisterError("no_sheet")
        for sheet in sheets:
            # openpyxl keeps the sheet's place in the archive to itself.
            counted = archive.count(sheet._worksheet_path, True)
            lines = _read_lines(sheet, counted, limit)
            if len(lines):
                return sheet.title, lines.finished()
    return sheets[0].title, []


def _read_lines(sheet, counted, limit):
    lines = Lines(limit)
    sheet.reset_dimensions()  # some programs announce a wrong size
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    # What stands below the last line is left.
    for number, cells in enumerate(islice(rows, counted.last), start=1):
        if cells.count(None) < len(cells):
            lines.add(
                number, [None if cell is None else _value(cell) for cell in cells]
            )
    for reference in counted.merged:
        left, top, _right, bottom = range_boundaries(reference)
        if top and bottom:
            lines.merge(left - 1, top, bottom)
    return lines


def _value(cell):
    if isinstance(cell, str):
        return unescape(cell)
    return as_time(cell) if isinstance(cell, timedelta) else cell
