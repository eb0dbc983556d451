"""What the convention says, compared field by field with the records."""

import base64
import doctest
import hashlib
from io import BytesIO

from pypdf import PdfReader

from odoo import fields
from odoo.tests import tagged

from ..models import guard
from ..pdf.edition import Edition
from ..reports import french
from .convention_case import HOURS, PREVIEW, ConventionCase, poppler, squeezed

CLAUSES = [
    "Objet",
    "Fonctions observées et objectif",
    "Lieu, service et tutorat",
    "Jours, horaires et durée",
    "Conditions de l’accueil",
    "Mission et rémunération",
    "Réduction du temps de travail (RTT)",
    "Pas de remplacement de personnel",
    "Règlement intérieur",
    "Hygiène et sécurité",
    "Discrétion",
    "Absence",
    "Incident et accident",
    "Assurance et responsabilité",
    "Modification et fin anticipée",
    "Données personnelles",
    "Bilan",
    "Effet et différends",
]


@tagged("post_install", "-at_install")
class TestConventionPdf(ConventionCase):
    def test_how_french_acts_write_dates_and_days(self):
        self.assertEqual(doctest.testmod(french).failed, 0)
        first, last = (
            fields.Date.to_date("2027-03-01"),
            fields.Date.to_date("2027-03-11"),
        )
        self.assertEqual(french.period(first, first), "le lundi 1er mars 2027")
        self.assertEqual(
            french.period(first, last), "du lundi 1er mars 2027 au jeudi 11 mars 2027"
        )
        self.assertEqual(
            [french.working_days(days) for days in (0.5, 1, 1.5, 2, 10)],
            ["0,5 jour ouvré", "1 jour ouvré", "1,5 jour ouvré", "2 jours ouvrés",
             "10 jours ouvrés"],
        )  # fmt: skip
        self.assertEqual(french.counted(1), "1 jour ouvré déjà décompté")

    def test_every_field_of_the_records_is_on_the_paper(self):
        convention, pdf = self.frozen()
        request, agent = convention.request_id, self.candidate
        self.assertPrinted(
            pdf,
            f"Convention n° {convention.number}",
            "Version 1",
            f"Établie le {french.short(self._today())}",
            request.regime_id.public_name,
            *request.regime_id.legal_reference.split("\n"),
            # the centre de gestion
            "Centre de gestion de Test",
            "1 rue du Centre, 60000 Beauvais",
            "03 44 99 00 00 – mobilite@cdg.example.org",
            self.adviser.name,
            self.adviser.partner_id.phone,
            self.adviser.email,
            # the agent
            agent.name,
            agent.cadre_id.name,
            f"catégorie {agent.category}",
            agent.job_title,
            "Fonctionnaire titulaire, Fonction publique territoriale",
            agent.email,
            agent.phone,
            # the employers
            self.origin.name,
            "999 061 013 00010",
            "1 place de la Mairie, 60400 Noyon",
            f"{self.authority.name}, Maire",
            "Arrêté n° 2026-114, du 1er avril 2026",
            self.host.name,
            "999 061 054 00014",
            "2 rue de l'Hôtel de Ville, 60310 Lassigny",
            f"{self.authority_host.name}, Maire",
            # the reception
            convention.service,
            convention.tutor_id.name,
            convention.tutor_function,
            convention.tutor_id.phone,
            convention.tutor_id.email,
            convention.functions_observed,
            request.metier_id.name,
            convention.activities,
            convention.skills_aimed,
            "Découvrir un métier",
            convention.aids,
            convention.equipment,
            convention.travel_meals,
            # the days
            *(french.day(day.date) for day in request.day_ids),
            f"Horaires d’une journée : {HOURS}",
            f"Combien de jours ? {french.working_days(request.days)}",
            "Durée totale de l’immersion : 3 jours ouvrés",
            "Cumul sur 3 ans : aucun jour déjà décompté",
            # dates of the decisions
            f"Demande de l’agent {french.short(request.submitted_on)}",
            *(
                f"{label} {french.short(request.decision_ids[rank].answered_on)}"
                for rank, label in enumerate(
                    ("Accord de l’employeur d’origine", "Accord de l’accueil")
                )
            ),
            # what binds the parties
            *(f"Article {n} – {title}" for n, title in enumerate(CLAUSES, 1)),
            "À la main : « Lu et approuvé », date et signature.",
            "En ligne : voir le certificat en dernière page.",
            "Visa du centre de gestion",
        )
        self.assertNotPrinted(
            pdf, PREVIEW, "à compléter", "BOE", "RQTH", "handicap", "PPR",
            request.regime_id.name, request.motivation,
        )  # fmt: skip

    def test_who_decided_is_named_with_quality_and_delegation(self):
        request = self.submitted_request()
        for user, party in ((self.authority, "origin"), (self.authority_host, "host")):
            request.decision_ids.filtered(
                lambda row, party=party: row.party == party
            ).with_user(user).action_answer("agreed")
        _convention, pdf = self.frozen(request)
        today = french.short(self._today())
        self.assertPrinted(
            pdf,
            f"{today}, {self.authority.name}, Maire, Arrêté n° 2026-114",
            f"{today}, {self.authority_host.name}, Maire",
        )

    def test_half_days_and_the_total_of_three_years(self):
        days = self._asked_days(count=8)
        first = self.agreed_request(date_start=days[0], date_end=days[3])
        self.assertEqual(first.days, 4)
        request = self.make_request(date_start=days[5], date_end=days[7])
        request.day_ids[0].half = "am"
        request.day_ids[1].half = "pm"
        request.action_submit()
        request.action_employer_accept()
        request.action_host_accept()
        # The three years end with the immersion: later days are not in them.
        early = self.drafted(first)
        self.assertEqual(early._earlier_days(), {early.id: (3, 0)})
        convention = self.drafted(request)
        self.assertEqual(
            (early | convention)._earlier_days(),
            {early.id: (3, 0), convention.id: (3, 4)},
        )
        convention.action_freeze()
        pdf = base64.b64decode(convention.frozen_file)
        self.assertPrinted(
            pdf,
            "Matin, 9 h – 12 h",
            "Après-midi, 13 h 30 – 17 h",
            "Durée totale de l’immersion : 2 jours ouvrés",
            "4 jours ouvrés déjà décomptés",
            "avec la présente immersion, 6 jours ouvrés",
        )

    def test_pages_numbers_fonts_title_and_language(self):
        convention, pdf = self.frozen()
        reader = PdfReader(BytesIO(pdf))
        self.assertEqual(len(reader.pages), 3)
        for rank, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            self.assertIn(f"page {rank}/3", text)
            self.assertIn(f"Convention {convention.number} – version 1 – Centre", text)
        fonts = [line.split()[0] for line in poppler("pdffonts", pdf).splitlines()[2:]]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertIn(font.split("+")[-1], ("DejaVuSans", "DejaVuSans-Bold"))
        self.assertEqual(reader.metadata.title, f"Convention {convention.number}")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "fr-FR")

    def test_the_signatures_stay_together_on_one_page(self):
        request = self.agreed_request()
        convention = self.drafted(request)
        for lines in (0, 4, 8, 16):
            convention.activities = "Une ligne\n" * lines
            pages = PdfReader(BytesIO(convention._render_pdf(Edition(1)))).pages
            self.assertLessEqual(len(pages), 4)
            for page in pages:
                text = squeezed(page.extract_text())
                # "Visa" alone is also the heading's word; these two are apart.
                self.assertEqual(
                    squeezed("Chaque signataire signe") in text,
                    squeezed("Le visa atteste") in text,
                )

    def test_the_same_words_for_every_regime(self):
        """Nothing on the paper tells a placement from a PIP, not even a figure."""
        request = self.agreed_request()
        convention = self.drafted(request)
        texts = set()
        for code in ("pip", "placement", "programme"):
            guard.acting(request).regime_id = self.env.ref(
                f"bourse_mobilite.regime_{code}"
            )
            pdf = convention._render_pdf(Edition(1))
            texts.add(poppler("pdftotext", pdf, "-layout"))
        self.assertEqual(len(texts), 1)

    def test_whatever_the_language_of_the_person_the_act_is_in_french(self):
        convention = self.drafted()
        texts = {
            poppler(
                "pdftotext", convention.with_context(lang=lang)._render_pdf(Edition(1))
            )
            for lang in ("en_US", None)
        }
        self.assertEqual(len(texts), 1)

    def test_only_the_server_tells_the_day_of_the_act(self):
        convention, past = self.drafted(), fields.Date.to_date("2026-01-05")
        told = convention.with_context(mobility_act_day=["x", "2026-01-05"])
        self.assertNotPrinted(told._render_pdf(Edition(1)), "Établie le 5 janvier 2026")
        dated = guard.on_day(convention, past)
        self.assertPrinted(dated._render_pdf(Edition(1)), "Établie le 5 janvier 2026")

    def test_frozen_as_it_was_whatever_happens_to_the_contacts(self):
        convention, pdf = self.frozen()
        self.host.write({"name": "Autre Nom", "street": "Autre rue"})
        self.agent.partner_id.name = "Autre Personne"
        document = convention.document_id
        document.invalidate_recordset()
        self.assertEqual(base64.b64decode(document.frozen_file), pdf)
        self.assertEqual(document.frozen_sha256, hashlib.sha256(pdf).hexdigest())
        self.assertEqual(convention._printed(), pdf)
