"""The convention of a PPR is signed by link, on the portal and on paper, as any other
document."""

import base64
import re
from urllib.parse import unquote

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mobility_apart import FIRST_ID
from .portal_case import PortalCase
from .ppr_convention_case import PprSigningTools

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestPprSigning(PprSigningTools, PortalCase):
    """By link, on the portal and on paper, as any other document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cast_signers()

    def setUp(self):
        super().setUp()
        self.ppr = self.written_ppr()
        self.agent_row, self.employer_row, self.house_row = self.rows_of(self.ppr)

    def link_of(self, row):
        secret = self.env["mobility.link"]._mint("sign", row, row.partner_id)
        return f"/convention/signer/{secret}"

    def code_of(self, user):
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        for mail in mails:
            found = re.search(r">(\d{3} \d{3})<", mail.body_html or "")
            if found and mail.mobility_person_id == user.partner_id:
                return found[1]
        return ""

    def test_by_link_then_on_the_portal_then_on_paper(self):
        url = self.link_of(self.agent_row)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Bureautique-Secrète", page.text)
        self.assertCalledByNothing(page, self.url_open(f"{url}/fichier"))
        self.url_open(f"{url}/nom", data={"name": self.agent.name, "sure": ""})
        self.url_open(f"{url}/code", data={"code": self.code_of(self.agent)})
        self.assertEqual(
            (self.agent_row.state, self.agent_row.method), ("signed", "code")
        )

        self.authenticate(self.authority.login, self.authority.login)
        table = self.url_open("/my/signatures")
        self.assertIn(self.ppr.sudo().document_id.name, table.text)
        piece = f"?piece={self.employer_row.id}"
        page = self.url_open(f"/my/signatures/lire{piece}")
        self.assertIn("Bureautique-Secrète", page.text)
        file = self.url_open(f"/my/signatures/{self.employer_row.id}/fichier")
        self.assertCalledByNothing(page, file)
        self.employer_row._sign("portal", {"identity": "test"}, self.authority.name)

        action = self.house_row.with_user(self.referent).action_open_paper()
        wizard = (
            self.env["mobility.paper.wizard"]
            .with_user(self.referent)
            .with_context(**action["context"])
            .create(
                {
                    "code": self.ppr.sudo().document_id.verification_code,
                    "scan": base64.b64encode(self.paper()),
                    "scan_name": "signe.pdf",
                }
            )
        )
        self.assertEqual(wizard.document_id, self.ppr.sudo().document_id)
        wizard.action_confirm()
        self.assertEqual(self.house_row.method, "paper")
        self.assertEqual(self.ppr.convention_state, "signed")
        self.assertEqual(
            self.ppr.sudo().document_id._findings()[self.ppr.sudo().document_id], []
        )

    def test_a_link_is_promised_and_never_the_document(self):
        """What is sent once everyone has signed is a link."""
        self.agent_row._sign("portal", {"identity": "test"}, self.agent.name)
        self.authenticate(self.agent.login, self.agent.login)
        piece = self.agent_row.id
        own = self.url_open(f"/my/signatures?fait={piece}")
        read = self.url_open(f"/my/signatures/lire?piece={piece}")
        for page in (own, read, self.url_open(self.link_of(self.agent_row))):
            text = " ".join(html.fromstring(page.text).text_content().split())
            self.assertRegex(text, "receive a link by e-mail|recevrez un lien par")
            self.assertNotRegex(text, "receive the complete|recevrez le document")

    def assertCalledByNothing(self, page, file):
        """The tab of the browser and the file that is kept."""
        number = self.ppr.sudo().document_id.name
        tab = page.text.split("<title>")[1].split("</title>")[0]
        name = unquote(file.headers["Content-Disposition"])
        self.assertTrue(file.content.startswith(b"%PDF"))
        for told in (tab, name):
            self.assertIn(f"Document {number}", told)
            self.assertSaysNothing(told, also=["convention", "Durand"])

    def paper(self):
        return base64.b64decode(self.ppr.sudo().document_id.frozen_file)

    @mute_logger("odoo.http", *_QUIET)
    def test_nobody_else_reads_it_by_its_address(self):
        document, row = self.ppr.sudo().document_id, self.employer_row
        urls = [
            f"/web/content/mobility.document/{document.id}/frozen_file",
            f"/report/pdf/bourse_mobilite.ppr_convention_document/{self.ppr.id}",
            f"/report/pdf/bourse_mobilite.ppr_summary_document/{self.ppr.id}",
            f"/my/signatures/{row.id}/fichier",
            f"/my/signatures/{row.id}/page/1.png",
            f"/my/signatures/lire?piece={row.id}",
        ]
        users = [self.adviser, self.manager, self.internal]
        users += [self.agent2, self.rh_host, self.authority_host, self.tutor]
        for user in users:
            self.authenticate(user.login, user.login)
            for url in urls:
                answer = self.url_open(url)
                with self.subTest(url, user=user.login):
                    self.assertFalse(answer.content.startswith(b"%PDF"))
                    self.assertFalse(answer.content.startswith(b"\x89PNG"))
                    for word in ("Bureautique", "Durand", document.name):
                        self.assertNotIn(word, answer.text)
            self.assertNotIn(
                document.name, self.url_open("/my/signatures").text, user.login
            )

    def test_the_public_page_has_no_word_of_it(self):
        code = self.ppr.sudo().document_id.verification_code
        page = self.url_open(f"/convention/verifier/{code}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(code, page.text)
        answer = page.text.split('id="verify_answer"')[1].split("</section>")[0]
        self.assertSaysNothing(answer, also=["Durand", "Bureautique"])

    def test_a_refusal_is_told_to_the_referent_in_neutral_words(self):
        known = self.env["mail.activity"].search([], order="id desc", limit=1).id or 0
        url = self.link_of(self.agent_row)
        self.url_open(f"{url}/refuser", data={"reason": "Je refuse la PPR"})
        self.assertEqual(self.ppr.convention_state, "refused")
        activities = self.env["mail.activity"].search([("id", ">", known)])
        self.assertEqual(activities.user_id, self.referent)
        self.assertSaysNothing(*activities.mapped("summary"), also=["Durand"])
        self.assertFalse(any(activities.mapped("note")))

    def test_somebody_else_signs_for_the_employer(self):
        role = self._cast_role(self.rh, self.origin, "authority", quality="DGS")
        row = self.employer_row.with_user(self.referent)
        self.assertIn(role, row._substitutes())
        new = row._substitute(role.with_user(self.referent))
        self.assertEqual(new.partner_id, self.rh.partner_id)
        self.assertGreaterEqual(new.id, FIRST_ID)

    def test_what_is_typed_in_the_windows_is_kept_to_the_group(self):
        action = self.ppr.with_user(self.referent).action_open_correct()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(wizard.private)
        self.assertIn(self.authority.name, wizard.told)
        wizard.with_user(self.referent).write({"reason": "Une date"})
        wizard.with_user(self.referent).action_confirm()
        self.assertEqual(self.ppr.convention_state, "draft")
        for user in (self.adviser, self.manager):
            with self.assertRaises(UserError):
                wizard.with_user(user).read(["reason"])
