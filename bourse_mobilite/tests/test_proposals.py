from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .matching_case import MatchingCase


@tagged("post_install", "-at_install")
class TestProposals(MatchingCase):
    """The list of an adviser: made, decided on, made again."""

    def setUp(self):
        super().setUp()
        self.offers, _files = self._world(5, places=40)
        self.candidate.write(
            {
                "commune_id": self.env.ref("bourse_mobilite.commune_60471").id,
                "radius_km": 100,
                "target_metier_ids": [Command.set(self.metiers[:3].ids)],
            }
        )
        self.as_adviser = self.candidate.with_user(self.adviser)

    def test_looking_keeps_what_made_each_place(self):
        self.as_adviser.action_find_places()
        proposals = self.as_adviser.proposal_ids
        self.assertEqual(len(proposals), 20)
        best = self.matching._best_for(self.candidate)
        self.assertEqual(
            proposals.mapped(lambda one: (one.offer_id.id, one.score)),
            [(place.id, verdict.score) for place, verdict in best],
        )
        for proposal, (_place, verdict) in zip(proposals, best, strict=True):
            self.assertEqual(tuple(proposal.points), verdict.points)
            self.assertEqual(
                proposal.weights_id,
                self.env["mobility.weights"]._in_force(self.env.company),
            )
            self.assertEqual(proposal.made_on, self._today())
            weights = proposal.weights_id._as_rules()
            self.assertEqual(
                proposal.score,
                sum(a * b for a, b in zip(proposal.points, weights, strict=False)),
            )

    def test_looking_again_brings_the_best_of_today(self):
        self.as_adviser.action_find_places()
        first = self.as_adviser.proposal_ids[0]
        first.offer_id.sudo().state = "closed"
        gone = first.offer_id
        self.as_adviser.action_find_places()
        self.assertNotIn(gone, self.as_adviser.proposal_ids.offer_id)
        self.assertEqual(len(self.as_adviser.proposal_ids), 20)

    def test_a_place_set_aside_does_not_come_back(self):
        self.as_adviser.action_find_places()
        first = self.as_adviser.proposal_ids[0]
        first.action_set_aside()
        self.assertEqual(first.decided_by_id, self.adviser)
        self.as_adviser.action_find_places()
        self.env.invalidate_all()
        self.assertNotIn(first.offer_id, self.as_adviser.proposal_ids.offer_id)
        first.action_take_back()
        self.assertFalse(first.decided_by_id)
        self.env.invalidate_all()
        self.assertIn(first, self.as_adviser.proposal_ids)

    def test_every_night_for_those_who_look(self):
        self.env["mobility.candidate"]._cron_find_places()
        self.assertFalse(self.candidate.proposal_ids)
        self.candidate.seeking = True
        self.env["mobility.candidate"]._cron_find_places()
        self.assertEqual(len(self.candidate.proposal_ids), 20)
        self.assertFalse(self.candidate2.proposal_ids)

    def test_nobody_writes_a_proposal_by_hand(self):
        self.as_adviser.action_find_places()
        first = self.as_adviser.proposal_ids[0]
        for vals in ({"score": 1}, {"state": "told"}, {"points": [0] * 9}):
            with self.assertRaises(AccessError):
                first.write(vals)
            with self.assertRaises(AccessError):
                first.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            first.with_user(self.manager).unlink()

    def test_the_facts_in_plain_words(self):
        self.as_adviser.action_find_places()
        for proposal in self.as_adviser.proposal_ids:
            km = proposal.facts["km"]
            self.assertIn(f"{km} km", f"{proposal.why_fits} {proposal.why_not}")
        said = " ".join(self.as_adviser.proposal_ids.mapped("why_fits"))
        self.assertIn("a métier aimed at", said)

    def test_the_list_of_an_adviser_is_the_same_whatever_must_be_avoided(self):
        """By content, number, order and id, and by who else could be counted."""

        def all_that_can_be_read():
            self.as_adviser.action_find_places()
            self.env.flush_all()
            self.env.invalidate_all()
            names = ["offer_id", "score", "points", "facts", "why_fits", "why_not"]
            return self.as_adviser.proposal_ids.read(names, load=None)

        without = all_that_can_be_read()
        self.candidate.restriction_ids = self.conditions
        with_all = all_that_can_be_read()
        for row in (*without, *with_all):
            row.pop("id")
        self.assertEqual(with_all, without)

    def test_the_referent_alone_reads_what_is_left_out(self):
        hurts = self.offers.condition_ids[:1]
        self.candidate.restriction_ids = hurts
        self.as_adviser.action_find_places()
        left_out = self.candidate.with_user(self.referent).places_left_out
        for place in self.candidate.proposal_ids.offer_id:
            self.assertEqual(
                place.name in left_out.replace(" :", "\n").split("\n"),
                hurts in place.condition_ids,
            )
        with self.assertRaises(AccessError):
            self.as_adviser.read(["places_left_out"])

    def test_the_adviser_proposes_a_place(self):
        self.as_adviser.action_find_places()
        first = self.as_adviser.proposal_ids[0]
        self.candidate.restriction_ids = hurts = self.conditions[:1]
        first.offer_id.sudo().condition_ids = hurts
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        first.action_tell()
        (mail,) = self.env["mail.mail"].search([("id", ">", last)])
        self.assertIn(self.agent.email, mail.email_to)
        for word in (first.offer_id.name, self.adviser.name):
            self.assertIn(word, mail.body_html)
        # Nothing of health goes into a mail, nor into what the adviser reads.
        self.assertNotIn(hurts.name, mail.body_html)
        self.assertFalse(mail.model or mail.res_id)
        self.assertEqual((first.state, first.decided_by_id), ("told", self.adviser))
        said = " ".join(self.as_adviser.message_ids.mapped("body"))
        self.assertIn(first.offer_id.name, said)
        self.assertNotIn(hurts.name, said)
        self.as_adviser.action_find_places()
        self.assertEqual(first.state, "told")
        first.action_tell()
        self.assertEqual(
            self.env["mail.mail"].search_count([("id", ">", last)]), 1, "pressed twice"
        )

    def test_a_place_already_asked_for_is_not_proposed(self):
        self.as_adviser.action_find_places()
        first, second = self.as_adviser.proposal_ids[:2]
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        place, other = first.offer_id, second.offer_id
        request = self.make_request(self.candidate, place)
        self.assertFalse(first.exists(), "asked for: off the list")
        self.assertTrue(second.exists())
        # Found again while the request is a draft: one does not write of it.
        self.as_adviser.action_find_places()
        again = self.as_adviser.proposal_ids.filtered(lambda row: row.offer_id == place)
        self.assertTrue(again)
        with self.assertRaisesRegex(UserError, request.name):
            again.action_tell()
        self.assertEqual(again.state, "found")
        self.assertFalse(self.env["mail.mail"].search_count([("id", ">", last)]))
        # The request of another agent forbids nothing.
        self.make_request(self.candidate2, other)
        self.env.invalidate_all()
        self.as_adviser.proposal_ids.filtered(
            lambda row: row.offer_id == other
        ).action_tell()
        self.assertTrue(self.env["mail.mail"].search_count([("id", ">", last)]))

    def test_a_place_that_closed_is_not_proposed(self):
        self.as_adviser.action_find_places()
        first = self.as_adviser.proposal_ids[0]
        first.offer_id.sudo().state = "closed"
        with self.assertRaisesRegex(UserError, "no longer open|n’est plus ouverte"):
            first.action_tell()
        self.assertEqual(first.state, "found")

    def test_nothing_is_proposed_to_a_mailbox_that_several_read(self):
        self.as_adviser.action_find_places()
        self.agent.partner_id.mobility_shared_mailbox = True
        with self.assertRaisesRegex(UserError, "mailbox of their own|boîte"):
            self.as_adviser.proposal_ids[0].action_tell()
