"""Two reminders, and then none; mails that come back; what a campaign brought."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .solicitation_case import SolicitationCase


@tagged("post_install", "-at_install")
class TestSolicitationReminders(SolicitationCase):
    """Two reminders, and then none; what comes back."""

    def setUp(self):
        super().setUp()
        self.row = self._row()

    def _night(self, days):
        """The nightly pass of the day ``days`` after the mail."""
        mailed = fields.Date.add(self._today(), days=-days)
        acting(self.row.campaign_id).write({"answer_by": mailed + timedelta(days=30)})
        acting(self.row).write({"mailed_on": mailed})
        self.env.flush_all()
        before = len(self._mails())
        rows = self.env["mobility.solicitation"]
        due = rows.search(
            rows._to_remind_domain(self._today())
            & fields.Domain("id", "=", self.row.id)
        )
        due._remind()
        return len(self._mails()) - before

    def test_after_a_week_and_before_the_end(self):
        self.assertEqual(self._night(6), 0)
        self.assertEqual(self._night(7), 1)
        self.assertEqual(self._night(7), 0)
        self.assertEqual(self._night(27), 0)

    def test_before_the_last_day(self):
        for days, mails in ((27, 0), (28, 1)):
            # The one of the first week has left.
            reminded = fields.Date.add(self._today(), days=7 - days)
            acting(self.row).reminded_on = reminded
            self.assertEqual(self._night(days), mails)
        self.assertEqual(self._night(28), 0)
        self.assertEqual(self.row.reminders, 1)

    def test_a_server_that_was_stopped_reminds_once(self):
        self.assertEqual(self._night(28), 1)
        self.assertEqual(self._night(28), 0)

    def test_none_when_it_is_of_no_use(self):
        for act in (
            lambda: self.row._answer("no", {"reason": "not_now"}),
            lambda: self.row.campaign_id.action_close(),
            lambda: self.row._stop(),
            lambda: self.host.write({"mobility_no_solicitation": True}),
            lambda: self.role_rh_host.write(
                {"date_end": fields.Date.add(self._today(), days=-1)}
            ),
        ):
            with self.env.cr.savepoint() as savepoint:
                act()
                self.assertEqual(self._night(7), 0)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(self._night(7), 1)

    def test_a_night_runs_them(self):
        self.assertIn(
            ("mobility.solicitation", "_remind"),
            [
                (rows._name, act)
                for rows, _domain, act in self.env["mobility.nightly"].sudo()._tasks()
            ],
        )

    def test_a_mail_that_comes_back_marks_the_row(self):
        mail = self._mails().filtered(
            lambda mail: mail.mobility_solicitation_id == self.row
        )
        mail._postprocess_sent_message([], [], "550 unknown", "mail_email_invalid")
        self.assertEqual(self.row.state, "bounced")
        self.assertIn("550", self.row.bounce_reason)
        campaign = self.row.campaign_id
        self.assertEqual(campaign.bounced_count, 1)
        # Corrected and tried again, it has left.
        mail.exists()._postprocess_sent_message([], [])
        self.assertEqual(self.row.state, "waiting")

    def test_their_server_sends_it_back(self):
        message = {
            "email_from": "mailer-daemon@commune.example.org",
            "to": "bounce@cdg.example.org",
            "message_id": "<1@commune.example.org>",
            "bounced_email": self.row.mailbox,
            "bounced_partner": self.env["res.partner"],
            "bounced_msg_ids": [],
            "bounced_message": self.env["mail.message"],
        }
        self.env["mail.thread"]._routing_handle_bounce(None, message)
        self.assertEqual(self.row.state, "bounced")
        # A link that was read all the same still answers.
        self.row._answer("no", {"reason": "no_tutor"})
        self.assertEqual(self.row.state, "no")

    def test_results(self):
        rows = self.row.campaign_id.solicitation_ids
        self.row._answer("no", {"reason": "not_now"})
        campaign = self.row.campaign_id
        self.assertEqual(len(rows), 2)
        self.assertEqual((campaign.asked_count, campaign.no_count), (2, 1))
        self.assertIn("50 %", campaign.answered)
