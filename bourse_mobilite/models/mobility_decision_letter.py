from odoo import models
from odoo.exceptions import AccessError, UserError

from ..pdf import stamp
from .guard import acting


class MobilityDecision(models.Model):
    """The letter that tells the agent an answer: a PDF ready to sign. The agent gets
    it signed, from the organisation; this one is for those who have it signed."""

    _inherit = "mobility.decision"

    def action_letter(self):
        """Print the letter, as staff.

        :raises AccessError: the user is no staff of this centre de gestion
        :raises UserError: there is no answer yet, or nothing to sign any more
        """
        self.ensure_one()
        self._check_letter_staff()
        self.sudo()._check_letter()
        # No layout to choose first: an act has its own.
        report = self.env.ref("bourse_mobilite.report_decision_letter")
        return report.report_action(self, config=False)

    def _letter_for(self, partner):
        """The PDF, for ``partner`` who acts today for the organisation that answered.

        :raises AccessError: ``partner`` does not act for it, or is the agent
        :raises UserError: there is no answer yet, or nothing to sign any more
        """
        self.ensure_one()
        decision_sudo = self.sudo()
        if not decision_sudo._may_be_answered_by(partner):
            raise AccessError(
                self.env._(
                    "Only a person who acts for this organisation can have its letter."
                )
            )
        decision_sudo._check_letter()
        return decision_sudo._letter_pdf()

    def _printed(self):
        """The PDF from the print menu: staff alone, whoever calls the report."""
        self.ensure_one()
        self._check_letter_staff()
        decision_sudo = self.sudo()
        decision_sudo._check_letter()
        return decision_sudo._letter_pdf()

    def _printed_all(self):
        """What `_printed` gives for each, ``{id: bytes}``, in the same order."""
        return {decision.id: decision._printed() for decision in self}

    def _check_letter_staff(self):
        """Raise AccessError unless the user may write on the request: its staff."""
        self.check_access("read")
        self.request_id.check_access("write")

    def _check_letter(self):
        """Raise UserError when there is nothing to sign."""
        for decision in self:
            if not decision.answer:
                raise UserError(
                    self.env._(
                        "%s has not answered yet: there is no letter to sign.",
                        decision.organisation_id.name,
                    )
                )
            if decision.request_id.ended_as in ("withdrawn", "cancelled"):
                raise UserError(
                    self.env._(
                        "%s was withdrawn or cancelled: there is no letter to sign "
                        "any more.",
                        decision.request_id.name,
                    )
                )

    def _letter_pdf(self):
        """Made from the template, then number and pages stamped. Called in sudo, once
        it is checked who asks."""
        self.ensure_one()
        # A letter in French, where French is installed, whoever presses the button.
        french = self.env["res.lang"]._get_data(code="fr_FR")
        report = self.env["ir.actions.report"].with_context(
            lang="fr_FR" if french else self.env.lang
        )
        content = acting(report)._render_act(
            "bourse_mobilite.report_decision_letter", self, {}
        )
        title = f"Lettre {self.request_id.name}"
        return stamp.stamp(
            content,
            f"{title} – {self.organisation_id.name}",
            title=title,
            language="fr-FR",
        )

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"lettre-{self.request_id.name}".replace("/", "-")
