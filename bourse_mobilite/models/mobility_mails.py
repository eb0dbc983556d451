from odoo import models


class MobilityDecision(models.Model):
    """The mails about the word of one party."""

    _inherit = "mobility.decision"

    def _people_written_to(self):
        """Who receives a mail about this request for the organisation: those who act
        for it today and have a mailbox of their own, never the agent who asks."""
        self.ensure_one()
        return self._people_of_each()[self]

    def _mail_words(self):
        """What a mail about this decision may say, as plain words."""
        self.ensure_one()
        return {
            **self.request_id._mail_words(),
            "organisation": self.organisation_id.name,
            "due": self.due_on,
            "answer": self.answer,
            "reasons": self.reasons,
            "proposed_start": self.proposed_start,
            "proposed_end": self.proposed_end,
        }

    def _mail_to(self, person, template, path):
        self.ensure_one()
        company = self.request_id.company_id
        return person._mobility_write_to(template, self, company, url=path)

    def _mail_link(self, person, path):
        """An answer is awaited of this person, at this personal link."""
        return self._mail_to(person, "bourse_mobilite.mail_answer_awaited", path)

    def _mail_letter(self):
        """Who answered cannot sign: the authority learns that a letter waits, with a
        link of its own to read the request and download the letter."""
        self.ensure_one()
        roles = self.env["mobility.role"]._current(self.organisation_id, "authority")
        own = roles.filtered(lambda role: role.partner_id == self.author_id)
        if not self.author_id or own or self.delegation_reference:
            return
        for person in roles.partner_id - self.request_id.partner_id:
            if person._mobility_personal_mailbox():
                person._mobility_write_to(
                    "bourse_mobilite.mail_letter",
                    self,
                    self.request_id.company_id,
                    url=self._personal_path(person),
                    author=self.author_name,
                )

    def _mail_answered(self, person, path=""):
        """Confirm to this person the answer that they have given.

        :param path: where they can read it again and have the letter; a mailbox
            that several people read does not receive it
        """
        own = path if person._mobility_personal_mailbox() else ""
        return self._mail_to(person, "bourse_mobilite.mail_answer_recorded", own)
