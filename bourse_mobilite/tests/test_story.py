"""The story, played in a browser by four people: an Excel register becomes offers,
an agent asks for one, two employers agree, the convention is written."""

import base64
import io
import re
import subprocess
import tempfile

from babel.dates import format_date
from openpyxl import Workbook

from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report

from .common import HOST_SIRET, MobilityHttpCase

# HttpCase puts another in its place, which turns the browser's requests away while
# the PDF is made. Ours asks nothing of the server: the plain one will do.
run_wkhtmltopdf = ir_actions_report._run_wkhtmltopdf

REGISTER = [
    {
        "SIRET": HOST_SIRET,
        "Employeur": "Commune d'Accueil-Test",
        "Nature": "Commune",
        "Commune": "Lassigny",
        "Intitulé de l'offre": "Accueil du public au guichet",
        "Métier": "Agent d’accueil en mairie",
        "Service": "Guichet unique",
        "Description": "Recevoir les habitants et les orienter vers le bon service.",
        "Places": 1,
        "Nom du tuteur": "Inès Guichet",
        "Fonction du tuteur": "Responsable du guichet",
        "Courriel du tuteur": "ines.guichet@personne.example.org",
    },
    {
        "SIRET": "99906110400017",
        "Employeur": "Centre hospitalier d'essai",
        "Nature": "Hôpital",
        "Commune": "Crépy-en-Valois",
        "Intitulé de l'offre": "Standard téléphonique",
        "Places": 2,
    },
]


def register(rows):
    """The .xlsx of ``rows``, as an employer would send it."""
    book = Workbook()
    sheet = book.active
    headings = list(REGISTER[0])
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_of(pdf):
    """The text of a PDF, as one line: what a reader can select and search."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        text = subprocess.run(
            ["pdftotext", "-layout", file.name, "-"], check=True, capture_output=True
        ).stdout.decode()
    return re.sub(r"\s+", " ", text)


@tagged("post_install", "-at_install")
class TestStory(MobilityHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.attachment"].create(
            {
                "name": "registre.xlsx",
                "type": "binary",
                "public": True,
                "url": "/bourse_mobilite_test/registre.xlsx",
                "raw": register(REGISTER),
            }
        )

    def test_from_the_register_to_the_convention(self):
        self.patch(ir_actions_report, "_run_wkhtmltopdf", run_wkhtmltopdf)
        self.start_tour(
            "/odoo/action-bourse_mobilite.action_mobility_import",
            "bourse_mobilite_register",
            login=self.adviser.login,
        )
        offers = self.env["mobility.offer"].search(
            [("name", "in", [row["Intitulé de l'offre"] for row in REGISTER])]
        )
        self.assertEqual(len(offers), 2)
        offer = offers.filtered(lambda one: one.host_id == self.host)
        self.assertEqual(offer.state, "published")
        self.assertEqual((offers - offer).state, "submitted", "one was published")
        self.assertEqual((offers - offer).host_id.mobility_employer_kind, "hopital")

        days = self._asked_days(4)
        self.start_tour(
            f"/immersions?q=guichet#{days[0]},{days[-1]}",
            "bourse_mobilite_ask",
            login=self.agent.login,
        )
        request = offer.request_ids
        self.assertEqual(request.candidate_id, self.candidate)
        self.assertEqual(request.day_ids.mapped("date"), days)
        self.assertEqual(
            (request.state, request.waiting_for), ("submitted", "employer_host")
        )

        self.start_tour("/my/demandes", "bourse_mobilite_agree", login=self.rh.login)
        self.assertEqual((request.state, request.waiting_for), ("submitted", "host"))
        self.start_tour(
            "/my/demandes", "bourse_mobilite_agree", login=self.rh_host.login
        )
        self.assertEqual((request.state, request.waiting_for), ("agreed", "cdg"))

        self.start_tour(
            f"/odoo/mobility.request/{request.id}",
            "bourse_mobilite_convention",
            login=self.adviser.login,
        )
        convention = request.convention_ids
        self.assertEqual(convention.state, "to_sign")
        self.assertEqual(request.waiting_for, "signatories")
        self._check_pdf(convention, request, offer, days)

    def _in_french(self, day):
        text = format_date(day, "EEEE d MMMM y", locale="fr_FR")
        return re.sub(r"\b1 (?=\D)", "1er ", text, count=1)

    def _check_pdf(self, convention, request, offer, days):
        text = text_of(base64.b64decode(convention.document_id.frozen_file))
        expected = {
            "number": convention.number,
            "agent": self.agent.name,
            "grade": self.candidate.cadre_id.name,
            "employer": self.origin.name,
            "employer SIRET": "999 061 013 00010",
            "employer address": "1 place de la Mairie",
            "employer signatory": self.authority.name,
            "host": self.host.name,
            "host SIRET": "999 061 054 00014",
            "host address": self.host.street,
            "host signatory": self.authority_host.name,
            "quality": "Maire",
            "service": "Guichet unique",
            "tutor": "Inès Guichet",
            "tutor's function": "Responsable du guichet",
            "tutor's e-mail": "ines.guichet@personne.example.org",
            "functions observed": offer.name,
            "activities": offer.description,
            "hours": "13 h 30 – 17 h",
            "adviser": self.adviser.name,
            "CDG": self.env.company.name,
            "text of law": "2022-1043",
            "page": "page 1/",
            **{f"day {day}": self._in_french(day) for day in days},
        }
        missing = {what: value for what, value in expected.items() if value not in text}
        self.assertFalse(missing, text)
        self.assertRegex(text, r"4 jours ouvrés")
