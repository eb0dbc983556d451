"""The métiers and the skills that are delivered: each sheet is whole."""

import re

from odoo.tests import TransactionCase, tagged
from odoo.tools import remove_accents

CHAMPS = {
    "Organisation et gestion des ressources",
    "Social, santé publique",
    "Citoyenneté, éducation, culture et sport",
    "Aménagement et développement durable des territoires",
    "Services techniques et environnementaux",
    "Sécurité",
}
# What other data and other people already refer to.
FIRST_IDS = (
    "metier_agent_accueil_mairie",
    "metier_atsem",
    "metier_agent_decheterie",
    "metier_sapeur_pompier",
)


@tagged("post_install", "-at_install")
class TestMetiersData(TransactionCase):
    @classmethod
    def _delivered(cls, model):
        data = cls.env["ir.model.data"].search(
            [("module", "=", "bourse_mobilite"), ("model", "=", model)]
        )
        return cls.env[model].browse(data.mapped("res_id"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metiers = cls._delivered("mobility.metier")
        cls.skills = cls._delivered("hr.skill")

    def test_enough_of_them(self):
        self.assertGreaterEqual(len(self.metiers), 125)
        self.assertTrue(80 <= len(self.skills) <= 110, len(self.skills))

    def test_each_sheet_is_whole(self):
        for metier in self.metiers:
            with self.subTest(metier=metier.name):
                self.assertIn(metier.champ, CHAMPS)
                self.assertTrue(metier.speciality)
                self.assertGreater(len(metier.description), 40)
                self.assertLess(len(metier.description), 300)
                self.assertTrue(metier.description.endswith("."))
                self.assertTrue(metier.condition_ids)
                self.assertGreaterEqual(len(metier.near_metier_ids), 2)
                self.assertGreaterEqual(len(metier.skill_ids), 3)
                self.assertLessEqual(len(metier.skill_ids), 6)

    def test_each_field_has_its_métiers(self):
        self.assertEqual(set(self.metiers.mapped("champ")), CHAMPS)
        specialities = {}
        for metier in self.metiers:
            specialities.setdefault(metier.speciality, set()).add(metier.champ)
        for speciality, champs in specialities.items():
            self.assertEqual(len(champs), 1, speciality)

    def test_near_is_said_on_both_sides_and_never_of_oneself(self):
        for metier in self.metiers:
            with self.subTest(metier=metier.name):
                self.assertNotIn(metier, metier.near_metier_ids)
                for near in metier.near_metier_ids:
                    self.assertIn(metier, near.near_metier_ids)
                    self.assertTrue(near.active)

    def test_names_are_told_apart_without_accents(self):
        for records in (self.metiers, self.skills):
            names = [
                re.sub(r"\W+", " ", remove_accents(name).lower()).strip()
                for name in records.mapped("name")
            ]
            self.assertEqual(len(names), len(records))
            self.assertEqual(len(set(names)), len(names))

    def test_rome_codes_have_their_form(self):
        with_code = self.metiers.filtered("rome_code")
        self.assertGreater(len(with_code), 60)
        for metier in with_code:
            self.assertRegex(metier.rome_code, r"^[A-N]\d{4}$")
        self.assertFalse(
            self.metiers.filtered(
                lambda one: one.cnfpt_code or one.rmfp_code or one.rome_label
            ),
            "official codes come with the official files",
        )

    def test_texts_are_written_as_french_is(self):
        texts = self.metiers.mapped("name") + self.metiers.mapped("description")
        for text in texts + self.skills.mapped("name"):
            self.assertNotIn("'", text)
            self.assertNotRegex(text, r"[^\N{NO-BREAK SPACE}][:;?!]")

    def test_each_skill_serves_and_belongs_to_one_type(self):
        kind = self.env.ref("bourse_mobilite.skill_type_territorial")
        self.assertEqual(self.skills.skill_type_id, kind)
        self.assertEqual(self.metiers.skill_ids, self.skills & self.metiers.skill_ids)
        self.assertFalse(self.skills - self.metiers.skill_ids)
        levels = kind.skill_level_ids
        self.assertEqual(levels.mapped("level_progress"), [25, 50, 75, 100])
        self.assertEqual(len(levels.filtered("default_level")), 1)

    def test_ids_that_others_refer_to_are_kept(self):
        for xmlid in FIRST_IDS:
            self.assertIn(self.env.ref(f"bourse_mobilite.{xmlid}"), self.metiers)

    def test_an_update_of_the_module_keeps_the_edits_of_the_cdg(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "bourse_mobilite"),
                ("model", "in", ("mobility.metier", "hr.skill")),
            ]
        )
        self.assertGreater(len(data), 200)
        self.assertEqual(set(data.mapped("noupdate")), {True})
