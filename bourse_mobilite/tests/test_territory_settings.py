"""The manager chooses the départements; nobody else does, and nothing is lost."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, JsonRpcException, tagged

from .common import MobilityCase
from .portal_case import PortalCase
from .test_territory import TerritoryCase


@tagged("post_install", "-at_install")
class TestTerritoryChoice(TerritoryCase, MobilityCase):
    def departments(self, *codes):
        found = self.env["mobility.department"].search([("code", "in", codes)])
        self.assertEqual(len(found), len(codes))
        return found

    def setUp(self):
        super().setUp()
        self.env.company.mobility_department_ids = self.departments("60")
        self.manager_env = self.env(user=self.manager)

    def territory(self, *codes):
        return self.manager_env["mobility.territory"].create(
            {"department_ids": [Command.set(self.departments(*codes).ids)]}
        )

    def test_departements_are_found_by_number_and_by_name(self):
        oise = self.env.ref("bourse_mobilite.department_60")
        self.assertEqual(oise.display_name, "Oise (60)")
        for text in ("60", "oise", "Ois"):
            self.assertIn(oise.id, dict(oise.name_search(text)), text)
        self.assertEqual(self.env["mobility.department"].search_count([]), 101)

    def test_choosing_loads_what_is_missing(self):
        self.assertFalse(self.all_of("90"))
        form = Form(self.manager_env["mobility.territory"])
        self.assertEqual(form.department_ids[:].mapped("code"), ["60"])
        self.assertEqual(form.summary, "Oise (60): all its communes are loaded (680).")
        form.department_ids.add(self.departments("90"))
        self.assertIn(
            "Territoire de Belfort (90): its communes (101) will be loaded when you save.",
            form.summary,
        )
        told = form.save().action_save()
        self.assertIn(
            "Communes loaded: 781, in Oise (60), Territoire", told["params"]["message"]
        )
        self.assertEqual(len(self.all_of("90")), 101)
        self.assertEqual(
            self.env.company.mobility_department_ids.mapped("code"), ["60", "90"]
        )

    def test_saving_changes_nothing_of_what_is_there(self):
        noyon = self.commune("60471")
        noyon.population = 7
        self.territory("60").action_save()
        self.assertEqual(noyon.population, 7)

    def test_saving_completes_a_departement_begun_by_hand(self):
        self.communes.create(
            {"code": "90010", "name": "Belfort", "department_code": "90"}
        )
        territory = self.territory("60", "90")
        self.assertIn("1 of its 101 communes are loaded", territory.summary)
        territory.action_save()
        self.assertEqual(len(self.all_of("90")), 101)

    def test_taking_off_deletes_nothing_and_says_so(self):
        self.territory("60", "90").action_save()
        form = Form(self.manager_env["mobility.territory"])
        form.department_ids.remove(id=self.departments("60").id)
        self.assertIn(
            "Oise (60): no longer chosen. Its communes (680) stay", form.summary
        )
        form.save().action_save()
        self.assertEqual(self.env.company.mobility_department_ids.code, "90")
        self.assertEqual(len(self.all_of("60").filtered("active")), 680)

    def test_none_chosen(self):
        territory = self.territory()
        self.assertIn("stay", territory.action_save()["params"]["message"])
        self.assertFalse(self.env.company.mobility_department_ids)
        self.assertEqual(len(self.all_of("60")), 680)

    def test_update_reads_the_list_again(self):
        noyon = self.commune("60471")
        noyon.population = 7
        told = self.territory("60").action_update()["params"]["message"]
        self.assertEqual(
            told, "The communes are up to date. New: 0. Changed: 1. As they were: 679."
        )
        self.assertGreater(noyon.population, 7)

    def test_update_tells_of_merged_communes(self):
        self.territory("60", "90").action_save()
        (self.own_tables() / "communes" / "90.csv").write_text(
            "code,name,liaison,postal_codes,siren,epci_siren,population,latitude,"
            "longitude,street,email,phone\n90010,Belfort,0,90000,,,1,47.6,6.8,,,\n",
            encoding="utf-8",
        )
        told = self.territory("90").action_update()["params"]["message"]
        self.assertIn("merged with another commune: 100.", told)

    def test_a_company_that_is_written_or_made_otherwise_loads_too(self):
        self.env["res.company"].create(
            {
                "name": "CDG 90",
                "mobility_department_ids": [Command.set(self.departments("90").ids)],
            }
        )
        self.assertEqual(len(self.all_of("90")), 101)

    def test_each_centre_has_its_own_departements(self):
        other = self.env["res.company"].create({"name": "Autre CDG"})
        self.manager.company_ids = [Command.link(other.id)]
        territory = self.territory("90").with_context(allowed_company_ids=other.ids)
        territory.action_save()
        self.assertEqual(other.mobility_department_ids.code, "90")
        self.assertEqual(self.env.company.mobility_department_ids.code, "60")

    def test_nobody_else_may(self):
        for user in (
            self.adviser,
            self.referent,
            self.internal,
            self.agent,
            self.public,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env(user=user)["mobility.territory"].create({})
        territory = self.territory("60", "90")
        for action in ("action_save", "action_update"):
            with self.assertRaises(AccessError):
                getattr(territory.with_user(self.adviser), action)()
        # Who was a manager when the window was opened.
        self.manager.group_ids -= self.env.ref("bourse_mobilite.group_mobility_manager")
        with self.assertRaises(AccessError):
            territory.action_save()
        self.assertFalse(self.all_of("90"))

    def test_a_manager_writes_no_company_and_no_departement(self):
        with self.assertRaises(AccessError):
            self.manager_env.company.mobility_department_ids = False
        with self.assertRaises(AccessError):
            self.departments("60").with_user(self.manager).name = "Ailleurs"


@tagged("post_install", "-at_install")
class TestTerritoryPages(PortalCase):
    def call(self, user, model, method, *args):
        self.sign_in(user)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    def test_the_loader_is_out_of_reach_of_rpc(self):
        for user in (self.manager, self.adviser, self.agent):
            for method, arguments in (
                ("_load_departments", ["90"]),
                ("_open_data_employers", ["60"]),
            ):
                with self.assertRaises(JsonRpcException):
                    self.call(user, "mobility.commune", method, arguments)
        self.assertFalse(
            self.env["mobility.commune"].search([("department_code", "=", "90")])
        )

    def test_the_window_by_rpc(self):
        belfort = self.env.ref("bourse_mobilite.department_90")
        values = {"department_ids": [[6, 0, belfort.ids]]}
        with self.assertRaises(JsonRpcException):
            self.call(self.adviser, "mobility.territory", "create", [values])
        (made,) = self.call(self.manager, "mobility.territory", "create", [values])
        with self.assertRaises(JsonRpcException):
            self.call(self.adviser, "mobility.territory", "action_save", [made])
        told = self.call(self.manager, "mobility.territory", "action_save", [made])
        self.assertIn("Communes loaded: 101", told["params"]["message"])

    def test_an_empty_centre_is_told_what_to_do_and_its_pages_stand(self):
        self.env["mobility.commune"].search([]).active = False
        text = self.page("/immersions?lieu=noyon&rayon=30")
        self.assertShows(text, "noyon")
        self.page("/immersions")
        action = self.env.ref("bourse_mobilite.action_mobility_commune")
        self.assertIn('name="bourse_mobilite.action_mobility_territory"', action.help)

    def test_an_unknown_departement_is_a_plain_refusal(self):
        with self.assertRaises(UserError):
            self.env["mobility.commune"]._load_departments(["975"])
