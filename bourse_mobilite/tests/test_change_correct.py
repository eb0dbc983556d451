"""A mistake found while it is being signed: the next version, and who signs again."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .change_case import WHY, ChangeCase
from .signing_case import EVIDENCE

NEW_PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestCorrect(ChangeCase):
    def correct(self, reason=WHY, user=None):
        self.convention.with_user(user or self.adviser).action_correct(reason)

    def next_version(self, **vals):
        self.correct()
        if vals:
            self.convention.with_user(self.adviser).write(vals)
        self._new()
        return self.freeze(self.convention)

    def test_the_document_is_replaced_and_the_text_open_again(self):
        self.correct()
        self.assertEqual(self.document.state, "replaced")
        self.assertEqual(self.document.sudo().dropped_reason, WHY)
        self.assertEqual(self.convention.state, "draft")
        self.assertFalse(self.convention.document_id)
        self.assertTrue(self.document.frozen_file, "the file is kept")
        self.assertFalse(self.links(self.document.signatory_ids))
        line = self.lines("replaced")
        self.assertEqual(line.details["reason"], WHY)
        self.assertEqual(line.user_id, self.adviser)
        self.convention.with_user(self.adviser).place = NEW_PLACE

    def test_the_reason_is_asked_for(self):
        for nothing in ("", None, " \n ", "\u200b", "–"):
            with self.subTest(nothing), self.assertRaises(UserError):
                self.correct(nothing)
        self.assertEqual(self.document.state, "to_sign")

    def test_everyone_who_was_asked_is_told_why(self):
        self.sign("agent")
        self._new()
        self.correct()
        mails = self._new()
        self.assertWrittenTo(mails, self.agent, self.authority, self.authority_host)
        for mail in mails:
            self.assertIn(WHY, mail.body_html)
            self.assertNotIn("/convention/signer/", mail.body_html)
        bodies = {
            user: str(self.mail_to(mails, user).body_html)
            for user in (self.agent, self.authority)
        }
        self.assertNotEqual(
            bodies[self.agent].replace(self.agent.name, "X"),
            bodies[self.authority].replace(self.authority.name, "X"),
            "who has signed reads that it no longer counts",
        )

    def test_nobody_is_told_twice(self):
        """Who signs for two parties has one mail."""
        self.convention.with_user(self.adviser).action_cancel(WHY)
        role = self._cast_role(self.authority, self.host, "authority", quality="Maire")
        request = self.convention.request_id
        request.action_make_convention()
        convention = request._convention()
        convention.host_signatory_id = role
        self.freeze(convention)
        self._new()
        convention.with_user(self.adviser).action_correct(WHY)
        self.assertWrittenTo(self._new(), self.agent, self.authority)

    def test_the_next_mail_says_what_changed_and_to_whom_again(self):
        self.sign("agent")
        self._new()
        document = self.next_version(place=NEW_PLACE)
        self.assertEqual(document.version, 2)
        self.assertEqual(document._before(), self.document)
        changes = document._changes()
        self.assertEqual(len(changes), 1)
        self.assertIn(NEW_PLACE, changes[0].after)
        self.assertNotIn(NEW_PLACE, changes[0].before)
        mails = self._new()
        self.assertWrittenTo(mails, self.agent, self.authority, self.authority_host)
        for mail in mails:
            self.assertIn(WHY, mail.body_html)
            self.assertIn(NEW_PLACE, mail.body_html)
            self.assertIn("2", mail.body_html)
            self.assertIn("/convention/signer/", mail.body_html)
        words = {
            row.party: row._mail_words()["again"] for row in document.signatory_ids
        }
        self.assertEqual(words, {"agent": "yes", "employer": "", "host": "", "cdg": ""})

    def test_the_first_version_says_nothing_of_another(self):
        words = self.row("agent")._mail_words()
        self.assertFalse(words["why"] or words["changes"] or words["again"])
        self.assertEqual(words["before"], self.convention.date_start)

    def test_a_version_without_a_visible_change_says_why_all_the_same(self):
        document = self.next_version(equipment="Gants")
        self.assertEqual(document._changes(), [])
        self.assertEqual(self.row("agent", document)._mail_words()["why"], WHY)

    def test_a_code_of_version_one_opens_nothing_on_version_two(self):
        row = self.row("agent")
        code, digits = self.asked(row)
        document = self.next_version()
        with self.assertRaises(UserError):
            code._confirm(digits, EVIDENCE)
        self.assertEqual(set(document.signatory_ids.mapped("state")), {"pending"})
        self.assertEqual(row.state, "pending")
        new = self.row("agent", document)
        self.assertFalse(self.env["mobility.code"]._waiting(new, new.partner_id))

    def test_nobody_signs_version_one_any_more(self):
        row = self.row("agent")
        self.correct()
        for act in (
            lambda: row._sign("portal", EVIDENCE, row.name),
            lambda: row._refuse("Non", EVIDENCE),
            lambda: row._sign_on_paper(
                base64.b64encode(b"%PDF-1.4"), "x.pdf", self._today()
            ),
        ):
            with self.assertRaises(UserError):
                act()
        self.assertEqual(row.state, "pending")

    def test_twice_is_once(self):
        self.correct()
        self._new()
        with self.assertRaises(UserError):
            self.correct()
        self.assertFalse(self._new())

    def test_what_everyone_signed_is_not_corrected(self):
        self.sign_all()
        with self.assertRaisesRegex(UserError, "avenant"):
            self.correct()
        self.assertEqual(self.convention.state, "signed")

    def test_staff_reads_a_preview_while_it_is_corrected(self):
        self.correct()
        with self.small_files():
            printed = self.convention.with_user(self.adviser)._printed_all()
        self.assertNotEqual(
            printed[self.convention.id], base64.b64decode(self.document.frozen_file)
        )

    def test_only_staff_correct(self):
        for user in (self.agent, self.rh, self.authority, self.rh_host, self.internal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.correct(user=user)
        self.assertEqual(self.document.state, "to_sign")

    def test_the_wizard_says_who_will_be_told(self):
        self.sign("agent")
        convention = self.convention.with_user(self.adviser)
        action = convention.action_open_correct()
        wizard = self.env["mobility.change.wizard"].browse(action["res_id"])
        wizard = wizard.with_user(self.adviser)
        for user in (self.agent, self.authority, self.authority_host):
            self.assertIn(user.name, wizard.told)
        self.assertEqual(wizard.signed_again, self.agent.name)
        wizard.reason = WHY
        wizard.action_confirm()
        self.assertEqual(self.convention.state, "draft")

    def test_a_party_cannot_open_the_wizard(self):
        for user in (self.agent, self.rh, self.authority):
            with self.assertRaises(AccessError):
                self.convention.with_user(user).action_open_correct()
