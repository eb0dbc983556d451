"""Importing files of any kind."""

import base64
from io import BytesIO

from openpyxl import Workbook, load_workbook

from odoo.tools import format_date

from ..rules.register.kinds import KIND_OF
from .common import MobilityCase


def workbook(lines):
    """The bytes of an .xlsx of these lines; what looks like a formula is a text."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    for cell in (cell for line in book.active.iter_rows() for cell in line):
        if cell.data_type == "f":
            cell.data_type = "s"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def file_of(kind, rows, headings=None):
    """The file of ``rows`` (dictionaries by column) of a kind, in base64."""
    by_key = KIND_OF[kind].by_key
    keys = [key for key in by_key if any(key in row for row in rows)]
    first = headings or [by_key[key].heading for key in keys]
    content = workbook([first, *([row.get(key) for key in keys] for row in rows)])
    return base64.b64encode(content)


class ImportCase(MobilityCase):
    """``kind`` is what the class imports; sentences are asserted as they are
    written, whatever is translated."""

    kind = "places"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.adviser, context={"lang": "en_US"})
        cls.noailles = cls.env.ref("bourse_mobilite.commune_60462")

    def file_of(self, *rows, headings=None):
        """The file of ``rows`` (dictionaries by column), in base64."""
        return file_of(self.kind, rows, headings)

    def sent(self, *rows, content=None, headings=None, **vals):
        """An import of a file, not looked at yet."""
        return self.env["mobility.import"].create(
            {
                "kind": self.kind,
                "file": content or self.file_of(*rows, headings=headings),
                "file_name": "liste.xlsx",
                **vals,
            }
        )

    def preview(self, *rows, **options):
        batch = self.sent(*rows, **options)
        batch.action_preview()
        return batch

    def imported(self, *rows, **options):
        batch = self.preview(*rows, **options)
        self.assertEqual(batch.state, "preview", batch.column_ids.mapped("heading"))
        batch.action_import()
        self.assertEqual(batch.state, "done")
        return batch

    def statuses(self, batch):
        return batch.line_ids.sorted("row_number").mapped("status")

    def assert_row(self, row, status, *texts):
        """One row alone has this status and its details hold these texts."""
        line = self.preview(row).line_ids
        self.assertEqual(line.status, status, line.details)
        for text in texts:
            self.assertIn(text, line.details)

    def rejected_lines(self, batch):
        """The lines of the file of rejected rows, headings first."""
        book = load_workbook(BytesIO(base64.b64decode(batch.rejected_file)))
        return [list(line) for line in book.active.iter_rows(values_only=True)]

    def shown(self, day):
        return format_date(self.env, day)

    def counts(self, *models):
        """How many records there are of each model."""
        self.env.flush_all()
        return {
            model: self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search_count([])
            for model in models
        }
