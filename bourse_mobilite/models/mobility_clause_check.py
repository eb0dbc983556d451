from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import clause as rule

# The tables that the law asks a convention for: each has its article.
_BLOCKS = ("functions", "reception", "days", "conditions")


class MobilityClauseSet(models.Model):
    """What the articles may say: refused when saved, never when printed."""

    _inherit = "mobility.clause.set"

    words = fields.Text(string="Words that you can use", compute="_compute_words")

    @api.depends("clause_ids.key", "clause_ids.title")
    @api.depends_context("lang")
    def _compute_words(self):
        meanings = self._word_meanings()
        for articles in self:
            lines = {
                **meanings,
                **{
                    f"{rule.REFERENCE}{one.key}": self.env._(
                        "number of the article “%s”", one.title or ""
                    )
                    for one in articles.clause_ids
                    if one.key
                },
            }
            articles.words = "\n".join(
                f"{{{{ {word} }}}} – {meaning}" for word, meaning in lines.items()
            )

    def _word_meanings(self):
        """Each word, with what it is in the words of the reader."""
        return {
            "number": self.env._("number of the convention"),
            "agent": self.env._("name of the agent"),
            "employer": self.env._("name of the employer of origin"),
            "other_employers": self.env._("names of the other employers"),
            "host": self.env._("name of the host"),
            "place": self.env._("address of the immersion"),
            "service": self.env._("department or team"),
            "tutor": self.env._("name of the tutor"),
            "tutor_function": self.env._("function of the tutor"),
            "functions": self.env._("functions observed"),
            "start": self.env._("first day"),
            "end": self.env._("last day"),
            "days": self.env._("each day of the immersion"),
            "total": self.env._("length in jours ouvrés"),
            "hours": self.env._("hours of a day"),
            "aids": self.env._("aids and adaptations"),
            "equipment": self.env._("equipment, hygiene and prevention"),
            "travel": self.env._("travel and meals"),
            "cdg": self.env._("name of the centre de gestion"),
            "contact": self.env._("the agent's adviser, with a phone or an e-mail"),
        }

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
        by_word = {
            f"{rule.REFERENCE}{one.key}": one for one in self.clause_ids if one.key
        }
        words = [*self._word_meanings(), *sorted(by_word)]
        found = []
        if len(self.clause_ids) > rule.MOST:
            found.append(self.env._("An act has at most %s articles.", rule.MOST))
        for one in self.clause_ids:
            for sentence in one._own_problems(words):
                found.append(self._of_article(one, sentence))
            for word in rule.used(one.body or ""):
                sentence = one._word_problem(word, by_word)
                if sentence:
                    found.append(self._of_article(one, sentence))
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
        blocks = dict(clause._fields["block"]._description_selection(self.env))
        return self.env._("the table “%s” is printed twice.", blocks[clause.block])

    def _check_complete(self):
        """
        :raises UserError: something that the law asks for would not be printed
        """
        self.ensure_one()
        self._check_clauses()
        if self.kind != "convention":
            return
        always = self.clause_ids.filtered(lambda one: one.condition == "always")
        labels = dict(self.clause_ids._fields["block"]._description_selection(self.env))
        missing = [labels[one] for one in _BLOCKS if one not in always.mapped("block")]
        if missing:
            raise UserError(
                self.env._(
                    "The law asks a convention for these tables. Give each to an "
                    "article that is always printed: %s.",
                    ", ".join(missing),
                )
            )
