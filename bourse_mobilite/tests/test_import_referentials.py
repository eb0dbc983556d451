"""Trainings and métiers, the official répertoires among them."""

import base64
from datetime import date

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
            "comes before the first",
        )
        self.assert_row(self.training(duration="longtemps"), "rejected", "not a number")
        self.assert_row(self.training(duration="-2"), "rejected", "not a number")

    def test_a_day_alone_has_to_fit_what_is_known(self):
        self.imported(
            self.training(code="ABC1", date_from="01/03/2027", date_to="05/03/2027")
        )
        known = self.env["mobility.training"].search([("code", "=", "ABC1")])
        for days in ({"date_from": "06/03/2027"}, {"date_to": "28/02/2027"}):
            with self.subTest(days):
                batch = self.preview(
                    self.training(code="ABC1", duration="4", **days),
                    self.training(training="Une autre", date_from="01/03/2027"),
                )
                self.assertEqual(self.statuses(batch), ["rejected", "created"])
                refused = batch.line_ids.sorted("row_number")[0]
                self.assertIn("comes before the first", refused.details)
        batch.action_import()
        self.assertEqual(batch.state, "done")
        self.assertEqual(known.duration_days, 0)
        self.assertEqual(known.date_to, date(2027, 3, 5))
        self.imported(self.training(code="ABC1", date_from="05/03/2027"))
        self.assertEqual(known.date_from, known.date_to)

    def test_two_rows_of_one_training_are_asked(self):
        self.imported(
            self.training(code="ABC1", date_from="01/03/2027", date_to="05/03/2027")
        )
        # By its code, then by its title and first day: each fits, both do not.
        batch = self.preview(
            self.training(code="ABC1", date_from="04/03/2027"),
            self.training(date_from="01/03/2027", date_to="02/03/2027"),
        )
        self.assertEqual(self.statuses(batch), ["updated", "rejected"])

    def test_an_address_that_no_link_may_have_is_left_out(self):
        for url in (r"https://www.example.org\abc", "https://[www.example.org/a"):
            with self.subTest(url):
                self.assert_row(self.training(url=url), "created", "it was left out")
                self.imported(self.training(training=url, url=url))
                made = self.env["mobility.training"].search([("name", "=", url)])
                self.assertEqual((len(made), made.url), (1, False))

    def test_a_duration_is_compared_as_it_is_kept(self):
        for duration in ("1,25", "0"):
            with self.subTest(duration):
                row = self.training(training=f"Durée {duration}", duration=duration)
                self.imported(row)
                self.assertEqual(self.preview(row).unchanged_count, 1)


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

    def test_a_metier_is_not_near_itself(self):
        rows = (
            {"name": "Essai un", "near": "ESSAI UN ; Essai deux"},
            {"name": "Essai deux"},
        )
        batch = self.imported(*rows)
        self.assertEqual(self.statuses(batch), ["created", "created"])
        details = batch.line_ids.sorted("row_number")[0].details
        self.assertIn("“Essai un” is not near itself", details)
        made = self.named("Essai un")
        self.assertEqual(made.near_metier_ids, self.named("Essai deux"))
        self.assertEqual(self.preview(*rows).unchanged_count, 2)
        # Under the name that the row changes, it is still itself.
        made.cnfpt_code = "99/Z/1"
        renamed = {"name": "Essai 1", "cnfpt_code": "99/Z/1", "near": "Essai un"}
        self.imported(renamed)
        self.assertEqual(made.name, "Essai 1")
        self.assertNotIn(made, made.near_metier_ids)

    def test_a_known_metier_becomes_near_a_new_one_and_it_is_said(self):
        self.imported({"name": "Essai un"})
        rows = ({"name": "Essai un", "near": "Essai deux"}, {"name": "Essai deux"})
        batch = self.imported(*rows)
        self.assertEqual(self.statuses(batch), ["updated", "created"])
        self.assertEqual(
            self.named("Essai un").near_metier_ids, self.named("Essai deux")
        )
        self.assertEqual(self.preview(*rows).unchanged_count, 2)

    def test_near_a_label_of_the_rome_is_near_all_its_metiers(self):
        holders = self.metiers.create(
            [{"name": f"Essai {name}", "rome_code": "N4499"} for name in "AB"]
        )
        content = (
            "Métier;Code ROME;Métiers proches\n"
            "{};;Libelle Multi\n"
            "Libelle Multi;N4499;\n"
        )
        for name, near in (("Metier C", holders), ("Essai A", holders[1])):
            with self.subTest(name):
                sent = base64.b64encode(content.format(name).encode())
                self.imported(content=sent)
                self.assertEqual(self.named(name).near_metier_ids, near)
                self.assertEqual(
                    self.preview(content=sent).unchanged_count, 2, "as it is now"
                )
        self.assertEqual(set(holders.mapped("rome_label")), {"Libelle Multi"})

    def test_a_name_is_made_once(self):
        code = {"rome_code": "N4499"}
        batch = self.preview(
            {"name": "Essai un", **code},
            {"name": "ESSAI UN", "champ": "Essais", **code},
            {"name": "Essai un", "rome_code": "N4498"},
        )
        self.assertEqual(self.statuses(batch), ["created", "rejected", "rejected"])
        batch.action_import()
        self.assertEqual(batch.state, "done")

    def test_of_two_names_nearly_the_same_the_very_same_is_meant(self):
        one, two = self.metiers.create([{"name": "Essai-un"}, {"name": "Essai un"}])
        rows = [{"name": name, "champ": "Essais"} for name in (one.name, two.name)]
        for row in rows:
            self.imported(row)
        self.assertEqual((one.name, two.name), ("Essai-un", "Essai un"))
        self.assertEqual((one.champ, two.champ), ("Essais", "Essais"))

    def test_a_wrong_rome_code_is_refused(self):
        self.assert_row({"name": "Essai", "rome_code": "Z9999"}, "rejected", "M1607")

    def test_an_adviser_may_not_change_the_referentials(self):
        batch = self.sent({"name": "Essai"})
        with self.assertRaises(AccessError):
            batch.with_user(self.adviser).action_preview()
