"""The night on which every document is checked, and who is told of what it finds."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.guard import acting
from ..models.mobility_document_check import BATCH
from .check_case import CheckCase


@tagged("post_install", "-at_install")
class TestNight(CheckCase):
    def setUp(self):
        super().setUp()
        self.documents = self.env["mobility.document"].browse()
        for candidate in (self.candidate, self.candidate2):
            request = self.agreed_request(candidate)
            self.documents |= self.frozen_convention(request).document_id
        self.good, self.bad = self.documents
        # What other tests of this database left is not ours.
        self.left = []

    def night(self):
        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.flush_all()
            self.left.append((processed, remaining))
            return 1.0

        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", commit):
            self.env["mobility.document"]._cron_check()
        self.env.invalidate_all()

    def spoil(self):
        row = self.bad.signatory_ids[0]
        self.sql("UPDATE mobility_signatory SET name = 'Eve' WHERE id = %s", row.id)

    def activities(self, document):
        return document.convention_id.activity_ids.filtered(
            lambda one: one.user_id == self.manager
        )

    def test_all_is_well(self):
        lines = self.documents.journal_ids
        self.night()
        self.assertTrue(all(self.documents.mapped("checked_on")))
        self.assertFalse(any(self.documents.mapped("alert")))
        self.assertEqual(self.documents.journal_ids, lines)
        self.assertFalse(self.activities(self.bad))

    def test_what_is_found_is_told_once(self):
        before = self.bad.signatory_ids[0].name
        self.spoil()
        for _night in range(3):
            with (
                self.assertLogs("odoo.addons.bourse_mobilite")
                if not _night
                else (self.assertNoLogs("odoo.addons.bourse_mobilite", "WARNING"))
            ):
                self.night()
            self.assertEqual(self.bad.findings, [["row", "name", before]])
            self.assertIn(before, self.bad.alert)
            self.assertIn(before, self.bad.convention_id.document_alert)
            altered = self.bad.journal_ids.filtered(lambda one: one.event == "altered")
            self.assertEqual(
                altered.mapped("details"), [{"found": [["row", "name", before]]}]
            )
            self.assertEqual(len(self.activities(self.bad)), 1)
            self.sql("UPDATE mobility_document SET checked_on = NULL")
        self.assertFalse(self.good.alert)
        self.assertFalse(self.good.convention_id.document_alert)
        self.assertFalse(self.activities(self.good))

    def test_a_new_break_is_another_line_and_no_other_activity(self):
        self.spoil()
        with self.assertLogs("odoo.addons.bourse_mobilite"):
            self.night()
        row = self.bad.signatory_ids[1]
        self.sql("UPDATE mobility_signatory SET quality = 'X' WHERE id = %s", row.id)
        with self.assertLogs("odoo.addons.bourse_mobilite"):
            self.bad.action_check_now()
        altered = self.bad.journal_ids.filtered(lambda one: one.event == "altered")
        self.assertEqual(altered[1].details, {"found": [["row", "quality", row.name]]})
        self.assertEqual(len(self.bad.findings), 2)
        self.assertEqual(len(self.activities(self.bad)), 1)

    def test_what_was_put_back_is_told_no_more_and_stays_in_the_journal(self):
        before = self.bad.signatory_ids[0].name
        self.spoil()
        with self.assertLogs("odoo.addons.bourse_mobilite"):
            self.night()
        self.sql(
            "UPDATE mobility_signatory SET name = %s WHERE id = %s",
            before, self.bad.signatory_ids[0].id,
        )  # fmt: skip
        action = self.bad.with_user(self.adviser).action_check_now()
        self.assertEqual(action["params"]["type"], "success")
        self.assertFalse(self.bad.alert)
        self.assertEqual(self.bad.journal_ids[-1].event, "altered")

    def test_what_lasts_one_transaction_is_no_alarm(self):
        """Somebody signs while the check reads: it looks again before it tells."""
        document_class = self.env.registry["mobility.document"]
        findings, times = document_class._findings, []

        def hasty(documents):
            found = findings(documents)
            times.append(documents)
            if len(times) == 1:
                found[self.bad.sudo()] = [["state", "state", ""]]
            return found

        with patch.object(document_class, "_findings", hasty):
            self.night()
        self.assertEqual(times[1], self.bad)
        self.assertFalse(self.bad.alert)
        self.assertTrue(self.bad.checked_on)

    def test_a_journal_without_its_count_stops_nothing(self):
        self.sql(
            "UPDATE mobility_document SET journal_count = 1 WHERE id = %s", self.bad.id
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertLogs("odoo.addons.bourse_mobilite"),
        ):
            self.night()
        self.assertEqual(self.bad.findings, [["journal", "3", ""]])
        self.assertEqual(len(self.activities(self.bad)), 1)
        self.assertTrue(self.good.checked_on)

    def test_a_pass_that_was_stopped_takes_up(self):
        self.sql("UPDATE mobility_document SET checked_on = now()")
        self.sql(
            "UPDATE mobility_document SET checked_on = NULL WHERE id = %s", self.good.id
        )
        self.night()
        self.assertEqual(self.left[0], (0, 1))

    def test_the_queries_do_not_grow_with_the_documents(self):
        counts = []
        for documents in (self.bad, self.documents):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            documents._findings()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts, [7, 7])
        self.assertGreaterEqual(BATCH, 100)

    def test_who_may_look(self):
        with self.assertRaises(AccessError):
            self.bad.with_user(self.agent_elsewhere).action_check_now()

    def test_every_sentence_is_one(self):
        codes = [
            ["journal", "3", ""], ["unfounded", "", ""], ["document", "name", ""],
            ["state", "state", ""], ["row_missing", "", "Ada"], ["row_added", "", "Ada"],
            ["row", "quality", "Ada"], ["row", "recorded_by", "Ada"],
            ["file_missing", "frozen_file", ""], ["file_added", "scan", "Ada"],
            ["file_changed", "sealed_file", ""], ["file_open", "signature", "Ada"],
        ]  # fmt: skip
        acting(self.bad).findings = codes
        sentences = self.bad.alert.split("\n")
        self.assertEqual(len(sentences), len(codes))
        for sentence, (_code, what, whose) in zip(sentences, codes, strict=True):
            self.assertTrue(sentence.endswith("."), sentence)
            self.assertIn(whose, sentence)
            self.assertTrue("_" not in sentence, f"{what} has no name: {sentence}")
