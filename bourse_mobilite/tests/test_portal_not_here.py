"""Addresses that lead to nothing, or to what is somebody else's: one page, in plain
words, that does not say which."""

import json
import re
from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.ir_http import OWN_PAGES
from .common import routes
from .portal_case import PortalCase
from .test_portal_axe import LOOK, WIDTHS, axe_source

HEADING = "Il n’y a rien pour vous à cette adresse"
# Pages that have no address below them.
ALONE = {"/accessibilite", "/donnees-personnelles", "/rapprochement"}


@tagged("post_install", "-at_install")
class TestNotHere(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer.capacity = 9

    def shown(self, url, status=404):
        """The words of the page, without what each page has of its own."""
        text = self.page(url, status)
        self.assertShows(text, HEADING)
        (main,) = html.fromstring(text).xpath("//main")
        return text, " ".join(main.text_content().split())

    def test_nobody_learns_what_exists(self):
        act = self.frozen_convention()
        offer = self.offer.copy({"state": "draft"})
        self.sign_in(self.agent2)
        for url in (
            "/my/conventions/{}", "/my/conventions/{}/pdf", "/my/conventions/{}/arreter",
            "/my/demandes/{}", "/my/demandes/{}/retirer", "/my/bilans/{}",
            "/immersions/{}",
        ):  # fmt: skip
            record = act.request_id if "demandes" in url else act
            record = offer if "immersions" in url else record
            answers = [
                re.sub(r'csrf_token: "\w+"|\d+o\d+', "", self.shown(address)[0])
                for address in (url.format(record.id), url.format(10**8))
            ]
            self.assertEqual(*(one.count(HEADING) for one in answers), url)
            self.assertEqual(*map(len, answers), url)
            self.assertHides(answers[0], act.number, self.agent.name, offer.name)

    def test_who_has_no_right_is_told_no_more(self):
        act = self.frozen_convention()
        self.sign_in(self.agent)
        model = self.env.registry["mobility.convention"]
        refused = AccessError("Convention C-2026-00042 (mobility.convention)")
        with (
            patch.object(model, "_portal_values", side_effect=refused),
            mute_logger("odoo.http"),
        ):
            for debug in ("", "?debug=1"):
                text, words = self.shown(f"/my/conventions/{act.id}{debug}", 403)
                self.assertHides(
                    text, "C-2026-00042", "mobility.convention", "Traceback"
                )
        self.assertIn(self.agent.name, words)

    def test_the_way_back_of_each(self):
        self.sign_in(self.agent)
        text, words = self.shown("/my/conventions/1000000")
        self.assertShows(text, 'href="/my/mobilite"', "cdg@cdg.example.org")
        self.assertIn(self.agent.name, words)
        self.sign_in()
        text, words = self.shown("/immersions/1000000")
        for url in ("/web/login", "/demande/lien", "/immersions"):
            self.assertShows(text, f'href="{url}"')
        self.assertHides(words, self.agent.name)

    def test_addresses_that_no_page_has(self):
        self.sign_in()
        for url in (
            "/my/conventions/abc", "/my/demandes/1/rien", "/immersions/é%20'<b>",
            "/convention", "/demande/", "/demande/autre", "/bilan",
        ):  # fmt: skip
            self.shown(url)
        for url in ("/nulle-part", "/immersionsx", "/my/autre"):
            self.assertHides(self.page(url, 404), HEADING)

    def test_every_page_of_ours_is_under_one_of_these_addresses(self):
        pages = {
            rule.rule
            for rule in routes(self.env)
            if rule.endpoint.__module__.startswith("odoo.addons.bourse_mobilite.")
            and rule.endpoint.routing["type"] == "http"
        }
        self.assertGreater(len(pages), 50)
        elsewhere = {
            url
            for url in pages
            if not any(f"{url}/".startswith(f"{one}/") for one in OWN_PAGES)
        }
        self.assertEqual(elsewhere, ALONE)

    def test_no_error_that_axe_can_find(self):
        values = {"axe": axe_source(), "widths": WIDTHS}
        for user, url in (
            (None, "/immersions/10000000"),
            (self.agent, "/my/demandes/0"),
        ):
            values["urls"] = [url]
            code = LOOK % {name: json.dumps(value) for name, value in values.items()}
            self.browser_js("/robots.txt", code, login=user and user.login, timeout=180)
