"""Employers: from a list, from the official list of a département, never twice."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .import_case import ImportCase

SIRET = "99906197100019"
SIREN = "999061971"
OTHER_SIRET_OF_SIREN = "99906197100027"


def employer(**values):
    return {"employer": "Foyer d'Import-Test", "kind": "CCAS", **values}


@tagged("post_install", "-at_install")
class TestImportEmployers(ImportCase):
    kind = "employers"

    def found(self, name="Foyer d'Import-Test"):
        return self.env["res.partner"].search([("name", "=", name)])

    def test_a_full_row_becomes_an_employer(self):
        self.imported(
            employer(siret=SIRET, street="1 rue A", zip=60430, commune="Noailles",
                     phone=344000000, email="Foyer@Import.example.org",
                     affiliation="volontaire")
        )  # fmt: skip
        self.assertRecordValues(
            self.found(),
            [
                {
                    "company_registry": SIRET,
                    "mobility_siren": SIREN,
                    "mobility_employer_kind": "ccas",
                    "mobility_commune_id": self.noailles.id,
                    "mobility_affiliation": "voluntary",
                    "zip": "60430",
                    "email": "foyer@import.example.org",
                    "mobility_shared_mailbox": True,
                }
            ],
        )

    def test_a_siren_is_enough_until_the_siret_comes(self):
        self.imported(employer(siren="999 061 971", commune="Noailles"))
        known = self.found()
        self.assertEqual((known.mobility_siren, known.company_registry), (SIREN, False))
        row = employer(siret=SIRET, employer="Autre nom", commune="Noailles")
        self.assert_row(row, "updated", "SIRET: (empty) → 99906197100019", "Known as")
        self.imported(row)
        self.assertEqual(known.company_registry, SIRET)
        self.assertFalse(self.found("Autre nom"))

    def test_a_wrong_siren_is_refused(self):
        self.assert_row(
            employer(siren="999061972", commune="Noailles"), "rejected", "One digit"
        )

    def test_two_establishments_of_a_siren_are_two_employers(self):
        first = employer(siret=SIRET, commune="Noailles")
        second = employer(
            siret=OTHER_SIRET_OF_SIREN, employer="Foyer annexe", commune="Noyon"
        )
        batch = self.imported(first, second)
        self.assertEqual(batch.created_count, 2)
        # A SIREN alone does not say which of the two.
        self.assert_row(
            employer(siren=SIREN, commune="Noailles"), "rejected", "merge them first"
        )

    def test_a_town_hall_is_one_however_it_is_written(self):
        names = ("Mairie de Noailles", "Ville de Noailles", "COMMUNE DE NOAILLES",
                 "Noailles")  # fmt: skip
        rows = [
            {"employer": name, "kind": "Commune", "commune": "Noailles"}
            for name in names
        ]
        batch = self.imported(*rows)
        self.assertEqual(self.statuses(batch), ["created", *["unchanged"] * 3])
        towns = self.env["res.partner"].search(
            [("mobility_commune_id", "=", self.noailles.id)]
        )
        self.assertEqual(towns.mapped("name"), ["Mairie de Noailles"])
        # Its CCAS is another legal person.
        self.assert_row(
            {"employer": "CCAS de Noailles", "commune": "Noailles"}, "created"
        )

    def test_a_company_called_commune_is_refused(self):
        row = {"employer": "SARL Dupont", "kind": "Commune", "commune": "Noailles"}
        self.assert_row(row, "rejected", "does not read like the town hall of Noailles")

    def test_the_insee_code_designates_the_commune(self):
        row = employer(insee="60462")
        self.imported(row)
        self.assertEqual(self.found().mobility_commune_id, self.noailles)
        self.assertEqual(self.found().city, "Noailles")
        self.assert_row(employer(insee="99999"), "rejected", "Load its département")
        self.assert_row(employer(insee="6046"), "rejected", "it has 5 signs")

    def test_a_row_says_where_or_which(self):
        self.assert_row(employer(commune=None), "rejected", "Fill in the commune")
        self.assert_row(employer(siret=SIRET), "rejected", "Fill in the commune")
        self.imported(employer(siret=SIRET, commune="Noailles"))
        self.assertEqual(self.preview(employer(siret=SIRET)).unchanged_count, 1)

    # --- the official list ---------------------------------------------------------

    def open_data(self):
        departments = self.env["mobility.department"].search([("code", "=", "60")])
        return self.env["mobility.import"]._of_open_data(departments)

    def test_the_employers_of_a_departement_in_one_click(self):
        before = self.env["res.partner"].search_count(
            [("mobility_employer_kind", "in", ("commune", "epci"))]
        )
        batch = self.open_data()
        self.assertEqual(batch.rejected_count, 0, batch.line_ids[:3].mapped("details"))
        batch.action_import()
        self.assertEqual(batch.state, "done")
        after = self.env["res.partner"].search_count(
            [("mobility_employer_kind", "in", ("commune", "epci"))]
        )
        self.assertEqual(after - before, batch.created_count)
        self.assertGreater(batch.created_count, 680)
        beauvais = self.env["res.partner"].search(
            [("mobility_siren", "=", "216000562")]
        )
        self.assertEqual(beauvais.name, "Commune de Beauvais")
        self.assertFalse(beauvais.company_registry)
        self.assertTrue(beauvais.email and beauvais.mobility_shared_mailbox)
        again = self.open_data()
        self.assertEqual((again.created_count, again.updated_count), (0, 0))

    def test_the_official_list_recognises_who_is_known(self):
        known = self.env["res.partner"].create(
            {
                "name": "Ville de Beauvais",
                "is_company": True,
                "mobility_employer_kind": "commune",
                "mobility_commune_id": self.env.ref("bourse_mobilite.commune_60057").id,
                "email": "nous@beauvais.example.org",
                "phone": "03 44 99 99 99",
            }
        )
        batch = self.open_data()
        line = batch.line_ids.filtered(lambda one: "Beauvais" in one.first)[:1]
        self.assertIn("Known as “Ville de Beauvais”", "\n".join(
            batch.line_ids.mapped("details")))  # fmt: skip
        batch.action_import()
        self.assertEqual(known.mobility_siren, "216000562")
        self.assertTrue(line)
        same = self.env["res.partner"].search([("mobility_siren", "=", "216000562")])
        self.assertEqual(same, known)

    def test_somebody_who_gives_the_town_halls_address_has_no_mailbox(self):
        person = self.env["res.partner"].create(
            {"name": "Dominique", "email": "dominique@noailles.example.org"}
        )
        self.assertTrue(person._mobility_personal_mailbox())
        self.imported(
            employer(commune="Noailles", email="Dominique@noailles.example.org")
        )
        self.assertFalse(person._mobility_personal_mailbox())
        later = person.copy({"name": "Camille", "email": person.email})
        self.assertTrue(later.mobility_shared_mailbox)

    def test_no_departement_is_said(self):
        none = self.env["mobility.department"]
        with self.assertRaisesRegex(UserError, "Choose your départements first"):
            self.env["mobility.import"]._of_open_data(none)
