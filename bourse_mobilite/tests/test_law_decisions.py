"""Decisions that are real decisions, and the ways in which a request ends."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.guard import acting, on_day
from ..rules.working_days import add_months
from .law_case import EndCase


@tagged("post_install", "-at_install")
class TestPostponement(EndCase):
    def test_it_proposes_dates(self):
        request = self.ask(0, 1)
        request.action_submit()
        row, today = self.row(request), self._today()
        for start, end, text in (
            (False, False, "Please propose other dates"),
            (today + timedelta(30), False, "Please propose other dates"),
            ("hier", "demain", "Please propose other dates"),
            (today, today + timedelta(30), "in the future"),
            (today + timedelta(30), today + timedelta(29), "in the future"),
            (add_months(today, 23), add_months(today, 25), "two years"),
            (self.monday(), self.monday(), "fewer than 2 jours ouvrés"),
        ):
            with self.assertRaisesRegex(UserError, text):
                row._answer("postponed", reasons="Plus tard.", proposed=(start, end))
        self.assertFalse(row.answer)
        row._answer(
            "postponed",
            reasons="Plus tard.",
            proposed=(self.monday(), self.monday() + timedelta(days=1)),
        )
        self.assertEqual(row.proposed_start, self.monday())

    def test_a_refusal_or_an_agreement_proposes_nothing(self):
        request = self.ask(0, 1)
        request.action_submit()
        self.row(request)._answer(
            "agreed", proposed=(self.monday(), self.monday() + timedelta(days=9))
        )
        self.assertFalse(self.row(request).proposed_start)

    def test_it_is_the_agents_turn_until_the_request_is_taken_up(self):
        request = self.ask(0, 1)
        request.action_submit()
        start = self.postpone(request)
        self.assertEqual(
            (request.state, request.waiting_for, request.due_date),
            ("postponed", "agent", start),
        )
        self.assertIn("proposes other dates", request.next_step)
        values = request._portal_values(self.agent.partner_id)
        self.assertTrue(values["can_follow"])
        new = self.env["mobility.request"].with_user(self.agent)._create_from_portal(
            self.candidate.with_user(self.agent),
            self.offer.with_user(self.agent),
            {
                "date_start": start,
                "date_end": start + timedelta(days=1),
                "motivation": "Aux dates proposées.",
                "follows": request.id,
            },
        )  # fmt: skip
        self.assertEqual(new.sudo().follows_id, request)
        self.assertEqual(request.waiting_for, "nobody")
        self.assertFalse(request._portal_values(self.agent.partner_id)["can_follow"])
        # Asked again of both: a proposal is not an agreement.
        self.assertEqual(new.sudo().decision_ids.mapped("answer"), [False, False])

    def test_nobody_ties_a_request_to_another_by_hand(self):
        request = self.ask(0, 1)
        request.action_submit()
        self.postpone(request)
        other = self.make_request(self.candidate2)
        with self.assertRaises(AccessError):
            other.with_user(self.adviser).follows_id = request

    def test_the_days_come_back(self):
        before = self.candidate._gauge()["left"]
        request = self.ask(0, 1)
        request.action_submit()
        self.assertEqual(self.candidate._gauge(request.date_start)["left"], before - 2)
        self.postpone(request)
        self.assertEqual(self.candidate._gauge(request.date_start)["left"], before)


@tagged("post_install", "-at_install")
class TestAgreementIsJudgedOnItsDay(EndCase):
    def test_an_immersion_that_would_have_begun(self):
        request = self.ask(0, 1)
        request.action_submit()
        first, later = (
            on_day(request, request.date_start + timedelta(days=shift))
            for shift in (0, 1)
        )
        self.assertFalse([one for one in first._findings() if one.blocking])
        with self.assertRaisesRegex(UserError, "begin in the past"):
            later.action_employer_accept()
        self.row(later)._answer("refused", reasons="Trop tard.")
        self.assertEqual(request.state, "refused")

    def test_days_taken_meanwhile_by_a_correction_of_the_text(self):
        request = self.ask(0, 1)
        request.action_submit()
        self.pip.max_days_window = 1
        with self.assertRaisesRegex(UserError, "1 too many"):
            request.action_host_accept()
        self.assertTrue(request.findings_html)
        request.with_user(self.manager).action_lift("Texte corrigé entre-temps.")
        request.action_host_accept()

    def test_the_text_in_force_on_the_day_of_the_request(self):
        request = self.ask(0, 1)
        yesterday = self._today() - timedelta(days=1)
        self.pip.date_to = yesterday
        with self.assertRaisesRegex(UserError, "not the text in force"):
            request.action_submit()
        request.write({"received_on": yesterday})
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_a_text_that_changes_is_a_new_version(self):
        request = self.ask(0, 1)
        request.action_submit()
        due = self.row(request, "host").due_on
        action = self.pip.with_user(self.manager).action_new_version()
        regimes = self.env["mobility.regime"].with_user(self.manager)
        regimes = regimes.with_context(**action["context"])
        with self.assertRaisesRegex(UserError, "from which day"):
            regimes.create({})
        tomorrow = self._today() + timedelta(days=1)
        new = regimes.create({"date_from": tomorrow, "answer_months": 2})
        self.assertEqual(new.supersedes_id, self.pip)
        self.assertEqual(self.pip.date_to, self._today())
        self.assertEqual((new.code, new.max_days), ("pip", 10))
        in_force = self.env["mobility.regime"]._in_force
        self.assertEqual(in_force("pip", self._today()), self.pip)
        self.assertEqual(in_force("pip", tomorrow), new)
        house = self.env.company
        other = self.env["res.company"].create({"name": "Autre CDG"})
        own = self.pip.copy(
            {"company_id": other.id, "date_from": tomorrow, "date_to": tomorrow}
        )
        later = tomorrow + timedelta(days=1)
        moments = {
            (day, one)
            for day in (self._today(), tomorrow, later)
            for one in (house, other)
        }
        each = self.env["mobility.regime"]._in_force_each("pip", moments)
        self.assertEqual(each[tomorrow, other], own, "its own text comes first")
        for (day, one), found in each.items():
            self.assertEqual(found, in_force("pip", day, one), (day, one.name))
        self.assertEqual(self.row(request, "host").due_on, due)


@tagged("post_install", "-at_install")
class TestPaper(EndCase):
    def test_the_clock_starts_at_the_receipt(self):
        (self.rh | self.authority).partner_id.email = False
        request = self.ask(0, 1)
        request.action_submit()
        row = self.row(request)
        self.assertFalse(row.received_on or row.due_on)
        acting(row).asked_on = self._today() - timedelta(days=40)
        wizard = self.env["mobility.decision.wizard"].with_user(self.adviser).create(
            {
                "request_id": request.id,
                "decision_id": row.id,
                "answer": "agreed",
                "role_id": self.role_authority.id,
                "answered_on": self._today() - timedelta(days=3),
            }
        )  # fmt: skip
        with self.assertRaisesRegex(UserError, "when the organisation received"):
            wizard.action_confirm()
        for received in (
            row.asked_on - timedelta(days=1),
            self._today() + timedelta(days=1),
            self._today() - timedelta(days=2),
        ):
            wizard.received_on = received
            with self.assertRaisesRegex(UserError, "The answer is dated between"):
                wizard.action_confirm()
        wizard.received_on = self._today() - timedelta(days=35)
        wizard.action_confirm()
        self.assertEqual(row.received_on, self._today() - timedelta(days=35))
        self.assertEqual(row.due_on, add_months(row.received_on, 1))
        self.assertEqual(row.author_id, self.authority.partner_id)
        self.assertEqual(row.answered_on, self._today() - timedelta(days=3))


@tagged("post_install", "-at_install")
class TestEndings(EndCase):
    def setUp(self):
        super().setUp()
        self.env.ref("bourse_mobilite.regime_pip").needs_convention = False

    def left(self, request):
        return self.candidate._gauge(request.date_start)["left"]

    def test_took_place_but_for_a_day(self):
        request = self.past_request(30)
        missed = request.day_ids[1]
        request.with_user(self.adviser).action_done(missed=missed.ids)
        self.assertEqual(request.state, "done")
        self.assertEqual(request.day_ids.mapped("in_quota"), [True, False, True])
        self.assertEqual(self.left(request), 18)
        # The day is free for another immersion.
        self.assertFalse(missed.live)

    def test_missing_every_day_is_another_ending(self):
        request = self.past_request(30)
        with self.assertRaisesRegex(UserError, "did not take place"):
            request.action_done(missed=request.day_ids.ids)
        other = self.past_request(60, candidate=self.candidate2)
        request.action_done(missed=other.day_ids.ids)
        self.assertFalse(any(other.day_ids.mapped("missed")))

    def test_an_early_end(self):
        request = self.past_request(30)
        first, last = request.day_ids[0].date, request.day_ids[-1].date
        for day in (first - timedelta(days=1), last):
            with self.assertRaisesRegex(UserError, "An early end lies between"):
                request.action_interrupt(day, "Fermeture du service.")
        with self.assertRaisesRegex(UserError, "write why"):
            request.action_interrupt(first)
        request.with_user(self.adviser).action_interrupt(
            fields.Date.to_string(first), "Fermeture du service."
        )
        self.assertEqual((request.state, request.ended_as), ("done", "interrupted"))
        self.assertEqual(self.left(request), 19)

    def test_an_early_end_while_it_is_under_way_and_not_before(self):
        request = self.ask(0, 1, 2)
        request.action_submit()
        request.action_employer_accept()
        request.action_host_accept()
        with self.assertRaisesRegex(UserError, "not over yet"):
            request.action_interrupt(request.date_start, "Malentendu.")
        under_way = on_day(request, request.date_start)
        under_way.action_interrupt(request.date_start, "Malentendu.")
        self.assertEqual(request.state, "done")

    def test_a_no_show(self):
        request = self.past_request(30)
        with self.assertRaisesRegex(UserError, "write why"):
            request.action_no_show("")
        request.with_user(self.adviser).action_no_show("Ne s'est pas présenté.")
        self.assertEqual(request.state, "no_show")
        self.assertEqual(self.left(request), 20)
        with self.assertRaisesRegex(UserError, "already closed"):
            request.action_done()

    def test_no_show_before_the_first_day(self):
        request = self.ask(0, 1)
        request.action_submit()
        request.action_employer_accept()
        request.action_host_accept()
        first = request.date_start
        with self.assertRaisesRegex(UserError, "has not come yet"):
            on_day(request, first - timedelta(days=1)).action_no_show("Pas venu.")
        on_day(request, first).action_no_show("Pas venu.")
        self.assertEqual(request.state, "no_show")

    def test_missed_is_not_written_by_hand(self):
        request = self.past_request(30)
        for user in (self.adviser, self.manager):
            with self.assertRaisesRegex(UserError, "can no longer be changed"):
                request.day_ids.with_user(user).missed = True

    def test_the_agent_may_say_why_and_only_staff_reads_it(self):
        request = self.ask(0, 1)
        request.action_submit()
        request.with_user(self.agent).action_withdraw_own("Raison toute personnelle")
        self.assertEqual(request.ended_reason, "Raison toute personnelle")
        for user in (self.rh, self.rh_host):
            values = request._portal_values(user.partner_id)
            self.assertNotIn("personnelle", str(values))
        told = self.env["mail.mail"].sudo().search([]).mapped("body_html")
        self.assertNotIn("personnelle", " ".join(told))

    def test_the_wizard_plays_each_way(self):
        for way, vals, state in (
            ("done", {}, "done"),
            ("interrupted", {"last_day": True, "reason": "Fermé."}, "done"),
            ("no_show", {"reason": "Absent."}, "no_show"),
            ("withdrawn", {}, "withdrawn"),
            ("cancelled", {"reason": "Travaux."}, "cancelled"),
        ):
            if way in ("withdrawn", "cancelled"):
                request = self.ask(0, 1)
                request.action_submit()
            else:
                request = self.past_request(30)
            if vals.get("last_day"):
                vals = {**vals, "last_day": request.date_start}
            wizard = self.env["mobility.ending.wizard"].with_user(self.adviser)
            wizard.create(
                {"request_id": request.id, "way": way, **vals}
            ).action_confirm()
            self.assertEqual(request.state, state, way)
            if state == "done":
                # Frees the dates for the next turn of this loop.
                acting(request.sudo()).ended_as = "cancelled"

    def test_giving_up_afterwards_gives_no_day_back(self):
        request = self.past_request(0)
        first = on_day(request, request.date_start)
        for end in (first.action_cancel, first.action_withdraw):
            with self.assertRaisesRegex(UserError, "the first day has come"):
                end("Oubli.")
        self.assertFalse(first._can_be_withdrawn())
        eve = on_day(request, request.date_start - timedelta(days=1))
        self.assertTrue(eve._can_be_withdrawn())
        eve.action_cancel("Grève.")
        self.assertEqual(request.state, "cancelled")

    def test_it_took_place_without_the_convention_that_the_text_asks_for(self):
        self.pip.needs_convention = True
        request = self.past_request(30)
        with self.assertRaisesRegex(UserError, "has no convention"):
            request.action_done()
        request.action_done(reason="Convention signée sur un autre modèle.")
        self.assertEqual(request.state, "done")


@tagged("post_install", "-at_install")
class TestSignedConvention(EndCase):
    def test_closing_the_request_does_not_give_a_signed_convention_up(self):
        request = self.agreed_request()
        convention = self.frozen_convention(request)
        acting(convention.document_id.signatory_ids).write({"state": "signed"})
        self.assertEqual(convention.state, "signed")
        for end in (request.action_cancel, request.action_withdraw):
            with self.assertRaisesRegex(UserError, "only the agent, the employer"):
                end("Le service ferme.")
        convention._give_up("host", "La maire", "Le service ferme.", "letter")
        self.assertEqual((request.state, convention.state), ("cancelled", "cancelled"))
        self.assertEqual(convention.document_ids.dropped_reason, "Le service ferme.")


@tagged("post_install", "-at_install")
class TestWhoSigns(EndCase):
    def test_each_employer_that_decided_signs(self):
        job = self.job()
        request = self.ask(0, 1)
        request.action_submit()
        for row in request.decision_ids:
            row._answer("agreed")
        request.action_make_convention()
        convention = request._convention()
        self.assertEqual(convention.other_employer_ids, self.third)
        missing = [label for label, _record in convention._missing()]
        self.assertTrue([one for one in missing if self.third.name in one], missing)
        with self.assertRaisesRegex(UserError, self.third.name):
            convention.action_freeze()
        self.third.street = "3 avenue du Syndicat"
        convention.other_signatory_ids = self._cast_role(
            self.rh_third, self.third, "authority", quality="Président"
        )
        self.assertFalse(convention._missing())
        self.assertEqual(
            [(row["party"], row["name"]) for row in convention._signatories()],
            [
                ("agent", self.agent.name),
                ("employer", self.authority.name),
                ("employer", self.rh_third.name),
                ("host", self.authority_host.name),
                ("cdg", self.env.company.name),
            ],
        )
        document = self.env["report.bourse_mobilite.convention_document"]
        printed = document._act(convention, None)
        self.assertEqual(len(printed["signatures"]), 4)
        self.assertEqual(len(printed["other_employers"]), 1)
        self.assertTrue(job)

    def test_the_centre_de_gestion_signs_when_its_reading_is_so(self):
        convention_of = self.env["mobility.convention"]._for_request
        convention = convention_of(self.agreed_request())
        self.assertEqual(
            [row.get("role") for row in convention._signatories()],
            [None, None, None, "visa"],
        )
        self.pip.cdg_signs = True
        self.assertIn("centre de gestion", str(convention._missing()))
        house = self.env.company.partner_id
        house.write({"mobility_employer_kind": "cdg", "street": "1 rue du Centre"})
        convention.cdg_signatory_id = self._cast_role(
            self.authority, house, "authority", quality="Présidente"
        )
        self.assertEqual(
            [row["party"] for row in convention._signatories()],
            ["agent", "employer", "host", "cdg"],
        )
