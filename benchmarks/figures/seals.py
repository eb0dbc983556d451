"""From the last signature to the seal: one document, pyHanko alone on the same file,
and the memory that many take."""

import base64
import os
import tempfile
import time
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from pdf import seal_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.bourse_mobilite.rules.verification import new_code

from figures import Side

FEW, MANY = 10, 500
_PASSPHRASE = "mesure"


class _Seals(Side):
    """A key of its own, and a convention that is frozen."""

    def __init__(self, env):
        super().__init__(env)
        self.folder = tempfile.TemporaryDirectory(prefix="bourse-mesure-")
        os.environ["MOBILITY_SEAL_DIR"] = self.folder.name
        self.key = Path(self.folder.name) / f"company-{env.company.id}.p12"
        self.key.write_bytes(seal_key.self_signed("Mesure", _PASSPHRASE))
        self.key.with_suffix(".txt").write_text(_PASSPHRASE)
        self.frozen = base64.b64decode(self.convention().document_id.frozen_file)
        self.forget()

    def convention(self):
        request = self.env["mobility.request"].search(
            [("state", "=", "agreed")], order="id", limit=1
        )
        request.action_make_convention()
        convention = request.convention_ids
        convention.action_freeze()
        self.env.flush_all()
        return convention

    def signed(self, count):
        """The ids of as many documents of the same file, of one signatory each, that
        wait for their seal; made a few at a time, to leave nothing in memory."""
        convention, made = self.convention(), []
        for first in range(0, count, FEW):
            documents = self.env["mobility.document"]._freeze(
                [
                    self._document(convention, version)
                    for version in range(first + 2, min(first + FEW, count) + 2)
                ]
            )
            documents.signatory_ids._sign("portal", {"identity": "user"}, "Mesure")
            made += documents.ids
            self.committed()
        return made

    def _document(self, convention, version):
        return {
            "content": self.frozen,
            "signatories": convention._signatories()[:1],
            "name": f"{convention.number}-{version}",
            "kind": "convention",
            "version": version,
            "verification_code": new_code(),
            "summary": [],
            "convention_id": convention.id,
            "company_id": convention.company_id.id,
        }

    def committed(self):
        """What a commit does to what is in memory; nothing is kept."""
        self.env.flush_all()
        self.env.cr.clear()
        self.env.cr.postcommit.clear()


class Last(_Seals):
    """One document: its last signature, then the pass of the cron that seals it,
    writes the journal and the mails of the copies."""

    def run(self):
        convention = self.convention()
        document = convention.document_id
        *others, last = document.signatory_ids.sorted("step")
        for row in others:
            row._sign("portal", {"identity": "user"}, row.name)
        self.env.flush_all()
        self.env.invalidate_all()
        seconds, _answer = self.timed(self._sign_and_seal, last)
        assert document.sealed_on and document.sealed_file, document.seal_problem
        self.forget()
        return seconds

    def _sign_and_seal(self, last):
        last._sign("portal", {"identity": "user"}, last.name)
        last.document_id._seal_safely()


class Alone(_Seals):
    """pyHanko with the same key on the same file, without any page of ours."""

    def run(self):
        started = time.perf_counter()
        signer = signers.SimpleSigner.load_pkcs12_data(
            self.key.read_bytes(), (), _PASSPHRASE.encode()
        )
        written = signers.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(self.frozen)),
            signers.PdfSignatureMetadata(
                field_name="Cachet",
                subfilter=fields.SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            ),
            signer,
        )
        assert written.getvalue().startswith(self.frozen)
        return time.perf_counter() - started


class _Memory(_Seals):
    """The most memory (MB) of a process that seals so many documents in one pass; what
    prepared them does not count."""

    count = FEW

    def run(self):
        ids = self.signed(self.count)

        def commit(*_arguments, **_more):
            self.committed()
            return float("inf")

        held = _clear_peak()
        with patch.object(IrCron, "_commit_progress", commit):
            self.env["mobility.document"]._cron_seal()
        peak = _peak_mb()
        sealed = self.env["mobility.document"].search_count(
            [("id", "in", ids), ("sealed_on", "!=", False)]
        )
        assert sealed == self.count, sealed
        self.forget()
        return max(peak, held)


class Few(_Memory):
    pass


class Many(_Memory):
    count = MANY


def _clear_peak():
    """Forget the peak of what prepared the work; the memory that is held now."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak_mb()


def _peak_mb():
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(one for one in status if one.startswith("VmHWM")).split()[1]) / 1024
