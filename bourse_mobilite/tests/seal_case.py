"""A document that everyone signs, and the key that seals it, in a folder of its own."""

import base64
import os
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

from ..models import res_company_seal
from ..pdf import seal_key
from ..rules.verification import new_code
from .common import MobilityCase, small_pdf

EVIDENCE = {"identity": "test", "destination": "a•••@personne.example.org"}
PASSPHRASE = "phrase de passe d'essai"


def pdfsig(file):
    """What poppler says of the seals of a file."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as written:
        written.write(file)
        written.flush()
        command = ["pdfsig", written.name]
        return subprocess.run(command, capture_output=True, check=False).stdout.decode()


class SealKey:
    """A key made once for the class, and installed where the server looks for it.

    To be mixed in; ``_install_key`` is called in ``setUpClass``.
    """

    @classmethod
    def _install_key(cls, company_id):
        cls.seal_name = f"company-{company_id}"
        folder = tempfile.TemporaryDirectory(prefix="bourse-cachet-")
        cls.addClassCleanup(folder.cleanup)
        cls.seal_folder = Path(folder.name)
        chosen = patch.dict(os.environ, {res_company_seal.FOLDER: folder.name})
        chosen.start()
        cls.addClassCleanup(chosen.stop)
        cls.p12 = seal_key.self_signed("Centre de gestion d'essai", PASSPHRASE)
        cls._put_key()

    @classmethod
    def _put_key(cls, content=None, passphrase=PASSPHRASE, name=None):
        """Install this key, by default the good one of the company of the tests."""
        name = name or cls.seal_name
        (cls.seal_folder / f"{name}.p12").write_bytes(
            cls.p12 if content is None else content
        )
        (cls.seal_folder / f"{name}.txt").write_text(f"{passphrase}\n")

    @classmethod
    def _no_key(cls):
        for file in cls.seal_folder.iterdir():
            file.unlink()


class SealCase(SealKey, MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 9
        cls._install_key(cls.env.company.id)

    def setUp(self):
        super().setUp()
        self.addCleanup(self._put_key)

    def signed(self, request=None, render=False):
        """A document that everyone has signed: the agent by a code, the employer on
        the portal, the host on paper, then the visa."""
        document = self.frozen_convention(request, render).document_id
        self.sign_all(document)
        return document

    def sign_all(self, document):
        for row in document.signatory_ids.sorted("step"):
            if row.state != "pending":
                continue
            if row.role == "visa":
                row.with_user(self.adviser).action_give_visa()
            elif row.party == "host":
                scan = base64.b64encode(small_pdf("Papier signé"))
                row._sign_on_paper(scan, "papier.pdf", self._today())
            else:
                method = "code" if row.party == "agent" else "portal"
                row._sign(method, EVIDENCE, row.name)
        self.assertEqual(document.state, "signed")

    def run_cron(self, time_left=float("inf")):
        """The cron as it runs, but for its commits: these tests share a cursor."""

        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.flush_all()
            cron.env.invalidate_all()
            self.progress.append((processed, remaining))
            return time_left

        self.progress = []
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", commit):
            self.env["mobility.document"]._cron_seal()

    def sealed(self, **more):
        document = self.signed(**more)
        self.run_cron()
        self.assertTrue(document.sealed_on, document.seal_problem)
        return document

    def again(self, document):
        """An hour later."""
        document = document.sudo()
        self.env.cr.execute(
            "UPDATE mobility_document SET seal_tried_on = NULL WHERE id = %s",
            [document.id],
        )
        document.invalidate_recordset()
        self.run_cron()

    def bytes_of(self, document, name="sealed_file"):
        return base64.b64decode(document[name] or b"")

    def copies(self, document):
        """The mails of the copies, with their file."""
        return self.env["mail.mail"].search(
            [
                ("subject", "ilike", document.display_name),
                (
                    "attachment_ids.name",
                    "=like",
                    f"{document.display_name} - version %",
                ),
            ]
        )

    def lines(self, document, event):
        return document.journal_ids.filtered(lambda line: line.event == event)

    def freeze_as(self, convention, content, version=2, signatories=None):
        """A document of these very bytes."""
        documents = self.env["mobility.document"]
        return documents._freeze(
            [
                {
                    "content": content,
                    "signatories": signatories or convention._signatories(),
                    "name": convention.number,
                    "kind": "convention",
                    "version": version,
                    "verification_code": new_code(),
                    "summary": [],
                    "convention_id": convention.id,
                    "company_id": convention.company_id.id,
                }
            ]
        )
