"""What the pages of a list say before it is sent: whose, what is read, what is not."""

from lxml import html

from odoo.tests import tagged

from ..models.mobility_import_portal import MOST_UNFINISHED, SHOWN
from .common import HOST_SIRET
from .register_case import (
    COMMUNE,
    EMPLOYER,
    PLACE_COUNT,
    TITLE,
    URL,
    RegisterCase,
    book,
    places,
)


@tagged("post_install", "-at_install")
class TestPortalRegistersSaid(RegisterCase):
    def setUp(self):
        super().setUp()
        self.sign_in(self.rh_host)

    def said(self, batch, what):
        """The texts of the blocks ``what`` of the page of a file."""
        tree = html.fromstring(self.page(f"{URL}/{batch.id}"))
        blocks = tree.xpath("//*[@id=$what]", what=what)
        return [" ".join(block.text_content().split()) for block in blocks]

    # --- whose -------------------------------------------------------------------

    def test_whose_places_when_no_column_says_it(self):
        batch = self.upload(book([TITLE, "B"], ["Cantine", "Servir"]))
        (said,) = self.said(batch, "whose")
        self.assertIn(self.host.name, said)
        self.press(batch, "columns")
        self.assertEqual(batch.state, "preview")
        self.assertEqual(self.said(batch, "whose"), [said])
        # With nothing to send, nothing will be recorded for anybody.
        wrong = self.upload(places({TITLE: "Accueil", PLACE_COUNT: 0}))
        self.assertEqual((wrong.state, wrong.all_own), ("preview", True))
        self.assertEqual(self.said(wrong, "whose"), [])

    def test_nothing_is_said_of_whose_when_a_column_names_the_employer(self):
        row = {EMPLOYER: self.host.name, COMMUNE: "Lassigny", TITLE: "Cantine"}
        for more in ({}, {"SIRET": HOST_SIRET}):
            batch = self.upload(places({**row, **more}))
            self.assertEqual((batch.state, batch.to_write_count), ("preview", 1))
            self.assertEqual(self.said(batch, "whose"), [])
            self.press(batch, "revoir")
            self.assertEqual(self.said(batch, "whose"), [])

    # --- what is read ------------------------------------------------------------

    def test_the_columns_that_are_not_read(self):
        heading = "<b>Observations</b>"
        batch = self.upload(
            book([TITLE, heading, "Autre chose"], ["Cantine", "Rien", "Encore"])
        )
        self.assertEqual(self.said(batch, "unread"), [])  # they are being chosen
        self.press(batch, "columns")
        (said,) = self.said(batch, "unread")
        self.assertTrue(said.endswith(f"{heading}, Autre chose."), said)
        asked = self.choice_of(batch, heading)
        self.press(batch, "revoir")
        self.press(batch, "columns", **{f"column_{asked.position}": "description"})
        (said,) = self.said(batch, "unread")
        self.assertNotIn(heading, said)
        self.assertEqual(self.said(self.upload(places({TITLE: "A"})), "unread"), [])

    def test_what_was_understood_of_each_new_offer(self):
        batch = self.upload(
            places(
                {TITLE: "Cantine", PLACE_COUNT: 7},
                {TITLE: "Accueil", PLACE_COUNT: 0},
            )
        )
        line = batch.line_ids.filtered(lambda one: one.status == "created")
        details = line.details.split("\n")
        self.assertTrue(any("7" in detail for detail in details), details)
        (said,) = self.said(batch, "accepted")
        told = (" ".join(detail.split()) for detail in details)
        self.assertShows(said, "Cantine", *told)
        self.assertNotIn("Accueil", said)
        # It is read without opening anything.
        tree = html.fromstring(self.page(f"{URL}/{batch.id}"))
        self.assertEqual(tree.xpath("//details[.//*[@id='accepted']]"), [])
        self.assertEqual(tree.xpath("//*[@id='accepted']//details"), [])
        wrong = self.upload(places({TITLE: "Accueil", PLACE_COUNT: 0}))
        self.assertEqual(self.said(wrong, "accepted"), [])

    def test_the_first_offers_to_send(self):
        for more in (0, 2):
            rows = [{TITLE: f"Poste {rank}."} for rank in range(SHOWN + more)]
            (said,) = self.said(self.upload(places(*rows)), "accepted")
            self.assertShows(said, "Poste 0.", f"Poste {SHOWN - 1}.")
            self.assertHides(said, f"Poste {SHOWN}.")
            self.assertEqual(said.endswith(f" {more}"), bool(more), said[-40:])

    # --- nothing to send ---------------------------------------------------------

    def test_nothing_to_send_is_said_in_the_list(self):
        content = places({TITLE: "Cantine"})
        sent = self.upload(content)
        known = self.env["mobility.import"].with_context(lang=self.rh_host.lang)
        waits = known.browse(sent.id)._portal_values()[0]["says"]
        self.press(sent, "envoyer")
        same = self.upload(content)
        wrong = self.upload(places({TITLE: "Accueil", PLACE_COUNT: 0}))
        new = self.upload(places({TITLE: "Jardin"}))
        tree = html.fromstring(self.page(URL))
        says = {
            link.get("href").rpartition("/")[2]: card.xpath(".//strong")[0].text
            for card in tree.xpath("//*[@id='files']/li")
            for link in card.xpath(".//h3/a")
        }
        self.assertEqual(says[str(new.id)], waits)
        self.assertEqual(says[str(same.id)], says[str(wrong.id)])
        self.assertEqual(len({says[str(one.id)] for one in (sent, same, new)}), 3)

    def test_what_has_nothing_to_send_is_not_unfinished(self):
        content = places({TITLE: "Cantine"})
        self.press(self.upload(content), "envoyer")
        for _time in range(2):
            same = self.upload(content)
            self.assertEqual((same.state, same.to_write_count), ("preview", 0))
        updated = places({TITLE: "Cantine", PLACE_COUNT: 3})
        for _time in range(MOST_UNFINISHED):
            batch = self.upload(updated)
            self.assertEqual((batch.created_count, batch.updated_count), (0, 1))
        text = self.upload(content, status=200)
        self.assertShows(text, 'id="form_error"', str(MOST_UNFINISHED))

    # --- addresses and empty files -----------------------------------------------

    def test_the_address_of_a_button_leads_to_the_file(self):
        batch = self.upload(places({TITLE: "Cantine"}))
        for action in ("columns", "revoir", "envoyer"):
            url = f"{URL}/{batch.id}/{action}"
            for state in ("preview", "columns"):
                batch._note(state=state)
                response = self.url_open(url, allow_redirects=False)
                self.assertEqual(response.status_code, 303)
                self.assertTrue(
                    response.headers["Location"].endswith(f"{URL}/{batch.id}")
                )
                self.env.invalidate_all()
                self.assertEqual(batch.state, state)
            self.page(f"{URL}/999999999/{action}", 404)
        self.assertFalse(self.offers("Cantine"))
        self.sign_in(self.rh)
        for action in ("columns", "revoir", "envoyer"):
            self.page(f"{URL}/{batch.id}/{action}", 404)

    def test_an_empty_file_is_not_a_file_that_was_not_chosen(self):
        said, before = {}, self.last()
        for name in ("vide.xlsx", ""):
            form = self.forms(URL)[0]
            response = self.url_open(
                URL,
                data=dict(form.form_values()),
                files={"file": (name, b"")},
            )
            (error,) = html.fromstring(response.text).xpath("//*[@id='form_error']")
            said[name] = " ".join(error.text_content().split())
        env = self.env(context={"lang": self.rh_host.lang})
        message = env._("This file is empty. Choose another one.")
        self.assertIn(message, said["vide.xlsx"])
        self.assertNotIn(message, said[""])
        self.assertEqual(self.last(), before)
