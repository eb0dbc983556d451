from odoo import api, fields, models

from ..rules import clause as rule

# The working conditions of the post for which an article may be written.
_TRAVELS = {"deplacements", "permis_b", "permis_c", "permis_d"}
_CARE = {"hopital", "esms"}
# Word of an article -> the field of the convention that holds it.
_WORD_FIELDS = {
    "place": "place",
    "service": "service",
    "tutor": "tutor_id",
    "tutor_function": "tutor_function",
    "functions": "functions_observed",
    "hours": "hours",
    "equipment": "equipment",
    "travel": "travel_meals",
}


class MobilityConvention(models.Model):
    """The articles of a convention, and what they still need to be printed."""

    _inherit = "mobility.convention"

    clause_set_id = fields.Many2one(
        "mobility.clause.set",
        string="Articles",
        compute="_compute_clause_set_id",
        groups="base.group_user",
        help="Those in force while it is a draft; afterwards, those that it was "
        "written with.",
    )

    @api.depends("document_id.clause_set_id", "request_id.regime_id", "company_id")
    def _compute_clause_set_id(self):
        drafts = self.filtered(lambda act: not act.document_id)
        cases = {act: (act.request_id.regime_id, act.company_id) for act in drafts}
        chosen = {}
        if cases:
            sets = self.env["mobility.clause.set"]
            chosen = sets._in_force_each("convention", set(cases.values()))
        for act in self:
            document = act.document_id
            act.clause_set_id = (
                document.clause_set_id if document else chosen.get(cases[act])
            )

    def _frozen_with(self):
        return {**super()._frozen_with(), "clause_set_id": self.clause_set_id.id}

    def _clauses(self):
        """The articles that this convention prints, in their order."""
        self.ensure_one()
        return self.clause_set_id.clause_ids._printed_for(self)

    def _missing(self):
        missing = super()._missing()
        return missing + self._missing_of_clauses({label for label, _one in missing})

    def _missing_of_clauses(self, known):
        """What the articles would print and the file has not, as ``_missing`` says.

        :param known: the labels of what is already said to be missing
        """
        self.ensure_one()
        if not self.clause_set_id:
            return [(self.env._("Articles in force for this convention"), self)]
        found = []
        for clause in self._clauses():
            words = rule.used(clause.body or "")
            for name in (_WORD_FIELDS[one] for one in words if one in _WORD_FIELDS):
                label = self._fields[name]._description_string(self.env)
                if not self[name] and label not in known:
                    found.append((self._for_article(label, clause), self))
            adviser = self.candidate_id.adviser_id
            if "contact" in words and not adviser:
                label = self.env._("Adviser of the agent")
                found.append((self._for_article(label, clause), self.candidate_id))
        return found

    def _for_article(self, label, clause):
        return self.env._(
            "%(thing)s, for the article “%(title)s”", thing=label, title=clause.title
        )

    @api.depends(
        "service", "tutor_function", "hours", "equipment", "travel_meals", "aids",
        "request_id.regime_id", "candidate_id.adviser_id",
    )  # fmt: skip
    def _compute_missing_html(self):
        return super()._compute_missing_html()

    # When an article is printed: read from the file, never from a program

    def _clause_always(self):
        return True

    def _clause_aids(self):
        return bool(self.aids)

    def _clause_equipment(self):
        return bool(self.equipment)

    def _clause_travel(self):
        return bool(self.travel_meals or _TRAVELS & self._post_conditions())

    def _clause_night(self):
        return "nuit" in self._post_conditions()

    def _clause_week_end(self):
        days = self.request_id.day_ids.mapped("date")
        return any(day.weekday() > 4 for day in days)

    def _clause_several_employers(self):
        return bool(self.other_employer_ids)

    def _clause_cdg_signs(self):
        return bool(self.cdg_signs)

    def _clause_cdg_visa(self):
        return not self.cdg_signs

    def _clause_host_hospital(self):
        return self.host_id.mobility_employer_kind in _CARE

    def _clause_host_state(self):
        return self.host_id.mobility_employer_kind == "etat"

    def _post_conditions(self):
        """The codes of the working conditions of the post; of its métier when the
        immersion answers no offer."""
        request = self.request_id
        post = request.offer_id or request.metier_id
        return set(post.condition_ids.mapped("code"))


class MobilityClause(models.Model):
    _inherit = "mobility.clause"

    def _printed_for(self, act):
        """Those of these articles that ``act`` prints, in their order."""
        return self.sorted(lambda clause: (clause.sequence, clause.id)).filtered(
            lambda clause: getattr(act, f"_clause_{clause.condition}")()
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
