"""Documents on which every kind of act was done, and what the check says of them."""

import base64
import hashlib
import io

from PIL import Image

from odoo import fields

from ..models.guard import acting
from .common import MobilityCase, small_pdf


def picture(width=40, height=20, kind="PNG"):
    """A drawn signature, or a scanned paper."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


class CheckCase(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 50

    def row(self, document, party, role="signature"):
        (row,) = document.signatory_ids.filtered(
            lambda one: (one.party, one.role, one.state) == (party, role, "pending")
        )
        return row

    def paper(self, row, scan=None):
        row.with_user(self.adviser).sudo()._sign_on_paper(
            base64.b64encode(scan or small_pdf("signé")), "signe.pdf", self._today()
        )

    def signed_by_all(self, document):
        """The agent drew, the employer signed on paper, the host typed, then the visa."""
        self.row(document, "agent")._sign(
            "portal", {"identity": "user"}, "Aurélie Durand", picture()
        )
        self.paper(self.row(document, "employer"))
        self.row(document, "host")._sign("code", {"identity": "link"}, "Gilles")
        visa = document.signatory_ids.filtered(lambda row: row.role == "visa")
        visa.with_user(self.adviser).action_give_visa()

    def sealed_by_hand(self, document):
        """What sealing leaves, without a key."""
        content, now = small_pdf("scellé"), fields.Datetime.now()
        acting(document).write(
            {
                "sealed_on": now,
                "sealed_file": base64.b64encode(content),
                "sealed_sha256": self.sha256(content),
            }
        )
        document._note(
            "sealed",
            sha256=self.sha256(content),
            sealed_on=fields.Datetime.to_string(now),
        )

    def sha256(self, content):
        return hashlib.sha256(content).hexdigest()

    def found(self, document):
        """The findings, as one looks in another transaction."""
        (findings,) = document._findings().values()
        return findings

    def codes(self, document):
        return {code for code, _what, _whose in self.found(document)}

    def sql(self, query, *arguments):
        self.env.flush_all()
        self.env.cr.execute(query, arguments)
        self.env.invalidate_all()
