"""A convention whose signatures come back on paper."""

import base64

from odoo.exceptions import UserError

from .common import MobilityCase, small_pdf

PAPER = base64.b64encode(small_pdf())


class PaperSignCase(MobilityCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 3
        self.convention = self.frozen_convention()
        self.document = self.convention.document_id
        self.row = self.convention.signatory_ids.filtered(
            lambda row: row.partner_id == self.authority_host.partner_id
        )

    def wizard(self, rows=None, user=None, **vals):
        rows = self.row if rows is None else rows
        return (
            self.env["mobility.paper.wizard"]
            .with_user(user or self.adviser)
            .create(
                {
                    "convention_id": self.convention.id,
                    "signatory_ids": rows.ids,
                    "code": self.document.verification_code,
                    "scan": PAPER,
                    "scan_name": "papier.pdf",
                    **vals,
                }
            )
        )

    def assertRefused(self, pattern, wizard):
        lines = self.document.journal_count
        with self.assertRaisesRegex(UserError, pattern):
            wizard.action_confirm()
        self.assertEqual(
            (self.row.state, self.row.scan, self.document.journal_count),
            ("pending", False, lines),
        )
