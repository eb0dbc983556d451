"""In a browser: the HR contact sends a messy list, corrects what came back, and the
adviser finds the offers to review."""

from odoo.tests import tagged

from .common import MobilityHttpCase
from .register_case import MESSY, RegisterCase, corrected


class RegisterPortalTour(MobilityHttpCase):
    last, rejected = RegisterCase.last, RegisterCase.rejected

    def serve(self, name, content):
        """A file that the tour takes from the computer of the HR contact."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "type": "binary",
                "public": True,
                "url": f"/bourse_mobilite_test/{name}",
                "raw": content,
            }
        )

    def send_correct_send_again(self):
        """The offers that come out of it."""
        self.serve("recensement.xlsx", MESSY)
        self.start_tour(
            "/my/offres",
            "bourse_mobilite_send_register",
            login=self.rh_host.login,
        )
        batch = self.last()
        self.assertEqual((batch.state, batch.sender_id), ("done", self.host))
        self.assertEqual((batch.created_count, batch.rejected_count), (2, 3))

        self.serve("lignes-corrigees.xlsx", corrected(self.rejected(batch)))
        self.start_tour(
            f"/my/offres/importer/{batch.id}",
            "bourse_mobilite_correct_register",
            login=self.rh_host.login,
        )
        again = self.last()
        self.assertNotEqual(again, batch)
        self.assertEqual((again.created_count, again.rejected_count), (3, 0))
        made = self.env["mobility.offer"].search(
            [("host_id", "=", self.host.id), ("state", "=", "submitted")]
        )
        self.assertEqual(
            sorted(made.mapped("name")),
            ["Archives", "Cantine scolaire", "Espaces verts", "Guichet unique",
             "Médiathèque"],
        )  # fmt: skip
        self.assertEqual(
            made.filtered(lambda one: one.name == "Guichet unique").description,
            "Recevoir les habitants.",
        )

        return made

    def review(self, made):
        """The adviser, at a desk."""
        self.start_tour(
            "/odoo/action-bourse_mobilite.action_mobility_offer",
            "bourse_mobilite_review_register",
            login=self.adviser.login,
        )
        guichet = made.filtered(lambda one: one.name == "Guichet unique")
        self.assertTrue(guichet.metier_id)
        self.assertEqual(guichet.state, "published")
        self.assertEqual(set((made - guichet).mapped("state")), {"submitted"})


@tagged("post_install", "-at_install")
class TestRegisterPortalTour(RegisterPortalTour):
    def test_on_a_computer(self):
        self.review(self.send_correct_send_again())


@tagged("post_install", "-at_install")
class TestRegisterPortalPhone(RegisterPortalTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_on_a_phone(self):
        self.send_correct_send_again()
