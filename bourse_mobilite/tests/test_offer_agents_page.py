import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .offer_agents_case import OfferAgentsCast, without_token
from .portal_case import PortalCase
from .test_portal_axe import LOOK, WIDTHS, axe_source

_TOO_FEW = "trop peu d’agents"


@tagged("post_install", "-at_install")
class TestOfferAgentsPage(OfferAgentsCast, PortalCase):
    """The host: whom its place may interest, and how to have it proposed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cast_offer_agents()

    def setUp(self):
        super().setUp()
        self.sign_in(self.rh_host)

    def _read(self):
        self.env.flush_all()
        return without_token(self.page(self.url))

    def _talks(self):
        self.env.invalidate_all()
        return self.offer._talks()

    # Groups

    def test_four_are_nobody_and_five_are_five(self):
        nobody = self._read()
        self.assertShows("\n".join(nobody), _TOO_FEW)
        self._looking(4)
        self.assertEqual(self._read(), nobody, "four read like nobody")
        self._looking(1)
        five = self._read()
        self.assertShows("\n".join(five), "Au moins 5 agents", "Administrative")
        self.assertShows("\n".join(five), "qui habitent à moins de 20 km de chez vous")
        self.assertHides("\n".join(five), _TOO_FEW)

    def test_only_steps_are_said(self):
        self._looking(5)
        five = self._read()
        self._looking(4)
        self.assertEqual(self._read(), five, "nine read like five")
        self._looking(1)
        ten = self._read()
        self.assertShows("\n".join(ten), "Au moins 10 agents")
        self._looking(9)
        self.assertEqual(self._read(), ten, "nineteen read like ten")
        self._looking(1)
        twenty = self._read()
        self.assertShows("\n".join(twenty), "Au moins 20 agents")
        self._looking(30)
        self.assertEqual(self._read(), twenty)

    def test_who_is_alone_in_a_group_is_in_a_wider_one_or_in_none(self):
        self._looking(5)
        five = self._read()
        technical = self.candidate.cadre_id
        self._looking(4, cadre_id=technical.id)
        self.assertEqual(self._read(), five, "four of another filière")
        self._looking(1, cadre_id=technical.id)
        text = "\n".join(self._read())
        self.assertEqual(text.count("Au moins 5 agents"), 2)
        self.assertShows(text, "Technique", "Administrative")

    def test_it_says_nothing_of_who_they_are(self):
        self._looking(12, job_title="Fossoyeuse")
        text = self.page(self.url)
        self.assertShows(text, "Au moins 10 agents")
        self.assertHides(
            text, "Zoé", "Zéphyr", "perso.example.org", self.third.name, "Noyon",
            "Fossoyeuse", self.candidate2.cadre_id.name, "zoe.",
        )  # fmt: skip
        for file in self.env["mobility.candidate"].search([("seeking", "=", True)]):
            self.assertNotRegex(text, rf"/{file.id}\b")

    def test_who_is_counted(self):
        """Five are told of; each of these in turn makes one of them not count."""
        files = self._looking(5)
        one = files[0]
        other = self.env["mobility.metier"].search(
            [("id", "not in", (self.accueil | self.accueil.near_metier_ids).ids)],
            limit=1,
        )
        company = self.env["res.company"].create({"name": "Autre CDG"})
        for vals in (
            {"seeking": False},
            {"active": False},
            {"target_metier_ids": [Command.set(other.ids)]},
            {"target_metier_ids": [Command.clear()]},
            {"radius_km": 1},
            {"free_from": self._day(400), "free_to": self._day(401)},
            {"employer_id": self.host.id},
            {"company_id": company.id},
        ):
            with self.subTest(vals):
                self.assertShows("\n".join(self._read()), "Au moins 5 agents")
                with self.env.cr.savepoint() as savepoint:
                    one.write(vals)
                    self.assertShows("\n".join(self._read()), _TOO_FEW)
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_a_near_metier_counts(self):
        near = self.accueil.near_metier_ids
        aims = next(
            metier
            for metier in self.env["mobility.metier"].search([])
            if self.accueil in metier.near_metier_ids
        )
        self.assertTrue(near)
        self._looking(5, target_metier_ids=[Command.set(aims.ids)])
        self.assertShows("\n".join(self._read()), "Au moins 5 agents")

    def test_the_page_is_the_same_whatever_must_be_avoided(self):
        self.offer.condition_ids = conditions = self.env["mobility.condition"].search(
            []
        )
        files = self._looking(5)
        five = self._read()
        files.restriction_ids = conditions
        self.assertEqual(self._read(), five)
        files[0].active = False
        four = self._read()
        files.restriction_ids = False
        self.assertEqual(self._read(), four)

    def test_an_offer_that_is_not_open_tells_nothing(self):
        self._looking(5)
        self.offer.state = "suspended"
        text = self.page(self.url)
        self.assertShows(text, "n’est pas ouverte")
        self.assertHides(text, "Au moins", _TOO_FEW)
        self.assertEqual(self.forms(self.url), [])
        answer = self.post(self.url, {})
        self.assertShows(answer.text, "ne pourraient pas la demander")
        self.assertFalse(self._talks())
        self.assertHides(self.page("/my/offres"), self.url)

    def test_the_way_from_our_offers(self):
        self.assertIn(f'href="{self.url}"', self.page("/my/offres"))
        self.page(self.url)

    # Asking

    def _entered_by(self, user, offers):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mobility_offer SET create_uid = %s WHERE id IN %s",
            [user.id, tuple(offers.ids)],
        )
        self.env.invalidate_all()

    def test_it_is_for_who_follows_the_host_and_not_for_who_runs_the_machines(self):
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin.has_group("bourse_mobilite.group_mobility_manager"))
        offer = self.offer.copy({"name": "Autre place"}).sudo()
        # Entered by nobody of the house: any adviser, the first of them.
        nobody = self.env.ref("base.user_root")
        self._entered_by(nobody, self.env["mobility.offer"].search([]))
        self.assertNotIn(offer._followed_by(), admin | nobody)
        self.assertTrue(
            offer._followed_by().has_group("bourse_mobilite.group_mobility_adviser")
        )
        other = self._cast_user(
            "other.adviser", "Autre", "bourse_mobilite.group_mobility_adviser"
        )
        for user in (self.adviser, other):
            self.candidate.adviser_id = user
            if user == self.adviser:
                self.make_request()
            self.assertEqual(offer._followed_by(), user)
        self._entered_by(self.adviser, offer)
        self.assertEqual(offer._followed_by(), self.adviser)
        self._entered_by(admin, offer)
        self.assertEqual(offer._followed_by(), other)

    def test_the_host_asks_once_and_an_adviser_has_one_thing_to_do(self):
        self._looking(5)
        answer = self.send(self.url, {})
        self.assertShows(answer.text, "Votre demande est enregistrée", "C’est au tour")
        (talk,) = self._talks()
        self.assertEqual(talk.date_deadline, self._today())
        self.assertFalse(talk.user_id.share)
        self.assertIn(self.host.name, talk.summary)
        self.assertHides(f"{talk.summary} {talk.note}", "Zoé", "Zéphyr")
        # The button is gone; whoever presses the one of an old page changes nothing.
        self.assertEqual(self.forms(self.url), [])
        self.post(self.url, {})
        self.assertEqual(self._talks(), talk)
        # Once the adviser has seen to it, it can be asked again.
        talk.with_user(self.adviser).action_done()
        self.assertShows(self.page(self.url), "s’en est occupé")
        self.send(self.url, {})
        self.assertEqual(len(self._talks()), 2)
        self.assertEqual(len(self._talks().filtered("active")), 1)

    def test_it_can_be_asked_even_when_nobody_is_told_of(self):
        """The button says nothing of how many there are."""
        self.assertEqual(len(self.forms(self.url)), 1)
        self.send(self.url, {})
        self.assertEqual(len(self._talks()), 1)

    def test_no_mail_leaves_when_the_host_asks(self):
        self._looking(5)
        mails = self.env["mail.mail"].search_count([])
        self.send(self.url, {})
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_the_authority_too(self):
        self.sign_in(self.authority_host)
        self.send(self.url, {})
        self.assertEqual(len(self._talks()), 1)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_only_who_speaks_for_the_host(self):
        self._looking(5)
        for user in (self.rh, self.rh_third, self.authority, self.tutor, self.agent,
                     self.agent2, self.adviser):  # fmt: skip
            self.sign_in(user)
            text = self.page(self.url, 404)
            self.assertHides(text, "Au moins 5")
            self.assertEqual(self.post(self.url, {}).status_code, 404)
            for method in ("_portal_agents", "_portal_talk", "_ask_to_talk"):
                with self.assertRaises(AccessError):
                    getattr(self.offer.with_user(user), method)()
        self.role_rh_host.date_end = self._day(-1)
        self.sign_in(self.rh_host)
        self.page(self.url, 404)
        self.authenticate(None, None)
        answer = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertFalse(self._talks())

    @mute_logger("odoo.http")
    def test_what_no_form_of_ours_would_send(self):
        for wrong in ("0", "999999", "-1", "abc", "9" * 12):
            answer = self.url_open(f"/my/offres/{wrong}/agents")
            self.assertEqual(answer.status_code, 404, wrong)
        without = self.url_open(self.url, data={"csrf_token": "faux"})
        self.assertEqual(without.status_code, 400)
        self.assertFalse(self._talks())

    # Cost and access

    def test_query_counts(self):
        """The same for few agents and for many."""
        counts = []
        for more in (5, 60):
            self._looking(more)
            self.env.flush_all()
            counts.append(self.query_count(self.url))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 34)

    def test_axe(self):
        urls = [self.url, f"{self.url}?asked=1"]
        values = {"axe": axe_source(), "urls": urls, "widths": WIDTHS}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        for more in (0, 5):
            self._looking(more)
            self.browser_js("/robots.txt", code, login=self.rh_host.login, timeout=180)
        self.offer.with_user(self.rh_host)._ask_to_talk()
        self.browser_js("/robots.txt", code, login=self.rh_host.login, timeout=180)
