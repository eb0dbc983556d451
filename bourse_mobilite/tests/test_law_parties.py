"""Who is asked, and what stands in the way in the agent's own situation."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.guard import acting
from .law_case import LawCase


@tagged("post_install", "-at_install")
class TestWhoIsAsked(LawCase):
    def test_each_employer_on_whose_days_it_falls(self):
        self.candidate.employment_ids.worked_ids = self.week("0", "1", "2_am")
        self.job(worked_ids=self.week("2_pm", "3", "4"))
        self.role_rh_third.kind = "authority"
        for weekdays, employers in (
            ((0, 1), self.origin),
            ((3, 4), self.third),
            ((1, 2), self.origin | self.third),
            ((1, 3), self.origin | self.third),
        ):
            request = self.ask(*weekdays)
            request.action_submit()
            self.assertEqual(self.asked(request), employers, weekdays)
            self.assertEqual(request.employer_id, employers[0])
            for row in request.decision_ids:
                self.assertEqual(request.state, "submitted")
                row._answer("agreed")
            self.assertEqual(request.state, "agreed")
            request.action_cancel()

    def test_half_days_are_the_employers_of_that_half(self):
        self.candidate.employment_ids.worked_ids = self.week("0_am", "1_am")
        self.job(worked_ids=self.week("0_pm", "1_pm"))
        request = self.ask(0, 1)
        request.day_ids.half = "pm"
        self.pip.min_days = 1
        request.action_submit()
        self.assertEqual(self.asked(request), self.third)

    def test_weeks_that_are_not_known_ask_every_employer(self):
        self.job()
        request = self.ask(0, 1)
        request.action_submit()
        self.assertEqual(self.asked(request), self.origin | self.third)

    def test_the_organisation_of_the_detachment_decides(self):
        self.candidate.employment_ids.write(
            {"position": "detachement", "other_employer_id": self.third.id}
        )
        request = self.ask(0, 1)
        request.action_submit()
        self.assertEqual(self.asked(request), self.third)
        self.assertEqual(request.employer_id, self.third)
        # The employer of before the detachment reads nothing of it.
        self.assertFalse(
            self.env["mobility.request"]
            .with_user(self.rh)
            .search([("id", "=", request.id)])
        )

    def test_both_are_asked_for_a_person_made_available(self):
        job = self.candidate.employment_ids
        job.position = "mise_a_disposition"
        request = self.ask(0, 1)
        self.assertEqual(self.codes(request), {"other_unknown": "review"})
        with self.assertRaisesRegex(UserError, "must name it in the file"):
            request.action_submit()
        job.other_employer_id = self.third
        request.action_submit()
        self.assertEqual(self.asked(request), self.origin | self.third)

    def test_away_until_an_adviser_has_looked(self):
        for position in ("disponibilite", "conge"):
            self.candidate.employment_ids.position = position
            request = self.ask(0, 1)
            self.assertEqual(self.codes(request), {"away": "review"})
            with self.assertRaisesRegex(UserError, "an adviser must look at it first"):
                request.action_submit()
            request.with_user(self.adviser).action_lift("Vue en entretien, d'accord.")
            request.with_user(self.adviser).action_submit()
            self.assertEqual(self.asked(request), self.origin)
            request.action_cancel()

    def test_a_contract_that_ends_before_on_and_after_the_last_day(self):
        request = self.ask(0, 1)
        job = self.candidate.employment_ids
        for end, refused in (
            (request.date_end - timedelta(days=1), True),
            (request.date_end, False),
            (request.date_end + timedelta(days=1), False),
        ):
            job.date_end = end
            self.assertEqual("not_employed" in self.codes(request), refused, end)
        job.date_end = request.date_end - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "does not cover these days"):
            request.action_submit()

    def test_days_that_are_not_worked_only_warn(self):
        self.candidate.employment_ids.worked_ids = self.week("0", "1")
        request = self.ask(0, 1, 4)
        self.assertEqual(self.codes(request), {"not_worked": "warning"})
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_an_apprentice_is_no_public_agent(self):
        self.candidate.status = "apprenti"
        request = self.ask(0, 1)
        with self.assertRaisesRegex(UserError, "apprentice"):
            request.action_submit()
        # A reading: the centre de gestion may take another one.
        self.pip.public_agents_only = False
        request.action_submit()

    def test_an_employer_that_is_none_of_the_agents(self):
        request = self.ask(0, 1, employer_id=self.third.id)
        with self.assertRaisesRegex(UserError, "does not employ the agent"):
            request.action_submit()
        self.assertFalse(request.decision_ids)

    def test_an_agent_without_any_employment(self):
        self.candidate.employment_ids.unlink()
        request = self.ask(0, 1, employer_id=self.origin.id)
        request.action_submit()
        self.assertEqual(self.asked(request), self.origin)


@tagged("post_install", "-at_install")
class TestHost(LawCase):
    def test_every_employer_of_the_agent_is_ones_own(self):
        self.job(employer_id=self.host.id, worked_ids=self.week("3"))
        request = self.ask(0, 1)
        with self.assertRaisesRegex(UserError, "own employer"):
            request.action_submit()

    def test_one_legal_person_by_siren(self):
        # Another establishment of the origin; a CCAS has its own SIREN.
        self.host.company_registry = "99906101300028"
        with self.assertRaisesRegex(UserError, "own employer"):
            self.ask(0, 1).action_submit()
        self.host.write({"company_registry": False, "mobility_employer_kind": "ccas"})
        self.ask(0, 1).action_submit()

    def test_two_services_of_the_state_only_warn(self):
        (self.origin | self.host).mobility_employer_kind = "etat"
        self.host.company_registry = "99906101300028"
        request = self.ask(0, 1)
        self.assertEqual(self.codes(request), {"own_employer": "warning"})
        request.action_submit()

    def test_never_a_private_host_even_for_a_manager(self):
        private = self.env["res.partner"].create({"name": "SARL", "is_company": True})
        request = self.ask(0, 1, offer_id=False, host_id=private.id)
        self.assertEqual(self.codes(request), {"private_host": "final"})
        with self.assertRaisesRegex(UserError, "PMSMP"):
            request.action_submit()
        with self.assertRaisesRegex(AccessError, "cannot be lifted"):
            request.with_user(self.manager).action_lift("Pourtant d'accord.")

    def test_a_host_that_is_public_no_more_cannot_be_agreed_to(self):
        request = self.ask(0, 1, offer_id=False, host_id=self.host.id)
        request.action_submit()
        self.env.cr.execute(
            "UPDATE res_partner SET mobility_employer_kind = NULL WHERE id = %s",
            [self.host.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "not known as a public employer"):
            request.action_employer_accept()

    def test_the_internal_regime_stays_inside(self):
        internal = self.env.ref("bourse_mobilite.regime_interne")
        request = self.ask(0, 1, regime_id=internal.id)
        with self.assertRaisesRegex(UserError, "another employer"):
            request.action_submit()


@tagged("post_install", "-at_install")
class TestOrderOfAsking(LawCase):
    def setUp(self):
        super().setUp()
        self.pip.asks_in_order = True
        self.rh_host.partner_id.email = "denis.hubert@personne.example.org"
        self.request = self.ask(0, 1)
        self.request.action_submit()
        self.row_host = self.request.decision_ids.filtered(
            lambda row: row.party == "host"
        )

    def test_the_host_knows_nothing_before_the_employer_has_agreed(self):
        requests = self.env["mobility.request"].with_user(self.rh_host)
        mine = [("id", "=", self.request.id)]
        self.assertFalse(requests.search(mine))
        self.assertEqual(self.request.waiting_for, "employer")
        self.assertFalse(self.row_host.asked_on)
        with self.assertRaisesRegex(UserError, "no longer waits"):
            self.row_host._answer("agreed")
        self.request.action_employer_accept()
        self.assertEqual(self.row_host.asked_on, self._today())
        self.assertEqual(self.row_host.received_on, self._today())
        self.assertTrue(requests.search(mine))
        self.assertEqual(self.request.waiting_for, "host")
        self.request.action_host_accept()
        self.assertEqual(self.request.state, "agreed")

    def test_a_refusal_leaves_the_host_alone(self):
        mails = self.env["mail.mail"].sudo()
        origin = self.request.decision_ids - self.row_host
        origin._answer("refused", reasons="Effectif insuffisant.")
        self.assertEqual(self.request.state, "refused")
        self.assertFalse(self.row_host.asked_on)
        self.assertFalse(
            mails.search([("email_to", "ilike", self.rh_host.partner_id.email)])
        )


@tagged("post_install", "-at_install")
class TestLifting(LawCase):
    def test_what_is_lifted_is_kept_and_asks_again_when_it_changes(self):
        request = self.ask(0)
        with self.assertRaises(AccessError):
            request.with_user(self.adviser).action_lift("Une seule journée suffit.")
        with self.assertRaisesRegex(UserError, "write why"):
            request.with_user(self.manager).action_lift("  ")
        request.with_user(self.manager).action_lift("Une seule journée suffit.")
        kept = request.override_ids
        self.assertEqual(kept.reason, "Une seule journée suffit.")
        self.assertEqual(kept.lifted_by_id, self.manager)
        self.assertEqual(kept.lifted_on, self._today())
        self.assertIn("2 at least", kept.finding)
        self.assertFalse(request._findings())
        # Nor does it follow the request to another host, agent or week.
        other = self.env["res.partner"].create(
            {"name": "Autre", "is_company": True, "mobility_employer_kind": "commune"}
        )
        request.write({"offer_id": False, "host_id": other.id})
        self.assertEqual(self.codes(request), {"too_few_days": "block"})
        request.write({"offer_id": self.offer.id})
        self.assertFalse(request._findings())
        with self.assertRaisesRegex(UserError, "is kept"):
            request.unlink()
        # Half a day less is not what was lifted.
        request.day_ids.half = "am"
        self.assertEqual(self.codes(request), {"too_few_days": "block"})
        with self.assertRaisesRegex(UserError, "1.5 missing"):
            request.action_submit()

    def test_the_trace_is_not_typed(self):
        request = self.ask(0)
        vals = {
            "request_id": request.id,
            "mark": "too_few_days:1:",
            "level": "block",
            "finding": "…",
            "reason": "…",
            "lifted_on": self._today(),
            "lifted_by_id": self.manager.id,
        }
        for user in (self.adviser, self.manager):
            with self.assertRaises(AccessError):
                self.env["mobility.override"].with_user(user).create(vals)
        kept = acting(self.env["mobility.override"]).create(vals)
        with self.assertRaises(AccessError):
            kept.with_user(self.manager).reason = "Autre chose"
        with self.assertRaises(AccessError):
            kept.with_user(self.manager).unlink()

    def test_a_closed_request_is_left_alone(self):
        request = self.ask(0, 1)
        request.action_submit()
        request.action_cancel()
        with self.assertRaisesRegex(UserError, "already closed"):
            request.with_user(self.manager).action_lift("Trop tard.")

    def test_the_button_shows_what_the_rules_say_first(self):
        request = self.ask(0, 1).with_user(self.adviser)
        self.assertIsNone(request.action_send())
        self.assertEqual(request.state, "submitted")
        short = self.ask(3, 4).with_user(self.adviser)
        acting(short.sudo()).received_on = self._today()
        short.sudo().received_on = False
        self.pip.notice_months = 12
        action = short.action_send()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard = wizard.with_user(self.adviser)
        self.assertIn("Less than 12 months", wizard.findings_html)
        self.assertTrue(wizard.may_lift)
        self.assertEqual(short.state, "draft")
        wizard.reason = "L'employeur est d'accord, appel du 3 mars."
        wizard.action_confirm()
        self.assertEqual(short.state, "submitted")
        self.assertEqual(len(short.override_ids), 1)

    def test_an_adviser_reads_that_a_manager_may_lift(self):
        request = self.ask(0).with_user(self.adviser)
        action = request.action_send()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard = wizard.with_user(self.adviser)
        self.assertFalse(wizard.may_lift)
        wizard.reason = "Tant pis."
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        self.assertEqual(request.state, "draft")
