"""The seal on what partners send: whatever program wrote it."""

import logging
import re
from io import BytesIO

import pikepdf
import pytest
from pdf import seal, seal_key
from pdf_pages import make_pdf, sizes_of, texts
from pdf_seals import KEY, PAGES, assert_sealed, pdfsig, saved
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4, A5, landscape


@pytest.fixture
def key():
    return KEY


@pytest.fixture(autouse=True)
def quiet():
    """pyHanko tells at length of each file that was altered."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    "frozen",
    [
        saved(make_pdf(A4), force_version="1.4"),
        saved(make_pdf(A4), force_version="1.7"),
        saved(make_pdf(A4), force_version="2.0"),
        saved(
            make_pdf(A4, A5),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        ),
        saved(make_pdf(A4, A5), linearize=True),
        make_pdf(A4).rstrip(b"\n"),
        make_pdf(A4) + b"\r\n\r\n",
    ],
    ids=["1.4", "1.7", "2.0", "object streams", "linearized", "no end", "more end"],
)
def test_ways_of_writing_a_pdf(frozen, key, tmp_path):
    assert seal.refusal(frozen) == ""
    assert_sealed(seal.sealed(frozen, PAGES, key), frozen, key, tmp_path)


def test_a_file_that_somebody_updated_keeps_its_history(key, tmp_path):
    writer = PdfWriter(BytesIO(make_pdf(A4)), incremental=True)
    writer.add_blank_page(*A5)
    written = BytesIO()
    writer.write(written)
    frozen = written.getvalue()
    file = seal.sealed(frozen, PAGES, key)
    assert_sealed(file, frozen, key, tmp_path)
    assert len(sizes_of(file)) == 4


def test_turned_pages_do_not_turn_the_certificate(key, tmp_path):
    """Whether it is said of a page or, as some programs do, of all of them."""
    with pikepdf.open(BytesIO(make_pdf(landscape(A4)))) as opened:
        opened.Root.Pages.Rotate = 90
        opened.Root.Pages.CropBox = pikepdf.Array([0, 0, 100, 100])
        written = BytesIO()
        opened.save(written)
    frozen = written.getvalue()
    file = seal.sealed(frozen, PAGES, key)
    assert_sealed(file, frozen, key, tmp_path)
    page = PdfReader(BytesIO(file)).pages[-1]
    assert page.rotation == 0
    assert tuple(map(float, page.cropbox))[2:] == pytest.approx(A4, abs=1)


def test_pages_kept_in_a_deep_tree(key, tmp_path):
    with pikepdf.open(BytesIO(make_pdf(A4, A4))) as opened:
        pages = opened.Root.Pages
        inner = opened.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Pages, Kids=pages.Kids, Count=2, Parent=pages
            )
        )
        for kid in pages.Kids:
            kid.Parent = inner
        pages.Kids = pikepdf.Array([inner])
        written = BytesIO()
        opened.save(written)
    frozen = written.getvalue()
    file = seal.sealed(frozen, PAGES, key)
    assert_sealed(file, frozen, key, tmp_path)
    assert [text.split()[0] for text in texts(file)] == ["Article"] * 2 + [
        "Certificat"
    ] * 2


def with_form(*names):
    with pikepdf.open(BytesIO(make_pdf(A4))) as opened:
        boxes = [
            opened.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Tx,
                    T=name,
                    V="Une réponse",
                    Rect=pikepdf.Array([72, 72, 200, 90]),
                    P=opened.pages[0].obj,
                )
            )
            for name in names
        ]
        opened.pages[0].Annots = pikepdf.Array(boxes)
        opened.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(boxes), NeedAppearances=True
        )
        written = BytesIO()
        opened.save(written)
    return written.getvalue()


def test_a_form_with_fields_keeps_them(key, tmp_path):
    frozen = with_form("Nom", "Cachet", "Cachet2")
    file = seal.sealed(frozen, PAGES, key)
    assert_sealed(file, frozen, key, tmp_path)
    names = [
        str(field.get_object()["/T"])
        for field in PdfReader(BytesIO(file)).trailer["/Root"]["/AcroForm"]["/Fields"]
    ]
    assert names == ["Nom", "Cachet", "Cachet2", "Cachet3"]


def test_a_hybrid_table_is_sealed_too(key, tmp_path):
    """Old programs wrote both tables, for readers that knew only the first."""
    frozen = hybrid(make_pdf(A4))
    assert seal.refusal(frozen) == ""
    file = seal.sealed(frozen, PAGES, key)
    assert file.startswith(frozen)
    assert seal.verdict(file, frozen).good
    assert "Total document signed" in pdfsig(file, tmp_path)


def test_who_signed_before_the_house_does(key, tmp_path):
    """A seal over somebody's signature: an ordinary one, that forbids as much."""
    partner = seal_key.load(seal_key.self_signed("Hôpital", "x"), "x")
    frozen = approved(make_pdf(A4), partner)
    assert seal.refusal(frozen) == ""
    file = seal.sealed(frozen, PAGES, key)
    assert file.startswith(frozen)
    verdict = seal.verdict(file, frozen)
    assert verdict.good
    assert verdict.certificate == key.sha256


def test_who_forbade_any_addition_is_obeyed(key):
    partner = seal_key.load(seal_key.self_signed("Hôpital", "x"), "x")
    frozen = seal.sealed(make_pdf(A4), make_pdf(A4), partner)
    assert seal.refusal(frozen) == "locked"
    with pytest.raises(seal.SealError) as refused:
        seal.sealed(frozen, PAGES, key)
    assert refused.value.kind == "locked"


def approved(pdf, partner):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    return signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        signers.PdfSignatureMetadata(field_name="Hopital"),
        partner.signer,
        new_field_spec=fields.SigFieldSpec("Hopital"),
    ).getvalue()


def encrypted(user):
    return saved(make_pdf(A4), encryption=pikepdf.Encryption(user=user, owner="o"))


@pytest.mark.parametrize("user", ["", "secret"])
def test_what_is_encrypted_is_refused(user, key):
    frozen = encrypted(user)
    assert seal.refusal(frozen) == "encrypted"
    with pytest.raises(seal.SealError) as refused:
        seal.sealed(frozen, PAGES, key)
    assert refused.value.kind == "encrypted"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"un texte",
        b"%PDF-1.7\nrien d'autre",
        make_pdf(A4)[:300],
        make_pdf(A4).replace(b"startxref", b"startxxxx"),
        make_pdf(A4).replace(b"/Kids", b"/Kidz"),
    ],
)
def test_what_is_broken_is_refused(broken, key):
    assert seal.refusal(broken) == "unreadable"
    with pytest.raises(seal.SealError) as refused:
        seal.sealed(broken, PAGES, key)
    assert refused.value.kind == "unreadable"


def hybrid(pdf):
    """The PDF with a table that also points at a stream that says the same."""
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    head, table = pdf[:start], pdf[start:]
    entries = re.findall(rb"(\d{10}) (\d{5}) ([nf])", table)
    number = len(entries)
    rows = b"".join(
        (b"\0" if kind == b"f" else b"\1")
        + int(offset).to_bytes(4, "big")
        + int(generation).to_bytes(2, "big")
        for offset, generation, kind in entries
    )
    rows += b"\1" + start.to_bytes(4, "big") + b"\0\0"
    root = re.search(rb"/Root (\d+ \d+ R)", table)[1]
    stream = (
        b"%d 0 obj\n<< /Type /XRef /W [1 4 2] /Size %d /Root %s /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (number, number + 1, root, len(rows), rows)
    )
    table = table.replace(b"trailer\n<<", b"trailer\n<< /XRefStm %d" % start, 1)
    assert b"/XRefStm" in table
    table = re.sub(rb"startxref\s+\d+", b"startxref\n%d" % (start + len(stream)), table)
    return head + stream + table
