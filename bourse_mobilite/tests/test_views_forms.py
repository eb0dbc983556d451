"""The forms of the back office, as staff fill them; their banners say what to do."""

import base64

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import MobilityCase, small_pdf


@tagged("post_install", "-at_install")
class TestForms(MobilityCase):
    def test_adviser_enters_a_request_in_the_form(self):
        days = self._asked_days()
        with Form(self.env["mobility.request"].with_user(self.adviser)) as form:
            form.candidate_id = self.candidate
            self.assertEqual(form.employer_id, self.origin)
            form.offer_id = self.offer
            self.assertEqual(form.host_id, self.host)
            form.date_start, form.date_end = days[0], days[-1]
            self.assertEqual(form.days, len(days))
            self.assertFalse(form.findings_html)
        immersion = form.record
        self.assertEqual(immersion.day_ids.mapped("date"), days)
        self.assertIn("attach the signed request", immersion.next_step)

    def test_the_form_says_what_the_rules_forbid(self):
        days = self._asked_days(1)
        with Form(self.env["mobility.request"].with_user(self.adviser)) as form:
            form.candidate_id = self.candidate
            form.offer_id = self.offer
            form.date_start = form.date_end = days[0]
            self.assertIn("To correct:", form.findings_html)
        self.assertIn("To correct:", form.record.findings_html)

    def test_a_draft_whose_host_is_not_known_yet(self):
        days = self._asked_days()
        values = {
            "candidate_id": self.candidate.id,
            "date_start": days[0],
            "date_end": days[-1],
        }
        for regime in self.env["mobility.regime"].search([]):
            immersion = self.env["mobility.request"].with_user(self.adviser)
            immersion = immersion.create({**values, "regime_id": regime.id})
            with self.subTest(regime.name), Form(immersion) as form:
                self.assertFalse(form.host_id)
                self.assertTrue(form.day_ids)
            with self.subTest(regime.name), self.assertRaises(UserError):
                immersion.action_submit()

    def test_a_half_day_chosen_in_the_form_is_kept(self):
        immersion = self.make_request()
        with (
            Form(immersion.with_user(self.adviser)) as form,
            form.day_ids.edit(0) as day,
        ):
            day.half = "am"
        self.assertEqual(immersion.days, 2.5)

    def test_banner_names_who_has_to_act(self):
        immersion = self.submitted_request()
        words = immersion.with_user(self.adviser).next_step
        self.assertIn(self.origin.name, words)
        self.assertIn(self.host.name, words)
        immersion.action_host_accept()
        self.assertNotIn(self.host.name, immersion.next_step)
        immersion.action_employer_accept()
        self.assertIn("Make the convention", immersion.next_step)
        immersion.action_make_convention()
        self.assertIn("A convention is begun", immersion.next_step)
        convention = self.frozen_convention(immersion)
        for row in convention.signatory_ids.filtered(lambda one: one.role != "visa"):
            self.assertIn(row.name, immersion.next_step)

    def test_banner_says_that_the_answer_is_late(self):
        immersion = self.submitted_request()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_request SET due_date = %(day)s WHERE id = %(id)s; "
            "UPDATE mobility_decision SET due_on = %(day)s WHERE request_id = %(id)s",
            {"day": fields.Date.subtract(self._today(), days=1), "id": immersion.id},
        )
        self.env.invalidate_all()
        immersion.invalidate_recordset()
        self.assertTrue(immersion.is_overdue)
        self.assertEqual(immersion.overdue_badge, "Overdue")
        self.assertIn("Overdue", immersion.next_step)

    def test_banner_of_a_refusal_names_who_refused(self):
        immersion = self.submitted_request()
        immersion.decision_ids[0]._answer("refused", reasons="Effectif réduit")
        self.assertIn(
            immersion.decision_ids[0].organisation_id.name, immersion.next_step
        )

    def test_decision_wizard_opens_from_the_request(self):
        immersion = self.submitted_request()
        wizard = Form(
            self.env["mobility.decision.wizard"]
            .with_user(self.adviser)
            .with_context(default_request_id=immersion.id)
        )
        wizard.decision_id = immersion.decision_ids[0]
        self.assertFalse(wizard.answer, "what cannot be undone is never preselected")
        wizard.answer = "refused"
        wizard.reasons = "Effectif réduit"
        wizard.role_id = self.role_authority
        wizard.save().action_confirm()
        self.assertEqual(immersion.state, "refused")

    def test_paper_wizard_opens_from_the_convention(self):
        convention = self.frozen_convention()
        wizard = Form(
            self.env["mobility.paper.wizard"]
            .with_user(self.adviser)
            .with_context(default_convention_id=convention.id)
        )
        *parties, visa = convention.signatory_ids
        for row in parties:
            wizard.signatory_ids.add(row)
        wizard.code = convention.document_id.verification_code
        wizard.scan = base64.b64encode(small_pdf()).decode()
        wizard.save().action_confirm()
        self.assertEqual({row.state for row in parties}, {"signed"})
        self.assertEqual((visa.state, convention.state), ("pending", "to_sign"))

    def test_forms_of_existing_files_open_for_each_role(self):
        convention = self.frozen_convention()
        records = (
            convention,
            convention.request_id,
            self.offer,
            self.candidate,
            self.role_rh,
            self.origin,
        )
        for who, user in self._staff().items():
            for record in records:
                with self.subTest(who=who, model=record._name):
                    Form(record.with_user(user))

    def test_employee_made_with_an_email_keeps_its_public_employer(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Marthe Employée",
                "work_email": "marthe@employee.example.org",
                "address_id": self.origin.id,
            }
        )
        self.assertEqual(employee.mobility_employer_id, self.origin)

    def _staff(self):
        return {
            "adviser": self.adviser,
            "referent": self.referent,
            "manager": self.manager,
        }
