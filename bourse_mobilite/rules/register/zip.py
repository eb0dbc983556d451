"""The archive that a spreadsheet is: judged before it is unpacked, read in bounds."""

import zipfile
from abc import ABC, abstractmethod
from contextlib import suppress
from io import BytesIO
from xml.parsers import expat

from .error import RegisterError
from .lines import MAX_PART, MAX_UNPACKED

MAX_ENTRIES = 10_000
_ENTRY = b"PK\x01\x02"  # begins each line of an archive's table of contents
_CHUNK = 64 * 1024


def open_archive(content):
    """The archive of ``content``, whose announced sizes are within bounds.

    :raises RegisterError: damaged, with a password, or larger than a register is.
    """
    if content.count(_ENTRY) > MAX_ENTRIES:
        raise RegisterError("not_spreadsheet")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RegisterError("damaged") from error
    entries = archive.infolist()
    # zipfile never gives more bytes of an entry than its announced size.
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise RegisterError("too_big", limit=MAX_UNPACKED // 1024**2)
    if any(entry.flag_bits & 1 for entry in entries):
        raise RegisterError("password")
    return archive


def read_part(archive, name):
    """The bytes of a small part, '' when there is none.

    :raises RegisterError: larger than what describes a spreadsheet.
    """
    try:
        part = archive.open(name)
    except KeyError:
        return b""
    with part:
        content = part.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise RegisterError("too_big", limit=MAX_PART // 1024**2)
    return content


class Enough(Exception):
    """What was looked for is read: the rest of the part is left."""


class Part(ABC):
    """An XML part read as a stream, without a tree.

    A subclass answers what begins, ends and is written; names are
    `namespace name`, and `Enough` stops the reading. A part that declares entities
    is refused: no spreadsheet program writes any, and they multiply.
    """

    @abstractmethod
    def start(self, name, attributes):
        """An element begins."""

    @abstractmethod
    def end(self, name):
        """An element ends."""

    @abstractmethod
    def text(self, data):
        """Characters of the current element."""

    def take(self, part):
        """Read the opened ``part``, and answer itself.

        :raises expat.ExpatError, zipfile.BadZipFile: damaged.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        with suppress(Enough):
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        return self


def _refuse(*_doctype):
    raise RegisterError("damaged")
