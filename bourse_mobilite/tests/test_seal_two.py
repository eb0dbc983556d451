"""Two workers on one document: it is sealed once, and each says what it did."""

from collections import Counter

from psycopg2 import OperationalError

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .seal_committed_case import SealCommittedCase


@tagged("post_install", "-at_install")
class TestSealTwo(SealCommittedCase):
    def setUp(self):
        super().setUp()
        with self._environment() as env:
            row = self._document(env).signatory_ids[-1]
            row._sign("code", {"identity": "link"}, row.name)
            env.cr.commit()

    def _document(self, env):
        return env["mobility.document"].browse(self.documents)

    def _assert_sealed_once(self):
        with self._environment() as env:
            document = self._document(env)
            events = Counter(document.journal_ids.mapped("event"))
            self.assertTrue(document.sealed_on)
            self.assertEqual((events["sealed"], events["copied"]), (1, 1))
            mails = env["mail.mail"].search([("id", ">", self.kept["mail_mail"])])
            copies = mails.filtered("attachment_ids").mapped("email_to")
            self.assertEqual(len(copies), 3)
            self.assertEqual(len(set(copies)), 3)

    def test_what_somebody_is_sealing_is_left_to_them(self):
        with self._environment() as first, self._environment() as second:
            self._document(first)._seal_safely()
            # It does not wait, and does nothing.
            self._document(second)._seal_safely()
            second.cr.commit()
            first.cr.commit()
        self._assert_sealed_once()

    @mute_logger("odoo.sql_db")
    def test_who_looked_before_it_was_sealed_does_not_seal_again(self):
        with self._environment() as first, self._environment() as second:
            self.assertFalse(self._document(second).sealed_on)
            self._document(first)._seal_safely()
            first.cr.commit()
            with self.assertRaises(OperationalError):
                self._document(second)._seal_safely()
            second.cr.rollback()
            self._document(second)._seal_safely()
            second.cr.commit()
        self._assert_sealed_once()

    @mute_logger("odoo.sql_db")
    def test_the_cron_beside_the_button(self):
        """The cron has its list; the button is quicker."""
        with self._environment() as cron, self._environment() as button:
            model = cron.registry["mobility.document"]
            search = model.search

            def slow(documents, *args, **more):
                found = search(documents, *args, **more)
                if not self._document(button).sealed_on:
                    self._document(button).action_seal_again()
                    button.cr.commit()
                return found

            self.patch(model, "search", slow)
            try:
                cron["mobility.document"]._cron_seal()
            finally:
                self.patch(model, "search", search)
        self._assert_sealed_once()

    @mute_logger("odoo.sql_db")
    def test_a_paper_is_not_taken_back_while_it_is_sealed(self):
        with self._environment() as first, self._environment() as second:
            self.assertFalse(self._document(second).sealed_on)
            self._document(first)._seal_safely()
            first.cr.commit()
            row = self._document(second).signatory_ids[0]
            asked = []

            def take_back():
                asked.append(row.document_id.sealed_on)
                row.document_id._note("unsigned", row, reason="Essai")

            retrying(take_back, second)
            second.cr.commit()
        # Played again, it sees the seal, on which it refuses.
        self.assertFalse(asked[0])
        self.assertTrue(asked[1])
