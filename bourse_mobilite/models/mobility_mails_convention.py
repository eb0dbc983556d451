import base64

from odoo import models


class MobilityConvention(models.Model):
    """The mails of a convention: to those who sign it."""

    _inherit = "mobility.convention"

    def _mail_words(self):
        """What a mail about this convention may say, as plain words."""
        self.ensure_one()
        return {**self.request_id._mail_words(), "convention": self.number}

    def _tell_signatories(self, documents):
        """Send each frozen file to each person who signs it. What several people read
        receives nothing: the chatter says to whom the paper is to be given."""
        letters = []
        documents_sudo = documents.sudo()
        # Read at once, not person after person.
        documents_sudo.signatory_ids.partner_id.mapped("user_ids")
        for document_sudo in documents_sudo:
            people = document_sudo.signatory_ids.partner_id
            told = people.filtered(lambda one: one._mobility_personal_mailbox())
            letters += document_sudo.convention_id._letters_to_sign(document_sudo, told)
            others = people - told
            if others:
                document_sudo.convention_id.message_post(
                    body=self.env._(
                        "No e-mail of their own: please give the convention to %s in "
                        "another way.",
                        ", ".join(others.mapped("name")),
                    )
                )
        self.env["res.partner"]._mobility_write_all(letters)

    def _letters_to_sign(self, document, people):
        """The letters that carry ``document``, as `_mobility_write_all` takes them."""
        self.ensure_one()
        file = (document.frozen_name, base64.b64decode(document.frozen_file))
        return [
            {
                "person": person,
                "template": "bourse_mobilite.mail_to_sign",
                "record": self,
                "company": self.company_id,
                "values": {
                    # An address that asks for an account is none without one.
                    "url": f"/my/conventions/{self.id}" if person.user_ids else ""
                },
                "attachments": [file],
            }
            for person in people
        ]
