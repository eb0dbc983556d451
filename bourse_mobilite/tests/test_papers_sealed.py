"""From the seal of the convention to the papers in the agent's hands, for real: PDFs,
signatures, seals."""

import base64

from odoo.tests import tagged

from .assessment_case import DAY, AssessmentCast
from .convention_case import squeezed
from .seal_case import SealCase, pdfsig


@tagged("post_install", "-at_install")
class TestPapersSealed(AssessmentCast, SealCase):
    # With a code, on the portal and on paper, as the tests of the seal sign.
    sign_all = SealCase.sign_all
    signed = SealCase.signed

    def papers(self):
        """The pass that writes them; the one of the seals has kept its patch away."""
        for act in self.env["mobility.convention"].search(
            self.env["mobility.convention"]._orders_domain()
        ):
            act._make_mission_orders()

    def test_the_order_then_the_attestation(self):
        document = self.sealed(render=True)
        convention = document.convention_id
        self.papers()
        order = convention._papers("mission_order")
        self.sign_all(order)
        before = self.mails()
        self.run_cron()
        self.assertTrue(order.sealed_on)
        sealed = base64.b64decode(order.sealed_file)
        self.assertTrue(sealed.startswith(base64.b64decode(order.frozen_file)))
        self.assertIn("Signature is Valid", pdfsig(sealed))
        mails = self.mails() - before
        agent = mails.filtered(
            lambda mail: mail.email_to == self.agent.partner_id.email_formatted
        )
        self.assertEqual(agent.attachment_ids.raw, sealed)
        self.assertNotIn(
            self.authority_host.partner_id.email,
            squeezed(str(mails.mapped("email_to"))),
        )
        self.assertTrue(convention._portal_papers(self.agent.partner_id))

        self.move_to(convention.request_id, self._today() - DAY)
        convention.request_id.action_done()
        convention._make_attestation()
        paper = convention._papers("attestation")
        paper.with_user(self.adviser).action_sign_for_cdg()
        self.run_cron()
        self.assertIn("Signature is Valid", pdfsig(base64.b64decode(paper.sealed_file)))
        self.assertEqual(paper.given_to_agent_on, self._today())
        found = convention._portal_papers(self.agent.partner_id)
        self.assertEqual({one["id"] for one in found}, set((order | paper).ids))
        for kept in (document, order, paper):
            events = kept.journal_ids.mapped("event")
            self.assertEqual(events[0], "frozen")
            self.assertIn("sealed", events)
