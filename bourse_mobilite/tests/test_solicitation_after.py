"""What becomes of an answer: a place that is proposed, a date that is forgotten."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .solicitation_pages_case import SolicitationPagesCase


@tagged("post_install", "-at_install")
class TestSolicitationAfter(SolicitationPagesCase):
    def test_a_place_given_is_read_over_then_proposed(self):
        accueil = self.env.ref("bourse_mobilite.metier_agent_accueil_mairie")
        self.candidate.target_metier_ids = accueil
        self._say("oui", **self._place())
        offer = self.row.offer_id
        proposal = self.env["mobility.proposal"].search([("offer_id", "=", offer.id)])
        proposal = proposal.with_user(self.adviser)
        # Nobody has said which métier it is: it is not another one.
        self.assertNotRegex(proposal.why_not or "", "another métier|autre métier")
        with self.assertRaisesRegex(UserError, "publish it first|publiez"):
            proposal.action_tell()
        self.assertEqual(proposal.state, "offered")
        offer.metier_id = accueil
        offer.with_user(self.adviser).action_publish()
        self.env.invalidate_all()
        self.assertEqual(proposal.points[0], 1000)
        weights = proposal.weights_id._as_rules()
        self.assertEqual(
            proposal.score,
            sum(a * b for a, b in zip(proposal.points, weights, strict=False)),
        )
        # What has changed since is read each time one looks.
        self.candidate.target_metier_ids = self.env["mobility.metier"].search(
            [("id", "!=", accueil.id), ("id", "not in", accueil.near_metier_ids.ids)],
            limit=1,
        )
        self.candidate.with_user(self.adviser).action_find_places()
        self.env.invalidate_all()
        self.assertEqual((proposal.state, proposal.points[0]), ("offered", 0))
        before = self.env["mail.mail"].sudo().search([])
        proposal.action_tell()
        (mail,) = self.env["mail.mail"].sudo().search([]) - before
        self.assertIn(self.agent.email, mail.email_to)
        self.assertEqual(proposal.state, "told")

    def test_who_says_no_after_later_is_not_asked_again(self):
        campaign = self.row.campaign_id
        day = campaign.answer_by + timedelta(days=10)
        for more in (0, 3):
            last = day + timedelta(days=more)
            self.assertEqual(self._say("plus-tard", later_on=str(last)), "later")
            # The day was changed: one thing to do, on the last one.
            self.assertEqual(campaign.activity_ids.mapped("date_deadline"), [last])
        self.assertEqual(self._say("non", reason="not_now"), "no")
        self.assertFalse(campaign.activity_ids)

    def test_nor_is_who_wants_no_more(self):
        campaign = self.row.campaign_id
        day = campaign.answer_by + timedelta(days=10)
        self._say("plus-tard", later_on=str(day))
        self.assertTrue(campaign.activity_ids)
        self._press_stop(f"{self.url}/stop")
        self.assertFalse(campaign.activity_ids)

    def test_what_staff_has_done_stays_done(self):
        campaign = self.row.campaign_id
        day = campaign.answer_by + timedelta(days=10)
        self._say("plus-tard", later_on=str(day))
        todo = campaign.activity_ids
        todo.with_user(self.adviser).action_done()
        self.assertEqual(self._say("non", reason="not_now"), "no")
        self.assertTrue(todo.exists())
