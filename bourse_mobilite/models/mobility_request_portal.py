from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ..rules.working_days import working_days


class RequestNotice(UserError):
    """The request can be sent, but something should be known first."""


class MobilityRequest(models.Model):
    """What a page shows of a request to someone who is not staff, and how an agent
    makes one. A page shows what `_portal_values` answers and nothing else."""

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
            lambda row: row.organisation_id in organisations
        )
        party = "agent" if request_sudo.partner_id == partner else rows[:1].party
        if not party:
            raise AccessError(self.env._("This request is not yours to read."))
        if party == "agent":
            # Nobody decides on an own request, whatever the roles held.
            rows = rows.browse()
        return request_sudo._portal_dict(party, rows, partner)

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
            "days": self._days_text(self.days),
            "submitted_on": self.submitted_on,
            "state": self.state,
            "state_label": states.get(self.state, ""),
            "waiting_for": self.waiting_for,
            "due_on": min(pending.filtered("due_on").mapped("due_on"), default=False)
            if pending
            else self.due_date,
            "my_turn": bool(pending),
            "my_signature": self.waiting_for == "signatories"
            and convention.document_id.state == "to_sign"
            and partner
            in convention.document_id.signatory_ids.filtered(
                lambda row: row.state == "pending"
            ).partner_id,
            # Where the same place can be asked for again.
            "offer_id": self.offer_id.id
            if party == "agent" and self.offer_id and self.offer_id._is_open()
            else False,
            "pending_ids": pending.ids,
            "can_withdraw": party == "agent" and self._can_be_withdrawn(),
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

    # Making a request

    @api.model
    def _create_from_portal(self, candidate, offer, values, confirmed=False):
        """Make and send the request of the logged-in agent; nothing is written when
        it is refused.

        :param dict values: ``date_start``, ``date_end`` and ``motivation``
        :param confirmed: the agent has read what should be known first
        :raises AccessError: the file is not the user's own
        :raises RequestNotice: it could be sent, but not everything is as it should
        :raises UserError: a rule refuses it
        """
        if not candidate or candidate.sudo().partner_id != self.env.user.partner_id:
            raise AccessError(
                self.env._("A request is made from one's own mobility file.")
            )
        if not offer or not offer.sudo()._is_open():
            raise UserError(self.env._("This offer is no longer published."))
        draft_sudo = self.sudo()._portal_draft(candidate, offer, values)
        draft_sudo._check_complete()
        draft_sudo._check_rules()
        draft_sudo._check_days_are_free()
        notices = [
            draft_sudo._finding_text(finding) for finding in draft_sudo._findings()
        ]
        if notices and not confirmed:
            raise RequestNotice("\n".join(notices))
        vals = self._portal_vals(candidate, offer, values)
        try:
            with self.env.cr.savepoint():
                request_sudo = self.sudo().create(vals)
                request_sudo.action_submit()
        except IntegrityError as error:
            # Two forms sent at once: the other one took the days meanwhile.
            raise ValidationError(
                self.env._("You already have an immersion on one of these days.")
            ) from error
        return self.browse(request_sudo.id)

    def _check_days_are_free(self):
        """Refuse a day on which the agent already has an immersion.

        :raises ValidationError: with these days
        """
        taken = self.env["mobility.day"].search(
            Domain("candidate_id", "=", self.candidate_id.id)
            & Domain("date", "in", self.day_ids.mapped("date"))
            & Domain("live", "=", True)
        )
        if taken:
            as_text = self.env["ir.qweb.field.date"].value_to_html
            raise ValidationError(
                self.env._(
                    "You already have an immersion or a request on %s. Choose other "
                    "dates, or withdraw the other request first.",
                    ", ".join(as_text(day, {}) for day in taken.mapped("date")),
                )
            )

    @api.model
    def _portal_vals(self, candidate, offer, values):
        candidate_sudo = candidate.sudo()
        today = fields.Date.context_today(self)
        regimes_sudo = self.env["mobility.regime"].sudo()
        return {
            "candidate_id": candidate.id,
            "company_id": candidate_sudo.company_id.id,
            "offer_id": offer.id,
            "regime_id": regimes_sudo._in_force(
                "pip", today, candidate_sudo.company_id
            ).id,
            "source": "portal",
            "motivation": values["motivation"],
            "date_start": values["date_start"],
            "date_end": values["date_end"],
        }

    @api.model
    def _portal_draft(self, candidate, offer, values):
        """The request as it would be, written nowhere: refusing it costs no number."""
        draft = self.new(self._portal_vals(candidate, offer, values))
        days = working_days(draft.date_start, draft.date_end, draft._department())
        draft.day_ids = [Command.create({"date": day}) for day in days]
        return draft
