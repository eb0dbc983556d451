from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import solicitation as rules
from .guard import civil_day

_MOST_FOUND = 30


class MobilityCampaign(models.Model):
    """Which employers are asked, and which must not be."""

    _inherit = "mobility.campaign"

    # Chosen by the matching

    def action_find_employers(self):
        """Add the employers whose places fit the agents best, the best first, then
        those who have already given a place in a métier aimed at.

        :raises UserError: no agent, or no employer was found
        """
        self.ensure_one()
        self.check_access("write")
        if not self.candidate_ids:
            raise UserError(self.env._("Choose the agents first."))
        found = self.sudo()._employers_that_fit() - self.employer_ids
        if not found:
            raise UserError(
                self.env._(
                    "No other employer was found: choose them in the list. The métiers "
                    "aimed at and the place where the agent lives help to find more."
                )
            )
        self.employer_ids |= found

    def _employers_that_fit(self):
        scores = {}
        for candidate in self.candidate_ids:
            found = self.env["mobility.matching"]._best_for(candidate, most=_MOST_FOUND)
            offers = self.env["mobility.offer"].browse(place.id for place, _v in found)
            for offer, (_place, verdict) in zip(offers, found, strict=True):
                host = offer.host_id
                scores[host] = max(scores.get(host, 0), verdict.score)
        best = sorted(scores, key=lambda host: (-scores[host], host.id))
        metiers = self.candidate_ids.target_metier_ids
        others = self.env["mobility.offer"].search(
            Domain("metier_id", "in", (metiers | metiers.near_metier_ids).ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "not in", ("draft", "submitted")),
            order="id desc",
        )
        hosts = self.env["res.partner"].browse(host.id for host in best)
        hosts = (hosts | others.host_id).filtered("active")
        reasons = self._why_not_each(hosts)
        return hosts.filtered(lambda host: host not in reasons)[:_MOST_FOUND]

    # To whom, and to whom not

    def _recipients(self, employers):
        """``{employer: (person, address)}`` of those who have a mailbox: the HR contact
        who reads a mailbox alone first, then the employer's own, then any other. A
        solicitation says nothing of health: several people may read it. Never one of
        the agents.
        """
        roles = self.env["mobility.role"].sudo()
        roles = roles.search(
            roles._current_domain("hr", "authority")
            & Domain("employer_id", "in", employers.ids)
            & Domain("partner_id", "not in", self.candidate_ids.partner_id.ids),
            order="id",
        )
        roles.partner_id.fetch(["email", "mobility_shared_mailbox"])
        held = roles.grouped("employer_id")
        found = {}
        for employer in employers:
            own = held.get(employer, roles.browse()).sorted(
                lambda role: role.kind != "hr"
            )
            alone = own.filtered(
                lambda role: role.kind == "hr"
                and role.partner_id._mobility_personal_mailbox()
            )
            for person in (*alone.partner_id, employer, *own.partner_id):
                if person.email_normalized:
                    found[employer] = person, person.email_normalized
                    break
        return found

    def _own_bodies(self):
        """The employers of the agents, and their legal persons: they learn nothing."""
        own = self.candidate_ids.employment_ids.employer_id
        return set(own.ids), set(own.mapped("mobility_siren")) - {False, ""}

    def _own_mailboxes(self):
        """The mailboxes that are read at an employer of one of the agents: its own,
        its services', and those of who decides there; for whichever employer they
        would be written to, they learn nothing."""
        if not self.candidate_ids:
            return set()
        ids, sirens = self._own_bodies()
        bodies = self.env["res.partner"].search(
            Domain("id", "in", list(ids)) | Domain("mobility_siren", "in", list(sirens))
        )
        roles = self.env["mobility.role"]
        held = roles.search(
            roles._current_domain("hr", "authority")
            & Domain("employer_id", "in", bodies.ids)
        )
        services = bodies.child_ids.filtered(lambda one: not one.is_company)
        people = bodies | services | held.partner_id
        return set(people.mapped("email_normalized")) - {False, ""}

    @api.model
    def _written_to_lately(self, employers):
        """``{employer id: [days]}`` of the mails of the last month, whoever wrote: a
        colleague to whom one was passed on is not one more."""
        today = civil_day(self)
        rows = (
            self.env["mobility.solicitation"]
            .sudo()
            .search_fetch(
                Domain("employer_id", "in", employers.ids)
                & Domain("mailed_on", ">", rules.written_since(today))
                & Domain("forwarded_from_id", "=", False),
                ["employer_id", "mailed_on"],
            )
        )
        days = {}
        for row in rows:
            days.setdefault(row.employer_id.id, []).append(row.mailed_on)
        return days

    def _why_not_each(self, employers, lately=None, recipients=None):
        """``{employer: reason}`` of those who cannot be written to today."""
        self.ensure_one()
        campaign = self.sudo()
        ids, sirens = campaign._own_bodies()
        own = campaign._own_mailboxes()
        if lately is None:
            lately = self._written_to_lately(employers)
        if recipients is None:
            recipients = campaign._recipients(employers)
        today = civil_day(self)
        most = campaign.company_id.mobility_solicitations_a_month
        reasons = {}
        for employer in employers.sudo():
            if campaign.state == "closed":
                reason = "closed"
            elif not employer.mobility_employer_kind or not employer.active:
                reason = "not_employer"
            elif employer.mobility_no_solicitation:
                reason = "opted_out"
            elif (
                employer.id in ids
                or employer.mobility_siren in sirens
                or (employer in recipients and recipients[employer][1] in own)
            ):
                reason = "own_employer"
            elif not rules.may_write(lately.get(employer.id, ()), today, most):
                reason = "too_many"
            elif employer not in recipients:
                reason = "no_mailbox"
            else:
                continue
            reasons[employer] = reason
        return reasons
