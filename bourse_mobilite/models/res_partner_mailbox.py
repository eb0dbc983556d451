from odoo import models
from odoo.fields import Domain

from .mobility_document_ask import masked


class ResPartner(models.Model):
    """The mailbox of somebody who is asked to sign is what their signature rests on:
    when it changes, the one that was theirs is told."""

    _inherit = "res.partner"

    def write(self, vals):
        before = self._mobility_mailboxes_to_warn() if "email" in vals else {}
        done = super().write(vals)
        for person, mailbox in before.items():
            if person.email_normalized != mailbox:
                person._mobility_warn(mailbox)
        return done

    def _mobility_mailboxes_to_warn(self):
        """``{person: mailbox}`` of those who read it alone."""
        return {
            person: person.email_normalized
            for person in self
            if person.email_normalized and not person.mobility_shared_mailbox
        }

    def _mobility_warn(self, mailbox):
        """Tell ``mailbox``, without a link, that the links leave for another address,
        when this person is asked to sign something now."""
        self.ensure_one()
        rows_sudo = (
            self.env["mobility.signatory"]
            .sudo()
            .search(
                Domain("partner_id", "=", self.id)
                & Domain("role", "=", "signature")
                & Domain("state", "=", "pending")
                & Domain("asked_on", "!=", False)
                & Domain("document_id.state", "=", "to_sign")
            )
        )
        self._mobility_write_all(
            [
                {
                    "person": self,
                    "template": "bourse_mobilite.mail_mailbox_changed",
                    "record": company_sudo,
                    "company": company_sudo,
                    "mailbox": mailbox,
                    "values": {"new_mailbox": masked(self.email_normalized)},
                }
                for company_sudo in rows_sudo.company_id
            ]
        )
