"""Many conventions in one go: some at once, many in the background, and what is told
of each."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models import mobility_batch_run
from ..models.guard import acting
from .common import MobilityCase, small_pdf

LOGGER = "odoo.addons.bourse_mobilite.models.mobility_batch_run"


class BatchCase(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 50
        model = cls.env.registry["mobility.convention"]
        cls.startClassPatcher(
            patch.object(
                model,
                "_render_pdfs",
                lambda acts, editions=None: {
                    act.id: small_pdf(act.number) for act in acts
                },
            )
        )

    def drafts(self, count):
        """A draft for as many new agents, as the adviser sees them."""
        acts = self.env["mobility.convention"]
        for rank in range(count):
            person = self.env["res.partner"].create(
                {"name": f"Agent {rank}", "email": f"agent.{rank}@example.org"}
            )
            file = self.env["mobility.candidate"].create(
                {
                    "partner_id": person.id,
                    "adviser_id": self.adviser.id,
                    "employer_id": self.origin.id,
                    "cadre_id": self.candidate.cadre_id.id,
                    "commune_id": self.origin.mobility_commune_id.id,
                }
            )
            request = self.agreed_request(file)
            request.action_make_convention()
            acts |= request._convention()
        return acts.with_user(self.adviser)

    def signed_drafts(self, count):
        """As many conventions where only the visa is left."""
        acts = self.drafts(count)
        acts.action_freeze()
        for row in acts.signatory_ids.filtered(lambda row: row.role == "signature"):
            row._sign("portal", {}, row.name)
        return acts

    def batch_of(self, action):
        self.assertEqual(action["res_model"], "mobility.batch")
        batch = self.env["mobility.batch"].browse(action["res_id"])
        self.assertTrue(batch)
        return batch

    @contextmanager
    def _without_commit(self, time_left=None):
        """The cursor of a test cannot commit; ``said`` keeps what the cron would."""
        left = iter(time_left or ())
        self.said = []

        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.flush_all()
            cron.env.invalidate_all()
            self.said.append((processed, remaining))
            return next(left, 100) if processed else 100

        with patch.object(self.env.registry["ir.cron"], "_commit_progress", commit):
            yield

    def cron(self, **options):
        with self._without_commit(**options):
            self.env["mobility.batch"]._cron_run()

    def statuses(self, batch):
        batch.invalidate_recordset()
        return {line.convention_id.id: line.status for line in batch.line_ids}


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


@tagged("post_install", "-at_install")
class TestVisaBatch(BatchCase):
    def test_given_to_many(self):
        acts = self.signed_drafts(6)
        batch = self.batch_of(acts.action_give_visa_many())
        self.assertEqual(batch.state, "running")
        self.cron()
        self.assertEqual(set(self.statuses(batch).values()), {"done"})
        visas = acts.signatory_ids.filtered(lambda row: row.role == "visa")
        self.assertEqual(set(visas.mapped("state")), {"signed"})
        self.assertEqual(visas.partner_id, self.adviser.partner_id)
        self.assertEqual(set(acts.mapped("state")), {"signed"})
        for document in acts.document_id:
            line = document.journal_ids.filtered(
                lambda one: one.event == "signed"
            ).sorted("rank")[-1:]
            self.assertEqual(line.user_id, self.adviser)
            self.assertIn(self.adviser.login, line.details["identity"])

    def test_those_that_do_not_wait_for_it(self):
        acts = self.signed_drafts(1) + self.drafts(3)
        draft, waiting, refused = acts[1:]
        (waiting + refused).action_freeze()
        refused.signatory_ids[0]._refuse("Absente.", {})
        batch = self.batch_of(acts.action_give_visa_many())
        reasons = {line.convention_id.id: line.reason for line in batch.line_ids}
        self.assertEqual(
            self.statuses(batch),
            {
                acts[0].id: "done",
                draft.id: "failed",
                waiting.id: "failed",
                refused.id: "failed",
            },
        )
        self.assertIn(draft.number, reasons[draft.id])
        self.assertIn(self.authority.name, reasons[waiting.id])
        self.assertTrue(reasons[refused.id])
        again = self.batch_of(acts[0].action_give_visa_many())
        self.assertEqual(self.statuses(again), {acts[0].id: "already"})

    def test_one_by_one_it_says_why_not(self):
        act = self.drafts(1)
        with self.assertRaisesRegex(UserError, "draft"):
            act.action_give_visa()
        act.action_freeze()
        with self.assertRaisesRegex(UserError, self.authority.name):
            act.action_give_visa()
        for user in (self.internal, self.agent, self.authority):
            with self.assertRaises(AccessError):
                act.with_user(user).action_give_visa()
