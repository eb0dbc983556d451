"""kill -9 while the mails of a campaign leave: a real process on rows that are really
committed, removed afterwards."""

import signal
from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .committed_case import CommittedCase
from .many_requests import many_employers

EMPLOYERS, BATCH = 7, 3
_LEAVE = "mobility_campaign_send:MobilitySolicitation._leave"
_COMMIT = "odoo.addons.base.models.ir_cron:IrCron._commit_progress"


@tagged("post_install", "-at_install")
class TestSolicitationKill(CommittedCase):
    def setUp(self):
        super().setUp()
        today = fields.Date.today()
        with self._environment() as env:
            employers = many_employers(env, EMPLOYERS)
            campaign = env["mobility.campaign"].create(
                {
                    "name": "Semaine",
                    "kind": "week",
                    "user_id": env.ref("base.user_admin").id,
                    "employer_ids": [Command.set(employers)],
                    "answer_by": today + timedelta(days=20),
                    "deposit_until": today + timedelta(days=20),
                    "publication_until": today + timedelta(days=30),
                    "choice_until": today + timedelta(days=50),
                    "conventions_until": today + timedelta(days=140),
                    "week_from": today + timedelta(days=150),
                    "week_to": today + timedelta(days=154),
                }
            )
            self.campaign, self.employers = campaign.id, employers
            env.cr.commit()

    def _send(self):
        with self._environment() as env:
            env["mobility.campaign"].browse(self.campaign).action_send()
            env.cr.commit()

    def _cron(self, *death):
        return self._process("cron_solicit", {"mobility_nightly:BATCH": BATCH}, *death)

    def _assert_done(self, count):
        """The first ``count`` employers have one mail and one link, the others wait."""
        states = [
            state
            for (state,) in self._query(
                "SELECT state FROM mobility_solicitation WHERE campaign_id = %s"
                " ORDER BY id",
                self.campaign,
            )
        ]
        self.assertEqual(states, ["waiting"] * count + ["queued"] * (EMPLOYERS - count))
        mails = Counter(
            address
            for (address,) in self._query(
                "SELECT email_to FROM mail_mail WHERE id > %s", self.kept["mail_mail"]
            )
        )
        self.assertEqual((set(mails.values()), mails.total()), ({1}, count))
        (links,) = self._query(
            "SELECT count(*), count(DISTINCT res_id) FROM mobility_link WHERE id > %s",
            self.kept["mobility_link"],
        )
        self.assertEqual(links, (count, count))

    def test_killed_twice_nobody_is_forgotten_nor_written_to_twice(self):
        self._send()
        status, said = self._cron(_LEAVE, 2)  # written, not committed
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(BATCH)
        status, said = self._cron(_COMMIT, 2)  # the first one counts
        self.assertEqual(status, -signal.SIGKILL, said)
        self._assert_done(2 * BATCH)
        for _time in range(2):
            status, said = self._cron()
            self.assertEqual(status, 0, said)
            self._assert_done(EMPLOYERS)

    def test_two_people_send_at_the_same_second(self):
        def press(env):
            env["mobility.campaign"].browse(self.campaign).action_send()

        with mute_logger("odoo.sql_db"):
            said = self._race(press, press)
        self.assertNotEqual(said, "done")
        ((rows,),) = self._query(
            "SELECT count(*) FROM mobility_solicitation WHERE campaign_id = %s",
            self.campaign,
        )
        self.assertEqual(rows, EMPLOYERS)

    def test_two_answers_at_the_same_second_make_one_place(self):
        self._send()
        status, said = self._cron()
        self.assertEqual(status, 0, said)
        ((row,),) = self._query(
            "SELECT min(id) FROM mobility_solicitation WHERE campaign_id = %s",
            self.campaign,
        )

        def answer(env):
            env["mobility.solicitation"].browse(row)._answer(
                "yes", {"title": "Une place", "capacity": 1}
            )

        with mute_logger("odoo.sql_db"):
            said = self._race(answer, answer)
        self.assertNotEqual(said, "done")
        ((offers,),) = self._query(
            "SELECT count(*) FROM mobility_offer WHERE id > %s",
            self.kept["mobility_offer"],
        )
        self.assertEqual(offers, 1)
