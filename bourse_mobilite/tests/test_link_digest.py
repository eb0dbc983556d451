"""One mail to whoever has several things to sign or to answer, each with its link."""

import re
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import mobility_nightly, res_partner_digest
from ..models.guard import acting
from .many_documents import many_documents
from .many_requests import many_requests
from .sign_remind_case import DAY, SignCase

LOGGER = "odoo.addons.bourse_mobilite.models.mobility_nightly"


@tagged("post_install", "-at_install")
class TestSignDigest(SignCase):
    def _waiting(self, count, person=None):
        """``count`` signatures that this person is reminded of today."""
        documents = many_documents(
            self.env, count, self.adviser, asked_ago=3, remind_on=self.today
        )
        rows = documents.signatory_ids.filtered(lambda row: row.party == "employer")
        (documents.signatory_ids - rows).flush_recordset()
        self.env.cr.execute(
            "UPDATE mobility_signatory SET state = 'signed', remind_on = NULL"
            " WHERE document_id = ANY(%s) AND party = 'agent'",
            [documents.ids],
        )
        self.env.cr.execute(
            "UPDATE mobility_signatory SET partner_id = %s, organisation_name = 'Noyon'"
            " WHERE id = ANY(%s)",
            [(person or self.authority).partner_id.id, rows.ids],
        )
        self.env.invalidate_all()
        return rows

    def _links(self, mail):
        secrets = re.findall(r'href="[^"]+/convention/signer/([\w-]+)"', mail.body_html)
        links = [self.env["mobility.link"]._find(one, "sign") for one in secrets]
        for link in links:
            self.assertEqual(link.partner_id.email_formatted, mail.email_to)
            self.assertEqual(link.partner_id, link._record().partner_id)
            self.assertTrue(link._is_alive())
        return [link._record() for link in links]

    def test_a_mayor_with_12_conventions_receives_one_mail(self):
        rows = self._waiting(12)
        mail = self.night()
        self.assertWrittenTo(mail, self.authority)
        self.assertCountEqual(self._links(mail), rows)
        self.assertIn("12", mail.subject)
        for row in rows:
            self.assertIn(row.document_id.display_name, mail.body_html)
            self.assertIn(row.document_id.convention_id.candidate_name, mail.body_html)
        self.assertEqual(mail.body_html.count("Noyon"), 12)
        self.assertEqual(set(rows.mapped("reminded_on")), {self.today})
        for document in rows.document_id:
            line = document.journal_ids.filtered(lambda one: one.event == "reminded")
            self.assertEqual(line.details["names"], ["Personne employer"])
        self.assertFalse(mail.model)
        self.assertEqual(mail.mobility_person_id, self.authority.partner_id)
        self.assertFalse(self.night())

    def test_one_alone_keeps_its_own_mail(self):
        row = self._waiting(1)
        mail = self.night()
        self.assertEqual(self.sign_link(mail)._record(), row)
        self.assertIn(row.document_id.display_name, mail.subject)

    def test_two_people_who_read_one_mailbox_keep_their_links_apart(self):
        mine, other = self._waiting(2), self._waiting(2, self.authority_host)
        self.authority_host.partner_id.email = self.authority.partner_id.email
        mails = self.night()
        self.assertEqual(len(mails), 2)
        self.assertCountEqual(
            [set(self._links(mail)) for mail in mails], [set(mine), set(other)]
        )

    def test_nothing_to_a_mailbox_that_several_people_read(self):
        rows = self._waiting(3)
        self.authority.partner_id.email = "mairie@noyon.example.org"
        self.assertFalse(self.night())
        self.assertFalse(self.env["mobility.link"].sudo().search(
            [("res_model", "=", rows._name), ("res_id", "in", rows.ids)]
        ))  # fmt: skip

    def test_one_mail_over_several_batches(self):
        rows = self._waiting(10)
        with patch.object(mobility_nightly, "BATCH", 4):
            mail = self.night()
        self.assertCountEqual(self._links(mail), rows)

    def test_50_links_a_mail(self):
        self._waiting(51)
        sizes = sorted(len(self._links(mail)) for mail in self.night())
        self.assertEqual(sizes, [1, 50])
        self.assertEqual(res_partner_digest.MOST_LINKS, 50)
        self._waiting(50)
        self.assertEqual(len(self.night()), 1)

    def test_one_that_fails_does_not_stop_the_others(self):
        rows = self._waiting(4)
        bad = rows[1]
        model = self.env.registry["mobility.signatory"]
        line = model._mail_words

        def fail(row):
            if row.id == bad.id:
                raise ValueError("bad data")
            return line(row)

        def fail_together(row, urgency=None):
            raise ValueError("bad data")

        with (
            patch.object(model, "_mail_words", fail),
            patch.object(model, "_mail_line", fail_together),
            mute_logger(LOGGER),
        ):
            mails = self.night()
        found = [self.sign_link(mail)._record() for mail in mails]
        self.assertCountEqual(found, rows - bad)
        self.assertFalse(bad.reminded_on)
        self.assertEqual(self.sign_link(self.night())._record(), bad)

    def test_the_most_urgent_first_and_said(self):
        later, soon = self.made(), self.made(self.agreed_request(self.candidate2))
        for convention, days in ((later, 20), (soon, 5)):
            request = acting(convention.request_id)
            first = self.today + days * DAY
            request.write({"date_start": first, "date_end": first})
        acting(later.signatory_ids | soon.signatory_ids).write(
            {"remind_on": self.today}
        )
        mails = self.night()
        mail = mails.filtered(lambda one: self.authority.email in one.email_to)
        rows = [self.row_of(one, self.authority) for one in (soon, later)]
        self.assertEqual(self._links(mail), rows)
        places = [
            rows[0]._mail_line("last")[0][-1],
            rows[1]._mail_line("again")[0][-1],
        ]
        self.assertNotEqual(*places)
        self.assertNotEqual(rows[0]._mail_line("again")[0][-1], places[0])

    def test_staff_sends_them_again_together(self):
        rows = self._waiting(3)
        acting(rows).write({"mailbox": self.authority.email})
        before = self.env["mail.mail"].sudo().search([])
        rows.with_user(self.adviser).action_send_again()
        mail = self.env["mail.mail"].sudo().search([]) - before
        self.assertCountEqual(self._links(mail), rows)

    def test_what_a_name_says_is_no_html(self):
        rows = self._waiting(2)
        rows.document_id.convention_id.request_id.candidate_id.partner_id.name = "x"
        self.env.cr.execute(
            "UPDATE mobility_signatory SET organisation_name = %s WHERE id = ANY(%s)",
            ['<img src="//ailleurs.fr"/>', rows.ids],
        )
        self.env.invalidate_all()
        mail = self.night()
        self.assertNotIn("<img", mail.body_html)
        self.assertIn("&lt;img", mail.body_html)

    def test_as_many_queries_for_20_as_for_40(self):
        self._waiting(2)
        self.night()
        counts = []
        for count in (20, 40):
            self._waiting(count)
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(len(self.night()), 1)
            counts.append(self.queries)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestDecisionDigest(SignCase):
    def _waiting(self, count):
        """``count`` answers of one employer, of which its HR is reminded today."""
        requests = many_requests(self.env, count, self.adviser)
        rows = requests.decision_ids.filtered(lambda row: row.party == "origin")
        self.env.cr.execute(
            "UPDATE mobility_decision SET organisation_id = %s, asked_on = %s,"
            " received_on = %s, due_on = %s, remind_on = %s WHERE id = ANY(%s)",
            [self.origin.id, self.today - 9 * DAY, self.today - 9 * DAY,
             self.today + 9 * DAY, self.today, rows.ids],
        )  # fmt: skip
        self.env.cr.execute(
            "UPDATE mobility_decision SET remind_on = NULL"
            " WHERE request_id = ANY(%s) AND id != ALL(%s)",
            [requests.ids, rows.ids],
        )
        self.env.invalidate_all()
        return rows

    def _decisions(self, mail):
        secrets = re.findall(r'href="[^"]+/demande/decider/([\w-]+)"', mail.body_html)
        links = [self.env["mobility.link"]._find(one, "decide") for one in secrets]
        for link in links:
            self.assertEqual(link.partner_id.email_formatted, mail.email_to)
        return [link._record() for link in links]

    def test_one_mail_a_person_over_several_batches(self):
        rows = self._waiting(6)
        with patch.object(mobility_nightly, "BATCH", 4):
            mails = self.night()
        self.assertWrittenTo(mails, self.rh, self.authority)
        for mail in mails:
            self.assertCountEqual(self._decisions(mail), rows)
            for row in rows:
                self.assertIn(row.request_id.name, mail.body_html)
        self.assertEqual(set(rows.mapped("reminded_on")), {self.today})

    def test_one_alone_keeps_its_own_mail(self):
        row = self._waiting(1)
        mails = self.night()
        self.assertWrittenTo(mails, self.rh, self.authority)
        self.assertEqual(self._decisions(mails[0]), list(row))
