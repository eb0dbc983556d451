from odoo import api, models
from odoo.fields import Domain


class MobilityConvention(models.Model):
    """What a party reads of a convention on the portal."""

    _inherit = "mobility.convention"

    @api.model
    def _portal_hosted(self, partner):
        """The immersions that ``partner`` is to tutor, the next first, as plain
        values: a tutor reads who comes, where and when, never a record.

        Only conventions that are made, until the last day is past.
        """
        acts_sudo = self.sudo().search(
            Domain("tutor_id", "=", partner.id)
            & Domain("state", "in", ["to_sign", "signed"])
            & Domain("date_end", ">=", "today"),
            order="date_start, id",
        )
        return [
            {
                "agent_name": act_sudo.candidate_name,
                "employer_name": act_sudo.employer_id.name,
                "host_name": act_sudo.host_id.name,
                "service": act_sudo.service or "",
                "place": act_sudo.place,
                "functions": act_sudo.functions_observed,
                "hours": act_sudo.hours or "",
                "date_start": act_sudo.date_start,
                "date_end": act_sudo.date_end,
                "days": act_sudo._held_text(),
                "signed": act_sudo.state == "signed",
            }
            for act_sudo in acts_sudo
        ]

    def _held_text(self):
        """The jours ouvrés of the immersion but those that an earlier end gave back."""
        held = self.request_id.day_ids.filtered(lambda day: not day.missed)
        return self.request_id._days_text(sum(held.mapped("portion")))

    @api.model
    def _portal_to_sign(self, partner):
        """What waits for the signature of ``partner``, the most urgent first, as
        ``{convention_id, row_id, title, organisation_id}``: conventions, their avenants
        and their papers; those of a PPR have no ``convention_id``. ``organisation_id``
        is the employer for which one signs, False for the agent."""
        return [
            {
                "convention_id": row_sudo.document_id._owner()._of_convention().id,
                "row_id": row_sudo.id,
                "title": row_sudo.document_id.display_name,
                "organisation_id": row_sudo.organisation_id.id,
            }
            for row_sudo in self.env["mobility.signatory"]._portal_waiting(partner)
        ]

    def _of_convention(self):
        """The convention to which this act belongs: itself."""
        return self

    def _portal_values(self, waiting=None):
        """Plain values; the caller has read the record as the person who looks.

        :param waiting: what waits for the signature of this person (sudo), when the
            caller knows it already
        """
        self.ensure_one()
        self.check_access("read")
        act_sudo = self.sudo()
        if waiting is None:
            waiting = self._portal_mine()
        document_sudo = act_sudo._portal_document()
        states = dict(self._fields["state"]._description_selection(self.env))
        own_sudo = act_sudo._portal_own_row()
        signatories = document_sudo.signatory_ids.filtered(
            lambda row: row.state != "replaced"
        )
        status = own_sudo._portal_status() if own_sudo else ""
        names = signatories.filtered(
            lambda row: row.state == "pending" and row.role == "signature"
        ).mapped("name")
        also = [
            {"row_id": row.id, "title": row.document_id.display_name}
            for row in waiting - own_sudo
            if row.document_id._owner()._of_convention() == act_sudo
        ]
        return {
            "id": act_sudo.id,
            "number": act_sudo.number,
            "request_id": act_sudo.request_id.id,
            "request_name": act_sudo.request_id.name,
            "state": act_sudo.state,
            "state_label": states.get(act_sudo.state, ""),
            "turn": act_sudo._portal_also_turn(also)
            or act_sudo._portal_turn(status, names),
            "also": also,
            "summary": document_sudo.summary or [],
            "waits": act_sudo.state == "to_sign" and document_sudo.state == "to_sign",
            "my_turn": status == "sign",
            "status": status,
            "row_id": own_sudo.id,
            "still_to_sign": ", ".join(names),
            "earlier": ", ".join(act_sudo._portal_earlier(own_sudo)),
            "frozen_on": document_sudo.frozen_on,
            "version": document_sudo.version,
            "has_file": bool(document_sudo),
            "sealed": bool(document_sudo.sealed_on),
            "code": document_sudo.verification_code or "",
            "signatories": signatories._portal_lines(),
        }

    @api.model
    def _portal_mine(self):
        """What waits for the signature of the reader, of whatever convention (sudo)."""
        return self.env["mobility.signatory"]._portal_waiting(self.env.user.partner_id)

    def _portal_also_turn(self, also):
        """What the reader still signs once the convention is signed, '' for nothing."""
        if not also or self.state != "signed":
            return ""
        return self.env._(
            "It is your turn to sign: %s", ", ".join(one["title"] for one in also)
        )

    def _portal_document(self):
        """What the parties read: the document in force or, once the convention is given
        up, the one that everyone had signed."""
        self.ensure_one()
        if self.document_id or self.state != "cancelled":
            return self.document_id
        return self._versions().filtered(
            lambda document: all(
                row.state in ("signed", "replaced") for row in document.signatory_ids
            )
        )[-1:]

    def _portal_own_row(self):
        """The signature of the reader on the document in force (sudo)."""
        reader = self.env.user.partner_id
        return (
            self.sudo()
            .document_id.signatory_ids.filtered(
                lambda row: row.partner_id == reader
                and row.role == "signature"
                and row.state != "replaced"
            )
            .sorted(lambda row: row.state != "pending")[:1]
        )

    def _portal_earlier(self, row_sudo):
        """The names of those who sign before ``row_sudo``."""
        return row_sudo.document_id.signatory_ids.filtered(
            lambda row: row.state == "pending" and row.step < row_sudo.step
        ).mapped("name")

    def _portal_turn(self, status, names):
        """Whose turn it is, for the person who reads.

        :param status: where the reader's own signature is, '' without one
        :param names: who is still to sign
        """
        self.ensure_one()
        if self.state != "to_sign":
            return self.env._("Nobody has anything to do")
        if self.document_id.state == "refused":
            return self.env._(
                "A signature was refused: the centre de gestion takes it up."
            )
        if status == "sign":
            return self.env._(
                "It is your turn to sign, before %s",
                self.env["ir.qweb.field.date"].value_to_html(self.date_start, {}),
            )
        if names:
            return self.env._("Still to sign: %s", ", ".join(names))
        return self.env._(
            "Everyone has signed: the centre de gestion still gives its visa"
        )
