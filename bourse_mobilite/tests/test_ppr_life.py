"""The life of a PPR: each step in its turn, dated, journaled, and none by itself."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.mobility_ppr_life import STEPS
from ..rules.journal import first_break
from .ppr_case import PprCase

DAY = timedelta(days=1)
ANSWER_BY = date(2026, 5, 27)


@tagged("post_install", "-at_install")
class TestPprLife(PprCase):
    def test_from_the_opinion_to_the_reclassement(self):
        ppr = self.underway_ppr()
        self.assertEqual(ppr.state, "underway")
        self.live(
            ppr,
            ("suspend", date(2026, 6, 1)),
            ("resume", date(2026, 6, 10)),
            ("modify", date(2026, 7, 1), {"kind": "content", "line": "Plus d'accueil"}),
            ("extend", date(2027, 2, 1)),
            (
                "close",
                date(2027, 3, 31),
                {"outcome": "reclassed", "detached_from": date(2027, 4, 1)},
            ),
        )
        self.assertEqual(ppr.state, "closed")
        self.assertEqual(
            ppr.event_ids.sorted("rank").mapped("event"),
            ["opened", "propose", "accept", "notify", "agree", "suspend", "resume",
             "modify", "extend", "close"],
        )  # fmt: skip
        self.assertEqual(ppr.event_ids.sorted("rank")[-1].dated, date(2027, 3, 31))
        self.assertFalse(ppr.next_date)

    def test_no_step_out_of_its_turn(self):
        ppr = self.make_ppr()
        with self.on(date(2026, 3, 20)):
            for name, step in STEPS.items():
                if "opened" in step.states:
                    continue
                with self.assertRaises(UserError, msg=name):
                    ppr._step(name, date(2026, 3, 20), outcome="fit")
                with self.assertRaises(UserError, msg=name):
                    ppr.with_context(ppr_step=name).action_step()
        self.assertEqual(ppr.state, "opened")
        self.assertEqual(ppr.journal_count, 1)

    def test_silence_at_the_limit(self):
        ppr = self.notified_ppr()
        for day in (ANSWER_BY - DAY, ANSWER_BY):
            with self.on(day):
                wizard = self.wizard(ppr, "silence")
                with self.refused("27/05/2026"):
                    wizard.action_confirm()
                self.assertEqual(ppr.state, "notified")
        with self.on(ANSWER_BY + DAY):
            wizard = self.wizard(ppr, "silence", day="2026-05-14")
            for words in ("12/05/2026", "2C 001", "27/05/2026"):
                self.assertIn(words, wizard.proof_text)
            wizard.action_confirm()
        self.assertEqual(ppr.state, "refused")
        # The day of the note, whatever the client sends.
        self.assertEqual(ppr.silence_confirmed_on, ANSWER_BY + DAY)

    def test_time_alone_changes_no_state(self):
        ppr = self.notified_ppr()
        for day in (ANSWER_BY + DAY, date(2026, 12, 1), date(2028, 1, 1)):
            with self.on(day):
                self.env["mobility.ppr"]._night()
            self.assertEqual(ppr.state, "notified")
        with self.on(date(2026, 6, 2)):
            self.assertEqual(ppr.next_date, ANSWER_BY)
            self.assertEqual(ppr.days_late, 6)

    def test_silence_needs_a_proof(self):
        ppr = self.make_ppr()
        self.live(ppr, ("propose", date(2026, 3, 18)), ("accept", date(2026, 3, 25)))
        self.live(ppr, ("notify", date(2026, 5, 12), {"proof": False}))
        with self.on(ANSWER_BY + DAY), self.refused("proof"):
            ppr._step("silence", ANSWER_BY + DAY)
        self.assertEqual(ppr.state, "notified")

    def test_agreed_on_the_last_day_and_after(self):
        ppr = self.notified_ppr()
        with self.on(ANSWER_BY + DAY):
            late = self.wizard(ppr, "agree", day=ANSWER_BY + DAY)
            self.assertTrue(late.to_look_at)
            self.assertIn("27/05/2026", late.findings_html)
            with self.assertRaises(UserError):
                late.action_confirm()
            self.assertEqual(ppr.state, "notified")
            intime = self.wizard(ppr, "agree", day=ANSWER_BY)
            self.assertFalse(intime.to_look_at)
            intime.action_confirm()
        self.assertEqual(ppr.state, "underway")

    def test_nothing_of_tomorrow(self):
        ppr = self.make_ppr()
        with self.on(date(2026, 3, 18)), self.assertRaises(UserError):
            ppr._step("propose", date(2026, 3, 19))
        self.assertEqual(ppr.state, "opened")

    def test_the_reclassement_is_asked_for_before_the_end(self):
        ppr = self.underway_ppr()
        with self.on(date(2027, 3, 16)):
            with self.assertRaises(UserError):
                ppr._step("extend", date(2027, 3, 16))
            ppr._step("extend", date(2027, 3, 15))
        self.assertEqual(ppr.kept_until, date(2027, 6, 15))

    def test_closed_within_what_the_law_allows(self):
        ppr = self.underway_ppr()
        with self.on(date(2027, 3, 20)):
            with self.assertRaises(UserError):
                ppr._step("close", date(2027, 3, 16), outcome="not_reclassed")
            with self.assertRaises(UserError):
                ppr._step("close", date(2027, 3, 15))
            with self.refused("detachment"):
                ppr._step("close", date(2027, 3, 15), outcome="reclassed")
            ppr._step("close", date(2027, 3, 15), outcome="not_reclassed")
        self.assertEqual(ppr.state, "closed")
        with self.assertRaises(UserError):
            ppr.physician_on = False
        with self.assertRaises(UserError):
            ppr.leave_ids.create({"ppr_id": ppr.id, "date_start": "2026-06-01"})
        with self.assertRaises(UserError):
            self.placement(ppr)

    def test_a_refusal_of_the_ppr_and_the_reclassement_at_once(self):
        ppr = self.make_ppr()
        self.live(
            ppr,
            ("propose", date(2026, 3, 18)),
            ("decline", date(2026, 3, 25)),
        )
        self.assertEqual(ppr.state, "refused")
        self.assertFalse(ppr.silence_date)
        self.live(ppr, ("extend", date(2026, 3, 25)))
        self.assertEqual(ppr.state, "extended")
        self.assertEqual(ppr.next_code, "reclassement_due")
        self.assertEqual(ppr.next_date, date(2026, 6, 25))

    def test_a_length_of_thirteen_months_is_refused(self):
        ppr = self.underway_ppr()
        with self.on(date(2026, 6, 1)):
            with self.assertRaises(UserError):
                ppr._step("modify", date(2026, 6, 1), kind="length", months=13)
            self.assertFalse(ppr.change_ids)
            ppr._step("modify", date(2026, 6, 1), kind="length", months=6)
        self.assertEqual(ppr.date_end, date(2026, 9, 15))

    def test_each_step_can_be_undone_and_both_are_kept(self):
        ppr = self.underway_ppr()
        kept = ppr._plain({"date_end", "state", "agreed_on"})
        self.live(ppr, ("suspend", date(2026, 6, 1)), ("resume", date(2026, 6, 10)))
        self.assertEqual(ppr.date_end, date(2027, 3, 25))
        with self.on(date(2026, 6, 11)):
            ppr.action_undo()
            self.assertEqual(ppr.state, "suspended")
            self.assertFalse(ppr.leave_ids.date_end)
            ppr.action_undo()
            self.assertFalse(ppr.leave_ids)
            self.assertEqual(ppr._plain(kept), kept)
            ppr.action_undo()
        self.assertEqual((ppr.state, ppr.agreed_on), ("notified", False))
        events = ppr.event_ids.sorted("rank")
        self.assertEqual(events[-3:].mapped("event"), ["undo"] * 3)
        self.live(ppr, ("agree", date(2026, 5, 21)))
        with self.on(date(2026, 6, 12)):
            for _step in range(4):
                ppr.action_undo()
            with self.assertRaises(UserError):
                ppr.action_undo()
        self.assertEqual(ppr.state, "opened")

    def test_the_journal_is_a_chain_that_nobody_breaks(self):
        ppr = self.underway_ppr()
        lines = [(one._line(), one.sha256) for one in ppr.event_ids.sorted("rank")]
        self.assertEqual(len(lines), 5)
        self.assertIsNone(first_break(lines, ppr.journal_count, ppr.journal_head))
        event = ppr.event_ids[0]
        for play in (
            lambda: event.write({"dated": "2020-01-01"}),
            lambda: event.unlink(),
            lambda: event.sudo().write({"dated": "2020-01-01"}),
            lambda: event.create({"ppr_id": ppr.id, "rank": 99, "event": "close"}),
            lambda: ppr.write({"journal_count": 0}),
        ):
            with self.assertRaises(AccessError):
                play()
        self.env.cr.execute(
            "UPDATE mobility_ppr_event SET dated = '2020-01-01' WHERE id = %s",
            [event.id],
        )
        self.env.invalidate_all()
        lines = [(one._line(), one.sha256) for one in ppr.event_ids.sorted("rank")]
        self.assertEqual(
            first_break(lines, ppr.journal_count, ppr.journal_head), (5, "hash")
        )

    def test_a_review_has_a_line_for_each_action(self):
        ppr = self.underway_ppr()
        self.placement(ppr)
        with self.on(date(2026, 8, 20)):
            review = ppr.review_ids.create(
                {"ppr_id": ppr.id, "date": "2026-08-20", "presence": "all"}
            )
        self.assertEqual(review.progress_ids.action_id, ppr.action_ids)
        review.progress_ids.level = "done"
        self.assertEqual(ppr.next_review, date(2026, 11, 20))
        events = ppr.event_ids.filtered(lambda one: one.event in ("added", "changed"))
        self.assertGreaterEqual(len(events), 3)

    def test_posts_and_answers(self):
        ppr = self.underway_ppr()
        posts = ppr.post_ids
        vals = {
            "ppr_id": ppr.id,
            "name": "Agent d'accueil",
            "proposed_on": "2026-09-01",
        }
        for wrong in (
            {"answer": "refused"},
            {"answered_on": "2026-09-02"},
            {"answer": "refused", "answered_on": "2026-08-31"},
        ):
            with self.assertRaises(UserError):
                posts.create({**vals, **wrong})
        post = posts.create(
            {
                **vals,
                "answer": "refused",
                "answered_on": "2026-09-01",
                "reason": "distance",
            }
        )
        self.assertEqual(ppr.post_ids, post)
