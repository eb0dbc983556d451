from odoo import api, fields, models

from ..rules import clause as rule

# Empty in most acts: such a word is for an article that those do not print.
ONLY_UNDER = {"aids": "aids", "other_employers": "several_employers"}


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
        ],
        string="Table of the file",
        help="A table that is filled in by itself, above the text of the article.",
    )
    key = fields.Char(
        string="Short name",
        help="To cite this article in another one: with the short name bilan, write "
        "{{ article_bilan }} and its number is printed.",
    )

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

    def _own_problems(self, words):
        self.ensure_one()
        title, body = self.title or "", self.body or ""
        if not title.strip():
            yield self.env._("an article needs a title.")
        if "{{" in title or "}}" in title:
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
        listed = ", ".join(words)
        for problem in rule.text_problems(body, set(words)):
            if problem.kind == "brace":
                yield self.env._(
                    "“%s”: a word to fill in begins with {{ and ends with }}.",
                    problem.text if len(problem.text) < 80 else f"{problem.text[:80]}…",
                )
            elif problem.kind == "word":
                yield self.env._(
                    "“%(text)s” is not a word of an act. You can use: %(words)s.",
                    text=problem.text,
                    words=listed,
                )
            else:
                yield self.env._(
                    "“%(text)s” cannot be filled in. You can use: %(words)s.",
                    text=problem.text,
                    words=listed,
                )

    def _word_problem(self, word, by_word):
        """Why this word could not be filled in where the article is printed."""
        self.ensure_one()
        conditions = dict(self._fields["condition"]._description_selection(self.env))
        needed = ONLY_UNDER.get(word)
        if needed and self.condition != needed:
            return self.env._(
                "“%(word)s” is empty in most acts. Print this article only “%(when)s”.",
                word=word,
                when=conditions[needed],
            )
        cited = by_word.get(word)
        if cited and cited.condition not in ("always", self.condition):
            return self.env._(
                "it cites the article “%(cited)s”, which is printed only “%(when)s”: "
                "print both in the same cases.",
                cited=cited.title,
                when=conditions[cited.condition],
            )
        return ""
