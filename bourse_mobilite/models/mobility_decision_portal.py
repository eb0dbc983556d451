from odoo import models


class MobilityDecision(models.Model):
    _inherit = "mobility.decision"

    def _portal_values(self, with_reasons):
        """What a page shows of an answer. Without ``with_reasons``: only whether it
        is positive or not, neither who decided nor why."""
        self.ensure_one()
        answers = dict(self._fields["answer"]._description_selection(self.env))
        values = {
            "id": self.id,
            "organisation": self.organisation_id.name,
            "party": self.party,
            "answer": self.answer or "",
            "label": answers.get(self.answer) or self.env._("Awaited"),
            "answered_on": self.answered_on,
            "due_on": self.due_on if not self.answer else False,
            "author": "",
            "quality": "",
            "reasons": "",
            "proposed_start": self.proposed_start,
            "proposed_end": self.proposed_end,
        }
        if with_reasons:
            values.update(
                author=self.author_name or "",
                quality=self.quality or "",
                reasons=self.reasons or "",
            )
        return values
