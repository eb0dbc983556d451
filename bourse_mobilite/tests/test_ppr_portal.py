"""The agent follows the own PPR: where it stands, what comes, what is held, who looked."""

import re
from html import unescape

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mobility_ppr_held import _APART
from .convention_case import poppler, squeezed
from .ppr_pages_case import OWN, PprPagesCase

_PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
MOST_QUERIES = {
    "": 21,
    "/donnees": 27,
    "/donnees/copie": 37,
    "/lectures": 15,
    "/repondre?choix=refus": 21,
}


@tagged("post_install", "-at_install")
class TestPprPortal(PprPagesCase):
    def main(self, text):
        """What the reader reads, without the frame."""
        (main,) = html.fromstring(text).xpath("//main")
        return " ".join(main.text_content().split())

    def long(self, day):
        return self.as_read(self.env["mobility.ppr"])._long(day)

    def test_each_state_says_where_whose_turn_and_whom_to_call(self):
        self.sign_in(self.agent)
        seen = set()
        for state, make in self.each_state().items():
            with self.subTest(state=state):
                ppr = make()
                self.assertEqual(ppr.state, state)
                text = self.main(self.page(self.path(ppr)))
                self.assertShows(text, self.origin.name, self.referent.name)
                told = self.told(ppr)
                for sentence in told["where"]:
                    self.assertIn(" ".join(sentence[1].split()), text)
                for duty in told["duties"]:
                    self.assertShows(text, duty["day"], " ".join(duty["text"].split()))
                where = str(told["where"])
                self.assertNotIn("False", where)
                self.assertNotIn(where, seen)
                seen.add(where)
                if ppr.state != "closed":
                    self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))

    def test_the_countdown_from_the_first_day_to_the_last(self):
        self.sign_in(self.agent)
        for days, left in ((0, "16"), (1, "15"), (5, "11"), (14, "2")):
            ppr = self.notified(days, back=60)
            text = self.main(self.page(self.path(ppr)))
            self.assertIn(f"{left} ", text.split(self.long(ppr.silence_date))[1][:60])
            self.assertIn("/repondre", self.page(self.path(ppr)))
            self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))
        ppr = self.notified(15, back=60)
        self.assertEqual(ppr.silence_date, self._today())
        countdown = self.told(ppr)["countdown"]
        self.assertNotIn("1 ", countdown.split("(")[0])
        self.assertShows(self.page(self.path(ppr)), countdown)

    def test_after_the_fifteen_days_no_button_and_what_happens(self):
        ppr = self.notified(16, back=60)
        self.sign_in(self.agent)
        page = self.page(self.path(ppr))
        self.assertShows(self.main(page), "85-1054", self.long(ppr.silence_date))
        self.assertNotIn("choix=accord", page)
        self.assertFalse(ppr.with_user(self.agent)._own_choices())

    def test_the_line_of_dates_is_there_for_everyone(self):
        ppr = self.underway()
        self.sign_in(self.agent)
        page = self.page(self.path(ppr))
        rows = self.as_read(ppr)._line_values()["rows"]
        self.assertGreater(len(rows), 8)
        for row in rows:
            self.assertShows(page, row["day"], row["label"], row["article"])
        (drawing,) = html.fromstring(page).xpath("//main//*[local-name()='svg']")
        self.assertEqual(drawing.get("aria-hidden"), "true")
        self.assertIn("d-none d-lg-block", drawing.getparent().get("class"))

    def test_the_project_the_reviews_the_posts(self):
        ppr = self.underway()
        placement = self.placement(
            ppr, hours=21.5, place="Médiathèque de Lassigny", date_start=self.day(5),
            date_end=self.day(3), result="done", result_line="Accueil réussi",
        )  # fmt: skip
        placement.action_make_placement()
        ppr.review_ids.create(
            {"ppr_id": ppr.id, "date": self.day(1), "presence": "all",
             "decision": "go_on"}
        )  # fmt: skip
        ppr.review_ids.progress_ids.level = "going"
        ppr.post_ids.create(
            {"ppr_id": ppr.id, "name": "Agent du cimetière", "proposed_on": self.day(1),
             "employer_id": self.third.id, "answer": "refused",
             "answered_on": self.day(0), "reason": "distance"}
        )  # fmt: skip
        self.sign_in(self.agent)
        page = self.page(self.path(ppr))
        self.assertShows(
            page, "21\u00a0h\u00a030", "Médiathèque de Lassigny", "Accueil réussi",
            "Agent du cimetière", self.third.name, self.long(self.day(1)),
            f"/my/demandes/{placement.sudo().request_id.id}",
        )  # fmt: skip
        level = self.as_read(ppr.review_ids.progress_ids)
        levels = dict(level._fields["level"]._description_selection(level.env))
        self.assertShows(page, levels["going"])

    def test_nothing_but_the_entry_on_the_other_pages(self):
        self.sign_in(self.agent)
        before = self.main(self.page("/my/mobilite"))
        self.assertNotIn(OWN, self.page("/my/mobilite"))
        self.underway()
        response = self.url_open("/my/mobilite")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        (link,) = html.fromstring(response.text).xpath(f"//a[@href='{OWN}']")
        self.assertNotIn("PPR", link.text_content())
        after = self.main(response.text)
        added = " ".join(link.text_content().split())
        self.assertEqual(" ".join(after.replace(added, "", 1).split()), before)
        for url in ("/my", "/my/demandes", "/my/conventions"):
            self.assertNotIn(OWN, self.page(url))

    def test_the_title_of_the_window_and_the_headers_are_discreet(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        for url in (
            OWN, self.path(ppr), self.path(ppr, "/repondre"),
            self.path(ppr, "/repondre?choix=refus"), self.path(ppr, "/donnees"),
            self.path(ppr, "/lectures"),
        ):  # fmt: skip
            response = self.url_open(url)
            for name, value in _PRIVATE.items():
                self.assertEqual(response.headers[name], value, url)
            title = html.fromstring(response.text).findtext(".//title")
            for word in ("PPR", "reclassement", "prépa", "prepa"):
                self.assertNotIn(word.lower(), title.lower())
        response = self.send_answer(ppr, "accord")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_several_files_are_a_list_and_none_is_unknown(self):
        self.sign_in(self.agent)
        self.assertEqual(self.url_open(OWN).status_code, 404)
        first = self.underway()
        self.assertIn("svg", self.page(OWN))
        self.live(first, ("close", self.day(2), {"outcome": "fit"}))
        second = self.opened(back=1)
        page = self.page(OWN)
        places = [page.index(f'href="{self.path(ppr)}"') for ppr in (second, first)]
        self.assertEqual(places, sorted(places))
        for ppr in (first, second):
            self.page(self.path(ppr))

    def test_all_that_is_held_is_shown(self):
        ppr = self.underway(seized_on=self.day(50))
        self.placement(ppr, place="Lieu du projet", hours=7)
        ppr.with_user(self.referent).physician_on = self.day(12)
        ppr.with_user(self.referent).physician_on = self.day(11)
        self.sign_in(self.agent)
        page = unescape(self.page(self.path(ppr, "/donnees")))
        self.assertShows(
            page, "Lieu du projet", "2C 001", self.long(ppr.opinion_date),
            self.long(ppr.seized_on), self.long(self.day(11)),
            # Corrected: the history says what was there.
            self.long(self.day(12)), self.referent.name,
        )  # fmt: skip
        own = self.as_read(ppr)
        shown = {label for label, _text in own._portal_held()[0]["blocks"][0]}
        filled = {
            name
            for name in own.fields_get()
            if own._fields[name].store
            and name not in _APART
            and not own._fields[name].type.endswith("2many")
            and ppr.sudo()[name]
        }
        self.assertGreater(len(filled), 15)
        for name in filled:
            label = own._fields[name]._description_string(own.env)
            self.assertIn(label, shown, name)

    def test_a_copy_of_all_that_is_held(self):
        ppr = self.underway()
        self.placement(ppr, place="Lieu du projet", hours=7)
        ppr.with_user(self.referent).read(["state"])
        self.sign_in(self.agent)
        response = self.url_open(self.path(ppr, "/donnees/copie"))
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("document.pdf", response.headers["Content-Disposition"])
        for name, value in _PRIVATE.items():
            self.assertEqual(response.headers[name], value)
        text = squeezed(poppler("pdftotext", response.content))
        own = self.as_read(ppr)
        lines = [
            line
            for section in own._portal_held()
            for block in section["blocks"]
            for line in block
        ]
        self.assertGreater(len(lines), 30)
        for label, value in lines:
            self.assertIn(squeezed(label), text)
            self.assertIn(squeezed(value), text)
        self.assertIn(squeezed(self.referent.name), text)
        (info,) = re.findall("Title: +(.*)", poppler("pdfinfo", response.content))
        self.assertNotIn("PPR", info)

    def test_who_looked(self):
        ppr = self.underway()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mobility_read_log")
        self.sign_in(self.agent)
        url = self.path(ppr, "/lectures")
        self.page(self.path(ppr))
        self.page(self.path(ppr, "/donnees"))
        self.assertHides(self.main(self.page(url)), self.agent.name)
        ppr.with_user(self.referent).web_read({"state": {}})
        self.env.flush_all()
        self.assertShows(self.page(url), self.referent.name, self.env.company.name)
        self.sign_in(self.rh)
        self.page("/my/mobilite")
        self.sign_in(self.agent)
        self.assertHides(self.main(self.page(url)), self.rh.name)
        self.sign_in(self.rh)
        self.page(f"/my/ppr/{ppr.id}")
        self.sign_in(self.agent)
        self.assertShows(self.main(self.page(url)), self.rh.name, self.origin.name)

    def test_who_looked_is_told_page_by_page(self):
        ppr = self.underway()
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO mobility_read_log
                   (ppr_id, company_id, user_id, reader, read_on, hour, way)
            SELECT %s, %s, %s, 'Lectrice ' || n, now() - n * interval '1 day',
                   now() - n * interval '1 day', 'opened'
              FROM generate_series(1, 45) AS n
            """,
            [ppr.id, ppr.company_id.id, self.referent.id],
        )
        self.env.invalidate_all()
        self.sign_in(self.agent)
        url = self.path(ppr, "/lectures")
        self.assertIn("Lectrice 1<", self.page(url))
        self.assertIn("Lectrice 45<", self.page(f"{url}/page/3"))
        self.assertIn("Lectrice 45<", self.page(f"{url}/page/99"))

    @mute_logger("odoo.http")
    def test_what_was_typed_by_others_is_text(self):
        evil = "<script>alert(1)</script>"
        ppr = self.underway()
        self.placement(ppr, name=evil, place=evil, result_line=evil)
        ppr.post_ids.create(
            {"ppr_id": ppr.id, "name": evil, "proposed_on": self.day(1)}
        )
        self.sign_in(self.agent)
        for more in ("", "/donnees"):
            self.assertNoMarkup(self.page(self.path(ppr, more)), evil)
        self.sign_in(self.rh)
        self.assertNoMarkup(self.page(f"/my/ppr/{ppr.id}"), evil)

    def test_query_counts(self):
        ppr = self.notified()
        for _rank in range(3):
            self.placement(ppr)
        self.sign_in(self.agent)
        few = {more: self.query_count(self.path(ppr, more)) for more in MOST_QUERIES}
        for more, most in MOST_QUERIES.items():
            self.assertLessEqual(few[more], most, more)
        for rank in range(12):
            self.placement(ppr, name=f"Étape {rank}", date_start=self.day(rank))
        self.env.flush_all()
        for more, count in few.items():
            self.assertLessEqual(self.query_count(self.path(ppr, more)), count, more)
