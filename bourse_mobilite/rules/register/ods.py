"""The sheets of an .ods, one cell after the other.

Read here, for no library does it in bounded memory: python-calamine gives up the whole
process on a sheet of huge extent, odfpy keeps a tree of everything.
"""

import re
from datetime import datetime, timedelta

from .error import RegisterError
from .lines import MAX_COLUMNS, Lines, as_time, number
from .zip import Enough, Part

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 {}"


def _named(prefix, *names):
    return [_NAMESPACE.format(prefix, name) for name in names]


(_TABLE, _ROW, _CELL, _COVERED, _NAME, _STYLE_NAME, _DISPLAY, _TRACKED, _LINK) = _named(
    "table", "table", "table-row", "table-cell", "covered-table-cell", "name",
    "style-name", "display", "tracked-changes", "dde-link",
)  # fmt: skip
_ROWS_REPEATED, _COLUMNS_REPEATED, _ROWS_SPANNED = _named(
    "table",
    "number-rows-repeated",
    "number-columns-repeated",
    "number-rows-spanned",
)
_STYLE, _OWN_NAME, _PROPERTIES = _named("style", "style", "name", "table-properties")
_TYPE, _VALUE, _DATE, _TIME, _BOOLEAN, _STRING = _named(
    "office",
    "value-type",
    "value",
    "date-value",
    "time-value",
    "boolean-value",
    "string-value",
)
_P, _S, _SPACES, _TAB, _BREAK, _RUBY = _named(
    "text", "p", "s", "c", "tab", "line-break", "ruby-text"
)
# The type as LibreOffice says it, which alone tells an error from a text.
_OWN_TYPE = (
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
)
_TEXT = _P.rpartition(" ")[0] + " "
_ASIDE = {_TRACKED, _LINK}  # hold tables that nobody sees
_BETWEEN = {_S: " ", _TAB: "\t", _BREAK: "\n"}
_MAX_SPACES = 1000
_DURATION = re.compile(
    r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?)?"
)


class _Content(Part):
    """The first visible sheet that holds something: its title, its lines."""

    def __init__(self, limit):
        self.limit = limit
        self.lines = Lines(limit)
        self.first = self.title = None
        self.style = ""
        self.hidden = set()
        self.skipped = 0  # depth within what is not read
        self.row, self.rows = 0, 0
        self.cells = []
        self.cell = None  # attributes of the cell that is read
        self.paragraphs = []
        self.heard = None

    def start(self, name, attributes):
        if self.skipped:
            self.skipped += 1
        elif self.cell is not None:
            self._start_text(name, attributes)
        elif name in (_CELL, _COVERED):
            self.cell, self.paragraphs = attributes, []
        elif name == _ROW:
            self.row += self.rows
            self.rows, self.cells = int(attributes.get(_ROWS_REPEATED, 1)), []
        elif name == _TABLE:
            self._start_table(attributes)
        elif name == _STYLE:
            self.style = attributes.get(_OWN_NAME)
        elif name == _PROPERTIES and attributes.get(_DISPLAY) == "false":
            self.hidden.add(self.style)
        elif name in _ASIDE:
            self.skipped = 1

    def _start_table(self, attributes):
        # A table within another is that of a drawing.
        if attributes.get(_STYLE_NAME) in self.hidden or self.title is not None:
            self.skipped = 1
            return
        self.title = attributes.get(_NAME, "")
        self.row, self.rows = 1, 0
        if self.first is None:
            self.first = self.title

    def _start_text(self, name, attributes):
        """Within a cell, comments and drawings are left out."""
        if self.heard is None and name == _P:
            self.heard = []
        elif self.heard is None or not name.startswith(_TEXT) or name == _RUBY:
            self.skipped = 1
        elif name in _BETWEEN:
            times = int(attributes.get(_SPACES, 1)) if name == _S else 1
            self.heard.append(_BETWEEN[name] * min(times, _MAX_SPACES))
        elif name == _P:
            self.heard.append("\n")

    def text(self, data):
        if self.heard is not None and not self.skipped:
            self.heard.append(data)

    def end(self, name):
        if self.skipped:
            self.skipped -= 1
        elif name == _P and self.heard is not None:
            self.paragraphs.append("".join(self.heard))
            self.heard = None
        elif name in (_CELL, _COVERED):
            self._end_cell(covered=name == _COVERED)
        elif name == _ROW:
            self.lines.add(self.row, self.cells, self.rows)
        elif name == _TABLE:
            if len(self.lines):
                raise Enough
            self.title, self.lines = None, Lines(self.limit)

    def _end_cell(self, covered):
        attributes, self.cell = self.cell, None
        times = int(attributes.get(_COLUMNS_REPEATED, 1))
        times = min(times, MAX_COLUMNS - len(self.cells))
        if times < 1:
            return
        # What a merged cell hides, nobody sees.
        value = None if covered else self._value(attributes)
        bottom = self.row + int(attributes.get(_ROWS_SPANNED, 1)) - 1
        self.lines.merge(len(self.cells), self.row, bottom)
        self.cells += [value] * times

    def _value(self, attributes):
        text = "\n".join(self.paragraphs)
        if attributes.get(_OWN_TYPE) == "error":
            return "#VALUE!"
        kind = attributes.get(_TYPE)
        if kind == "string":
            return attributes.get(_STRING, text)
        if kind == "boolean":
            return attributes.get(_BOOLEAN) == "true"
        if kind == "date":
            return _date(attributes.get(_DATE, text))
        if kind == "time":
            return _time(attributes.get(_TIME, text))
        if kind is None:
            return text
        return number(attributes.get(_VALUE, text))


def _date(text):
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _time(text):
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    sign, *parts = found.groups("0")
    days, hours, minutes, seconds = map(int, parts)
    try:
        duration = timedelta(days, seconds, hours=hours, minutes=minutes)
    except OverflowError:
        return text
    return as_time(-duration if sign == "-" else duration)


def read_ods(archive, limit):
    """(title, lines) of the first visible sheet that holds something."""
    with archive.open("content.xml") as part:
        content = _Content(limit).take(part)
    if content.first is None:
        raise RegisterError("no_sheet")
    if not len(content.lines):
        return content.first, []
    return content.title, content.lines.finished()
