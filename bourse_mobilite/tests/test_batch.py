"""Many conventions in one go: some at once, many in the background, and what is told
of each."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models import mobility_batch_run
from ..models.guard import acting
from .batch_case import BatchCase

LOGGER = "odoo.addons.bourse_mobilite.models.mobility_batch_run"


@tagged("post_install", "-at_install")
class TestBatch(BatchCase):
    def test_five_are_done_at_once(self):
        acts = self.drafts(5)
        batch = self.batch_of(acts.action_freeze_many())
        self.assertEqual((batch.state, batch.progress), ("done", 100))
        self.assertEqual(
            (batch.total_count, batch.done_count, batch.failed_count), (5, 5, 0)
        )
        self.assertTrue(batch.finished_on)
        self.assertEqual(set(acts.mapped("state")), {"to_sign"})
        self.assertEqual(batch.user_id, self.adviser)

    def test_six_wait_for_the_background(self):
        acts = self.drafts(6)
        triggers = self.env["ir.cron.trigger"].search_count([])
        batch = self.batch_of(acts.action_freeze_many())
        self.assertEqual((batch.state, batch.progress), ("running", 0))
        self.assertEqual(set(acts.mapped("state")), {"draft"})
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers + 1)
        self.cron()
        self.assertEqual((batch.state, batch.progress), ("done", 100))
        self.assertEqual(set(acts.mapped("state")), {"to_sign"})

    def test_in_lots_with_progress(self):
        acts = self.drafts(7)
        batch = self.batch_of(acts.action_freeze_many())
        with patch.object(mobility_batch_run, "LOT", 3):
            self.cron(time_left=[1, 0])
            self.assertEqual(self.said, [(0, 7), (3, None), (3, None)])
            self.assertEqual((batch.state, batch.progress), ("running", 85))
            self.assertEqual(len(acts.filtered("document_id")), 6)
            made = acts.document_id
            self.cron()
        self.assertEqual(self.said[:2], [(0, 1), (1, None)])
        self.assertEqual((batch.state, batch.progress), ("done", 100))
        self.assertLessEqual(made, acts.document_id)
        self.assertEqual(len(acts.document_ids), 7)

    def test_nothing_is_left_to_do_the_next_time(self):
        self.drafts(6).action_freeze_many()
        self.cron()
        documents = self.env["mobility.document"].search_count([])
        self.cron()
        self.assertEqual(self.env["mobility.document"].search_count([]), documents)
        self.assertEqual(self.said, [(0, 0)])

    def test_those_that_miss_something_are_left_out_and_named(self):
        acts = self.drafts(6)
        acts[1].place = acts[1].tutor_id = False
        acting(acts[4].request_id.sudo()).ended_as = "cancelled"
        batch = self.batch_of(acts.action_freeze_many())
        self.cron()
        left = {
            line.convention_id: line.reason for line in batch.line_ids if line.reason
        }
        self.assertEqual(set(left), {acts[1].sudo(False), acts[4].sudo(False)})
        missing = acts[1].with_context(lang=self.adviser.lang)._missing()
        self.assertEqual(len(missing), 2)
        for label, _record in missing:
            self.assertIn(label, left[acts[1]])
        self.assertIn(acts[4].request_id.name, left[acts[4]])
        self.assertEqual((batch.done_count, batch.failed_count), (4, 2))
        # What was left out comes first.
        self.assertEqual(
            batch.line_ids.sorted().mapped("status"), ["failed"] * 2 + ["done"] * 4
        )
        self.assertFalse(acts[1].document_id | acts[4].document_id)

    def test_tried_again_once_mended(self):
        acts = self.drafts(3)
        tutor = acts[0].tutor_id
        acts[0].tutor_id = False
        batch = self.batch_of(acts.action_freeze_many())
        self.assertEqual(batch.failed_count, 1)
        acts[0].tutor_id = tutor
        again = self.batch_of(batch.with_user(self.adviser).action_retry())
        self.assertEqual(again.line_ids.convention_id, acts[0])
        self.assertEqual((again.done_count, again.failed_count), (1, 0))

    def test_two_people_start_the_same(self):
        acts = self.drafts(6)
        one = self.batch_of(acts.action_freeze_many())
        other = self.batch_of(acts.with_user(self.manager).action_freeze_many())
        self.cron()
        self.assertEqual(set(self.statuses(one).values()), {"done"})
        self.assertEqual(set(self.statuses(other).values()), {"already"})
        self.assertEqual(len(acts.document_ids), 6)
        self.assertEqual(other.already_count, 6)

    def test_each_signatory_is_asked_once(self):
        acts = self.drafts(6)
        acts.action_freeze_many()
        acts.action_freeze_many()
        before = self.env["mail.mail"].sudo().search([])
        self.cron()
        mails = self.env["mail.mail"].sudo().search([]) - before
        # The agent, the mayor of the employer and the one of the host, of each.
        self.assertEqual(len(mails), 18)
        self.assertEqual(
            len(set(mails.mapped("body_html"))), 18, "each has a link of its own"
        )

    @mute_logger(LOGGER)
    def test_what_nobody_foresaw_stops_one_alone(self):
        acts = self.drafts(6)
        bad = acts[2].id
        summary = self.env.registry["mobility.convention"]._summary

        def fail(act):
            if act.id == bad:
                raise ValueError("bad data")
            return summary(act)

        batch = self.batch_of(acts.action_freeze_many())
        with patch.object(self.env.registry["mobility.convention"], "_summary", fail):
            self.cron()
        statuses = self.statuses(batch)
        self.assertEqual(statuses.pop(bad), "failed")
        self.assertEqual(set(statuses.values()), {"done"})
        (line,) = batch.line_ids.filtered(lambda one: one.status == "failed")
        self.assertTrue(line.reason)
        self.assertNotIn("bad data", line.reason)

    def test_who_lost_the_right_meanwhile(self):
        acts = self.drafts(6)
        batch = self.batch_of(acts.action_freeze_many())
        self.adviser.group_ids = self.env.ref("base.group_user")
        self.cron()
        self.assertEqual(set(self.statuses(batch).values()), {"failed"})
        self.assertFalse(acts.sudo().document_id)

    def test_an_empty_choice_and_two_centres(self):
        acts = self.drafts(2)
        with self.assertRaisesRegex(UserError, "Tick"):
            acts.browse().action_freeze_many()
        other = self.env["res.company"].create({"name": "Autre CDG"})
        self.adviser.company_ids |= other
        acts.flush_recordset()
        self.env.cr.execute(
            "UPDATE mobility_convention SET company_id = %s WHERE id = %s",
            [other.id, acts[0].id],
        )
        acts.invalidate_recordset(["company_id"])
        both = acts.with_context(allowed_company_ids=self.adviser.company_ids.ids)
        with self.assertRaisesRegex(UserError, "several centres"):
            both.action_freeze_many()

    def test_the_one_that_is_deleted_meanwhile(self):
        acts = self.drafts(6)
        batch = self.batch_of(acts.action_freeze_many())
        acts[0].sudo().unlink()
        self.cron()
        self.assertEqual(
            (batch.state, batch.total_count, batch.done_count), ("done", 5, 5)
        )

    def test_who_may(self):
        acts = self.drafts(1)
        for user in (
            self.internal,
            self.agent,
            self.authority,
            self.tutor,
            self.public,
        ):
            for method in ("action_freeze_many", "action_give_visa_many"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(acts.with_user(user), method)()
        for user in (self.adviser, self.referent, self.manager):
            batches = self.env["mobility.batch"].with_user(user)
            with self.assertRaises(AccessError):
                batches.create(
                    {
                        "kind": "freeze",
                        "company_id": self.env.company.id,
                        "user_id": self.manager.id,
                    }
                )
        batch = self.batch_of(acts.action_freeze_many()).with_user(self.manager)
        for change in (
            lambda: batch.write({"state": "running"}),
            lambda: batch.line_ids.write({"status": "waiting"}),
            batch.unlink,
            batch.line_ids.unlink,
        ):
            with self.assertRaises(AccessError):
                change()

    def test_the_page_opens_and_leads_to_the_conventions(self):
        acts = self.drafts(2)
        batch = self.batch_of(acts.action_freeze_many())
        for user in (self.adviser, self.referent, self.manager):
            Form(batch.with_user(user))
        line = batch.line_ids[0].with_user(self.adviser)
        self.assertEqual(line.action_open()["res_id"], line.convention_id.id)
        domain = batch.with_user(self.adviser).action_conventions()["domain"]
        self.assertEqual(
            set(self.env["mobility.convention"].search(domain).ids), set(acts.ids)
        )
        self.assertTrue(batch.with_user(self.adviser).display_name)

    def test_old_lists_are_forgotten_and_nothing_else(self):
        acts = self.drafts(1)
        old, new = (self.batch_of(acts.action_freeze_many()) for _time in range(2))
        running = self.batch_of(self.drafts(6).action_freeze_many())
        past = fields.Datetime.now() - timedelta(days=91)
        acting(old).finished_on = acting(running).finished_on = past
        self.env["mobility.batch"]._gc_batches()
        self.assertEqual((old | new | running).exists(), new | running)
        self.assertTrue(acts.document_id.exists())
