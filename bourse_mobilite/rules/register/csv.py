"""The lines of a .csv, in whatever encoding and with whatever separator."""

import csv
import io
import re
from collections import Counter

from .error import RegisterError
from .lines import Lines

TITLE = "CSV"
MAX_FIELD = 131_072  # characters; beyond, quotation marks are missing
MAX_NUMBER = 1_048_576  # of lines, blank ones too, as in Excel
DELIMITERS = ";\t,|"
_JUDGED = 50  # lines
_SAMPLE = 64 * 1024  # bytes, or characters
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", ""), (b"\x00\x00\xfe\xff", ""),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OF_SEPARATOR = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
# A spreadsheet took it for a number, and may have lost its zeros.
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_QUOTED = re.compile(r'"[^"]*"')
# A last line of our own: when it is not read alone, quotation marks are missing.
_END = "\x00fin"


def read_csv(content, limit):
    """(title, lines): every value is the text that is written, '' is empty; digits
    that begin with no zero are a number, as in the spreadsheet that wrote them.

    Lines are numbered as a spreadsheet shows them: a text on several lines is in one,
    and the first line of Excel that names the separator is not counted.

    :raises RegisterError: not a text, or quotation marks that are never closed.
    """
    text = _decoded(content)
    delimiter, text = _separated(text)
    lines = Lines(limit)
    number = 0
    last = None
    try:
        records = csv.reader(
            io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter
        )
        for number, cells in enumerate(records, start=1):
            if number > MAX_NUMBER + 2:  # theirs may end a line, ours is one more
                raise RegisterError("too_many_rows", count=limit, limit=limit)
            if last is not None:
                lines.add(number - 1, list(map(_value, last)))
            if any(len(cell) > MAX_FIELD for cell in cells):
                raise RegisterError("csv_quotes", row=number)
            last = cells
    except csv.Error as error:
        raise RegisterError("csv_quotes", row=number + 1) from error
    if last != [_END]:
        raise RegisterError("csv_quotes", row=number)
    return TITLE, lines.finished()


def _value(text):
    """
    >>> _value("60112"), _value("01234"), _value("1.5"), _value("9" * 16)
    (60112, '01234', '1.5', '9999999999999999')
    """
    return int(text) if _NUMBER.fullmatch(text) else text


def _decoded(content):
    """The text of ``content``, without the control characters that got in."""
    text = _text(content)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample):
        raise RegisterError("not_spreadsheet")
    return _CONTROL.sub("", text)


def _text(content):
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            if not encoding:
                raise RegisterError("not_spreadsheet")
            if encoding == "utf-8":
                content = content[len(bom) :]
                break
            return _utf16(content[len(bom) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Line by line: files are put together from several, and one letter of
        # another encoding must not spoil all the others.
        return "".join(map(_line, content.splitlines(keepends=True)))


def _utf16(content, encoding):
    try:
        return content[: len(content) // 2 * 2].decode(encoding)
    except UnicodeDecodeError as error:
        raise RegisterError("not_spreadsheet") from error


def _line(content):
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separated(text):
    """(separator, text below the line that names it)."""
    named = _OF_SEPARATOR.match(text)
    if named:
        return named[1], text[named.end() :]
    return _delimiter(text[:_SAMPLE]), text


def _delimiter(sample):
    """The character that most lines hold equally often, outside quotes.

    Above all the first line that holds any: headings have no decimal comma.

    >>> _delimiter('Nom;Ville\\nCCAS, "Oise; Nord";Beauvais')
    ';'
    """
    bare = _QUOTED.sub("", sample)
    lines = [line for line in bare.splitlines() if line.strip(" ")][:_JUDGED]
    first = next((line for line in lines if set(line) & set(DELIMITERS)), "")

    def weight(delimiter):
        counts = Counter(line.count(delimiter) for line in lines)
        held = max((count * times for count, times in counts.items()), default=0)
        return held * (4 if delimiter in first else 1)

    return max(DELIMITERS, key=weight)
