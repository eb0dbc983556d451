"""A file takes no day that cannot be, lets a refusal end on its true day, and goes on
after the reclassement was asked for."""

from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .ppr_case import PprCase

DAY = timedelta(days=1)
PROPOSED, ACCEPTED = date(2026, 3, 18), date(2026, 3, 25)
GIVEN = date(2026, 3, 10)
END = date(2027, 3, 15)


@tagged("post_install", "-at_install")
class TestPprOrder(PprCase):
    def proposed_ppr(self):
        return self.live(self.make_ppr(), ("propose", PROPOSED))

    def extended_ppr(self, asked=date(2026, 10, 1)):
        return self.live(self.underway_ppr(), ("extend", asked))

    def test_the_day_of_the_acceptance(self):
        for step in ("accept", "decline"):
            ppr = self.proposed_ppr()
            with self.on(ACCEPTED):
                for day, words in (
                    (date(2026, 2, 18), "18/03/2026"),
                    (PROPOSED - DAY, "18/03/2026"),
                    (ACCEPTED + DAY, "26/03/2026"),
                ):
                    wizard = self.wizard(ppr, step, day=day)
                    self.assertIn(words, wizard.findings_html)
                    with self.refused(words):
                        wizard.action_confirm()
                    self.assertEqual(ppr.state, "proposed")
                self.wizard(ppr, step, day=PROPOSED).action_confirm()
                self.assertNotEqual(ppr.state, "proposed")
                ppr.action_undo()
                self.wizard(ppr, step, day=ACCEPTED).action_confirm()
                ppr._step("close", ACCEPTED, outcome="resigned")

    def test_the_acceptance_is_in_the_line_of_dates(self):
        ppr = self.live(self.proposed_ppr(), ("accept", ACCEPTED))
        labels = [row["label"] for row in ppr._line_values()["rows"]]
        self.assertIn(ppr._moment_labels()["accepted"], labels)
        self.assertLess(labels.index("PPR proposed"), labels.index("PPR accepted"))

    def test_not_proposed_before_the_opinion(self):
        ppr = self.make_ppr()
        with self.on(PROPOSED):
            with self.refused("10/03/2026"):
                ppr._step("propose", GIVEN - DAY)
            ppr._step("propose", GIVEN)
        self.assertEqual(ppr.proposed_on, GIVEN)

    def test_not_proposed_before_the_seizure_at_the_agent_s_request(self):
        nothing = {"sense": False, "opinion_date": False, "received_on": False}
        seized = date(2026, 2, 2)
        ppr = self.make_ppr(**nothing, seized_on=seized, from_seizure=True)
        with self.on(PROPOSED):
            with self.refused("02/02/2026"):
                ppr._step("propose", seized - DAY)
            ppr._step("propose", seized)

    def test_the_physician_is_not_informed_before_the_opinion(self):
        ppr = self.make_ppr()
        with self.refused("10/03/2026"):
            ppr.physician_on = GIVEN - DAY
        ppr.physician_on = GIVEN
        with self.refused("10/03/2026"):
            ppr.opinion_date = GIVEN + DAY

    def test_not_notified_before_it_is_accepted(self):
        ppr = self.live(self.proposed_ppr(), ("accept", ACCEPTED))
        with self.on(ACCEPTED):
            with self.refused("25/03/2026"):
                ppr._step("notify", ACCEPTED - DAY, proof="letter")
            ppr._step("notify", ACCEPTED, proof="letter")

    def test_the_employer_answers_a_request(self):
        ppr = self.underway_ppr()
        asked = date(2026, 10, 1)
        with self.on(asked + DAY):
            with self.refused("01/10/2026"):
                ppr.answered_on = asked
            ppr._step("extend", asked)
            with self.refused("30/09/2026"):
                ppr.answered_on = asked - DAY
            with self.refused("03/10/2026"):
                ppr.answered_on = asked + 2 * DAY
            ppr.answered_on = asked
        self.assertEqual(ppr.answered_on, asked)

    def test_a_post_is_not_proposed_tomorrow(self):
        ppr = self.extended_ppr()
        today = date(2026, 10, 5)
        vals = {"ppr_id": ppr.id, "name": "Agent d'accueil"}
        with self.on(today):
            with self.refused("Agent d'accueil", ValidationError):
                ppr.post_ids.create({**vals, "proposed_on": today + DAY})
            post = ppr.post_ids.create({**vals, "proposed_on": today})
            with self.refused("Agent d'accueil", ValidationError):
                post.write({"answer": "refused", "answered_on": today + DAY})
            post.write({"answer": "refused", "answered_on": today})

    def test_the_next_review_comes_after(self):
        ppr = self.underway_ppr()
        held = date(2026, 8, 20)
        vals = {"ppr_id": ppr.id, "date": held, "presence": "all"}
        with self.on(held):
            for wrong in (held - DAY, held):
                with self.refused("next review", ValidationError):
                    ppr.review_ids.create({**vals, "next_date": wrong})
            review = ppr.review_ids.create({**vals, "next_date": held + DAY})
            with self.refused("next review", ValidationError):
                review.date = held + DAY

    def test_the_detachment_begins_before_it_ends(self):
        ppr = self.extended_ppr()
        first = date(2026, 11, 2)
        for wrong in (
            {"detached_from": first, "detached_to": first - DAY},
            {"detached_to": first},
        ):
            with self.refused("detachment", ValidationError):
                ppr.write(wrong)
        ppr.write({"detached_from": first, "detached_to": first})
        with self.refused("detachment", ValidationError):
            ppr.detached_to = first - DAY

    def test_nothing_sets_it_off_by_an_import(self):
        files = self.env["mobility.ppr"].with_user(self.referent)
        with self.refused("conseil médical", ValidationError):
            files.create({"candidate_id": self.candidate.id})
        with self.refused("conseil médical", ValidationError):
            files.create([self.ppr_vals(), {"candidate_id": self.candidate2.id}])
        self.assertFalse(files.search([]))

    def test_a_refused_file_is_closed_on_its_true_day(self):
        ppr = self.live(
            self.proposed_ppr(),
            ("decline", ACCEPTED),
            ("extend", END + 40 * DAY),
        )
        closed = END + 60 * DAY
        with self.on(closed):
            wizard = self.wizard(ppr, "close", outcome="not_reclassed")
            self.assertEqual(wizard.day, closed)
            with self.refused("has not come"):
                ppr._step("close", closed + DAY, outcome="not_reclassed")
            wizard.action_confirm()
        self.assertEqual((ppr.state, ppr.ended_on), ("closed", closed))

    def test_the_agent_who_refused_asks_at_any_time(self):
        ppr = self.live(self.notified_ppr(), ("refuse", date(2026, 5, 20)))
        with self.on(END + 40 * DAY):
            self.assertIn("extend", ppr.with_user(self.agent)._own_choices())
            ppr._step("extend", END + 40 * DAY)
        self.assertFalse(ppr.kept_until)

    def test_the_window_closes_on_a_day_that_is_possible(self):
        ppr = self.underway_ppr()
        for today, day in ((END - DAY, END - DAY), (END, END), (END + DAY, END)):
            with self.on(today):
                self.assertEqual(self.wizard(ppr, "close").day, day)

    def test_the_ppr_goes_on_once_the_reclassement_is_asked_for(self):
        ppr = self.extended_ppr()
        self.assertEqual((ppr.state, ppr.kept_until), ("extended", False))
        content = {"kind": "content", "line": "Deux jours de plus"}
        self.live(
            ppr,
            ("suspend", date(2026, 10, 5)),
        )
        self.assertEqual(ppr.state, "suspended")
        with self.on(date(2026, 10, 6)):
            self.assertNotIn("extend", ppr.with_user(self.agent)._own_choices())
            with self.refused("not possible now"):
                ppr._step("extend", date(2026, 10, 6))
        self.live(ppr, ("resume", date(2026, 10, 14)))
        self.assertEqual((ppr.state, ppr.date_end), ("extended", END + 10 * DAY))
        self.live(ppr, ("modify", date(2026, 10, 20), content))
        self.assertEqual(ppr.state, "extended")
        with self.on(date(2026, 10, 21)):
            ppr.action_undo()
            self.assertFalse(ppr.change_ids)
            ppr.action_undo()
            self.assertEqual(ppr.state, "suspended")
            ppr.action_undo()
        self.assertEqual((ppr.state, ppr.date_end), ("extended", END))

    def test_and_no_longer_once_it_is_over_or_refused(self):
        ppr = self.extended_ppr(END)
        for today, runs in ((END, True), (END + DAY, False)):
            with self.on(today):
                self.assertEqual(ppr.still_runs, runs)
                for step in ("suspend", "modify"):
                    if runs:
                        self.wizard(ppr, step)
                    else:
                        with self.refused("not possible now"):
                            ppr._step(step, END)
        refused = self.live(
            self.make_ppr(self.candidate2),
            ("propose", PROPOSED),
            ("decline", ACCEPTED),
            ("extend", ACCEPTED),
        )
        with self.on(ACCEPTED):
            self.assertFalse(refused.still_runs)
            for step in ("suspend", "modify"):
                with self.assertRaises(UserError):
                    refused._step(step, ACCEPTED)

    def test_asking_early_says_that_the_three_months_are_lost(self):
        ppr = self.underway_ppr()

        def meaning():
            return ppr._meanings(ppr._written_days(ppr._clock()))["extend"][1]

        for today, due, kept in (
            (date(2026, 12, 14), date(2027, 3, 14), False),
            (date(2026, 12, 15), date(2027, 3, 15), False),
            (date(2026, 12, 16), date(2027, 3, 16), True),
        ):
            with self.on(today):
                said = meaning()
                self.assertIn(ppr._long(due), said)
                self.assertIn(ppr._long(END), said)
                self.assertEqual("not kept in activity" in said, not kept)
                self.assertEqual("you stay in activity until" in said, True)
