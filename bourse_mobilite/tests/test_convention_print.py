"""How a convention is printed: previews, rights, logos, hostile words."""

import base64
import re
import unicodedata
from io import BytesIO

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html_escape

from ..models import guard
from ..pdf.edition import Edition
from .convention_case import PREVIEW, ConventionCase, poppler, readings, squeezed

WEBP = b"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"  # one point


@tagged("post_install", "-at_install")
class TestConventionPrint(ConventionCase):
    def test_a_logo_is_carried_inside(self):
        convention = self.drafted()
        page = PdfReader(BytesIO(convention._render_pdf(Edition(1)))).pages[0]
        self.assertEqual(len(page.images), 0, "no picture stands for a missing logo")
        for kind in ("PNG", "JPEG"):
            self.env.company.logo = self.picture(kind)
            with self.subTest(kind):
                self.assertLogoShown(convention)

    def test_a_logo_in_webp_is_shown_by_its_jpeg(self):
        convention = self.drafted()
        partner = self.env.company.partner_id
        self.env.company.logo = WEBP
        convention._render_pdf(Edition(1))  # nothing to show, and nothing breaks
        original = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", partner.id),
                ("res_field", "=", "image_1920"),
            ]
        )
        self.env["ir.attachment"].create(
            {
                "name": "logo.jpg",
                "res_model": "ir.attachment",
                "res_id": original.id,
                "datas": self.picture("JPEG"),
                "mimetype": "image/jpeg",
            }
        )
        self.assertLogoShown(convention)

    def picture(self, kind):
        drawn = BytesIO()
        Image.new("RGB", (60, 20), "navy").save(drawn, kind)
        return base64.b64encode(drawn.getvalue())

    def assertLogoShown(self, convention):
        page = PdfReader(BytesIO(convention._render_pdf(Edition(1)))).pages[0]
        self.assertEqual(len(page.images), 1)
        red, green, blue = page.images[0].image.convert("RGB").getpixel((30, 10))
        self.assertLess(max(red, green), 20)
        self.assertGreater(blue, 100)

    def test_a_preview_says_so_on_each_page_and_cannot_be_disguised(self):
        convention = self.drafted()
        report = (
            self.env["ir.actions.report"]
            .with_user(self.adviser)
            .with_context(force_report_rendering=True, mobility_act=True, version=9)
        )
        pdf, kind = report._render_qweb_pdf(
            convention.action_preview()["report_name"],
            convention.ids,
            data={"version": 9, "acts": [], "preview": False},
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(pdf)).pages
        for rank, page in enumerate(pages, 1):
            text = squeezed(page.extract_text())
            self.assertIn(squeezed(PREVIEW), text)
            self.assertIn(squeezed(f"page {rank}/{len(pages)}"), text)
        self.assertNotPrinted(pdf, "Version 9")
        html, _kind = report._render_qweb_html(
            "bourse_mobilite.convention_document", convention.ids, data={"version": 9}
        )
        self.assertIn(PREVIEW, html.decode())

    def test_a_preview_of_an_incomplete_file_shows_what_is_to_fill_in(self):
        convention = self.drafted()
        convention.write({"tutor_id": False, "tutor_function": False,
                          "functions_observed": False,
                          "host_signatory_id": False})  # fmt: skip
        self.assertPrinted(convention._printed(), PREVIEW, "à compléter")

    def test_once_frozen_the_print_menu_gives_the_frozen_file(self):
        convention, pdf = self.frozen()
        for user in (self.adviser, self.agent, self.authority_host):
            printed, _kind = (
                self.env["ir.actions.report"]
                .with_user(user)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("bourse_mobilite.convention_document", convention.ids)
            )
            self.assertEqual(printed, pdf)

    def test_several_are_printed_in_one_file(self):
        acts = self.drafted() | self.drafted(self.agreed_request(self.candidate2))
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("bourse_mobilite.convention_document", acts.ids)
        )
        self.assertEqual(len(PdfReader(BytesIO(pdf)).pages), 6)
        self.assertPrinted(pdf, *acts.mapped("number"), *acts.mapped("candidate_name"))

    def test_a_text_that_still_changes_is_read_by_staff_alone(self):
        convention = self.drafted()
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        name = "bourse_mobilite.convention_document"
        users = (self.agent, self.authority, self.rh_host, self.rh_third, self.internal)
        for user in users:
            for render in (
                "_render_qweb_pdf",
                "_render_qweb_html",
                "_render_qweb_text",
            ):
                with (
                    self.subTest(user.login, render=render),
                    self.assertRaises(AccessError),
                ):
                    getattr(report.with_user(user), render)(name, convention.ids)
        convention.action_freeze()
        # Even then the live records are not what a party reads.
        for user in users:
            with self.assertRaises(AccessError):
                report.with_user(user)._render_qweb_html(name, convention.ids)

    def test_hostile_words_are_only_words(self):
        long_name = "Commune-nouvelle-" + "W" * 300
        self.agent.partner_id.name = "<script>alert(1)</script> & <b>Gras</b>"
        self.host.name = long_name
        self.tutor.partner_id.name = "עברית العربية"
        convention = self.drafted()
        convention.write({"service": "<h1>Grand</h1>{{ 1 + 1 }}<t t-out='1'/>",
                          "functions_observed": "Fête 🎉 et œuvres",
                          "activities": "<img src='file:///etc/passwd'/>"})  # fmt: skip
        report = guard.acting(self.env["ir.actions.report"])
        html, _kind = report._render_qweb_html(
            "bourse_mobilite.report_convention", convention.ids, data={"version": 1}
        )
        html = html.decode()
        self.assertIn(html_escape(self.agent.partner_id.name), html)
        self.assertNotRegex(html, "<script|<b>Gras|<h1>Grand|<img")
        pdf = convention._render_pdf(Edition(1))
        self.assertPrinted(
            pdf,
            self.agent.partner_id.name,
            convention.service,
            convention.activities,
            "et œuvres",
        )
        # Letters come out in the forms they take inside a word.
        text = unicodedata.normalize("NFKC", readings(pdf)["pdftotext"])
        self.assertGreaterEqual(text.count("W" * 10), 5, "the whole long name")
        for word in ("עברית", "العربية"):
            self.assertTrue(word in text or word[::-1] in text, word)
        # A word longer than the page must not make everything smaller.
        self.assertEqual(self._size_of(pdf, "Article"), self._plain_size())
        self.assertLessEqual(len(PdfReader(BytesIO(pdf)).pages), 5)

    def _plain_size(self):
        self.host.name = "Commune"
        return self._size_of(self.request_pdf(), "Article")

    def request_pdf(self):
        return (
            self.env["mobility.convention"].search([], limit=1)._render_pdf(Edition(1))
        )

    def _size_of(self, pdf, word):
        """Height of the first ``word`` of the text, in points."""
        boxes = poppler("pdftotext", pdf, "-bbox")
        found = re.search(rf'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">{word}<', boxes)
        return round(float(found[2]) - float(found[1]), 1)

    def test_nothing_is_fetched_and_nothing_is_complained_of(self):
        convention = self.drafted()
        report = guard.acting(self.env["ir.actions.report"])
        html, _kind = report._render_qweb_html(
            "bourse_mobilite.report_convention", convention.ids, data={"version": 1}
        )
        self.assertNotRegex(
            html.decode(), r"<link|<script|<iframe|@import|url\(|src=\"(?!data:)|http"
        )
        with self.assertNoLogs("odoo.addons.base.models", level="WARNING"):
            convention._render_pdf(Edition(1))
