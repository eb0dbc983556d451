"""The pages of a PPR have no accessibility error that axe can find."""

from odoo.tests import tagged

from . import test_portal_axe
from .ppr_pages_case import OWN, PprPagesCase


@tagged("post_install", "-at_install")
class TestPprAxe(PprPagesCase):
    look = test_portal_axe.TestAxe.look

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = test_portal_axe.axe_source()

    def test_the_agent_answers(self):
        ppr = self.notified()
        self.look(
            self.agent,
            "/my/mobilite",
            OWN,
            self.path(ppr, "/repondre"),
            self.path(ppr, "/repondre?choix=accord"),
            self.path(ppr, "/repondre?choix=refus"),
        )

    def test_the_agent_follows(self):
        old = self.live(self.notified(20, back=60), ("silence", self.day(1)))
        self.look(self.agent, self.path(old))
        self.live(old, ("close", self.day(0), {"outcome": "available"}))
        ppr = self.underway()
        self.placement(
            ppr, hours=21, place="Médiathèque", date_start=self.day(5), result="done"
        )
        ppr.review_ids.create(
            {"ppr_id": ppr.id, "date": self.day(1), "presence": "all"}
        )
        ppr.post_ids.create(
            {"ppr_id": ppr.id, "name": "Accueil", "proposed_on": self.day(1)}
        )
        ppr.with_user(self.referent).web_read({"state": {}})
        self.look(
            self.agent,
            OWN,
            self.path(ppr),
            self.path(ppr, "/repondre?choix=reclassement"),
            self.path(ppr, "/donnees"),
            self.path(ppr, "/lectures"),
        )
        self.look(self.rh, "/my/mobilite", "/my/ppr", f"/my/ppr/{ppr.id}")

    def test_the_time_is_over(self):
        ppr = self.notified(16, back=80)
        self.look(self.agent, self.path(ppr), self.path(ppr, "/repondre"))
        self.look(self.rh, "/my/ppr", f"/my/ppr/{ppr.id}")
        self.look(self.rh_host, "/my/ppr")
