"""Exporting a list: who, what, and the file."""

from datetime import date, datetime
from io import BytesIO
from unittest.mock import patch

from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.register import export as export_module
from ..models.register.exports import EXPORT_OF
from ..rules.register.kinds import KIND_OF
from .export_case import FORMULA, ExportCase

BOUND_TO = {
    "mobility.offer": "places", "res.partner": "employers", "mobility.role": "tutors",
    "mobility.candidate": "agents", "mobility.training": "trainings",
    "mobility.metier": "metiers",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestExport(ExportCase):
    def wizard(self, kind="places", records=None, user=None, **context):
        env = self.as_user(user or self.adviser)
        context["default_kind"] = kind
        if records is not None:
            context.update(active_model=records._name, active_ids=records.ids)
        return env["mobility.export.wizard"].with_context(**context).create({})

    def ticked(self, wizard):
        return wizard.column_ids.filtered("chosen").mapped("key")

    # --- what is exported -----------------------------------------------------

    def test_what_is_ticked_on_the_list_or_else_all(self):
        chosen = self.wizard(records=self.offer)
        self.assertEqual(chosen.scope, "Your selection: 1.")
        titles = [row["Intitulé de l'offre"]
                  for row in self.rows(self.exported("places", self.offer))]  # fmt: skip
        self.assertEqual(titles, [self.offer.name])
        count = self.env["mobility.offer"].search_count([])
        self.assertEqual(self.wizard().scope, f"All that you may read: {count}.")
        # One row for each: these offers have one tutor at most.
        self.assertGreaterEqual(len(self.rows(self.exported("places"))), 2)

    def test_a_selection_on_another_list_is_not_this_one(self):
        wizard = self.wizard("employers", records=self.offer)
        self.assertFalse(wizard.record_ids)

    def test_a_whole_list_that_passes_the_limit_of_the_client(self):
        """The web client sends the first ids of a selection and its domain."""
        path = "odoo.addons.bourse_mobilite.wizards.mobility_export_wizard._MOST_IDS"
        domain = [("host_id", "=", self.host.id)]
        for limit, count in ((1, 2), (2, 1)):
            with patch(path, limit):
                wizard = self.wizard(records=self.offer, active_domain=domain)
            self.assertEqual(len(wizard.record_ids), count)

    def test_what_no_file_can_say_is_left_out_and_said(self):
        ended = self.a_tutor(
            self.a_person("Rôle Fini"), self.host, date_end="2020-01-01"
        )
        idle = self.env["mobility.candidate"].create(
            {"partner_id": self.a_person("Sans Emploi").id}
        )
        training = self.env["mobility.training"].create(
            {"name": "Archivée", "provider": "CNFPT", "active": False}
        )
        stranger = self.a_person("Entreprise", is_company=True)
        for kind, kept, left, text in (
            ("tutors", self.role_tutor, ended | self.role_rh, "Only tutors in force"),
            ("agents", self.candidate, idle, "say no employer"),
            ("trainings", training.copy({"active": True}), training, "Archived"),
            ("employers", self.host, stranger, "no public employer"),
        ):
            with self.subTest(kind=kind):
                wizard = self.wizard(kind, records=kept | left)
                self.assertIn("Your selection: 1.", wizard.scope)
                self.assertIn(text, wizard.scope)
                self.assertEqual(len(self.rows(self.exported(kind, kept | left))), 1)
                nothing = self.wizard(kind, records=left)
                with self.assertRaisesRegex(UserError, "nothing to export"):
                    nothing.action_download()

    def test_another_centre_de_gestion_is_left_out(self):
        company = self.env["res.company"].create({"name": "CDG voisin"})
        self.adviser.company_ids = [Command.link(company.id)]
        other = self.an_offer("Ailleurs", company_id=company.id)
        wizard = self.wizard(
            records=self.offer | other,
            allowed_company_ids=[self.env.company.id, company.id],
        )
        self.assertIn("Your selection: 1.", wizard.scope)
        self.assertIn("another centre de gestion", wizard.scope)

    # --- the columns ----------------------------------------------------------

    def test_the_columns_are_those_of_the_kind_in_its_order(self):
        for kind, export in EXPORT_OF.items():
            with self.subTest(kind=kind):
                wizard = self.wizard(kind)
                wanted = [one.key for one in KIND_OF[kind].known]
                if kind == "agents":
                    wanted.remove("first_name")  # a contact has one name
                self.assertEqual(wizard.column_ids.mapped("key"), wanted)
                self.assertEqual(self.ticked(wizard), wanted)
                always = wizard.column_ids.filtered("always").mapped("key")
                self.assertEqual(set(always), {*export.always, *KIND_OF[kind].required})

    def test_the_choice_is_remembered_by_person_and_by_kind(self):
        wizard = self.wizard()
        wizard.column_ids.filtered(lambda one: one.key != "places").chosen = False
        wizard.action_download()
        kept = ["siret", "employer", "kind", "commune", "title", "service", "places",
                "ref"]  # fmt: skip
        self.assertEqual(self.ticked(self.wizard()), kept)
        headings = self.lines(self.exported("places", keys=["places"]))[0]
        self.assertEqual(headings, [KIND_OF["places"].by_key[key].heading
                                    for key in kept])  # fmt: skip
        self.assertNotEqual(self.ticked(self.wizard(user=self.manager)), kept)
        everything = [column.key for column in EXPORT_OF["employers"](self.env).columns]
        self.assertEqual(self.ticked(self.wizard("employers")), everything)
        # The next choice replaces it.
        again = self.wizard()
        again.column_ids.chosen = True
        again.action_download()
        self.assertEqual(len(self.ticked(self.wizard())), len(again.column_ids))
        users = self.adviser | self.manager | self.internal
        kept = self.env["ir.default"].search(
            [("field_id.name", "=", "kept"), ("user_id", "in", users.ids)]
        )
        self.assertEqual(kept.mapped("user_id"), self.adviser)
        self.assertEqual(len(kept), 1)

    def test_the_columns_that_recognise_a_row_cannot_be_taken_off(self):
        wizard = self.wizard("employers", records=self.host)
        wizard.column_ids.chosen = False
        wizard.column_ids.always = False
        self.env["mobility.export.column"].create(
            {"wizard_id": wizard.id, "key": "restriction_ids", "chosen": True}
        )
        wizard.action_download()
        self.assertEqual(
            self.ticked(self.wizard("employers")),
            ["siret", "siren", "employer", "kind", "commune", "insee"],
        )

    def test_the_window(self):
        """As on the screen: a box for each column, one for all."""
        env = self.as_user(self.adviser)
        model = env["mobility.export.wizard"].with_context(
            default_kind="places", active_model="mobility.offer",
            active_ids=self.offer.ids,
        )  # fmt: skip
        with Form(model) as form:
            self.assertEqual(form.scope, "Your selection: 1.")
            self.assertTrue(form.all_columns)
            last = len(KIND_OF["places"].columns) - 1
            with form.column_ids.edit(last) as line:
                self.assertTrue(line.chosen)
                line.chosen = False
            self.assertFalse(form.all_columns)
            with form.column_ids.edit(last - 1) as line:
                self.assertTrue(line.chosen)
            form.all_columns = True
            with form.column_ids.edit(last) as line:
                self.assertTrue(line.chosen)
            form.all_columns = False
            with form.column_ids.edit(len(KIND_OF["places"].columns) - 1) as line:
                self.assertFalse(line.chosen)
                line.chosen = True
        self.assertEqual(
            self.ticked(form.record),
            ["siret", "employer", "kind", "commune", "title", "service", "conditions",
             "ref"],
        )  # fmt: skip
        self.assertEqual(form.record.record_ids, self.offer.ids)

    def test_from_the_menu_one_chooses_the_list(self):
        with Form(self.as_user(self.adviser)["mobility.export.wizard"]) as form:
            form.kind = "metiers"
            self.assertEqual(len(form.column_ids), len(KIND_OF["metiers"].columns))
        self.assertEqual(form.record.column_ids[0].heading, "Métier")
        self.assertFalse(form.record.record_ids)

    # --- the file -------------------------------------------------------------

    def test_cells_are_dates_numbers_and_texts(self):
        offer = self.an_offer(
            FORMULA, capacity=3, date_from="2030-09-01", description="=1+1",
        )  # fmt: skip
        self.host.phone = "+33 3 44 00 00 00"
        content = self.exported("places", offer)
        sheet = load_workbook(BytesIO(content)).active
        headings = [cell.value for cell in sheet[1]]
        cells = dict(zip(headings, sheet[2], strict=True))
        self.assertEqual(cells["Intitulé de l'offre"].value, FORMULA)
        self.assertTrue(cells["Intitulé de l'offre"].quotePrefix)
        self.assertNotIn("f", {cell.data_type for cell in sheet[2]})
        self.assertEqual(cells["Places"].value, 3)
        self.assertEqual(cells["Disponible du"].value, datetime(2030, 9, 1))
        for heading, value in (
            ("SIRET", self.host.company_registry), ("Code postal", self.host.zip),
            ("Téléphone", "+33 3 44 00 00 00"), ("Description", "=1+1"),
        ):  # fmt: skip
            self.assertEqual((cells[heading].data_type, cells[heading].value),
                             ("s", value))  # fmt: skip
        self.assertIsNone(cells["Nom du tuteur"].value)
        self.assertEqual(sheet.title, "Registre")

    def test_the_download(self):
        wizard = self.wizard()
        action = wizard.action_download()
        day = date.today().year
        self.assertRegex(
            action["url"],
            rf"^/web/content/mobility\.export\.wizard/{wizard.id}/file/"
            rf"registre-{day}-\d\d-\d\d\.xlsx\?download=true$",
        )

    def test_batches_say_the_same(self):
        for number in range(4):
            self.an_offer(f"Place {number}")
        whole = self.lines(self.exported("places"))
        with patch.object(export_module, "BATCH", 3):
            self.assertEqual(self.lines(self.exported("places")), whole)

    def test_ten_times_more_rows_take_no_more_queries(self):
        communes = self.env["mobility.commune"].search([], limit=200)
        hosts = [
            self.an_employer(f"Hôte {commune.id}", mobility_commune_id=commune.id)
            for commune in communes
        ]
        cadres = self.env["mobility.cadre"].search([])
        metiers = self.metiers.search([])
        offers = self.env["mobility.offer"].create(
            [
                {
                    "name": f"Place {number}",
                    "host_id": hosts[number % 200].id,
                    "tutor_ids": [Command.set(self.a_person(f"Tuteur {number}").ids)],
                    "condition_ids": [Command.set(self.conditions.ids)],
                    "metier_id": metiers[number % len(metiers)].id,
                }
                for number in range(500)
            ]
        )
        files = self.env["mobility.candidate"].create(
            [
                {
                    "partner_id": self.a_person(f"Agent {number}").id,
                    "employer_id": hosts[number % 200].id,
                    "cadre_id": cadres[number % len(cadres)].id,
                }
                for number in range(500)
            ]
        )
        for kind, records in (("places", offers), ("agents", files)):
            self.wizard(kind, records=records).action_download()
            few, many = (
                self.queries_of(self.wizard(kind, records=some))
                for some in (records[:50], records)
            )
            with self.subTest(kind=kind):
                self.assertLessEqual(many, few + 3)
                self.assertLessEqual(many, 40)

    def queries_of(self, wizard):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        wizard.action_download()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    # --- who ------------------------------------------------------------------

    def test_the_right_to_export_is_that_of_odoo(self):
        group = self.env.ref("base.group_allow_export")
        bindings = "mobility.offer"
        names = self.bound(bindings, self.adviser)
        self.assertIn("mobility.export.wizard", names)
        self.withdrawn()
        self.adviser.group_ids = [Command.unlink(group.id)]
        wizard = self.wizard()
        with self.assertRaisesRegex(AccessError, "may not export"):
            wizard.action_download()
        self.assertFalse(wizard.file)
        self.assertNotIn("mobility.export.wizard", self.bound(bindings, self.adviser))

    def withdrawn(self):
        """The centre de gestion leaves the right to export to some of its staff."""
        group = self.env.ref("bourse_mobilite.group_mobility_adviser").sudo()
        exporting = self.env.ref("base.group_allow_export")
        group.implied_ids = [Command.unlink(exporting.id)]

    def bound(self, model, user):
        """The models of the windows in the Action menu of a list."""
        found = self.as_user(user)["ir.actions.actions"].get_bindings(model)
        ids = [action["id"] for action in found.get("action", ())]
        actions = self.env["ir.actions.act_window"].search([("id", "in", ids)])
        return actions.mapped("res_model")

    def test_every_list_has_it_in_its_action_menu(self):
        self.internal.group_ids = [
            Command.link(self.env.ref("base.group_allow_export").id)
        ]
        for model, kind in BOUND_TO.items():
            with self.subTest(model=model):
                self.assertEqual(EXPORT_OF[kind].model, model)
                self.assertIn("mobility.export.wizard", self.bound(model, self.adviser))
                self.assertNotIn(
                    "mobility.export.wizard", self.bound(model, self.internal)
                )

    def test_the_menu_is_for_those_who_may_export(self):
        menu = self.env.ref("bourse_mobilite.menu_mobility_export")
        self.withdrawn()
        for user, there in ((self.adviser, True), (self.referent, False)):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertEqual(menu.id in menus, there)

    def test_one_exports_what_one_reads(self):
        self.env["ir.rule"].create(
            {
                "name": "Essai",
                "model_id": self.env["ir.model"]._get_id("mobility.offer"),
                "domain_force": f"[('id', '!=', {self.offer_draft.id})]",
            }
        )
        both = self.offer | self.offer_draft
        rows = self.rows(self.exported("places", both))
        self.assertEqual(
            [row["Référence de l'offre"] for row in rows], [str(self.offer.id)]
        )

    def test_others_have_neither_the_window_nor_the_file(self):
        wizard = self.wizard()
        wizard.action_download()
        for user in (self.manager, self.referent):
            with self.assertRaises(AccessError):
                wizard.with_user(user).read(["file"])
        for user in (self.internal, self.agent, self.rh, self.public):
            with self.assertRaises(AccessError):
                self.as_user(user)["mobility.export.wizard"].create({"kind": "agents"})

    def test_nothing_of_health_whoever_exports(self):
        """Not even with the right to read it: a file travels."""
        group = self.env.ref("base.group_allow_export")
        self.referent.group_ids = [Command.link(group.id)]
        condition = self.conditions[0]
        self.candidate.restriction_ids = [Command.set(condition.ids)]
        content = self.exported("agents", self.candidate, user=self.referent)
        told = " ".join(str(cell) for line in self.lines(content) for cell in line)
        self.assertIn(self.agent.name, told)
        self.assertNotIn(condition.name, told)
        for word in ("restriction", "santé", "PPR", "reclassement", "handicap"):
            self.assertNotIn(word.lower(), told.lower())


@tagged("post_install", "-at_install")
class TestExportOfOdoo(ExportCase):
    """Odoo's own export of every list of ours, for staff."""

    def test_every_list_is_exported_as_it_is_shown(self):
        env = self.as_user(self.manager)
        self.frozen_convention()
        ours = self.env["ir.model.data"].search(
            [
                ("module", "=", "bourse_mobilite"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(ours.mapped("res_id"))
        actions = actions.filtered(lambda one: "list" in one.view_mode)
        self.assertGreaterEqual(set(actions.mapped("res_model")), BOUND_TO.keys())
        for action in actions:
            model = env[action.res_model]
            if not model.has_access("read"):
                continue
            with self.subTest(action=action.name):
                view = {kind: one for one, kind in action.views}["list"]
                arch = etree.fromstring(model.get_view(view, "list")["arch"])
                names = [node.get("name") for node in arch.iterfind("./field")]
                # A report has no reference by which it could be imported again.
                names += ["id"] if model._auto else []
                records = model.search([], limit=3)
                rows = records.export_data(names)["datas"]
                self.assertEqual(len(rows), len(records))
                self.assertTrue(all(len(row) == len(names) for row in rows))
