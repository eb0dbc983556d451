"""The avenants of a convention, on its page."""

from odoo.tests import tagged

from .change_case import AvenantCase, ChangeCase
from .portal_case import PortalCase

PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestAvenantPortal(PortalCase):
    small_files = ChangeCase.small_files
    freeze = ChangeCase.freeze
    sign_all = ChangeCase.sign_all
    avenant = AvenantCase.avenant
    moved = AvenantCase.moved

    def setUp(self):
        super().setUp()
        self.offer.capacity = 9
        self.convention = self.frozen_convention()
        self.sign_all(self.convention.document_id)

    def opened(self, user, path=""):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/my/conventions/{self.convention.id}{path}")

    def test_a_draft_is_shown_to_nobody(self):
        avenant = self.moved()
        page = self.opened(self.agent)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn(avenant.name, page.text)
        path = f"/avenants/{avenant.id}/pdf"
        self.assertEqual(self.opened(self.agent, path).status_code, 404)

    def test_the_parties_read_what_changes(self):
        avenant = self.moved(reason="Le service déménage.")
        document = self.freeze(avenant)
        for user in (self.agent, self.rh, self.authority_host):
            page = self.opened(user)
            self.assertIn(avenant.name, page.text, user.name)
            self.assertIn(PLACE, page.text)
            self.assertIn("Le service déménage.", page.text)
            file = self.opened(user, f"/avenants/{avenant.id}/pdf")
            self.assertEqual(file.headers["Content-Type"], "application/pdf")
            self.assertEqual(file.headers["Cache-Control"], "private, no-store")
        self.assertTrue(document)

    def test_strangers_get_nothing(self):
        avenant = self.moved()
        self.freeze(avenant)
        for user in (self.agent2, self.rh_third, self.tutor):
            for path in ("", f"/avenants/{avenant.id}/pdf"):
                self.assertEqual(self.opened(user, path).status_code, 404, user.name)

    def test_an_avenant_is_only_found_under_its_own_convention(self):
        avenant = self.moved()
        self.freeze(avenant)
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        self.authenticate(self.rh.login, self.rh.login)
        url = f"/my/conventions/{other.id}/avenants/{avenant.id}/pdf"
        self.assertEqual(self.url_open(url).status_code, 404)
