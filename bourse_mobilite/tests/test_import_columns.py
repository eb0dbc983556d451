"""Which column holds what: proposed, asked, remembered for each sender."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rules.register.columns import REASON_HEADING
from .import_case import ImportCase, workbook

HEADINGS = ("Établissement", "Où", "Ce qu'on y fait", "Remarques")
ROW = ("Mairie d'Import-Test", "Noailles", "Accueil", "Belle équipe")


@tagged("post_install", "-at_install")
class TestImportColumns(ImportCase):
    def strange(self, *rows, headings=HEADINGS, **vals):
        content = base64.b64encode(workbook([headings, *(rows or (ROW,))]))
        return self.preview(content=content, **vals)

    def say(self, batch, **keys):
        """Choose what each column holds, by the beginning of its heading."""
        for beginning, key in keys.items():
            column = batch.column_ids.filtered(
                lambda one, beginning=beginning: one.heading.startswith(beginning)
            )
            column.key = key
        batch.action_columns()

    def test_what_is_not_known_is_asked_with_its_first_values(self):
        batch = self.strange()
        self.assertEqual(batch.state, "columns")
        self.assertRecordValues(
            batch.column_ids,
            [
                {"heading": "Établissement", "key": "employer", "samples": ROW[0]},
                {"heading": "Où", "key": False, "samples": "Noailles"},
                {"heading": "Ce qu'on y fait", "key": False, "samples": "Accueil"},
                {"heading": "Remarques", "key": False, "samples": "Belle équipe"},
            ],
        )
        self.assertFalse(batch.line_ids)
        with self.assertRaisesRegex(UserError, "Intitulé de l'offre, Commune"):
            batch.action_columns()
        self.say(batch, Où="commune", Ce="title")
        self.assertEqual((batch.state, batch.created_count), ("preview", 1))

    def test_the_answers_are_remembered_for_that_sender_alone(self):
        sender = self.host
        batch = self.strange(sender_id=sender.id)
        self.say(batch, Où="commune", Ce="title")
        batch.action_import()
        again = self.strange(sender_id=sender.id)
        self.assertEqual(again.state, "preview")
        self.assertEqual(again.column_ids.mapped("key"),
                         ["employer", "commune", "title", False])  # fmt: skip
        self.assertEqual(self.strange(sender_id=self.origin.id).state, "columns")
        self.assertEqual(self.strange().state, "columns")

    def test_without_sender_they_are_remembered_for_the_person(self):
        batch = self.strange()
        self.say(batch, Où="commune", Ce="title")
        batch.action_import()
        self.assertEqual(self.strange().state, "preview")
        content = base64.b64encode(workbook([HEADINGS, ROW]))
        theirs = self.env(user=self.manager)["mobility.import"].create(
            {"kind": "places", "file": content}
        )
        theirs.action_preview()
        self.assertEqual(theirs.state, "columns")

    def test_a_new_column_is_asked_even_of_a_known_sender(self):
        batch = self.strange()
        self.say(batch, Où="commune", Ce="title")
        batch.action_import()
        more = self.strange((*ROW, "x"), headings=(*HEADINGS, "Nouvelle"))
        self.assertEqual(more.state, "columns")
        # An empty column asks nothing.
        empty = self.strange((*ROW, None), headings=(*HEADINGS, "Nouvelle"))
        self.assertEqual(empty.state, "preview")

    def test_one_column_only_holds_a_thing(self):
        batch = self.strange()
        batch.column_ids.filtered(lambda one: one.heading == "Où").key = "commune"
        batch.column_ids.filtered(
            lambda one: one.heading == "Remarques"
        ).key = "commune"
        batch.column_ids.filtered(lambda one: one.position == 2).key = "title"
        with self.assertRaisesRegex(UserError, "said to hold “Commune”: Où, Remarques"):
            batch.action_columns()

    def test_the_columns_can_be_said_again(self):
        batch = self.strange()
        self.say(batch, Où="commune", Ce="title")
        batch.action_back_to_columns()
        self.assertFalse(batch.line_ids)
        self.say(batch, Ce="service", Remarques="title")
        self.assertEqual(batch.line_ids.second, "Belle équipe")

    def test_a_file_without_employer_is_its_senders(self):
        headings, row = ("Intitulé de l'offre", "Places"), ("Accueil", 2)
        batch = self.strange(row, headings=headings, sender_id=self.host.id)
        self.assertEqual(batch.state, "preview")
        self.assertEqual(batch.line_ids.first, self.host.name)
        batch.action_import()
        made = self.env["mobility.offer"].search([("name", "=", "Accueil")])
        self.assertEqual((made.host_id, made.capacity), (self.host, 2))
        with self.assertRaisesRegex(UserError, "Employeur, Commune"):
            self.strange(row, headings=headings).action_columns()

    def test_a_sender_that_names_itself_need_not_say_where_it_is(self):
        headings = ("Employeur", "Intitulé de l'offre")
        rows = ((self.host.name.upper(), "Accueil"), ("Autre mairie", "Voirie"))
        batch = self.strange(*rows, headings=headings, sender_id=self.host.id)
        lines = batch.line_ids.sorted("row_number")
        self.assertEqual(lines.mapped("status"), ["created", "rejected"])
        self.assertIn("Fill in the commune", lines[1].details)
        self.assertFalse(batch.all_own)
        batch.action_import()
        made = self.env["mobility.offer"].search([("name", "=", "Accueil")])
        self.assertEqual(made.host_id, self.host)

    def test_what_is_not_read_is_said(self):
        headings = ("Intitulé de l'offre", "Nombre", "Structure d'ailleurs")
        batch = self.strange(
            ("Accueil", 2, "Autre mairie"), headings=headings, sender_id=self.host.id
        )
        self.assertTrue(batch.all_own)
        self.assertEqual(batch.unread, "Nombre, Structure d'ailleurs")

    def test_what_was_shown_of_a_column_is_forgotten_once_imported(self):
        batch = self.strange(sender_id=self.host.id)
        self.say(batch, Où="commune", Ce="title")
        self.assertTrue(batch.column_ids[0].samples)
        batch.action_import()
        self.assertFalse(any(batch.column_ids.mapped("samples")))

    def test_the_reason_of_a_returned_file_is_never_asked(self):
        headings = ("Employeur", "Commune", "Intitulé", REASON_HEADING)
        batch = self.strange((*ROW[:3], "Un motif"), headings=headings)
        self.assertEqual(batch.state, "preview")

    def test_two_header_rows_and_a_title(self):
        lines = [
            ["Registre des places 2026"],
            ["Employeur", None, None, "Offre"],
            ["Employeur", "Commune", "SIRET", "Intitulé"],
            [ROW[0], "Noailles", None, "Accueil"],
        ]
        batch = self.preview(content=base64.b64encode(workbook(lines)))
        self.assertEqual((batch.state, batch.created_count), ("preview", 1))
        self.assertEqual(batch.line_ids.row_number, 4)

    def test_a_client_writes_nothing_else(self):
        batch = self.strange()
        for vals in ({"state": "done"}, {"from_portal": True}, {"digest": "x"},
                     {"user_id": self.manager.id}, {"created_count": 3}):  # fmt: skip
            with self.subTest(vals), self.assertRaises(AccessError):
                batch.write(vals)
            with self.subTest(vals), self.assertRaises(AccessError):
                batch.create({"kind": "places", **vals})
        with self.assertRaises(AccessError):
            batch.column_ids[0].position = 3
        sneaky = batch.with_context(default_state="running", default_from_portal=True)
        made = sneaky.create({"kind": "places"})
        self.assertEqual((made.state, made.from_portal), ("draft", False))
        self.say(batch, Où="commune", Ce="title")
        with self.assertRaisesRegex(UserError, "reload the page"):
            batch.column_ids[0].key = "title"
        batch.action_import()
        with self.assertRaisesRegex(UserError, "reload the page"):
            batch.file = self.file_of({"title": "Autre"})
        with self.assertRaisesRegex(UserError, "undo it before deleting"):
            batch.unlink()
