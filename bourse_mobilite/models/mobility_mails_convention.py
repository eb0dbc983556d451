import base64

from odoo import models


class MobilityConvention(models.Model):
    """The mails of a convention: to those who sign it."""

    _inherit = "mobility.convention"

    def _mail_words(self):
        """What a mail about this convention may say, as plain words."""
        self.ensure_one()
        return {**self.request_id._mail_words(), "convention": self.number}

    def _tell_signatories(self, document):
        """Send the frozen file to each person who signs it. What several people read
        receives nothing: the chatter says to whom the paper is to be given."""
        self.ensure_one()
        act_sudo, document_sudo = self.sudo(), document.sudo()
        people = document_sudo.signatory_ids.partner_id
        told = people.filtered(lambda one: one._mobility_personal_mailbox())
        file = (
            document_sudo.frozen_name,
            base64.b64decode(document_sudo.frozen_file),
        )
        self.env["res.partner"]._mobility_write_all(
            [
                {
                    "person": person,
                    "template": "bourse_mobilite.mail_to_sign",
                    "record": act_sudo,
                    "company": act_sudo.company_id,
                    "values": {
                        # An address that asks for an account is none without one.
                        "url": f"/my/conventions/{act_sudo.id}"
                        if person.user_ids
                        else ""
                    },
                    "attachments": [file],
                }
                for person in told
            ]
        )
        others = people - told
        if others:
            act_sudo.message_post(
                body=self.env._(
                    "No e-mail of their own: please give the convention to %s in "
                    "another way.",
                    ", ".join(others.mapped("name")),
                )
            )
