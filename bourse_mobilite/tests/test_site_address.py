"""The address that is printed is said when it is wrong, and blocks nothing."""

from unittest.mock import patch

from odoo.tests import Form, tagged

from .common import MobilityCase, small_pdf

PUBLIC = "https://mobilite.cdg60.fr"


@tagged("post_install", "-at_install")
class TestSiteAddress(MobilityCase):
    def _at(self, url, fixed="True"):
        settings = self.env["ir.config_parameter"].sudo()
        settings.set_param("web.base.url", url)
        settings.set_param("web.base.url.freeze", fixed)
        self.env.invalidate_all()

    def _draft(self):
        request = self.agreed_request()
        request.action_make_convention()
        return request._convention()

    def _freeze(self, convention):
        model = self.env.registry["mobility.convention"]
        with patch.object(model, "_render_pdf", lambda act, edition: small_pdf()):
            return convention.with_user(self.adviser).action_freeze()

    def test_the_settings_say_it(self):
        for url, warned in (
            ("http://localhost:8069", True),
            ("http://127.0.0.1:8069", True),
            ("http://0.0.0.0", True),
            ("https://serveur.local", True),
            ("https://192.168.0.4", True),
            ("http://mobilite.cdg60.fr", True),
            (PUBLIC, False),
        ):
            with self.subTest(url=url):
                self._at(url)
                form = Form(self.env["mobility.settings"].with_user(self.manager))
                self.assertEqual(form.site_address, url)
                self.assertEqual(bool(form.site_warning), warned)
                if warned:
                    self.assertIn(url, form.site_warning)
                self.assertFalse(form.site_moves)

    def test_an_address_that_moves_is_said(self):
        self._at(PUBLIC, False)
        form = Form(self.env["mobility.settings"].with_user(self.manager))
        self.assertFalse(form.site_warning)
        self.assertIn("web.base.url.freeze", form.site_moves)

    def test_the_draft_says_it_and_is_made_all_the_same(self):
        self._at("http://localhost:8069")
        convention = self._draft()
        self.assertIn("localhost", convention.with_user(self.adviser).site_warning)
        self.assertFalse(convention.missing_html)
        said = self._freeze(convention)
        self.assertEqual(convention.state, "to_sign")
        self.assertEqual(said["params"]["type"], "warning")
        self.assertIn("http://localhost:8069", said["params"]["message"])
        self.assertFalse(convention.site_warning, "it is printed now")

    def test_nothing_to_say(self):
        self._at(PUBLIC)
        convention = self._draft()
        self.assertFalse(convention.site_warning)
        self.assertFalse(self._freeze(convention))
        self.assertEqual(convention.state, "to_sign")

    def test_nobody_outside_reads_it(self):
        self.assertNotIn(
            "site_warning",
            self.env["mobility.convention"].with_user(self.agent).fields_get(),
        )
