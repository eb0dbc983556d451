from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..rules import clause as rule
from .mobility_clause_words import ALWAYS, KINDS, Word

_lt = LazyTranslate(__name__)


class MobilityClauseSet(models.Model):
    """What the articles may say: refused when saved, never when printed."""

    _inherit = "mobility.clause.set"

    words = fields.Html(
        string="Words that you can use", compute="_compute_words", sanitize=False
    )

    @api.depends("kind", "clause_ids.key", "clause_ids.title", "clause_ids.sequence")
    @api.depends_context("lang")
    def _compute_words(self):
        heading = Markup("<tr><th>%s</th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Word"),
            self.env._("What it stands for"),
            self.env._("Example"),
        )
        for articles in self:
            lines = [articles._word_line(*one) for one in articles._words().items()]
            articles.words = Markup(
                '<table class="table table-sm"><thead>%s</thead><tbody>%s</tbody></table>'
            ) % (heading, Markup().join(lines))

    def _word_line(self, spelling, word):
        when = Markup()
        if word.when != ALWAYS:
            when = Markup('<br/><small class="text-muted">%s</small>')
            when %= self.clause_ids._label("condition", word.when)
        return Markup("<tr><td><code>%s</code></td><td>%s%s</td><td>%s</td></tr>") % (
            rule.spelt(spelling),
            self.env._(word.meaning),
            when,
            word.example,
        )

    def _words(self):
        """All that the articles may use, `Word` by its spelling: the words of the kind
        of act, and the numbers of the articles that have a short name."""
        self.ensure_one()
        words = dict(KINDS[self.kind].words) if self.kind else {}
        for number, one in enumerate(self.clause_ids.sorted("sequence"), 1):
            if one.key:
                # pylint: disable-next=prefer-env-translation
                meaning = _lt("number of the article “%s”", one.title or "")
                words[f"{rule.REFERENCE}{one.key}"] = Word(meaning, str(number))
        return words

    def _check_clauses(self):
        """
        :raises ValidationError: saying each thing to mend, article by article
        """
        for articles in self:
            found = articles._clause_problems()
            if found:
                raise ValidationError("\n".join(found))

    def _clause_problems(self):
        """The sentences that say what is wrong with the articles."""
        self.ensure_one()
        if not self.kind:
            return [self.env._("Choose the act that prints these articles.")]
        by_word = {
            f"{rule.REFERENCE}{one.key}": one for one in self.clause_ids if one.key
        }
        words, tables = self._words(), KINDS[self.kind].tables
        found = []
        if len(self.clause_ids) > rule.MOST:
            found.append(self.env._("An act has at most %s articles.", rule.MOST))
        for one in self.clause_ids:
            sentences = [*one._own_problems(words)]
            sentences += [
                one._word_problem(word, by_word) for word in rule.used(one.body or "")
            ]
            if one.block in tables:
                label = one._label("block")
                sentences.append(one._use_problem(label, tables[one.block]))
            found += [self._of_article(one, told) for told in sentences if told]
        for name in ("key", "block"):
            seen = set()
            for one in self.clause_ids.filtered(name):
                if one[name] in seen:
                    found.append(self._of_article(one, self._twice(name, one)))
                seen.add(one[name])
        return list(dict.fromkeys(found))

    def _of_article(self, clause, sentence):
        return self.env._(
            "Article “%(title)s”: %(sentence)s",
            title=clause.title or "",
            sentence=sentence,
        )

    def _twice(self, name, clause):
        if name == "key":
            return self.env._("the short name “%s” is used twice.", clause.key)
        return self.env._("the table “%s” is printed twice.", clause._label("block"))

    def _check_complete(self):
        """
        :raises UserError: something that must be in each act would not be printed
        """
        self.ensure_one()
        self._check_clauses()
        always = self.clause_ids.filtered(lambda one: one.condition == ALWAYS)
        missing = [
            self.clause_ids._label("block", one)
            for one in KINDS[self.kind].needed
            if one not in always.mapped("block")
        ]
        if missing and self.kind == "convention":
            raise UserError(
                self.env._(
                    "The law asks a convention for these tables. Give each to an "
                    "article that is always printed: %s.",
                    ", ".join(missing),
                )
            )
        if missing:
            raise UserError(
                self.env._(
                    "Nobody would read what they sign without these tables. Give each "
                    "to an article that is always printed: %s.",
                    ", ".join(missing),
                )
            )
