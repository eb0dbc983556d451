"""Signing: whose turn it is, what is kept, what is refused."""

import base64
import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.guard import acting
from ..rules import consent
from ..rules.journal import first_break
from .signing_case import EVIDENCE, SCAN, SigningCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestSigning(SigningCase):
    def test_all_sign_and_the_visa_comes_last(self):
        with self.assertRaisesRegex(UserError, "no longer asked"):
            self.row("cdg").with_user(self.adviser).action_give_visa()
        self.sign("agent", "host", "employer")
        self.assertEqual(self.document.state, "to_sign")
        self.assertEqual(self.document.open_step, 5)
        self.sign("cdg")
        self.assertEqual(self.document.state, "signed")
        self.assertEqual(self.convention.state, "signed")
        visa = self.row("cdg")
        self.assertEqual(visa.partner_id, self.adviser.partner_id)
        self.assertEqual((visa.name, visa.method), (self.adviser.name, "portal"))

    def test_who_gives_the_visa_is_told_so(self):
        self.sign("agent", "host", "employer")
        said = self.convention.with_user(self.adviser).action_give_visa()["params"]
        visa = self.row("cdg")
        self.assertEqual(visa.method, "portal", "outside programs rely on it")
        self.assertEqual(visa.method_text, "At the centre de gestion")
        self.assertEqual(said["type"], "success")
        for words in (self.document.display_name, self.adviser.name):
            self.assertIn(words, said["message"])

    def test_what_a_signature_leaves(self):
        code, digits = self.asked(
            self.row("employer"), name="Le  Maire <b>", signature=PNG
        )
        self.assertEqual(code._confirm(digits, EVIDENCE), "")
        row = self.row("employer")
        self.assertEqual((row.state, row.method), ("signed", "code"))
        self.assertEqual(row.signed_on, self._today())
        self.assertEqual(base64.b64decode(row.signature), PNG)
        kept = self.lines("signed").details
        self.assertEqual(kept["sha256"], self.document.frozen_sha256)
        self.assertEqual(kept["signature_sha256"], hashlib.sha256(PNG).hexdigest())
        self.assertEqual(kept["typed_name"], "Le  Maire <b>")
        self.assertEqual(kept["consent"], consent.VERSION)
        self.assertEqual(kept["consent_text"], consent.text("signature"))
        self.assertEqual(kept["destination"], code.destination)
        self.assertEqual((kept["attempts"], kept["documents"]), (1, 1))
        self.assertEqual({key: kept[key] for key in EVIDENCE}, EVIDENCE)
        self.assertNotIn(digits.replace(" ", ""), str(kept))
        self.assertFalse(code.sudo().signature, "it is with the signature now")

    def test_the_journal_holds_from_the_first_line_to_the_last(self):
        self.sign("agent", "employer", "host", "cdg")
        document = self.document
        events = document.journal_ids.mapped("event")
        self.assertEqual(events[:2], ["frozen", "sent"])
        self.assertEqual(events.count("signed"), 4)
        lines = [(line._line(), line.sha256) for line in document.journal_ids]
        self.env.invalidate_all()
        self.assertIsNone(
            first_break(lines, document.journal_count, document.journal_head)
        )
        self.assertEqual(document.journal_count, len(lines))

    def test_one_after_the_other(self):
        convention = self.frozen_convention(self._drafted("in_turn"))
        document = convention.document_id
        steps = {row.party: row.step for row in document.signatory_ids}
        self.assertEqual(steps, {"agent": 1, "employer": 2, "host": 3, "cdg": 5})
        asked = document.signatory_ids.filtered("asked_on")
        self.assertEqual(asked.mapped("party"), ["agent"])
        with self.assertRaisesRegex(UserError, "no longer asked"):
            self.asked(self.row("employer", document))
        self.sign("agent", document=document)
        self.assertTrue(self.row("employer", document).asked_on, "it is their turn")
        self.assertFalse(self.row("host", document).asked_on)
        self.sign("employer", "host", "cdg", document=document)
        self.assertEqual(document.state, "signed")

    def _drafted(self, order):
        request = self.agreed_request(self.candidate2)
        request.action_make_convention()
        request._convention().signing_order = order
        return request

    def test_an_elected_person_and_a_director(self):
        director = self.env["res.partner"].create(
            {"name": "Dora Directrice", "email": "dora@personne.example.org"}
        )
        self.env["mobility.role"].create(
            {"partner_id": director.id, "employer_id": self.origin.id,
             "kind": "authority", "quality": "DGS", "always_signs": True}
        )  # fmt: skip
        request = self.agreed_request(self.candidate2)
        convention = self.frozen_convention(request)
        rows = convention.document_id.signatory_ids
        self.assertEqual(
            [(row.party, row.organisation_id) for row in rows],
            [("agent", self.env["res.partner"]), ("employer", self.origin),
             ("employer", self.origin), ("host", self.host),
             ("cdg", self.env.company.partner_id)],
        )  # fmt: skip
        self.assertEqual(rows[2].name, "Dora Directrice")

    def test_a_paper_is_taken_back_with_a_reason(self):
        row = self.row("host")
        row._sign_on_paper(SCAN, "scan.pdf", self._today())
        staff = row.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "Please write why"):
            staff.action_undo_paper("  ")
        for other in (self.agent, self.rh, self.authority):
            with self.assertRaises(AccessError):
                row.with_user(other).action_undo_paper("Motif")
        staff.action_undo_paper("Mauvais papier")
        self.assertEqual((row.state, row.method, row.scan), ("pending", False, False))
        self.assertEqual(self.lines("unsigned").details["reason"], "Mauvais papier")
        with self.assertRaisesRegex(UserError, "Only a signature recorded"):
            staff.action_undo_paper("Encore")
        self.sign("host")
        with self.assertRaisesRegex(UserError, "Only a signature recorded"):
            staff.action_undo_paper("Encore")

    def test_refused_nothing_more_is_signed(self):
        row = self.row("employer")
        with self.assertRaisesRegex(UserError, "Please say why"):
            row._refuse(" ", EVIDENCE)
        row._refuse("Service fermé", EVIDENCE)
        self.assertEqual(self.document.state, "refused")
        self.assertEqual(row.refused_reason, "Service fermé")
        for party in ("agent", "host"):
            with self.assertRaisesRegex(UserError, "no longer asked"):
                self.asked(self.row(party))
        with self.assertRaisesRegex(UserError, "no longer asked"):
            row._refuse("Encore", EVIDENCE)

    def test_only_staff_gives_the_visa_and_nothing_else(self):
        self.sign("agent", "employer", "host")
        for other in (self.agent, self.rh, self.authority, self.internal):
            with self.assertRaises(AccessError):
                self.row("cdg").with_user(other).action_give_visa()
        with self.assertRaisesRegex(UserError, "no visa"):
            self.row("agent").with_user(self.adviser).action_give_visa()

    def test_what_was_frozen_no_mechanism_writes(self):
        document = acting(self.document.sudo())
        for vals in (
            {"frozen_file": SCAN},
            {"frozen_sha256": "0" * 64},
            {"verification_code": "7K3M-Q9ZB-4TXD"},
            {"summary": []},
            {"version": 9},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                document.write(vals)
        for record in (document, document.journal_ids):
            with self.assertRaises(AccessError):
                record.unlink()
        with self.assertRaises(AccessError):
            document.journal_ids.write({"event": "signed"})
