"""Taking back a signature that was recorded from a paper by mistake."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.guard import acting
from .paper_sign_case import PaperSignCase


@tagged("post_install", "-at_install")
class TestUnsignWizard(PaperSignCase):
    def setUp(self):
        super().setUp()
        self.wizard().action_confirm()

    def undo(self, reason, user=None):
        action = self.row.with_user(user or self.adviser).action_open_unsign()
        form = Form(
            self.env["mobility.unsign.wizard"]
            .with_user(user or self.adviser)
            .with_context(**action["context"])
        )
        form.reason = reason
        return form.save().action_confirm()

    def test_taken_back_with_a_reason(self):
        self.undo("Mauvais scan")
        self.assertEqual(
            (self.row.state, self.row.method, self.row.scan), ("pending", False, False)
        )
        line = self.document.journal_ids.filtered(lambda one: one.event == "unsigned")
        self.assertEqual(line.details["reason"], "Mauvais scan")
        self.assertEqual(line.user_id, self.adviser)

    def test_a_reason_is_needed(self):
        with self.assertRaises(UserError):
            self.undo("   ")
        self.assertEqual(self.row.state, "signed")

    def test_the_window_opens_for_who_may(self):
        for user in (self.agent, self.authority_host, self.rh):
            row = self.row.with_user(user)
            for open_window in (row.action_open_unsign, row.action_open_paper):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    open_window()

    def test_not_what_was_signed_on_line(self):
        row = self.convention.signatory_ids[:1]
        row._sign("portal", {}, row.name)
        wizard = self.env["mobility.unsign.wizard"].with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "paper"):
            wizard.create({"signatory_id": row.id, "reason": "Erreur"}).action_confirm()
        self.assertEqual(row.state, "signed")

    def test_not_once_sealed(self):
        acting(self.document).sealed_on = "2026-01-01 10:00:00"
        with self.assertRaises(UserError):
            self.undo("Trop tard")
        self.assertEqual(self.row.state, "signed")

    def test_who_may(self):
        wizards = self.env["mobility.unsign.wizard"]
        for user in (self.internal, self.agent, self.authority, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizards.with_user(user).create(
                    {"signatory_id": self.row.id, "reason": "x"}
                )
        self.undo("Erreur", self.referent)
        self.assertEqual(self.row.state, "pending")
