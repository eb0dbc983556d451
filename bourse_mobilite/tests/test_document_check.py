"""The nightly check: silent on what the mechanisms did."""

import base64

from odoo.tests import tagged

from .check_case import CheckCase, picture
from .common import small_pdf


@tagged("post_install", "-at_install")
class TestUntouched(CheckCase):
    """A false alarm is worse than none: nothing is found after any act."""

    def test_after_each_act_nothing_is_found(self):
        document = self.frozen_convention().document_id
        self.assertEqual(self.found(document), [], "frozen")
        agent = self.row(document, "agent")
        agent._sign("portal", {"identity": "user"}, "Aurélie", picture())
        self.assertEqual(self.found(document), [], "signed with a drawing")
        employer = self.row(document, "employer")
        self.paper(employer)
        self.assertEqual(self.found(document), [], "on paper")
        employer.with_user(self.adviser).action_undo_paper("Mauvais papier.")
        self.assertEqual(self.found(document), [], "undone")
        self.paper(employer, small_pdf("le bon"))
        self.assertEqual(self.found(document), [], "on paper again")
        self.row(document, "host")._sign("code", {"identity": "link"}, "Gilles")
        visa = self.row(document, "cdg", "visa")
        visa.with_user(self.adviser).action_give_visa()
        self.assertEqual(document.state, "signed")
        self.assertEqual(self.found(document), [], "visa")
        self.sealed_by_hand(document)
        self.assertEqual(self.found(document), [], "sealed")

    def test_refused_replaced_cancelled(self):
        refused = self.frozen_convention().document_id
        self.row(refused, "host")._refuse("Pas ces dates.", {"identity": "link"})
        self.assertEqual(self.found(refused), [])
        refused._drop("replaced", "Dates corrigées")
        self.assertEqual(self.found(refused), [])
        other = self.frozen_convention(self.agreed_request(self.candidate2)).document_id
        other.convention_id.action_cancel("Erreur")
        self.assertEqual(other.dropped_as, "cancelled")
        self.assertEqual(self.found(other), [])

    def test_somebody_else_signs(self):
        document = self.frozen_convention().document_id
        role = self._cast_role(
            self.tutor, self.host, "authority", quality="Adjointe au maire"
        )
        old = self.row(document, "host")
        old._substitute(role)
        self.assertEqual(old.state, "replaced")
        self.assertEqual(self.found(document), [])
        self.row(document, "host")._sign("code", {"identity": "link"}, "Hélène")
        self.assertEqual(self.found(document), [])

    def test_a_large_photo_of_a_paper_is_kept_to_the_byte(self):
        document = self.frozen_convention().document_id
        photo = picture(2500, 2100, "JPEG")
        self.paper(self.row(document, "host"), photo)
        row = document.signatory_ids.filtered("scan")
        self.assertEqual(base64.b64decode(row.scan), photo)
        self.assertEqual(self.found(document), [])

    def test_what_changes_around_a_document_is_no_alteration(self):
        document = self.frozen_convention().document_id
        self.signed_by_all(document)
        self.authority.partner_id.name = "Autre Nom"
        self.host.name = "Commune renommée"
        self.env.company.name = "CDG renommé"
        self.role_authority.write({"quality": "Adjoint", "date_end": self._today()})
        self.agent.active = False
        self.assertEqual(self.found(document), [])

    def test_in_another_language_and_zone(self):
        document = self.frozen_convention().document_id
        self.signed_by_all(document)
        document = document.with_context(lang="en_US", tz="Pacific/Auckland")
        self.assertEqual(self.found(document), [])
