"""Who is asked to sign has another mailbox: the one before is told."""

from odoo.tests import tagged

from ..models.guard import acting
from .common import MobilityCase

NEW = "zoe.autre@ailleurs.example.net"


@tagged("post_install", "-at_install")
class TestMailMailbox(MobilityCase):
    def setUp(self):
        super().setUp()
        self.env.company.write({"name": "CDG d’essai", "phone": "03 99 00 11 22"})
        self.convention = self.frozen_convention()
        self.person = self.authority.partner_id
        self.old = self.person.email
        self.row = self.convention.signatory_ids.filtered(
            lambda row: row.partner_id == self.person
        )

    def _warned(self, act):
        """The mails to the mailbox before that ``act`` writes."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([("mobility_company_id", "!=", False)])
        act()
        new = mails.search([("mobility_company_id", "!=", False)]) - before
        for mail in new:
            self.assertIn(self.old, mail.email_to)
        return new

    def _changed(self, email=NEW, person=None):
        return self._warned(lambda: (person or self.person).write({"email": email}))

    def test_the_mailbox_before_is_told_without_link_nor_anybody_else(self):
        mail = self._changed()
        self.assertEqual(len(mail), 1)
        self.assertEqual(self.person.email, NEW)
        self.assertIn("z•••@ailleurs.example.net", mail.body_html)
        self.assertIn("03 99 00 11 22", mail.body_html)
        self.assertIn(self.person.name, mail.body_html)
        for secret in (
            NEW,
            "href",
            self.agent.name,
            self.host.name,
            self.authority_host.name,
            self.convention.number,
        ):
            self.assertNotIn(secret, mail.body_html + mail.subject)

    def test_tried_again_it_does_not_follow_to_the_new_mailbox(self):
        mail = self._changed()
        self.assertFalse(mail.mobility_person_id)
        mail.write({"state": "exception"})
        self.env["mail.mail"]._mobility_retry_failed()
        self.assertEqual(mail.state, "outgoing")
        self.assertIn(self.old, mail.email_to)

    def test_taken_away(self):
        mail = self._changed(False)
        self.assertEqual(len(mail), 1)
        self.assertNotIn("•••", mail.body_html)

    def test_each_change_tells_the_one_before(self):
        self._changed()
        self.old = NEW
        self.assertEqual(len(self._changed("trois@ailleurs.example.net")), 1)

    def test_by_the_person_too(self):
        mail = self._warned(
            lambda: self.person.with_user(self.authority).sudo().write({"email": NEW})
        )
        self.assertEqual(len(mail), 1)

    def test_nothing_when_nothing_changes(self):
        for email in (self.old, self.old.upper(), f"  {self.old} "):
            self.assertFalse(self._changed(email))
        self.assertFalse(self._warned(lambda: self.person.write({"phone": "1"})))

    def test_nothing_when_nothing_is_asked(self):
        for name in ("signed", "refused", "replaced"):
            acting(self.row).state = name
            self.assertFalse(self._changed(), name)
            self.person.email = self.old
        acting(self.row).write({"state": "pending", "asked_on": False})
        self.assertFalse(self._changed())
        self.person.email = self.old
        acting(self.row).asked_on = "2026-01-01"
        self.convention.document_id._drop("cancelled", "Erreur")
        self.assertFalse(self._changed())

    def test_nothing_to_a_mailbox_that_several_people_read(self):
        self.person.mobility_shared_mailbox = True
        self.assertFalse(self._changed())

    def test_of_several_only_who_signs(self):
        others = self.person | self.rh.partner_id
        mails = self._warned(lambda: others.write({"email": NEW}))
        self.assertEqual(len(mails), 1)
