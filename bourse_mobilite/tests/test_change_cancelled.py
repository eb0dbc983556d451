"""A convention cancelled: with a reason, said to those whom it concerns."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .change_case import WHY, ChangeCase


@tagged("post_install", "-at_install")
class TestConventionCancelled(ChangeCase):
    def cancel(self, reason=WHY, user=None):
        self.convention.with_user(user or self.adviser).action_cancel(reason)

    def test_everyone_who_was_asked_or_has_signed_is_told(self):
        self.sign("agent")
        self._new()
        self.cancel()
        mails = self._new()
        self.assertWrittenTo(mails, self.agent, self.authority, self.authority_host)
        for mail in mails:
            self.assertIn(WHY, mail.body_html)
        self.assertFalse(self.links(self.document.signatory_ids))
        self.assertEqual(self.lines("cancelled").details["reason"], WHY)
        self.assertEqual(self.document.state, "cancelled")

    def paragraphs(self, goes_on):
        """What the mail says when the request goes on, or when it does not."""
        template = self.env.ref("bourse_mobilite.mail_sign_cancelled")
        lang = self.agent.partner_id._mobility_lang()
        render = template.with_context(lang=lang)._mobility_renderer()
        sample = next(iter(template._mobility_samples()))
        body = render({**sample, "goes_on": goes_on})[1]
        return {line.strip() for line in str(body).split("<p>")}

    def test_the_request_goes_on_and_the_mail_says_so(self):
        (goes_on,) = self.paragraphs("yes") - self.paragraphs("")
        (stops,) = self.paragraphs("") - self.paragraphs("yes")
        self.cancel()
        self.assertEqual(self.convention.request_id.state, "agreed")
        mail = self.mail_to(self._new(), self.agent)
        self.assertIn(goes_on, mail.body_html)
        self.assertNotIn(stops, mail.body_html)

    def test_the_reason_is_asked_once_it_was_made(self):
        for nothing in ("", None, "  ", "\u200b"):
            with self.subTest(nothing), self.assertRaises(UserError):
                self.cancel(nothing)
        self.assertEqual(self.convention.state, "to_sign")

    def test_a_draft_is_given_up_without_a_word(self):
        request = self.agreed_request(self.candidate2)
        request.action_make_convention()
        self._new()
        request._convention().with_user(self.adviser).action_cancel()
        self.assertFalse(self._new())

    def test_once_cancelled_it_is_closed(self):
        self.cancel()
        self._new()
        for act in (self.cancel, lambda: self.convention.action_correct(WHY)):
            with self.assertRaises(UserError):
                act()
        self.assertFalse(self._new())

    def test_with_the_request_each_is_told_once_and_not_why(self):
        self._new()
        self.convention.request_id.with_user(self.adviser).action_cancel("Réservé")
        mails = self._new()
        self.assertEqual(len(mails), len(set(mails.mapped("email_to"))))
        for user in (self.agent, self.authority, self.authority_host):
            self.assertTrue(self.mail_to(mails, user), user.name)
        for mail in mails:
            self.assertNotIn("Réservé", mail.body_html)
        self.assertEqual(self.document.state, "cancelled")

    def test_who_no_longer_acts_for_the_host_is_told_of_the_document(self):
        self.role_authority_host.date_end = "2020-01-01"
        self._new()
        self.convention.request_id.with_user(self.adviser).action_cancel("Réservé")
        mail = self.mail_to(self._new(), self.authority_host)
        self.assertEqual(len(mail), 1)
        self.assertIn(self.convention.number, mail.subject)
        self.assertNotIn("Réservé", mail.body_html)

    def test_only_staff_cancel(self):
        for user in (self.agent, self.rh, self.authority, self.rh_host, self.internal):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.cancel(user=user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.convention.with_user(user).action_open_cancel()
        self.assertEqual(self.convention.state, "to_sign")
