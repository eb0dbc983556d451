"""Two worlds, with and without restrictions: whoever is neither the agent nor the PPR
referent must read the same in both."""

from .offer_agents_case import OfferAgentsCast
from .solicitation_pages_case import SolicitationPagesCase
from .two_worlds import TwoWorlds

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model",
         "odoo.models", "odoo.http")  # fmt: skip
# Who reads names by right.
STAFF = ("adviser", "manager")
CONDITION = "Ne pas soulever de zibeline"
NAME = "Wilhelmine Quetzal"


class MatchingLeakCase(TwoWorlds, OfferAgentsCast, SolicitationPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast_offer_agents()
        cls.env["mobility.offer"].search([("id", "!=", cls.offer.id)]).state = "closed"
        cls.condition = cls.env["mobility.condition"].create(
            {"name": CONDITION, "code": "zibeline"}
        )
        # The only difference that the condition could make: all places ask for it.
        cls.heavy = cls.offer.copy({"name": "Une autre place"})
        (cls.offer | cls.heavy).condition_ids = cls.condition
        cls.heavy.action_publish()
        cls.files = cls._looking(6)
        cls.marked = cls.files[0]
        cls.marked.partner_id.name = NAME
        cls.env["res.users"].search([]).mobility_digest = "never"
        cls.adviser.mobility_digest = "weekly"

    def worlds(self, play):
        """What ``play`` answers without and with restrictions, from the same start."""

        def world(restrictions):
            # By who may: the name of a referent on a file would tell something.
            if restrictions:
                self.files.with_user(self.referent).restriction_ids = restrictions
            self.env.flush_all()
            return play()

        return self.play_worlds(
            lambda: world(self.condition.browse()), lambda: world(self.condition)
        )

    def look(self):
        """Everything that the matching writes, from both sides."""
        files = self.files.with_user(self.adviser)
        files.action_find_places()
        for offer in self.offer | self.heavy:
            offer.with_user(self.adviser).action_find_agents()
        self.env["mobility.proposal"]._count_shown()
        self.env.flush_all()
