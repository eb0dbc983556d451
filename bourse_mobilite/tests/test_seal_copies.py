"""Who receives the sealed file, and who does not."""

import re

from odoo.tests import tagged

from .seal_case import SealCase


@tagged("post_install", "-at_install")
class TestSealCopies(SealCase):
    def setUp(self):
        super().setUp()
        # In the cast they read a mailbox of their service.
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.rh_host.partner_id.email = "denis.hubert@personne.example.org"

    def sent(self, document):
        """To whom, in order."""
        return sorted(self.copies(document).mapped("email_to"))

    def addresses(self, *users):
        return sorted(user.partner_id.email_formatted for user in users)

    def test_signatories_and_hr_contacts_once_each(self):
        document = self.sealed()
        self.assertEqual(
            self.sent(document),
            self.addresses(
                self.agent, self.authority, self.authority_host, self.rh, self.rh_host
            ),
        )
        (line,) = self.lines(document, "copied")
        self.assertEqual(
            sorted(line.details["names"]),
            sorted(
                user.name
                for user in (
                    self.agent, self.authority, self.authority_host, self.rh,
                    self.rh_host,
                )
            ),
        )  # fmt: skip

    def test_the_file_is_the_sealed_one(self):
        document = self.sealed()
        for mail in self.copies(document):
            (file,) = mail.attachment_ids
            self.assertEqual(file.raw, self.bytes_of(document))
            self.assertEqual(file.mimetype, "application/pdf")
            self.assertEqual(file.res_model, "mail.message")
            self.assertFalse(file.public)

    def test_no_personal_link_and_no_record_behind(self):
        document = self.sealed()
        for mail in self.copies(document):
            self.assertNotRegex(mail.body_html, "/signer/|/decider/")
            (link,) = re.findall('href="([^"]+)"', mail.body_html)
            self.assertTrue(
                link.endswith(f"/convention/verifier/{document.verification_code}")
            )
            self.assertFalse(mail.model or mail.res_id)

    def test_neither_the_visa_nor_the_tutor_nor_another_employer(self):
        document = self.sealed()
        others = self.addresses(
            self.adviser, self.tutor, self.rh_third, self.agent2, self.manager
        )
        self.assertFalse(set(others) & set(self.sent(document)))

    def test_nothing_to_a_mailbox_that_several_people_read(self):
        self.rh.partner_id.email = "drh@noyon.example.org"
        self.authority.partner_id.email = "mairie@noyon.example.org"
        document = self.sealed()
        self.assertEqual(
            self.sent(document),
            self.addresses(self.agent, self.authority_host, self.rh_host),
        )
        note = document.convention_id.message_ids[0]
        self.assertIn(self.authority.name, note.body)
        self.assertNotIn(self.rh.name, note.body)

    def test_who_has_no_mail_is_told_to_staff(self):
        self.agent.partner_id.email = False
        document = self.sealed()
        self.assertNotIn("Aurélie Durand", str(self.sent(document)))
        note = document.convention_id.message_ids[0]
        self.assertIn("Aurélie Durand", note.body)
        self.assertIn("another way", note.body)

    def test_nobody_left_out_no_note(self):
        document = self.sealed()
        bodies = document.convention_id.message_ids.mapped("body")
        self.assertFalse([body for body in bodies if "another way" in body])

    def test_one_person_several_times_has_one_copy(self):
        self._cast_role(self.authority, self.origin, "hr")
        self._cast_role(self.rh, self.host, "hr")
        document = self.sealed()
        sent = self.sent(document)
        self.assertEqual(len(sent), len(set(sent)))
        self.assertEqual(len(sent), 5)

    def test_one_mailbox_of_two_contacts_has_one_copy(self):
        twin = self.env["res.partner"].create(
            {"name": "Claire Petit", "email": self.rh.partner_id.email.upper()}
        )
        self.env["mobility.role"].create(
            {"partner_id": twin.id, "employer_id": self.origin.id, "kind": "hr"}
        )
        document = self.sealed()
        self.assertEqual(len(self.sent(document)), 5)

    def test_a_contact_of_the_past_has_none(self):
        self.role_rh.date_end = "2020-01-01"
        document = self.sealed()
        self.assertNotIn(*self.addresses(self.rh), self.sent(document))

    def test_who_was_replaced_has_none(self):
        """Somebody else signed instead."""
        from ..models.guard import acting

        document = self.frozen_convention().document_id
        row = document.signatory_ids.filtered(lambda one: one.party == "employer")
        acting(document.signatory_ids).create(
            {
                "document_id": document.id,
                "party": "employer",
                "partner_id": self.agent2.partner_id.id,
                "name": self.agent2.name,
                "organisation_id": self.origin.id,
                "organisation_name": self.origin.name,
                "substitute_of_id": row.id,
            }
        )
        acting(row).state = "replaced"
        self.sign_all(document)
        self.run_cron()
        sent = self.sent(document)
        self.assertIn(*self.addresses(self.agent2), sent)
        self.assertNotIn(*self.addresses(self.authority), sent)

    def test_the_address_of_the_day_of_the_seal_is_used(self):
        document = self.signed()
        self.agent.partner_id.email = "nouvelle.adresse@personne.example.org"
        self.run_cron()
        self.assertIn("nouvelle.adresse", str(self.sent(document)))
