from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import consent
from .guard import acting
from .mobility_paper_make import VISA

# An act in French: how who gives an attestation is named when nothing else is known.
_QUALITY = "agent du centre de gestion"


class MobilityDocument(models.Model):
    """Giving an attestation: what is declared, by whom, and what happens next."""

    _inherit = "mobility.document"

    giver_text = fields.Char(
        string="Given by", compute="_compute_giver_text", groups="base.group_user"
    )
    declared_text = fields.Text(
        string="What you declare",
        compute="_compute_giver_text",
        groups="base.group_user",
    )

    @api.depends("kind", "state")
    @api.depends_context("uid")
    def _compute_giver_text(self):
        """Who gives it or gave it, with their quality, and what is declared."""
        for document in self:
            row = document._attestation_row()
            document.declared_text = bool(row) and consent.text(row._declares())
            document.giver_text = bool(row) and (
                row.display_name
                if row.state == "signed"
                else f"{self.env.user.name}, {row._quality_of(self.env.user)}"
            )

    def _attestation_row(self):
        self.ensure_one()
        if self.kind != "attestation":
            return self.signatory_ids.browse()
        return self.signatory_ids.filtered(lambda row: row.role == "visa")[:1]

    def action_open_give(self):
        """Show the attestation, what is declared and in whose name, before giving it."""
        self.ensure_one()
        view = self.env.ref("bourse_mobilite.mobility_document_view_form_give")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_sign_for_cdg(self):
        """Give the attestation, in the name of whoever presses the button, and say what
        happens next.

        :raises UserError: none is awaited
        """
        self.ensure_one()
        row = self._attestation_row()
        if not row:
            raise UserError(self.env._("No attestation is awaited here."))
        row.action_give_visa()
        agent = self.sudo().convention_id.request_id.partner_id
        figures = {"paper": self.display_name, "agent": agent.name}
        if agent._mobility_personal_mailbox():
            text = self.env._(
                "%(paper)s is given. It is being sealed: in a few minutes %(agent)s "
                "receives it by e-mail. You have nothing more to do.",
                **figures,
            )
        else:
            text = self.env._(
                "%(paper)s is given, and is being sealed. %(agent)s has no e-mail of "
                "their own: in a few minutes, print it here and hand it over.",
                **figures,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": text,
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def _declares(self):
        """An attestation says that somebody was there, not that a file is complete."""
        if self.document_id.kind == "attestation" and self.role == "visa":
            return "attestation"
        return super()._declares()

    def _certificate_words(self, told):
        words = super()._certificate_words(told)
        if self._declares() != "attestation":
            return words
        return replace(words, party="Attestation donnée par")

    def action_give_visa(self):
        """Of an attestation, the quality of who gives it is kept and printed too."""
        self.ensure_one()
        row = self.document_id._attestation_row()
        if row == self and self._waits():
            self.document_id._owner().check_access("write")
            acting(self.sudo()).write({"quality": self._quality_of(self.env.user)})
        return super().action_give_visa()

    def _quality_of(self, user):
        """In what quality this user acts for the centre de gestion."""
        self.ensure_one()
        roles = self.env["mobility.role"]._current(
            self.sudo().document_id.convention_id.cdg_id, "authority", "hr"
        )
        own = roles.filtered(lambda role: role.partner_id == user.partner_id)
        own = own.filtered("quality")[:1]
        return own.quality or user.sudo().partner_id.function or _QUALITY


class MobilityConvention(models.Model):
    _inherit = "mobility.convention"

    def _on_signed(self, document):
        """The attestation is given: nobody has to be asked for it any more."""
        result = super()._on_signed(document)
        if document.kind == "attestation":
            act = self.sudo()
            act.activity_unlink([VISA])
            act.message_post(
                body=self.env._(
                    "%(paper)s is given by %(name)s.",
                    paper=document.display_name,
                    name=document._attestation_row().display_name,
                )
            )
        return result
