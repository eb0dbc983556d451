"""The files of a register: .xlsx, .ods and .csv read with care, .xlsx written."""

import re
from functools import lru_cache

from .csv import read_csv
from .error import RegisterError
from .lines import MAX_HEAVY, MAX_LINES
from .ods import read_ods
from .template import write_template
from .write import write_rejected, write_table
from .xlsx import read_xlsx
from .zip import open_archive, read_part

__all__ = [
    "MAX_LINES",
    "read_sheet",
    "write_rejected",
    "write_table",
    "write_template",
]

_SMALL = 256 * 1024  # a thousand rows
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any Excel file with a password
_ZIP = b"PK\x03\x04"
_OTHERS = (b"%PDF", b"{\\rtf", b"ID;P", b"PK")
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta)",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_XML = re.compile(rb"\s*<\?xml\b")
_OLD_XML = (b"urn:schemas-microsoft-com:office:", b"<html")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def read_sheet(content, limit=MAX_LINES):
    """(title, lines) of the first visible sheet that holds something: `(number,
    cells)` of each line that holds something, numbered from 1, all of one width.

    The content decides what the file is, never its name. A formula gives the value
    last calculated, or nothing; dates are dates or datetimes, times of day are times. Hidden
    lines and columns are read: somebody has filtered their list, and forgot. A cell
    merged over several lines counts for each of them (an employer written once beside
    its offers), over several columns for the first. Columns beyond `MAX_COLUMNS` are
    left out. In a .csv whole numbers are numbers, the rest is text.

    :param limit: of lines, but for a few that may stand above the first row; the
        exact count is of who knows the headings.
    :raises RegisterError: not a spreadsheet that can be read, or a larger one.
    """
    if len(content) <= _SMALL:
        return _read_again(content, limit)
    return _read(content, limit)


@lru_cache(maxsize=2)
def _read_again(content, limit):
    """What was just read for a preview is read again for the import."""
    return _read(content, limit)


def _read(content, limit):
    if not content:
        raise RegisterError("empty_file")
    if len(content) > MAX_HEAVY * 1024**2:
        raise RegisterError("too_heavy", limit=MAX_HEAVY)
    try:
        if content.startswith(_ZIP):
            return _read_archive(content, limit)
        _check_text(content)
        return read_csv(content, limit)
    except RegisterError:
        raise
    # A damaged file makes parsers raise nearly anything.
    except Exception as error:
        raise RegisterError("damaged") from error


def _read_archive(content, limit):
    with open_archive(content) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            raise RegisterError("old_excel")
        if any(name.startswith("xl/") for name in names):
            return read_xlsx(content, limit)
        manifest = read_part(archive, "META-INF/manifest.xml")
        if read_part(archive, "mimetype").strip().startswith(_ODS) or _ODS in manifest:
            if b"encryption-data" in manifest:
                raise RegisterError("password")
            return read_ods(archive, limit)
        if any(name.endswith(".iwa") for name in names):
            raise RegisterError("numbers")
    raise RegisterError("not_spreadsheet")


def _check_text(content):
    """Refuse what is not a text of columns."""
    if content.startswith(_OLE):
        raise RegisterError("old_excel")
    start = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"").lstrip(b"\xff\xfe")
    if _PAGE.match(start):
        raise RegisterError("html_table")
    if _XML.match(start):
        old = any(word in start for word in _OLD_XML)
        raise RegisterError("html_table" if old else "not_spreadsheet")
    if start.startswith(_OTHERS):
        raise RegisterError("not_spreadsheet")
