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
                (
                    document._sealed_name_for(agent),
                    base64.b64decode(document.sealed_file),
                )
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
        """The papers in force that ``partner`` may know of: the agent's, and those of
        one's own organisations; as plain values. What is not sealed yet says who acts
        next, and is not given."""
        self.ensure_one()
        act_sudo = self.sudo()
        if act_sudo.state not in ("signed", "done"):
            return []
        papers_sudo = act_sudo.document_ids.filtered(
            lambda one: one.kind in PAPERS and not one.dropped_as
        )
        if act_sudo.state == "done":
            # Of an immersion that is over, nobody signs an order any more.
            papers_sudo = papers_sudo.filtered(
                lambda one: one.sealed_on or one.kind != "mission_order"
            )
        if papers_sudo and act_sudo.request_id.partner_id != partner:
            own = act_sudo.request_id._portal_organisations(partner)
            papers_sudo = papers_sudo.filtered(lambda one: one.issuer_id & own)
        return [one._portal_paper_values(partner) for one in papers_sudo]

    def _portal_paper(self, partner, document_id):
        """The sealed paper of this number (sudo) when ``partner`` may have it."""
        allowed = {
            one["id"] for one in self._portal_papers(partner) if one["sealed_on"]
        }
        return (
            self.env["mobility.document"]
            .sudo()
            .browse(document_id if document_id in allowed else [])
        )

    def _portal_turn(self, status, names):
        """Once the convention is signed, whose turn it is about its papers, for those
        who know of them."""
        turn = self._paper_turn() if self.state in ("signed", "done") else ""
        shown = turn and self._portal_papers(self.env.user.partner_id)
        if shown and turn == "order_refused":
            return self.env._(
                "The ordre de mission is not signed: the centre de gestion takes it up "
                "with the employer"
            )
        if shown and turn == "order":
            return self.env._(
                "Still to sign the ordre de mission: %s",
                ", ".join(one["still"] for one in shown if one["still"]),
            )
        if shown and turn == "attestation":
            return self.env._("The centre de gestion gives your attestation")
        return super()._portal_turn(status, names)


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    def _portal_paper_values(self, partner):
        """What ``partner`` reads of this paper, as plain values; the caller has checked
        that they may."""
        self.ensure_one()
        rows = self.signatory_ids.filtered(lambda row: row.state != "replaced")
        refused = rows.filtered(lambda row: row.state == "refused")[:1]
        pending = rows.filtered(lambda row: row.state == "pending")
        people = pending.filtered(lambda row: row.role == "signature")
        order = self._portal_order(partner)
        return {
            "id": self.id,
            "title": self.display_name,
            "version": self.version,
            "issuer": self.issuer_id.name or self.company_id.name,
            "giver": ", ".join(
                rows.filtered(lambda row: row.state == "signed").mapped("display_name")
            ),
            "sealed_on": self.sealed_on,
            "refused_by": refused.display_name if refused else "",
            "refused_on": refused.signed_on,
            "refused_own": refused.partner_id == partner,
            "reason": refused.refused_reason or "",
            "still": ", ".join(people.mapped("name")),
            "still_own": partner in people.partner_id,
            "visa_left": bool(pending - people),
            "row_id": people.filtered(lambda row: row.partner_id == partner)[:1].id,
            "correct": f"/my/conventions/{self.convention_id.id}/ordres/{self.id}"
            if order
            else "",
        }
