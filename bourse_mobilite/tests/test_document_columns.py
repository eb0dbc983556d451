"""Every column changed straight in SQL is found, or named here with the reason."""

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.integrity import differences, state_of, told
from .check_case import CheckCase

# What the program itself writes around an act, and what is no part of any.
_AROUND = {"id", "create_uid", "create_date", "write_uid", "write_date"}
NO_PROOF = {
    "mobility.document": _AROUND
    | {
        # The check's own, computed again or overwritten each night.
        "checked_on", "findings",
        # Tries of the seal: what is sealed is proved by its file.
        "seal_failure", "seal_tried_on", "late_told_on",
        # Whom a paper was handed to: the owner's own record, of no signature.
        "given_to_agent_on",
    },
    "mobility.signatory": _AROUND
    | {
        # When one was asked and reminded: of mails, not of a signature. The journal
        # has its own lines for them.
        "asked_on", "reminded_on", "remind_on", "no_mailbox_told_on", "unreached_told_on",
        # Where links and codes go: each line that tells of one holds its hash.
        "mailbox",
    },
    "mobility.journal": _AROUND,
    "ir.attachment": _AROUND
    | {
        # Neither bytes nor rights.
        "name", "description", "mimetype", "index_content", "company_id",
        "original_id", "db_datas", "key", "website_id", "theme_template_id",
    },
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestColumns(CheckCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_every_column_of_the_document")
        case.document = case.frozen_convention().document_id
        case.signed_by_all(case.document)
        case.sealed_by_hand(case.document)
        cls.document = case.document
        cls.other = case.frozen_convention(
            case.agreed_request(cls.candidate2)
        ).document_id
        cls.other_company = cls.env["res.company"].create({"name": "Autre CDG"})

    def _another(self, record, column):
        """SQL of another value than that of the column, and what it takes."""
        self.env.cr.execute(
            "SELECT udt_name FROM information_schema.columns "
            "WHERE table_name = %s AND column_name = %s",
            [record._table, column],
        )
        ((kind,),) = self.env.cr.fetchall()
        field = record._fields.get(column)
        if field is not None and field.type == "many2one":
            if field.comodel_name == "res.company":
                return self.other_company.id
            now = record[column].id
            self.env.cr.execute(
                f"SELECT id FROM {self.env[field.comodel_name]._table} "
                "WHERE id IS DISTINCT FROM %s ORDER BY id DESC LIMIT 1",
                [now or None],
            )
            found = self.env.cr.fetchone()
            return found[0] if found else None
        if column == "state":
            return "refused" if record[column] != "refused" else "pending"
        return {
            "int4": 987, "int8": 987, "varchar": "autre", "text": "autre",
            "timestamp": "2020-01-01 00:00:00", "date": "2020-01-01", "bool": True,
            "jsonb": '["autre"]', "numeric": 987, "float8": 987,
        }[kind]  # fmt: skip

    def _columns(self, record):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s ORDER BY 1",
            [record._table],
        )
        return {name for (name,) in self.env.cr.fetchall()} - NO_PROOF[record._name]

    def _each_column(self, record, document):
        silent = []
        columns = self._columns(record)
        self.assertGreater(len(columns), 6)
        for column in sorted(columns):
            value = self._another(record, column)
            if value is None and not record[column]:
                continue  # no record there to point at: nothing can be put in
            with self.env.cr.savepoint() as point:
                try:
                    with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                        self.sql(
                            f'UPDATE {record._table} SET "{column}" = %s '
                            "WHERE id = %s",
                            value, record.id,
                        )  # fmt: skip
                except IntegrityError:
                    # Such a row is there already: the database refuses two.
                    self.assertIn(column, ("document_id", "convention_id"))
                    continue
                findings = self.found(document)
                if not findings:
                    silent.append(column)
                else:
                    acted = document.with_context(lang="fr_FR")
                    for finding in findings:
                        self.assertTrue(acted._sentence(*finding), finding)
                point.rollback()
                self.env.invalidate_all()
        self.assertEqual(silent, [], f"{record._name}: changed, and not found")
        self.assertEqual(self.found(document), [])

    def test_every_column_of_the_document(self):
        self._each_column(self.document, self.document)

    def test_every_column_of_each_signatory(self):
        for row in self.document.signatory_ids:
            self._each_column(row, self.document)

    def test_every_column_of_one_who_has_not_signed(self):
        self._each_column(self.other.signatory_ids[0], self.other)

    def test_every_column_of_each_line(self):
        for line in self.document.journal_ids:
            self._each_column(line, self.document)

    def test_every_column_of_each_file(self):
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "in", ["mobility.document", "mobility.signatory"]),
                ("res_field", "!=", False),
                ("res_id", "in", [self.document.id, *self.document.signatory_ids.ids]),
            ]
        )
        files = files.filtered(
            lambda file: (
                self.env[file.res_model].browse(file.res_id)
                in (self.document, *self.document.signatory_ids)
            )
        )
        self.assertEqual(len(files), 4)
        for file in files:
            self._each_column(file, self.document)

    def test_a_line_taken_away(self):
        for line in self.document.journal_ids:
            event = line.event
            with self.env.cr.savepoint() as point:
                self.sql("DELETE FROM mobility_journal WHERE id = %s", line.id)
                self.assertIn("journal", self.codes(self.document), event)
                point.rollback()
                self.env.invalidate_all()

    def test_the_last_line_taken_away_with_its_count(self):
        """Whoever puts the count and the head right as well: the rows tell."""
        last, before = self.document.journal_ids[-1], self.document.journal_ids[-2]
        self.assertEqual(last.event, "sealed")
        self.sql("DELETE FROM mobility_journal WHERE id = %s", last.id)
        self.sql(
            "UPDATE mobility_document SET journal_count = %s, journal_head = %s "
            "WHERE id = %s",
            before.rank, before.sha256, self.document.id,
        )  # fmt: skip
        self.assertEqual(
            self.found(self.document),
            [
                ["document", "sealed_sha256", ""],
                ["document", "sealed_on", ""],
                ["file_added", "sealed_file", ""],
            ],
        )

    def test_a_line_put_in(self):
        first = self.document.journal_ids[0]
        columns = ", ".join(f'"{name}"' for name in self._columns(first) - {"rank"})
        self.sql(
            f"INSERT INTO mobility_journal ({columns}, rank) "
            f"SELECT {columns}, %s FROM mobility_journal WHERE id = %s",
            len(self.document.journal_ids) + 1, first.id,
        )  # fmt: skip
        self.assertIn("journal", self.codes(self.document))

    def test_two_lines_that_change_places(self):
        second, third = self.document.journal_ids[1:3]
        for rank, line in ((-1, second), (second.rank, third), (third.rank, second)):
            self.sql(
                "UPDATE mobility_journal SET rank = %s WHERE id = %s", rank, line.id
            )
        self.assertIn(["journal", "2", ""], self.found(self.document))

    def test_a_signatory_taken_away(self):
        row = self.other.signatory_ids[-1]
        name = row.name
        self.sql("DELETE FROM mobility_signatory WHERE id = %s", row.id)
        self.assertEqual(self.found(self.other), [["row_missing", "", name]])

    def test_a_signatory_put_in(self):
        row = self.other.signatory_ids[0]
        columns = ", ".join(self._columns(row))
        self.sql(
            f"INSERT INTO mobility_signatory ({columns}) "
            f"SELECT {columns} FROM mobility_signatory WHERE id = %s",
            row.id,
        )
        self.assertEqual(self.found(self.other), [["row_added", "", row.name]])

    def test_a_signature_made_up(self):
        """Signed in the table, with its date and its way, and no line for it."""
        row = self.other.signatory_ids[0]
        self.sql(
            "UPDATE mobility_signatory SET state = 'signed', method = 'portal', "
            "signed_on = now(), recorded_at = now() WHERE id = %s",
            row.id,
        )
        found = self.found(self.other)
        for name in ("state", "method", "signed_on", "recorded_at"):
            self.assertIn(["row", name, row.name], found)

    def test_a_journal_without_its_first_line(self):
        self.sql("DELETE FROM mobility_journal WHERE document_id = %s", self.other.id)
        self.sql(
            "UPDATE mobility_document SET journal_count = 0, journal_head = NULL "
            "WHERE id = %s",
            self.other.id,
        )
        self.assertIn(["unfounded", "", ""], self.found(self.other))


@tagged("post_install", "-at_install")
class TestTold(CheckCase):
    """The rules, without a database."""

    def test_the_state_is_that_of_the_model(self):
        document = self.frozen_convention().document_id
        self.assertEqual(state_of("", ["pending", "signed"]), "to_sign")
        self.assertEqual(state_of("", ["signed", "replaced"]), "signed")
        self.assertEqual(state_of("", ["signed", "refused"]), "refused")
        self.assertEqual(state_of("cancelled", ["signed"]), "cancelled")
        self.assertEqual(state_of("", []), "to_sign")
        self.assertEqual(document.state, "to_sign")

    def test_nothing_told(self):
        self.assertEqual(told([]).rows, {})
        self.assertEqual(differences({"a": None, "b": 0, "c": ""}, {}.get), [])
