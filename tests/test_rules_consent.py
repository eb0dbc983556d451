"""What is declared in signing, word for word."""

import pytest
from rules import consent


def test_each_role_declares_its_own():
    texts = {role: consent.text(role) for role in ("signature", "visa", "attestation")}
    assert len(set(texts.values())) == 3
    assert "signe" in texts["signature"]
    assert "visa" in texts["visa"] and "complet" in texts["visa"]
    # Who gives an attestation says that somebody was there.
    assert "atteste" in texts["attestation"] and "présent" in texts["attestation"]
    assert "visa" not in texts["attestation"]


def test_a_text_that_never_was():
    for role, version in (("tutor", consent.VERSION), ("visa", "1999-01")):
        with pytest.raises(KeyError):
            consent.text(role, version)


def test_every_version_is_kept_whole():
    for version, _role in consent.TEXTS:
        assert consent.text("signature", version)
        assert consent.text("visa", version)
