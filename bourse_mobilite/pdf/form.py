"""A form that a partner imposes (a hospital, a préfecture): may it be signed here?

What is frozen must be what is seen: no program in it, no file hidden in it, no page
that another program draws, and nothing that changes afterwards.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    PasswordError,
    Pdf,
    Stream,
    String,
)

from . import seal
from .stamp import Stamp, stamped

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 40
MAX_OBJECTS = 50_000
# What the file becomes once decompressed: a small file may fill any memory.
MAX_UNPACKED = 300 * 1024 * 1024
_STEP = 1 << 16
# Sides of a page, in points: from a large card to a poster.
SHORTEST, LONGEST = 140, 3400

_STREAM = re.compile(rb"\bstream\r?\n")
_PROGRAMS = {Name.JavaScript, Name.Launch, Name.Rendition, Name.Movie, Name.Sound}
_SENDS = {Name.SubmitForm, Name.ImportData, Name.GoToR, Name.GoToE}
_FILES = {Name.FileAttachment, Name.EmbeddedFile, Name.Filespec}
_MOVING = {Name.RichMedia, Name("/3D"), Name.Screen}
# A note may show on the screen and not on paper; a field is written into its page.
_LASTING = {Name.Link, Name.Widget, Name.Popup}


class Refused(Exception):
    """Why a form is not taken; `kind` is one of: ``empty``, ``heavy``, ``no_pdf``,
    ``broken``, ``locked``, ``pages``, ``size``, ``program``, ``files``, ``xfa``,
    ``signed``, ``moving``, ``notes``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def check(pdf: bytes) -> None:
    """
    :raises Refused: the form cannot be frozen and signed
    """
    prepared(pdf)


def prepared(pdf: bytes) -> bytes:
    """The form as it will be stamped and frozen: its fields written into its pages, so
    that nobody fills them in later.

    :raises Refused: it cannot be frozen and signed
    """
    if not pdf:
        raise Refused("empty")
    if len(pdf) > MAX_BYTES:
        raise Refused("heavy")
    if b"%PDF-" not in pdf[:1024]:
        raise Refused("no_pdf")
    if _unpacks_to_too_much(pdf):
        raise Refused("heavy")
    try:
        with Pdf.open(BytesIO(pdf), attempt_recovery=False) as form:
            _check(form)
            flat = _flattened(form)
        # What freezing will do, then the seal.
        if seal.refusal(stamped(flat, Stamp("-", watermark="-", code="-"))):
            raise Refused("broken")
    except Refused:
        raise
    except PasswordError:
        raise Refused("locked") from None
    except Exception as error:  # a broken file may raise nearly anything
        raise Refused("broken") from error
    return flat


def _check(form: Pdf) -> None:
    if form.is_encrypted:
        raise Refused("locked")
    if not 0 < len(form.pages) <= MAX_PAGES:
        raise Refused("pages")
    if len(form.objects) > MAX_OBJECTS:
        raise Refused("heavy")
    for page in form.pages:
        left, bottom, right, top = map(float, page.mediabox)
        for side in (abs(right - left), abs(top - bottom)):
            if not SHORTEST <= side <= LONGEST:
                raise Refused("size")
    acro = form.Root.get(Name.AcroForm)
    if isinstance(acro, Dictionary) and Name.XFA in acro:
        raise Refused("xfa")
    for one in _dictionaries(form):
        _check_dictionary(one)
    _check_notes(form)
    if form.get_warnings():
        raise Refused("broken")


def _check_notes(form: Pdf) -> None:
    if Name.OCProperties in form.Root:
        raise Refused("notes")  # layers, each of which may be shown or not
    for page in form.pages:
        notes = page.get(Name.Annots, Array())
        if any(note.get(Name.Subtype) not in _LASTING for note in notes):
            raise Refused("notes")


def _check_dictionary(one: Object) -> None:
    kinds = {one.get(Name.S), one.get(Name.Type), one.get(Name.Subtype)}
    kinds = {kind for kind in kinds if isinstance(kind, Name)}
    script = one.get(Name.JS)  # or a font that bears this name
    if isinstance(script, String | Stream) or kinds & _PROGRAMS:
        raise Refused("program")
    if kinds & _SENDS:
        raise Refused("program")
    if Name.EmbeddedFiles in one or Name.EF in one or kinds & _FILES:
        raise Refused("files")
    if kinds & _MOVING:
        raise Refused("moving")
    if one.get(Name.FT) == Name.Sig and Name.V in one or Name.ByteRange in one:
        raise Refused("signed")
    if Name.F in one and isinstance(one, Stream):
        raise Refused("files")  # its bytes are elsewhere


def _dictionaries(form: Pdf) -> Iterator[Object]:
    """Every dictionary of the file, also those inside others, each once."""
    for top in [form.trailer, *form.objects]:
        left = [top]
        while left:
            one = left.pop()
            # What is an object of its own comes in its own turn.
            if isinstance(one, Dictionary | Stream):
                yield one
                found = [value for _key, value in one.items()]
            elif isinstance(one, Array):
                found = list(one)
            else:
                continue
            left += [
                value
                for value in found
                if isinstance(value, Object) and not value.is_indirect
            ]


def _flattened(form: Pdf) -> bytes:
    if Name.AcroForm in form.Root:
        form.generate_appearance_streams()
        form.flatten_annotations("all")
        if Name.AcroForm in form.Root:
            del form.Root.AcroForm
    for name in (Name.OpenAction, Name.Metadata):
        if name in form.Root:
            del form.Root[name]
    written = BytesIO()
    form.save(written, deterministic_id=True)
    return written.getvalue()


def _unpacks_to_too_much(pdf: bytes) -> bool:
    """Whether what is compressed in it would take more than `MAX_UNPACKED`, found
    without keeping any of it."""
    total = 0
    for start in _STREAM.finditer(pdf):
        unpack, position = zlib.decompressobj(), start.end()
        try:
            while not unpack.eof and position < len(pdf):
                packed = pdf[position : position + _STEP]
                position += _STEP
                while packed and not unpack.eof:
                    total += len(unpack.decompress(packed, 16 * _STEP))
                    if total > MAX_UNPACKED:
                        return True
                    packed = unpack.unconsumed_tail
        except zlib.error:
            continue  # it is not compressed that way
    return False
