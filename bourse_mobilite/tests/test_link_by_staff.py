"""Staff sends a link to sign again."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_sign_link_again import SignLinkCase


@tagged("post_install", "-at_install")
class TestSignLinkByStaff(SignLinkCase):
    def test_sent_again(self):
        for user in (self.adviser, self.referent, self.manager):
            before = len(self.sent_to(self.authority))
            self.row.with_user(user).action_send_again()
            urls = self.sent_to(self.authority)
            self.assertEqual(len(urls), before + 1)
        line = self.document.journal_ids.sorted("rank")[-1:]
        self.assertEqual(
            (line.event, line.user_id, line.details["names"]),
            ("sent", self.manager, [self.authority.name]),
        )
        self.assertShows(self.page(urls[0]), self.document.name)
        self.assertFalse(
            self.convention.message_ids.filtered(
                lambda one: "/convention/signer/" in (one.body or "")
            )
        )

    def test_who_may_not(self):
        for user in (self.internal, self.agent, self.authority, self.rh, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.row.with_user(user).action_send_again()

    def test_to_nobody_who_cannot_sign(self):
        visa = self.document.signatory_ids.filtered(lambda row: row.role == "visa")
        self.row_of(self.agent)._sign("portal", {}, self.agent.name)
        self.authority.partner_id.email = "mairie@noyon.example.org"
        for row in (visa, self.row_of(self.agent), self.row):
            with self.assertRaisesRegex(UserError, row.name):
                row.with_user(self.adviser).action_send_again()
        self.document._drop("cancelled", "Erreur")
        with self.assertRaises(UserError):
            self.row_of(self.authority_host).with_user(self.adviser).action_send_again()
