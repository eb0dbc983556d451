"""The lines of a sheet as they are gathered, whatever the format of the file."""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from math import isfinite

from .error import RegisterError
from .repair import as_text

# Five times the agents of the Oise; a file beyond is no register.
MAX_LINES = 50_000
MAX_COLUMNS = 100
# Titles, groups of headings: what may stand above the first row.
ABOVE = 10
MAX_HEAVY = 20  # MB, of the file as it is sent
MAX_UNPACKED = 100 * 1024**2
MAX_PART = 16 * 1024**2  # bytes of a part that describes the file


class Lines:
    """The lines that hold something, by number, within bounds.

    What a small file can say many times over (a text shared by a million cells, a
    line repeated) counts as often as it is said.

    :raises RegisterError: more than ``limit`` lines, or too much text.
    """

    def __init__(self, limit=MAX_LINES):
        self.limit = limit
        self.by_number = {}
        self._merged = []
        self._size = 0

    def __len__(self):
        return len(self.by_number)

    def add(self, number, cells, times=1):
        """Keep a line, and as many as ``times`` below it that say the same.

        :param cells: values; None or '' is an empty cell.
        """
        cells = [None if cell == "" else cell for cell in cells[:MAX_COLUMNS]]
        if not any(cell is not None and as_text(cell) for cell in cells):
            return
        for repeated in range(number, number + times):
            if len(self.by_number) >= self.limit + ABOVE:
                raise RegisterError("too_many_rows", count=self.limit, limit=self.limit)
            for cell in cells:
                self._weigh(cell)
            self.by_number[repeated] = list(cells)

    def _weigh(self, cell):
        if isinstance(cell, str):
            self._size += len(cell)
            if self._size > MAX_UNPACKED:
                raise RegisterError("too_big", limit=MAX_UNPACKED // 1024**2)

    def merge(self, column, top, bottom):
        """Remember that a cell is merged from the line ``top`` to ``bottom``.

        :param column: index from 0
        """
        if column < MAX_COLUMNS and bottom > top:
            if len(self._merged) >= MAX_LINES * MAX_COLUMNS // 2:
                raise RegisterError("damaged")
            self._merged.append((column, top, bottom))

    def finished(self):
        """`(number, cells)` of each line, all of one width.

        The value of a cell merged over several lines is repeated downwards.
        """
        numbers = sorted(self.by_number)
        self._repeat_merged(numbers)
        lines = [(number, self.by_number[number]) for number in numbers]
        width = max((_width(cells) for _number, cells in lines), default=0)
        for _number, cells in lines:
            del cells[width:]
            cells.extend([None] * (width - len(cells)))
        return lines

    def _repeat_merged(self, numbers):
        # Merged cells never overlap: beyond this, the file lies.
        left = MAX_LINES * MAX_COLUMNS
        for column, top, bottom in self._merged:
            source = self.by_number.get(top, ())
            value = source[column] if column < len(source) else None
            first, last = bisect_right(numbers, top), bisect_left(numbers, bottom + 1)
            left -= last - first
            if left < 0:
                raise RegisterError("damaged")
            for number in numbers[first:last]:
                cells = self.by_number[number]
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value
                self._weigh(value)


def _width(cells):
    filled = [index for index, cell in enumerate(cells) if cell is not None]
    return filled[-1] + 1 if filled else 0


def number(text):
    """A number of an XML part as Python's, None when empty.

    >>> number("99906101300010"), number("1.5"), number("2.16E+13"), number("")
    (99906101300010, 1.5, 21600000000000.0, None)
    """
    text = text.strip()
    if not text:
        return None
    try:
        value = float(text) if set(text) & set(".eE") else int(text)
    except ValueError:
        return text
    return value if isfinite(value) else text


def as_time(duration):
    """A duration as a spreadsheet shows it: a time of day, or a text beyond.

    >>> as_time(timedelta(hours=8.5)), as_time(timedelta(hours=30))
    (datetime.time(8, 30), '30:00:00')
    """
    seconds = round(duration.total_seconds())
    if 0 <= seconds < 86400:
        return (datetime.min + timedelta(seconds=seconds)).time()
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours:02}:{minutes:02}:{abs(seconds) % 60:02}"
