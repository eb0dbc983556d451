from odoo import api, fields, models

from ..rules import clause as rule
from .mobility_clause_words import KINDS


class MobilityClauseAct(models.AbstractModel):
    """What prints articles: which ones, and what they still need to be printed.

    Its model says its ``_clause_kind``, has ``document_id``, ``request_id`` and
    ``company_id``, a method ``_clause_x`` for each condition of its kind, and
    ``_lacking``.
    """

    _name = "mobility.clause.act"
    _description = "Act printed from articles"
    _clause_kind = ""
    # What decides which articles are in force for it.
    _clause_case_fields = ("request_id.regime_id", "company_id")

    clause_set_id = fields.Many2one(
        "mobility.clause.set",
        string="Articles",
        compute="_compute_clause_set_id",
        groups="base.group_user",
        help="Those in force while it is a draft; afterwards, those that it was "
        "written with.",
    )

    @api.depends(lambda self: ("document_id.clause_set_id", *self._clause_case_fields))
    def _compute_clause_set_id(self):
        drafts = self.filtered(lambda act: not act.document_id)
        cases = {act: (act._clause_regime(), act.company_id) for act in drafts}
        chosen = {}
        if cases:
            sets = self.env["mobility.clause.set"]
            chosen = sets._in_force_each(self._clause_kind, set(cases.values()))
        for act in self:
            document = act.document_id
            act.clause_set_id = (
                document.clause_set_id if document else chosen.get(cases[act])
            )

    def _clause_regime(self):
        """The regime whose articles it prints."""
        self.ensure_one()
        return self.request_id.regime_id

    def _clauses(self):
        """The articles that this act prints, in their order."""
        self.ensure_one()
        return self.clause_set_id.clause_ids._printed_for(self)

    def _missing_of_clauses(self, known):
        """What the articles would print and the file has not, as ``_missing`` says.

        :param known: the labels of what is already said to be missing
        """
        self.ensure_one()
        found = []
        for clause in self._clauses():
            for word in rule.used(clause.body or ""):
                label, record = self._lacking(word)
                if label and label not in known:
                    found.append((self._for_article(label, clause), record))
        return found

    def _lacking(self, word):
        """``(label, record)`` of what to fill in before this word can be printed, the
        label empty when nothing misses. Of the adviser, for any kind of act."""
        candidate = self.request_id.candidate_id
        if word == "conseiller" and not candidate.adviser_id:
            return self.env._("Adviser of the agent"), candidate
        return "", None

    def _for_article(self, label, clause):
        return self.env._(
            "%(thing)s, for the article “%(title)s”", thing=label, title=clause.title
        )

    def _clause_always(self):
        return True


class MobilityClause(models.Model):
    _inherit = "mobility.clause"

    def _printed_for(self, act):
        """Those of these articles that ``act`` prints, in their order."""
        return self.sorted(lambda clause: (clause.sequence, clause.id)).filtered(
            lambda clause: (
                clause.condition in KINDS[act._clause_kind].conditions
                and getattr(act, f"_clause_{clause.condition}")()
            )
        )


class MobilityDocument(models.Model):
    """A document keeps the articles that it was made with."""

    _inherit = "mobility.document"

    clause_set_id = fields.Many2one(
        "mobility.clause.set",
        string="Articles",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
