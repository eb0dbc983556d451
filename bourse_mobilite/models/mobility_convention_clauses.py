from odoo import api, models

from .mobility_clause_words import KINDS

# The working conditions of the post for which an article may be written.
_TRAVELS = {"deplacements", "permis_b", "permis_c", "permis_d"}
_CARE = {"hopital", "esms"}


class MobilityConvention(models.Model):
    """The articles of a convention, and when each is printed."""

    _name = "mobility.convention"
    _inherit = ["mobility.convention", "mobility.clause.act"]
    _clause_kind = "convention"

    def _frozen_with(self):
        return {**super()._frozen_with(), "clause_set_id": self.clause_set_id.id}

    def _missing(self):
        missing = super()._missing()
        return missing + self._missing_of_clauses({label for label, _one in missing})

    def _missing_of_clauses(self, known):
        if not self.clause_set_id:
            label = self.env._("Articles in force for this convention")
            return [(label, self._at("own_form"))]
        return super()._missing_of_clauses(known)

    def _lacking(self, word):
        known = KINDS["convention"].words.get(word)  # not the number of an article
        name = known and known.field
        if name and not self[name]:
            return self._fields[name]._description_string(self.env), self._at(name)
        return super()._lacking(word)

    @api.depends(
        "service", "tutor_function", "hours", "equipment", "travel_meals", "aids",
        "request_id.regime_id", "candidate_id.adviser_id",
    )  # fmt: skip
    def _compute_missing_html(self):
        return super()._compute_missing_html()

    # When an article is printed: read from the file, never from a program

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
