"""The public pages of the métiers: what they show, to whom, at which cost."""

import re
from html import unescape

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..controllers.metiers import LONGEST_LIST
from .portal_case import PortalCase

# A page costs no more, whatever it shows.
MOST_QUERIES = {"list": 9, "sheet": 16}


@tagged("post_install", "-at_install")
class TestMetiersPages(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metier = cls.offer.metier_id
        cls.quiet = cls.env.ref("bourse_mobilite.metier_couvreur")

    def _url(self, metier=None):
        return f"/metiers/{(metier or self.metier).id}"

    def _names(self, url):
        """The names of the métiers, as the page orders them."""
        return [
            name.strip()
            for name in re.findall(
                r'href="/metiers/\d+"[^>]*>([^<]+)</a>', unescape(self.page(url))
            )
        ]

    def _headings(self, text):
        return [
            " ".join(heading.split())
            for heading in re.findall(r"<h2[^>]*>([^<]+)</h2>", unescape(text))
        ]

    def test_list_is_grouped_by_field(self):
        self.env["mobility.metier"].create({"name": "Métier sans champ"})
        text = self.page("/metiers")
        self.assertEqual(
            self._headings(text)[:6],
            [
                "Aménagement et développement durable des territoires",
                "Citoyenneté, éducation, culture et sport",
                "Organisation et gestion des ressources",
                "Sécurité",
                "Services techniques et environnementaux",
                "Social, santé publique",
            ],
        )
        self.assertEqual(len(self._headings(text)), 7)
        names = self._names("/metiers")
        self.assertEqual(len(names), self.env["mobility.metier"].search_count([]))
        self.assertEqual(names[-1], "Métier sans champ")

    def test_list_says_how_many_offers(self):
        self.assertRegex(
            unescape(self.page("/metiers")),
            r"Agent d’accueil en mairie</a>\s*<strong[^>]*>\s*·\s*1\s+off",
        )

    def test_words(self):
        self.assertEqual(self._names("/metiers?q=toits+gouttieres"), [self.quiet.name])
        self.assertIn(self.quiet.name, self._names("/metiers?q=F1610"))
        self.assertIn(
            "Agent d’entretien des espaces verts",
            self._names("/metiers?q=tondeuse+AUTOPORTEE"),
        )

    def test_nothing_found_says_what_to_do_and_keeps_the_words(self):
        text = self.page("/metiers?q=<b>introuvable")
        self.assertShows(text, 'value="<b>introuvable"', "cdg@cdg.example.org")
        self.assertNoMarkup(text, "<b>introuvable")
        self.assertFalse(self._names("/metiers?q=<b>introuvable"))

    def test_a_very_long_list_is_cut_and_says_so(self):
        self.env["mobility.metier"].create(
            [{"name": f"Métier importé {rank:03d}"} for rank in range(LONGEST_LIST)]
        )
        self.assertEqual(len(self._names("/metiers")), LONGEST_LIST)
        self.assertShows(self.page("/metiers"), f" {LONGEST_LIST} ")
        self.assertEqual(self._names("/metiers?q=importe+399"), ["Métier importé 399"])

    def test_any_address_answers(self):
        for query in (
            "q=%25%5F%27%00%5C",
            "q=%F0%9F%98%80",
            "q=" + "a+" * 300,
            "q=" + "a" * 5000,
            "champ=x&page=2&q=",
            "q[]=a",
        ):
            self.page(f"/metiers?{query}")

    def test_words_that_stand_for_anything_find_nothing_more(self):
        self.assertFalse(self._names("/metiers?q=%25zzz%25"))

    def test_sheet(self):
        text = self.page(self._url())
        self.assertShows(
            text,
            self.metier.name,
            self.metier.description,
            self.metier.champ,
            self.metier.speciality,
            self.metier.rome_code,
            f'href="/immersions?metier={self.metier.id}"',
            *self.metier.condition_ids.mapped("name"),
            *self.metier.skill_ids.mapped("name"),
        )
        for near in self.metier.near_metier_ids:
            self.assertShows(text, f'href="/metiers/{near.id}"', near.name)
        self.assertHides(text, self.tutor.name, self.rh_host.name)

    def test_sheet_without_an_offer_says_who_can_help(self):
        text = self.page(self._url(self.quiet))
        self.assertHides(text, f"/immersions?metier={self.quiet.id}")
        self.assertShows(text, "cdg@cdg.example.org")

    def test_the_link_leads_to_as_many_offers_as_said(self):
        self.offer.copy({"name": "Une autre place"}).action_publish()
        self.assertRegex(unescape(self.page(self._url())), r"\b2\b")
        text = self.page(f"/immersions?metier={self.metier.id}")
        self.assertShows(text, "Une autre place", self.offer.name)

    def test_the_same_sheet_for_everyone(self):
        for user in (None, self.agent, self.rh, self.internal, self.adviser):
            self.sign_in(user)
            text = self.page(self._url())
            self.assertShows(text, *self.metier.skill_ids.mapped("name"))
            self.assertShows(text, f'href="/immersions?metier={self.metier.id}"')
            self.assertIn(self.metier.name, self._names("/metiers"))

    def test_sheet_that_is_not_there(self):
        self.quiet.active = False
        for wrong in (
            self.quiet.id, 0, 999999999, 10**12, 10**30, -1, "x", "1.5", "%27",
        ):  # fmt: skip
            self.assertHides(self.page(f"/metiers/{wrong}", 404), self.quiet.name)

    def test_hostile_words_of_a_sheet_are_shown_as_text(self):
        metier = self.env["mobility.metier"].create(
            {
                "name": "<script>alert(1)</script>",
                "champ": "<i>champ",
                "speciality": "<i>spécialité",
                "description": "<img src=x onerror=alert(1)>",
                "rome_label": "<i>rome",
                "rome_code": "A1203",
                "near_metier_ids": [Command.set(self.metier.ids)],
                "training_ids": [
                    Command.create({"name": "<u>cours", "provider": "<u>organisme"})
                ],
            }
        )
        for url in ("/metiers", self._url(metier), self._url()):
            self.assertNoMarkup(
                self.page(url), "<script>alert(1)", "<img src=x", "<i>", "<u>"
            )

    def test_trainings_that_are_shown(self):
        today = self._today()
        values = {
            "provider": "Organisme d'essai",
            "metier_ids": [Command.set(self.metier.ids)],
        }
        other = self.env["res.company"].create({"name": "Autre CDG"})
        self.env["mobility.training"].create(
            [
                dict(
                    values,
                    name="Formation à venir",
                    duration_days=2.5,
                    date_from=today,
                    date_to=fields.Date.add(today, days=3),
                    url="https://formation.example.org/accueil?a=1&b=2",
                    code="REF-SECRETE",
                    description="Note des conseillers",
                ),
                dict(values, name="Formation sans date", duration_days=1),
                dict(values, name="Formation du jour", date_to=today),
                dict(
                    values,
                    name="Formation passée",
                    date_to=fields.Date.subtract(today, days=1),
                ),
                dict(values, name="Formation retirée", active=False),
                dict(values, name="Formation d'ailleurs", company_id=other.id),
            ]
        )
        text = self.page(self._url())
        self.assertShows(
            text,
            "Formation à venir",
            "Organisme d'essai",
            "Formation sans date",
            "Formation du jour",
            'href="https://formation.example.org/accueil?a=1&b=2"',
        )
        self.assertHides(
            text,
            "Formation passée",
            "Formation retirée",
            "Formation d'ailleurs",
            "REF-SECRETE",
            "Note des conseillers",
        )
        self.assertHides(self.page(self._url(self.quiet)), "Formation à venir")

    def test_the_offers_lead_to_the_sheet(self):
        for url in ("/immersions", f"/immersions/{self.offer.id}"):
            self.assertShows(self.page(url), f'href="{self._url()}"')
        self.metier.active = False
        for url in ("/immersions", f"/immersions/{self.offer.id}"):
            text = self.page(url)
            self.assertHides(text, f'href="{self._url()}"')
            self.assertShows(text, self.metier.name)

    def test_same_queries_whatever_there_is(self):
        urls = ("/metiers", "/metiers?q=accueil", self._url())
        few = [self.query_count(url) for url in urls]
        metiers = self.env["mobility.metier"].create(
            [
                {
                    "name": f"Accueil {rank:03d}",
                    "skill_ids": self.metier.skill_ids.ids,
                    "near_metier_ids": [Command.set(self.metier.ids)],
                }
                for rank in range(50)
            ]
        )
        for metier in metiers:
            self.offer.copy({"metier_id": metier.id}).action_publish()
        self.env["mobility.training"].create(
            [
                {
                    "name": f"Formation {rank}",
                    "provider": "Organisme",
                    "metier_ids": [Command.set(self.metier.ids)],
                }
                for rank in range(10)
            ]
        )
        many = [self.query_count(url) for url in urls]
        self.assertEqual(many, few)
        self.assertLessEqual(max(many[:2]), MOST_QUERIES["list"])
        self.assertLessEqual(many[2], MOST_QUERIES["sheet"])
