"""A convention drafted or frozen, and two readers of its PDF."""

import base64
import re
import subprocess
from io import BytesIO

from pypdf import PdfReader

from .common import MobilityCase

PREVIEW = "APERÇU – document sans valeur"
HOURS = "9 h – 12 h et 13 h 30 – 17 h"


def poppler(tool, pdf, *options):
    command = [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def squeezed(text):
    """Without any space: lines break where they like."""
    return re.sub(r"\s", "", text)


def readings(pdf):
    """The text as pdftotext and as pypdf read it, spaces left out."""
    pages = PdfReader(BytesIO(pdf)).pages
    return {
        "pdftotext": squeezed(poppler("pdftotext", pdf)),
        "pypdf": squeezed("".join(page.extract_text() for page in pages)),
    }


class ConventionCase(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 5
        cls.env.company.partner_id.write(
            {"name": "Centre de gestion de Test", "street": "1 rue du Centre",
             "zip": "60000", "city": "Beauvais", "phone": "03 44 99 00 00",
             "email": "mobilite@cdg.example.org"}
        )  # fmt: skip
        cls.role_authority.write(
            {"delegation_reference": "Arrêté n° 2026-114",
             "delegation_date": "2026-04-01"}
        )  # fmt: skip

    def drafted(self, request=None):
        request = request or self.agreed_request()
        request.action_make_convention()
        convention = request._convention()
        convention.write(
            {
                "hours": HOURS,
                "skills_aimed": "Accueil, état civil, efficacité, œuvre collective",
                "aids": "Siège réglable, pauses toutes les deux heures",
                "equipment": "Chaussures fermées",
                "travel_meals": "Train, repas au restaurant municipal",
            }
        )
        return convention

    def frozen(self, request=None):
        convention = self.drafted(request)
        convention.action_freeze()
        return convention, base64.b64decode(convention.frozen_file)

    def assertPrinted(self, pdf, *wanted):
        for reader, text in readings(pdf).items():
            for one in wanted:
                with self.subTest(reader=reader, value=one):
                    self.assertTrue(one)
                    self.assertIn(squeezed(one), text)

    def assertNotPrinted(self, pdf, *unwanted):
        text = " ".join(poppler("pdftotext", pdf).split())
        for one in unwanted:
            with self.subTest(value=one):
                self.assertNotRegex(text, rf"(?i)\b{re.escape(one)}")
