"""The articles of an avenant: data like those of a convention."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import html_escape

from ..models.mobility_clause_words import KINDS
from ..reports import french
from .change_case import WHY
from .clauses_case import AvenantClauseCase
from .ppr_convention_case import PprSigningTools

Command = fields.Command
PLACE = "9 rue Neuve, 60310 Lassigny"


@tagged("post_install", "-at_install")
class TestClausesAvenantText(PprSigningTools, AvenantClauseCase):
    # What they may say

    def assertRefused(self, pattern, **vals):
        draft = self.new_version()
        vals = {"title": "Nouvel article", "body": "x", **vals}
        with self.assertRaisesRegex(ValidationError, pattern), self.env.cr.savepoint():
            draft.write({"clause_ids": [Command.create(vals)]})
        self.env.invalidate_all()

    def test_what_is_refused(self):
        for pattern, vals in (
            ("Write {{ motif }}", {"body": "{motif}"}),
            ("“aides” is not a word of this act", {"body": "{{ aides }}"}),
            ("“motif” is empty in most acts. Print this article only “When a reason",
             {"body": "{{ motif }}"}),
            ("“autres_employeurs” is empty in most",
             {"body": "{{ autres_employeurs }}", "condition": "early_end"}),
            ("“When travel is foreseen” is not for this kind", {"condition": "travel"}),
            ("the table “Days, hours and totals” is not for this", {"block": "days"}),
            ("it cites the article “Fin anticipée”", {"body": "{{ article_fin }}"}),
            ("it cites the article “Fin anticipée”",
             {"body": "{{ article_fin }}", "condition": "length"}),
        ):  # fmt: skip
            with self.subTest(pattern, vals=str(vals)):
                self.assertRefused(pattern, **vals)

    def test_a_table_is_not_printed_where_it_would_be_empty(self):
        draft = self.new_version()
        days = draft.clause_ids.filtered(lambda one: one.key == "jours")
        for condition, possible in (
            ("early_end", True), ("period", True), ("length", True),
            ("place", False), ("always", False), ("from_signature", False),
        ):  # fmt: skip
            with self.subTest(condition):
                if possible:
                    days.condition = condition
                    continue
                told = "New days and totals” is empty in most acts.*“Other days, or an early end”"
                with (
                    self.assertRaisesRegex(ValidationError, told),
                    self.env.cr.savepoint(),
                ):
                    days.condition = condition

    def test_what_a_case_implies_may_be_said_there(self):
        draft = self.new_version()
        one = draft.clause_ids.filtered(lambda one: one.key == "fin")
        one.body = "{{ motif }}, article {{ article_jours }} et {{ article_motif }}."
        self.assertFalse(draft._clause_problems())

    def test_what_changes_is_always_printed(self):
        draft = self.new_version()
        changes = draft.clause_ids.filtered(lambda one: one.block == "changes")
        changes.condition = "period"
        with self.assertRaisesRegex(UserError, "What changes: instead of, read"):
            draft.action_put_in_force()
        changes.condition = "always"
        draft.action_put_in_force()
        self.assertEqual(self.articles.state, "retired")

    def test_articles_do_not_go_from_one_kind_to_another(self):
        draft = self.new_version()
        with (
            self.assertRaisesRegex(ValidationError, "not for this kind of act"),
            self.env.cr.savepoint(),
        ):
            draft.kind = "convention"
        self.assertEqual(draft.kind, "avenant")

    def test_every_word_is_filled_in_from_the_file(self):
        words = KINDS["avenant"].words
        body = "\n".join(
            f"- {word} = {{{{ {word} }}}}"
            for word in words
            if word != "autres_employeurs"
        )
        self.with_article(condition="early_end", body=body)
        avenant = self.early(change_place=True, place=PLACE)
        text = self.text(avenant)
        first = self.days()[0]
        for word, value in {
            "avenant_numero": "1",
            "convention_numero": self.convention.number,
            "convention_signee_le": french.short(self._today()),
            "motif": WHY,
            "duree_avant": "3 jours ouvrés",
            "duree": "1 jour ouvré",
            "premier_jour": french.day(first),
            "dernier_jour": french.day(first),
            "jours": french.day(first),
            "agent_nom": self.agent.name,
            "employeur_nom": self.origin.name,
            "accueil_nom": self.host.name,
            "lieu": PLACE,
            "tuteur_nom": self.convention.tutor_id.name,
            "cdg_nom": self.env.company.name,
            "conseiller": self.adviser.name,
        }.items():
            self.assertIn(f"{word} = {value}", text)
        self.assertNotIn("à compléter", text)
        self.assertEqual(len(words), 17)

    def test_what_each_kind_may_use_has_its_words_and_its_answers(self):
        """No label, method or filling that misses, and none too many."""
        clause = self.env["mobility.clause"]
        self.cast_signers()
        acts = {
            "convention": self.convention,
            "avenant": self.moved(),
            "ppr_convention": self.ready_ppr(),
        }
        kinds = dict(self.articles._fields["kind"].selection)
        self.assertEqual(list(KINDS), list(kinds))
        used = {"condition": set(), "block": set()}
        for name, kind in KINDS.items():
            act = acts[name]
            self.assertEqual(act._name, kind.model)
            report = act._in_french(kind.report)
            self.assertEqual(set(report._words(act)), set(kind.words))
            self.assertEqual(set(report._tables(act)), set(kind.tables))
            sample = report._sample(name)
            self.assertEqual(set(report._sample_tables(sample)), set(kind.tables))
            self.assertLessEqual(set(kind.needed), set(kind.tables))
            for condition in kind.conditions:
                getattr(act, f"_clause_{condition}")()
            for word, one in kind.words.items():
                self.assertRegex(word, r"\A[a-z_]+\Z")
                self.assertTrue(one.example and self.env._(one.meaning), word)
                self.assertIn(one.when, kind.conditions)
                if one.field:
                    self.assertIn(one.field, self.convention._fields)
            used["condition"] |= set(kind.conditions)
            used["block"] |= set(kind.tables)
        for name, codes in used.items():
            self.assertEqual(
                codes, {code for code, _l in clause._fields[name].selection}
            )

    def test_the_screen_offers_what_the_kind_may_use(self):
        draft = self.new_version()
        one = draft.clause_ids[0]
        self.assertEqual(one.conditions_here, list(KINDS["avenant"].conditions))
        self.assertEqual(one.blocks_here, ["changes", "new_days"])
        self.assertIn("{{ motif }}", draft.words)
        self.assertNotIn("{{ aides }}", draft.words)

    # Versions, regimes

    def test_a_document_keeps_the_articles_that_it_was_made_with(self):
        avenant = self.moved()
        self.assertEqual(avenant.clause_set_id, self.articles)
        document = self.freeze(avenant)
        version = self.with_article()
        self.assertEqual(avenant.clause_set_id, self.articles)
        self.assertEqual(document.clause_set_id, self.articles)
        with self.assertRaises(AccessError):
            document.sudo().write({"clause_set_id": version.id})
        avenant.with_user(self.adviser).action_correct(WHY)
        self.assertEqual(avenant.clause_set_id, version)
        self.assertEqual(self.headings(avenant)[1], "Article 2 – Article ajouté")
        self.assertEqual(self.freeze(avenant).clause_set_id, version)

    def test_the_articles_of_a_convention_stay_as_they_are(self):
        general = self.env.ref("bourse_mobilite.clauses_convention")
        self.with_article()
        self.assertEqual(general.state, "in_force")

    def test_each_regime_prints_its_own(self):
        avenant = self.moved()
        for code, own in (("decouverte", False), ("pip", True)):
            special = self.articles.copy(
                {"regime_ids": self.env.ref(f"bourse_mobilite.regime_{code}").ids}
            )
            special.action_put_in_force()
            avenant.invalidate_recordset(["clause_set_id"])
            self.assertEqual(avenant.clause_set_id == special, own)

    # What is missing

    def test_without_articles_in_force_nothing_is_frozen(self):
        avenant = self.moved()
        self.env.cr.execute("UPDATE mobility_clause_set SET state = 'retired'")
        self.env.invalidate_all()
        self.assertIn("Articles in force for this avenant", avenant.missing_html)
        with self.assertRaisesRegex(UserError, "Articles in force for this avenant"):
            self.freeze(avenant)

    def test_what_an_article_needs_is_asked_for_before_freezing(self):
        self.with_article(condition="place", body="Contact : {{ conseiller }}.")
        avenant = self.moved()
        self.assertFalse(avenant._missing())
        self.candidate.adviser_id = False
        label = "Adviser of the agent, for the article “Article ajouté”"
        self.assertEqual(avenant._missing(), [(label, self.candidate)])
        self.assertIn(label, avenant.missing_html)
        with self.assertRaisesRegex(UserError, "Adviser of the agent"):
            self.freeze(avenant)
        avenant.write({"change_place": False, "early_end": True, "reason": WHY,
                       "last_day": self.days()[0]})  # fmt: skip
        self.assertFalse(avenant._missing(), "not printed there")

    # The preview

    def test_the_preview_shows_every_article_with_nobody_real(self):
        draft = self.new_version().with_user(self.manager)
        with Form(draft) as form:
            for shown in (
                "Article 5 – Fin anticipée",
                "prend fin le mardi 13 octobre 2026 au soir",
                "C-2026-00042",
                "au lieu de 3 jours ouvrés",
                "1 rue de la Gare, 60310 Lassigny",
            ):
                self.assertIn(shown, form.preview)
            with form.clause_ids.edit(0) as article:
                article.body = "{convention_numero}"
            self.assertIn("Write {{ convention_numero }}", form.preview)
            with form.clause_ids.edit(0) as article:
                article.body = "N° {{ convention_numero }} <i>."
            self.assertIn("N° C-2026-00042 &lt;i&gt;.", form.preview)

    def test_the_preview_for_an_avenant(self):
        avenant = self.moved()
        version = self.with_article(condition="place", body="Chez {{ accueil_nom }}.")
        vals = {"preview_avenant_id": avenant.id}
        shown = version.new(vals, origin=version).preview
        self.assertIn(f"Chez {html_escape(self.host.name)}.", shown)
        self.assertIn(PLACE, shown)
        self.assertNotIn("Fin anticipée", shown)
