from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .guard import act_day, acting, civil_day

# An answer or a signature that was given can be read again, with its paper, for this
# time.
_READ_FOR = timedelta(days=60)


class MobilityDecision(models.Model):
    _name = "mobility.decision"
    _inherit = ["mobility.decision", "mobility.link.holder"]

    @api.model
    def _link_wanted_domain(self):
        """What a link is still of use for: an answer to give, a letter to have."""
        recent = civil_day(self) - _READ_FOR
        given = Domain("answered_on", ">=", recent) & Domain(
            "request_id.ended_as", "=", False
        )
        return self._pending_domain() | given

    @api.model
    def _links_wanted_by(self, person):
        held = Domain("organisation_id.mobility_role_ids.partner_id", "=", person.id)
        return self.search(held & self._link_wanted_domain())

    def _link_is_of_use_to(self, person):
        self.ensure_one()
        return bool(
            self.filtered_domain(self._link_wanted_domain())
        ) and self._may_be_answered_by(person)

    def _letters_again(self, person):
        self.ensure_one()
        decision = self.sudo()
        if not decision.received_on:
            acting(decision).received_on = act_day(decision)
        return [
            {
                "person": person,
                "template": "bourse_mobilite.mail_link_again",
                "record": decision,
                "company": decision.company_id,
                "values": {"url": decision._personal_path(person)},
            }
        ]


class MobilitySignatory(models.Model):
    _name = "mobility.signatory"
    _inherit = ["mobility.signatory", "mobility.link.holder"]

    @api.model
    def _links_wanted_by(self, person):
        rows = self.search(
            Domain("partner_id", "=", person.id)
            & Domain("role", "=", "signature")
            & Domain("state", "in", ("pending", "signed"))
            & Domain("document_id.state", "in", ("to_sign", "signed"))
        )
        return rows.filtered(lambda row: row._link_is_of_use_to(person))

    def _link_is_of_use_to(self, person):
        """To sign, when it is this person's turn; then, for a time, to read again what
        was signed."""
        self.ensure_one()
        if self.partner_id != person or self.role != "signature":
            return False
        status = self._portal_status()
        if status == "signed":
            return self.recorded_at >= fields.Datetime.now() - _READ_FOR
        return status == "sign"

    def _opened_instead(self, person):
        """A link to a version that was replaced leads to where the person signs now."""
        return self._signed_now_by(person)

    def _signed_now_by(self, person):
        """This row, or the one of the same person on the version that replaced its
        document; nothing when they do not sign there."""
        self.ensure_one()
        document = self.document_id._in_force()
        if document == self.document_id:
            return self
        rows = document.signatory_ids.filtered(
            lambda row: row.partner_id == person
            and row.state in ("pending", "signed")
            and row.role == self.role
        )
        same = rows.filtered(lambda row: row.organisation_id == self.organisation_id)
        return (same or rows)[:1]

    def _letters_again(self, person):
        return self._link_letters("bourse_mobilite.mail_sign_again", "sent")

    def action_send_again(self):
        """Staff sends the link again to these signatories.

        :raises UserError: no signature of theirs is awaited now, or nobody reads the
            mailbox alone
        """
        for row in self:
            row.document_id._owner().check_access("write")
            if row.role != "signature" or row._portal_status() != "sign":
                raise UserError(
                    self.env._(
                        "%s is not asked to sign now: no link can be sent.", row.name
                    )
                )
            if not row.partner_id._mobility_personal_mailbox():
                raise UserError(
                    self.env._(
                        "%s has no e-mail of their own: write it in their contact, or "
                        "give them the document on paper.",
                        row.name,
                    )
                )
        self._keep_mailbox()
        self.env["res.partner"]._mobility_write_together(
            self._link_letters("bourse_mobilite.mail_sign_again", "sent"),
            "bourse_mobilite.mail_links_again",
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "A new link leaves for %s.", ", ".join(self.mapped("name"))
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    def _in_force(self):
        """This document, or the version that replaced it; nothing when none did."""
        self.ensure_one()
        if not self.dropped_as:
            return self
        if self.dropped_as != "replaced" or not self.convention_id:
            return self.browse()
        return self.search(
            Domain("convention_id", "=", self.convention_id.id)
            & Domain("kind", "=", self.kind)
            & Domain("version", ">", self.version)
            & Domain("dropped_as", "=", False),
            order="version desc",
            limit=1,
        )
