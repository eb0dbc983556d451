from datetime import date

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..rules.matching import spec
from .matching_case import MatchingCase


@tagged("post_install", "-at_install")
class TestMatching(MatchingCase):
    """What the database holds, ranked as the specification says."""

    def _twin(self, candidate, restricted=False, most=20):
        """The slow answer: every open offer, judged one by one."""
        agent = self.matching._agents(candidate, restricted)[0]
        company = candidate.company_id
        places = self.matching._places(self.matching._open_sql(company))
        weights = self.matching._weights(company)
        return self._ids(spec.rank(agent, places, weights, most))

    def _ids(self, ranked):
        return [(place.id, verdict.score) for place, verdict in ranked]

    def test_the_best_for_one_are_those_of_the_specification(self):
        """Though few offers are read: none that could be among the best is lost."""
        _offers, files = self._world(1, places=400, files=12)
        for most in (1, 5, 20):
            for candidate in files:
                found = self.matching._best_for(candidate, most)
                self.assertEqual(self._ids(found), self._twin(candidate, most=most))
                restricted = self.matching._best_for(candidate, most, restricted=True)
                self.assertEqual(
                    self._ids(restricted),
                    self._twin(candidate, restricted=True, most=most),
                )

    def test_the_best_for_each_are_those_of_one(self):
        _offers, files = self._world(2, places=60, files=30)
        each = dict(self.matching._best_for_each(files, self.env.company))
        self.assertEqual(list(each), files.ids)
        for candidate in files:
            alone = self.matching._best_for(candidate)
            self.assertEqual(self._ids(each[candidate.id]), self._ids(alone))
        self.assertTrue(any(each.values()))

    def test_what_a_file_and_an_offer_say_reaches_the_rules(self):
        accueil = self.env.ref("bourse_mobilite.metier_agent_accueil_mairie")
        near = accueil.near_metier_ids[:1]
        skill = self.skills[:1]
        level = skill.skill_type_id.skill_level_ids.filtered(
            lambda level: level.level_progress == 75
        )
        drive = self.env.ref("bourse_mobilite.condition_permis_b")
        today = fields.Date.today()
        line = Command.create({"skill_id": skill.id, "level_id": level.id})
        candidate = self.candidate
        candidate.write(
            {
                "target_metier_ids": [Command.set(near.ids)],
                "commune_id": self.env.ref("bourse_mobilite.commune_60057").id,
                "skill_line_ids": [line],
                "licence": "no",
                "free_from": fields.Date.add(today, days=3),
                "free_to": fields.Date.add(today, days=9),
                "restriction_ids": [Command.set(drive.ids)],
            }
        )
        offer = self._place(
            condition_ids=[Command.set(drive.ids)], skill_line_ids=[line]
        )
        self.env.flush_all()
        agent = self.matching._agents(candidate, restricted=True)[0]
        self.assertEqual(agent.metiers, set(near.ids))
        self.assertIn(accueil.id, agent.near)
        self.assertEqual(agent.skills, {skill.id: 75})
        self.assertEqual(agent.point, spec.point(*self._point("commune_60057")))
        self.assertIs(agent.licence, False)
        self.assertEqual(
            agent.window,
            (candidate.free_from.toordinal(), candidate.free_to.toordinal()),
        )
        self.assertEqual(agent.avoid, set(drive.ids))
        self.assertEqual(agent.own, {self.origin.mobility_siren})
        place = self._read(offer)
        self.assertTrue(place.drives)
        self.assertEqual(place.conditions, set(drive.ids))
        self.assertEqual(place.skills, {skill.id: 75})
        self.assertEqual(place.body, self.host.mobility_siren)
        self.assertEqual(place.categories, "C")
        self.assertEqual(place.filiere, accueil.filiere_id.id)
        self.assertEqual(place.first, 0)
        # Jours ouvrés alone.
        weekdays = {fields.Date.to_date(d).weekday() for d in self._days(place)}
        self.assertEqual(weekdays, {0, 1, 2, 3, 4})

    def _point(self, commune):
        commune = self.env.ref(f"bourse_mobilite.{commune}")
        return commune.latitude, commune.longitude

    def _days(self, place):
        return [fields.Date.to_date(self._date(day)) for day in place.open_days]

    def _date(self, ordinal):
        return date.fromordinal(ordinal)

    def _read(self, offer):
        return self.matching._places(SQL("offer.id = %s", offer.id))[0]

    def test_without_restrictions_unless_they_are_asked_for(self):
        drive = self.env.ref("bourse_mobilite.condition_permis_b")
        self.candidate.restriction_ids = drive
        self.env.flush_all()
        self.assertFalse(self.matching._agents(self.candidate)[0].avoid)

    def test_only_open_offers_of_the_same_centre_de_gestion(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        kept = self._place()
        self._place(state="draft")
        self._place(state="suspended")
        self._place(date_to=fields.Date.add(fields.Date.today(), days=-1))
        self._place(company_id=other.id)
        self.env.flush_all()
        found = self.matching._places(self.matching._open_sql(self.env.company))
        self.assertEqual([place.id for place in found], kept.ids)

    def test_an_offer_that_lost_its_commune_or_its_metier_is_not_lost(self):
        alone = self._place()
        alone.write({"commune_id": False, "metier_id": False})
        self.candidate.commune_id = self.env.ref("bourse_mobilite.commune_60057")
        self.env.flush_all()
        found = self.matching._best_for(self.candidate)
        self.assertEqual(self._ids(found), self._twin(self.candidate))
        self.assertEqual([place.id for place, _verdict in found], alone.ids)

    # Weights

    def test_a_new_version_of_the_weights_counts_from_now_on(self):
        before = self.matching._weights(self.env.company)
        new = self.env["mobility.weights"].with_user(self.manager)
        made = new.create({"why": "La distance compte davantage.", "distance": 60})
        after = self.matching._weights(self.env.company)
        self.assertEqual(after, before._replace(distance=60))
        self.assertEqual(made.version, 1, "the first one of this centre de gestion")
        again = new.create({"why": "Un peu moins.", "distance": 50})
        self.assertEqual(again.version, 2)
        with self.assertRaisesRegex(UserError, "never changed"):
            made.sudo().distance = 10
        with self.assertRaises(AccessError):
            made.distance = 10
        with self.assertRaisesRegex(UserError, "stay in the history"):
            made.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_weights_that_make_no_sense_are_refused(self):
        new = self.env["mobility.weights"]
        nothing = dict.fromkeys(spec.CRITERIA, 0)
        for vals in ({"metier": -1}, {"metier": 101}, nothing, {"days_wanted": 0}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                new.create({"why": "Essai", **vals})
        new.create({"why": "Aux limites", **dict(nothing, metier=100)})

    def test_an_adviser_reads_the_weights_and_makes_none(self):
        weights = self.env["mobility.weights"].with_user(self.adviser)
        self.assertTrue(weights.search([]).mapped("metier"))
        with self.assertRaises(AccessError):
            weights.create({"why": "Non"})
