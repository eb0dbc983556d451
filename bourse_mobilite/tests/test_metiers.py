"""The métiers as the CDG keeps them: near ones, offers, rights."""

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MobilityCase


@tagged("post_install", "-at_install")
class TestMetiers(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metiers = cls.env["mobility.metier"]
        cls.one, cls.two, cls.three = cls.metiers.create(
            [{"name": f"Métier d'essai {rank}"} for rank in "ABC"]
        )

    def _near(self, metier):
        metier.invalidate_recordset()
        return metier.with_context(active_test=False).near_metier_ids

    def test_near_is_stored_both_ways_at_creation(self):
        new = self.metiers.create(
            {"name": "Métier voisin", "near_metier_ids": [Command.set(self.one.ids)]}
        )
        self.assertEqual(self._near(self.one), new)

    def test_near_is_stored_both_ways_when_written(self):
        self.one.near_metier_ids = self.two | self.three
        self.assertEqual(self._near(self.two), self.one)
        self.assertEqual(self._near(self.three), self.one)
        self.two.near_metier_ids = [Command.link(self.three.id)]
        self.assertEqual(self._near(self.three), self.one | self.two)

    def test_what_is_taken_away_is_taken_away_there_too(self):
        self.one.near_metier_ids = self.two | self.three
        self.two.near_metier_ids = False
        self.assertEqual(self._near(self.one), self.three)
        self.one.near_metier_ids = [Command.unlink(self.three.id)]
        self.assertFalse(self._near(self.three))

    def test_several_written_at_once(self):
        (self.one | self.two).write({"near_metier_ids": [Command.set(self.three.ids)]})
        self.assertEqual(self._near(self.three), self.one | self.two)
        (self.one | self.three).write({"near_metier_ids": [Command.clear()]})
        for metier in (self.one, self.two, self.three):
            self.assertFalse(self._near(metier))

    def test_one_that_is_archived_keeps_its_neighbours(self):
        self.one.near_metier_ids = self.two
        self.two.active = False
        self.one.near_metier_ids = [Command.link(self.three.id)]
        self.assertEqual(self._near(self.one), self.two | self.three)
        self.assertEqual(self._near(self.two), self.one)

    def test_deleted_leaves_nothing(self):
        self.one.near_metier_ids = self.two
        self.one.unlink()
        self.assertFalse(self._near(self.two))

    def test_nothing_is_near_itself(self):
        with self.assertRaisesRegex(ValidationError, "Métier d'essai A"):
            self.one.near_metier_ids = self.one | self.two

    def test_rome_code_has_its_form(self):
        for code in ("A1203", "N4103", False):
            self.one.rome_code = code
            self.one.flush_recordset()
        for code in ("O1203", "A123", "A12034", "a1203", "M1602 ", ""):
            with (
                self.subTest(code=code),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.one.rome_code = code
                self.one.flush_recordset()

    def test_open_offers_are_counted_as_the_public_list_does(self):
        metier = self.offer.metier_id
        today = self._today()
        before = metier._open_offer_counts()[metier.id]
        values = {"host_id": self.host.id, "metier_id": metier.id}
        offers = self.env["mobility.offer"].create(
            [
                dict(values, name="Dernier jour", date_to=today),
                dict(values, name="Suspendue"),
                dict(values, name="Passée"),
                dict(values, name="Brouillon"),
            ]
        )
        offers[:3].action_publish()
        offers[1].action_suspend()
        offers[2].date_to = fields.Date.subtract(today, days=1)
        for user in (self.adviser, self.agent, self.internal, self.public):
            counts = metier.with_user(user)._open_offer_counts()
            self.assertEqual(counts[metier.id], before + 1, user.name)
        self.assertNotIn(self.one.id, counts)
        action = metier.with_user(self.adviser).action_open_offers()
        self.assertIn(offers[0], self.env["mobility.offer"].search(action["domain"]))
        self.assertEqual(
            self.env["mobility.offer"].search_count(action["domain"]),
            metier.with_user(self.adviser).open_offer_count,
        )

    def test_offers_of_another_cdg_are_not_counted(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        offer = self.offer.copy({"metier_id": self.one.id, "company_id": other.id})
        offer.action_publish()
        ours = self.metiers.with_user(self.agent)._open_offer_counts()
        self.assertNotIn(self.one.id, ours)
        theirs = self.metiers.with_company(other)._open_offer_counts()
        self.assertEqual(theirs, {self.one.id: 1})

    def test_counting_is_one_query(self):
        self.env.flush_all()
        self.metiers._open_offer_counts()
        with self.assertQueryCount(1):
            self.metiers._open_offer_counts()

    def test_a_new_offer_proposes_what_the_métier_demands(self):
        metier = self.env.ref("bourse_mobilite.metier_agent_espaces_verts")
        with Form(self.env["mobility.offer"].with_user(self.adviser)) as form:
            form.name = "Jardins de la ville"
            form.host_id = self.host
            form.metier_id = metier
        self.assertEqual(form.record.condition_ids, metier.condition_ids)
        self.assertEqual(form.record.skill_ids, metier.skill_ids)

    def test_the_words_of_the_host_are_not_replaced(self):
        metier = self.env.ref("bourse_mobilite.metier_agent_espaces_verts")
        own = self.env.ref("bourse_mobilite.condition_isole")
        with Form(self.env["mobility.offer"].with_user(self.adviser)) as form:
            form.name = "Jardins de la ville"
            form.host_id = self.host
            form.condition_ids.add(own)
            form.metier_id = metier
        self.assertEqual(form.record.condition_ids, own)
        self.assertEqual(form.record.skill_ids, metier.skill_ids)

    def test_an_offer_that_exists_is_left_alone(self):
        self.assertFalse(self.offer.condition_ids)
        with Form(self.offer.with_user(self.adviser)) as form:
            form.metier_id = self.env.ref("bourse_mobilite.metier_agent_espaces_verts")
        self.assertFalse(self.offer.condition_ids)
        self.assertFalse(self.offer.skill_ids)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_visitors_read_names_of_skills_and_nothing_more(self):
        metier = self.env.ref("bourse_mobilite.metier_agent_espaces_verts")
        for user in (self.public, self.agent):
            seen = metier.with_user(user)
            self.assertIn("Planter, semer et arroser", seen._page_skills())
            for refused in (
                lambda seen=seen: seen.read(["skill_ids"]),
                lambda seen=seen: seen.read(["training_ids"]),
                lambda seen=seen: seen.read(["open_offer_count"]),
                lambda seen=seen: seen.search([("skill_ids.name", "ilike", "a")]),
                lambda seen=seen: seen.env["hr.skill"].search([]),
            ):
                self.assertRaises(AccessError, refused)

    def test_words_are_looked_for_everywhere_a_visitor_reads(self):
        found = self.metiers.with_user(self.public)._page_list("TONDEUSE", 50)
        self.assertIn(self.env.ref("bourse_mobilite.metier_agent_espaces_verts"), found)
        self.assertEqual(found.env.su, False)
        self.assertEqual(found.env.user, self.public)
        every = self.metiers._page_list("", 1000)
        self.assertEqual(set(every), set(self.metiers.search([])))
        self.assertEqual(every[-3:], self.one | self.two | self.three)
        self.assertFalse(self.metiers._page_list("tondeuse introuvable", 50))
        self.assertEqual(len(self.metiers._page_list("", 5)), 5)

    def test_an_archived_métier_is_not_found(self):
        self.one.active = False
        listed = self.metiers.with_context(active_test=False)._page_list("essai", 50)
        self.assertEqual(listed, self.two | self.three)
