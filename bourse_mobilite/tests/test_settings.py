"""The choices of the centre de gestion: its manager, who may not open Odoo's settings,
changes them; nobody else does."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import MobilityCase


@tagged("post_install", "-at_install")
class TestSettings(MobilityCase):
    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.write(
            {
                "mobility_signing_order": "together",
                "mobility_sign_reminders": "3, 7, 14",
                "mobility_sign_last_call": 5,
            }
        )

    def form(self, user=None):
        return Form(self.env["mobility.settings"].with_user(user or self.manager))

    def test_shows_what_holds_and_keeps_what_is_chosen(self):
        form = self.form()
        self.assertEqual(
            (form.mobility_signing_order, form.mobility_sign_reminders,
             form.mobility_sign_last_call),
            ("together", "3, 7, 14", 5),
        )  # fmt: skip
        form.mobility_signing_order = "in_turn"
        form.mobility_sign_reminders = "10 2;2"
        form.mobility_sign_last_call = 0
        form.save().action_save()
        self.assertEqual(
            (self.company.mobility_signing_order, self.company.mobility_sign_reminders,
             self.company.mobility_sign_last_call),
            ("in_turn", "2, 10", 0),
        )  # fmt: skip
        self.assertEqual(self.company._mobility_sign_days(), (2, 10))

    def test_none_is_a_choice(self):
        form = self.form()
        form.mobility_sign_reminders = False
        form.save().action_save()
        self.assertFalse(self.company.mobility_sign_reminders)
        self.assertEqual(self.company._mobility_sign_days(), ())

    def test_what_cannot_be_read_is_refused(self):
        for wrong in ("trois", "0", "91"):
            form = self.form()
            form.mobility_sign_reminders = wrong
            with self.assertRaisesRegex(ValidationError, "3, 7, 14"):
                form.save().action_save()
        self.assertEqual(self.company.mobility_sign_reminders, "3, 7, 14")

    def test_the_new_conventions_follow_the_order(self):
        form = self.form()
        form.mobility_signing_order = "in_turn"
        form.save().action_save()
        convention = self.frozen_convention()
        self.assertEqual(convention.signing_order, "in_turn")
        asked = convention.signatory_ids.filtered("asked_on")
        self.assertEqual(asked.partner_id, self.agent.partner_id)

    def test_each_centre_has_its_own(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        self.manager.company_ids |= other
        there = self.manager.with_company(other).with_context(
            allowed_company_ids=other.ids
        )
        settings = self.env["mobility.settings"].with_env(there.env)
        settings = settings.with_user(self.manager)
        settings.create({"mobility_sign_last_call": 9}).action_save()
        self.assertEqual(other.mobility_sign_last_call, 9)
        self.assertEqual(self.company.mobility_sign_last_call, 5)

    def test_nobody_else_may(self):
        window = self.form().save()
        for user in (
            self.adviser,
            self.referent,
            self.internal,
            self.agent,
            self.public,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.env["mobility.settings"].with_user(user).create({})
                with self.assertRaises(AccessError):
                    window.with_user(user).action_save()
        # Who was a manager when the window was opened.
        self.manager.group_ids -= self.env.ref("bourse_mobilite.group_mobility_manager")
        with self.assertRaises(AccessError):
            window.action_save()
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).mobility_sign_last_call = 1
