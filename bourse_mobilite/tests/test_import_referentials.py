"""Trainings and métiers, the official répertoires among them."""

import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestImportTrainings(ImportCase):
    kind = "trainings"

    def training(self, **values):
        return {"training": "Accueillir en mairie", "provider": "CNFPT", **values}

    def test_a_full_row_becomes_a_training(self):
        self.imported(
            self.training(
                code="ABC1", theme="Accueil", duration="1,5 jour", modality="présentiel",
                zip=60430, commune="Noailles", date_from="05/10/2026",
                date_to="06/10/2026", url="www.cnfpt.example.org/abc1",
                metiers="Agent d'accueil en mairie ; Métier inconnu",
            )
        )  # fmt: skip
        made = self.env["mobility.training"].search([("code", "=", "ABC1")])
        self.assertEqual(made.duration_days, 1.5)
        self.assertEqual(made.commune_id, self.noailles)
        self.assertEqual(made.url, "https://www.cnfpt.example.org/abc1")
        self.assertEqual(made.metier_ids, self.offer.metier_id)

    def test_its_code_recognises_it_then_its_title_and_date(self):
        self.imported(self.training(code="ABC1", date_from="05/10/2026"))
        row = self.training(training="Nouveau titre", code="abc1")
        self.assert_row(row, "updated", "Accueillir en mairie → Nouveau titre")
        # The same course in the spring is another one.
        spring = self.training(code="ABC2", date_from="05/03/2027")
        self.assert_row(spring, "created")
        self.imported(self.training(training="Sans code"))
        self.assertEqual(
            self.preview(self.training(training="SANS CODE")).created_count, 0
        )

    def test_an_unreadable_address_is_left_out(self):
        self.assert_row(
            self.training(url="javascript:alert(1)"), "created", "it was left out"
        )

    def test_wrong_dates_and_durations_are_refused(self):
        self.assert_row(
            self.training(date_from="06/10/2026", date_to="05/10/2026"),
            "rejected",
            "before it begins",
        )
        self.assert_row(self.training(duration="longtemps"), "rejected", "not a number")


@tagged("post_install", "-at_install")
class TestImportMetiers(ImportCase):
    kind = "metiers"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.manager)
        cls.metiers = cls.env["mobility.metier"].with_context(active_test=False)

    def named(self, name):
        return self.metiers.search([("name", "=", name)])

    def test_the_file_of_the_cnfpt(self):
        content = (
            "Champ;Famille;Code fiche;Métier;Définition\n"
            "Champ d'essai;Famille d'essai;99/Z/1;Métier d'essai A;Fait des essais.\n"
            "Champ d'essai;Famille d'essai;99/Z/2;Métier d'essai B;Fait d'autres essais.\n"
        ).encode("cp1252")
        batch = self.imported(content=base64.b64encode(content))
        self.assertEqual(batch.created_count, 2)
        made = self.named("Métier d'essai A")
        self.assertRecordValues(
            made,
            [
                {
                    "champ": "Champ d'essai",
                    "speciality": "Famille d'essai",
                    "cnfpt_code": "99/Z/1",
                    "description": "Fait des essais.",
                    "active": True,
                }
            ],
        )
        # A newer edition renames it: its code recognises it.
        newer = content.replace(b"essai A", "essai renommé".encode("cp1252"))
        batch = self.imported(content=base64.b64encode(newer))
        self.assertEqual((batch.created_count, batch.updated_count), (0, 1))
        self.assertEqual(made.name, "Métier d'essai renommé")

    def test_the_file_of_the_rome_labels_those_who_bear_its_codes(self):
        known = self.named(self.offer.metier_id.name)
        holders = self.metiers.search(
            [("rome_code", "=", known.rome_code), ("active", "=", True)]
        )
        content = (
            "code_rome,libelle_rome,code_ogr\n"
            f"{known.rome_code},Accueil officiel,1\n"
            "A1101,Conduite d'engins d'essai,2\n"
        ).encode()
        batch = self.preview(content=base64.b64encode(content))
        self.assertEqual(batch.state, "columns", "a column is not known: it is asked")
        batch.action_columns()
        self.assertEqual(self.statuses(batch), ["updated", "created"])
        batch.action_import()
        self.assertEqual(set(holders.mapped("rome_label")), {"Accueil officiel"})
        self.assertEqual(known.name, self.offer.metier_id.name)
        self.assertFalse(self.named("Conduite d'engins d'essai").active)
        again = self.preview(content=base64.b64encode(content))
        self.assertEqual(again.state, "preview", "what was answered is remembered")
        self.assertEqual(again.unchanged_count, 2)
        batch.action_undo()
        self.assertEqual(set(holders.mapped("rome_label")), {False})

    def test_the_file_of_the_rmfp(self):
        self.imported(
            {"name": "Chargé d'essai", "rmfp_code": "ERESS001", "champ": "Essais"}
        )
        self.assertEqual(self.named("Chargé d'essai").rmfp_code, "ERESS001")
        self.assert_row(
            {"name": self.offer.metier_id.name, "rmfp_code": "eress001"},
            "rejected",
            "The code is that of one métier",
        )

    def test_metiers_of_one_file_are_near_each_other(self):
        rows = (
            {"name": "Essai un", "near": "Essai deux ; Agent d'accueil en mairie"},
            {"name": "Essai deux"},
        )
        self.imported(*rows)
        self.assertEqual(
            self.named("Essai un").near_metier_ids,
            self.named("Essai deux") | self.offer.metier_id,
        )
        self.assertEqual(self.preview(*rows).unchanged_count, 2)

    def test_a_wrong_rome_code_is_refused(self):
        self.assert_row({"name": "Essai", "rome_code": "Z9999"}, "rejected", "M1607")

    def test_an_adviser_may_not_change_the_referentials(self):
        batch = self.sent({"name": "Essai"})
        with self.assertRaises(AccessError):
            batch.with_user(self.adviser).action_preview()
