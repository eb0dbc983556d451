"""The trainings: what is refused, and who reads them."""

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MobilityCase

GOOD = (
    "https://www.cnfpt.fr/trouver-formation/detail/0a1b",
    "http://intranet.example.org:8080/cours?ref=1&lang=fr#dates",
    "https://xn--dj-bia.example.org/",
    False,
)
BAD = (
    "www.cnfpt.fr/formation",
    "javascript:alert(1)",
    "JaVaScRiPt://example.org/%0aalert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://example.org/cours",
    "//example.org/cours",
    "https://",
    "https:///cours",
    "https:cours",
    "https://example.org/un cours",
    "https://example.org/\ncours",
    "https://example.org\\@mal.example.org",
    "https://[::1",
    "cours",
)


@tagged("post_install", "-at_install")
class TestTrainings(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metier = cls.offer.metier_id
        cls.training = cls.env["mobility.training"].create(
            {
                "name": "Accueillir le public",
                "provider": "Organisme d'essai",
                "metier_ids": [Command.set(cls.metier.ids)],
            }
        )

    def test_only_addresses_of_web_pages(self):
        for url in GOOD:
            self.training.url = url
        for url in BAD:
            with self.subTest(url=url), self.assertRaises(ValidationError) as refused:
                self.training.url = url
            self.assertIn("https://", str(refused.exception))

    def test_an_address_put_in_by_another_way_is_never_a_link(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_training SET url = %s WHERE id = %s",
            ("javascript:alert(1)", self.training.id),
        )
        self.training.invalidate_recordset()
        self.assertEqual(self.training._page_values()["url"], "")

    def test_dates(self):
        today = self._today()
        self.training.write({"date_from": today, "date_to": today})
        with self.assertRaisesRegex(ValidationError, "Accueillir le public"):
            self.training.date_to = fields.Date.subtract(today, days=1)

    def test_duration_is_never_negative(self):
        self.training.duration_days = 0.5
        self.training.flush_recordset()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.training.duration_days = -0.5
            self.training.flush_recordset()

    def test_duration_as_it_is_read(self):
        training = self.training.with_context(lang="fr_FR")
        for days, words in ((1, "1"), (2.5, "2,5"), (10, "10"), (0.5, "0,5")):
            training.duration_days = days
            self.assertEqual(training._page_values()["days"], words)
        self.assertTrue(training._page_values()["lasts"])
        training.duration_days = 0
        self.assertFalse(training._page_values()["lasts"])

    def test_what_is_over_is_not_shown(self):
        today = self._today()
        yesterday = fields.Date.subtract(today, days=1)
        tomorrow = fields.Date.add(today, days=1)
        for first, last, shown in (
            (False, False, True),
            (today, False, True),
            (yesterday, False, False),
            (yesterday, today, True),
            (yesterday, tomorrow, True),
            (False, yesterday, False),
            (yesterday, yesterday, False),
            (tomorrow, tomorrow, True),
        ):
            self.training.write({"date_from": first, "date_to": last})
            self.assertEqual(
                bool(self.metier.with_user(self.public)._page_trainings()),
                shown,
                (first, last),
            )

    def test_a_visitor_gets_these_values_and_no_other(self):
        (values,) = self.metier.with_user(self.public)._page_trainings()
        self.assertEqual(
            values.keys(),
            {
                "name", "provider", "days", "one_day", "lasts", "date_from", "date_to",
                "url",
            },
        )  # fmt: skip

    def test_the_nearest_are_shown_first(self):
        today = self._today()
        self.training.date_from = fields.Date.add(today, days=9)
        self.training.copy({"name": "Plus tôt", "date_from": today})
        names = [one["name"] for one in self.metier._page_trainings()]
        self.assertEqual(names, ["Plus tôt", "Accueillir le public"])

    def test_adviser_enters_and_corrects_one(self):
        trainings = self.env["mobility.training"].with_user(self.adviser)
        with Form(trainings) as form:
            form.name = "Découvrir l'état civil"
            form.provider = "Organisme d'essai"
            form.duration_days = 1.5
            form.metier_ids.add(self.metier)
        self.assertEqual(form.record.company_id, self.env.company)
        form.record.theme = "État civil"
        self.assertIn(form.record, self.metier.with_user(self.adviser).training_ids)
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_model"),
        ):
            form.record.unlink()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_else_reads_them(self):
        for user in (self.public, self.agent, self.rh, self.tutor, self.internal):
            trainings = self.env["mobility.training"].with_user(user)
            self.assertRaises(AccessError, lambda one=trainings: one.search([]))
            seen = self.training.with_user(user)
            self.assertRaises(AccessError, lambda one=seen: one.read(["name"]))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_each_cdg_has_its_own(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        theirs = self.training.copy({"company_id": other.id})
        mine = self.env["mobility.training"].with_user(self.adviser)
        self.assertEqual(mine.search([]) & (self.training | theirs), self.training)
        self.assertRaises(
            AccessError, lambda: theirs.with_user(self.adviser).read(["name"])
        )
