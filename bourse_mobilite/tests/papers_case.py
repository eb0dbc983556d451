"""The papers that follow a convention, without their pages."""

import base64
from contextlib import contextmanager
from unittest.mock import patch

from ..models.guard import acting
from .assessment_case import DAY, AssessmentCast
from .common import MobilityCase, small_pdf

SEALED = small_pdf("Scellé")


class PaperCase(AssessmentCast, MobilityCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 9

    @contextmanager
    def small_papers(self):
        """The papers without their pages, and a cron that cannot commit."""
        printer = self.env.registry["report.bourse_mobilite.paper_document"]
        cron = self.env.registry["ir.cron"]

        def page(_printer, _act, kind, _role, name, _edition, _said):
            return small_pdf(f"{kind} {name}")

        def commit(_cron, processed=0, *, remaining=None, deactivate=False):
            return float("inf")

        with (
            patch.object(printer, "_render_paper", page),
            patch.object(cron, "_commit_progress", commit),
        ):
            yield

    def pass_by(self):
        """The cron."""
        with self.small_papers():
            self.env["mobility.convention"]._cron_papers()
        self.env.flush_all()
        self.env.invalidate_all()

    def seal(self, document):
        """Sealed as the mechanism does it, without the seal itself."""
        acting(document.sudo()).write(
            {
                "sealed_on": "2026-01-05 08:00:00",
                "sealed_file": base64.b64encode(SEALED),
                "sealed_sha256": "0" * 64,
            }
        )
        document._owner()._on_sealed(document)
        self.env.flush_all()

    def sealed(self, request=None):
        """A convention that bears its seal."""
        convention = self.signed(request)
        self.seal(convention.document_id)
        return convention

    def ordered(self, request=None):
        """A sealed convention and its orders of mission."""
        convention = self.sealed(request)
        self.pass_by()
        return convention, convention._papers("mission_order")

    def attested(self):
        """An immersion that is done, and its attestation."""
        convention = self.sealed()
        self.move_to(convention.request_id, self._today() - DAY)
        convention.request_id.action_done()
        self.pass_by()
        return convention, convention._papers("attestation")
