"""30, 10 and 1 days before each last day, the referent is told; nobody else learns."""

from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ppr_case import PprCase

DAY = timedelta(days=1)
DUE = date(2026, 5, 16)
_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestPprAlerts(PprCase):
    def setUp(self):
        super().setUp()
        self.ppr = self.make_ppr()
        self.todo = self.env["mail.activity"].sudo()

    def night(self, day):
        with self.on(day):
            self.env["mobility.ppr"]._night()
            self.env.invalidate_all()
        return self.todo.search([("user_id", "=", self.referent.id)])

    def test_on_three_days_and_no_other(self):
        told, seen = {}, self.todo.browse()
        day = date(2026, 3, 17)
        while day <= DUE + 3 * DAY:
            new = self.night(day) - seen
            if new:
                told[day] = new.summary
            seen |= new
            day += DAY
        self.assertEqual(list(told), [DUE - 30 * DAY, DUE - 10 * DAY, DUE - DAY])
        self.assertIn("30", told[DUE - 30 * DAY])

    def test_twice_the_same_night_tells_once(self):
        one = self.night(DUE - 10 * DAY)
        self.assertEqual(self.night(DUE - 10 * DAY), one)
        self.assertEqual(len(one), 1)
        self.assertEqual(one.date_deadline, DUE)

    def test_after_a_stop_the_last_alert_alone(self):
        self.assertIn("demain", self.night(DUE - DAY).summary)

    def test_what_is_answered_is_taken_away(self):
        self.assertTrue(self.night(DUE - 10 * DAY))
        self.live(
            self.ppr,
            ("propose", date(2026, 5, 7)),
            ("accept", date(2026, 5, 7)),
            ("notify", date(2026, 5, 8), {"proof": "handed"}),
        )
        self.assertFalse(self.night(date(2026, 5, 9)))

    def test_another_referent_takes_over(self):
        self.night(DUE - 10 * DAY)
        other = self._cast_user(
            "referente.deux", "Rose Relais", "bourse_mobilite.group_mobility_ppr"
        )
        self.ppr.referent_id = other
        self.assertFalse(self.night(DUE - 9 * DAY))

    @mute_logger(*_QUIET)
    def test_it_names_nobody_and_its_owner_alone_reads_it(self):
        activity = self.night(DUE - 10 * DAY)
        self.assertFalse(activity.res_model or activity.res_id or activity.res_name)
        words = f"{activity.summary} {activity.note} {activity.display_name}"
        for secret in ("PPR", "Durand", "Aurélie", "Origine", "période"):
            self.assertNotIn(secret, words)
        for role in ("adviser", "manager", "internal", "agent", "rh"):
            rows = self.env["mail.activity"].with_user(getattr(self, role))
            with self.assertRaises(AccessError):
                rows.browse(activity.id).read(["summary"])
        for role in ("adviser", "manager"):
            user = getattr(self, role)
            self.assertFalse(self.env["mail.activity"].with_user(user).search([]))
            self.assertFalse(
                self.env["res.users"].with_user(user)._get_activity_groups()
            )
        groups = self.env["res.users"].with_user(self.referent)._get_activity_groups()
        self.assertEqual([group["model"] for group in groups], ["mail.activity"])

    def test_no_mail_of_an_activity_leaves(self):
        """The employer, whose last day it is, has a mail that says nothing."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        before = self.env["mail.mail"].sudo().search([])
        messages = self.env["mail.message"].sudo().search([])
        self.night(DUE - 10 * DAY)
        mails = self.env["mail.mail"].sudo().search([]) - before
        self.assertTrue(all(mails.mapped("mobility_private")))
        self.assertNotIn(self.referent.email, str(mails.mapped("email_to")))
        new = self.env["mail.message"].sudo().search([]) - messages
        new -= mails.mail_message_id
        self.assertFalse(new.read(["body", "subject", "model", "res_id", "author_id"]))

    def test_who_left_the_group_is_not_told(self):
        self.referent.group_ids -= self.env.ref("bourse_mobilite.group_mobility_ppr")
        self.assertFalse(self.night(DUE - 10 * DAY))

    def test_an_open_leave_pushes_the_end_each_night(self):
        ppr = self.underway_ppr(self.candidate2)
        self.live(ppr, ("suspend", date(2026, 6, 1)))
        self.assertEqual(ppr.date_end, date(2027, 3, 16))
        self.night(date(2026, 6, 10))
        self.assertEqual(ppr.date_end, date(2027, 3, 25))
        self.assertTrue(ppr.provisional)

    def test_what_is_overdue_comes_first(self):
        other = self.underway_ppr(self.candidate2)
        self.night(date(2026, 6, 1))
        files = self.env["mobility.ppr"].with_user(self.referent)
        with self.on(date(2026, 6, 1)):
            self.assertEqual(files.search([]), self.ppr + other)
            late = files.search([("next_date", "<", "today")])
            self.assertEqual(late, self.ppr)
            self.assertEqual(self.ppr.days_late, 16)
            self.assertEqual(
                files.search([("next_date", "<=", "today +30d")]), self.ppr
            )
