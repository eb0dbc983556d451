"""The key of the seal: what it says, and what is wrong with one."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pdf import seal, seal_key
from pdf_pages import make_pdf
from pdf_seals import KEY, P12, PAGES, SECRET, assert_sealed
from reportlab.lib.pagesizes import A4

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def p12():
    return P12


@pytest.fixture
def key():
    return KEY


@pytest.fixture(autouse=True)
def quiet():
    """pyHanko tells at length of each file that was altered."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_what_a_key_says(p12, key):
    assert key.name == "Centre de gestion d’essai"
    assert key.valid_from < NOW < key.valid_until
    assert re.fullmatch("[0-9a-f]{64}", key.sha256)
    assert SECRET not in repr(key)


def test_days_left_at_the_limit(key):
    assert key.days_left(key.valid_until) == 0
    assert key.days_left(key.valid_until - DAY) == 1
    assert key.days_left(key.valid_until + timedelta(seconds=1)) == -1


def test_in_force_at_the_limit(key):
    second = timedelta(seconds=1)
    key.check(key.valid_from)
    key.check(key.valid_until)
    for moment, kind in (
        (key.valid_from - second, "not_yet"),
        (key.valid_until + second, "expired"),
    ):
        with pytest.raises(seal.SealError) as refused:
            key.check(moment)
        assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("start", "kind"), [(NOW - 30 * DAY, "expired"), (NOW + 2 * DAY, "not_yet")]
)
def test_no_seal_by_a_certificate_out_of_force(start, kind):
    content = seal_key.self_signed("CDG", "x", days=10, start=start)
    with pytest.raises(seal.SealError) as refused:
        seal.sealed(make_pdf(A4), PAGES, seal_key.load(content, "x"))
    assert refused.value.kind == kind


@pytest.mark.parametrize("passphrase", ["", "autre", SECRET + " ", SECRET.upper()])
def test_a_wrong_passphrase_is_told_as_such(passphrase, p12):
    with pytest.raises(seal.SealError) as refused:
        seal_key.load(p12, passphrase)
    assert refused.value.kind == "passphrase"
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"rien", b"\x30\x80", make_pdf(A4)])
def test_what_is_no_key_is_told_as_such(content):
    with pytest.raises(seal.SealError) as refused:
        seal_key.load(content, "x")
    assert refused.value.kind == "bad_key"


def test_a_key_without_its_certificate_is_no_key(p12):
    private, certificate, _others = pkcs12.load_key_and_certificates(
        p12, SECRET.encode()
    )
    for parts in ((private, None), (None, certificate)):
        others = [certificate] if parts == (None, certificate) else None
        content = pkcs12.serialize_key_and_certificates(
            b"x", parts[0], parts[0] and parts[1], others, NoEncryption()
        )
        with pytest.raises(seal.SealError) as refused:
            seal_key.load(content)
        assert refused.value.kind == "bad_key"


def test_a_key_without_passphrase_can_be_used(p12, tmp_path):
    private, certificate, _others = pkcs12.load_key_and_certificates(
        p12, SECRET.encode()
    )
    content = pkcs12.serialize_key_and_certificates(
        b"x", private, certificate, None, NoEncryption()
    )
    key, frozen = seal_key.load(content), make_pdf(A4)
    assert_sealed(seal.sealed(frozen, PAGES, key), frozen, key, tmp_path)
