from odoo import models
from odoo.fields import Domain


class MobilityDocumentOwner(models.AbstractModel):
    _inherit = "mobility.document.owner"

    def _also_copied(self, document):
        """Who receives the sealed ``document`` without having signed it: the HR
        contacts of the employers that have signed."""
        parties = document.signatory_ids.filtered(
            lambda row: row.state == "signed" and row.party in ("employer", "host")
        )
        roles = self.env["mobility.role"].sudo()
        domain = roles._current_domain("hr") & Domain(
            "employer_id", "in", parties.organisation_id.ids
        )
        own = Domain("company_id", "=", document.company_id.id)
        return roles.search(domain & own, order="id").partner_id

    def _hand_over(self, document, names):
        """The sealed ``document`` is to be given to these people in another way than
        by mail: the chatter says so."""
        self.sudo().message_post(
            body=self.env._(
                "%(document)s is signed by everyone and sealed. No e-mail of their own: "
                "please give a copy to %(names)s in another way.",
                document=document.display_name,
                names=", ".join(names),
            )
        )


class MobilityDocument(models.Model):
    """The sealed file, to each person whom it concerns."""

    _inherit = "mobility.document"

    def _send_copies(self, content):
        """Send the sealed file to who signed it and to the HR contacts, once to each;
        never to a mailbox that several people read. The visa is given by staff, who
        have the file.

        :param content: the sealed file
        """
        self.ensure_one()
        signed = self.signatory_ids.filtered(
            lambda row: row.state == "signed" and row.role == "signature"
        )
        people = signed.partner_id | self._owner()._also_copied(self)
        reached, mailboxes = people.browse(), set()
        for person in people:
            email = person._mobility_personal_mailbox() and (
                person.email_normalized or person.email
            )
            if email and email not in mailboxes:
                mailboxes.add(email)
                reached |= person
        left = signed.filtered(
            lambda row: not row.partner_id._mobility_personal_mailbox()
        )
        self.env["res.partner"]._mobility_write_all(
            [
                {
                    "person": person,
                    "template": "bourse_mobilite.mail_sealed",
                    "record": self,
                    "company": self.company_id,
                    "values": {"url": f"/convention/verifier/{self.verification_code}"},
                    "attachments": [(self._sealed_name_for(person), content)],
                }
                for person in reached
            ]
        )
        if reached:
            self._note("copied", names=reached.mapped("name"))
        if left:
            self._owner()._hand_over(self, left.mapped("name"))
