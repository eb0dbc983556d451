"""The way of a signature, in a browser: a phone, a mayor, a paper, a visa, a seal."""

import base64
import re
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report

from .common import MobilityHttpCase, small_pdf
from .seal_case import SealKey, pdfsig
from .test_story import run_wkhtmltopdf, text_of


@tagged("post_install", "-at_install")
class TestSigningTour(SealKey, MobilityHttpCase):
    browser_size = "375x667"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 9
        cls._install_key(cls.env.company.id)
        cls.authority.partner_id.email = "francoise@personne.example.org"

    def mail(self, person):
        """The last mail that this person received."""
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        return mails.filtered(lambda one: one.mobility_person_id == person)[0]

    def link(self, person):
        return re.search(r"/convention/signer/[\w-]+", self.mail(person).body_html)[0]

    def code(self, person):
        return re.search(r"\d{3} \d{3}", self.mail(person).subject)[0].replace(" ", "")

    def row(self, convention, party):
        rows = convention.document_id.signatory_ids
        return rows.filtered(lambda one: one.party == party)

    def test_from_the_link_to_the_seal(self):
        self.patch(ir_actions_report, "_run_wkhtmltopdf", run_wkhtmltopdf)
        convention = self.frozen_convention(render=True)
        others = [
            self.frozen_convention(self.agreed_request(candidate))
            for candidate in (self.candidate2, self._third())
        ]

        agent = self.agent.partner_id
        link = self.link(agent)
        self.start_tour(link, "bourse_mobilite_sign_name")
        self.start_tour(f"{link}/code#{self.code(agent)}", "bourse_mobilite_sign_code")
        row = self.row(convention, "agent")
        self.assertEqual((row.state, row.method), ("signed", "code"))

        mayor = self.authority
        self.start_tour(
            "/my/signatures", "bourse_mobilite_sign_three", login=mayor.login
        )
        rows = self.env["mobility.signatory"]
        for one in (convention, *others):
            rows |= self.row(one, "employer")
        pieces = "&".join(f"piece={row.id}" for row in rows.sorted("id"))
        self.start_tour(
            f"/my/signatures/code?{pieces}#{self.code(mayor.partner_id)}",
            "bourse_mobilite_sign_code",
            login=mayor.login,
        )
        self.assertEqual(rows.mapped("state"), ["signed"] * 3)
        self.assertEqual(rows.mapped("method"), ["portal"] * 3)

        scan = base64.b64encode(small_pdf("Signé à la main"))
        self.env["mobility.paper.wizard"].with_user(self.adviser).create(
            {
                "convention_id": convention.id,
                "signatory_ids": self.row(convention, "host").ids,
                "code": convention.document_id.verification_code,
                "scan": scan,
                "scan_name": "papier.pdf",
            }
        ).action_confirm()

        self.browser_size, self.touch_enabled = "1366x768", False
        self.start_tour(
            f"/odoo/mobility.convention/{convention.id}",
            "bourse_mobilite_give_visa",
            login=self.adviser.login,
        )
        self.assertEqual(convention.state, "signed")
        self._check_seal(convention.document_id)
        self._play_avenant(convention)

    def _play_avenant(self, convention):
        """Another place, written in the back office; the agent signs on a phone."""
        self.start_tour(
            f"/odoo/mobility.convention/{convention.id}",
            "bourse_mobilite_make_avenant",
            login=self.adviser.login,
        )
        avenant = convention.avenant_ids
        document = avenant.document_id
        self.browser_size, self.touch_enabled = "375x667", True
        agent = self.agent.partner_id
        link = self.link(agent)
        self.start_tour(link, "bourse_mobilite_sign_name")
        self.start_tour(f"{link}/code#{self.code(agent)}", "bourse_mobilite_sign_code")
        scan = base64.b64encode(small_pdf("Signé à la main"))
        for row in document.signatory_ids.filtered(lambda one: one.state == "pending"):
            self.assertNotEqual(convention.place, avenant.place, "not before the last")
            if row.role == "visa":
                row.with_user(self.adviser).action_give_visa()
            else:
                row._sign_on_paper(scan, "papier.pdf", self._today())
        self.assertEqual(convention.place, "9 rue Neuve, 60310 Lassigny")
        self._check_seal(document)

    def _third(self):
        person = self.env["res.partner"].create(
            {"name": "Théo Troisième", "email": "theo@personne.example.org"}
        )
        user = SimpleNamespace(partner_id=person)
        return self._cast_file(user, self.origin, "cadre_adjoints_techniques")

    def _check_seal(self, document):
        with patch.object(
            self.env.registry["ir.cron"],
            "_commit_progress",
            lambda *args, **more: float("inf"),
        ):
            self.env["mobility.document"]._cron_seal()
        self.assertTrue(document.sealed_on, document.sudo().seal_problem)
        sealed = base64.b64decode(document.sealed_file)
        frozen = base64.b64decode(document.frozen_file)
        self.assertTrue(sealed.startswith(frozen))
        self.assertIn("Signature is Valid", pdfsig(sealed))
        self.assertIn("Total document signed", pdfsig(sealed))
        text = text_of(sealed)
        for row in document.signatory_ids:
            self.assertIn(row.name, text)
        self.start_tour(
            f"/convention/verifier#{document.verification_code}",
            "bourse_mobilite_verify",
        )
