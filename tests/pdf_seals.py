"""What the tests of the seal share: a key, pages to add, and two readers of a seal."""

import subprocess
from io import BytesIO

import pikepdf
from pdf import seal, seal_key
from pdf_pages import make_pdf
from reportlab.lib.pagesizes import A4

SECRET = "Phrase de passe accentuée"
PAGES = make_pdf(A4, A4, words="Certificat")
P12 = seal_key.self_signed("Centre de gestion d’essai", SECRET)
KEY = seal_key.load(P12, SECRET)


def pdfsig(file, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(file)
    done = subprocess.run(["pdfsig", path], capture_output=True, check=False)
    return done.stdout.decode()


def assert_sealed(file, frozen, key, tmp_path):
    assert file.startswith(frozen)
    assert len(file) > len(frozen)
    told = pdfsig(file, tmp_path)
    assert "Total document signed" in told
    assert told.count("Signature is Valid") == told.count("Signature #") == 1
    verdict = seal.verdict(file, frozen)
    assert verdict.good
    assert verdict.certificate == key.sha256


def saved(pdf, **options):
    """The same PDF, written in another way."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(written, **options)
    return written.getvalue()
