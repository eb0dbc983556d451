from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, warmup

from ..rules.matching import spec
from .matching_case import MatchingCase


@tagged("post_install", "-at_install")
class TestOfferAgents(MatchingCase):
    """The agents of a place: the list of an adviser, found from the offer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mobility.candidate"].search([]).seeking = False
        _offers, cls.files = cls._world(11, places=0, files=120)
        cls.files.seeking = True
        cls.place = cls._place(
            metier_id=cls.metiers[0].id,
            condition_ids=[Command.set(cls.conditions[:2].ids)],
        )
        cls.as_adviser = cls.place.with_user(cls.adviser)

    def _twin(self, most=20):
        """The slow answer: every file that looks, judged one by one."""
        looking = self.env["mobility.candidate"].search(
            [("seeking", "=", True)], order="id"
        )
        place, weights = self.matching._place_and_weights(self.place)
        ranked = spec.rank_agents(place, self.matching._agents(looking), weights, most)
        return [(looking.ids[rank], verdict) for rank, verdict in ranked]

    def _rows(self, offer=None):
        """The list as the web client reads it."""
        self.env.flush_all()
        self.env.invalidate_all()
        order = {"proposal_ids": {"order": "score desc, id"}}
        (read,) = (offer or self.as_adviser).web_read(order)
        return self.env["mobility.proposal"].browse(read["proposal_ids"])

    def test_the_best_agents_are_those_of_the_specification(self):
        for commune in (*self.communes[:6], self.communes.browse()):
            self.place.commune_id = commune
            self.env.flush_all()
            for most in (1, 20, 100):
                with self.subTest(commune.name, most=most):
                    found = self.matching._best_agents(self.place, most)
                    self.assertEqual(found, self._twin(most))
                    self.assertTrue(found)

    def test_a_file_without_commune_or_radius_is_not_lost(self):
        found = {}
        for commune in (self.place.commune_id, self.communes.browse()):
            self.files.write({"commune_id": commune.id, "radius_km": 0})
            found = self.matching._best_agents(self.place, 100)
            self.assertEqual(found, self._twin(100))
            self.assertTrue(found)

    def test_both_ways_the_row_is_the_same(self):
        self.as_adviser.action_find_agents()
        rows = self._rows()
        self.assertEqual(len(rows), 20)
        row, score, points = rows[0], rows[0].score, rows[0].points
        file = row.candidate_id
        file.action_find_places()
        self.assertIn(row, file.proposal_ids, "no second row for the same pair")
        self.assertEqual((row.score, row.points), (score, points))
        weights = row.weights_id._as_rules()
        self.assertEqual(
            row.score, sum(a * b for a, b in zip(row.points, weights, strict=False))
        )
        self.assertEqual((row.for_agent, row.for_offer), (True, True))
        self.assertEqual(rows.mapped("score"), sorted(rows.mapped("score"))[::-1])

    def test_one_way_does_not_fill_the_list_of_the_other(self):
        self.as_adviser.action_find_agents()
        rows = self._rows()
        file = rows[0].candidate_id
        self.assertFalse(file.proposal_ids)
        self.env["mobility.proposal"]._count_shown()
        self.assertEqual(self.place.shown_count, 0, "no agent was shown it")
        file.action_find_places()
        self.env["mobility.proposal"]._count_shown()
        self.assertEqual(self.place.shown_count, 1)
        # What one list no longer shows stays on the other.
        self.place.state = "suspended"
        file.action_find_places()
        self.env.invalidate_all()
        self.assertFalse(file.proposal_ids)
        self.assertIn(rows[0], self._rows())
        self.place.state = "published"
        file.action_find_places()
        rows[0].candidate_id.seeking = False
        self.as_adviser.action_find_agents()
        self.env.invalidate_all()
        self.assertNotIn(rows[0], self._rows())
        self.assertIn(rows[0], file.proposal_ids)

    def test_only_those_who_look_of_the_same_centre_de_gestion(self):
        first, second, third = (key for key, _verdict in self._twin()[:3])
        browse = self.files.browse
        browse(first).seeking = False
        browse(second).active = False
        other = self.env["res.company"].create({"name": "Autre CDG"})
        browse(third).company_id = other
        self.env.flush_all()
        found = {key for key, _verdict in self.matching._best_agents(self.place, 100)}
        self.assertFalse(found & {first, second, third})
        self.assertTrue(found)

    def test_looking_again_keeps_what_was_decided(self):
        self.as_adviser.action_find_agents()
        told, aside = self._rows()[:2].with_user(self.adviser)
        told.candidate_id.sudo().email = "moi.seule@personne.example.org"
        told.action_tell()
        aside.action_set_aside()
        self.as_adviser.action_find_agents()
        rows = self._rows()
        self.assertIn(told, rows)
        self.assertNotIn(aside, rows)
        self.assertEqual(told.state, "told")
        # It was proposed: the agent's own list shows it too.
        self.assertIn(told, told.candidate_id.proposal_ids)
        self.assertEqual(self.as_adviser.proposal_count, len(rows))
        action = self.as_adviser.action_open_agents()
        model = self.env[action["res_model"]].with_user(self.adviser)
        self.assertEqual(model.search(action["domain"]), rows)

    def test_the_adviser_proposes_the_place_from_the_offer(self):
        self.as_adviser.action_find_agents()
        row = self._rows()[0].with_user(self.adviser)
        file = row.candidate_id.sudo()
        file.email = "moi.seule@personne.example.org"
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        row.action_tell()
        (mail,) = self.env["mail.mail"].search([("id", ">", last)])
        self.assertIn(file.email, mail.email_to)
        self.assertIn(f"/immersions/{self.place.id}", mail.body_html)
        # Nothing of it is written on the offer, which its host reads.
        said = " ".join(self.place.message_ids.mapped("body"))
        self.assertNotIn(file.name, said)
        self.assertIn(self.place.name, " ".join(file.message_ids.mapped("body")))

    def test_an_offer_that_nobody_could_ask_for(self):
        for vals in (
            {"state": "suspended"},
            {"state": "published", "date_to": fields.Date.add(self._today(), days=-1)},
        ):
            self.place.write(vals)
            with self.assertRaisesRegex(UserError, "not open|n’est pas ouverte"):
                self.as_adviser.action_find_agents()

    def test_the_host_s_own_agents_and_those_who_asked_are_left_out(self):
        own, asked = (self.files.browse(key) for key, _verdict in self._twin()[:2])
        own.employer_id = self.host
        asked.employer_id = self.third
        self.submitted_request(asked, self.place)
        found = {key for key, _verdict in self.matching._best_agents(self.place, 100)}
        self.assertFalse(found & {own.id, asked.id})

    def test_the_list_is_the_same_whatever_must_be_avoided(self):
        def all_that_can_be_read():
            self.as_adviser.action_find_agents()
            rows = self._rows().with_user(self.adviser)
            names = ["candidate_id", "score", "points", "facts", "why_fits", "why_not"]
            read = rows.read(names, load=None)
            for row in read:
                row.pop("id")
            return read, self.as_adviser.proposal_count

        self.files.restriction_ids = False
        without = all_that_can_be_read()
        self.files.restriction_ids = self.conditions
        self.assertEqual(all_that_can_be_read(), without)

    def test_who_is_not_staff_neither_looks_nor_reads(self):
        self.as_adviser.action_find_agents()
        for user in (self.rh_host, self.authority_host, self.agent, self.internal):
            offer = self.place.with_user(user)
            for probe in (
                offer.action_find_agents,
                lambda offer=offer: offer.read(["proposal_ids"]),
                lambda offer=offer: offer.read(["proposal_count"]),
                lambda offer=offer: offer.search([("proposal_ids", "!=", False)]),
            ):
                with self.assertRaises(AccessError):
                    probe()

    @warmup
    def test_the_queries_of_the_list_do_not_grow(self):
        """Looking, then reading the list: for few agents and for sixty."""
        self.place.commune_id = False
        self.files.write({"commune_id": False, "free_from": False})
        self.env["mobility.employment"].search([]).employer_id = self.third
        for count in (5, 60):
            self.files.seeking = False
            self.files[:count].seeking = True
            self.matching._best_agents(self.place)
            with self.subTest(count), self.assertQueryCount(14):
                found = self.matching._best_agents(self.place)
            self.assertEqual(len(found), min(count, 20))
            self.as_adviser.action_find_agents()
            self.env.flush_all()
            names = ["candidate_id", "why_fits", "why_not", "state", "adviser_id"]
            spec_of = {name: {} for name in names}
            spec_of["candidate_id"] = spec_of["adviser_id"] = {
                "fields": {"display_name": {}}
            }
            domain = self.as_adviser.action_open_agents()["domain"]
            model = self.env["mobility.proposal"].with_user(self.adviser)
            model.web_search_read(domain, spec_of)
            self.env.invalidate_all()
            with self.subTest(count), self.assertQueryCount(4):
                read = model.web_search_read(domain, spec_of)
            self.assertEqual(read["length"], min(count, 20))
