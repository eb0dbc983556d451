"""The one-time code: one ceremony, five tries, ten minutes."""

import hashlib
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.guard import acting
from ..models.mobility_code import ATTEMPTS, MOST_AN_HOUR
from ..models.mobility_document_ask import masked
from .signing_case import EVIDENCE, SigningCase


def another(digits):
    """A code that is not this one."""
    return f"{(int(digits.replace(' ', '')) + 1) % 10**6:06}"


@tagged("post_install", "-at_install")
class TestSigningCodes(SigningCase):
    def _late(self, code, **delay):
        """As if the code had been sent earlier."""
        before = timedelta(**delay)
        acting(code).write(
            {"sent_on": code.sent_on - before, "expires_on": code.expires_on - before}
        )

    def test_right_the_first_time_however_it_is_typed(self):
        code, digits = self.asked(self.row("agent"))
        self.assertEqual(code._confirm(f" {digits[:3]}-{digits[3:]}\n", EVIDENCE), "")
        self.assertEqual(self.row("agent").state, "signed")
        self.assertEqual(self.row("employer").state, "pending")

    def test_the_fifth_try_counts_the_sixth_does_not(self):
        code, digits = self.asked(self.row("agent"))
        for left in range(ATTEMPTS - 1, 0, -1):
            said = code._confirm(another(digits), EVIDENCE)
            self.assertIn(f": {left}.", said)
        self.assertEqual(code._confirm(digits, EVIDENCE), "", "the fifth is right")
        row = self.row("employer")
        code, digits = self.asked(row)
        for _try in range(ATTEMPTS):
            self.assertTrue(code._confirm(another(digits), EVIDENCE))
        self.assertIn("no longer valid", code._confirm(digits, EVIDENCE))
        self.assertEqual(row.state, "pending")
        self.assertEqual(len(self.lines("code_failed")), ATTEMPTS - 1 + ATTEMPTS)
        self.assertFalse(self.env["mobility.code"]._waiting(row, row.partner_id))

    def test_ten_minutes_and_not_one_second_more(self):
        code, digits = self.asked(self.row("agent"))
        self._late(code, minutes=10, seconds=1)
        self.assertIn("no longer valid", code._confirm(digits, EVIDENCE))
        self.assertEqual(self.row("agent").state, "pending")
        code, digits = self.asked(self.row("agent"))
        self._late(code, minutes=9)
        self.assertEqual(code._confirm(digits, EVIDENCE), "")

    def test_used_once(self):
        code, digits = self.asked(self.row("agent"))
        self.assertEqual(code._confirm(digits, EVIDENCE), "")
        self.assertIn("no longer valid", code._confirm(digits, EVIDENCE))
        self.assertEqual(len(self.lines("signed")), 1)

    def test_a_new_code_ends_the_one_before(self):
        row = self.row("agent")
        first, digits = self.asked(row)
        second, _digits = self.asked(row)
        self.assertIn("no longer valid", first._confirm(digits, EVIDENCE))
        self.assertEqual(
            self.env["mobility.code"]._waiting(row, row.partner_id), second
        )

    def test_the_code_of_one_document_opens_no_other(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        mine = self.row("employer")
        theirs = self.row("employer", other.document_id)
        self.assertEqual(mine.partner_id, theirs.partner_id, "one mayor, two papers")
        code, digits = self.asked(mine)
        codes = self.env["mobility.code"]
        self.assertFalse(codes._waiting(theirs, theirs.partner_id))
        self.assertFalse(codes._waiting(mine | theirs, mine.partner_id))
        self.assertFalse(codes._waiting(mine, self.person("host")))
        self.assertEqual(code._confirm(digits, EVIDENCE), "")
        self.assertEqual((mine.state, theirs.state), ("signed", "pending"))

    def test_one_code_for_what_was_ticked_each_with_its_evidence(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        rows = self.row("employer") | self.row("employer", other.document_id)
        code, digits = self.asked(rows)
        self.assertEqual(code._confirm(digits, EVIDENCE), "")
        self.assertEqual(set(rows.mapped("state")), {"signed"})
        for row in rows:
            kept = self.lines("signed", row.document_id).details
            self.assertEqual(kept["sha256"], row.document_id.frozen_sha256)
            self.assertEqual(kept["documents"], 2)

    def test_when_one_can_no_longer_be_signed_none_is(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        rows = self.row("employer") | self.row("employer", other.document_id)
        code, digits = self.asked(rows)
        other.document_id._drop("cancelled", "Erreur")
        with self.assertRaisesRegex(UserError, "no longer asked"), self.cr.savepoint():
            code._confirm(digits, EVIDENCE)
        self.assertEqual(self.row("employer").state, "pending")

    def test_not_to_a_shared_mailbox(self):
        self.authority_host.partner_id.email = "mairie@lassigny.example.org"
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        row = self.row("host", other.document_id)
        self.assertFalse(row.mailbox)
        with self.assertRaisesRegex(UserError, "mailbox of your own"):
            self.asked(row)

    def test_only_to_the_mailbox_that_received_the_document(self):
        row = self.row("agent")
        before = row.mailbox
        self.assertEqual(before, row.partner_id.email)
        for stolen in ("voleur@personne.example.org", "contact@voleur.example.org"):
            row.partner_id.email = stolen
            with self.assertRaisesRegex(UserError, "no longer the one"):
                self.asked(row)
        row.partner_id.email = "nouvelle@personne.example.org"
        row.with_user(self.adviser).action_send_again()
        code, digits = self.asked(row)
        self.assertEqual(code._confirm(digits, EVIDENCE), "")
        kept = self.lines("code_sent").details
        self.assertEqual(
            kept["mailbox_sha256"],
            hashlib.sha256(b"nouvelle@personne.example.org").hexdigest(),
        )

    def test_not_too_many_in_an_hour(self):
        row = self.row("agent")
        for _code in range(MOST_AN_HOUR):
            code, digits = self.asked(row)
        with self.assertRaisesRegex(UserError, "within an hour"):
            self.asked(row)
        self.assertEqual(code._confirm(digits, EVIDENCE), "", "the last one still is")

    def test_an_hour_later_again(self):
        row = self.row("agent")
        for _code in range(MOST_AN_HOUR):
            code, _digits = self.asked(row)
            self._late(code, hours=1, minutes=1)
        self.assertTrue(self.asked(row))

    def test_nobody_reads_what_opens(self):
        code, digits = self.asked(self.row("agent"))
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM mobility_code WHERE id = %s", [code.id])
        self.assertNotIn(digits.replace(" ", ""), str(self.env.cr.fetchall()))
        for user in (self.adviser, self.manager, self.env.ref("base.user_admin")):
            self.assertFalse(code.with_user(user).has_access("read"))

    def test_forgotten_after_a_day(self):
        old, _digits = self.asked(self.row("agent"))
        young, _digits = self.asked(self.row("employer"))
        self._late(old, hours=24, minutes=1)
        self._late(young, hours=23)
        self.env["mobility.code"]._gc_codes()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists())

    def test_how_a_mailbox_is_named(self):
        self.assertEqual(masked("jeanne.maire@noyon.example"), "j•••@noyon.example")
        self.assertEqual(masked("a@b.example"), "a•••@b.example")
        self.assertEqual(masked(""), "")
