"""An immersion week: its dates, who is to act in each phase, and what is done with all
its places together."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.mobility_campaign_week import PHASES
from .solicitation_case import SolicitationCase, WeekCast


@tagged("post_install", "-at_install")
class TestCampaignWeek(WeekCast, SolicitationCase):
    # Dates

    def test_each_phase_until_its_last_day(self):
        week = self._week()
        for phase in ("deposit", "publication", "choice", "conventions"):
            self._in_phase(week, phase)
        week.write({name: self._today() - timedelta(9 - at) for at, name in
                    enumerate(PHASES)})  # fmt: skip
        self.assertEqual(week.phase, "over")
        self.assertFalse(self.campaign.phase)

    def test_phases_that_contradict_each_other(self):
        week = self._week()
        for name, day in (
            ("publication_until", week.deposit_until),
            ("choice_until", week.deposit_until),
            ("conventions_until", week.week_from),
            ("week_from", week.choice_until),
            ("week_to", week.week_from - timedelta(days=1)),
        ):
            with self.assertRaises(ValidationError, msg=name):
                week[name] = day
        week.conventions_until = week.week_from - timedelta(days=1)
        week.week_to = week.week_from

    def test_employers_read_every_date(self):
        for name in (*PHASES, "week_from", "week_to"):
            with self.assertRaises(UserError, msg=name):
                self._week(**{name: False}).action_send()
        week = self._week()
        self._send(week)
        with self.assertRaises(UserError):
            week.choice_until = False
        (mail,) = self._mails()
        self.assertEqual(len(week._phase_lines()), 5)
        for line in week.with_context(lang="fr_FR")._phase_lines():
            self.assertIn(line, mail.body_html)

    def test_once_sent_the_week_stays_and_a_phase_that_moves_is_told(self):
        week = self._week()
        week.week_to -= timedelta(days=0)
        self._send(week)
        for name in ("week_from", "week_to"):
            with self.assertRaisesRegex(UserError, "was sent|envoyée"):
                week[name] += timedelta(days=1)
        form = Form(week)
        for name in ("week_from", "week_to"):
            with self.assertRaises(AssertionError, msg=name):
                form[name] = week[name]
        self.env.flush_all()
        self.env.cr.precommit.run()
        before = week.message_ids
        week.conventions_until -= timedelta(days=1)
        self.env.flush_all()
        self.env.cr.precommit.run()
        (said,) = week.message_ids - before
        self.assertEqual(
            said.sudo().tracking_value_ids.field_id.mapped("name"),
            ["conventions_until"],
        )

    def test_the_dates_are_proposed(self):
        form = Form(self.env["mobility.campaign"].with_user(self.adviser))
        form.name = "Semaine"
        form.kind = "week"
        form.week_from = fields.Date.add(self._today(), days=160)
        self.assertEqual(form.week_to, form.week_from + timedelta(days=4))
        self.assertEqual(form.choice_until, fields.Date.add(form.week_from, months=-3))
        self.assertEqual(form.conventions_until, form.week_from - timedelta(days=7))
        self.assertEqual(form.answer_by, form.deposit_until)
        # What was typed stays.
        form.choice_until = form.week_from - timedelta(days=80)
        form.week_from = fields.Date.add(self._today(), days=170)
        self.assertEqual(form.choice_until, fields.Date.add(self._today(), days=80))

    # Told

    def test_its_follower_is_told_of_each_phase_once(self):
        week = self._week()
        self._send(week)
        self.assertFalse(week.activity_ids, "who sends it knows")
        told = []
        for phase in ("deposit", "publication", "choice", "conventions"):
            self._in_phase(week, phase)
            for _night in range(2):
                self._night()
            told.append(len(week.activity_ids))
        self.assertEqual(told, [0, 1, 2, 3])
        self.assertEqual(week.activity_ids.user_id, self.adviser)
        self.assertEqual(len(set(week.activity_ids.mapped("summary"))), 3)
        # Closed for the employers, it goes on for the agents.
        week.action_close()
        week.write({name: self._today() - timedelta(9 - at) for at, name in
                    enumerate(PHASES)})  # fmt: skip
        for _night in range(2):
            self._night()
        self.assertEqual(len(week.activity_ids), 4)
        self.assertNotIn(week, week.search(week._phase_domain()))

    def test_a_draft_and_a_campaign_for_agents_tell_nothing(self):
        draft = self._week()
        self._in_phase(draft, "publication")
        self._send()
        self._night()
        self.assertFalse(draft.activity_ids | self.campaign.activity_ids)

    def _night(self):
        """What the nightly pass does for the weeks."""
        tasks = self.env["mobility.nightly"].sudo()._tasks()
        ((rows, domain, act),) = [one for one in tasks if one[2] == "_tell_phase"]
        getattr(rows.search(domain), act)()
        self.env.flush_all()
        self.env.invalidate_all()

    # The places, together

    def test_a_yes_is_a_place_of_the_week(self):
        week = self._week(self.host | self.third)
        rows = self._send(week)
        offer = self._given(week)
        self.assertEqual(
            (offer.campaign_id, offer.date_from, offer.date_to),
            (week, week.week_from, week.week_to),
        )
        # Dates that the employer gives are its own.
        day = week.week_from - timedelta(days=30)
        rows[1]._answer("yes", {"title": "A", "capacity": 1, "date_from": day})
        own = rows[1].offer_id
        self.assertEqual((own.date_from, own.date_to), (day, False))
        self.assertEqual((week.place_count, week.to_publish_count), (2, 2))
        action = week.action_places()
        self.assertEqual(
            self.env["mobility.offer"].search(action["domain"]), offer | own
        )

    def test_of_a_campaign_for_agents_the_place_tells_nothing(self):
        row = self._row()
        row._answer("yes", {"title": "Accueil", "capacity": 1})
        self.assertFalse(row.offer_id.campaign_id)
        with self.assertRaises(ValidationError):
            row.offer_id.campaign_id = self.campaign

    def test_those_that_can_be_are_published_together(self):
        week = self._week(self.host | self.third)
        rows = self._send(week)
        ready = self._given(week)
        ready.metier_id = self.offer.metier_id
        rows[1]._answer("yes", {"title": "Sans métier", "capacity": 1})
        said = week.action_publish_places()["params"]
        self.assertEqual((ready.state, rows[1].offer_id.state),
                         ("published", "submitted"))  # fmt: skip
        self.assertIn("Sans métier", said["message"])
        self.assertEqual(said["type"], "warning")
        rows[1].offer_id.metier_id = self.offer.metier_id
        self.assertEqual(week.action_publish_places()["params"]["type"], "success")
        with self.assertRaises(UserError):
            week.action_publish_places()

    def test_all_the_conventions_in_one_go(self):
        week = self._week()
        self._send(week)
        offer = self._given(week, capacity=3)
        offer.metier_id = self.offer.metier_id
        offer.action_publish()
        with self.assertRaises(UserError):
            week.action_make_conventions()
        agreed = [self.agreed_request(file, offer)
                  for file in (self.candidate, self.candidate2)]  # fmt: skip
        self.submitted_request(self.candidate_elsewhere, offer)
        self.assertEqual((week.request_count, week.to_freeze_count), (3, 2))
        action = week.action_make_conventions()
        batch = self.env[action["res_model"]].browse(action["res_id"])
        requests = batch.line_ids.convention_id.request_id
        self.assertEqual(set(requests), set(agreed))
        self.assertEqual(batch.kind, "freeze")
        # Hours are missing: each says so, and is tried again once it is filled in.
        self.assertEqual(set(batch.line_ids.mapped("status")), {"failed"})
        self.assertEqual(week.to_freeze_count, 2)

    def test_what_is_next_is_said_in_each_phase(self):
        week = self._week()
        self.assertFalse(week.phase_words)
        self._send(week)
        self._given(week)
        said = set()
        for phase in ("deposit", "publication", "choice", "conventions"):
            self._in_phase(week, phase)
            week.invalidate_recordset(["phase_words"])
            self.assertIn(week._day(self._today()), week.phase_words)
            said.add(week.phase_words)
        self.assertEqual(len(said), 4)
