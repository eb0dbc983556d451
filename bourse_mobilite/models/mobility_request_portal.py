from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class MobilityRequest(models.Model):
    """What a page shows of a request to someone who is not staff: what
    `_portal_values` answers and nothing else."""

    _inherit = "mobility.request"

    @api.model
    def _portal_organisations(self, partner):
        """The employers for which ``partner`` speaks today (sudo)."""
        roles_sudo = self.env["mobility.role"].sudo()
        return roles_sudo.search(
            roles_sudo._current_domain("hr", "authority")
            & Domain("partner_id", "=", partner.id)
        ).employer_id

    def _portal_values(self, partner, organisations=None):
        """What ``partner`` may know of this request, as plain values: safe to show.

        Motivation and the other party's reasons go to the agent; the employer of
        origin reads the motivation; the host reads neither. Nobody reads the
        regime or a restriction here.

        :param organisations: what `_portal_organisations` answers, when a list of
            requests is shown
        :raises AccessError: ``partner`` has no part in this request
        """
        self.ensure_one()
        if organisations is None:
            organisations = self._portal_organisations(partner)
        request_sudo = self.sudo()
        rows = request_sudo.decision_ids.filtered(
            lambda row: row.asked_on and row.organisation_id in organisations
        )
        party = "agent" if request_sudo.partner_id == partner else rows[:1].party
        if not party:
            raise AccessError(self.env._("This request is not yours to read."))
        if party == "agent":
            # Nobody decides on an own request, whatever the roles held.
            rows = rows.browse()
        return request_sudo._portal_dict(party, rows, partner)

    def _portal_page(self, partner, organisations=None):
        """`_portal_values`, and what an employer who decides should know first."""
        values = self._portal_values(partner, organisations)
        decides = values["party"] == "origin" and values["my_turn"]
        values["day_lines"] = self.sudo()._day_lines()
        values["shorter_notice"] = self.sudo()._shorter_notice() if decides else ""
        return values

    def _portal_dict(self, party, own_rows, partner):
        """The values of `_portal_values`, once it is known who looks."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        candidate = self.candidate_id
        pending = own_rows.filtered(lambda row: row._is_pending())
        convention = self._convention()
        values = {
            "id": self.id,
            "name": self.name,
            "party": party,
            "agent_name": self.candidate_name,
            "title": self.offer_id.name
            or self.metier_id.name
            or self.env._("Immersion"),
            "employer_name": self.employer_id.name or "",
            "host_name": self.host_id.name or "",
            "service": self.offer_id.service or "",
            "place": self.offer_id.commune_id.name
            or self.host_id.mobility_commune_id.name
            or "",
            "job": candidate.job_title or "",
            "grade": candidate._grade() if party in ("agent", "origin") else "",
            "motivation": self.motivation if party in ("agent", "origin") else "",
            "date_start": self.date_start,
            "date_end": self.date_end,
            "days": self._length_text(self.days),
            "submitted_on": self.submitted_on,
            "state": self.state,
            "state_label": states.get(self.state, ""),
            "waiting_for": self.waiting_for,
            "due_on": min(pending.filtered("due_on").mapped("due_on"), default=False)
            if pending
            else self.due_date,
            "my_turn": bool(pending),
            "my_signature": self.waiting_for == "signatories"
            and partner in convention._signing_now().partner_id,
            # Where the same place can be asked for again.
            "offer_id": self.offer_id.id
            if party == "agent" and self.offer_id and self.offer_id._is_open()
            else False,
            "pending_ids": pending.ids,
            "can_withdraw": party == "agent" and self._can_be_withdrawn(),
            "can_follow": party == "agent" and self.waiting_for == "agent",
            "follow_id": self._taken_up_by().id if party == "agent" else False,
            "has_agenda": self.state in ("agreed", "done"),
            "letter_ids": own_rows.filtered("answer").ids,
            "answers": [
                row._portal_values(with_reasons=party == "agent" or row in own_rows)
                for row in self.decision_ids
            ],
            "steps": [],
            "convention_id": convention.id if convention.state != "draft" else False,
        }
        values["turn"] = self._portal_turn(values)
        values["next"] = self._portal_next(values)
        values["steps"] = self._portal_steps(convention)
        return values
