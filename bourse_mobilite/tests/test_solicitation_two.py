"""Two answers of one employer at the same second, as two real transactions."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .committed_case import CommittedCase
from .many_requests import many_employers


@tagged("post_install", "-at_install")
class TestSolicitationTwo(CommittedCase):
    def setUp(self):
        super().setUp()
        today = fields.Date.today()
        with self._environment() as env:
            employer = env["res.partner"].browse(many_employers(env, 1))
            campaign = acting(env["mobility.campaign"]).create(
                {
                    "name": "Printemps",
                    "user_id": env.ref("base.user_admin").id,
                    "answer_by": today + timedelta(days=20),
                    "state": "sent",
                }
            )
            row = acting(env["mobility.solicitation"]).create(
                {
                    "campaign_id": campaign.id,
                    "employer_id": employer.id,
                    "partner_id": employer.id,
                    "mailbox": "mairie@commune.example.org",
                    "state": "waiting",
                    "mailed_on": today,
                }
            )
            self.row = row.id
            env.cr.commit()

    def test_one_answer_is_kept_and_the_log_has_nothing_to_tell(self):
        def answer(choice, values):
            return lambda env: (
                env["mobility.solicitation"].browse(self.row)._answer(choice, values)
            )

        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            refusal = self._race(
                answer("yes", {"title": "Accueil", "capacity": 1}),
                answer("no", {"reason": "not_now"}),
            )
        self.assertIn("already given", refusal)
        with self._environment() as env:
            row = env["mobility.solicitation"].browse(self.row)
            self.assertEqual((row.state, row.reason), ("yes", False))
            self.assertEqual(len(row.offer_id), 1)

    def test_no_more_pressed_twice_at_once(self):
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            said = self._race(
                lambda env: env["mobility.solicitation"].browse(self.row)._stop(),
                lambda env: env["mobility.solicitation"].browse(self.row)._stop(),
            )
        self.assertEqual(said, "done")
        with self._environment() as env:
            row = env["mobility.solicitation"].browse(self.row)
            self.assertEqual(row.state, "opted_out")
            self.assertTrue(row.employer_id.mobility_no_solicitation)
