"""What an avenant prints, compared field by field with the records."""

import base64

from odoo.tests import tagged

from ..reports import french
from .change_case import SCAN
from .convention_case import HOURS, PREVIEW, ConventionCase

REASON = "Le service déménage le mois prochain."
PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestAvenantPdf(ConventionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rh_host.partner_id.email = "denis.hubert@personne.example.org"

    def setUp(self):
        super().setUp()
        self.convention, _pdf = self.frozen()
        for row in self.convention.signatory_ids:
            row.sudo()._sign_on_paper(SCAN, "x.pdf", self._today())
        self.request = self.convention.request_id
        action = self.convention.with_user(self.adviser).action_make_avenant()
        self.avenant = self.env["mobility.avenant"].browse(action["res_id"])

    def pdf(self):
        self.avenant.with_user(self.adviser).action_freeze()
        return base64.b64decode(self.avenant.frozen_file)

    def test_every_change_reads_instead_of(self):
        convention, avenant = self.convention, self.avenant
        days = self.request.day_ids.sorted("date")
        dates = self._asked_days(5)[1:]
        avenant.write(
            {
                "change_period": True,
                "date_start": dates[0],
                "date_end": dates[-1],
                "change_place": True,
                "place": PLACE,
                "service": "Urbanisme",
                "change_tutor": True,
                "tutor_id": self.rh_host.partner_id.id,
                "tutor_function": "Directeur des ressources humaines",
                "reason": REASON,
            }
        )
        avenant.day_ids.sorted("date")[-1].half = "am"
        pdf = self.pdf()
        self.assertPrinted(
            pdf,
            "Avenant n° 1",
            f"à la convention n° {convention.number}",
            "Version 1",
            f"Établi le {french.short(self._today())}",
            f"signée par toutes les parties le {french.short(self._today())}",
            self.request.regime_id.public_name,
            "Centre de gestion de Test",
            f"Article 2 – Motif {REASON}",
            "au lieu de",
            "lire",
            "article 3 – Lieu, service et tutorat",
            "article 4 – Jours, horaires et durée",
            convention.place,
            PLACE,
            convention.service,
            "Urbanisme",
            self.tutor.name,
            self.rh_host.name,
            self.rh_host.partner_id.phone,
            self.rh_host.partner_id.email,
            "Directeur des ressources humaines",
            *(french.day(day.date) for day in days),
            *(french.day(day) for day in dates),
            f"{french.day(dates[-1])} (matin)",
            french.working_days(3),
            french.working_days(3.5),
            french.hours("am", HOURS),
            french.period(dates[0], dates[-1]),
            "Tous les autres articles de la convention restent inchangés",
            "prennent effet à la dernière signature",
            # the signatures
            self.agent.name,
            self.origin.name,
            self.authority.name,
            self.host.name,
            self.authority_host.name,
            "Maire",
            "Arrêté n° 2026-114, du 1er avril 2026",
            "Visa du centre de gestion",
            avenant.document_id.verification_code,
            f"Avenant {avenant.name} – version 1",
        )
        self.assertNotPrinted(pdf, "Motif réservé", "APERÇU", "à compléter")

    def test_what_does_not_change_is_not_printed_as_a_change(self):
        self.avenant.write({"change_place": True, "place": PLACE})
        pdf = self.pdf()
        self.assertPrinted(pdf, PLACE, self.convention.place)
        self.assertNotPrinted(pdf, "Durée totale", "Tuteur ou tutrice", "Dernier jour")

    def test_an_early_end_says_the_last_day_and_why(self):
        day = self.request.day_ids.sorted("date")[0].date
        self.avenant.write({"early_end": True, "last_day": day, "reason": REASON})
        self.assertPrinted(
            self.pdf(),
            f"prend fin le {french.day(day)} au soir",
            french.day(self.request.date_end),
            REASON,
        )

    def test_a_preview_says_so_and_signs_nothing(self):
        self.avenant.write({"change_place": True, "place": PLACE})
        printed = self.avenant.with_user(self.adviser)._printed_all()
        self.assertPrinted(printed[self.avenant.id], PREVIEW, PLACE)
        self.assertFalse(self.avenant.document_ids)

    def test_what_is_typed_is_only_text(self):
        self.avenant.write(
            {
                "change_place": True,
                "place": "<b>Ici</b> & là",
                "reason": "</p><script>x</script>",
            }
        )
        self.assertPrinted(self.pdf(), "<b>Ici</b> & là", "</p><script>x</script>")

    def test_the_paper_does_not_tell_the_regime(self):
        """The same words under the neutral regime, but its own texts."""
        self.avenant.write({"change_place": True, "place": PLACE, "reason": REASON})
        self.assertNotPrinted(self.pdf(), "PPR", "reclassement", "pip")

    def test_the_file_stays_what_it_was(self):
        self.avenant.write({"change_place": True, "place": PLACE})
        pdf = self.pdf()
        self.host.name = "Autre nom"
        self.agent.partner_id.name = "Autre agent"
        self.avenant.document_id.invalidate_recordset()
        self.assertEqual(base64.b64decode(self.avenant.frozen_file), pdf)

    def test_the_summary_says_it_all(self):
        self.avenant.write({"change_place": True, "place": PLACE, "reason": REASON})
        self.pdf()
        summary = dict(self.avenant.document_id.summary)
        self.assertIn(PLACE, summary["Lieu"])
        self.assertIn(self.convention.place, summary["Lieu"])
        self.assertEqual(summary["Motif"], REASON)

    def test_without_articles_of_ours_the_subject_is_named(self):
        printed = self.env["report.bourse_mobilite.avenant_document"]
        self.assertEqual(
            printed._headings(self.env["mobility.convention"]),
            {"days": "« Jours, horaires et durée »",
             "reception": "« Lieu, service et tutorat »"},
        )  # fmt: skip
