"""The nightly check: silent on what the mechanisms did, and on nothing else."""

import base64
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.guard import acting
from ..models.mobility_document_check import BATCH
from .check_case import CheckCase, picture
from .common import small_pdf


@tagged("post_install", "-at_install")
class TestUntouched(CheckCase):
    """A false alarm is worse than none: nothing is found after any act."""

    def test_after_each_act_nothing_is_found(self):
        document = self.frozen_convention().document_id
        self.assertEqual(self.found(document), [], "frozen")
        agent = self.row(document, "agent")
        agent._sign("portal", {"identity": "user"}, "Aurélie", picture())
        self.assertEqual(self.found(document), [], "signed with a drawing")
        employer = self.row(document, "employer")
        self.paper(employer)
        self.assertEqual(self.found(document), [], "on paper")
        employer.with_user(self.adviser).action_undo_paper("Mauvais papier.")
        self.assertEqual(self.found(document), [], "undone")
        self.paper(employer, small_pdf("le bon"))
        self.assertEqual(self.found(document), [], "on paper again")
        self.row(document, "host")._sign("code", {"identity": "link"}, "Gilles")
        visa = self.row(document, "cdg", "visa")
        visa.with_user(self.adviser).action_give_visa()
        self.assertEqual(document.state, "signed")
        self.assertEqual(self.found(document), [], "visa")
        self.sealed_by_hand(document)
        self.assertEqual(self.found(document), [], "sealed")

    def test_refused_replaced_cancelled(self):
        refused = self.frozen_convention().document_id
        self.row(refused, "host")._refuse("Pas ces dates.", {"identity": "link"})
        self.assertEqual(self.found(refused), [])
        refused._drop("replaced", "Dates corrigées")
        self.assertEqual(self.found(refused), [])
        other = self.frozen_convention(self.agreed_request(self.candidate2)).document_id
        other.convention_id.action_cancel("Erreur")
        self.assertEqual(other.dropped_as, "cancelled")
        self.assertEqual(self.found(other), [])

    def test_somebody_else_signs(self):
        document = self.frozen_convention().document_id
        role = self._cast_role(
            self.tutor, self.host, "authority", quality="Adjointe au maire"
        )
        old = self.row(document, "host")
        old._substitute(role)
        self.assertEqual(old.state, "replaced")
        self.assertEqual(self.found(document), [])
        self.row(document, "host")._sign("code", {"identity": "link"}, "Hélène")
        self.assertEqual(self.found(document), [])

    def test_a_large_photo_of_a_paper_is_kept_to_the_byte(self):
        document = self.frozen_convention().document_id
        photo = picture(2500, 2100, "JPEG")
        self.paper(self.row(document, "host"), photo)
        row = document.signatory_ids.filtered("scan")
        self.assertEqual(base64.b64decode(row.scan), photo)
        self.assertEqual(self.found(document), [])

    def test_what_changes_around_a_document_is_no_alteration(self):
        document = self.frozen_convention().document_id
        self.signed_by_all(document)
        self.authority.partner_id.name = "Autre Nom"
        self.host.name = "Commune renommée"
        self.env.company.name = "CDG renommé"
        self.role_authority.write({"quality": "Adjoint", "date_end": self._today()})
        self.agent.active = False
        self.assertEqual(self.found(document), [])

    def test_in_another_language_and_zone(self):
        document = self.frozen_convention().document_id
        self.signed_by_all(document)
        document = document.with_context(lang="en_US", tz="Pacific/Auckland")
        self.assertEqual(self.found(document), [])


@tagged("post_install", "-at_install")
class TestFiles(CheckCase):
    def setUp(self):
        super().setUp()
        self.document = self.frozen_convention().document_id
        self.signed_by_all(self.document)
        self.sealed_by_hand(self.document)
        self.agent_row = self.document.signatory_ids.filtered("signature")
        self.paper_row = self.document.signatory_ids.filtered("scan")
        self.assertEqual(self.found(self.document), [])

    def file(self, record, name):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_field", "=", name),
                ("res_id", "=", record.id),
            ]
        )

    def each_file(self):
        for record, name in (
            (self.document, "frozen_file"),
            (self.document, "sealed_file"),
            (self.agent_row, "signature"),
            (self.paper_row, "scan"),
        ):
            whose = "" if record == self.document else record.name
            yield self.file(record, name), name, whose

    def test_bytes_swapped_in_the_filestore(self):
        for file, name, whose in self.each_file():
            path = Path(file._full_path(file.store_fname))
            before = path.read_bytes()
            try:
                path.write_bytes(before[:-1] + b"!")
                self.assertEqual(
                    self.found(self.document), [["file_changed", name, whose]]
                )
            finally:
                path.write_bytes(before)
        self.assertEqual(self.found(self.document), [])

    def test_a_file_that_is_gone_from_the_disk(self):
        for file, name, whose in self.each_file():
            path = Path(file._full_path(file.store_fname))
            aside = path.rename(f"{path}.gone")
            try:
                self.assertEqual(
                    self.found(self.document), [["file_changed", name, whose]]
                )
            finally:
                aside.rename(path)

    def test_a_row_that_points_at_another_file(self):
        other = self.env["ir.attachment"].create({"name": "x", "raw": b"autre"})
        for file, name, whose in self.each_file():
            with self.subTest(name), self.env.cr.savepoint() as point:
                self.sql(
                    "UPDATE ir_attachment SET store_fname = %s, checksum = %s, "
                    "file_size = %s WHERE id = %s",
                    other.store_fname, other.checksum, other.file_size, file.id,
                )  # fmt: skip
                self.assertEqual(
                    self.found(self.document), [["file_changed", name, whose]]
                )
                point.rollback()
                self.env.invalidate_all()

    def test_two_files_that_change_places(self):
        frozen = self.file(self.document, "frozen_file")
        sealed = self.file(self.document, "sealed_file")
        self.sql(
            "UPDATE ir_attachment SET res_field = CASE res_field WHEN 'frozen_file' "
            "THEN 'sealed_file' ELSE 'frozen_file' END WHERE id IN (%s, %s)",
            frozen.id, sealed.id,
        )  # fmt: skip
        self.assertEqual(
            self.found(self.document),
            [["file_changed", "frozen_file", ""], ["file_changed", "sealed_file", ""]],
        )

    def test_a_row_taken_away_or_added(self):
        for file, name, whose in self.each_file():
            with self.env.cr.savepoint() as point:
                self.sql("DELETE FROM ir_attachment WHERE id = %s", file.id)
                self.assertEqual(
                    self.found(self.document), [["file_missing", name, whose]]
                )
                point.rollback()
                self.env.invalidate_all()
            with self.env.cr.savepoint() as point:
                acting(file).copy()
                self.assertEqual(
                    self.found(self.document), [["file_added", name, whose]]
                )
                point.rollback()
                self.env.invalidate_all()

    def test_a_file_where_none_was_recorded(self):
        host = self.document.signatory_ids.filtered(lambda row: row.party == "host")
        acting(self.env["ir.attachment"]).create(
            {
                "name": "scan", "raw": b"%PDF-", "res_model": "mobility.signatory",
                "res_field": "scan", "res_id": host.id,
            }
        )  # fmt: skip
        self.assertEqual(self.found(self.document), [["file_added", "scan", host.name]])

    def test_a_file_that_others_could_read(self):
        file = self.file(self.document, "frozen_file")
        for column, value in (("public", True), ("access_token", "x"), ("url", "/x")):
            with self.env.cr.savepoint() as point:
                self.sql(
                    f"UPDATE ir_attachment SET {column} = %s WHERE id = %s",
                    value, file.id,
                )  # fmt: skip
                self.assertEqual(
                    self.found(self.document), [["file_open", "frozen_file", ""]]
                )
                point.rollback()
                self.env.invalidate_all()

    def test_files_kept_in_the_database(self):
        file = self.file(self.document, "frozen_file")
        content = file.raw
        self.sql(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s",
            content, file.id,
        )  # fmt: skip
        self.assertEqual(self.found(self.document), [])
        self.sql(
            "UPDATE ir_attachment SET db_datas = %s WHERE id = %s",
            content + b" ", file.id,
        )  # fmt: skip
        self.assertEqual(
            self.found(self.document), [["file_changed", "frozen_file", ""]]
        )

    def test_files_are_read_little_by_little(self):
        """Never a whole file in memory, nor two."""
        sizes = []
        document_class = self.env.registry["mobility.document"]
        pieces = document_class._pieces

        def counted(model, file):
            for piece in pieces(model, file):
                sizes.append(len(piece))
                yield piece

        with (
            patch(
                "odoo.addons.bourse_mobilite.models.mobility_document_check._PIECE", 7
            ),
            patch.object(document_class, "_pieces", counted),
        ):
            self.assertEqual(self.found(self.document), [])
        self.assertEqual(max(sizes), 7)


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
