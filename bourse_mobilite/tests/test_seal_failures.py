"""When the seal cannot be set: the signatures are safe, somebody is told what to do,
and it is tried again."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import mobility_document_seal, res_company_seal
from ..pdf import seal_key
from .common import small_pdf
from .seal_case import PASSPHRASE, SealCase

NOW = datetime.now(UTC)
_LOGGER = mobility_document_seal.__name__


@tagged("post_install", "-at_install")
class TestSealFailures(SealCase):
    def assert_waits(self, document, failure, *said):
        """Signed, not sealed, and staff reads what to do."""
        self.assertEqual(document.state, "signed")
        self.assertFalse(document.sealed_on)
        self.assertFalse(document.sealed_file)
        self.assertEqual(document.seal_failure, failure)
        for word in said:
            self.assertIn(word, document.seal_problem)
        self.assertEqual(
            set(document.signatory_ids.mapped("state")), {"signed"}, "nothing is lost"
        )
        self.assertFalse(self.copies(document))
        return self.lines(document, "seal_failed")

    def put(self, days=10, start=None, **more):
        self._put_key(seal_key.self_signed("Essai", PASSPHRASE, days, start), **more)

    def test_no_key(self):
        self._no_key()
        document = self.signed()
        with self.assertNoLogs(_LOGGER, "WARNING"):
            self.run_cron()
            self.again(document)
        name = f"company-{self.env.company.id}.p12"
        lines = self.assert_waits(document, "no_key", name, str(self.seal_folder))
        self.assertEqual(lines.mapped("details"), [{"failure": "no_key"}])

    def test_a_wrong_passphrase(self):
        self._put_key(passphrase="autre")
        document = self.signed()
        self.run_cron()
        self.assert_waits(document, "passphrase", f"{self.env.company.id}.txt")
        self.assertNotIn("autre", str(document.journal_ids.mapped("details")))

    def test_no_passphrase_file(self):
        (self.seal_folder / f"company-{self.env.company.id}.txt").unlink()
        document = self.signed()
        self.run_cron()
        self.assert_waits(document, "passphrase")

    def test_what_surrounds_a_passphrase_does_not_count(self):
        """A file made with Notepad: a mark at the beginning, its end of line."""
        text = self.seal_folder / f"company-{self.env.company.id}.txt"
        for written in (
            f"{PASSPHRASE}\r\nautre ligne\r\n".encode(),
            f"\ufeff{PASSPHRASE}\n".encode(),
            PASSPHRASE.encode(),
        ):
            text.write_bytes(written)
            self.assertTrue(self.env.company._mobility_seal_key())

    def test_not_a_key(self):
        self._put_key(content=b"rien")
        document = self.signed()
        self.run_cron()
        self.assert_waits(document, "bad_key", "PKCS#12")

    def test_a_key_that_cannot_be_read(self):
        path = self.seal_folder / f"company-{self.env.company.id}.p12"
        path.unlink()
        path.mkdir()  # whoever runs the tests may read any file
        try:
            document = self.signed()
            self.run_cron()
            self.assert_waits(document, "no_access", path.name)
        finally:
            path.rmdir()

    def test_an_expired_certificate(self):
        self.put(start=NOW - timedelta(days=11))
        document = self.signed()
        self.run_cron()
        self.assert_waits(document, "expired", "expired")

    def test_a_certificate_of_tomorrow(self):
        self.put(start=NOW + timedelta(days=2))
        document = self.signed()
        self.run_cron()
        self.assert_waits(document, "not_yet", "not in force yet")

    def test_mended_it_is_sealed_within_the_hour_and_not_before(self):
        self._no_key()
        document = self.signed()
        self.run_cron()
        self._put_key()
        # The signatures of others do not try again what has just failed.
        self.run_cron()
        self.assertFalse(document.sealed_on)
        self.assertEqual(self.progress, [(0, 0)])
        self.again(document)
        self.assertTrue(document.sealed_on)
        self.assertFalse(document.seal_failure)
        self.assertFalse(document.seal_problem)
        self.assertEqual(
            document.journal_ids.sorted("rank").mapped("event")[-3:],
            ["seal_failed", "sealed", "copied"],
        )

    def test_the_journal_is_told_only_of_what_is_new(self):
        document = self.signed()
        for prepare, failures in (
            (self._no_key, ["no_key"]),
            (self._no_key, ["no_key"]),
            (lambda: self._put_key(b"x"), ["no_key", "bad_key"]),
            (lambda: self._put_key(b"y"), ["no_key", "bad_key"]),
            (self._no_key, ["no_key", "bad_key", "no_key"]),
        ):
            prepare()
            self.again(document)
            lines = self.lines(document, "seal_failed").sorted("rank")
            self.assertEqual([line.details["failure"] for line in lines], failures)

    def test_the_button_tries_at_once(self):
        self._no_key()
        document = self.signed()
        self.run_cron()
        asked = document.with_user(self.adviser).action_seal_again()
        self.assertEqual(asked["params"]["type"], "warning")
        self.assertEqual(asked["params"]["message"], document.seal_problem)
        self._put_key()
        asked = document.with_user(self.adviser).action_seal_again()
        self.assertEqual(asked["params"]["type"], "success")
        self.assertTrue(document.sealed_on)
        self.assertTrue(self.copies(document))
        with self.assertRaisesRegex(UserError, "Nothing to seal"):
            document.with_user(self.adviser).action_seal_again()

    def test_who_may_not_write_the_convention_has_no_button(self):
        document = self.signed()
        for user in (self.agent, self.authority, self.rh, self.internal):
            with self.assertRaises(AccessError):
                document.with_user(user).action_seal_again()
        self.assertFalse(document.sealed_on)

    def test_nothing_to_seal_before_everyone_has_signed(self):
        document = self.frozen_convention().document_id
        with self.assertRaisesRegex(UserError, "Nothing to seal"):
            document.with_user(self.adviser).action_seal_again()

    def test_staff_alone_reads_why(self):
        self._no_key()
        document = self.signed()
        self.run_cron()
        self.assertTrue(document.with_user(self.adviser).seal_problem)
        for user in (self.agent, self.authority):
            for name in ("seal_problem", "seal_failure"):
                with self.assertRaises(AccessError):
                    document.with_user(user).read([name])

    def test_it_can_be_looked_for(self):
        self._no_key()
        document, other = (
            self.signed(),
            self.frozen_convention(self.agreed_request(self.candidate2)).document_id,
        )
        self.run_cron()
        documents = self.env["mobility.document"]
        both = [("id", "in", (document | other).ids)]
        found = documents.search([*both, ("seal_problem", "!=", False)])
        self.assertEqual(found, document)
        self.assertEqual(documents.search([*both, ("seal_problem", "=", False)]), other)

    def test_every_failure_has_its_words(self):
        field = self.env["mobility.document"]._fields["seal_failure"]
        said = {
            self.env.company._mobility_seal_problem(kind)
            for kind in field.get_values(self.env)
        }
        self.assertEqual(len(said), len(field.get_values(self.env)))

    # What is wrong with the file

    def odd(self, content):
        """A document of these bytes that everyone has signed."""
        convention = self.frozen_convention()
        convention.document_id._drop("replaced", "Essai")
        document = self.freeze_as(convention, content)
        self.sign_all(document)
        self.run_cron()
        return document

    def test_a_protected_file_waits_and_the_others_are_sealed(self):
        written = BytesIO()
        with pikepdf.open(BytesIO(small_pdf())) as opened:
            opened.save(written, encryption=pikepdf.Encryption(user="x", owner="y"))
        good = self.signed(self.agreed_request(self.candidate2))
        document = self.odd(written.getvalue())
        self.assert_waits(document, "encrypted", "password")
        self.assertTrue(good.sealed_on)

    def test_a_broken_file(self):
        document = self.odd(small_pdf()[:200])
        self.assert_waits(document, "unreadable")

    def test_a_file_that_forbids_it(self):
        from ..pdf import seal

        key = seal_key.load(self.p12, PASSPHRASE)
        document = self.odd(seal.sealed(small_pdf(), small_pdf(), key))
        self.assert_waits(document, "locked")

    def test_a_file_that_was_changed_is_never_sealed(self):
        document = self.signed()
        self.env.cr.execute(
            "UPDATE mobility_document SET frozen_sha256 = %s WHERE id = %s",
            ["0" * 64, document.id],
        )
        document.invalidate_recordset()
        self.run_cron()
        self.assert_waits(document, "altered", "no longer the one")

    def test_what_nobody_foresaw_is_told_once_and_undoes_all(self):
        document, other = (
            self.signed(),
            self.signed(self.agreed_request(self.candidate2)),
        )
        model = self.env.registry["mobility.convention"]
        original, mended = model._on_sealed, []

        def on_sealed(owner, sealed):
            if sealed == document and not mended:
                raise ZeroDivisionError
            return original(owner, sealed)

        self.patch(model, "_on_sealed", on_sealed)
        with self.assertLogs(_LOGGER, "ERROR") as logs:
            self.run_cron()
            self.again(document)
        self.assertEqual(len(logs.records), 1)
        self.assert_waits(document, "unexpected", "log")
        self.assertFalse(self.lines(document, "sealed"))
        self.assertTrue(other.sealed_on)
        mended.append(True)
        self.again(document)
        self.assertTrue(document.sealed_on)
        self.assertEqual(len(self.lines(document, "sealed")), 1)

    def test_what_always_fails_does_not_take_the_place_of_the_others(self):
        self._no_key()
        first = self.signed()
        self.run_cron()
        self.env.cr.execute(
            "UPDATE mobility_document SET seal_tried_on = '2026-01-01' WHERE id = %s",
            [first.id],
        )
        first.invalidate_recordset()
        second = self.signed(self.agreed_request(self.candidate2))
        self._put_key()
        with mute_logger(_LOGGER):
            self.run_cron(time_left=0)
        self.assertTrue(second.sealed_on)
        self.assertFalse(first.sealed_on)
        self.assertEqual(self.progress, [(0, 2), (1, None)])

    # Before it is too late

    def test_a_certificate_that_soon_expires_is_told_to_managers(self):
        house = self.env.company.with_user(self.manager)
        limit = res_company_seal.WARN_DAYS
        for days, told in ((limit + 2, False), (limit + 1, True), (1, True)):
            # The certificate began an hour ago.
            self.put(days=days)
            house.invalidate_recordset()
            self.assertEqual(bool(house.mobility_seal_warning), told, days)
        self.assertIn("expires on", house.mobility_seal_warning)

    def test_a_key_that_is_missing_is_told_to_managers_alone(self):
        self._no_key()
        house = self.env.company
        told = house.with_user(self.manager).mobility_seal_warning
        self.assertIn("not installed", told)
        for user in (self.adviser, self.agent):
            with self.assertRaises(AccessError):
                house.with_user(user).read(["mobility_seal_warning"])
