"""Many mails in few queries; what cannot leave is seen, tried again, never lost."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MobilityCase

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
STOPPED = "bourse_mobilite.mail_stopped"


@tagged("post_install", "-at_install")
class TestMailQueue(MobilityCase):
    def setUp(self):
        super().setUp()
        self._ours().unlink()
        self.request = self.make_request()
        self.failures = self.env["mobility.mail.failure"].with_user(self.manager)

    def _ours(self):
        return (
            self.env["mail.mail"].sudo().search([("mobility_company_id", "!=", False)])
        )

    def _letters(self, people, requests=None, **more):
        requests = requests or self.request
        return [
            {
                "person": person,
                "template": STOPPED,
                "record": requests[rank % len(requests)],
                "company": self.env.company,
                **more,
            }
            for rank, person in enumerate(people)
        ]

    def _people(self, count):
        return self.env["res.partner"].create(
            [
                {"name": f"Personne {rank}", "email": f"p{rank}@personne.example.org"}
                for rank in range(count)
            ]
        )

    def _queries(self, letters):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        left = self.env["res.partner"]._mobility_write_all(letters)
        self.env.flush_all()
        self.assertFalse(left)
        return self.env.cr.sql_log_count - start

    def test_300_letters_cost_the_queries_of_30(self):
        people = self._people(300)
        candidates = self.env["mobility.candidate"].create(
            [{"partner_id": person.id} for person in people[:60]]
        )
        requests = self.env["mobility.request"].create(
            [
                {"candidate_id": candidate.id, "offer_id": self.offer.id}
                for candidate in candidates
            ]
        )
        self._queries(self._letters(people[:30], requests))
        few = self._queries(self._letters(people[:30], requests))
        many = self._queries(self._letters(people, requests))
        # Rows are inserted by the hundred.
        self.assertLessEqual(many, few + 4)
        self.assertLess(many, 40)

    def test_files_cost_no_query_a_letter_either(self):
        people = self._people(60)
        files = {"attachments": [("a.ics", b"BEGIN:VCALENDAR")]}
        self._queries(self._letters(people[:5], **files))
        few = self._queries(self._letters(people[:5], **files))
        many = self._queries(self._letters(people, **files))
        self.assertLess(many - few, 15)

    def test_each_letter_is_one_mail_of_no_record(self):
        people = self.rh.partner_id | self.agent.partner_id
        before = self._ours()
        left = self.env["res.partner"]._mobility_write_all(self._letters(people))
        mails = self._ours() - before
        self.assertFalse(left)
        self.assertCountEqual(
            mails.mapped("email_to"), people.mapped("email_formatted")
        )
        for mail in mails:
            self.assertFalse(mail.model)
            self.assertFalse(mail.res_id)
            self.assertFalse(mail.author_id)
            self.assertFalse(mail.recipient_ids)
            self.assertTrue(mail.auto_delete)
            self.assertEqual(mail.state, "outgoing")

    def test_someone_without_an_e_mail_is_given_back(self):
        nobody = self.env["res.partner"].create({"name": "Sans adresse"})
        before = self._ours()
        letters = self._letters(self.rh.partner_id | nobody)
        left = self.env["res.partner"]._mobility_write_all(letters)
        self.assertEqual(left, [letters[1]])
        self.assertEqual((self._ours() - before).mobility_person_id, self.rh.partner_id)
        self.assertFalse(self.env["res.partner"]._mobility_write_all([]))
        self.assertFalse(
            nobody._mobility_write_to(STOPPED, self.request, self.env.company)
        )

    def test_the_language_of_the_person(self):
        person = self.rh.partner_id
        self.assertIn(
            person._mobility_lang(), dict(self.env["res.lang"].get_installed())
        )
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("de_DE")
        for lang, expected in (
            ("de_DE", "de_DE"),
            ("fr_FR", "fr_FR"),
            (False, "fr_FR"),
        ):
            person.lang = lang
            self.assertEqual(person._mobility_lang(), expected)

    def test_the_mails_live_and_die_with_the_act(self):
        """The rows are in the transaction of the act: a server that stops half-way
        leaves both or neither."""
        request = self.submitted_request()
        before = self._ours()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            request.action_cancel()
            self.assertGreater(self._ours(), before)
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.assertEqual(request.state, "submitted")
        self.assertEqual(self._ours(), before)
        request.action_cancel()
        self.env.flush_all()
        self.env.invalidate_all()
        written = self._ours() - before
        self.assertTrue(written)
        # Already on disk with the act, before anything is sent.
        self.env.cr.execute(
            "SELECT count(*) FROM mail_mail WHERE id = ANY(%s) AND state = 'outgoing'",
            [written.ids],
        )
        self.assertEqual(self.env.cr.fetchone()[0], len(written))

    # What cannot leave

    def _failed(self, reason="Connection refused", **vals):
        """One mail of ours that the mail server has refused."""
        before = self._ours()
        self.env["res.partner"]._mobility_write_all(self._letters(self.rh.partner_id))
        mail = self._ours() - before
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_connect__", side_effect=OSError(reason)),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mail.send()
        self.assertEqual(mail.state, "exception")
        if vals:
            mail.write(vals)
        self.env.flush_all()
        return mail

    def test_a_manager_sees_it_without_its_text(self):
        mail = self._failed()
        failure = self.failures.search([("id", "=", mail.id)])
        self.assertEqual(failure.subject, mail.subject)
        self.assertEqual(failure.partner_id, self.rh.partner_id)
        self.assertIn("Connection refused", failure.failure_reason)
        self.assertTrue(failure.advice)
        text = str(failure.read())
        self.assertNotIn(mail.body_html[:40], text)
        self.assertFalse(
            {"body", "body_html", "body_content", "mail_message_id"}
            & self.failures._fields.keys()
        )

    @mute_logger(*_QUIET)
    def test_the_text_is_for_nobody_else(self):
        mail = self._failed()
        for user in (self.manager, self.adviser, self.internal, self.rh, self.agent):
            with self.assertRaises(AccessError, msg=user.login):
                mail.with_user(user).read(["body_html"])
            with self.assertRaises(AccessError, msg=user.login):
                mail.with_user(user).mail_message_id.read(["body"])

    @mute_logger(*_QUIET)
    def test_only_managers_see_and_retry(self):
        failure = self.failures.browse(self._failed().id)
        for user in (
            self.adviser,
            self.referent,
            self.internal,
            *self.portal_users.values(),
            self.public,
        ):
            for press in ("action_retry", "action_forget"):
                with self.assertRaises(AccessError, msg=(user.login, press)):
                    getattr(failure.with_user(user), press)()

    @mute_logger(*_QUIET)
    def test_another_centre_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        mail = self._failed(mobility_company_id=other.id)
        self.assertFalse(self.failures.search([("id", "=", mail.id)]))
        with self.assertRaises(AccessError):
            self.failures.browse(mail.id).action_retry()
        self.assertEqual(mail.state, "exception")

    def test_only_ours_are_there(self):
        other = self.env["mail.mail"].create(
            {"subject": "Autre", "email_to": "x@example.org", "state": "exception"}
        )
        sent = self._failed(state="sent")
        self.env.flush_all()
        self.assertFalse(self.failures.search([("id", "in", (other | sent).ids)]))
        for record in (other, sent):
            with self.assertRaises(UserError):
                self.failures.browse(record.id).action_forget()
        self.assertTrue((other | sent).exists())

    def test_retry_writes_to_the_address_of_today(self):
        mail = self._failed(mobility_tries=3)
        self.rh.partner_id.email = "claire.nouvelle@personne.example.org"
        self.failures.browse(mail.id).action_retry()
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.mobility_tries, 0)
        self.assertIn("claire.nouvelle@", mail.email_to)
        self.assertFalse(self.failures.search([("id", "=", mail.id)]))
        # A shared mailbox does not inherit what was meant for one person.
        mail.write({"state": "exception"})
        self.env.flush_all()
        self.rh.partner_id.email = "mairie@noyon.example.org"
        self.failures.browse(mail.id).action_retry()
        self.assertIn("claire.nouvelle@", mail.email_to)

    def test_forgotten_with_its_links(self):
        mail = self._failed()
        message = mail.mail_message_id
        self.failures.browse(mail.id).action_forget()
        self.assertFalse(mail.exists())
        self.assertFalse(message.exists())

    def test_a_wrong_address_is_not_deleted_in_silence(self):
        """Core deletes such a mail; nobody would know that it never left."""
        mail = self._failed()
        for kind in ("mail_email_invalid", "mail_email_missing"):
            mail._postprocess_sent_message([], [], failure_type=kind)
            self.assertTrue(mail.exists())
        other = mail.copy({"mobility_company_id": False, "auto_delete": True})
        other._postprocess_sent_message([], [], failure_type="mail_email_invalid")
        self.assertFalse(other.exists())
        # And once it has left, nothing of it is kept.
        mail._postprocess_sent_message([], [])
        self.assertFalse(mail.exists())

    def test_each_night_three_times_at_most(self):
        mail = self._failed()
        other = mail.copy({"mobility_company_id": False, "state": "exception"})
        for night in (1, 2, 3):
            self.assertEqual(self.env["mobility.mail.failure"]._cron_retry(), 1)
            self.assertEqual((mail.state, mail.mobility_tries), ("outgoing", night))
            mail.state = "exception"
            self.env.flush_all()
        self.assertEqual(self.env["mobility.mail.failure"]._cron_retry(), 0)
        self.assertEqual(mail.state, "exception")
        self.assertEqual(other.state, "exception")

    def test_no_older_than_three_days(self):
        mail = self._failed()
        for age, tried in (
            (timedelta(days=3, minutes=1), 0),
            (timedelta(days=3, minutes=-1), 1),
        ):
            self.env.cr.execute(
                "UPDATE mail_mail SET create_date = %s WHERE id = %s",
                [fields.Datetime.now() - age, mail.id],
            )
            self.env.invalidate_all()
            self.assertEqual(self.env["mobility.mail.failure"]._cron_retry(), tried)

    def test_many_failures_in_few_queries(self):
        mails = self._failed().copy({"state": "exception"})
        for _rank in range(40):
            mails |= mails[0].copy({"state": "exception"})
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        self.assertGreater(self.env["mobility.mail.failure"]._cron_retry(), 40)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - start, 40)
