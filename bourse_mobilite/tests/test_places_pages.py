from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..rules.matching import spec
from .portal_case import PortalCase

PLACES, SEARCH = "/my/mobilite/places", "/my/mobilite/recherche"


@tagged("post_install", "-at_install")
class TestPlacesPages(PortalCase):
    """The agent: the places that fit, why, and what is looked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mobility.offer"].search([]).state = "closed"
        cls.accueil = cls.env.ref("bourse_mobilite.metier_agent_accueil_mairie")
        cls.fits = cls._place("Accueil à Lassigny", cls.accueil)
        cls.heavy = cls._place("Accueil et cartons", cls.accueil)
        cls.heavy.condition_ids = cls.env.ref("bourse_mobilite.condition_charges_10kg")
        cls.candidate.write(
            {
                "commune_id": cls.env.ref("bourse_mobilite.commune_60471").id,
                "target_metier_ids": [Command.set(cls.accueil.ids)],
            }
        )

    @classmethod
    def _place(cls, name, metier):
        return cls.env["mobility.offer"].create(
            {
                "name": name,
                "host_id": cls.host.id,
                "metier_id": metier.id,
                "state": "published",
            }
        )

    def setUp(self):
        super().setUp()
        self.sign_in(self.agent)

    def test_each_place_says_what_speaks_for_it_and_how_it_was_sorted(self):
        text = self.page(PLACES)
        self.assertShows(
            text, "Accueil à Lassigny", "métier visé", "dates compatibles",
            "Comment cette place a été classée", "Points sur",
        )  # fmt: skip
        self.assertNotIn("%", html.fromstring(text).xpath("string(//main)"))

    def test_the_figures_shown_are_those_that_are_stored(self):
        """One computation: the sum of the page is the score of the adviser's list."""
        self.candidate.action_find_places()
        stored = {
            row.offer_id.id: (row.score, row.points)
            for row in self.candidate.proposal_ids
        }
        cards = html.fromstring(self.page(PLACES)).xpath(
            "//ol[contains(@class, 'o_mobility_cards')]/li"
        )
        shown = {}
        for card in cards:
            (url,) = card.xpath(".//h2/a/@href")
            rows = [
                [int(cell) for cell in row.xpath("./td/text()")]
                for row in card.xpath(".//tbody/tr")
            ]
            (together,) = card.xpath(".//tfoot//td/text()")
            self.assertEqual(sum(result for *_both, result in rows), int(together))
            self.assertEqual(*zip(*((a * b, c) for a, b, c in rows), strict=True))
            points = [points for points, *_weight in rows]
            shown[int(url.rpartition("/")[2])] = (int(together), points)
        self.assertEqual(shown, stored)
        self.assertEqual(len(shown), 2)

    def test_what_must_be_avoided_is_not_shown_to_the_agent(self):
        self.assertShows(self.page(PLACES), "Accueil et cartons")
        self.candidate.restriction_ids = self.heavy.condition_ids
        text = self.page(PLACES)
        self.assertShows(text, "Accueil à Lassigny")
        self.assertHides(text, "Accueil et cartons")

    def test_the_search_is_saved_and_shown_again(self):
        first = self._today()
        answer = self.send(
            SEARCH,
            {
                "metier": [str(self.accueil.id), "", ""],
                "radius_km": "10",
                "licence": "no",
                "free_from": str(first),
                "free_to": str(fields.Date.add(first, days=60)),
                "seeking": "1",
            },
        )
        self.assertShows(answer.text, "Votre recherche est enregistrée", "10 km")
        file = self.candidate
        self.assertEqual(file.target_metier_ids, self.accueil)
        self.assertEqual((file.radius_km, file.licence), (10, "no"))
        self.assertEqual(file.free_from, first)
        self.assertTrue(file.seeking)
        form = self.forms(SEARCH)[0]
        self.assertEqual(dict(form.form_values())["licence"], "no")

    def test_dates_that_cannot_be_are_refused_and_kept(self):
        for sent, said in (
            (
                {"free_from": "2027-05-02", "free_to": "2027-05-01"},
                "dernier jour libre",
            ),
            ({"free_to": "demain"}, "illisible"),
            ({"free_to": "0001-01-01"}, "illisible"),
        ):
            answer = self.send(SEARCH, {"radius_km": "20", **sent})
            self.assertShows(answer.text, "Rien n’est encore enregistré", said)
            for value in sent.values():
                self.assertIn(f'value="{value}"', answer.text)
            self.assertNotEqual(self.candidate.radius_km, 20)

    def test_a_radius_that_the_centre_de_gestion_has_chosen_stays(self):
        self.candidate.radius_km = 35
        (form,) = self.forms(SEARCH)[:1]
        self.assertEqual(dict(form.form_values())["radius_km"], "35")
        self.candidate.digest = "never"
        for sent in ("35", "", "37", "loin"):
            self.post(SEARCH, {"radius_km": sent, "digest": sent})
            self.assertEqual(self.candidate.radius_km, 35, sent)
            self.assertEqual(self.candidate.digest, "never", sent)
        self.post(SEARCH, {"radius_km": "20"})
        self.assertEqual(self.candidate.radius_km, 20)

    def test_a_date_is_read_as_the_message_says_to_write_it(self):
        year = self._today().year + 1
        self.post(SEARCH, {"free_from": f"1/2/{year}", "free_to": f"31/12/{year}"})
        file = self.candidate
        self.assertEqual(str(file.free_from), f"{year}-02-01")
        self.assertEqual(str(file.free_to), f"{year}-12-31")
        for wrong in ("31/02/2027", "12/31/2027", "31/12/27", "31/12/9999"):
            answer = self.send(SEARCH, {"free_to": wrong})
            self.assertShows(answer.text, "illisible")
        self.assertEqual(str(file.free_to), f"{year}-12-31")

    def test_a_search_that_is_over_is_said(self):
        self.candidate.free_to = self._today()
        over = 'class="alert alert-warning"'
        self.assertHides(self.page(PLACES), over)
        self.candidate.free_to = fields.Date.add(self._today(), days=-1)
        text = self.page(PLACES)
        self.assertShows(text, over)
        self.assertHides(text, "Accueil à Lassigny", "alert alert-info")

    def test_what_no_form_of_ours_would_send(self):
        other = self.env["mobility.metier"].search([], limit=5)
        self.post(
            SEARCH,
            {
                "metier": [*map(str, other.ids), "0", "-1", "abc", "9" * 40],
                "radius_km": "100000",
                "licence": "lorry\x00",
                "partner_id": str(self.agent2.partner_id.id),
            },
        )
        file = self.candidate
        self.assertEqual(len(file.target_metier_ids), 3)
        self.assertEqual((file.radius_km, file.licence), (30, False))
        self.assertEqual(file.partner_id, self.agent.partner_id)

    def test_nothing_without_a_file_of_one_s_own(self):
        self.sign_in(self.rh)
        for url in (PLACES, SEARCH):
            self.page(url, 404)
        self.assertEqual(self.post(SEARCH, {"radius_km": "5"}).status_code, 404)
        for method in ("_portal_places", "_portal_search"):
            with self.assertRaises(AccessError):
                getattr(self.candidate.with_user(self.rh), method)()
        with self.assertRaises(AccessError):
            self.candidate.with_user(self.agent2)._save_search({"radius_km": 5})

    def test_anyone_reads_how_places_are_sorted(self):
        self.authenticate(None, None)
        text = self.page("/rapprochement")
        weights = self.env["mobility.weights"]._in_force(self.env.company)
        self.assertShows(
            text, "L. 311-3-1", str(weights.metier), weights.why, "Version 1",
        )  # fmt: skip
        # The page and the rule give the same numbers.
        words = " ".join(html.fromstring(text).xpath("//main//td//text()")).split()
        for number in (spec.NEAR_METIER, spec.AT_RADIUS, spec.UNKNOWN):
            self.assertIn(str(number), {word.strip(".,;") for word in words})
        self.assertIn(f"{spec.FULL // 1000}\N{NARROW NO-BREAK SPACE}000", text)
        # It says what it does with restrictions, and has no filter on them.
        self.assertShows(text, "référent PPR")
        self.assertEqual(html.fromstring(text).xpath("//main//form"), [])

    def test_query_counts(self):
        for number in range(20):
            self._place(f"Place {number}", self.accueil)
        for url, most in ((PLACES, 45), (SEARCH, 16), ("/rapprochement", 12)):
            with self.subTest(url):
                self.assertLessEqual(self.query_count(url), most)
