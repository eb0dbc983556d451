"""A request before it is sent, whose turn it is at each step, and its endings."""

import base64
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.working_days import add_months
from .common import MobilityCase, small_pdf


@tagged("post_install", "-at_install")
class TestRequests(MobilityCase):
    def _turn(self, request):
        """State and turn as they are stored, whatever is in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return request.state, request.waiting_for, bool(request.due_date)

    def _refused(self, text, **vals):
        request = self.make_request(**vals)
        with self.assertRaisesRegex(UserError, text):
            request.action_submit()
        self.assertEqual(request.state, "draft")

    def test_whose_turn_at_each_step(self):
        request = self.submitted_request()
        self.assertEqual(self._turn(request), ("submitted", "employer_host", True))
        request.action_host_accept()
        self.assertEqual(self._turn(request), ("submitted", "employer", True))
        request.action_employer_accept()
        self.assertEqual(self._turn(request), ("agreed", "cdg", True))
        convention = self.frozen_convention(request)
        self.assertEqual(self._turn(request), ("agreed", "signatories", True))
        convention.document_id.signatory_ids._sign_on_paper(
            base64.b64encode(small_pdf()), "papier.pdf", self._today()
        )
        self.assertEqual(self._turn(request), ("agreed", "nobody", False))

    def test_a_signature_on_paper_needs_the_paper(self):
        rows = self.frozen_convention().document_id.signatory_ids
        today = self._today()
        web_page = base64.b64encode(b"<html><body>signed</body></html>")
        for signed, scan, text in (
            (rows, False, "attach the scanned paper"),
            (rows.browse(), base64.b64encode(small_pdf()), "Choose who signed"),
            (rows, web_page, "PDF or a picture"),
        ):
            with self.assertRaisesRegex(UserError, text):
                signed._sign_on_paper(scan, "papier", today)
        self.assertEqual(set(rows.mapped("state")), {"pending"})

    def test_whose_turn_after_a_refusal(self):
        for answer in ("refused", "postponed"):
            for party in ("origin", "host"):
                request = self.submitted_request()
                row = request.decision_ids.filtered_domain([("party", "=", party)])
                self.env.flush_all()
                self.env.invalidate_all()
                later = add_months(self._today(), 8)
                period = (later, add_months(later, 1))
                row._answer(answer, reasons="Service fermé.", proposed=period)
                turn = ("nobody", False)
                if answer == "postponed":
                    turn = ("agent", bool(period[1]))
                self.assertEqual(self._turn(request), (answer, *turn))

    def test_an_immersion_that_is_over_waits_to_be_closed(self):
        request = self.agreed_request()
        convention = self.frozen_convention(request)
        convention.document_id.signatory_ids._sign_on_paper(
            base64.b64encode(small_pdf()), "papier.pdf", self._today()
        )
        self.assertEqual(request.waiting_for, "nobody")
        last = self._today() - timedelta(days=1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_request SET date_end = %s WHERE id = %s",
            [last, request.id],
        )
        self.env.invalidate_all()
        request._wait_to_be_closed()
        self.assertEqual((request.waiting_for, request.due_date), ("cdg", last))
        request.action_done()
        self.assertEqual(self._turn(request), ("done", "nobody", False))

    def test_days_lie_inside_the_offer(self):
        days = self._asked_days()
        self.offer.write({"date_from": days[0], "date_to": days[-1]})
        self.assertEqual(self.submitted_request().state, "submitted")
        self.offer.date_from = days[1]
        self._refused("choose days in between", candidate=self.candidate2)
        self.offer.write({"date_from": days[0], "date_to": days[-2]})
        self._refused("choose days in between", candidate=self.candidate2)

    def test_days_lie_inside_the_dates(self):
        request = self.make_request()
        request.day_ids[0].date = request.date_end + timedelta(days=30)
        with self.assertRaisesRegex(UserError, "before the first day or after"):
            request.action_submit()

    def test_another_hosts_offer_is_refused(self):
        self._refused("another host's", host_id=self.third.id)

    def test_a_paper_is_received_on_a_possible_day(self):
        today = self._today()
        for day in (
            today + timedelta(days=1),
            today - timedelta(days=367),
        ):
            self._refused("check this date", source="paper", received_on=day)
        for candidate, day in (
            (self.candidate, today),
            (self.candidate2, today - timedelta(days=364)),
        ):
            request = self.submitted_request(candidate, source="paper", received_on=day)
            origin = request.decision_ids.filtered(lambda row: row.party == "origin")
            self.assertEqual(origin.received_on, day)

    def test_the_time_runs_only_for_those_who_were_reached(self):
        self.rh_host.partner_id.email = False
        self.authority_host.partner_id.email = "mairie@accueil.example.org"
        request = self.submitted_request()
        host = request.decision_ids.filtered(lambda row: row.party == "host")
        self.assertFalse(host.received_on or host.due_on)
        self.assertIn(self.host.name, request.activity_ids.summary)
        host.with_user(self.adviser).action_received()
        self.assertEqual(host.received_on, self._today())
        self.assertTrue(host.due_on)
        with self.assertRaises(AccessError):
            host.with_user(self.rh_host).action_received()

    def test_an_answer_entered_by_staff_has_an_author_and_a_day(self):
        today = self._today()
        request = self.submitted_request(
            source="paper", received_on=today - timedelta(days=9)
        )
        row = request.decision_ids.filtered(lambda one: one.party == "origin")

        def enter(**vals):
            wizard = self.env["mobility.decision.wizard"].with_user(self.adviser)
            wizard.create(
                {
                    "request_id": request.id,
                    "decision_id": row.id,
                    "answer": "agreed",
                    **vals,
                }
            ).action_confirm()

        author = {"role_id": self.role_authority.id}
        with self.assertRaisesRegex(UserError, "Say who decided"):
            enter()
        with self.assertRaisesRegex(UserError, "does not act for"):
            enter(role_id=self.role_authority_host.id)
        for day in (today + timedelta(days=1), today - timedelta(days=10)):
            with self.assertRaisesRegex(UserError, "is dated between"):
                enter(answered_on=day, **author)
        self.assertFalse(row.answer)
        enter(answered_on=today - timedelta(days=9), **author)
        self.assertEqual(
            (row.author_name, row.quality, row.answered_on, row.way),
            (self.authority.name, "Maire", today - timedelta(days=9), "staff"),
        )

    def test_a_copy_is_not_what_the_agent_asked(self):
        copy = self.submitted_request().with_user(self.adviser).copy()
        self.assertEqual(copy.source, "paper")
        self.assertFalse(copy.motivation or copy.paper or copy.received_on)
        with self.assertRaisesRegex(UserError, "Motivation"):
            copy.action_submit()
        with self.assertRaises(AccessError):
            copy.with_user(self.adviser).create(
                {"candidate_id": self.candidate.id, "source": "portal"}
            )

    def test_the_name_of_what_was_asked_is_kept(self):
        request, draft = self.submitted_request(), self.make_request()
        self.agent.partner_id.name = "Un tout autre nom"
        self.assertEqual(request.candidate_name, "Aurélie Durand")
        self.assertEqual(draft.candidate_name, "Un tout autre nom")

    def test_what_is_closed_stays_closed(self):
        request = self.submitted_request()
        request.decision_ids[0]._answer("refused", reasons="Service fermé.")
        for close in (request.action_cancel, request.action_withdraw):
            with self.assertRaisesRegex(UserError, "already closed"):
                close()
        self.assertEqual(request.state, "refused")

    @mute_logger("odoo.sql_db")
    def test_what_is_used_is_not_deleted(self):
        request = self.frozen_convention().request_id
        convention = request._convention()
        for used in (
            request.regime_id,
            request.metier_id,
            self.offer.commune_id,
            convention.employer_signatory_id,
            self.candidate.cadre_id,
        ):
            with (
                self.subTest(used=used),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                used.with_user(self.manager).unlink()
            self.assertTrue(used.exists())

    def test_a_past_offer_is_not_published(self):
        self.offer_draft.date_to = self._today()
        self.offer_draft.action_publish()
        self.offer_draft.action_suspend()
        self.offer_draft.date_to = self._today() - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "nobody would see it"):
            self.offer_draft.action_publish()


@tagged("post_install", "-at_install")
class TestThread(MobilityCase):
    """What staff write about a file stays among staff."""

    def setUp(self):
        super().setUp()
        self.request = self.submitted_request()
        self.request.with_user(self.adviser).message_post(body="Note zebulon")

    def test_nobody_outside_searches_the_notes(self):
        for user in (self.agent, self.rh, self.rh_host):
            for records in (
                self.request,
                self.offer,
                self.candidate,
            ):
                model = records.with_user(user).browse()
                for name in ("message_ids", "website_message_ids"):
                    with self.assertRaises(AccessError):
                        model.search([(f"{name}.body", "ilike", "zebulon")])

    def test_nobody_outside_follows_or_writes(self):
        request = self.request.with_user(self.rh)
        request.message_subscribe([self.rh.partner_id.id])
        self.assertNotIn(self.rh.partner_id, self.request.message_partner_ids)
        with self.assertRaises(AccessError):
            request.message_post(body="Bonjour")
        self.request.message_subscribe(
            [self.agent.partner_id.id, self.adviser.partner_id.id]
        )
        self.assertNotIn(self.agent.partner_id, self.request.message_partner_ids)
        self.assertIn(self.adviser.partner_id, self.request.message_partner_ids)

    def test_staff_is_told_that_a_message_stays_inside(self):
        with self.assertRaisesRegex(UserError, "stays inside"):
            self.request.with_user(self.adviser).message_post(
                body="Bonjour", partner_ids=self.agent.partner_id.ids
            )
