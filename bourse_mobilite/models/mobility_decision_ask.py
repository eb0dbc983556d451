from odoo import models
from odoo.exceptions import UserError

from .guard import act_day, acting


class MobilityDecision(models.Model):
    """Asking a party for its word: personal links, and what to do without e-mail."""

    _inherit = "mobility.decision"

    def _ask(self):
        """Send a personal link to each person who may answer; tell the adviser when
        nobody can be reached."""
        for decision in self:
            acting(decision).asked_on = decision.asked_on or act_day(decision)
            people = decision._people_written_to()
            if people and not decision.received_on:
                acting(decision).received_on = act_day(decision)
            for person in people:
                decision._mail_link(person, decision._personal_path(person))
            if not people:
                decision._tell_unreachable()

    def _personal_path(self, person):
        """A new link for this person, as a path."""
        secret = self.env["mobility.link"]._mint("decide", self, person)
        return f"/demande/decider/{secret}"

    def action_send_again(self):
        """Staff sends a new link to everyone who may answer.

        :raises UserError: nobody can be reached, or no answer is waited for
        """
        letters = []
        for decision in self:
            decision.request_id.check_access("write")
            people = decision._people_written_to()
            if not decision._is_pending() or not people:
                raise UserError(
                    self.env._(
                        "No link can be sent for %s: no answer is waited for, or nobody "
                        "there has an e-mail of their own.",
                        decision.organisation_id.name,
                    )
                )
            for person in people:
                letters += decision._letters_again(person)
        self.env["res.partner"]._mobility_write_together(
            letters, "bourse_mobilite.mail_links_again"
        )

    def action_received(self):
        """Staff knows that the organisation has the request since today, by another
        way than its mail: its time to answer runs from now."""
        for decision in self:
            decision.request_id.check_access("write")
            if decision._is_pending() and not decision.received_on:
                today = act_day(decision)
                acting(decision.sudo()).received_on = today

    def _tell_unreachable(self):
        self.ensure_one()
        self.request_id.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=(self.request_id.adviser_id or self.env.user).id,
            summary=self.env._(
                "Nobody at %s can receive the request by e-mail: call them, or name an "
                "HR contact.",
                self.organisation_id.name,
            ),
        )
