from odoo import models


class MobilityConvention(models.Model):
    """What a party reads of a convention on the portal."""

    _inherit = "mobility.convention"

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
