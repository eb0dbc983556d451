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
        if act_sudo.state == "to_sign" and pending:
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
