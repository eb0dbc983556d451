"""The HR contact sends a list, corrects the rejected rows, sees what becomes of it."""

from io import BytesIO

from lxml import html
from openpyxl import load_workbook

from odoo.tests import tagged

from ..models.guard import acting
from ..models.mobility_import_portal import SHOWN
from ..rules.register.columns import REASON_HEADING
from .common import HOST_SIRET
from .register_case import (
    COMMUNE,
    EMPLOYER,
    MESSY,
    PLACE_COUNT,
    TITLE,
    TUTOR,
    UNKNOWN,
    URL,
    RegisterCase,
    book,
    corrected,
    places,
)


@tagged("post_install", "-at_install")
class TestPortalRegisters(RegisterCase):
    # --- the whole way -----------------------------------------------------------

    def test_a_messy_list_becomes_offers_to_review(self):
        self.sign_in(self.rh_host)
        batch = self.upload(MESSY, "recensement.xlsx")
        self.assertRecordValues(
            batch,
            [
                {
                    "state": "columns",
                    "kind": "places",
                    "from_portal": True,
                    "sender_id": self.host.id,
                    "user_id": self.rh_host.id,
                    "company_id": self.env.company.id,
                    "file_name": "recensement.xlsx",
                }
            ],
        )
        asked = self.choice_of(batch, UNKNOWN)
        self.assertFalse(asked.key)
        text = self.page(f"{URL}/{batch.id}")
        self.assertShows(text, UNKNOWN, "Recevoir les habitants.")
        self.assertEqual(self.offers("Guichet unique", "Espaces verts").ids, [])

        self.press(batch, "columns", **{f"column_{asked.position}": "description"})
        self.assertEqual(
            (batch.state, batch.created_count, batch.rejected_count), ("preview", 2, 3)
        )
        text = self.page(f"{URL}/{batch.id}")
        self.assertShows(text, "Cantine scolaire", "Médiathèque", "99906105400015")
        self.assertFalse(self.offers("Guichet unique", "Espaces verts"))

        self.assertShows(self.press(batch, "envoyer"), "Espaces verts")
        self.assertEqual(batch.state, "done")
        made = self.offers("Guichet unique", "Espaces verts")
        self.assertRecordValues(
            made,
            [
                {
                    "host_id": self.host.id,
                    "state": "submitted",
                    "capacity": 2,
                    "description": "Tondre, planter, arroser.",
                    "company_id": self.env.company.id,
                },
                {
                    "host_id": self.host.id,
                    "state": "submitted",
                    "capacity": 1,
                    "description": "Recevoir les habitants.",
                    "company_id": self.env.company.id,
                },
            ],
        )
        self.assertEqual(made.tutor_ids.name, "Inès Guichet")
        self.assertShows(self.page("/my/offres"), "Guichet unique", "Espaces verts")

        response = self.url_open(f"{URL}/{batch.id}/rejets")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        again = self.upload(corrected(response.content), "corrige.xlsx")
        # What was said of the columns is remembered.
        self.assertEqual(
            (again.state, again.created_count, again.rejected_count), ("preview", 3, 0)
        )
        self.press(again, "envoyer")
        made = self.offers("Archives", "Cantine scolaire", "Médiathèque")
        self.assertEqual(set(made.mapped("state")), {"submitted"})
        self.assertEqual(len(made), 3)
        self.assertEqual(self.page(f"{URL}/{again.id}/rejets", 404)[:1], "<")
        self.assertShows(self.page(URL), "recensement.xlsx", "corrige.xlsx")

    def test_the_same_list_again_has_nothing_to_send(self):
        self.sign_in(self.rh_host)
        content = places({TITLE: "Espaces verts"}, {TITLE: "Accueil"})
        batch = self.upload(content)
        self.press(batch, "envoyer")
        again = self.upload(content)
        self.assertEqual((again.created_count, again.unchanged_count), (0, 2))
        actions = [form.action for form in self.forms(f"{URL}/{again.id}")]
        self.assertFalse([one for one in actions if one.endswith("envoyer")])

    def test_the_formulas_do_not_come_back(self):
        self.sign_in(self.rh_host)
        batch = self.upload(
            places(
                {TITLE: "Cantine", PLACE_COUNT: "zéro", TUTOR: "'+cmd|' /C calc'!A0"}
            )
        )
        sheet = load_workbook(BytesIO(self.rejected(batch))).active
        self.assertFalse([c.value for row in sheet for c in row if c.data_type == "f"])

    def test_the_template_can_be_filled_and_sent(self):
        self.sign_in(self.rh_host)
        response = self.url_open(f"{URL}/modele")
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        workbook = load_workbook(BytesIO(response.content))
        sheet = workbook.worksheets[0]
        at = {
            str(cell.value).replace("*", "").strip(): cell.column for cell in sheet[1]
        }
        sheet.delete_rows(2, sheet.max_row)
        sheet.cell(2, at[TITLE], "Espaces verts du modèle")
        written = BytesIO()
        workbook.save(written)
        batch = self.upload(written.getvalue())
        self.assertEqual((batch.state, batch.created_count), ("preview", 1))

    # --- sending -----------------------------------------------------------------

    def test_sending_twice_sends_once(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}))
        (form,) = (
            one
            for one in self.forms(f"{URL}/{batch.id}")
            if one.action.endswith("envoyer")
        )
        for _time in range(2):
            response = self.url_open(form.action, data=dict(form.form_values()))
            self.assertEqual(response.status_code, 200)
        self.assertEqual(len(self.offers("Cantine")), 1)
        for action in ("columns", "revoir"):
            response = self.post(f"{URL}/{batch.id}/{action}", {"column_0": "siret"})
            self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(batch.state, "done")
        self.assertEqual(batch.column_ids.mapped("key"), ["title"])

    def test_nothing_is_sent_before_the_preview(self):
        self.sign_in(self.rh_host)
        batch = self.upload(book([TITLE, "B"], ["Cantine", "Servir"]))
        self.assertEqual(batch.state, "columns")
        response = self.post(f"{URL}/{batch.id}/envoyer", {})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(batch.state, "columns")
        self.assertFalse(self.offers("Cantine"))

    def test_what_changed_since_the_preview_is_shown_again(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}, {TITLE: "Accueil"}))
        self.env["mobility.offer"].create({"name": "Cantine", "host_id": self.host.id})
        text = self.press(batch, "envoyer")
        self.assertShows(text, 'id="changed"')
        self.assertEqual((batch.state, batch.created_count), ("preview", 1))
        self.assertFalse(self.offers("Accueil"))
        self.press(batch, "envoyer")
        self.assertEqual(self.offers("Accueil").state, "submitted")

    def test_many_rejected_rows(self):
        self.sign_in(self.rh_host)
        for more in (0, 3):
            rows = [
                {TITLE: f"Poste {rank}.", PLACE_COUNT: 0}
                for rank in range(SHOWN + more)
            ]
            batch = self.upload(places(*rows))
            text = self.page(f"{URL}/{batch.id}")
            self.assertShows(text, "Poste 0.", f"Poste {SHOWN - 1}.")
            self.assertHides(text, f"Poste {SHOWN}.")
            others = html.fromstring(text).xpath("//*[@class='o_mobility_more']")
            self.assertEqual([one.text_content().split()[-1] for one in others],
                             [str(more)] if more else [])  # fmt: skip
            sheet = load_workbook(BytesIO(self.rejected(batch))).active
            self.assertEqual(sheet.max_row, 1 + SHOWN + more)
            self.assertIn(REASON_HEADING, [cell.value for cell in sheet[1]])

    def test_a_long_list_is_read_in_the_background(self):
        self.sign_in(self.rh_host)
        rows = [{TITLE: f"Poste {rank}"} for rank in range(1001)]
        batch = self.upload(places(*rows))
        self.assertEqual(batch.state, "checking")
        self.assertEqual(self.forms(f"{URL}/{batch.id}"), [])
        self.run_cron()
        self.assertEqual((batch.state, batch.created_count), ("preview", 1001))
        self.press(batch, "envoyer")
        self.assertEqual(batch.state, "running")
        self.page(f"{URL}/{batch.id}")
        self.run_cron()
        self.assertEqual(batch.state, "done")
        made = self.offers("Poste 0", "Poste 1000")
        self.assertEqual(made.host_id, self.host)
        self.assertEqual(made.mapped("state"), ["submitted"] * 2)

    def test_every_state_has_its_page(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}))
        states = [key for key, _label in batch._fields["state"].selection]
        for state in states:
            acting(batch).state = state
            text = self.page(f"{URL}/{batch.id}")
            self.assertShows(text, f'data-state="{state}"', "places.xlsx")
            self.assertShows(self.page(URL), "places.xlsx")
            self.assertEqual(len(html.fromstring(text).xpath("//h1")), 1, state)

    # --- what it costs -----------------------------------------------------------

    def test_query_counts(self):
        self.sign_in(self.rh_host)
        few = self.upload(places(*({TITLE: f"A{n}", PLACE_COUNT: 0} for n in "12")))
        many = self.upload(
            places(*({TITLE: f"B{n}", PLACE_COUNT: 0} for n in range(60)))
        )
        done_few = self.upload(places({TITLE: "D1"}, {TITLE: "D2"}))
        done = self.upload(places(*({TITLE: f"C{n}"} for n in range(60))))
        self.press(done_few, "envoyer")
        self.press(done, "envoyer")
        columns = self.upload(book([TITLE, "B"], ["Cantine", "Servir"]))
        for url, most in (
            (URL, 12),
            (f"{URL}/{columns.id}", 13),
            (f"{URL}/{few.id}", 16),
            (f"{URL}/{many.id}", 16),
            (f"{URL}/{done_few.id}", 18),
            (f"{URL}/{done.id}", 18),
        ):
            with self.subTest(url=url):
                self.assertLessEqual(self.query_count(url), most)

    def test_own_siret_may_stand_in_the_list(self):
        self.sign_in(self.rh_host)
        row = {EMPLOYER: self.host.name, COMMUNE: "Lassigny", TITLE: "Cantine"}
        batch = self.upload(places({"SIRET": HOST_SIRET, **row}))
        self.assertEqual((batch.created_count, batch.rejected_count), (1, 0))
