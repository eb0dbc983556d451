from datetime import date, datetime

from odoo.tests import TransactionCase, tagged

from ..models.day_words import day_words, instant_words


@tagged("post_install", "-at_install")
class TestDayWords(TransactionCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")
        self.french = self.env(context={"lang": "fr_FR"})

    def test_the_first_of_a_month(self):
        for day, written in (
            (date(2026, 12, 1), "1er décembre 2026"),
            (date(2026, 12, 2), "2 décembre 2026"),
            (date(2026, 12, 11), "11 décembre 2026"),
            (None, ""),
        ):
            self.assertEqual(day_words(self.french, day), written)
        first = date(2026, 12, 1)
        self.assertEqual(
            day_words(self.french, first, weekday=True), "mardi 1er décembre 2026"
        )

    def test_the_clock_is_that_of_the_centre_de_gestion(self):
        self.env.company.partner_id.tz = "Europe/Paris"
        said = instant_words(
            self.french, datetime(2026, 11, 30, 23, 30), self.env.company
        )
        self.assertTrue(said.startswith("1er décembre 2026"), said)
        self.assertTrue(said.endswith("00:30"), said)
        self.assertEqual(instant_words(self.french, False, self.env.company), "")
