"""Files that cannot be read, hostile names, columns that nobody understands."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from ..models.mobility_import_portal import MOST_UNFINISHED
from ..models.register.file_messages import FILE_MESSAGES
from ..models.register.messages import sentence
from .register_case import (
    COMMUNE,
    TITLE,
    URL,
    RegisterCase,
    book,
    places,
)


@tagged("post_install", "-at_install")
class TestPortalRegistersBad(RegisterCase):
    # --- files that cannot be read -----------------------------------------------

    def test_what_cannot_be_read_is_said_and_leaves_nothing(self):
        self.sign_in(self.rh_host)
        env = self.env(context={"lang": self.rh_host.lang})
        for content, name, code, details in (
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.xlsx", "old_excel", {}),
            (places({TITLE: "Cantine"})[:200], "a.xlsx", "damaged", {}),
            (book(), "vide.xlsx", "empty", {"sheet": "Sheet"}),
            (book([TITLE, COMMUNE]), "sans.xlsx", "no_rows", {"sheet": "Sheet"}),
            (b"\0" * (20 * 1024**2 + 1), "lourd.xlsx", "too_heavy", {"limit": 20}),
        ):
            with self.subTest(code=code):
                text = self.upload(content, name, status=200)
                self.assertShows(text, sentence(env, FILE_MESSAGES, code, details))
                self.assertShows(text, 'id="form_error"', 'type="file"')
        self.assertFalse(self.last())
        for values in ({}, {"file": "un texte"}):
            response = self.post(URL, values)
            self.assertEqual(response.status_code, 200)
            self.assertShows(response.text, 'id="form_error"')
        self.assertFalse(self.last())

    def test_a_form_from_elsewhere_is_refused(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}))
        for url in (URL, *(f"{URL}/{batch.id}/{one}" for one in ("envoyer", "revoir"))):
            response = self.url_open(url, data={"csrf_token": "faux"})
            self.assertEqual(response.status_code, 400)
        self.assertEqual(batch.state, "preview")

    def test_hostile_names_and_headings_are_shown_as_text(self):
        self.sign_in(self.rh_host)
        attack = "<script>alert(1)</script>"
        batch = self.upload(
            book([TITLE, attack], [attack, attack], ["Cantine", '"><img src=x>']),
            f"../../{attack}\u202e{'x' * 300}.xlsx",
        )
        self.assertLessEqual(len(batch.file_name), 100)
        self.assertNotIn("\u202e", batch.file_name)
        for url in (URL, f"{URL}/{batch.id}"):
            self.assertNoMarkup(self.page(url), attack, "<img src=x>")
        self.press(batch, "columns")
        self.assertNoMarkup(self.page(f"{URL}/{batch.id}"), attack)
        self.assertNoMarkup(self.press(batch, "envoyer"), attack)

    def test_file_names(self):
        name = self.env["mobility.import"]._portal_file_name
        self.assertEqual(name("C:\\Mes documents\\liste.xlsx"), "liste.xlsx")
        self.assertEqual(name("../\x00a\tb.csv"), "ab.csv")
        self.assertEqual(name("x" * 100), "x" * 100)
        self.assertEqual(len(name("x" * 101)), 100)
        for empty in (None, "", "\x00", "../"):
            self.assertTrue(name(empty))

    def test_a_person_leaves_some_files_unfinished_not_hundreds(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}))
        vals = {"from_portal": True, "sender_id": self.host.id, "state": "columns"}
        mine = acting(self.env["mobility.import"].with_user(self.rh_host).sudo())
        others = mine.create([vals] * (MOST_UNFINISHED - 2))
        content = places({TITLE: "Accueil"})
        last = self.upload(content)
        text = self.upload(content, status=200)
        self.assertShows(text, 'id="form_error"', str(MOST_UNFINISHED))
        self.assertEqual(self.last(), last)
        # A colleague, what is finished, what is old: none of them counts.
        self.sign_in(self.authority_host)
        self.upload(content)
        self.sign_in(self.rh_host)
        self.press(batch, "envoyer")
        self.upload(content)
        self.upload(content, status=200)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_import SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=1, minutes=1), others[0].id],
        )
        self.upload(content)

    # --- the columns -------------------------------------------------------------

    def test_nothing_chosen_is_lost(self):
        self.sign_in(self.rh_host)
        batch = self.upload(book(["A", "B", "C"], ["Cantine", "Servir", "Accueil"]))
        self.assertEqual(batch.state, "columns")
        self.assertShows(self.page(f"{URL}/{batch.id}"), 'id="missing"', TITLE)
        text = self.press(batch, "columns", column_1="description", column_2="siret")
        self.assertShows(text, 'id="form_error"', TITLE)
        self.assertEqual(
            batch.column_ids.mapped("key"), [False, "description", "siret"]
        )
        selected = html.fromstring(text).xpath("//option[@selected]/@value")
        self.assertEqual(selected, ["description", "siret"])
        # Two columns cannot hold the same.
        text = self.press(batch, "columns", column_0="title", column_2="title")
        self.assertShows(text, 'id="form_error"', TITLE, "A, C")
        self.assertEqual(batch.state, "columns")
        self.press(batch, "columns", column_2="")
        self.assertEqual((batch.state, batch.created_count), ("preview", 1))
        text = self.press(batch, "revoir")
        self.assertEqual(batch.state, "columns")
        selected = html.fromstring(text).xpath("//option[@selected]/@value")
        self.assertEqual(selected, ["title", "description"])

    def test_hostile_columns(self):
        self.sign_in(self.rh_host)
        batch = self.upload(book(["A", "B"], ["Cantine", "Servir"]))
        self.press(
            batch,
            "columns",
            column_0="title",
            column_1="agent_email",  # a column of another kind
            column_x="siret",
            column_99="siret",
            **{"column_-1": "siret", "column_٠": "siret"},
        )
        self.assertEqual(batch.column_ids.mapped("key"), ["title", False])
        self.assertEqual(batch.state, "preview")
