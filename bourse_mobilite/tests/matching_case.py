"""A small territory with places and files, for the tests of the matching."""

import random

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from .common import MobilityCast


class MatchingCase(MobilityCast, TransactionCase):
    """The cast, and ``_world()``: places and files that differ in everything that
    counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast()
        # The offers of the cast and of the demonstration stay out of the way.
        cls.env["mobility.offer"].search([]).state = "closed"
        cls.matching = cls.env["mobility.matching"]
        cls.metiers = cls.env["mobility.metier"].search([], limit=12)
        cls.communes = cls.env["mobility.commune"].search(
            [("department_code", "=", "60")], limit=80
        )
        cls.skills = cls.env["hr.skill"].search([], limit=10)
        cls.conditions = cls.env["mobility.condition"].search([])

    @classmethod
    def _place(cls, **vals):
        """A published offer in Lassigny, as an agent d'accueil unless said."""
        accueil = cls.env.ref("bourse_mobilite.metier_agent_accueil_mairie")
        return cls.env["mobility.offer"].create(
            {
                "name": "Accueil",
                "host_id": cls.host.id,
                "metier_id": accueil.id,
                "state": "published",
                "published_on": fields.Date.today(),
                **vals,
            }
        )

    @classmethod
    def _world(cls, seed, places, files=0):
        """Draw offers and files; answer both."""
        rng = random.Random(seed)
        hosts = cls.origin | cls.host | cls.third
        today = fields.Date.today()
        offers = cls.env["mobility.offer"].create(
            [
                {
                    "name": f"Place {number}",
                    "host_id": rng.choice(hosts).id,
                    "metier_id": rng.choice(cls.metiers).id,
                    "commune_id": rng.choice(cls.communes).id,
                    "condition_ids": [Command.set(cls._some(rng, cls.conditions, 4))],
                    "skill_line_ids": cls._skills(rng),
                    "date_from": rng.choice((False, fields.Date.add(today, days=40))),
                    "date_to": rng.choice((False, fields.Date.add(today, days=43))),
                    "state": "published",
                }
                for number in range(places)
            ]
        )
        partners = cls.env["res.partner"].create(
            [{"name": f"Agent {number}"} for number in range(files)]
        )
        candidates = cls.env["mobility.candidate"].create(
            [
                {
                    "partner_id": partner.id,
                    "commune_id": rng.choice((*cls.communes.ids, False)),
                    "radius_km": rng.choice((0, 10, 30)),
                    "licence": rng.choice((False, "yes", "no")),
                    "target_metier_ids": [Command.set(cls._some(rng, cls.metiers, 3))],
                    "restriction_ids": [Command.set(cls._some(rng, cls.conditions, 3))],
                    "skill_line_ids": cls._skills(rng),
                    "free_from": rng.choice((False, fields.Date.add(today, days=20))),
                    "cadre_id": rng.choice(cls.env["mobility.cadre"].search([])).id,
                    "employer_id": rng.choice(hosts).id,
                }
                for partner in partners
            ]
        )
        cls.env.flush_all()
        return offers, candidates

    @classmethod
    def _some(cls, rng, records, most):
        return rng.sample(records.ids, rng.randint(0, most))

    @classmethod
    def _skills(cls, rng):
        return [
            Command.create(
                {
                    "skill_id": skill.id,
                    "level_id": rng.choice(skill.skill_type_id.skill_level_ids).id,
                }
            )
            for skill in rng.sample(list(cls.skills), rng.randint(0, 5))
        ]
