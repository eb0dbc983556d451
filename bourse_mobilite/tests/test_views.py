"""The screens of the back office: they render for each role, and are reached from the
menus."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools import html2plaintext
from odoo.tools.safe_eval import safe_eval

from .common import MobilityCase

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
        root = self.env.ref("bourse_mobilite.menu_mobility_ppr_root")
        secret = menus.filtered(lambda menu: root in (menu, menu.parent_id))
        self.assertEqual(len(secret), 5)
        for who, user in self.staff.items():
            visible = self._reachable(user)
            expected = menus if who == "manager" else menus - managed
            if who != "referent":
                expected -= secret
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

    def test_documents_are_found_by_code_kind_and_state_and_never_written(self):
        document = self.frozen_convention().document_id
        menu = self.env.ref("bourse_mobilite.menu_mobility_document")
        self.assertIn(menu.id, self._reachable(self.adviser))
        model = self.env[menu.action.res_model].with_user(self.adviser)
        search = etree.fromstring(model.get_view(False, "search")["arch"])
        (node,) = search.xpath("//field[@name='verification_code']")
        for typed in (document.verification_code, document.name):
            domain = safe_eval(node.get("filter_domain"), {"self": typed})
            with self.subTest(typed=typed):
                self.assertEqual(model.search(domain), document)
        for name in ("kind", "state"):
            self.assertTrue(search.xpath(f"//search/field[@name='{name}']"), name)
        for kind in ("list", "form"):
            arch = etree.fromstring(model.get_view(False, kind)["arch"])
            for way in ("create", "edit", "delete"):
                self.assertFalse(safe_eval(arch.get(way)), (kind, way))

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
