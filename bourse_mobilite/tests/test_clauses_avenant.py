"""The articles of an avenant: what each kind of change prints."""

from datetime import timedelta

from odoo.tests import tagged

from ..models.guard import acting
from ..models.mobility_clause_words import KINDS
from ..reports import french
from .change_case import WHY
from .clauses_case import AvenantClauseCase

PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestClausesAvenant(AvenantClauseCase):
    def test_those_that_come_with_the_application_are_in_force(self):
        self.assertEqual(self.articles.state, "in_force")
        self.assertEqual(self.articles.kind, "avenant")
        self.assertEqual(len(self.articles.clause_ids), 7)
        self.assertFalse(self.articles._clause_problems())

    # What each kind of change prints

    def test_a_change_of_place(self):
        avenant = self.moved()
        self.assertEqual(
            self.titles(avenant),
            ["Objet", "Ce qui change", "Ce qui ne change pas", "Effet"],
        )
        self.assertEqual(self.headings(avenant)[3], "Article 4 – Effet")
        text = self.text(avenant)
        self.assertIn(
            f"modifie la convention n° {self.convention.number}, signée", text
        )
        self.assertIn(f"parties le {french.short(self._today())}.", text)
        self.assertIn("prennent effet à la dernière signature", text)
        self.assertNotIn("constatent", text)

    def test_the_reason_has_its_article(self):
        avenant = self.moved(reason="Travaux {{ agent_nom }}\n<b>en mairie</b>.")
        self.assertEqual(self.titles(avenant)[1], "Motif")
        self.assertIn("Travaux {{ agent_nom }} <b>en mairie</b>.", self.text(avenant))

    def test_other_days_print_totals_before_and_after(self):
        new = self.open_days(4)
        avenant = self.on_days(new)
        self.assertIn("Jours et durée", self.titles(avenant))
        self.assertNotIn("Fin anticipée", self.titles(avenant))
        table = self.printed(avenant)["new_days"]
        self.assertEqual(
            (table["total"], table["total_before"]),
            ("4 jours ouvrés", "3 jours ouvrés"),
        )
        self.assertEqual(
            (table["cumulative"], table["cumulative_before"]),
            ("4 jours ouvrés", "3 jours ouvrés"),
        )
        self.assertEqual(
            [
                cell["date"]
                for pair in zip(*table["day_pairs"], strict=True)
                for cell in pair
            ],
            [french.day(day) for day in new],
        )

    def test_an_early_end_is_noted_whatever_the_last_signature(self):
        first = self.days()[0]
        avenant = self.early()
        self.assertEqual(
            self.titles(avenant),
            ["Objet", "Motif", "Ce qui change", "Jours et durée", "Fin anticipée",
             "Ce qui ne change pas"],
        )  # fmt: skip
        text = self.text(avenant)
        self.assertIn(
            f"constatent que l’immersion prend fin le {french.day(first)} au soir, quelle "
            "que soit la date de la dernière signature",
            text,
        )
        self.assertNotIn("prennent effet", text)
        table = self.printed(avenant)["new_days"]
        self.assertEqual(
            (table["total"], table["total_before"], table["cumulative_before"]),
            ("1 jour ouvré", "3 jours ouvrés", "3 jours ouvrés"),
        )
        self.assertEqual(
            [cell.get("date") for cell in table["day_pairs"][0]],
            [french.day(first), None],
        )
        changes = avenant._in_french(
            "report.bourse_mobilite.avenant_document"
        )._changes(avenant)
        self.assertEqual(
            [change[1:] for change in changes],
            [
                ["Dernier jour", french.day(self.days()[-1]), french.day(first)],
                ["Durée totale", "3 jours ouvrés", "1 jour ouvré"],
            ],
        )

    def test_an_early_end_with_another_place_says_what_waits_for_the_signatures(self):
        avenant = self.early(change_place=True, place=PLACE)
        self.assertEqual(self.titles(avenant)[-1], "Effet")
        text = self.text(avenant)
        self.assertIn("quelle que soit la date", text)
        self.assertIn("changements de jours, de lieu, de service ou de tutorat", text)

    def test_an_early_end_of_what_was_closed_meanwhile_says_the_same(self):
        """Staff recorded it first: the days before are those of the convention."""
        first, last = self.days()[0], self.days()[-1]
        avenant = self.early()
        before = self.printed(avenant)["new_days"]
        acting(self.request).day_ids.filtered(
            lambda day: day.date > first
        ).missed = True
        acting(self.request).ended_as = "interrupted"
        self.assertEqual(self.printed(avenant)["new_days"], before)
        self.assertEqual(avenant._last_before(), last)
        self.assertEqual(avenant._last_after(), first)

    def test_an_end_between_two_days_keeps_its_own_date(self):
        first = self.days()[0]
        acting(self.request).day_ids.filtered(
            lambda day: first < day.date < self.days()[-1]
        ).unlink()
        avenant = self.early(first + timedelta(days=1))
        self.assertIn(
            f"prend fin le {french.day(first + timedelta(days=1))} au soir",
            self.text(avenant),
        )
        self.assertEqual(self.printed(avenant)["new_days"]["total"], "1 jour ouvré")

    def test_a_day_alone_has_no_heading_beside_it(self):
        two_days = self.days()[:2]
        for made, headings in (
            (self.early, 1),
            (lambda: self.on_days(two_days), 2),
        ):
            avenant = made()
            table = self.printed(avenant)["new_days"]
            html = self.env["ir.qweb"]._render(
                "bourse_mobilite.avenant_days", {"table": table}
            )
            self.assertEqual(html.count("Horaires"), headings)
            avenant.action_cancel()

    def test_the_total_over_the_years_is_counted_up_to_the_new_last_day(self):
        between = self.open_days(5, months=6)
        self.submitted_request(date_start=between[0], date_end=between[-1])
        avenant = self.on_days(self.open_days(3, months=8))
        table = self.printed(avenant)["new_days"]
        self.assertEqual(table["earlier"], "5 jours ouvrés déjà décomptés")
        self.assertEqual(table["cumulative"], "8 jours ouvrés")
        self.assertEqual(table["cumulative_before"], "3 jours ouvrés")
        html = self.env["ir.qweb"]._render(
            "bourse_mobilite.act_totals", {"table": table}
        )
        self.assertIn(
            "8 jours ouvrés au lieu de 3 jours ouvrés.", " ".join(html.split())
        )
        self.assertNotIn("ouvrés, au lieu de", html, "three days before, three after")

    def test_each_condition_at_both_sides(self):
        avenant = self.avenant()
        regime, host = self.request.regime_id, self.host

        def turned(name):
            return lambda on: avenant.write({name: on})

        def several_employers(on):
            acting(self.env["mobility.decision"]).create(
                {
                    "request_id": self.request.id,
                    "party": "origin",
                    "organisation_id": (self.third if on else self.origin).id,
                    "asked_on": self._today(),
                }
            )

        visa = self.convention.document_id.signatory_ids.filtered(
            lambda row: row.role == "visa"
        )

        def cdg_signs(on):
            role = "signature" if on else "visa"
            self.env.cr.execute(
                "UPDATE mobility_signatory SET role = %s WHERE id = %s", (role, visa.id)
            )
            visa.invalidate_recordset()

        sides = {
            "reason": lambda on: avenant.write({"reason": WHY if on else False}),
            "period": turned("change_period"),
            "place": turned("change_place"),
            "tutor": turned("change_tutor"),
            "early_end": turned("early_end"),
            "length": turned("early_end"),
            "from_signature": turned("change_tutor"),
            "several_employers": several_employers,
            "cdg_signs": cdg_signs,
            "cdg_visa": lambda on: cdg_signs(not on),
            "host_hospital": lambda on: host.write(
                {"mobility_employer_kind": "hopital" if on else "etat"}
            ),
            "host_state": lambda on: host.write(
                {"mobility_employer_kind": "etat" if on else "commune"}
            ),
        }
        self.assertTrue(regime)
        self.assertEqual({"always", *sides}, set(KINDS["avenant"].conditions))
        for condition, turn in sides.items():
            for wanted in (False, True, False):
                if condition == "several_employers" and wanted is False:
                    continue
                turn(wanted)
                with self.subTest(condition, wanted=wanted):
                    self.assertIs(getattr(avenant, f"_clause_{condition}")(), wanted)
        for name in ("change_period", "change_place", "change_tutor"):
            avenant[name] = True
            self.assertTrue(avenant._clause_from_signature(), name)
            self.assertIs(avenant._clause_length(), name == "change_period")
            avenant[name] = False
