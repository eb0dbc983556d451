"""A register of host places becomes employers, tutors and offers, row by row."""

import base64
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.guard import acting
from ..rules.register.columns import REASON_HEADING
from .import_case import ImportCase

NEW_SIRET = "99906197100019"
OTHER_SIRET = "99906198900011"
TOUCHED = (
    "res.partner", "mobility.role", "mobility.offer", "mobility.commune",
    "mobility.metier", "mobility.condition", "mail.message", "res.users",
)  # fmt: skip


def offer(**values):
    return {
        "employer": "Mairie d'Import-Test",
        "commune": "Noailles",
        "title": "Accueil des habitants",
        **values,
    }


@tagged("post_install", "-at_install")
class TestImportPlaces(ImportCase):
    def employer(self, name="Mairie d'Import-Test"):
        return self.env["res.partner"].search([("name", "=", name)])

    # --- the whole way --------------------------------------------------------

    def test_a_full_row_becomes_an_employer_a_tutor_and_an_offer(self):
        wizard = self.imported(
            offer(
                siret=99906197100019, kind="Commune", street="1 place de la Mairie",
                zip=60430, phone=344000000, email="Mairie@Import-Test.example.org",
                metier="agent d'accueil en MAIRIE", service="État civil",
                description="Recevoir.\nOrienter.", places=2, date_from="01/09/2030",
                date_to=date(2031, 6, 30), tutor="Camille Exemple",
                tutor_function="Secrétaire générale",
                tutor_email="camille.exemple@import-test.example.org",
                conditions="Contact avec le public ; travail prolongé sur ecran",
            )
        )  # fmt: skip
        self.assertEqual(self.statuses(wizard), ["created"])
        employer = self.employer()
        self.assertRecordValues(
            employer,
            [
                {
                    "is_company": True,
                    "mobility_employer_kind": "commune",
                    "company_registry": NEW_SIRET,
                    "mobility_commune_id": self.noailles.id,
                    "street": "1 place de la Mairie",
                    "zip": "60430",
                    "city": "Noailles",
                    "phone": "03 44 00 00 00",
                    "email": "mairie@import-test.example.org",
                    "country_id": self.env.ref("base.fr").id,
                }
            ],
        )
        made = employer.mobility_offer_ids
        self.assertRecordValues(
            made,
            [
                {
                    "name": "Accueil des habitants",
                    "state": "submitted",
                    "metier_id": self.offer.metier_id.id,
                    "service": "État civil",
                    "description": "Recevoir.\nOrienter.",
                    "capacity": 2,
                    "date_from": date(2030, 9, 1),
                    "date_to": date(2031, 6, 30),
                    "commune_id": self.noailles.id,
                }
            ],
        )
        self.assertEqual(set(made.condition_ids.mapped("code")), {"public", "ecran"})
        tutor = made.tutor_ids
        self.assertRecordValues(
            tutor,
            [
                {
                    "name": "Camille Exemple",
                    "is_company": False,
                    "parent_id": False,
                    "function": "Secrétaire générale",
                    "email": "camille.exemple@import-test.example.org",
                }
            ],
        )
        self.assertRecordValues(
            employer.mobility_role_ids,
            [
                {
                    "partner_id": tutor.id,
                    "kind": "tutor",
                    "quality": "Secrétaire générale",
                }
            ],
        )

    def messy(self):
        return (
            offer(tutor="Camille Exemple"),
            offer(siret=NEW_SIRET, title="Cantine", tutor="Camille Exemple",
                  tutor_email="mairie@import-test.example.org"),
            offer(employer="MAIRIE D’IMPORT TEST ", title="CANTINE"),
            offer(siret=NEW_SIRET, employer="Ville d'Import-Test", title="Voirie"),
            offer(employer="Ville d'Import-Test", title="École", date_from="01/09/2030"),
            offer(employer="Ville d'Import-Test", title="École", date_from="01/03/2031"),
            offer(employer="Foyer d'Import-Test", title="Cuisine"),
            offer(employer="Foyer d'Import-Test", title="Jardin", kind="EHPAD public"),
            offer(siret="123"), offer(commune="Lyon"),
            offer(employer=self.host.name, commune="Lassigny", title="Agent",
                  siret=self.host.company_registry, tutor="helene TUTEUR"),
            offer(employer=self.host.name, commune="Lassigny", places=3,
                  title="agent d'accueil en mairie", service="ACCUEIL et etat civil"),
        )  # fmt: skip

    def test_the_preview_leaves_the_database_unchanged(self):
        before = self.counts(*TOUCHED)
        stamps = [self.offer.write_date, self.host.write_date]
        self.preview(*self.messy())
        self.assertEqual(self.counts(*TOUCHED), before)
        self.assertEqual([self.offer.write_date, self.host.write_date], stamps)

    def test_a_second_import_of_the_same_file_changes_nothing(self):
        wizard = self.imported(*self.messy())
        self.assertEqual(
            self.statuses(wizard),
            ["created", "created", "rejected", "created", "created", "created",
             "created", "created", "rejected", "rejected", "created", "updated"],
        )  # fmt: skip
        before = self.counts(*TOUCHED)
        self.env.flush_all()
        stamps = self.env["mobility.offer"].search([]).mapped("write_date")
        again = self.preview(*self.messy())
        self.assertEqual((again.created_count, again.updated_count), (0, 0))
        self.assertEqual(again.rejected_count, 3)
        again.action_import()
        self.assertEqual(self.counts(*TOUCHED), before)
        self.assertEqual(
            self.env["mobility.offer"].search([]).mapped("write_date"), stamps
        )

    def test_the_same_rows_in_any_order_are_the_same(self):
        self.imported(*self.messy())
        again = self.preview(*reversed(self.messy()))
        self.assertEqual(again.created_count, 0)

    def test_counts_and_order_of_the_preview(self):
        wizard = self.preview(offer(), offer(title="Cantine"), offer(siret="1"))
        self.assertEqual(wizard.created_count, 2)
        self.assertEqual(wizard.rejected_count, 1)
        self.env.invalidate_all()
        self.assertEqual(wizard.line_ids.mapped("row_number"), [4, 2, 3])

    # --- employers ------------------------------------------------------------

    def host_row(self, **values):
        return offer(employer=self.host.name, commune="Lassigny", **values)

    def test_an_employer_is_recognised_by_its_siret_and_keeps_its_name(self):
        row = self.host_row(siret=self.host.company_registry)
        row["employer"] = "Ville de Lassigny"
        self.assert_row(row, "created", f"Known as “{self.host.name}”")
        self.assertNotIn("New employer", self.preview(row).line_ids.details)

    def test_an_employer_is_recognised_by_its_name_and_commune(self):
        row = self.host_row()
        row["employer"] = "  COMMUNE D’ACCUEIL  TEST"
        details = self.preview(row).line_ids.details
        self.assertEqual(details, "New offer, to be reviewed")

    def test_a_known_employer_gets_its_missing_siret(self):
        self.host.write({"company_registry": False, "mobility_siren": False})
        self.imported(self.host_row(siret=NEW_SIRET))
        self.assertEqual(self.host.company_registry, NEW_SIRET)

    def test_another_siret_for_the_same_name_is_asked(self):
        self.assert_row(
            self.host_row(siret=NEW_SIRET),
            "rejected",
            f"is already known with the number {self.host.company_registry}, not "
            f"{NEW_SIRET}",
        )

    def test_two_sirets_for_one_name_in_the_same_file_are_asked(self):
        wizard = self.preview(
            offer(siret=NEW_SIRET), offer(siret=OTHER_SIRET, title="Cantine")
        )
        self.assertEqual(self.statuses(wizard), ["created", "rejected"])

    def test_a_siret_and_a_name_of_two_employers_are_asked(self):
        self.assert_row(
            self.host_row(siret=self.origin.company_registry),
            "rejected",
            f"is that of “{self.origin.name}” in Noyon, not in Lassigny",
        )
        self.origin.mobility_commune_id = self.host.mobility_commune_id
        self.assert_row(
            self.host_row(siret=self.origin.company_registry),
            "rejected",
            f"but another employer is called “{self.host.name}” in Lassigny",
        )

    def test_several_employers_of_one_name_are_asked(self):
        self.host.copy({"company_registry": False, "name": self.host.name})
        self.assert_row(self.host_row(), "rejected", "Several employers are called")
        with_siret = self.host_row(siret=self.host.company_registry)
        self.assertEqual(self.preview(with_siret).line_ids.status, "created")

    def test_an_employer_without_commune_is_asked(self):
        self.host.mobility_commune_id = False
        self.assert_row(self.host_row(), "rejected", "is known without a commune")
        self.imported(self.host_row(siret=self.host.company_registry))
        self.assertEqual(self.host.mobility_commune_id.name, "Lassigny")

    def test_an_archived_employer_is_asked(self):
        self.offer.action_close()
        self.host.action_archive()
        self.assert_row(self.host_row(), "rejected", "is archived in the contacts")

    def test_a_contact_that_is_no_employer_yet_becomes_one(self):
        contact = self.env["res.partner"].create(
            {"name": "Mairie d'Import-Test", "is_company": True, "city": "NOAILLES"}
        )
        self.assert_row(offer(), "created", "Nature: (empty) → Commune")
        self.imported(offer())
        self.assertEqual(self.employer(), contact)
        self.assertEqual(contact.mobility_employer_kind, "commune")

    def test_a_person_of_the_same_name_is_no_employer(self):
        self.env["res.partner"].create(
            {"name": "Mairie d'Import-Test", "city": "Noailles"}
        )
        self.assert_row(offer(), "created", "New employer")

    def test_a_new_employer_needs_its_kind(self):
        row = offer(employer="Foyer d'Import-Test")
        self.assert_row(row, "rejected", "is a new employer: fill in “Nature”")
        self.assert_row(
            dict(row, kind="Association"), "rejected", "“Association” is not"
        )
        self.assert_row(dict(row, kind="EHPAD public"), "created")

    def test_an_empty_cell_erases_nothing_and_a_filled_one_is_shown(self):
        self.host.phone = "03 44 11 11 11"
        row = self.host_row(phone="03.44.22.22.22", street="2 RUE de l'hotel de ville")
        details = self.preview(row).line_ids.details
        self.assertIn("Téléphone: 03 44 11 11 11 → 03 44 22 22 22", details)
        self.assertNotIn("Adresse", details)
        self.imported(row)
        self.assertEqual(self.host.phone, "03 44 22 22 22")
        self.assertEqual(self.host.zip, "60310")
        self.assertTrue(self.host.email)

    def test_of_two_rows_that_differ_the_first_is_kept(self):
        rows = (
            self.host_row(phone="0344111111"),
            self.host_row(phone="0344222222", title="Cantine"),
        )
        wizard = self.imported(*rows)
        line = wizard.line_ids.filtered(lambda line: line.row_number == 3)
        self.assertIn("Téléphone: row 2 says “03 44 11 11 11”", line.details)
        self.assertEqual(self.host.phone, "03 44 11 11 11")
        self.assertEqual(self.statuses(self.preview(*rows)), ["unchanged"] * 2)

    def test_a_rejected_row_has_no_effect_on_its_employer(self):
        self.imported(self.host_row(phone="0344111111", places=0))
        self.assertFalse(self.host.phone)

    # --- communes -------------------------------------------------------------

    def test_communes(self):
        one = offer(commune=None, zip=60930)
        self.imported(one)
        self.assertEqual(
            self.employer().mobility_commune_id.name, "Bailleul-sur-Thérain"
        )
        for row, text in (
            (offer(commune=None, zip="60112"), "covers several communes: fill in which "
             "one (Bonnières, Crillon, Haucourt, Herchies"),
            (offer(commune="Lyon"), "Commune “Lyon” is not in the list of communes"),
            (offer(commune=None, zip="69001"), "Postal code 69001 is not in the list"),
            (offer(zip="60000"), "Postal code 60000 is not one of Noailles (60430)"),
            # Noailles in Corrèze: only the Oise is loaded.
            (offer(zip="19600"), "Postal code 19600 is not one of Noailles"),
            (offer(zip="6043"), "Postal code “6043”: a postal code has 5 digits"),
            (offer(commune=None), "Fill in the commune (or the postal code)"),
        ):  # fmt: skip
            self.assert_row(row, "rejected", text)

    def test_a_commune_is_found_as_people_write_it(self):
        for typed in ("BEAUVAIS CEDEX 09", "beauvais", " Beauvais\u00a0"):
            row = offer(commune=typed, zip="60021")
            self.assert_row(row, "created")
        self.assert_row(offer(commune="St Crépin Ibouvillers"), "created")
        self.assert_row(offer(commune="MILLY S/ THERAIN"), "created")

    def test_two_communes_of_one_name(self):
        self.env["mobility.commune"].sudo().create(
            {"code": "19150", "name": "Noailles", "department_code": "19",
             "postal_codes": "19600"}
        )  # fmt: skip
        self.assert_row(offer(), "rejected", "add the postal code (60430, 19600)")
        self.assert_row(offer(zip=60430), "created")

    # --- offers ---------------------------------------------------------------

    def offer_row(self, **values):
        return self.host_row(
            **{"title": self.offer.name, "service": self.offer.service, **values}
        )

    def test_a_published_offer_changes_and_stays_published(self):
        row = self.offer_row(
            places=2, description="Autre chose", date_from="01/09/2030"
        )
        self.assert_row(
            row,
            "updated",
            "Places: 1 → 2",
            "Description: Recevoir les habitants, les renseigner, les orienter. → Autre",
            f"Disponible du: (empty) → {self.shown(date(2030, 9, 1))}",
            "The offer is published and stays so.",
        )
        self.imported(row)
        self.assertEqual(self.offer.state, "published")
        self.assertEqual(self.offer.capacity, 2)
        self.assertEqual(self.preview(row).line_ids.status, "unchanged")

    def test_a_closed_offer_stays_closed(self):
        self.offer.action_close()
        self.assert_row(self.offer_row(), "unchanged", "closed and stays so")

    def test_another_service_is_another_offer(self):
        self.assert_row(self.offer_row(service="Voirie"), "created")
        self.assert_row(self.offer_row(service=None), "created")

    def test_a_corrected_date_corrects_the_offer(self):
        self.imported(offer(date_from="01/09/2030"))
        self.imported(offer(date_from="15/09/2030"))
        offers = self.employer().mobility_offer_ids
        self.assertEqual(offers.mapped("date_from"), [date(2030, 9, 15)])

    def test_two_seasons_are_two_offers(self):
        rows = (
            offer(date_from="01/09/2030"),
            offer(date_from="01/03/2031", places=2),
        )
        self.imported(*rows)
        self.assertEqual(len(self.employer().mobility_offer_ids), 2)
        self.assertEqual(self.statuses(self.preview(*rows)), ["unchanged"] * 2)
        one = self.preview(offer(date_from="01/03/2031", places=3))
        self.assertIn("Places: 2 → 3", one.line_ids.details)

    def test_dates_that_end_before_the_offer_begins(self):
        self.offer.date_to = date(2030, 1, 31)
        self.assert_row(
            self.offer_row(date_from="01/02/2030"),
            "rejected",
            f"The last day ({self.shown(date(2030, 1, 31))}) comes before the "
            f"first ({self.shown(date(2030, 2, 1))}).",
        )

    def test_identical_rows_and_rows_that_contradict(self):
        wizard = self.preview(offer(), offer(title="ACCUEIL des habitants"))
        self.assertEqual(self.statuses(wizard), ["created", "unchanged"])
        self.assertIn("Same as row 2", wizard.line_ids[-1].details)
        wizard = self.preview(offer(places=1), offer(places=2))
        self.assertEqual(self.statuses(wizard), ["created", "rejected"])
        details = wizard.line_ids.sorted("row_number")[1].details
        self.assertIn("Row 2 already describes this offer", details)

    def test_two_known_offers_that_nothing_tells_apart_are_asked(self):
        self.offer.copy({"name": self.offer.name, "service": self.offer.service})
        self.assert_row(self.offer_row(), "rejected", "Several offers of this employer")

    def test_an_unknown_metier_or_condition_is_said_and_left_out(self):
        row = offer(metier="Dompteur", conditions="Bruits divers; Travail de nuit")
        self.assert_row(
            row, "created", "Métier “Dompteur” is not in the list", "left out: Bruits"
        )
        self.imported(row)
        made = self.employer().mobility_offer_ids
        self.assertFalse(made.metier_id)
        self.assertEqual(made.condition_ids.code, "nuit")
        self.assertEqual(self.preview(row).line_ids.status, "unchanged")
        self.imported(offer(metier="Accueil (m1601)"))
        self.assertEqual(made.metier_id, self.offer.metier_id)

    def test_conditions_are_replaced_and_an_empty_cell_keeps_them(self):
        self.imported(offer(conditions="Travail de nuit"))
        self.assert_row(
            offer(conditions="Travail isolé"),
            "updated",
            "Conditions de travail: Travail de nuit → Travail isolé",
        )
        self.assert_row(offer(), "unchanged")

    def test_a_past_offer_is_remarked(self):
        self.assert_row(offer(date_to="01/01/2020"), "created", "ended on 01/01/2020")

    def test_another_cdg_has_its_own_offers(self):
        company = self.env["res.company"].sudo().create({"name": "CDG voisin"})
        self.adviser.sudo().write({"company_ids": [Command.link(company.id)]})
        self.imported(offer())
        row = self.env["mobility.import"].with_company(company)
        wizard = row.create({"file": self.file_of(offer())})
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.status, "created")
        self.assertNotIn("New employer", wizard.line_ids.details)

    # --- tutors ---------------------------------------------------------------

    def test_a_tutor_is_added_beside_the_others_and_never_filed(self):
        row = self.offer_row(tutor="Zoé Nouvelle")
        self.assert_row(
            row, "updated", "New tutor: Zoé Nouvelle", "Nom du tuteur: (empty)"
        )
        self.imported(row)
        self.assertEqual(len(self.offer.tutor_ids), 2)
        self.assertFalse(self.offer.tutor_ids.parent_id)
        self.assertEqual(self.preview(row).line_ids.status, "unchanged")

    def test_a_known_tutor_is_recognised_and_never_overwritten(self):
        person = self.tutor.partner_id
        email = person.email
        row = self.offer_row(
            tutor="helene tuteur", tutor_function="Directrice", tutor_email=None
        )
        self.assert_row(row, "updated", "Fonction du tuteur: (empty) → Directrice")
        self.imported(row)
        self.assertEqual(person.function, "Directrice")
        self.imported(self.offer_row(tutor="Hélène Tuteur", tutor_function="Autre"))
        self.assertEqual(person.function, "Directrice")
        self.assertEqual(person.email, email)

    def test_the_email_of_somebody_else_is_asked(self):
        row = offer(tutor="Autre Nom", tutor_email=self.tutor.email)
        self.assert_row(
            row, "created", "is that of Hélène Tuteur: the tutor “Autre Nom”"
        )
        self.imported(row)
        self.assertFalse(self.employer().mobility_offer_ids.tutor_ids)

    def test_one_person_tutor_at_two_employers(self):
        row = offer(tutor="Hélène Tuteur", tutor_email=self.tutor.email.upper())
        self.imported(row)
        self.assertEqual(
            self.employer().mobility_offer_ids.tutor_ids, self.tutor.partner_id
        )
        self.assertEqual(self.employer().mobility_role_ids.kind, "tutor")

    def test_a_shared_mailbox_designates_nobody(self):
        rows = (
            offer(tutor="Anne Un", tutor_email="mairie@import-test.example.org"),
            offer(
                title="B",
                tutor="Luc Deux",
                tutor_email="mairie@import-test.example.org",
            ),
        )
        self.imported(*rows)
        tutors = self.employer().mobility_offer_ids.tutor_ids
        self.assertEqual(set(tutors.mapped("name")), {"Anne Un", "Luc Deux"})
        self.assertEqual(self.statuses(self.preview(*rows)), ["unchanged"] * 2)

    def test_the_preview_of_a_new_offer_tells_what_was_understood(self):
        row = offer(places=3, date_from="1/9/27", metier="M1601", service="État civil")
        self.assert_row(row, "created", "Places: 3", "Service: État civil")
        self.assertIn(self.shown(date(2027, 9, 1)), self.preview(row).line_ids.details)

    def test_a_reference_corrects_a_title_and_a_service(self):
        row = self.offer_row(ref=str(self.offer.id), title="Nouveau titre")
        self.assert_row(row, "updated", f"{self.offer.name} → Nouveau titre")
        self.imported(row)
        self.assertEqual(self.offer.name, "Nouveau titre")
        # The reference of another host's offer is worth nothing.
        other = offer(ref=str(self.offer.id))
        self.assertEqual(self.preview(other).line_ids.status, "created")

    def test_an_offer_of_the_same_title_is_said(self):
        row = self.offer_row(title=self.offer.name, service=None)
        self.assert_row(row, "created", f"(service: {self.offer.service})")

    def from_outside(self, *rows):
        """The preview of a list that the host sends itself."""
        batch = self.sent(*rows, sender_id=self.host.id)
        acting(batch.sudo()).from_portal = True
        batch.sudo().action_preview()
        return batch

    def test_two_names_with_one_address_are_told_alike_each_time(self):
        address = "une.personne@import-test.example.org"
        rows = (
            self.offer_row(title="A", tutor="Anne Un", tutor_email=address),
            self.offer_row(title="B", tutor="Luc Deux", tutor_email=address),
        )
        first = self.from_outside(*rows)
        self.assertIn("is that of Anne Un", first.line_ids[-1].details)
        first.sudo().action_import()
        again = self.from_outside(*rows)
        self.assertEqual(self.statuses(again), ["unchanged"] * 2)

    def test_the_address_of_somebody_known_is_told_to_the_cdg_alone(self):
        row = self.offer_row(
            title="A", tutor="Jean Inconnu", tutor_email=self.candidate.email
        )
        line = self.from_outside(row).line_ids
        self.assertIn(self.candidate.name, line.remarks)
        self.assertNotIn(self.candidate.name, line.details)

    # --- files ----------------------------------------------------------------

    def test_a_bad_file_is_explained_and_writes_nothing(self):
        wizard = self.env["mobility.import"].create({})
        before = self.counts(*TOUCHED)
        with self.assertRaisesRegex(UserError, "Choose the file"):
            wizard.action_preview()
        for content, text in (
            (b"PK\x03\x04a;b", "is damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel format"),
        ):
            wizard.file = base64.b64encode(content)
            with self.assertRaisesRegex(UserError, text):
                wizard.action_preview()
        for rows, text in (
            ([{"title": "x", "siret": "1"}], "to hold: Employeur"),
            ([{"title": "x", "places": "1"}], "to hold: Employeur, Commune"),
        ):
            wizard = self.preview(*rows)
            self.assertEqual(wizard.state, "columns")
            with self.assertRaisesRegex(UserError, text):
                wizard.action_columns()
        self.assertEqual(self.counts(*TOUCHED), before)

    def test_the_rejected_rows_come_back_and_are_accepted_once_corrected(self):
        bad = offer(siret="99906197100018", employer="=Mairie", title="-Accueil",
                    kind="Commune")  # fmt: skip
        wizard = self.imported(offer(), bad)
        book = load_workbook(BytesIO(base64.b64decode(wizard.rejected_file)))
        sheet = book.active
        header, row = sheet.iter_rows()
        self.assertEqual(header[-1].value, REASON_HEADING)
        self.assertEqual(len(header), 6)
        self.assertIn("which checks the others, does not match", row[-1].value)
        self.assertEqual((row[1].value, row[1].data_type), ("=Mairie", "s"))
        row[0].value = NEW_SIRET
        row[1].value = "Mairie annexe"
        row[1].data_type = "s"
        written = BytesIO()
        book.save(written)
        again = self.env["mobility.import"].create(
            {"file": base64.b64encode(written.getvalue())}
        )
        again.action_preview()
        self.assertEqual(self.statuses(again), ["created"])
        self.assertFalse(again.rejected_file)

    def test_the_template_can_be_downloaded_and_filled(self):
        wizard = self.env["mobility.import"].create({})
        action = wizard.action_template()
        self.assertIn(f"/{wizard.id}/template/", action["url"])
        book = load_workbook(BytesIO(base64.b64decode(wizard.template)))
        examples = list(book["Mode d'emploi"].iter_rows(values_only=True))[2:4]
        for example in examples:
            book["Registre"].append(example)
        written = BytesIO()
        book.save(written)
        wizard.file = base64.b64encode(written.getvalue())
        wizard.action_preview()
        self.assertEqual(wizard.created_count + wizard.rejected_count, 2)

    def test_all_that_is_wrong_with_a_row_is_said_at_once(self):
        row = offer(commune=None, zip="60112", places=0, siret="12", title="x" * 300)
        self.assert_row(
            row,
            "rejected",
            "SIRET “12”: 2 digits, a SIRET has 14",
            "“Intitulé de l'offre” has 300 characters: 200 at most",
            "Places “0”: write a whole number from 1 to 999",
            "Postal code 60112 covers several communes",
        )

    # --- the import -----------------------------------------------------------

    def test_no_import_without_a_preview_of_this_very_file(self):
        wizard = self.env["mobility.import"].create({"file": self.file_of(offer())})
        with self.assertRaisesRegex(UserError, "Look at the preview"):
            wizard.action_import()
        wizard.action_preview()
        wizard.file = self.file_of(offer(title="Autre"))
        self.assertEqual(wizard.action_import()["tag"], "display_notification")
        self.assertEqual(wizard.state, "preview")
        self.assertEqual(wizard.line_ids.second, "Autre")
        self.assertFalse(self.employer())
        wizard.action_import()
        self.assertEqual(self.employer().mobility_offer_ids.name, "Autre")

    def test_data_changed_since_the_preview_is_shown_again(self):
        wizard = self.preview(self.offer_row(places=2))
        self.offer.capacity = 5
        wizard.action_import()
        self.assertEqual(self.offer.capacity, 5)
        self.assertIn("Places: 5 → 2", wizard.line_ids.details)

    def test_lines_that_a_client_sends_are_not_trusted(self):
        wizard = self.preview(offer(places=0))
        with self.assertRaises(AccessError):
            wizard.line_ids.write({"status": "created", "second": "Injected"})
        wizard.action_import()
        self.assertFalse(self.employer())
        self.assertEqual(wizard.line_ids.status, "rejected")

    def test_the_form_shows_what_happens(self):
        form = Form(self.env["mobility.import"])
        form.file = self.file_of(offer(), offer(siret="1"))
        wizard = form.save()
        wizard.action_preview()
        with Form(wizard) as form:
            self.assertEqual(form.created_count, 1)
            self.assertEqual(form.rejected_count, 1)
        wizard.action_other_file()
        self.assertEqual(wizard.state, "draft")
        self.assertFalse(wizard.line_ids or wizard.file or wizard.rejected_file)

    def test_who_may_import(self):
        wizard = self.preview(offer())
        for user in (self.internal, self.agent, self.rh, self.tutor, self.public):
            with self.assertRaises(AccessError):
                self.env["mobility.import"].with_user(user).create({})
            with self.assertRaises(AccessError):
                wizard.with_user(user).action_import()
            with self.assertRaises(AccessError):
                wizard.line_ids.with_user(user).read(["details"])
        for user in (self.manager, self.referent):
            env = self.env(user=user)
            other = env["mobility.import"].create({"file": self.file_of(offer())})
            other.action_preview()
            # Two people do this job: each takes up what the other began.
            self.assertTrue(wizard.with_user(user).read(["file"]))

    def test_no_query_depends_on_a_row(self):
        communes = self.env["mobility.commune"].search([], limit=250)
        rows = [
            offer(
                employer=f"Mairie de {commune.name} (test)",
                commune=commune.name,
                zip=commune.postal_codes.split()[0],
                title=f"Place {number}",
                metier="M1601",
                tutor=f"Tuteur de test {commune.name}",
                conditions="Travail de nuit",
            )
            for commune in communes
            for number in range(4)
        ]
        few, many = rows[:100], rows
        self.env.invalidate_all()
        queries = []
        for part in (few, many):
            content = self.file_of(*part)
            wizard = self.env["mobility.import"].create({"file": content})
            wizard._propose_columns(wizard._read_register())
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            wizard._plan()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(queries[1], queries[0] + 10, "no query per row")
        wizard.action_preview()
        wizard.action_import()
        self.env.flush_all()
        self.assertEqual(wizard.created_count, 1000)
        again = self.preview(*many)
        self.assertEqual(again.unchanged_count, 1000)
