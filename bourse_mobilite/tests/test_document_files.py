"""The check of the files of a document: bytes, and what Odoo keeps about them."""

from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from ..models import mobility_document_files
from ..models.guard import acting
from .check_case import CheckCase


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
            patch.object(mobility_document_files, "_PIECE", 7),
            patch.object(document_class, "_pieces", counted),
        ):
            self.assertEqual(self.found(self.document), [])
        self.assertEqual(max(sizes), 7)
