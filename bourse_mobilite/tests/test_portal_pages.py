"""Each page as each person: what it shows, and what it never shows."""

import base64
from urllib.parse import quote

from lxml import html

from odoo.tests import tagged

from .portal_case import PortalCase

MOTIVATION = "Motif réservé"
REASONS = "Aucun tuteur ce mois-là."
# A stranger's page holds none of these.
NAMES = ("Aurélie Durand", "Origine-Test", "Accueil-Test", MOTIVATION)
# What a page of a connected person costs a warm server, in SQL queries; a convention
# to sign waits, and whose signature is read too.
QUERIES = {
    "agent": {
        "/my": 17,
        "/my/mobilite": 37,
        "/my/demandes": 24,
        "/my/conventions": 21,
    },
    "rh": {
        "/my": 17,
        "/my/mobilite": 17,
        "/my/demandes": 27,
        "/my/conventions": 21,
        "/my/offres": 12,
    },
}


@tagged("post_install", "-at_install")
class TestPortalPages(PortalCase):
    def test_everyone_opens_every_page(self):
        request = self.submitted_request()
        for user in [*self.portal_users.values(), self.internal, self.adviser]:
            self.sign_in(user)
            for url in ("/my", "/my/mobilite", "/immersions"):
                self.page(url)
            for url in ("/my/demandes", "/my/conventions", "/my/offres"):
                # Staff without any of our rights has no page there.
                self.page(url, 404 if user == self.internal else 200)
        self.sign_in()
        for url in (
            "/my/mobilite",
            "/my/demandes",
            f"/my/demandes/{request.id}",
            "/my/demandes/nouvelle",
            "/my/conventions",
            "/my/offres",
        ):
            response = self.url_open(url, allow_redirects=False)
            self.assertIn("/web/login", response.headers["Location"])

    def test_agent_reads_the_own_file(self):
        self.candidate.restriction_ids = self.env.ref(
            "bourse_mobilite.condition_charges_10kg"
        )
        self.agreed_request()
        self.sign_in(self.agent)
        text = self.page("/my/mobilite")
        self.assertShows(
            text,
            "Origine-Test",
            "Agent des services",
            "Port de charges de plus de 10 kg",
            "Jours restants : 17",
            self.agent.email,
            self.adviser.name,
        )
        self.assertHides(text, self.agent2.name, self.rh.name)
        for user in (self.agent2, self.rh, self.authority, self.tutor):
            self.sign_in(user)
            for url in ("/my", "/my/mobilite", "/my/demandes"):
                self.assertHides(self.page(url), "Port de charges", self.agent.email)

    def test_someone_with_nothing_reads_what_to_do(self):
        self.sign_in(self.tutor)
        self.assertShows(self.page("/my/mobilite"), "cdg@cdg.example.org")
        self.assertShows(self.page("/my/demandes/nouvelle"), "cdg@cdg.example.org")

    def test_tutor_reads_who_comes_and_when(self):
        act = self.frozen_convention()
        self.sign_in(self.tutor)
        text = self.page("/my/mobilite")
        self.assertShows(
            text, self.agent.name, self.origin.name, act.place, act.functions_observed
        )
        self.assertHides(text, self.agent.email, MOTIVATION, "Adjoints techniques")
        self.page(f"/my/demandes/{act.request_id.id}", 404)
        self.page(f"/my/conventions/{act.id}", 404)
        act.action_cancel("Erreur")
        self.assertHides(self.page("/my/mobilite"), self.agent.name)
        for user in (self.agent2, self.rh_third):
            self.sign_in(user)
            self.assertHides(self.page("/my/mobilite"), self.agent.name)

    def test_request_as_each_party(self):
        request = self.submitted_request()
        url = f"/my/demandes/{request.id}"
        self.sign_in(self.agent)
        text = self.page(url)
        self.assertShows(text, MOTIVATION, request.name, "retirer")
        self.assertFalse(self.forms(url))
        for user in (self.rh, self.authority):
            self.sign_in(user)
            text = self.page(url)
            self.assertShows(text, self.agent.name, MOTIVATION, "Adjoints techniques")
            self.assertHides(text, self.agent.email, "retirer")
            self.assertEqual(len(self.forms(url)), 2)
        for user in (self.rh_host, self.authority_host):
            self.sign_in(user)
            text = self.page(url)
            self.assertShows(text, self.agent.name, "Origine-Test")
            self.assertHides(text, MOTIVATION, self.agent.email, "Adjoints techniques")
            self.assertEqual(len(self.forms(url)), 2)

    def test_reasons_go_to_the_agent_and_their_author(self):
        request = self.submitted_request()
        url = f"/my/demandes/{request.id}"
        origin = request.decision_ids.filtered(lambda row: row.party == "origin")
        origin.with_user(self.rh).action_answer("refused", REASONS)
        for user, shown in (
            (self.agent, True),
            (self.rh, True),
            (self.authority, True),
            (self.rh_host, False),
        ):
            self.sign_in(user)
            text = self.page(url)
            (self.assertShows if shown else self.assertHides)(
                text, REASONS, self.rh.name if user != self.rh else REASONS
            )
            self.assertFalse(self.forms(url))

    def test_nothing_tells_the_regime(self):
        """Two requests that differ by the regime alone read the same, to the letter."""
        texts = []
        for code in ("pip", "placement"):
            regime = self.env.ref(f"bourse_mobilite.regime_{code}")
            request = self.submitted_request(regime_id=regime.id)
            for user in (self.agent, self.rh, self.rh_host):
                values = request.with_user(user)._portal_values(user.partner_id)
                for name in ("id", "name", "pending_ids"):
                    values.pop(name)
                for answer in values["answers"]:
                    answer.pop("id")
                texts.append((user.login, values))
            request.action_withdraw()
        self.assertEqual(texts[:3], texts[3:])

    def test_wrong_person_learns_nothing(self):
        request = self.agreed_request()
        convention = self.frozen_convention(request)
        urls = (
            f"/my/demandes/{request.id}",
            f"/my/demandes/{request.id}/retirer",
            f"/my/conventions/{convention.id}",
            f"/my/conventions/{convention.id}/pdf",
        )
        for user in (self.agent2, self.agent_elsewhere, self.rh_third, self.tutor):
            self.sign_in(user)
            for url in urls:
                self.assertHides(self.page(url, 404), *NAMES)
            for url in ("/my/demandes", "/my/conventions"):
                self.assertHides(self.page(url), self.agent.name, MOTIVATION)
        # Staff has the back office; these pages are the parties' own.
        self.sign_in(self.adviser)
        for url in urls:
            self.assertHides(self.page(url, 404), *NAMES)

    def test_role_that_ended(self):
        request = self.submitted_request()
        self.role_rh.date_end = "2020-01-01"
        self.sign_in(self.rh)
        self.assertHides(self.page(f"/my/demandes/{request.id}", 404), *NAMES)
        self.assertHides(self.page("/my/demandes"), self.agent.name)

    def test_draft_is_seen_by_the_agent_alone(self):
        request = self.make_request()
        for user, status in ((self.agent, 200), (self.rh, 404), (self.rh_host, 404)):
            self.sign_in(user)
            self.page(f"/my/demandes/{request.id}", status)

    def test_convention_and_its_file(self):
        convention = self.frozen_convention()
        content = base64.b64decode(convention.document_id.frozen_file)
        for user in (self.agent, self.rh, self.rh_host, self.authority_host):
            self.sign_in(user)
            self.assertShows(self.page("/my/conventions"), convention.number)
            text = self.page(f"/my/conventions/{convention.id}")
            self.assertShows(text, "Maire", "Aurélie Durand", f"{convention.id}/pdf")
            response = self.url_open(f"/my/conventions/{convention.id}/pdf")
            self.assertEqual(response.headers["Content-Type"], "application/pdf")
            name = quote(f"{convention.number} - version 1 (à signer).pdf")
            self.assertIn(name, response.headers["Content-Disposition"])
            self.assertIn("inline", response.headers["Content-Disposition"])
            self.assertEqual(response.content, content)

    def test_whose_turn_it_is_to_sign(self):
        convention = self.frozen_convention()
        url = f"/my/conventions/{convention.id}"
        for user, waits in (
            (self.agent, True),
            (self.authority, True),
            (self.authority_host, True),
            (self.rh, False),
            (self.rh_host, False),
        ):
            self.sign_in(user)
            hub = self.page("/my/mobilite")
            row = convention.signatory_ids.filtered(
                lambda one, user=user: one.partner_id == user.partner_id
            )
            if waits:
                self.assertShows(
                    hub,
                    f'href="/my/signatures/lire?piece={row.id}"',
                    convention.document_id.display_name,
                )
            else:
                self.assertHides(hub, "/my/signatures/lire")
            text = self.page(url)
            self.assertShows(text, f'id="{"sign_now" if waits else "sign_others"}"')
            asked = convention.request_id._portal_values(user.partner_id)
            self.assertEqual(asked["my_signature"], waits)
        row = convention.signatory_ids.filtered(
            lambda one: one.partner_id == self.authority.partner_id
        )
        row.sudo()._sign_on_paper(
            base64.b64encode(b"%PDF-"), "signe.pdf", self._today()
        )
        self.sign_in(self.authority)
        self.assertHides(self.page("/my/mobilite"), "/my/signatures/lire")
        done = self.page(url)
        self.assertShows(
            done, 'id="sign_done"', self.agent.name, "vous n’avez plus rien à faire"
        )
        self.assertHides(done, "/my/signatures/lire")
        # A role that ended opens the convention no more: it is not shown either.
        self.role_authority_host.date_end = "2020-01-01"
        self.sign_in(self.authority_host)
        self.assertHides(self.page("/my/mobilite"), "/my/signatures/lire")

    def test_what_the_agent_can_do_after_a_no(self):
        days = self._asked_days(20)
        period = (days[10], days[19])
        again = f"/my/demandes/nouvelle?offer={self.offer.id}&follows="
        for answer, wanted in (("refused", "/immersions"), ("postponed", again)):
            request = self.submitted_request()
            if answer == "postponed":
                wanted = f"{wanted}{request.id}"
            row = request.decision_ids[0].with_user(self.rh)
            row.action_answer(answer, REASONS, *period)
            for user, shown in ((self.agent, 1), (self.rh, 0)):
                self.sign_in(user)
                root = html.fromstring(self.page(f"/my/demandes/{request.id}"))
                buttons = root.xpath(f"//a[@href='{wanted}'][contains(@class, 'btn')]")
                self.assertEqual(len(buttons), shown, (answer, user.login))

    def test_adviser_can_be_reached(self):
        self.sign_in(self.agent)
        phone = self.adviser.partner_id.phone
        self.assertShows(
            self.page("/my/mobilite"),
            f'href="mailto:{self.adviser.email}"',
            f'href="tel:{phone.replace(" ", "")}"',
        )

    def test_sign_in_leads_to_what_waits(self):
        for user, url in (
            (self.agent, "/my/mobilite"),
            (self.authority, "/my/mobilite"),
            (self.tutor, "/my/mobilite"),
            (self._cast_user("rien.test", "Rien", "base.group_portal"), "/my"),
        ):
            self.sign_in()
            form = html.fromstring(self.url_open("/web/login").text).forms[-1]
            values = {
                **dict(form.form_values()),
                "login": user.login,
                "password": user.login,
            }
            values.pop("redirect", None)
            response = self.url_open("/web/login", data=values, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith(url), user.login)

    def test_convention_that_is_not_made_yet(self):
        request = self.agreed_request()
        request.action_make_convention()
        draft = request._convention()
        for user in (self.agent, self.rh, self.rh_host):
            self.sign_in(user)
            self.page(f"/my/conventions/{draft.id}", 404)
            self.page(f"/my/conventions/{draft.id}/pdf", 404)

    def test_own_offers(self):
        self.sign_in(self.rh_host)
        text = self.page("/my/offres")
        self.assertShows(text, "Agent d'accueil en mairie", "Offre en brouillon")
        self.sign_in(self.rh)
        self.assertHides(self.page("/my/offres"), "Offre en brouillon", "Accueil-Test")

    def test_home_counts(self):
        self.frozen_convention()
        wanted = [
            f"mobility_{name}_count" for name in ("request", "convention", "offer")
        ]
        for user, counts in (
            (self.agent, [1, 1, 0]),
            (self.rh_host, [1, 1, 2]),
            (self.tutor, [0, 0, 0]),
            (self.internal, [0, 0, 0]),
        ):
            self.sign_in(user)
            answer = self.make_jsonrpc_request("/my/counters", {"counters": wanted})
            self.assertEqual([answer[name] for name in wanted], counts, user.login)

    def test_legal_pages(self):
        for url in ("/accessibilite", "/donnees-personnelles"):
            self.assertShows(self.page(url), "CDG d'essai", "cdg@cdg.example.org")
        for url in ("/immersions", "/web/login", "/donnees-personnelles"):
            text = self.page(url)
            self.assertShows(
                text, 'href="/accessibilite"', 'href="/donnees-personnelles"'
            )
            self.assertRegex(text, r'<html[^>]* lang="[a-z]{2}')
            self.assertRegex(text, r"<title>[^<]*CDG d&#39;essai</title>")

    def test_query_counts(self):
        convention = self.frozen_convention()
        request = convention.request_id
        for name, urls in QUERIES.items():
            self.sign_in(getattr(self, name))
            for url, most in {
                **urls,
                f"/my/demandes/{request.id}": 27,
                f"/my/conventions/{convention.id}": 23,
            }.items():
                with self.subTest(who=name, url=url):
                    self.assertLessEqual(self.query_count(url), most)

    def test_lists_cost_the_same_when_long(self):
        self.submitted_request()
        self.sign_in(self.rh)
        few = self.query_count("/my/demandes")
        for rank in range(12):
            user = self._cast_user(
                f"agent.{rank}", f"Agent {rank}", "base.group_portal"
            )
            candidate = self._cast_file(user, self.origin, "cadre_adjoints_techniques")
            self.submitted_request(candidate=candidate)
        self.env.flush_all()
        self.assertLessEqual(self.query_count("/my/demandes"), few)
