"""Undoing an import: all of it, as long as nothing depends on it, or nothing."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.guard import acting
from .import_case import ImportCase

TOUCHED = ("res.partner", "mobility.role", "mobility.offer", "mail.message")


def offer(**values):
    return {
        "employer": "Mairie d'Import-Test",
        "commune": "Noailles",
        "title": "Accueil des habitants",
        "tutor": "Camille Exemple",
        **values,
    }


@tagged("post_install", "-at_install")
class TestImportUndo(ImportCase):
    def made(self):
        return self.env["mobility.offer"].search(
            [("name", "=", "Accueil des habitants")]
        )

    def test_all_that_was_made_goes_and_what_was_changed_comes_back(self):
        self.offer.condition_ids = self.env["mobility.condition"].search([], limit=2)
        conditions, phone = self.offer.condition_ids, self.host.phone
        before = self.counts(*TOUCHED)
        batch = self.imported(
            offer(),
            offer(
                employer=self.host.name, commune="Lassigny", title=self.offer.name,
                service=self.offer.service, places=7, phone="0344999999",
                conditions="Travail de nuit", tutor="Zoé Nouvelle",
                date_from="01/09/2030",
            ),
        )  # fmt: skip
        self.assertEqual((batch.created_count, batch.updated_count), (1, 1))
        self.assertEqual((self.offer.capacity, len(self.offer.tutor_ids)), (7, 2))
        batch.action_undo()
        self.assertEqual(batch.state, "undone")
        self.assertEqual(self.counts(*TOUCHED), before)
        self.assertEqual(self.offer.capacity, 1)
        self.assertEqual(self.offer.condition_ids, conditions)
        self.assertEqual(self.offer.tutor_ids, self.tutor.partner_id)
        self.assertFalse(self.offer.date_from)
        self.assertEqual(self.host.phone, phone)
        self.assertFalse(batch.effect_ids)
        # The file is still there: it can be imported again.
        again = self.preview(offer())
        self.assertEqual(again.created_count, 1)

    def refused(self, batch, *texts):
        """Undoing is refused with these texts, and nothing moves."""
        before = self.counts(*TOUCHED[:3])
        with self.assertRaises(UserError) as caught:
            batch.action_undo()
        for text in ("Nothing was undone", *texts):
            self.assertIn(text, str(caught.exception))
        self.assertEqual(self.counts(*TOUCHED[:3]), before)
        self.assertEqual(batch.state, "done")

    def test_an_offer_published_since_stays(self):
        batch = self.imported(offer(metier="Agent d'accueil en mairie"))
        self.made().action_publish()
        self.refused(batch, "“Accueil des habitants” was changed since")

    def test_a_request_for_its_offer_holds_it(self):
        batch = self.imported(offer())
        request = self.env(su=True)["mobility.request"].create(
            {
                "candidate_id": self.candidate.id,
                "offer_id": self.made().id,
                "motivation": "Envie de découvrir l'accueil.",
            }
        )
        self.refused(batch, f"is used by: Immersion request {request.name}")

    def test_a_role_or_a_user_made_by_hand_holds_its_person(self):
        batch = self.imported(offer())
        person = self.made().tutor_ids
        role = self.env["mobility.role"].create(
            {"partner_id": person.id, "employer_id": self.host.id, "kind": "hr"}
        )
        self.refused(batch, "“Camille Exemple” is used by", "Role at an employer")
        role.sudo().unlink()
        person.phone = "03 44 00 00 00"
        self.refused(batch, "“Camille Exemple” was changed since")

    def test_what_staff_wrote_about_it_holds_it(self):
        batch = self.imported(offer())
        self.made().message_post(body="À rappeler", message_type="comment")
        self.refused(batch, "Accueil des habitants")

    def test_a_later_import_that_builds_on_it_is_undone_first(self):
        first = self.imported(offer())
        second = self.imported(offer(title="Cantine"), offer(places=4))
        self.refused(first, "was changed since")
        second.action_undo()
        first.action_undo()
        self.assertEqual(first.state, "undone")
        self.assertFalse(self.made())

    def test_what_somebody_deleted_since_is_no_obstacle(self):
        batch = self.imported(offer(), offer(title="Cantine"))
        self.made().sudo().unlink()
        batch.action_undo()
        self.assertEqual(batch.state, "undone")

    def test_a_changed_record_that_is_gone_is_said(self):
        batch = self.imported(
            offer(employer=self.host.name, commune="Lassigny", title="Offre en brouillon",
                  service=self.offer_draft.service, places=3, tutor=None)
        )  # fmt: skip
        self.assertEqual(batch.updated_count, 1)
        self.offer_draft.sudo().unlink()
        self.refused(batch, "“(deleted)” was changed since")

    def test_nothing_to_undo_is_said_and_once_is_enough(self):
        self.imported(offer())
        unchanged = self.preview(offer())
        with self.assertRaisesRegex(UserError, "reload the page"):
            unchanged.action_undo()
        unchanged.action_import()
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            unchanged.action_undo()

    def test_who_may_undo(self):
        batch = self.imported(offer())
        for user in (self.internal, self.agent, self.rh, self.tutor, self.public):
            with self.subTest(user.name), self.assertRaises(AccessError):
                batch.with_user(user).action_undo()
        company = self.env["res.company"].sudo().create({"name": "CDG voisin"})
        other = self.adviser.sudo().copy(
            {
                "login": "voisine",
                "company_id": company.id,
                "company_ids": [fields.Command.set(company.ids)],
            }
        )
        with self.assertRaises(AccessError):
            batch.with_user(other).with_company(company).action_undo()
        batch.with_user(self.manager).action_undo()
        self.assertEqual(batch.state, "undone")

    def test_what_depends_elsewhere_is_not_told(self):
        batch = self.imported(offer())
        employer = self.made().host_id
        root = self.env(user=self.env.ref("base.user_root"), su=True)
        company = root["res.company"].create({"name": "CDG voisin"})
        person = self.env["res.partner"].sudo().create({"name": "Secrète Personne"})
        self.env["mobility.candidate"].sudo().create(
            {
                "partner_id": person.id,
                "employer_id": employer.id,
                "company_id": company.id,
            }
        )
        with self.assertRaises(UserError) as caught:
            batch.action_undo()
        self.assertIn("something that you may not see", str(caught.exception))
        self.assertNotIn("Secrète", str(caught.exception))

    def test_a_manager_alone_forgets_what_was_imported(self):
        batch = self.imported(offer())
        with self.assertRaisesRegex(UserError, "undo it before deleting"):
            batch.unlink()
        lines = batch.line_ids
        batch.with_user(self.manager).unlink()
        self.assertFalse(lines.exists())
        self.assertTrue(self.made())

    # --- forgetting -----------------------------------------------------------------

    def aged(self, batch, **ago):
        self.env.flush_all()
        when = fields.Datetime.now() - timedelta(**ago)
        self.env.cr.execute(
            "UPDATE mobility_import SET write_date = %s WHERE id = %s", [when, batch.id]
        )
        self.env.invalidate_all()
        self.env["mobility.import"]._gc_old()
        return batch.exists()

    def test_a_file_never_imported_is_forgotten_after_a_month(self):
        batch = self.preview(offer())
        self.assertTrue(self.aged(batch, days=27))
        self.assertFalse(self.aged(batch, days=32))

    def test_an_import_is_forgotten_after_six_months_with_what_it_says_of_people(self):
        batch = self.imported(offer())
        lines = batch.line_ids
        self.assertTrue(self.aged(batch, days=180))
        self.assertFalse(self.aged(batch, days=186))
        self.assertFalse(lines.exists())
        self.assertTrue(self.made())

    def test_an_import_that_runs_is_never_forgotten(self):
        batch = self.preview(offer())
        acting(batch.sudo()).state = "running"
        self.assertTrue(self.aged(batch, days=32))
