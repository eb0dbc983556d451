"""The seal of a finished PDF: pages added at its end, then an electronic signature
(PAdES) over all of it. What was there stays, byte for byte, as the beginning of the
file. Nothing is asked of the network.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from asn1crypto import parser
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .seal_key import Key, SealError

FIELD = "Cachet"


def sealed(pdf: bytes, pages: bytes, key: Key, reason: str = "") -> bytes:
    """`pdf`, unchanged, then the pages of the PDF `pages`, then the seal by `key`.

    The seal forbids any later change (a certification signature, of which nothing is
    seen on the pages). A file that somebody had signed before receives an ordinary
    signature, which forbids as much.

    Raises SealError: ``not_yet``, ``expired``, ``encrypted``, ``locked`` or
    ``unreadable``.
    """
    key.check()
    writer = _writer(pdf)
    try:
        signed_before = _is_signed(writer.prev)
        last = _append(writer, pages)
        name = _free_name(writer)
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=name,
                name=key.name,
                reason=reason or None,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                certify=not signed_before,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
                tight_size_estimates=True,
            ),
            key.signer,
            new_field_spec=_field(name, last, signed_before),
        )
        written = signer.sign_pdf(writer).getvalue()
    except SigningError as error:
        raise SealError("locked", error) from error
    except Exception as error:  # a strange file may raise nearly anything
        raise SealError("unreadable", error) from error
    if not written.startswith(pdf):
        raise SealError("unreadable", "it was written again")
    return written


def refusal(pdf: bytes) -> str:
    """Why no seal can be set on this PDF, as `SealError` names it; '' when it can.

    To be asked before people sign.
    """
    try:
        reader = _writer(pdf).prev
        reader.root["/Pages"]["/Kids"]
        return "locked" if "/DocMDP" in _entry(reader.root, "/Perms") else ""
    except SealError as error:
        return error.kind
    except Exception:  # a strange file may raise nearly anything
        return "unreadable"


@dataclass(frozen=True)
class Verdict:
    """What pyHanko's validator says of a sealed file."""

    found: bool = False
    intact: bool = False
    whole: bool = False
    begins: bool = False
    certificate: str = ""

    @property
    def good(self) -> bool:
        """The seal is there, nothing changed under it, it covers the whole file, and
        the file begins with what was signed."""
        return self.found and self.intact and self.whole and self.begins


def verdict(file: bytes, frozen: bytes = b"") -> Verdict:
    """What is true of the last seal of `file`, which was made from `frozen`.

    Whose seal it is must be compared by the caller: `certificate` is the SHA-256 of
    the certificate, to be compared with the one that was noted. Never raises.
    """
    begins, found = file.startswith(frozen), ()
    try:
        found = PdfFileReader(BytesIO(file), strict=False).embedded_signatures
        return _verdict(found[-1], begins)
    except Exception:  # whatever was altered
        return Verdict(found=bool(found), begins=begins)


def _verdict(seal: EmbeddedPdfSignature, begins: bool) -> Verdict:
    # Who vouches for the certificate, and whether it has expired since, is not
    # asked: nothing leaves this machine.
    context = ValidationContext(
        trust_roots=[seal.signer_cert],
        allow_fetching=False,
        moment=seal.self_reported_timestamp,
    )
    any_use = KeyUsageConstraints(key_usage=set())
    status = validate_pdf_signature(seal, context, key_usage_settings=any_use)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Verdict(
        found=True,
        intact=bool(status.intact and status.valid and _padded(seal)),
        whole=whole and bool(status.docmdp_ok),
        begins=begins,
        certificate=sha256(seal.signer_cert.dump()).hexdigest(),
    )


def _padded(seal: EmbeddedPdfSignature) -> bool:
    """Nothing is hidden after the signature, in the room that was left for it."""
    content = seal.pkcs7_content
    return not content[parser.peek(content) :].strip(b"\0")


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    if b"%PDF-" not in pdf[:1024]:
        raise SealError("unreadable", "no PDF")
    try:
        # Not strict: partners' programs write tables that are not quite right.
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    except Exception as error:  # a broken file may raise nearly anything
        raise SealError("unreadable", error) from error
    if writer.prev.encrypted:
        raise SealError("encrypted")
    return writer


def _is_signed(reader: PdfFileReader) -> bool:
    return bool(reader.embedded_signatures)


def _append(writer: IncrementalPdfFileWriter, pages: bytes) -> int:
    """Add the pages at the end; the rank of the last one, from 0."""
    reader = PdfFileReader(BytesIO(pages))
    count = reader.root["/Pages"]["/Count"]
    read = [
        reader.find_page_for_modification(rank)[0].get_object() for rank in range(count)
    ]
    # All at once: what several pages share, such as a font, is written once.
    bundle = generic.ArrayObject(
        part
        for page in read
        for part in (page.raw_get("/Contents"), page.raw_get("/Resources"))
    )
    bundle.container_ref = reader.root.get_container_ref()
    parts = iter(writer.import_object(bundle))
    for page in read:
        added = PageObject(
            contents=next(parts),
            media_box=tuple(float(edge) for edge in page["/MediaBox"]),
            resources=next(parts),
        )
        # Else a page takes what the file says of all its pages.
        added[pdf_name("/Rotate")] = generic.NumberObject(0)
        added[pdf_name("/CropBox")] = added["/MediaBox"]
        writer.insert_page(added)
    return int(writer.root["/Pages"]["/Count"]) - 1


def _entry(holder, name: str):
    """What a dictionary of the file holds, {} when it does not."""
    try:
        return holder[name]
    except KeyError:
        return {}


def _free_name(writer: IncrementalPdfFileWriter) -> str:
    """A name that no field of a partner's form bears."""
    known = _entry(_entry(writer.root, "/AcroForm"), "/Fields")
    taken = {str(one.get_object().get("/T", "")) for one in known}
    name, rank = FIELD, 1
    while name in taken:
        rank += 1
        name = f"{FIELD}{rank}"
    return name


def _field(name: str, page: int, signed_before: bool) -> fields.SigFieldSpec:
    if not signed_before:
        return fields.SigFieldSpec(name, on_page=page)
    return fields.SigFieldSpec(
        name,
        on_page=page,
        field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL),
        doc_mdp_update_value=fields.MDPPerm.NO_CHANGES,
    )
