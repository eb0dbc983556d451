"""Recording a paper that was signed by hand."""

import base64
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import pikepdf

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..pdf import scan
from .common import small_pdf
from .paper_sign_case import PAPER, PaperSignCase


def pages(count):
    out, pdf = BytesIO(), pikepdf.new()
    for _page in range(count):
        pdf.add_blank_page()
    pdf.save(out)
    return base64.b64encode(out.getvalue())


@tagged("post_install", "-at_install")
class TestPaperWizard(PaperSignCase):
    def signed_line(self, row):
        return self.document.journal_ids.filtered(
            lambda line: line.event == "signed" and line.signatory_id == row
        )

    def test_neither_code_nor_reason(self):
        for vals in (
            {"code": False},
            {"code": "  \u200b "},
            {"code": False, "no_code_reason": "Pied de page coupé"},
        ):
            with self.subTest(vals):
                self.assertRefused("tick the box", self.wizard(**vals))
        for reason in (False, "  ", " – "):
            with self.subTest(reason=reason):
                vals = {"code": False, "no_code": True, "no_code_reason": reason}
                self.assertRefused("why no code", self.wizard(**vals))

    def test_no_code_can_be_read_and_why_is_kept(self):
        self.wizard(
            code=False, no_code=True, no_code_reason=" Pied de page coupé "
        ).action_confirm()
        self.assertEqual((self.row.state, self.row.method), ("signed", "paper"))
        self.assertEqual(self.row.recorded_by_id, self.adviser)
        line = self.signed_line(self.row)
        self.assertEqual(line.details["no_code"], "Pied de page coupé")
        self.assertNotIn("printed_code", line.details)
        self.assertEqual(self.document._findings()[self.document], [])

    def test_a_code_that_was_typed_is_checked_whatever_is_ticked(self):
        vals = {"no_code": True, "no_code_reason": "Illisible"}
        self.assertRefused("2222", self.wizard(code="2222-2222-2222", **vals))

    def test_the_box_forgets_the_code_that_was_begun(self):
        wizard = Form(
            self.env["mobility.paper.wizard"]
            .with_user(self.adviser)
            .with_context(default_convention_id=self.convention.id)
        )
        wizard.signatory_ids.add(self.row)
        wizard.scan = PAPER.decode()
        wizard.code = "7K3M"
        wizard.no_code = True
        wizard.no_code_reason = "Copie illisible"
        self.assertFalse(wizard.code)
        wizard.save().action_confirm()
        self.assertEqual(self.row.state, "signed")

    def test_the_form_asks_for_the_code_or_for_the_reason(self):
        wizard = Form(
            self.env["mobility.paper.wizard"]
            .with_user(self.adviser)
            .with_context(default_convention_id=self.convention.id)
        )
        wizard.signatory_ids.add(self.row)
        wizard.scan = PAPER.decode()
        with self.assertRaisesRegex(AssertionError, "code is a required"):
            wizard.save()
        wizard.no_code = True
        with self.assertRaisesRegex(AssertionError, "no_code_reason is a required"):
            wizard.save()

    def test_the_code_that_is_printed(self):
        code = self.document.verification_code
        for rows, typed in (
            (self.row, code),
            (self.convention.signatory_ids[:1], f" {code.lower().replace('-', ' ')} "),
        ):
            self.wizard(rows, code=typed).action_confirm()
            self.assertEqual(rows.state, "signed")
            self.assertEqual(self.signed_line(rows).details["printed_code"], code)

    def test_the_code_of_another_paper(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2)).document_id
        self.assertRefused(
            rf"{other.name}.*version 1", self.wizard(code=other.verification_code)
        )
        self.assertEqual(set(other.signatory_ids.mapped("state")), {"pending"})

    def test_the_code_of_the_version_before(self):
        before = self.document.verification_code
        self.convention.with_user(self.adviser).action_correct("Autres horaires")
        model = self.env.registry["mobility.convention"]
        with patch.object(model, "_render_pdf", lambda act, edition: small_pdf()):
            self.convention.action_freeze()
        self.document = self.convention.document_id
        self.row = self.document.signatory_ids[:1]
        self.assertEqual(self.document.version, 2)
        self.assertRefused("version 1", self.wizard(code=before))
        self.wizard(code=self.document.verification_code).action_confirm()
        self.assertEqual(self.row.state, "signed")

    def test_a_code_that_nobody_bears(self):
        unknown = "2222-2222-2222"
        self.assertRefused(unknown, self.wizard(code=unknown))

    def test_what_is_no_code(self):
        for typed in ("abc", "C-2026-00001", "O0O0-IIII-LLLL", "<b>x</b>", "é" * 500):
            with self.subTest(code=typed):
                self.assertRefused("7K3M-Q9ZB-4TXD", self.wizard(code=typed))

    def test_the_document_changed_while_the_window_was_open(self):
        wizard = self.wizard()
        self.assertEqual(wizard.document_id, self.document)
        self.document._drop("cancelled", "Erreur")
        self.assertRefused("replaced or cancelled", wizard)

    def test_size(self):
        head = small_pdf()
        most = scan.MOST_MEGABYTES * 1024 * 1024
        heavy = base64.b64encode(head + b"\n" * (most - len(head) + 1))
        self.assertRefused("25 MB", self.wizard(scan=heavy))
        just = base64.b64encode(head + b"\n" * (most - len(head)))
        self.wizard(scan=just).action_confirm()
        self.assertEqual(self.row.state, "signed")

    def test_pages(self):
        self.assertRefused("60", self.wizard(scan=pages(scan.MOST_PAGES + 1)))
        self.wizard(scan=pages(scan.MOST_PAGES)).action_confirm()
        self.assertEqual(self.row.state, "signed")

    def test_what_cannot_be_read(self):
        for content in (b"%PDF-1.7 no PDF", b"\x89PNG\r\n\x1a\n no more"):
            wizard = self.wizard(scan=base64.b64encode(content))
            self.assertRefused("cannot be read", wizard)

    def test_a_type_of_file_that_cannot_be_taken(self):
        heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
        for name, content in (
            ("contrat.docx", b"PK\x03\x04[Content_Types].xml"),
            ("scan.zip", b"PK\x03\x04scan.pdf" + base64.b64decode(PAPER)),
            ("IMG_0042.heic", heic),
            ("page.html", b"<html></html>"),
            ("a.exe", b"MZ a program"),
        ):
            with self.subTest(name=name):
                wizard = self.wizard(scan=base64.b64encode(content), scan_name=name)
                self.assertRefused(f"cannot be taken .{name}.*JPEG or PNG", wizard)
        self.assertRefused(
            r"cannot be taken\. Attach",
            self.wizard(scan=base64.b64encode(heic), scan_name=False),
        )

    def test_several_signatures_on_one_scan(self):
        rows = self.convention.signatory_ids.filtered(lambda row: row.role != "visa")
        self.assertEqual(len(rows), 3)
        self.wizard(rows).action_confirm()
        self.assertEqual(set(rows.mapped("state")), {"signed"})
        self.assertEqual(set(rows.mapped("scan_name")), {"papier.pdf"})
        lines = self.document.journal_ids.filtered(lambda line: line.event == "signed")
        self.assertEqual(len({line.details["scan_sha256"] for line in lines}), 1)

    def test_the_row_of_another_document_is_not_recorded(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        wizard = self.wizard(self.row | other.signatory_ids[:1])
        wizard.action_confirm()
        self.assertEqual(self.row.state, "signed")
        self.assertEqual(set(other.signatory_ids.mapped("state")), {"pending"})

    def test_the_dates(self):
        today = self._today()
        for day in (today + timedelta(days=1), today - timedelta(days=2)):
            self.assertRefused("dated between", self.wizard(signed_on=day))

    def test_from_the_line_of_the_person(self):
        action = self.row.with_user(self.adviser).action_open_paper()
        wizard = Form(
            self.env["mobility.paper.wizard"]
            .with_user(self.adviser)
            .with_context(**action["context"])
        )
        self.assertEqual(wizard.signatory_ids[:].ids, self.row.ids)
        wizard.code = self.document.verification_code
        wizard.scan = PAPER.decode()
        wizard.save().action_confirm()
        self.assertEqual(self.row.state, "signed")

    def test_who_may(self):
        for user in (self.internal, self.agent, self.authority, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wizard(user=user)
        for user in (self.referent, self.manager):
            row = self.convention.signatory_ids.filtered(
                lambda one: one.state == "pending"
            )[:1]
            self.wizard(row, user).action_confirm()
            self.assertEqual(row.state, "signed")

    def test_of_another_centre(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        wizard = self.wizard()
        self.adviser.write({"company_ids": other.ids, "company_id": other.id})
        with self.assertRaises(AccessError):
            wizard.with_user(self.adviser).action_confirm()
