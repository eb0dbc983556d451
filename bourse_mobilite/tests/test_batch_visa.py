"""The visa of the centre de gestion, given to many conventions in one go."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestVisaBatch(BatchCase):
    def test_given_to_many(self):
        acts = self.signed_drafts(6)
        batch = self.batch_of(acts.action_give_visa_many())
        self.assertEqual(batch.state, "running")
        self.cron()
        self.assertEqual(set(self.statuses(batch).values()), {"done"})
        visas = acts.signatory_ids.filtered(lambda row: row.role == "visa")
        self.assertEqual(set(visas.mapped("state")), {"signed"})
        self.assertEqual(visas.partner_id, self.adviser.partner_id)
        self.assertEqual(set(acts.mapped("state")), {"signed"})
        for document in acts.document_id:
            line = document.journal_ids.filtered(
                lambda one: one.event == "signed"
            ).sorted("rank")[-1:]
            self.assertEqual(line.user_id, self.adviser)
            self.assertIn(self.adviser.login, line.details["identity"])

    def test_those_that_do_not_wait_for_it(self):
        acts = self.signed_drafts(1) + self.drafts(3)
        draft, waiting, refused = acts[1:]
        (waiting + refused).action_freeze()
        refused.signatory_ids[0]._refuse("Absente.", {})
        batch = self.batch_of(acts.action_give_visa_many())
        reasons = {line.convention_id.id: line.reason for line in batch.line_ids}
        self.assertEqual(
            self.statuses(batch),
            {
                acts[0].id: "done",
                draft.id: "failed",
                waiting.id: "failed",
                refused.id: "failed",
            },
        )
        self.assertIn(draft.number, reasons[draft.id])
        self.assertIn(self.authority.name, reasons[waiting.id])
        self.assertTrue(reasons[refused.id])
        again = self.batch_of(acts[0].action_give_visa_many())
        self.assertEqual(self.statuses(again), {acts[0].id: "already"})

    def test_one_by_one_it_says_why_not(self):
        act = self.drafts(1)
        with self.assertRaisesRegex(UserError, "draft"):
            act.action_give_visa()
        act.action_freeze()
        with self.assertRaisesRegex(UserError, self.authority.name):
            act.action_give_visa()
        for user in (self.internal, self.agent, self.authority):
            with self.assertRaises(AccessError):
                act.with_user(user).action_give_visa()
