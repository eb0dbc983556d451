import base64

from odoo import models

_STOPPED = ("refused", "postponed", "withdrawn", "cancelled")


class MobilityDecision(models.Model):
    _inherit = "mobility.decision"

    def _people_written_to(self):
        """Who receives a mail about this request for the organisation: those who act
        for it today and have a mailbox of their own, never the agent who asks."""
        self.ensure_one()
        roles = self.env["mobility.role"]._current(
            self.organisation_id, "hr", "authority"
        )
        people = roles.partner_id - self.request_id.partner_id
        return people.filtered(lambda one: one._mobility_personal_mailbox())


class MobilityRequest(models.Model):
    """The mails of a request, each to one person."""

    _inherit = "mobility.request"

    def _mail_agent(self, decision):
        """Tell the agent that an answer has come, and what can be done next."""
        self.ensure_one()
        person = self.partner_id
        if not person.email:
            return
        request = self.with_context(lang=person.lang or self.env.lang)
        person._mobility_write_to(
            request.env._(
                "Your immersion request %s: an answer has come", request.name
            ),
            "bourse_mobilite.mail_decision_made",
            company=request.company_id,
            immersion=request,
            decision=decision.with_env(request.env),
            contact=request._contact_line(),
            url=request._portal_address(),
        )

    def _portal_address(self):
        """The page of the request for its agent; '' for one without an account, who
        would only meet a sign-in page."""
        self.ensure_one()
        if not self.partner_id.sudo().user_ids:
            return ""
        return f"{self.get_base_url()}/my/demandes/{self.id}"

    def _contact_line(self):
        """Whom the agent can talk to, with a phone number or an e-mail."""
        self.ensure_one()
        house = self.company_id
        person = self.adviser_id.partner_id or house.partner_id
        reached = person.phone or house.phone or person.email or house.email
        return ", ".join(part for part in (person.name, reached) if part)

    def _close_links(self, but=None):
        """The request stops: no link of it opens any more, and the people who had
        been asked learn that nothing is expected of them; no reason is given.

        :param but: the decision that stopped it; its organisation knows already
        """
        for request in self.sudo():
            rows = request.decision_ids
            self.env["mobility.link"]._revoke_for(rows)
            if not but and set(rows.mapped("answer")) & {"refused", "postponed"}:
                continue  # they were told on the day of that answer
            people = self.env["res.partner"]
            for row in rows - but if but else rows:
                people |= row._people_written_to()
            for person in people - but.author_id if but else people:
                request._mail_nothing_to_do(person)

    def _mail_nothing_to_do(self, person):
        self.ensure_one()
        request = self.with_context(lang=person.lang or self.env.lang)
        person._mobility_write_to(
            request.env._(
                "Immersion of %s: you have nothing more to do", request.candidate_name
            ),
            "bourse_mobilite.mail_nothing_to_do",
            company=request.company_id,
            immersion=request,
        )

    def _mail_agent_ended(self):
        """Tell the agent that the centre de gestion closed the request."""
        self.ensure_one()
        person = self.partner_id
        if not person.email:
            return
        request = self.with_context(lang=person.lang or self.env.lang)
        person._mobility_write_to(
            request.env._("Your immersion request %s stops here", request.name),
            "bourse_mobilite.mail_request_ended",
            company=request.company_id,
            immersion=request,
            contact=request._contact_line(),
            url=request._portal_address(),
        )

    def _tell_ended(self):
        """Tell everyone whom this ending concerns; a request that was never sent
        concerns nobody yet."""
        for request in self.sudo().filtered(
            lambda one: one.submitted_on and one.state in _STOPPED
        ):
            request._close_links()
            if self.env.user.partner_id != request.partner_id:
                request._mail_agent_ended()


class MobilityConvention(models.Model):
    _inherit = "mobility.convention"

    def _tell_signatories(self, document):
        """Send the frozen file to each person who signs it. What several people read
        receives nothing: the chatter says to whom the paper is to be given."""
        self.ensure_one()
        people = document.sudo().signatory_ids.partner_id
        told = people.filtered(lambda one: one._mobility_personal_mailbox())
        for person in told:
            self._mail_to_sign(person, document)
        others = people - told
        if others:
            self.sudo().message_post(
                body=self.env._(
                    "No e-mail of their own: please give the convention to %s in "
                    "another way.",
                    ", ".join(others.mapped("name")),
                )
            )

    def _mail_to_sign(self, person, document):
        self.ensure_one()
        act = self.sudo().with_context(lang=person.lang or self.env.lang)
        url = f"{act.get_base_url()}/my/conventions/{act.id}"
        person._mobility_write_to(
            act.env._("Convention %s: your signature is awaited", act.number),
            "bourse_mobilite.mail_convention_to_sign",
            company=act.company_id,
            attachments=[
                (document.frozen_name, base64.b64decode(document.sudo().frozen_file))
            ],
            convention=act,
            url=url if person.sudo().user_ids else "",
        )
