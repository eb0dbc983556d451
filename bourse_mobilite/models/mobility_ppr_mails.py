from odoo import api, fields, models

from .mobility_apart import FIRST_ID

_APART = ("mobility.signatory", "mobility.document")
# The mail that leaves instead, for each that would say what the document is.
_INSTEAD = {
    "mail_to_sign": "mail_private_to_sign",
    "mail_sign_reminder": "mail_private_to_sign",
    "mail_sign_again": "mail_private_to_sign",
    "mail_sign_code": "mail_private_code",
    "mail_sealed": "mail_private_sealed",
}
_TOLD = "mail_private_told"
# Of all that a letter may tell, what says nothing.
_KEPT = ("url", "code", "signer")


class MailMail(models.Model):
    _inherit = "mail.mail"

    mobility_private = fields.Boolean(
        string="About what is kept apart", readonly=True, groups=fields.NO_ACCESS
    )


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    def _send_copies(self, content):
        """Of a PPR: a personal link to the sealed file, never the file itself in a
        mailbox."""
        if not self._apart():
            return super()._send_copies(content)
        signed = self.signatory_ids.filtered(
            lambda row: row.state == "signed" and row.role == "signature"
        )
        reached = signed.filtered(
            lambda row: row.partner_id._mobility_personal_mailbox()
        )
        self.env["res.partner"]._mobility_write_all(
            reached._link_letters("bourse_mobilite.mail_sealed", "copied")
        )
        if left := signed - reached:
            self._owner()._hand_over(self, left.mapped("name"))
        return None


class ResPartner(models.Model):
    """What is kept apart is written about in words that say nothing, to a mailbox that
    one person reads, and to no other."""

    _inherit = "res.partner"

    @api.model
    def _mobility_is_apart(self, letter):
        record = letter["record"]
        return record._name in _APART and record.id >= FIRST_ID

    @api.model
    def _mobility_write_all(self, letters):
        kept, left = [], []
        for letter in letters:
            if not self._mobility_is_apart(letter):
                kept.append(letter)
            elif letter["person"].sudo()._mobility_personal_mailbox():
                kept.append(self._mobility_neutral(letter))
            else:
                left.append(letter)
        return left + super()._mobility_write_all(kept)

    @api.model
    def _mobility_neutral(self, letter):
        """The same letter, in words that say nothing of what it is about."""
        name = letter["template"].removeprefix("bourse_mobilite.")
        told = letter.get("values", {})
        return {
            "person": letter["person"],
            "record": letter["record"],
            "company": letter["company"],
            "template": f"bourse_mobilite.{_INSTEAD.get(name, _TOLD)}",
            "values": {word: told[word] for word in _KEPT if word in told},
            "private": True,
        }

    @api.model
    def _mobility_list(self, letters, template, alike):
        listed = super()._mobility_list(letters, template, alike)
        return {**listed, "private": any(map(self._mobility_is_apart, letters))}

    @api.model
    def _mobility_mail_values(self, letters, people):
        vals_list = super()._mobility_mail_values(letters, people)
        for vals, letter in zip(vals_list, letters, strict=True):
            vals["mobility_private"] = bool(letter.get("private"))
        return vals_list
