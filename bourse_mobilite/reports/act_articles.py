from odoo import api, models

from ..models.mobility_clause_words import KINDS
from ..rules import clause as rule


class ActArticles(models.AbstractModel):
    """The articles of an act, numbered and filled in. Each kind of act says what its
    words stand for (``_words``), what its tables hold (``_tables``) and what a
    preview shows there (``_sample_tables``)."""

    _name = "mobility.act.articles"
    _description = "Articles of an act as printed"
    _inherit = ["mobility.act.parts"]

    @api.model
    def _articles(self, clauses, words):
        """The articles as the template lays them out: plain words in lists."""
        numbers = {
            f"{rule.REFERENCE}{clause.key}": str(number)
            for number, clause in enumerate(clauses, 1)
            if clause.key
        }
        values = {**words, **numbers}
        return [
            {
                "heading": f"Article {number} – {clause.title}",
                "block": clause.block or "",
                "parts": [
                    {"kind": kind, "text": self._filled(content, values)}
                    for kind, content in rule.parts(clause.body or "")
                ],
            }
            for number, clause in enumerate(clauses, 1)
        ]

    @api.model
    def _filled(self, content, values):
        if isinstance(content, str):
            return rule.filled(content, values)
        return [rule.filled(item, values) for item in content]

    @api.model
    def _words_of(self, act):
        """What each word of the articles stands for in this act: a preview says of
        what is not known yet that it is to be filled in."""
        return {word: text or "à compléter" for word, text in self._words(act).items()}

    @api.model
    def _articles_shown(self, clauses, act):
        """The articles as a page of the back office shows them: those of ``act``, or
        without one each of them, with people and places that do not exist."""
        kind = act._clause_kind
        if act:
            printed = self._articles(clauses._printed_for(act), self._words_of(act))
            tables = self._tables(act)
        else:
            sample = self._sample(kind)
            printed = self._articles(clauses, sample)
            tables = self._sample_tables(sample)
        return self.env["ir.qweb"]._render(
            "bourse_mobilite.act_articles", {"act": {**tables, "articles": printed}}
        )

    @api.model
    def _sample(self, kind):
        """What a preview without any act fills in, ``{word: example}``."""
        return {spelling: word.example for spelling, word in KINDS[kind].words.items()}

    @api.model
    def _sample_days(self, sample, hours):
        """Two days, as `_day_pairs` and `_totals` give them."""
        day = {"hours": hours, "length": "1"}
        first, last = sample["premier_jour"], sample["dernier_jour"]
        return {
            "day_pairs": [({**day, "date": first}, {**day, "date": last})],
            "total": sample["duree"],
            "years": 3,
            "earlier": "aucun jour déjà décompté",
            "cumulative": sample["duree"],
        }
