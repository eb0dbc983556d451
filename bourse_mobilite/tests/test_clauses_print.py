"""The articles as a convention prints them: conditions, numbers, words, versions."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import html_escape

from ..models import guard
from ..models.mobility_clause_words import KINDS
from ..pdf.edition import Edition
from ..reports import french
from .convention_case import ConventionCase, poppler, squeezed

Command = fields.Command


@tagged("post_install", "-at_install")
class TestClausesPrint(ConventionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.general = cls.env.ref("bourse_mobilite.clauses_convention")

    def with_article(self, articles=None, **vals):
        """A version in force where an article comes after the first one."""
        base = articles or self.general
        version = base.browse(base.action_new_version()["res_id"])
        vals = {"title": "Article ajouté", "body": "Texte ajouté.", **vals}
        version.clause_ids = [Command.create({"sequence": 15, **vals})]
        version.action_put_in_force()
        return version

    def headings(self, act):
        report = act._in_french("report.bourse_mobilite.convention_document")
        articles = report._act(act, 1)["articles"]
        return [article["heading"] for article in articles]

    def printed(self, act):
        return squeezed(poppler("pdftotext", act._render_pdf(Edition(1, "X"))))

    def _condition(self, act, code, wanted):
        condition = self.env.ref(f"bourse_mobilite.condition_{code}")
        command = Command.link if wanted else Command.unlink
        act.request_id.offer_id.condition_ids = [command(condition.id)]

    def test_each_condition_at_both_sides(self):
        act = self.drafted()
        act.write({"aids": False, "equipment": False, "travel_meals": False})
        regime, days = act.request_id.regime_id, act.request_id.day_ids

        def other_employers(wanted):
            if wanted:
                guard.acting(self.env["mobility.decision"]).create(
                    {
                        "request_id": act.request_id.id,
                        "party": "origin",
                        "organisation_id": self.third.id,
                        "asked_on": self._today(),
                    }
                )

        def saturday(wanted):
            if wanted:
                day = days.sorted("date")[0]
                to_saturday = 5 - day.date.weekday()
                guard.acting(day).date += timedelta(days=to_saturday)

        sides = {
            "aids": lambda on: act.write({"aids": "Siège" if on else False}),
            "equipment": lambda on: act.write({"equipment": "Gants" if on else False}),
            "travel": lambda on: act.write({"travel_meals": "Train" if on else False}),
            "night": lambda on: self._condition(act, "nuit", on),
            "week_end": saturday,
            "several_employers": other_employers,
            "cdg_signs": lambda on: regime.write({"cdg_signs": on}),
            "cdg_visa": lambda on: regime.write({"cdg_signs": not on}),
            "host_hospital": lambda on: self.host.write(
                {"mobility_employer_kind": "hopital" if on else "etat"}
            ),
            "host_state": lambda on: self.host.write(
                {"mobility_employer_kind": "etat" if on else "commune"}
            ),
        }
        self.assertEqual({"always", *sides}, set(KINDS["convention"].conditions))
        for condition, turn in sides.items():
            for wanted in (False, True):
                turn(wanted)
                with self.subTest(condition, wanted=wanted):
                    self.assertIs(getattr(act, f"_clause_{condition}")(), wanted)

    def test_other_reasons_for_an_article(self):
        act = self.drafted()
        act.travel_meals = False
        for code in ("deplacements", "permis_b", "permis_c", "permis_d"):
            self.assertFalse(act._clause_travel())
            self._condition(act, code, True)
            self.assertTrue(act._clause_travel())
            self._condition(act, code, False)
        self.host.mobility_employer_kind = "esms"
        self.assertTrue(act._clause_host_hospital())

    def test_an_article_more_moves_the_numbers_and_what_cites_them(self):
        act = self.drafted()
        self.assertEqual(
            self.headings(act)[1], "Article 2 – Fonctions observées et objectif"
        )
        self.with_article(condition="night")
        self.assertEqual(len(self.headings(act)), 18, "no night work there")
        self.assertIn("décritesàl’article2.", self.printed(act))
        self._condition(act, "nuit", True)
        headings = self.headings(act)
        self.assertEqual(len(headings), 19)
        self.assertEqual(headings[1], "Article 2 – Article ajouté")
        self.assertEqual(headings[17], "Article 18 – Bilan")
        text = self.printed(act)
        self.assertIn("décritesàl’article3.", text)
        self.assertIn("lebilandel’article18.", text)
        self.assertIn("Texteajouté.", text)

    def test_the_order_is_that_of_the_screen(self):
        version = self.with_article()
        act = self.drafted()
        last = version.browse(version.action_new_version()["res_id"])
        last.clause_ids.filtered(lambda one: one.key == "effet").sequence = 1
        last.action_put_in_force()
        self.assertEqual(self.headings(act)[0], "Article 1 – Effet et différends")

    def test_every_word_is_filled_in_from_the_file(self):
        act = self.drafted()
        words = KINDS["convention"].words
        body = "\n".join(
            f"- {word} = {{{{ {word} }}}}"
            for word in words
            if word != "autres_employeurs"
        )
        self.with_article(condition="aids", body=body)
        tutor = act.tutor_id
        text = self.printed(act)
        for word, value in {
            "convention_numero": act.number,
            "agent_nom": act.candidate_name,
            "employeur_nom": self.origin.name,
            "accueil_nom": self.host.name,
            "lieu": act.place,
            "service": act.service,
            "tuteur_nom": tutor.name,
            "tuteur_fonction": act.tutor_function,
            "fonctions": act.functions_observed,
            "premier_jour": french.day(act.date_start),
            "dernier_jour": french.day(act.date_end),
            "duree": "3 jours ouvrés",
            "horaires": act.hours,
            "aides": act.aids,
            "equipements": act.equipment,
            "deplacements": act.travel_meals,
            "cdg_nom": "Centre de gestion de Test",
            "conseiller": f"{self.adviser.name}, {self.adviser.partner_id.phone}",
        }.items():
            self.assertIn(squeezed(f"{word} = {value}"), text, word)
        for word in words:
            if word != "autres_employeurs":
                self.assertIn(squeezed(f"{word} ="), text)
        self.assertNotIn("{{", text)

    def test_hostile_words_and_texts_are_only_words(self):
        self.host.name = "{{ agent_nom }}<b>Gras</b>"
        body = "<script>alert(1)</script>{{ accueil_nom }}</div>\n- </ul><img src='x'/>"
        self.with_article(body=body, title="<h1>Grand</h1>")
        act = self.drafted()
        text = self.printed(act)
        self.assertIn("<script>alert(1)</script>{{agent_nom}}<b>Gras</b></div>", text)
        self.assertIn("</ul><imgsrc='x'/>", text)
        self.assertIn("Article2–<h1>Grand</h1>", text)
        self.assertIn("Article19–Effetetdifférends", text)

    # Versions

    def test_a_document_keeps_the_articles_that_it_was_made_with(self):
        first, draft = (
            self.drafted(),
            self.drafted(self.agreed_request(self.candidate2)),
        )
        self.assertEqual((first | draft).clause_set_id, self.general)
        first.action_freeze()
        pdf = base64.b64decode(first.frozen_file)
        version = self.with_article()
        self.assertEqual(first.clause_set_id, self.general)
        self.assertEqual(first.document_id.clause_set_id, self.general)
        self.assertEqual(first._printed(), pdf)
        self.assertEqual(draft.clause_set_id, version)
        self.assertPrinted(draft._printed(), "Article 2 – Article ajouté")
        draft.action_freeze()
        self.assertEqual(draft.document_id.clause_set_id, version)
        self.assertEqual(draft.document_id.made_by, "house")
        with self.assertRaises(AccessError):
            draft.document_id.clause_set_id = self.general
        with self.assertRaises(AccessError):
            draft.document_id.sudo().write({"clause_set_id": self.general.id})

    def test_each_regime_prints_its_own(self):
        act = self.drafted()
        special = self.general.copy(
            {"regime_ids": self.env.ref("bourse_mobilite.regime_decouverte").ids}
        )
        special.clause_ids[-1].title = "Titre particulier"
        special.action_put_in_force()
        self.assertEqual(act.clause_set_id, self.general)
        special = self.general.copy({"regime_ids": act.request_id.regime_id.ids})
        special.action_put_in_force()
        self.assertEqual(act.clause_set_id, special)

    def test_the_preview_for_a_convention(self):
        act = self.drafted()
        version = self.with_article(
            condition="night", body="{{ accueil_nom }}, la nuit."
        )

        def shown():
            self.env.flush_all()
            self.env.invalidate_all()
            vals = {"preview_convention_id": act.id}
            return version.new(vals, origin=version).preview

        self.assertNotIn("la nuit", shown())
        self.assertIn(act.activities, shown())
        self.assertIn("<th>Lieu</th>", shown())
        self._condition(act, "nuit", True)
        self.assertIn(f"{html_escape(self.host.name)}, la nuit.", shown())

    # What is missing

    def test_what_an_article_needs_is_asked_for_before_freezing(self):
        act = self.drafted()
        act.hours = False
        self.assertFalse(act._missing())
        self.with_article(condition="night", body="Horaires : {{ horaires }}.")
        act.invalidate_recordset()
        self.assertFalse(act._missing(), "not printed there")
        self._condition(act, "nuit", True)
        label = "Hours of a day, for the article “Article ajouté”"
        self.assertEqual(act._missing(), [(label, act)])
        self.assertIn("Hours of a day", act.missing_html)
        with self.assertRaisesRegex(UserError, "Hours of a day"):
            act.action_freeze()
        act.hours = "22 h – 6 h"
        self.assertFalse(act._missing())

    def test_what_is_missing_anyway_is_said_once(self):
        self.with_article(body="{{ lieu }} {{ tuteur_nom }} {{ conseiller }}")
        act = self.drafted()
        act.place = False
        self.assertEqual([label for label, _one in act._missing()], ["Place"])
        act.candidate_id.adviser_id = False
        missing = act._missing()
        self.assertIn(act.candidate_id, [record for _label, record in missing])
        self.assertIn("Adviser of the agent", missing[-1][0])

    def test_nothing_is_ever_asked_of_health(self):
        """An article on aids is printed when the convention tells of some, and never
        asks for any."""
        self.with_article(condition="aids", body="Aides : {{ aides }}.")
        act = self.drafted()
        act.aids = False
        self.assertFalse(act._missing())
        self.assertEqual(len(self.headings(act)), 18)
        act.aids = "Siège réglable"
        self.assertEqual(len(self.headings(act)), 19)

    def test_without_articles_in_force_nothing_is_frozen(self):
        act = self.drafted()
        self.env.cr.execute("UPDATE mobility_clause_set SET state = 'retired'")
        self.env.invalidate_all()
        self.assertIn("Articles in force", act._missing()[0][0])
        with self.assertRaisesRegex(UserError, "Articles in force"):
            act.action_freeze()

    def test_articles_cost_no_query_for_each_convention(self):
        self.with_article(condition="night", body="{{ horaires }}, {{ article_bilan }}")
        acts = self.drafted()
        for file in (self.candidate2, self.candidate_elsewhere):
            acts |= self.drafted(self.agreed_request(file))
        report = acts._in_french("report.bourse_mobilite.convention_document")

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for act in some.with_env(report.env):
                act._missing_of_clauses(set())
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(acts), queries(acts[:2]))
