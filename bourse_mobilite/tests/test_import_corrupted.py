"""Of a file that was spoiled here and there, exactly these rows are rejected."""

import random
from datetime import date, timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import tagged

from .export_case import ExportCase


def _reversed_dates(row):
    row["Disponible du"], row["Disponible jusqu'au"] = "02/02/2030", "01/02/2030"


def _wrong_siret(row):
    digits = row["SIRET"]
    row["SIRET"] = digits[:-1] + str((int(digits[-1]) + 1) % 10)


def _set(heading, value):
    def corrupt(row):
        row[heading] = value

    return corrupt


CORRUPTIONS = (
    _wrong_siret,
    _reversed_dates,
    _set("Commune", "Ville-Imaginaire"),
    _set("Code postal", "6040"),
    _set("Code postal", "75001"),
    _set("Places", 0),
    _set("Places", 1000),
    _set("Disponible du", "31/02/2030"),
    _set("Disponible jusqu'au", "bientôt"),
    _set("Employeur", None),
    _set("Employeur", "  "),
    _set("Intitulé de l'offre", None),
    _set("Nature", "Association loi 1901"),
    _set("Intitulé de l'offre", "x" * 300),
    _set("Service", "x" * 300),
)


@tagged("post_install", "-at_install")
class TestCorruptedRows(ExportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hosts = [
            cls.an_employer(f"Syndicat d'essai n° {number}", 100 + number,
                            mobility_employer_kind="syndicat", zip="60400")
            for number in range(20)
        ]  # fmt: skip
        tutors = [cls.a_person(f"Tuteur {number}") for number in range(20)]
        cls.made = cls.env["mobility.offer"].create(
            [
                {
                    "name": f"Place {number // 20}",
                    "host_id": hosts[number % 20].id,
                    "service": f"Service {number % 7}",
                    "metier_id": cls.accueil.id,
                    "capacity": 1 + number % 4,
                    "date_from": date(2030, 1, 1) + timedelta(days=number),
                    "date_to": date(2032, 1, 1),
                    "tutor_ids": [Command.set(tutors[number % 20].ids)],
                }
                for number in range(400)
            ]
        )

    def test_five_percent_of_corrupted_rows_are_those_rejected(self):
        self.age()
        content = self.exported("places", self.made)
        for seed in (1, 7, 42, 2026):
            with self.subTest(seed=seed):
                self._corrupt_and_check(content, random.Random(seed))

    def _corrupt_and_check(self, content, draw):
        headings, *lines = self.lines(content)
        self.assertEqual(len(lines), 400)
        wrong = draw.sample(range(len(lines)), len(lines) // 20)
        book = load_workbook(BytesIO(content))
        for position in wrong:
            row = dict(zip(headings, lines[position], strict=True))
            draw.choice(CORRUPTIONS)(row)
            for column, value in enumerate(row.values(), start=1):
                book.active.cell(position + 2, column).value = value
        written = BytesIO()
        book.save(written)
        before = self.photograph()
        batch = self.preview("places", written.getvalue())
        rejected = batch.line_ids.filtered(lambda line: line.status == "rejected")
        self.assertEqual(
            sorted(rejected.mapped("row_number")), sorted(one + 2 for one in wrong)
        )
        self.assertTrue(all(rejected.mapped("details")))
        self.assertEqual(batch.unchanged_count, len(lines) - len(wrong))
        batch.action_import()
        self.assertEqual(self.photograph(), before)

    def test_each_corruption_alone_is_rejected(self):
        content = self.exported("places", self.made[:1])
        headings, line = self.lines(content)
        for number, corrupt in enumerate(CORRUPTIONS):
            row = dict(zip(headings, line, strict=True))
            corrupt(row)
            book = load_workbook(BytesIO(content))
            for column, value in enumerate(row.values(), start=1):
                book.active.cell(2, column).value = value
            written = BytesIO()
            book.save(written)
            with self.subTest(corruption=number):
                batch = self.preview("places", written.getvalue())
                self.assertEqual(batch.line_ids.status, "rejected", row)
