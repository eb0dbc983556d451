"""The screens of the back office: they render for each role, and say what to do."""

import base64

from lxml import etree

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from .common import MobilityCase, small_pdf

MAIN_MODELS = (
    "mobility.request",
    "mobility.convention",
    "mobility.offer",
    "mobility.candidate",
)


@tagged("post_install", "-at_install")
class TestViews(MobilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = {
            "adviser": cls.adviser,
            "referent": cls.referent,
            "manager": cls.manager,
        }

    @classmethod
    def _our_records(cls, model):
        data = cls.env["ir.model.data"].search(
            [("module", "=", "bourse_mobilite"), ("model", "=", model)]
        )
        return cls.env[model].browse(data.mapped("res_id"))

    def _window_actions(self):
        actions = self._our_records("ir.actions.act_window")
        self.assertGreater(len(actions), 15)
        return actions

    def test_every_back_office_view_renders(self):
        views = self._our_records("ir.ui.view").filtered(
            lambda view: view.type != "qweb" and view.model in self.env
        )
        self.assertGreater(len(views), 35)
        for who, user in self.staff.items():
            for view in views:
                if view.inherit_id and view.mode == "extension":
                    # An extension is seen through the view that it extends.
                    view = view.inherit_id
                model = self.env[view.model].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(who=who, view=view.name):
                    arch = model.get_view(view.id, view.type)["arch"]
                    self.assertTrue(len(etree.fromstring(arch)))

    def test_main_models_have_every_kind_of_view(self):
        kinds = {"list", "kanban", "calendar", "form", "search"}
        views = self._our_records("ir.ui.view")
        for model in MAIN_MODELS:
            with self.subTest(model=model):
                own = views.filtered(lambda view, model=model: view.model == model)
                self.assertLessEqual(kinds, set(own.mapped("type")))

    def test_every_view_has_a_title(self):
        for view in self._our_records("ir.ui.view").filtered(
            lambda one: one.type != "qweb" and not one.inherit_id
        ):
            with self.subTest(view=view.name):
                self.assertTrue(etree.fromstring(view.arch_db).get("string"))

    def test_every_icon_says_what_it_is(self):
        """A bare icon has a title; an icon on a button goes with a title too."""
        seen = 0
        for view in self._our_records("ir.ui.view").filtered(
            lambda one: one.type != "qweb"
        ):
            arch = etree.fromstring(view.arch_db)
            icons = arch.xpath("//i[contains(@class, 'fa-')] | //button[@icon]")
            for icon in icons:
                seen += 1
                with self.subTest(view=view.name):
                    self.assertTrue(
                        icon.get("title") or icon.get("aria-label"),
                        etree.tostring(icon),
                    )
        self.assertGreater(seen, 10)

    def test_every_action_says_what_to_do_when_empty(self):
        for action in self._window_actions().filtered(
            lambda one: one.view_mode != "form"
        ):
            with self.subTest(action=action.name):
                self.assertIn("o_view_nocontent_smiling_face", action.help or "")
                self.assertGreater(len(html2plaintext(action.help).strip()), 20)

    def _reachable(self, user):
        """The menus to which ``user`` comes from the top."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        found, waiting = set(), list(menus["root"]["children"])
        while waiting:
            menu = waiting.pop()
            found.add(menu)
            waiting += menus[menu]["children"]
        return found

    def test_menus_are_reachable(self):
        menus = self._our_records("ir.ui.menu")
        configuration = self.env.ref("bourse_mobilite.menu_mobility_configuration")
        managed = menus.filtered(lambda menu: configuration in (menu, menu.parent_id))
        self.assertGreater(len(managed), 5)
        for who, user in self.staff.items():
            visible = self._reachable(user)
            expected = menus if who == "manager" else menus - managed
            with self.subTest(who=who):
                self.assertLessEqual(set(expected.ids), visible)
                self.assertFalse((set(menus.ids) - set(expected.ids)) & visible)
            for menu in expected.filtered("action"):
                with self.subTest(who=who, menu=menu.name):
                    model = self.env[menu.action.res_model].with_user(user)
                    self.assertTrue(model.has_access("read"))
        self.assertFalse(set(menus.ids) & self._reachable(self.internal))

    def test_the_application_opens_on_what_is_to_do(self):
        root = self.env.ref("bourse_mobilite.menu_mobility_root")
        first = root.child_id.sorted("sequence")[0]
        self.assertEqual(
            first.action, self.env.ref("bourse_mobilite.action_mobility_todo")
        )

    def test_no_view_shows_a_restriction_to_an_adviser(self):
        model = self.env["mobility.candidate"]
        kinds = ["list", "kanban", "calendar", "form", "search"]
        for who, shown in (("adviser", False), ("manager", False), ("referent", True)):
            as_user = model.with_user(self.staff[who])
            archs = "".join(as_user.get_view(False, kind)["arch"] for kind in kinds)
            with self.subTest(who=who):
                self.assertEqual("restriction_ids" in archs, shown)
                self.assertEqual('name="restrictions"' in archs, shown)
                self.assertEqual("restriction_ids" in as_user.fields_get(), shown)

    def test_the_columns_put_the_cdg_first(self):
        self.make_request()
        self.submitted_request(self.candidate2)
        self.agreed_request(self.candidate_elsewhere)
        groups = (
            self.env["mobility.request"]
            .with_user(self.adviser)
            .with_context(read_group_expand=True)
            .formatted_read_group(
                [("candidate_id.adviser_id", "=", self.adviser.id)],
                ["waiting_for"],
                ["__count"],
            )
        )
        self.assertEqual(
            [group["waiting_for"] for group in groups],
            ["cdg", "employer_host"],
        )

    def test_the_columns_of_conventions_follow_their_life(self):
        self.offer.capacity = 2
        self.frozen_convention()
        self.agreed_request(self.candidate_elsewhere).action_make_convention()
        groups = (
            self.env["mobility.convention"]
            .with_user(self.adviser)
            .with_context(read_group_expand=True)
            .formatted_read_group(
                [("candidate_id.adviser_id", "=", self.adviser.id)],
                ["state"],
                ["__count"],
            )
        )
        self.assertEqual([group["state"] for group in groups], ["draft", "to_sign"])

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
        for who, user in self.staff.items():
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
