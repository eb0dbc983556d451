"""What is written about the documents of a PPR, to whom, and what the night says of
them: nothing of what they are."""

import base64
import logging
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.guard import acting
from .ppr_convention_case import PprApartCase


@tagged("post_install", "-at_install")
class TestPprDocumentMails(PprApartCase):
    def all_mails(self, play):
        known = self.last_mail()
        play()
        return self.mails_since(known)

    def assertNeutral(self, mails):
        for mail in mails:
            self.assertSaysNothing(
                mail.subject, mail.body_html, also=["Bureautique", "d'Origine"]
            )
            self.assertNotRegex(mail.subject + mail.body_html, "R-[2-9A-Z]{4}")
            self.assertTrue(mail.mobility_private)
            self.assertFalse(mail.attachment_ids)

    def test_every_mail_of_a_whole_life_is_neutral(self):
        ppr = self.ready_ppr()
        rows = []

        def asked():
            ppr.action_freeze()

        def again():
            self.rows_of(ppr)[0].with_user(self.referent).action_send_again()

        def code():
            row = self.rows_of(ppr)[0]
            row._ask_code(row.partner_id, "code", row.name)

        def reminded():
            row = self.rows_of(ppr)[1]
            acting(row).asked_on = row.asked_on - timedelta(days=30)
            self.env["mobility.nightly"]._cron_night()

        def refused():
            self.rows_of(ppr)[0]._refuse("Je ne veux pas de ce reclassement", {})

        def corrected():
            ppr.action_correct("Une date de la PPR était fausse")

        def signed():
            ppr.action_freeze()
            self.sign_all_ppr(ppr)

        def copied():
            document = acting(ppr.sudo().document_id)
            document._send_copies(base64.b64decode(document.frozen_file))

        for act, people in (
            (asked, self.agent | self.authority),
            (again, self.agent),
            (code, self.agent),
            (reminded, self.authority),
            (refused, self.authority),
            (corrected, self.agent | self.authority),
            (signed, self.agent | self.authority | self.president),
            (copied, self.agent | self.authority | self.president),
        ):
            with self.subTest(act.__name__):
                mails = self.all_mails(act)
                self.assertNeutral(mails)
                written = {mail.mobility_person_id for mail in mails}
                self.assertTrue(set(people.partner_id) <= written, act.__name__)
                rows += mails
        self.assertTrue(rows)

    def test_a_mailbox_that_several_people_read_receives_nothing(self):
        self.authority.email = "mairie@origine.example.org"
        self.assertTrue(self.authority.partner_id.mobility_shared_mailbox)
        ppr = self.ready_ppr()
        mails = self.all_mails(ppr.action_freeze)
        self.assertEqual(mails.mobility_person_id, self.agent.partner_id)
        row = self.rows_of(ppr)[1]
        letter = {
            "person": row.partner_id, "record": row, "company": row.company_id,
            "template": "bourse_mobilite.mail_to_sign", "values": {"url": "/x"},
        }  # fmt: skip
        self.assertEqual(
            self.env["res.partner"]._mobility_write_all([letter]), [letter]
        )
        with self.assertRaises(UserError):
            row.with_user(self.referent).action_send_again()
        self.assertIn("to_hand_over", ppr.event_ids.mapped("event"))
        activity = self.env["mail.activity"].search(
            [("user_id", "=", self.referent.id)], order="id desc", limit=1
        )
        self.assertFalse(activity.res_model)
        self.assertSaysNothing(activity.summary, also=["Durand", "Maire"])

    def test_several_documents_in_one_mail(self):
        """That of a mayor who has an ordinary convention to sign too."""
        act = self.frozen_convention()
        ppr = self.written_ppr()
        rows = self.rows_of(ppr)[1] | act.sudo().document_id.signatory_ids.filtered(
            lambda row: row.partner_id == self.authority.partner_id
        )
        known = self.last_mail()
        self.env["res.partner"]._mobility_write_together(
            rows._link_letters("bourse_mobilite.mail_sign_again", "sent"),
            "bourse_mobilite.mail_links_again",
        )
        (mail,) = self.mails_since(known)
        self.assertIn(act.number, mail.body_html)
        self.assertSaysNothing(mail.subject, mail.body_html, also=["Bureautique"])
        self.assertTrue(mail.mobility_private)

    def test_the_outbox_is_the_referents_own(self):
        known = self.last_mail()
        self.written_ppr()
        mails = self.mails_since(known)
        self.assertTrue(mails)
        admin = self.env["mail.mail"].with_user(self.admin)
        self.assertFalse(admin.search([("id", "in", mails.ids)]))
        mails.state = "exception"
        failures = self.env["mobility.mail.failure"]
        self.assertFalse(failures.with_user(self.manager).search([]))

    def test_the_lost_link_page_brings_it_back(self):
        ppr = self.written_ppr()
        self.env.cr.execute("UPDATE mobility_link SET create_date = '2020-01-01'")
        self.env.invalidate_all()
        known = self.last_mail()
        self.env["mobility.link.lost"]._note(self.authority.email, source="1.2.3.4")
        self.env["mobility.link.lost"]._cron_send()
        mails = self.mails_since(known)
        self.assertEqual(mails.mobility_person_id, self.authority.partner_id)
        self.assertNeutral(mails)
        waiting = self.env["mobility.signatory"]._portal_waiting
        self.assertEqual(waiting(self.authority.partner_id), self.rows_of(ppr)[1])
        for user in (self.authority_host, self.rh, self.agent2):
            self.assertFalse(waiting(user.partner_id))


@tagged("post_install", "-at_install")
class TestPprDocumentNight(PprApartCase):
    def test_what_is_altered_is_told_to_the_referents_alone(self):
        document = self.written_ppr().sudo().document_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_signatory SET name = 'Autre' WHERE id = %s",
            [document.signatory_ids[0].id],
        )
        self.env.invalidate_all()
        known = self.env["mail.activity"].search([], order="id desc", limit=1).id or 0
        with self.assertLogs("odoo", logging.INFO) as logs:
            logging.getLogger("odoo.addons.bourse_mobilite").info("begun")
            self.env["mobility.document"]._cron_check()
        self.assertTrue(document.findings)
        activities = self.env["mail.activity"].search([("id", ">", known)])
        self.assertEqual(activities.user_id, self.referent)
        self.assertFalse(any(activities.mapped("res_model")))
        for line in (*logs.output, *activities.mapped("summary")):
            self.assertSaysNothing(
                line, also=[document.verification_code, document.name, "Autre"]
            )

    def test_its_seal_is_set_and_no_count_says_so(self):
        ppr = self.sign_all_ppr(self.written_ppr())
        document = ppr.sudo().document_id
        counted = document.search_count(document._to_seal_domain())
        self.assertFalse(counted)
        self.told.clear()
        self.env["mobility.document"]._cron_seal()
        self.assertTrue(document.sealed_on or document.seal_failure)
        self.assertFalse(any(any(one) for one in self.told))

    def test_the_nightly_pass_counts_none_of_them(self):
        ppr = self.written_ppr()
        row = self.rows_of(ppr)[0]
        acting(row).asked_on = row.asked_on - timedelta(days=60)
        self.env.flush_all()
        tasks = self.env["mobility.nightly"].sudo()._tasks()
        for rows, domain, _act in tasks:
            if rows._name == "mobility.signatory":
                self.assertNotIn(row, rows.search(domain))
