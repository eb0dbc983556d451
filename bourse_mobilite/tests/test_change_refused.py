"""A signature refused: who reads why, and what staff can do then."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .change_case import WHY, ChangeCase
from .signing_case import EVIDENCE


@tagged("post_install", "-at_install")
class TestSignatureRefused(ChangeCase):
    def refuse(self, party="host", reason=WHY):
        self.row(party)._refuse(reason, EVIDENCE)

    def test_the_others_who_were_asked_read_why(self):
        self.refuse()
        mails = self._new()
        self.assertWrittenTo(mails, self.agent, self.authority)
        for mail in mails:
            self.assertIn(WHY, mail.body_html)
            self.assertIn(self.authority_host.name, mail.subject)
            self.assertNotIn("/convention/signer/", mail.body_html)
        self.assertFalse(self.links(self.document.signatory_ids))

    def test_who_has_signed_is_told_too(self):
        self.sign("agent")
        self._new()
        self.refuse()
        self.assertWrittenTo(self._new(), self.agent, self.authority)

    def test_who_was_not_asked_yet_is_not_told(self):
        self.convention.with_user(self.adviser).action_cancel("Autre ordre")
        request = self.convention.request_id
        request.action_make_convention()
        convention = request._convention()
        convention.signing_order = "in_turn"
        document = self.freeze(convention)
        self._new()
        self.row("agent", document)._refuse(WHY, EVIDENCE)
        self.assertFalse(self._new(), "only the agent was asked")

    def test_what_was_written_is_only_text(self):
        self.refuse(reason="<script>alert(1)</script> non")
        mail = self.mail_to(self._new(), self.agent)
        self.assertIn("&lt;script&gt;", mail.body_html)
        activity = self.activities(self.convention, "activity_signature_refused")
        self.assertNotIn("<script", str(activity.note))
        self.assertIn("non", str(activity.note))

    def test_a_mailbox_that_several_people_read_is_named_to_staff(self):
        self.authority.partner_id.email = "mairie@noyon.example.org"
        self._new()
        self.refuse()
        self.assertWrittenTo(self._new(), self.agent)
        said = self.convention.message_ids[0].body
        self.assertIn(self.authority.name, said)
        self.assertNotIn(WHY, said)

    def test_the_adviser_has_one_thing_to_do_without_a_mail(self):
        self.refuse()
        activity = self.activities(self.convention, "activity_signature_refused")
        self.assertEqual(activity.user_id, self.adviser)
        self.assertEqual(activity.date_deadline, self._today())
        self.assertIn(self.authority_host.name, activity.summary)
        self.assertIn(WHY, str(activity.note))
        self.assertFalse(self.mail_to(self._new(), self.adviser))

    def test_to_correct_ends_what_was_to_do(self):
        self.refuse()
        self.convention.with_user(self.adviser).action_correct(WHY)
        self.assertFalse(self.activities(self.convention, "activity_signature_refused"))
        self.assertEqual(self.convention.state, "draft")

    def test_to_cancel_ends_what_was_to_do(self):
        self.refuse()
        self.convention.with_user(self.adviser).action_cancel(WHY)
        self.assertFalse(self.activities(self.convention, "activity_signature_refused"))
        self.assertEqual(self.convention.state, "cancelled")

    def test_without_a_reason_nothing_happens(self):
        for nothing in ("", "  \n", None):
            with self.assertRaises(UserError):
                self.refuse(reason=nothing)
        self.assertEqual(self.document.state, "to_sign")
        self.assertFalse(self._new())
        self.assertFalse(self.convention.activity_ids)
