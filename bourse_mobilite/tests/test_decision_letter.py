"""The words of the letter that tells an answer, in each of its forms."""

import re
from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from ..reports import french
from .convention_case import ConventionCase, poppler, readings, squeezed
from .letter_case import MOTIVATION, REASONS, RECOURSE, answer


@tagged("post_install", "-at_install")
class TestDecisionLetter(ConventionCase):
    def letter(self, row):
        return row.sudo()._letter_pdf()

    def html(self, row):
        report = acting(self.env["ir.actions.report"])
        content, _kind = report._render_qweb_html(
            "bourse_mobilite.report_decision_letter", row.ids, data={}
        )
        return content.decode()

    def assertLawful(self, pdf):
        """No word from which the frame of the request could be guessed."""
        self.assertNotPrinted(
            pdf, "PPR", "PIP", "placement", "reclassement", "False", "None", "True"
        )

    # The three forms of the employer of origin

    def test_agreement(self):
        request = self.submitted_request()
        self.agent.partner_id.write(
            {"street": "12 rue des Lilas", "zip": "60400", "city": "Noyon"}
        )
        pdf = self.letter(answer(request, "origin", author=self.authority))
        texts = request.regime_id.legal_reference.splitlines()
        self.assertEqual(len(texts), 2)
        self.assertPrinted(
            pdf,
            "Commune d'Origine-Test",
            "1 place de la Mairie, 60400 Noyon",
            "SIRET 999 061 013 00010",
            f"Noyon, le {french.short(self._today())}",
            "Nos réf. :",
            request.name,
            f"{self.agent.name} 12 rue des Lilas 60400 Noyon",
            f"Objet : {request.regime_id.public_name} – accord",
            *(f"Vu le {text[0].lower()}{text[1:]} ;" for text in texts),
            f"Vu votre demande d’immersion n° {request.name} "
            f"du {french.short(self._today())}",
            "Je donne mon accord à cette immersion.",
            self.host.name,
            french.period(request.date_start, request.date_end),
            "3 jours ouvrés",
            *(french.day(day) for day in request.day_ids.mapped("date")),
            "Cet accord ne suffit pas : il faut aussi celui de l’accueil "
            f"({self.host.name}).",
            "Rien n’est encore signé.",
            "Par délégation de l’autorité territoriale (Arrêté n° 2026-114, du 1er "
            "avril 2026), Maire",
            self.authority.name,
        )
        self.assertNotPrinted(pdf, MOTIVATION, RECOURSE, "Notifié", "Je refuse")
        self.assertLawful(pdf)

    def test_refusal_says_why_and_before_whom(self):
        request = self.submitted_request()
        pdf = self.letter(answer(request, "origin", "refused", self.authority))
        self.assertPrinted(
            pdf,
            f"{request.regime_id.public_name} – refus",
            "Je refuse cette immersion, pour les motifs suivants :",
            REASONS,
            "Vu le code des relations entre le public et l’administration, articles "
            "L. 211-2, L. 212-1 et L. 411-2 ;",
            RECOURSE,
            "2 mois à compter de sa notification",
            "articles R. 421-1 et R. 421-5",
            "recours gracieux",
            "tribunal administratif d’Amiens",
            "article R. 312-12",
            "www.telerecours.fr",
            "Notifié à l’agent le :",
            self.adviser.partner_id.phone,
        )
        self.assertNotPrinted(
            pdf, MOTIVATION, "Je donne mon accord", "Je reporte", "Dates proposées",
            "Rien n’est encore signé",
        )  # fmt: skip
        self.assertLawful(pdf)
        self.assertEqual(len(PdfReader(BytesIO(pdf)).pages), 1)

    def test_postponement_proposes_dates(self):
        request = self.submitted_request()
        row = answer(request, "origin", "postponed", self.authority)
        pdf = self.letter(row)
        self.assertPrinted(
            pdf,
            "report à d’autres dates",
            "Je reporte cette immersion à d’autres dates",
            REASONS,
            f"Dates proposées : {french.period(row.proposed_start, row.proposed_end)}.",
            "faites une nouvelle demande",
            RECOURSE,
            "tribunal administratif d’Amiens",
        )
        self.assertNotPrinted(pdf, "Je refuse", "Rien n’est encore signé")

    def test_received_on_a_paper_before_it_was_entered(self):
        day = self._today() - timedelta(days=9)
        request = self.submitted_request(source="paper", received_on=day)
        pdf = self.letter(answer(request, "origin", author=self.authority))
        written = french.short(day)
        self.assertPrinted(pdf, f"{request.name} du {written}, reçue le {written}.")

    def test_half_days_and_days_apart_are_named(self):
        first, _between, last = self._asked_days(3)
        request = self.make_request()
        request.day_ids = [
            fields.Command.clear(),
            fields.Command.create({"date": first, "half": "full"}),
            fields.Command.create({"date": last, "half": "pm"}),
        ]
        # Too short for the regime, which is not what is looked at here.
        request.regime_id.min_days = 1
        request.action_submit()
        self.assertPrinted(
            self.letter(answer(request, "origin", author=self.authority)),
            f"{french.day(first)} ; {french.day(last)} (après-midi)",
            "1,5 jour ouvré",
        )

    # Hosts and centres de gestion decide nothing on the agent's career

    def test_letters_of_the_host(self):
        self.agent.partner_id.write(
            {"street": "12 rue des Lilas", "zip": "60111", "city": "Méru"}
        )
        for word, sentence in (
            ("agreed", "Je suis d’accord pour vous accueillir."),
            ("refused", "Je ne peux pas vous accueillir, pour les raisons suivantes :"),
            ("postponed", "Je ne peux pas vous accueillir à ces dates"),
        ):
            with self.subTest(word):
                request = self.submitted_request()
                row = answer(request, "host", word, self.authority_host)
                pdf = self.letter(row)
                self.assertPrinted(
                    pdf, self.host.name, sentence, f"s/c de {self.origin.name}",
                    "1 place de la Mairie", request.name, self.authority_host.name,
                )  # fmt: skip
                self.assertNotPrinted(
                    pdf, MOTIVATION, RECOURSE, "tribunal", "Vu le", "Notifié", "Lilas",
                    "Méru", self.agent.email,
                )  # fmt: skip
                self.assertLawful(pdf)
                self.assertEqual(REASONS in " ".join(
                    poppler("pdftotext", pdf).split()), word != "agreed")  # fmt: skip
                if word == "postponed":
                    proposed = french.period(row.proposed_start, row.proposed_end)
                    self.assertPrinted(pdf, f"Dates proposées : {proposed}.")
                if request.state == "submitted":
                    request.action_cancel()

    def test_letter_of_the_centre_de_gestion(self):
        request = self.submitted_request()
        acting(self.env["mobility.decision"]).create(
            {
                "request_id": request.id,
                "party": "cdg",
                "organisation_id": self.env.company.partner_id.id,
                "asked_on": self._today(),
            }
        )
        pdf = self.letter(answer(request, "cdg", "refused"))
        self.assertPrinted(
            pdf, "Centre de gestion de Test", "ne donne pas son accord", REASONS
        )
        self.assertNotPrinted(pdf, RECOURSE, "tribunal", "Vu le", MOTIVATION)

    def test_nothing_tells_one_regime_from_another(self):
        request = self.submitted_request()
        row = answer(request, "origin", "refused", self.authority)
        as_pip = self.html(row)
        placement = self.env["mobility.regime"]._in_force("placement", self._today())
        self.assertNotEqual(request.regime_id, placement)
        acting(request).regime_id = placement
        self.assertEqual(self.html(row), as_pip)

    def test_texts_are_those_of_the_regime(self):
        request = self.submitted_request()
        row = answer(request, "origin", author=self.authority)
        request.regime_id.legal_reference = (
            "Arrêté n° 7 du maire ;\n\nLoi n° 2030-1.\nCirculaire B\nNote de service C"
        )
        self.assertPrinted(
            self.letter(row), "Vu l’arrêté n° 7 du maire ;", "Vu la loi n° 2030-1 ;",
            "Vu la circulaire B ;", "Vu : Note de service C ;",
        )  # fmt: skip
        self.assertNotPrinted(self.letter(row), "2022-1043")

    # Whose name is under it

    def test_an_hr_contact_answers_and_the_authority_signs(self):
        row = answer(self.submitted_request(), "origin", author=self.rh)
        pdf = self.letter(row)
        self.assertPrinted(pdf, "Maire", self.authority.name)
        self.assertNotPrinted(pdf, self.rh.name, "Prénom et nom")

    def test_staff_enters_the_answer_and_the_authority_signs(self):
        pdf = self.letter(answer(self.submitted_request(), "origin"))
        self.assertPrinted(pdf, "Par délégation", self.authority.name)

    def test_of_two_authorities_the_one_that_decided_signs(self):
        self._cast_role(
            self.rh, self.origin, "authority", quality="Directrice générale",
            delegation_reference="Arrêté n° 2026-200", delegation_date="2026-05-02",
        )  # fmt: skip
        request = self.submitted_request()
        pdf = self.letter(answer(request, "origin", author=self.authority))
        self.assertPrinted(pdf, "Arrêté n° 2026-114", self.authority.name)
        self.assertNotPrinted(pdf, self.rh.name, "Directrice")

    def test_nobody_known_signs_by_hand(self):
        self._cast_role(self.rh_third, self.origin, "authority", quality="DGS")
        row = answer(self.submitted_request(), "origin", author=self.rh)
        pdf = self.letter(row)
        self.assertPrinted(pdf, "Qualité :", "Prénom et nom :")
        self.assertNotPrinted(
            pdf, self.authority.name, self.rh_third.name, "Par délégation"
        )

    def test_an_authority_that_left_still_signs_by_its_delegation(self):
        row = answer(self.submitted_request(), "origin", author=self.authority)
        self.role_authority.date_end = self._today() - timedelta(days=1)
        pdf = self.letter(row)
        self.assertPrinted(
            pdf,
            "Par délégation de l’autorité territoriale (Arrêté n° 2026-114), Maire",
            self.authority.name,
        )

    # What is missing, long or hostile

    def test_an_organisation_of_which_little_is_known(self):
        self.origin.write(
            {"street": False, "zip": False, "city": False, "company_registry": False,
             "email": False, "mobility_commune_id": False}
        )  # fmt: skip
        self.role_authority.unlink()
        self.candidate.adviser_id = False
        request = self.submitted_request()
        pdf = self.letter(answer(request, "origin", "refused", self.rh))
        self.assertPrinted(
            pdf,
            "Le …………………………",
            "saisir le tribunal administratif dans le ressort duquel se trouve votre "
            "lieu d’affectation",
            "Prénom et nom :",
        )
        self.assertNotPrinted(pdf, "SIRET", "tribunal administratif d’", "au centre de")
        self.assertLawful(pdf)

    def test_an_employer_of_several_departements_names_no_tribunal(self):
        self.origin.mobility_employer_kind = "region"
        request = self.submitted_request()
        pdf = self.letter(answer(request, "origin", "refused", self.authority))
        self.assertPrinted(pdf, "tribunal administratif dans le ressort duquel")
        self.assertNotPrinted(pdf, "tribunal administratif d’Amiens")

    def test_reasons_of_two_pages_are_printed_whole(self):
        words = [f"mot{rank}" for rank in range(714)]
        reasons = " ".join(words)[:5000]
        request = self.submitted_request()
        row = answer(request, "origin", "refused", self.authority, reasons=reasons)
        pdf = self.letter(row)
        pages = PdfReader(BytesIO(pdf)).pages
        self.assertGreaterEqual(len(pages), 2)
        for rank, page in enumerate(pages, 1):
            text = squeezed(page.extract_text())
            self.assertIn(squeezed(f"Lettre {request.name} – {self.origin.name}"), text)
            self.assertIn(squeezed(f"page {rank}/{len(pages)}"), text)
        text = readings(pdf)["pdftotext"]
        self.assertEqual([w for w in reasons.split() if w not in text], [])
        # The signature is never cut from its name.
        (signed,) = [
            page
            for page in (squeezed(page.extract_text()) for page in pages)
            if "Pardélégation" in page
        ]
        self.assertIn(squeezed(self.authority.name), signed)

    def test_hostile_words_are_only_words(self):
        reasons = (
            "<script>alert(1)</script> & <b>Gras</b> {{ 7 * 7 * 15013 }} <t t-out='1'/> "
            "<img src='file:///etc/passwd'/> עברית 🎉 " + "W" * 300
        )
        self.agent.partner_id.name = "<h1>Grand</h1>"
        self.authority.partner_id.name = "<i>Penché</i>"
        request = self.submitted_request()
        row = answer(request, "origin", "refused", self.authority, reasons=reasons)
        html = self.html(row)
        self.assertNotRegex(html, "<script|<b>Gras|<h1|<i>|<img|735637")
        self.assertNotRegex(html, r"<link|<iframe|@import|url\(|http")
        with self.assertNoLogs("odoo.addons.base.models", level="WARNING"):
            pdf = self.letter(row)
        self.assertPrinted(
            pdf, "<script>alert(1)</script> & <b>Gras</b>", "<h1>Grand</h1>",
            "<i>Penché</i>", "<img src='file:///etc/passwd'/>",
        )  # fmt: skip
        text = readings(pdf)["pdftotext"]
        self.assertEqual(text.count("W"), 300)
        # A word longer than the page does not make everything smaller.
        other = answer(
            self.submitted_request(self.candidate2), "origin", "refused", self.authority
        )
        self.assertEqual(self._height(pdf), self._height(self.letter(other)))

    def _height(self, pdf):
        boxes = poppler("pdftotext", pdf, "-bbox")
        found = re.search(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">Madame,<', boxes)
        return round(float(found[2]) - float(found[1]), 1)

    def test_text_is_selectable_and_its_fonts_are_inside(self):
        row = answer(self.submitted_request(), "origin", author=self.authority)
        reader = PdfReader(BytesIO(self.letter(row)))
        self.assertEqual(reader.metadata.title, f"Lettre {row.request_id.name}")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "fr-FR")
        for page in reader.pages:
            found = page["/Resources"]["/Font"].values()
            self.assertTrue(found)
            for font in (one.get_object() for one in found):
                if "/DescendantFonts" in font:
                    font = font["/DescendantFonts"][0].get_object()
                self.assertIn("DejaVu", font["/BaseFont"])
                self.assertIn("/FontFile2", font["/FontDescriptor"])

    def test_french_whatever_the_language(self):
        row = answer(self.submitted_request(), "origin", "refused", self.authority)
        as_english = row.with_context(lang="en_US")._letter_for(self.rh.partner_id)
        self.assertPrinted(as_english, "Je refuse cette immersion", "3 jours ouvrés")
