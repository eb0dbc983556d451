"""The seal, as pdfsig and pyHanko's validator, two readers of others, see it."""

import logging
import re
from io import BytesIO

import pytest
from asn1crypto import parser
from pdf import seal, seal_key
from pdf_pages import make_pdf, poppler, texts
from pdf_seals import KEY, PAGES, assert_sealed, pdfsig
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4, A5


@pytest.fixture
def key():
    return KEY


@pytest.fixture(autouse=True)
def quiet():
    """pyHanko tells at length of each file that was altered."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_two_readers_find_it_valid_over_the_whole_document(key, tmp_path):
    frozen = make_pdf(A4, A4, A4)
    file = seal.sealed(frozen, PAGES, key)
    assert_sealed(file, frozen, key, tmp_path)
    assert [text.split() for text in texts(file)] == [
        ["Article", "1", "1"],
        ["Article", "1", "2"],
        ["Article", "1", "3"],
        ["Certificat", "1"],
        ["Certificat", "2"],
    ]
    told = pdfsig(file, tmp_path)
    assert "Common Name: Centre de gestion d’essai" in told
    assert "ETSI.CAdES.detached" in told
    assert "SHA-256" in told


def test_the_frozen_pages_are_as_they_were_and_nothing_is_seen_of_the_seal(key):
    frozen = make_pdf(A4)
    file = seal.sealed(frozen, PAGES, key)
    pages = PdfReader(BytesIO(file)).pages
    assert "/Annots" not in pages[0]
    (widget,) = pages[-1]["/Annots"]
    assert [float(edge) for edge in widget.get_object()["/Rect"]] == [0, 0, 0, 0]
    assert widget.get_object()["/T"] == seal.FIELD


def test_the_seal_forbids_any_change(key):
    file = seal.sealed(make_pdf(A4), PAGES, key)
    root = PdfReader(BytesIO(file)).trailer["/Root"]
    (reference,) = root["/Perms"]["/DocMDP"]["/Reference"]
    assert reference["/TransformMethod"] == "/DocMDP"
    assert reference["/TransformParams"]["/P"] == 1


def test_each_flipped_byte_is_seen(key, tmp_path):
    """Of the bytes that the seal covers; the signature itself has its own test."""
    frozen = make_pdf(A4)
    file = seal.sealed(frozen, PAGES, key)
    begin, end = signature_of(file)
    covered = [*range(begin), *range(end, len(file))]
    # All those of a small file would take half a minute.
    chosen = [*covered[:: len(covered) // 60], covered[-1], begin - 1, end]
    for place in chosen:
        altered = bytearray(file)
        altered[place] ^= 1
        assert not seal.verdict(bytes(altered), frozen).good, place
        # What comes after the frozen bytes is as safe without them at hand.
        assert not seal.verdict(bytes(altered)).good, place


def test_pdfsig_sees_a_flipped_byte_too(key, tmp_path):
    frozen = make_pdf(A4)
    file = seal.sealed(frozen, PAGES, key)
    begin, end = signature_of(file)
    for place in (frozen.index(b"MediaBox") + 10, len(frozen) + 9, begin - 9, end + 40):
        altered = bytearray(file)
        altered[place] ^= 1
        assert "Signature is Valid" not in pdfsig(bytes(altered), tmp_path), place


def test_what_is_written_in_the_signature_itself_is_seen(key):
    frozen = make_pdf(A4)
    file = seal.sealed(frozen, PAGES, key)
    begin, end = signature_of(file)
    # No room is left in which something could be hidden.
    content = file[begin + 1 : end - 1]
    assert parser.peek(bytes.fromhex(content.decode())) == len(content) // 2
    for altered in (
        file[: end - 5] + b"0000" + file[end - 1 :],
        file[: begin + 801] + b"0000" + file[begin + 805 :],
        file[: begin + 1] + b"0" * len(content) + file[end - 1 :],
    ):
        assert len(altered) == len(file)
        assert not seal.verdict(altered, frozen).good


def signature_of(file):
    """Where the bytes that the seal leaves out begin and end."""
    found = re.findall(rb"/ByteRange \[\s*0 (\d+) (\d+) (\d+)\s*\]", file)
    ((first, second, length),) = [map(int, one) for one in found]
    assert second + length == len(file)
    return first, second


def test_anything_after_the_seal_is_seen(key, tmp_path):
    frozen = make_pdf(A4)
    file = seal.sealed(frozen, PAGES, key)
    writer = PdfWriter(BytesIO(file), incremental=True)
    writer.add_blank_page(*A4)
    written = BytesIO()
    writer.write(written)
    longer = written.getvalue()
    assert longer.startswith(file)
    for added in (longer, file + b"\n", file + b"%%EOF\n"):
        assert not seal.verdict(added, frozen).good
    assert seal.verdict(longer, frozen).found
    assert "Total document signed" not in pdfsig(longer, tmp_path)


def test_the_seal_of_another_file_is_not_this_one(key):
    frozen, other = make_pdf(A4), make_pdf(A5)
    verdict = seal.verdict(seal.sealed(other, PAGES, key), frozen)
    assert verdict.intact
    assert verdict.whole
    assert not verdict.begins
    assert not verdict.good


def test_no_seal_and_no_pdf_are_no_good(key):
    for file in (make_pdf(A4), b"", b"%PDF-1.4", b"rien", PAGES[:200]):
        assert not seal.verdict(file).good


def test_another_key_is_told_by_its_certificate(key):
    theirs = seal_key.load(seal_key.self_signed("Centre de gestion d’essai", "x"), "x")
    frozen = make_pdf(A4)
    verdict = seal.verdict(seal.sealed(frozen, PAGES, theirs), frozen)
    assert verdict.good
    assert verdict.certificate == theirs.sha256 != key.sha256


def test_nothing_is_asked_of_the_network(key, monkeypatch):
    import socket

    def refused(*_args, **_more):
        raise AssertionError("a connection was asked for")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    frozen = make_pdf(A4)
    assert seal.verdict(seal.sealed(frozen, PAGES, key), frozen).good


def test_a_font_that_pages_share_is_written_once(key):
    one, four = (
        len(seal.sealed(make_pdf(A4), stamped(count), key)) for count in (1, 4)
    )
    assert four - one < 6_000


def stamped(count):
    from pdf.stamp import stamp

    return stamp(make_pdf(*[A4] * count), "Un pied de page assez long pour voir")


def test_the_words_of_the_pages_can_be_read_by_poppler(key):
    file = seal.sealed(make_pdf(A4), PAGES, key)
    assert "Certificat 2" in poppler("pdftotext", file)
