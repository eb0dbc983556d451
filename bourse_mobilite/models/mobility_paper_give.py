import base64

from odoo import models

from .guard import act_day, acting
from .mobility_paper import PAPERS
from .mobility_paper_make import VISA


class MobilityConvention(models.Model):
    """Giving the sealed papers to the agent, and to who issued them."""

    _inherit = "mobility.convention"

    def _give_paper(self, document):
        """The sealed paper, to its agent; who has no mailbox receives it from staff."""
        self.ensure_one()
        act = self.sudo()
        if document.kind == "attestation":
            act.activity_unlink([VISA])
        agent = act.request_id.partner_id
        letter = {
            "person": agent,
            "template": "bourse_mobilite.mail_paper",
            "record": document,
            "company": document.company_id,
            "values": {"url": act._paper_address()},
            "attachments": [
                (document.frozen_name, base64.b64decode(document.sealed_file))
            ],
        }
        if agent._mobility_personal_mailbox():
            self.env["res.partner"]._mobility_write_all([letter])
            acting(document.sudo()).write({"given_to_agent_on": act_day(self)})
            return
        act.message_post(
            body=self.env._(
                "%(paper)s is sealed. No e-mail of their own: please give it to "
                "%(agent)s in another way.",
                paper=document.display_name,
                agent=agent.name,
            )
        )

    def _paper_address(self):
        """The page of the convention, for an agent with an account."""
        if not self.request_id.partner_id.user_ids:
            return ""
        return f"{self.get_base_url()}/my/conventions/{self.id}"

    def _portal_papers(self, partner):
        """The sealed papers that ``partner`` may have: the agent's, and those that
        one's own organisation has signed; as plain values."""
        self.ensure_one()
        act_sudo = self.sudo()
        if act_sudo.state not in ("signed", "done"):
            return []
        papers_sudo = act_sudo.document_ids.filtered(
            lambda one: one.kind in PAPERS and one.sealed_on and not one.dropped_as
        )
        if act_sudo.request_id.partner_id != partner:
            own = act_sudo.request_id._portal_organisations(partner)
            papers_sudo = papers_sudo.filtered(lambda one: one.issuer_id & own)
        return [
            {
                "id": one.id,
                "title": one.display_name,
                "issuer": one.issuer_id.name or one.company_id.name,
                "sealed_on": one.sealed_on,
            }
            for one in papers_sudo
        ]

    def _portal_paper(self, partner, document_id):
        """The sealed paper of this number (sudo) when ``partner`` may have it."""
        allowed = {one["id"] for one in self._portal_papers(partner)}
        return (
            self.env["mobility.document"]
            .sudo()
            .browse(document_id if document_id in allowed else [])
        )
