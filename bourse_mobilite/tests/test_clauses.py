"""The articles of an act: what may be written, by whom, and from when on."""

import re

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..rules.clause import LONGEST
from .common import MobilityCase

Command = fields.Command


class ClauseCase(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.general = cls.env.ref("bourse_mobilite.clauses_convention")

    def new_version(self, articles=None):
        action = (articles or self.general).action_new_version()
        draft = self.env["mobility.clause.set"].browse(action["res_id"])
        draft.invalidate_recordset()  # in the order of the articles
        return draft

    def article(self, articles, key):
        return articles.clause_ids.filtered(lambda one: one.key == key)

    def regime(self, code):
        return self.env.ref(f"bourse_mobilite.regime_{code}")


@tagged("post_install", "-at_install")
class TestClauses(ClauseCase):
    def test_those_that_come_with_the_application_are_in_force(self):
        self.assertEqual(self.general.state, "in_force")
        self.assertEqual(self.general.version, 1)
        self.assertEqual(len(self.general.clause_ids), 18)
        self.assertFalse(self.general._clause_problems())

    # What is refused when it is saved

    def assertRefused(self, pattern, **vals):
        draft = self.new_version()
        before = self.article(draft, "rtt").body
        with self.assertRaisesRegex(ValidationError, pattern), self.env.cr.savepoint():
            self.article(draft, "rtt").write(vals)
        with self.assertRaisesRegex(ValidationError, pattern), self.env.cr.savepoint():
            draft.write(
                {"clause_ids": [Command.create({"title": "Nouvel article", **vals})]}
            )
        self.env.invalidate_all()
        self.assertEqual(self.article(draft, "rtt").body, before)

    def test_an_unknown_word_is_refused_with_the_known_ones(self):
        self.assertRefused(
            "“mairie” is not a word of this act. You can use: convention_numero, "
            "agent_nom, .*accueil_nom,.*article_bilan",
            body="{{ mairie }} arrive.",
        )

    def test_what_else_is_refused(self):
        for pattern, vals in (
            (
                "is not a word of this act. Write {{ agent_nom }}",
                {"body": "{{ agnet }}"},
            ),
            (
                "“agent.nom” is not a word of this act. Write {{ agent_nom }}",
                {"body": "{{ agent.nom }}"},
            ),
            (
                "“article_absente” is not a word .* Write {{ article_absence }}",
                {"body": "{{ article_absente }}"},
            ),
            ("“motif” is not a word", {"body": "{{ motif }}"}),
            (
                "“When the days change” is not for this kind of act",
                {"body": "x", "condition": "period"},
            ),
            ("the table “What changes.*” is not for this kind", {"block": "changes"}),
            ("a title has no word", {"title": "De {{ agent_nom }}", "body": "x"}),
            ("needs a title", {"title": " ", "body": "x"}),
            ("needs a text or a table", {"body": " \n "}),
            ("needs a text or a table", {"body": False}),
            ("is no short name", {"key": "Été", "body": "x"}),
            ("short name “bilan” is used twice", {"key": "bilan", "body": "x"}),
            ("is printed twice", {"block": "days"}),
            ("characters at most", {"body": "x" * (LONGEST + 1)}),
            ("title holds 150", {"title": "x" * 151, "body": "x"}),
            ("“aides” is empty in most acts", {"body": "{{ aides }}"}),
        ):
            with self.subTest(pattern, vals=str(vals)[:60]):
                self.assertRefused(pattern, **vals)

    def test_a_brace_too_few_or_too_many_is_refused_with_the_right_spelling(self):
        for body, written in (
            ("{agent_nom} arrive.", "{agent_nom}"),
            ("{ agent_nom } arrive.", "{ agent_nom }"),
            ("{{ agent_nom } arrive.", "{{ agent_nom }"),
            ("{{{ agent_nom }}} arrive.", "{{{ agent_nom }}}"),
            ("{{ agent_nom arrive.", "{{ agent_nom arrive."),
            ("agent_nom }} arrive.", "agent_nom }}"),
            ("{Agent nom} arrive.", "{Agent nom}"),
            ("{{ agnet_nom }", "{{ agnet_nom }"),
        ):
            told = f"“{written}”: a word to fill in has two braces before it and two"
            with self.subTest(body):
                self.assertRefused(
                    re.escape(told) + " after it. Write {{ agent_nom }}.", body=body
                )

    def test_a_brace_without_a_word_is_refused(self):
        for body in ("Trois { points", "fin }", "{{ {{ agent_nom }} }}", "{}", "}}"):
            with self.subTest(body):
                self.assertRefused("braces are only for words", body=body)
        self.assertRefused("a title has no word", title="De {agent_nom}", body="x")

    def test_the_refusal_names_the_article(self):
        self.assertRefused(
            "Article “Le titre”: “x1”", title="Le titre", body="{{ x1 }}"
        )

    def test_at_the_limits(self):
        draft = self.new_version()
        rtt = self.article(draft, "rtt")
        rtt.write({"body": "x" * LONGEST, "title": "x" * 150})
        rtt.write({"condition": "aids", "body": "{{ aides }}"})
        rtt.write({"body": "<b>{{ agent_nom }}</b> <script>alert(1)</script></ul>"})

    def test_too_many_articles(self):
        draft = self.new_version()
        more = [Command.create({"title": f"n° {n}", "body": "x"}) for n in range(62)]
        draft.write({"clause_ids": more})
        self.assertEqual(len(draft.clause_ids), 80)
        with self.assertRaisesRegex(ValidationError, "at most 80 articles"):
            draft.write({"clause_ids": more[:1]})

    def test_an_article_that_is_cited_stays_or_goes_with_its_citation(self):
        draft = self.new_version()
        bilan, place = self.article(draft, "bilan"), self.article(draft, "lieu")
        with (
            self.assertRaisesRegex(ValidationError, "“article_bilan” is not a word"),
            self.env.cr.savepoint(),
        ):
            bilan.unlink()
        with (
            self.assertRaisesRegex(ValidationError, "it cites the article “Bilan”"),
            self.env.cr.savepoint(),
        ):
            bilan.condition = "night"
        with (
            self.assertRaisesRegex(ValidationError, "is not a word"),
            self.env.cr.savepoint(),
        ):
            draft.write({"clause_ids": [Command.delete(bilan.id)]})
        # Both in one saving, whatever comes first.
        draft.write(
            {
                "clause_ids": [
                    Command.update(bilan.id, {"key": "evaluation"}),
                    Command.update(place.id, {"body": "{{ article_evaluation }}"}),
                ]
            }
        )
        place.body = "Rien de cité."
        bilan.unlink()
        self.assertEqual(len(draft.clause_ids), 17)

    def test_no_client_can_put_the_check_off(self):
        draft = self.new_version()
        for forged in (True, "x", {}):
            told = self.article(draft, "rtt").with_context(mobility_clauses=forged)
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                told.body = "{{ agnet }}"

    def test_the_words_are_listed_with_the_articles_that_can_be_cited(self):
        words = self.general.words
        for row in (
            "{{ agent_nom }}|name of the agent|Aurélie Durand",
            "{{ article_bilan }}|number of the article “Bilan”|17",
            '{{ aides }}|aids and adaptations<br/><small class="text-muted">'
            "When aids or adaptations are foreseen</small>|Siège réglable",
        ):
            word, *cells = row.split("|")
            cells = "".join(f"<td>{cell}</td>" for cell in cells)
            self.assertIn(f"<tr><td><code>{word}</code></td>{cells}</tr>", words)

    # In force, retired, new versions

    def test_articles_in_force_stay_as_they_are(self):
        article = self.general.clause_ids[0]
        for attempt in (
            lambda: article.write({"body": "Autre"}),
            lambda: article.write({"sequence": 99}),
            lambda: article.unlink(),
            lambda: self.general.write({"name": "Autre"}),
            lambda: self.general.write({"regime_ids": [Command.link(1)]}),
            lambda: self.general.write({"clause_ids": [Command.delete(article.id)]}),
            lambda: self.general.unlink(),
            lambda: self.env["mobility.clause"].create(
                {"set_id": self.general.id, "title": "x", "body": "x"}
            ),
        ):
            with (
                self.assertRaisesRegex(UserError, "is or was in force"),
                self.env.cr.savepoint(),
            ):
                attempt()
        draft = self.new_version()
        with (
            self.assertRaisesRegex(UserError, "is or was in force"),
            self.env.cr.savepoint(),
        ):
            self.article(draft, "rtt").set_id = self.general
        self.assertEqual(len(self.general.clause_ids), 18)

    def test_no_hand_writes_what_the_buttons_write(self):
        draft = self.new_version()
        for vals in (
            {"state": "in_force"},
            {"version": 7},
            {"in_force_on": "2026-01-01"},
            {"supersedes_id": False},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                draft.write(vals)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env["mobility.clause.set"].create({"name": "x", **vals})

    def test_a_new_version_takes_the_place_of_the_earlier_one(self):
        draft = self.new_version()
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        self.assertEqual(draft.name, self.general.name)
        self.assertEqual(
            draft.clause_ids.mapped("body"), self.general.clause_ids.mapped("body")
        )
        self.assertEqual(self.new_version(), draft, "one draft, not two")
        draft.with_user(self.manager).action_put_in_force()
        self.assertEqual(draft.state, "in_force")
        self.assertEqual(draft.in_force_on, self._today())
        self.assertEqual(self.general.state, "retired")
        self.assertEqual(self.general.retired_on, self._today())
        with self.assertRaisesRegex(UserError, "only articles in force"):
            self.general.action_new_version()
        with self.assertRaisesRegex(UserError, "is or was in force"):
            draft.action_put_in_force()

    def test_what_the_law_asks_for_is_always_printed(self):
        draft = self.new_version()
        self.article(draft, "jours").write({"block": False, "body": "x"})
        self.article(draft, "conditions").condition = "night"
        with self.assertRaisesRegex(UserError, "Days, hours and totals, Aids"):
            draft.action_put_in_force()
        self.assertEqual(draft.state, "draft")

    def test_articles_for_everybody_are_never_only_retired(self):
        with self.assertRaisesRegex(UserError, "Nothing would take the place"):
            self.general.action_retire()

    # Regimes and centres de gestion

    def special(self, *codes, **vals):
        special = self.general.copy(
            {
                "name": "Particulier",
                "regime_ids": [self.regime(code).id for code in codes],
                **vals,
            }
        )
        special.action_put_in_force()
        return special

    def chosen(self, regime, company=None):
        case = (regime, company or self.env.company)
        return self.env["mobility.clause.set"]._in_force_each("convention", {case})[
            case
        ]

    def test_two_sets_for_two_regimes(self):
        special = self.special("decouverte")
        self.assertEqual(self.general.state, "in_force")
        self.assertEqual(self.chosen(self.regime("decouverte")), special)
        self.assertEqual(self.chosen(self.regime("pip")), self.general)
        special.action_retire()
        self.assertEqual(self.chosen(self.regime("decouverte")), self.general)

    def test_regimes_of_one_public_name_are_never_told_apart(self):
        special = self.special("pip")
        for code in ("pip", "placement", "programme"):
            self.assertEqual(self.chosen(self.regime(code)), special)
        with self.assertRaisesRegex(UserError, "is in force for some of the same"):
            self.special("placement")

    def test_a_later_text_of_a_regime_keeps_its_articles(self):
        special = self.special("decouverte")
        later = self.regime("decouverte").copy({"public_name": "Autre", "code": "x"})
        self.assertEqual(self.chosen(later), self.general)
        later.code = "decouverte_2"
        self.assertEqual(self.chosen(later), self.general)
        renamed = self.regime("decouverte")
        renamed.public_name = "Autre nom"
        self.assertEqual(self.chosen(renamed), special)

    def test_a_new_version_may_be_for_one_regime_more(self):
        special = self.special("decouverte")
        draft = self.new_version(special)
        draft.regime_ids += self.regime("pip")
        draft.action_put_in_force()
        self.assertEqual(special.state, "retired")
        self.assertEqual(self.chosen(self.regime("placement")), draft)

    def test_a_new_version_for_some_leaves_those_for_everybody(self):
        draft = self.new_version()
        draft.regime_ids = self.regime("decouverte")
        draft.action_put_in_force()
        self.assertEqual(self.general.state, "in_force")

    def test_a_second_set_for_the_same_acts_retires_the_first(self):
        second = self.general.copy({"name": "Autre"})
        second.action_put_in_force()
        self.assertEqual(self.general.state, "retired")
        self.assertEqual(self.chosen(self.regime("pip")), second)

    def test_of_several_centres_de_gestion_each_has_its_own(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        self.manager.company_ids += other
        ours = self.general.with_user(self.manager)
        draft = self.env["mobility.clause.set"].browse(
            ours.action_new_version()["res_id"]
        )
        self.assertEqual(draft.company_id, self.env.company)
        draft.with_user(self.manager).action_put_in_force()
        self.assertEqual(self.general.state, "in_force", "the others still print it")
        self.assertEqual(self.chosen(self.regime("pip")), draft)
        self.assertEqual(self.chosen(self.regime("pip"), other), self.general)
        shared = self.general.copy({"company_id": False})
        with self.assertRaisesRegex(UserError, "is shared by several"):
            shared.with_user(self.manager).write({"name": "Pour tous"})
        with self.assertRaisesRegex(UserError, "is shared by several"):
            shared.clause_ids[0].with_user(self.manager).body = "Pour tous"
        self.manager.company_ids -= other
        theirs = draft.copy({"company_id": other.id})
        for record in (theirs, theirs.clause_ids[0]):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).read(["write_date"])

    # People

    def test_managers_write_advisers_read_nobody_else(self):
        draft = self.new_version()
        article = self.article(draft, "rtt")
        article.with_user(self.manager).body = "Par la responsable."
        for user in (self.adviser, self.referent):
            self.assertTrue(article.with_user(user).body)
            for attempt in (
                lambda user=user: article.with_user(user).write({"body": "x"}),
                lambda user=user: article.with_user(user).unlink(),
                lambda user=user: draft.with_user(user).write({"name": "x"}),
                lambda user=user: draft.with_user(user).action_put_in_force(),
                lambda user=user: self.general.with_user(user).action_new_version(),
                lambda user=user: self.general.with_user(user).action_retire(),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        for user in (self.internal, self.agent, self.rh_host, self.public):
            for record in (draft, article):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["write_date"])

    def test_the_preview_follows_what_is_typed(self):
        draft = self.new_version().with_user(self.manager)
        with Form(draft) as form:
            self.assertIn("Article 7 – Réduction du temps de travail", form.preview)
            self.assertIn("article 17", form.preview)
            with form.clause_ids.edit(6) as article:
                article.body = "- {{ agent_nom }} ;\n- <b>gras</b> {{ accueil_nom }}."
            self.assertIn("<li>Aurélie Durand ;</li>", form.preview)
            self.assertIn("&lt;b&gt;gras&lt;/b&gt; Commune de Lassigny", form.preview)
            with form.clause_ids.edit(6) as article:
                article.body = "{{ agnet }}"
            self.assertIn("“agnet” is not a word of this act", form.preview)
            form.clause_ids.remove(6)
            self.assertNotIn("RTT", form.preview)
            self.assertIn("article 16", form.preview)
        self.assertEqual(len(draft.clause_ids), 17)
