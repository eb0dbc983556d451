"""The public list of offers: what is found, in which order, at which cost."""

import re
from html import unescape
from urllib.parse import quote

from odoo import fields
from odoo.tests import tagged

from ..controllers.frame import PAGE_SIZE
from .portal_case import PortalCase

# What the issue allows for the public list, whatever its length.
MOST_QUERIES = 15


@tagged("post_install", "-at_install")
class TestCatalogue(PortalCase):
    def _publish(self, name, commune="commune_60350", **vals):
        offer = self.env["mobility.offer"].create(
            {
                "name": name,
                "host_id": self.host.id,
                "metier_id": self.offer.metier_id.id,
                "commune_id": self.env.ref(f"bourse_mobilite.{commune}").id,
                **vals,
            }
        )
        offer.action_publish()
        return offer

    def _publish_many(self, count):
        communes = self.env["mobility.commune"].search([], limit=50)
        metiers = self.env["mobility.metier"].search([], limit=20)
        self.env["mobility.offer"].create(
            [
                {
                    "name": f"Offre {rank}",
                    "host_id": self.host.id,
                    "metier_id": metiers[rank % len(metiers)].id,
                    "commune_id": communes[rank % len(communes)].id,
                    "state": "published",
                    "published_on": self._today(),
                }
                for rank in range(count)
            ]
        )

    def _names(self, url):
        """The names of the offers, as the page orders them."""
        return re.findall(
            r'href="/immersions/\d+"[^>]*>([^<]+)</a>', unescape(self.page(url))
        )

    def test_list_shows_open_offers_only(self):
        self._publish("Offre close").action_close()
        past = self._publish("Offre passée")
        past.date_to = fields.Date.subtract(self._today(), days=1)
        self._publish("Offre du dernier jour", date_to=self._today())
        text = self.page("/immersions")
        self.assertShows(text, "Agent d'accueil en mairie", "Offre du dernier jour")
        self.assertHides(text, "Offre en brouillon", "Offre close", "Offre passée")
        self.assertHides(text, self.tutor.name, self.rh_host.name, "@personne")

    def test_words_are_all_needed_wherever_they_are(self):
        self._publish("Bibliothécaire", service="Jeunesse")
        self.assertEqual(
            self._names("/immersions?q=bibliothecaire+lassigny"), ["Bibliothécaire"]
        )
        self.assertEqual(self._names("/immersions?q=jeunesse+%22introuvable"), [])

    def test_a_word_is_found_however_it_is_typed(self):
        self._publish("Médiathèque-ludothèque", service="L’Œuvre commune")
        for typed in (
            "MEDIATHEQUE+ludotheque", "médiathèque-ludothèque", "l'oeuvre",
            "œuvre+Ludo",
        ):  # fmt: skip
            found = self._names(f"/immersions?q={quote(typed, safe='+')}")
            self.assertEqual(found, ["Médiathèque-ludothèque"], typed)
        self.assertEqual(self._names("/immersions?q=ludotheque+oeuvree"), [])
        # Signs are no words: they exclude nothing.
        self.assertEqual(
            self._names("/immersions?q=%26+%22-%25_"), self._names("/immersions")
        )

    def test_what_an_offer_is_found_by_follows_what_it_is(self):
        metier = self.env.ref("bourse_mobilite.metier_gestionnaire_rh")
        offer = self._publish("Première", metier_id=metier.id)
        for word, change in (
            ("horlogere", lambda: metier.write({"name": "Horlogère"})),
            ("pendule", lambda: self.host.write({"name": "Syndicat de la Pendule"})),
            ("balancier", lambda: offer.write({"description": "Un balancier."})),
            ("chateau", lambda: offer.commune_id.write({"name": "Le Château-Neuf"})),
        ):
            url = f"/immersions?q={word}+premiere"
            self.assertEqual(self._names(url), [], word)
            change()
            self.assertEqual(self._names(url), ["Première"], word)

    def test_metier(self):
        metier = self.env.ref("bourse_mobilite.metier_gestionnaire_rh")
        self._publish("Gestion du personnel", metier_id=metier.id)
        self.assertEqual(
            self._names(f"/immersions?metier={metier.id}"), ["Gestion du personnel"]
        )

    def test_nearest_first_with_the_distance(self):
        self._publish("À Beauvais", "commune_60057")
        self._publish("À Noyon", "commune_60471")
        url = "/immersions?lieu=noyon&rayon=20"
        self.assertEqual(self._names(url), ["À Noyon", "Agent d'accueil en mairie"])
        text = self.page(url)
        km = self.env.ref("bourse_mobilite.commune_60350")._distances_from(
            self.env.ref("bourse_mobilite.commune_60471")
        )
        self.assertShows(text, f"{round(next(iter(km.values())))}\N{NO-BREAK SPACE}km")
        self.assertEqual(
            self._names("/immersions?lieu=60400&rayon=80")[-1], "À Beauvais"
        )

    def test_near_a_commune_whose_point_is_not_known(self):
        noyon = self.env.ref("bourse_mobilite.commune_60471")
        self._publish("À Noyon", "commune_60471")
        noyon.write({"latitude": 0, "longitude": 0})
        url = "/immersions?lieu=noyon&rayon=80"
        self.assertEqual(self._names(url), ["À Noyon"])
        self.assertShows(self.page(url), "1\N{NO-BREAK SPACE}km")
        # And it is near nobody else.
        self.assertNotIn("À Noyon", self._names("/immersions?lieu=60310&rayon=80"))

    def test_as_far_as_the_radius_and_no_further(self):
        here = self.env.ref("bourse_mobilite.commune_60350")
        there = self.env["mobility.commune"].create(
            {"code": "60999", "name": "Là-Bas", "department_code": "60"}
        )
        self._publish("Là-bas", "commune_60350", commune_id=there.id)
        # One degree along a meridian is 111.19 km.
        for km, shown in ((29.9, True), (30.1, False)):
            there.write(
                {
                    "latitude": here.latitude + km / 111.195,
                    "longitude": here.longitude,
                }
            )
            names = self._names(f"/immersions?lieu={here.name}&rayon=30")
            self.assertEqual("Là-bas" in names, shown, km)

    def test_place_as_people_type_it(self):
        communes = self.env["mobility.commune"]
        for typed in (
            "Saint-Just-en-Chaussée",
            "saint just en chaussee",
            " ST JUST en chaussée ",
            "60130",
        ):
            found = communes._search_typed(typed)
            self.assertEqual(found[:1].name, "Saint-Just-en-Chaussée", typed)
        for typed in ("", "   ", "zzzz", "%%%", "'; DROP", "99999"):
            self.assertFalse(communes._search_typed(typed), typed)

    def test_unknown_place_is_said_and_nothing_is_lost(self):
        text = self.page("/immersions?lieu=<b>Atlantide&q=accueil")
        self.assertShows(text, "<b>Atlantide", 'value="accueil"')
        self.assertNoMarkup(text, "<b>Atlantide")

    def test_empty_result_says_what_to_do(self):
        text = self.page("/immersions?lieu=Beauvais&rayon=10")
        self.assertShows(text, "rayon=20", "cdg@cdg.example.org")

    def test_any_address_answers(self):
        for query in (
            "rayon=abc&metier=x",
            "metier=99999999999999999999",
            "q=%25%5F%27%00",
            "lieu=%F0%9F%98%80",
            "q=" + "a+" * 200,
        ):
            self.page(f"/immersions?{query}")
        self.page("/immersions/page/0")
        self.page("/immersions/page/9999")

    def test_pages(self):
        self._publish_many(2 * PAGE_SIZE)
        seen = []
        for number in (1, 2, 3):
            seen += self._names(f"/immersions/page/{number}?q=Offre")
        self.assertEqual(len(seen), 2 * PAGE_SIZE + PAGE_SIZE)
        self.assertEqual(len(set(seen)), 2 * PAGE_SIZE)
        near = []
        for number in (1, 2):
            near += self._names(
                f"/immersions/page/{number}?q=Offre&lieu=Noyon&rayon=80"
            )
        self.assertEqual(len(near), len(set(near)))
        # Beyond the last page: the last one, however it is searched.
        for query in ("", "?q=Offre", "?lieu=Noyon&rayon=80", "?q=Offre&lieu=Noyon"):
            beyond = self._names(f"/immersions/page/{10**18}{query}")
            self.assertTrue(beyond, query)
            self.assertLessEqual(len(beyond), PAGE_SIZE)
        self.assertEqual(
            self._names("/immersions/page/9?q=Offre"),
            self._names("/immersions/page/3?q=Offre"),
        )

    def test_offer_page(self):
        text = self.page(f"/immersions/{self.offer.id}")
        self.assertShows(
            text,
            self.host.name,
            "Accueil et état civil",
            "Lassigny (60310)",
            f"/my/demandes/nouvelle?offer={self.offer.id}",
            "cdg@cdg.example.org",
        )
        self.assertHides(text, self.tutor.name, self.rh_host.name)

    def test_offer_that_is_not_open(self):
        for offer_id in (self.offer_draft.id, 999999999):
            self.assertHides(self.page(f"/immersions/{offer_id}", 404), "brouillon")
        self.offer.action_suspend()
        self.page(f"/immersions/{self.offer.id}", 404)

    def test_hostile_text_of_an_offer_is_shown_as_text(self):
        offer = self._publish(
            "<script>alert(1)</script>", description="<img src=x onerror=alert(1)>"
        )
        for url in ("/immersions", f"/immersions/{offer.id}"):
            self.assertNoMarkup(self.page(url), "<script>alert(1)", "<img src=x")

    def test_same_queries_with_30_offers_and_300(self):
        urls = ("/immersions", "/immersions?lieu=Noyon&rayon=80&q=offre")
        self._publish_many(30)
        few = [self.query_count(url) for url in urls]
        self._publish_many(270)
        many = [self.query_count(url) for url in urls]
        self.assertEqual(few, many)
        self.assertLessEqual(max(many), MOST_QUERIES)
        self.assertLessEqual(
            self.query_count(f"/immersions/{self.offer.id}"), MOST_QUERIES
        )
