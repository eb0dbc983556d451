"""A list tells its sender nothing of others, and changes nothing of theirs."""

from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.tests import tagged

from .common import HOST_SIRET, ORIGIN_SIRET, THIRD_SIRET
from .register_case import (
    COMMUNE,
    EMPLOYER,
    PLACE_COUNT,
    SIRET,
    TITLE,
    TUTOR,
    TUTOR_EMAIL,
    URL,
    RegisterCase,
    places,
)

UNKNOWN_SIRET = "99906197100019"


@tagged("post_install", "-at_install")
class TestPortalRegistersHostile(RegisterCase):
    def setUp(self):
        super().setUp()
        self.sign_in(self.rh_host)

    def sent(self, *rows):
        """The import of these rows, sent when something can be."""
        batch = self.upload(places(*rows))
        if batch.to_write_count:
            self.press(batch, "envoyer")
        return batch

    def all_that_is_said(self, batch):
        """Every word that reaches the sender."""
        texts = [
            self.page(f"{URL}/{batch.id}"),
            self.page(URL),
            self.page("/my/offres"),
        ]
        if batch.rejected_file:
            sheet = load_workbook(BytesIO(self.rejected(batch))).active
            texts += [str(cell.value) for row in sheet for cell in row]
        return "\n".join(texts)

    def answer_to(self, **row):
        """What is said of one row, without what the sender typed."""
        batch = self.upload(places(row))
        (line,) = batch.line_ids
        said = f"{line.status} {line.details}"
        for typed in sorted(
            filter(None, map(str, row.values())), key=len, reverse=True
        ):
            said = said.replace(typed, "…")
        return said

    def test_an_email_tells_nothing_of_whose_it_is(self):
        row = {TITLE: "Cantine", TUTOR: "Camille Exemple"}
        said = {
            self.answer_to(**row, **{TUTOR_EMAIL: email})
            for email in (
                "personne@nulle-part.example.org",
                self.agent.email,
                self.agent_elsewhere.email,
                self.adviser.email,
                self.authority.email,
                self.tutor.email,  # of another name at this very employer
            )
        }
        self.assertEqual(len(said), 1, said)
        batch = self.sent({**row, TUTOR_EMAIL: self.agent.email})
        self.assertHides(self.all_that_is_said(batch), self.agent.name)
        tutor = batch.env["mobility.offer"].search([("name", "=", "Cantine")]).tutor_ids
        self.assertEqual(tutor.name, "Camille Exemple")
        self.assertNotEqual(tutor, self.agent.partner_id)

    def test_a_name_tells_nothing_of_who_is_known_elsewhere(self):
        said = {
            self.answer_to(**{TITLE: "Cantine", TUTOR: name})
            for name in (
                "Camille Inconnue",
                self.agent.name,
                self.adviser.name,
                self.rh.name,
            )
        }
        self.assertEqual(len(said), 1, said)
        self.sent({TITLE: "Cantine", TUTOR: self.agent.name})
        roles = self.env["mobility.role"].search([("employer_id", "=", self.host.id)])
        self.assertNotIn(self.agent.partner_id, roles.partner_id)

    def test_a_siret_tells_nothing_of_whose_it_is(self):
        company = self.env["res.partner"].create(
            {
                "name": "SARL Secret",
                "is_company": True,
                "company_registry": "99906198900011",
            }
        )
        row = {EMPLOYER: "Mairie d'ailleurs", COMMUNE: "Noyon", TITLE: "Cantine"}
        sirets = (UNKNOWN_SIRET, ORIGIN_SIRET, THIRD_SIRET, company.company_registry)
        said = {self.answer_to(**row, **{SIRET: siret}) for siret in sirets}
        self.assertEqual(len(said), 1, said)
        self.assertIn("rejected", said.pop())

    def test_a_name_and_a_commune_tell_nothing_of_an_employer(self):
        self.env["res.partner"].create(
            {
                "name": "Foyer Secret",
                "is_company": True,
                "mobility_employer_kind": "esms",
            }
        )
        self.third.active = False
        said = {
            self.answer_to(**{EMPLOYER: name, COMMUNE: commune, TITLE: "Cantine"})
            for name, commune in (
                ("Mairie inconnue", "Noyon"),
                (self.origin.name, "Noyon"),
                ("MAIRIE DE NOYON", "Noyon"),
                ("Foyer Secret", "Noyon"),  # known without a commune
                (self.third.name, "Beauvais"),  # archived
            )
        }
        self.assertEqual(len(said), 1, said)

    def test_the_places_of_others_are_neither_told_nor_changed(self):
        theirs = self.env["mobility.offer"].create(
            {"name": "Archives secrètes", "host_id": self.origin.id, "capacity": 1}
        )
        batch = self.sent(
            {TITLE: theirs.name, PLACE_COUNT: 9},
            {SIRET: ORIGIN_SIRET, EMPLOYER: self.origin.name, COMMUNE: "Noyon",
             TITLE: theirs.name, PLACE_COUNT: 9},
            {SIRET: HOST_SIRET, EMPLOYER: self.origin.name, COMMUNE: "Noyon",
             TITLE: theirs.name, PLACE_COUNT: 9},
        )  # fmt: skip
        self.assertEqual(batch.line_ids.sorted("row_number").mapped("status"),
                         ["created", "rejected", "rejected"])  # fmt: skip
        self.assertEqual(theirs.capacity, 1)
        made = self.env["mobility.offer"].search([("name", "=", theirs.name)]) - theirs
        self.assertEqual(made.host_id, self.host)
        self.assertHides(
            self.all_that_is_said(batch), self.origin.email, self.rh.name, self.rh.email
        )

    def test_the_contact_of_the_employer_stays_as_it_is(self):
        read = ["name", "email", "phone", "street", "zip", "city", "company_registry",
                "mobility_employer_kind", "mobility_commune_id"]  # fmt: skip
        before = self.host.read(read)
        count = self.env["res.partner"].search_count([("is_company", "=", True)])
        self.sent(
            {SIRET: HOST_SIRET, EMPLOYER: "Autre nom", COMMUNE: "Lassigny",
             "Nature": "CCAS ou CIAS", "Adresse": "9 rue du Pirate",
             "Téléphone": "0399999999", "Courriel": "pirate@example.org",
             TITLE: "Cantine"},
        )  # fmt: skip
        self.env.invalidate_all()
        self.assertEqual(self.host.read(read), before)
        after = self.env["res.partner"].search_count([("is_company", "=", True)])
        self.assertEqual(after, count)

    def test_a_list_gives_nobody_an_email(self):
        """The mayor signs from a link: the sender cannot have it sent elsewhere."""
        mayor = self.authority_host.partner_id
        for known in (False, "mairie.secrete@personne.example.org"):
            mayor.write({"email": known, "function": known and "Fonction secrète"})
            batch = self.sent(
                {TITLE: f"Cantine {bool(known)}", TUTOR: mayor.name,
                 TUTOR_EMAIL: "pirate@example.org", "Fonction du tuteur": "Maire"}
            )  # fmt: skip
            self.env.invalidate_all()
            self.assertEqual(mayor.email, known)
            self.assertHides(
                self.all_that_is_said(batch), "mairie.secrete@", "Fonction secrète"
            )

    def test_a_published_offer_is_not_changed(self):
        for state in ("published", "suspended", "closed"):
            self.offer.state = state
            vals = {TITLE: self.offer.name, "Service": self.offer.service}
            same = self.upload(places(vals))
            self.assertEqual(same.line_ids.status, "unchanged")
            for more in ({PLACE_COUNT: 9}, {TUTOR: "Camille Exemple"},
                         {"Description": "Autre"}):  # fmt: skip
                batch = self.sent({**vals, **more})
                self.assertEqual(batch.line_ids.status, "rejected", (state, more))
        self.assertEqual(self.offer.capacity, 1)
        self.assertEqual(self.offer.tutor_ids, self.tutor.partner_id)
        self.assertFalse(
            self.env["res.partner"].search([("name", "=", "Camille Exemple")])
        )

    def test_an_offer_published_since_the_preview_is_not_changed(self):
        offer = self.env["mobility.offer"].create(
            {"name": "Cantine", "host_id": self.host.id, "state": "submitted",
             "metier_id": self.offer.metier_id.id}
        )  # fmt: skip
        batch = self.upload(places({TITLE: "Cantine", PLACE_COUNT: 9}))
        self.assertEqual(batch.line_ids.status, "updated")
        offer.action_publish()
        self.press(batch, "envoyer")
        self.assertEqual((offer.capacity, batch.state), (1, "preview"))
        self.assertEqual(batch.line_ids.status, "rejected")

    def test_an_employer_never_publishes(self):
        batch = self.sent({TITLE: "Cantine", "state": "published", "État": "published"})
        self.assertEqual(batch.state, "columns")
        self.press(batch, "columns")
        self.press(batch, "envoyer")
        offer = self.env["mobility.offer"].search([("name", "=", "Cantine")])
        self.assertEqual((offer.state, offer.published_on), ("submitted", False))
        self.assertHides(self.page("/immersions?q=Cantine"), f"/immersions/{offer.id}")

    def test_what_fails_half_way_leaves_nothing(self):
        batch = self.upload(places({TITLE: "Cantine", TUTOR: "Camille Exemple"}))
        offers = self.env.registry["mobility.offer"]

        def broken(_self, _vals_list):
            raise ValueError("the power is cut")

        with patch.object(offers, "create", broken), self.assertLogs("odoo.http"):
            response = self.post(f"{URL}/{batch.id}/envoyer", {})
        self.assertEqual(response.status_code, 500)
        self.env.invalidate_all()
        self.assertEqual(batch.state, "preview")
        self.assertFalse(
            self.env["res.partner"].search([("name", "=", "Camille Exemple")])
        )
