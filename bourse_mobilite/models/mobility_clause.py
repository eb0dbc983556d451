from odoo import api, fields, models

from ..rules import clause as rule
from .mobility_clause_words import ALWAYS, KINDS, printed_with


class MobilityClause(models.Model):
    """One article. Its number is known only when it is printed."""

    _name = "mobility.clause"
    _description = "Article"
    _order = "set_id, sequence, id"
    _rec_name = "title"

    set_id = fields.Many2one(
        "mobility.clause.set", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    title = fields.Char(required=True)
    body = fields.Text(
        string="Text",
        help="A blank line begins a paragraph; lines that begin with a dash make a "
        "list. Words to fill in are written between double braces.",
    )
    condition = fields.Selection(
        [
            ("always", "Always"),
            ("aids", "When aids or adaptations are foreseen"),
            ("equipment", "When equipment is foreseen"),
            ("travel", "When travel is foreseen"),
            ("night", "When the post is worked at night"),
            ("week_end", "When a day falls on a week-end"),
            ("reason", "When a reason is given"),
            ("period", "When the days change"),
            ("place", "When the place or department changes"),
            ("tutor", "When the tutor changes"),
            ("early_end", "When it ends early"),
            ("length", "Other days, or an early end"),
            ("from_signature", "Other days, place or tutor"),
            ("several_employers", "When the agent has several employers"),
            ("cdg_signs", "When the centre de gestion signs"),
            ("cdg_visa", "When the centre de gestion gives a visa"),
            ("host_hospital", "When the host is a hospital or a care home"),
            ("host_state", "When the host is a service of the State"),
        ],
        string="Printed",
        required=True,
        default="always",
    )
    block = fields.Selection(
        [
            ("functions", "Functions observed, skills and objective"),
            ("reception", "Place, department and tutor"),
            ("days", "Days, hours and totals"),
            ("conditions", "Aids, equipment, travel and meals"),
            ("changes", "What changes: instead of, read"),
            ("new_days", "New days and totals"),
        ],
        string="Table of the file",
        help="A table that is filled in by itself, above the text of the article.",
    )
    key = fields.Char(
        string="Short name",
        help="To cite this article in another one: with the short name bilan, write "
        "{{ article_bilan }} and its number is printed.",
    )
    conditions_here = fields.Json(compute="_compute_choices")
    blocks_here = fields.Json(compute="_compute_choices")

    @api.depends("set_id.kind")
    def _compute_choices(self):
        for one in self:
            kind = KINDS.get(one.set_id.kind)
            one.conditions_here = list(kind.conditions) if kind else [ALWAYS]
            one.blocks_here = list(kind.tables) if kind else []

    @api.constrains("title", "body", "condition", "block", "key", "set_id")
    def _check_text(self):
        self.set_id._check_clauses_now()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_sets_editable(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self.set_id._check_editable()
        self._check_sets_editable([vals])
        return super().write(vals)

    def _check_sets_editable(self, vals_list):
        """:raises UserError: an article would go into a set that is settled"""
        ids = [vals["set_id"] for vals in vals_list if vals.get("set_id")]
        sets = self.env["mobility.clause.set"].browse(dict.fromkeys(ids))
        sets.check_access("write")
        sets._check_editable()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.set_id._check_editable()

    def unlink(self):
        sets = self.set_id
        result = super().unlink()
        sets._check_clauses_now()
        return result

    # What is wrong with it

    def _label(self, name, value=None):
        """A condition or a table, in the words of the reader."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels[value or self[name]]

    def _own_problems(self, words):
        """The sentences that say what is wrong with this article alone.

        :param words: what its text may use
        """
        self.ensure_one()
        title, body = self.title or "", self.body or ""
        kind = KINDS[self.set_id.kind]
        if not title.strip():
            yield self.env._("an article needs a title.")
        if "{" in title or "}" in title:
            yield self.env._("a title has no word to fill in.")
        if not body.strip() and not self.block:
            yield self.env._("an article needs a text or a table.")
        if len(title) > rule.LONGEST_TITLE:
            yield self.env._("a title holds %s characters at most.", rule.LONGEST_TITLE)
        if len(body) > rule.LONGEST:
            yield self.env._("an article holds %s characters at most.", rule.LONGEST)
        if self.key and not rule.KEY.fullmatch(self.key):
            yield self.env._(
                "“%s” is no short name: small letters without accent, digits and _.",
                self.key,
            )
        if self.condition and self.condition not in kind.conditions:
            yield self.env._(
                "“%s” is not for this kind of act: choose another case.",
                self._label("condition"),
            )
        if self.block and self.block not in kind.tables:
            yield self.env._(
                "the table “%s” is not for this kind of act.", self._label("block")
            )
        for problem in rule.text_problems(body, words):
            yield self._sentence(problem, words)

    def _sentence(self, problem, words):
        """What is wrong with a word, and how it should be written."""
        written = problem.text
        written = written if len(written) < 80 else f"{written[:80]}…"
        near = problem.near and rule.spelt(problem.near)
        if problem.kind == "brace" and near:
            return self.env._(
                "“%(text)s”: a word to fill in has two braces before it and two after "
                "it. Write %(near)s.",
                text=written,
                near=near,
            )
        if problem.kind == "brace":
            return self.env._(
                "“%(text)s”: braces are only for words to fill in, two before and two "
                "after, as in %(near)s. Take them away or write such a word.",
                text=written,
                near=rule.spelt("agent_nom"),
            )
        if near:
            return self.env._(
                "“%(text)s” is not a word of this act. Write %(near)s.",
                text=written,
                near=near,
            )
        return self.env._(
            "“%(text)s” is not a word of this act. You can use: %(words)s.",
            text=written,
            words=", ".join(words),
        )

    def _use_problem(self, name, when):
        """Why ``name``, which only the acts of ``when`` have, cannot be here."""
        if printed_with(when, self.condition):
            return ""
        return self.env._(
            "“%(word)s” is empty in most acts. Print this article only “%(when)s”.",
            word=name,
            when=self._label("condition", when),
        )

    def _word_problem(self, word, by_word):
        """Why this word could not be filled in where the article is printed."""
        self.ensure_one()
        known = KINDS[self.set_id.kind].words.get(word)
        if known:
            return self._use_problem(word, known.when)
        cited = by_word.get(word)
        if cited and not printed_with(cited.condition, self.condition):
            return self.env._(
                "it cites the article “%(cited)s”, which is printed only “%(when)s”: "
                "print both in the same cases.",
                cited=cited.title,
                when=cited._label("condition"),
            )
        return ""
