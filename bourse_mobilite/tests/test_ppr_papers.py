"""The convention of a PPR, from the pages of its parties; for anyone else, no file."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .ppr_convention_case import PprSigningTools
from .ppr_pages_case import PprPagesCase


@tagged("post_install", "-at_install")
class TestPprPapers(PprSigningTools, PprPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cast_signers()

    def paper(self, ppr):
        return f"/my/ppr/papiers/{ppr.sudo().document_id.id}"

    def test_without_a_convention_nothing_is_said(self):
        ppr = self.ready_ppr()
        self.sign_in(self.agent)
        self.assertNotIn("/my/ppr/papiers/", self.page(self.path(ppr)))

    def test_the_parties_open_it_and_know_whose_turn_it_is(self):
        ppr = self.written_ppr()
        for user, url in (
            (self.agent, self.path(ppr)),
            (self.rh, f"/my/ppr/{ppr.id}"),
            (self.authority, f"/my/ppr/{ppr.id}"),
        ):
            self.sign_in(user)
            page = self.page(url)
            self.assertIn(f'href="{self.paper(ppr)}"', page)
            mine = self.told(ppr, user)["papers"][0]["mine"]
            self.assertEqual(mine, user != self.rh and user in self.turn(ppr))
            self.assertEqual('href="/my/signatures"' in page, mine, user.login)
            response = self.url_open(self.paper(ppr))
            self.assertEqual(response.status_code, 200)
            self.assertTrue(response.content.startswith(b"%PDF"))
            self.assertEqual(response.headers["Cache-Control"], "no-store")

    def turn(self, ppr):
        rows = self.rows_of(ppr).filtered(lambda row: row.state == "pending")
        return rows.partner_id.user_ids

    def test_once_it_is_signed(self):
        ppr = self.sealed_ppr()
        self.sign_in(self.agent)
        self.assertTrue(self.told(ppr)["papers"][0]["signed"])
        self.assertNotIn('href="/my/signatures"', self.page(self.path(ppr)))
        self.assertEqual(self.url_open(self.paper(ppr)).status_code, 200)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_for_anyone_else_there_is_no_file(self):
        ppr = self.written_ppr()
        other = self.frozen_convention().document_id
        unknown = f"/my/ppr/papiers/{ppr.sudo().document_id.id + 9999}"
        people = [self.agent2, self.agent_elsewhere, self.rh_host, self.rh_third,
                  self.tutor, self.adviser, self.manager, self.referent]  # fmt: skip
        for user in people:
            self.sign_in(user)
            for url in (self.paper(ppr), unknown, f"/my/ppr/papiers/{other.id}"):
                response = self.url_open(url)
                self.assertEqual(response.status_code, 404, (user.login, url))
        self.sign_in(self.rh)
        response = self.url_open(f"/my/ppr/papiers/{other.id}")
        self.assertEqual(response.status_code, 404)
