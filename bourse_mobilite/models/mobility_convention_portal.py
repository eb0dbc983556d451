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
                "days": act_sudo.request_id._days_text(act_sudo.request_id.days),
                "signed": act_sudo.state == "signed",
            }
            for act_sudo in acts_sudo
        ]

    @api.model
    def _portal_to_sign(self, partner):
        """The conventions that wait for the signature of ``partner``, the most urgent
        first, as ``{id, number, organisation_id, date_start}``; ``organisation_id``
        is the employer for which one signs, False for the agent."""
        rows_sudo = (
            self.env["mobility.signatory"]
            .sudo()
            .search(
                Domain("partner_id", "=", partner.id)
                & Domain("state", "=", "pending")
                & Domain("document_id.state", "=", "to_sign")
                & Domain("document_id.convention_id.state", "=", "to_sign")
            )
        )
        waiting = []
        for row_sudo in rows_sudo:
            act_sudo = row_sudo.document_id.convention_id
            organisations = {"employer": act_sudo.employer_id, "host": act_sudo.host_id}
            organisation = organisations.get(row_sudo.party)
            waiting.append(
                {
                    "id": act_sudo.id,
                    "number": act_sudo.number,
                    "organisation_id": organisation.id if organisation else False,
                    "date_start": act_sudo.date_start,
                }
            )
        return sorted(waiting, key=lambda one: (one["date_start"], one["id"]))

    def _portal_values(self):
        """Plain values; the caller has read the record as the person who looks."""
        self.ensure_one()
        self.check_access("read")
        act_sudo = self.sudo()
        states = dict(self._fields["state"]._description_selection(self.env))
        signatories = act_sudo.signatory_ids
        parties = dict(signatories._fields["party"]._description_selection(self.env))
        signing = dict(signatories._fields["state"]._description_selection(self.env))
        pending = signatories.filtered(lambda row: row.state == "pending")
        reader = self.env.user.partner_id
        waits = act_sudo.document_id.state == "to_sign" and act_sudo.state == "to_sign"
        my_turn = waits and reader in pending.partner_id
        if my_turn:
            turn = self.env._(
                "It is your turn to sign, before %s",
                self.env["ir.qweb.field.date"].value_to_html(act_sudo.date_start, {}),
            )
        elif waits:
            turn = self.env._("Still to sign: %s", ", ".join(pending.mapped("name")))
        elif act_sudo.state == "to_sign":
            turn = self.env._(
                "A signature was refused: the centre de gestion takes it up."
            )
        else:
            turn = self.env._("Nobody has anything to do")
        return {
            "id": act_sudo.id,
            "number": act_sudo.number,
            "request_id": act_sudo.request_id.id,
            "request_name": act_sudo.request_id.name,
            "agent_name": act_sudo.candidate_name,
            "employer_name": act_sudo.employer_id.name,
            "host_name": act_sudo.host_id.name,
            "date_start": act_sudo.date_start,
            "date_end": act_sudo.date_end,
            "state": act_sudo.state,
            "state_label": states.get(act_sudo.state, ""),
            "turn": turn,
            "waits": waits,
            "my_turn": my_turn,
            "i_signed": reader
            in signatories.filtered(lambda row: row.state == "signed").partner_id,
            "still_to_sign": ", ".join(pending.mapped("name")),
            "frozen_on": act_sudo.document_id.frozen_on,
            "file_name": act_sudo.document_id.frozen_name or "",
            "has_file": bool(act_sudo.document_id),
            "signatories": [
                {
                    "name": row.name,
                    "party": parties[row.party],
                    "quality": row.quality or "",
                    "state": row.state,
                    "state_label": signing[row.state],
                    "signed_on": row.signed_on,
                }
                for row in signatories
            ],
        }
