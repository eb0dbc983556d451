"""What an ordre de mission, an attestation and a bilan print, field by field."""

import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from ..reports import french
from ..rules import mission
from .assessment_case import COMMENT, DAY, AssessmentCast
from .convention_case import HOURS, ConventionCase, readings, squeezed

# Words that would tell in which frame an agent is accompanied.
TELLING = (
    "PPR", "reclassement", "inapt", "placement", "préparation", "handicap", "médical",
    "restriction", "période d'immersion",
)  # fmt: skip


class PaperPdfCase(AssessmentCast, ConventionCase):
    def made(self, regime=None):
        """A convention that everyone has signed and its order, as they print."""
        request = self.agreed_request()
        if regime:
            acting(request).regime_id = regime
        convention = self.drafted(request)
        convention.action_freeze()
        self.sign_all(convention.document_id)
        convention._make_mission_orders()
        return convention, convention._papers("mission_order")

    def content(self, document):
        return base64.b64decode(document.frozen_file)


@tagged("post_install", "-at_install")
class TestPapersPdf(PaperPdfCase):
    def test_the_order_of_mission(self):
        convention, order = self.made()
        request, pdf = convention.request_id, self.content(order)
        self.assertPrinted(
            pdf,
            "Ordre de mission", order.name, order.verification_code,
            self.origin.name, "1 place de la Mairie, 60400 Noyon",
            "Françoise Maire-Origine, Maire", "Arrêté n° 2026-114",
            "Aurélie Durand", "Adjoints techniques, catégorie C",
            "Agent des services", convention.number,
            french.short(self._today()),
            convention.functions_observed, self.host.name, "Accueil et état civil",
            convention.place, french.period(request.date_start, request.date_end),
            "3 jours ouvrés", HOURS, "Train, repas au restaurant municipal",
            "page 1/", *mission.texts("FPT"),
            *(french.day(day.date) for day in request.day_ids),
        )  # fmt: skip
        self.assertNotPrinted(
            pdf, "None", "False", self.host.company_registry, "Motif", *TELLING
        )
        self.assertEqual(
            dict(order.summary)["Objet"],
            f"Immersion professionnelle : {convention.functions_observed}",
        )

    def test_the_same_words_whatever_the_regime(self):
        regimes = self.env["mobility.regime"].search([])
        placement = regimes.filtered(lambda one: one.code == "placement")[:1]
        self.assertTrue(placement)
        texts = []
        for regime in (None, placement):
            with self.env.cr.savepoint() as savepoint:
                convention, order = self.made(regime)
                text = readings(self.content(order))["pdftotext"]
                for own in (
                    convention.number, order.name, order.verification_code
                ):  # fmt: skip
                    text = text.replace(squeezed(own), "")
                texts.append(text)
                savepoint.rollback()
        self.assertEqual(*texts)

    def test_other_versants(self):
        self.candidate.versant = "FPE"
        _convention, order = self.made()
        self.assertPrinted(self.content(order), mission.STATE_TRAVEL)
        self.assertNotPrinted(self.content(order), "2001-654", "92-566")

    def test_the_own_vehicle_only_when_the_employer_says_so(self):
        _convention, order = self.made()
        pdf = self.content(order)
        self.assertPrinted(
            pdf, mission.own_vehicle("", "FPT"), "Résidence administrative", "Noyon"
        )
        self.assertNotPrinted(pdf, "y est autorisé", "Moyen de transport")
        for answer, wanted in (
            ("yes", ("L’employeur autorise l’agent", "article 10")),
            ("no", ("L’employeur n’autorise pas l’agent",)),
        ):
            order = order.convention_id._make_order_again(
                order,
                "Ce que dit l’employeur",
                {
                    "own_vehicle": answer,
                    "transport": "Voiture de service",
                    "residence": "Pont-l’Évêque",
                },
                order._usual_role(),
            )
            pdf = self.content(order)
            self.assertPrinted(pdf, *wanted, "Voiture de service", "Pont-l’Évêque")
            self.assertNotPrinted(pdf, "ne la donne pas", "None")

    def test_the_residence_of_an_employer_that_is_no_commune_is_not_guessed(self):
        self.origin.mobility_employer_kind = "epci"
        _convention, order = self.made()
        self.assertNotPrinted(self.content(order), "Résidence administrative", "False")

    def test_the_boxes_say_where_an_online_signature_is(self):
        _convention, order = self.made()
        self.assertPrinted(self.content(order), "voir le certificat en dernière page")

    def test_nothing_said_of_travel(self):
        request = self.agreed_request()
        request.action_make_convention()
        convention = request._convention()
        convention.action_freeze()
        self.sign_all(convention.document_id)
        convention._make_mission_orders()
        pdf = self.content(convention._papers("mission_order"))
        self.assertPrinted(pdf, "Selon les règles de l’employeur")
        self.assertNotPrinted(pdf, "None", "False")

    def test_the_attestation(self):
        convention, _order = self.made()
        request = convention.request_id
        self.move_to(request, self._today() - DAY)
        held = request.day_ids.sorted("date")
        missed, held = held[-1], held[:-1]
        request.action_done(missed=missed.ids)
        convention._make_attestation()
        paper = convention._papers("attestation")
        pdf = self.content(paper)
        self.assertPrinted(
            pdf,
            "Attestation de présence", paper.name, paper.verification_code,
            "Centre de gestion de Test", "Aurélie Durand", self.origin.name,
            self.host.name, convention.place, convention.functions_observed,
            "2 jours ouvrés", convention.number,
            french.period(held[0].date, held[-1].date),
            *(french.day(day.date) for day in held),
        )  # fmt: skip
        self.assertNotPrinted(pdf, french.day(missed.date), "None", "False", *TELLING)

    def test_hostile_words(self):
        hostile = "<script>alert(1)</script> & <b>gras</b> {{ 7*7 }} " + "é" * 3000
        request = self.agreed_request()
        convention = self.drafted(request)
        convention.write({"functions_observed": hostile, "travel_meals": hostile})
        convention.action_freeze()
        self.sign_all(convention.document_id)
        convention._make_mission_orders()
        pdf = self.content(convention._papers("mission_order"))
        self.assertPrinted(pdf, "<script>alert(1)</script> & <b>gras</b> {{ 7*7 }}")


@tagged("post_install", "-at_install")
class TestBilanPdf(PaperPdfCase):
    def test_each_reader_has_one_s_own(self):
        request, tutor, own = self.given(comment_cdg_only=True)
        tutor._remark_on_other("Mot-du-tuteur")
        own._remark_on_other("Mot-de-agent")
        self.env["mobility.assessment"].with_user(self.adviser)._write_synthesis(
            request.with_user(self.adviser), "Synthèse-du-cdg", "training"
        )
        everyone = (
            "Bilan de l’immersion", request.name, "Aurélie Durand", self.host.name,
            "Présence pendant toute l’immersion", "Agent d'accueil en mairie",
            "Conseil-du-tuteur", "Une formation", "Une candidature",
            "Très satisfaisante", "Mot-du-tuteur", "Mot-de-agent", "Hélène Tuteur",
            french.short(self._today()), request._convention().number,
            *tutor.mark_ids.mapped("item_name"),
        )  # fmt: skip
        wanted = {
            "agent": (COMMENT, "Synthèse-du-cdg", "Peut-être dans l’année"),
            "tutor": ("Peut-être dans l’année",),
            "host": ("Peut-être dans l’année",),
            "origin": (),
            "paper": (),
        }
        secret = {COMMENT, "Synthèse-du-cdg", "Peut-être dans l’année"}
        for reader, more in wanted.items():
            with self.subTest(reader):
                pdf = request.sudo()._assessment_pdf(reader)
                self.assertPrinted(pdf, *everyone, *more)
                self.assertNotPrinted(
                    pdf, "None", "False", *sorted(secret - set(more)), *TELLING
                )

    def test_printed_by_staff_alone(self):
        request, _tutor, _own = self.given(comment_cdg_only=True)
        report = self.env["ir.actions.report"]
        content, _kind = (
            report.with_user(self.adviser)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("bourse_mobilite.report_assessment", request.ids)
        )
        self.assertPrinted(content, "Bilan de l’immersion", "Conseil-du-tuteur")
        self.assertNotPrinted(content, COMMENT, "Peut-être")
        for user in (self.agent, self.rh, self.rh_host, self.tutor, self.internal):
            with self.assertRaises(AccessError):
                request.with_user(user)._printed_all()
            with self.assertRaises(AccessError):
                report.with_user(user)._render_qweb_html(
                    "bourse_mobilite.report_assessment",
                    request.ids,
                    {"reader": "staff"},
                )

    def test_before_anything_is_given(self):
        request, tutor, _own = self.asked()
        pdf = request.sudo()._assessment_pdf("agent")
        self.assertPrinted(pdf, "Aucun bilan n’a encore été donné")
        tutor._give(self.answers("tutor"), "link")
        pdf = request.sudo()._assessment_pdf("origin")
        self.assertNotPrinted(pdf, "Conseil")

    def test_of_who_did_not_come(self):
        request, tutor, own = self.asked()
        tutor._give({"presence": "absent"}, "link")
        own.action_stop("Absente")
        pdf = request.sudo()._assessment_pdf("origin")
        self.assertPrinted(pdf, "L’agent n’est pas venu")
        self.assertNotPrinted(pdf, "None", "False", "Les compétences")
