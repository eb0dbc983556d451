"""An employer answers by personal link: no login, four answers, one confirmation."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .solicitation_case import WeekCast
from .solicitation_pages_case import SolicitationPagesCase

_SECRET_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@tagged("post_install", "-at_install")
class TestSolicitationPages(WeekCast, SolicitationPagesCase):
    def test_the_profile_and_four_choices(self):
        text = self.page(self.url)
        self.assertShows(
            text, self.row.profile, self.host.name, "Une immersion dure quelques jours."
        )
        root = html.fromstring(text)
        choices = root.xpath("//main//a[contains(@href, '?choix=')]/@href")
        self.assertEqual(len(choices), 4)
        self.assertEqual(root.xpath("//main//form"), [])
        for choice in choices:
            (form,) = self.forms(choice)
            self.assertEqual(form.action, self.url)

    def test_a_scanner_answers_nothing(self):
        """It opens all that it finds, in the mail and behind it, with GET and HEAD."""
        to_see, seen = [self.url, f"{self.url}/stop"], set()
        before = self._photograph()
        while to_see:
            url = to_see.pop()
            if url in seen:
                continue
            seen.add(url)
            head = self.opener.head(self.base_url() + url, timeout=10)
            self.assertLess(head.status_code, 400, url)
            for headers in (
                {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
                {"X-Moz": "prefetch"},
                {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)"},
            ):
                for more in (
                    "",
                    "?choix=oui&title=x&capacity=1",
                    "?choix=non&reason=other",
                ):
                    self.url_open(f"{url}{more}", headers=headers)
            response = self.url_open(url)
            found = html.fromstring(response.text).xpath("//main//a/@href")
            found += html.fromstring(response.text).xpath("//main//form/@action")
            to_see += [one for one in found if one.startswith("/sollicitation/")]
        self.assertGreaterEqual(len(seen), 6)
        self.assertEqual(self._photograph(), before)

    def _photograph(self):
        self.env.invalidate_all()
        return (
            self.row.read(["state", "answered_on", "write_date"]),
            self.host.mobility_no_solicitation,
            self.env["mobility.offer"].search_count([]),
            self.env["mail.mail"].sudo().search_count([]),
            self.env["mobility.link"]
            .sudo()
            .search([], order="id")
            .mapped("revoked_on"),
        )

    def test_the_address_stays_secret(self):
        for url in (self.url, f"{self.url}/stop", "/sollicitation/zzz"):
            response = self.url_open(url)
            for header, value in _SECRET_HEADERS.items():
                self.assertEqual(response.headers[header], value)

    # The answers

    def test_yes_makes_an_offer_to_review_and_a_proposal(self):
        self.assertEqual(self._say("oui", **self._place()), "yes")
        offer = self.row.offer_id
        self.assertEqual(offer.state, "submitted")
        self.assertEqual(offer.host_id, self.host)
        self.assertEqual((offer.name, offer.capacity), ("Accueil de la mairie", 2))
        self.assertEqual(offer.service, "État civil")
        self.assertEqual(offer.tutor_ids, self.tutor.partner_id)
        self.assertEqual(self.row.place, "Annexe, 3 rue Haute")
        # Nothing on the offer tells what the agent aims at.
        self.assertFalse(offer.metier_id)
        proposal = self.env["mobility.proposal"].search([("offer_id", "=", offer.id)])
        self.assertEqual(proposal.candidate_id, self.candidate)
        self.assertEqual(
            (proposal.state, proposal.solicitation_id), ("offered", self.row)
        )
        self.assertEqual(len(proposal.points), 9)
        self.assertIn(proposal, self.candidate.with_user(self.adviser).proposal_ids)
        # It stays when the list is made again.
        self.candidate.with_user(self.adviser).action_find_places()
        self.assertTrue(proposal.exists())
        self.assertEqual(self.row.campaign_id.activity_ids.user_id, self.adviser)
        self.assertShows(self.page(f"{self.url}?repondu=1"), self.host.name)

    def test_a_tutor_who_is_unknown_is_told_to_staff(self):
        self._say("oui", **self._place(tutor="Zoé Inconnue"))
        self.assertFalse(self.row.offer_id.tutor_ids)
        self.assertEqual(self.row.tutor_name, "Zoé Inconnue")
        self.assertNotIn("Zoé", self.row.offer_id.description)

    def test_answered_twice_it_is_one_offer(self):
        for _time in range(3):
            self._say("oui", **self._place())
        offers = self.env["mobility.offer"].search(
            [("name", "=", "Accueil de la mairie")]
        )
        self.assertEqual(len(offers), 1)
        # Another answer afterwards changes nothing.
        for choice, values in (
            ("non", {"reason": "not_now"}),
            ("plus-tard", {"later_on": str(self._today() + timedelta(days=9))}),
            ("collegue", {"mailbox": "drh@commune_60350.example.org"}),
        ):
            self.assertEqual(self._say(choice, **values), "yes")

    def test_what_is_wrong_is_said_and_kept(self):
        today = self._today()
        for wrong in (
            {"title": " "},
            {"title": "x" * 121},
            {"capacity": "0"},
            {"capacity": "51"},
            {"capacity": "deux"},
            {"date_from": str(today), "date_to": str(today - timedelta(days=1))},
            {"date_from": "", "date_to": str(today - timedelta(days=1))},
            {"date_from": "demain"},
            {"date_from": "0001-01-01"},
            {"details": "x" * 2001},
        ):
            values = {**self._place(), **wrong}
            response = self.url_open(self.url, data={"choix": "oui", **values})
            self.env.invalidate_all()
            self.assertEqual(self.row.state, "waiting", wrong)
            root = html.fromstring(response.text)
            self.assertTrue(root.xpath("//*[@id='form_error']"), wrong)
            (form,) = self.forms_of(response.text)
            self.assertEqual(form.fields["service"], values["service"])
        self.assertFalse(self.row.offer_id)

    def test_the_days_of_the_week_are_proposed(self):
        week = self._week(self.third)
        row = self._row(self.third, week)
        (form,) = self.forms(f"{self._url(row)}?choix=oui")
        self.assertEqual(
            (form.fields["date_from"], form.fields["date_to"]),
            (str(week.week_from), str(week.week_to)),
        )
        (form,) = self.forms(f"{self.url}?choix=oui")
        self.assertFalse(form.fields["date_from"])

    def test_later(self):
        for wrong in ("", str(self._today()), "2", "9999-12-31"):
            self.assertEqual(self._say("plus-tard", later_on=wrong), "waiting")
        day = self._today() + timedelta(days=1)
        self.assertEqual(self._say("plus-tard", later_on=str(day)), "later")
        self.assertEqual((self.row.later_on, self.row.remind_on), (day, day))
        # It can still become a yes.
        self.assertEqual(self._say("oui", **self._place()), "yes")
        self.assertFalse(self.row.later_on)

    def test_later_than_the_campaign_is_for_staff_to_think_of(self):
        campaign = self.row.campaign_id
        day = campaign.answer_by + timedelta(days=1)
        self.assertEqual(self._say("plus-tard", later_on=str(day)), "later")
        self.assertFalse(self.row.remind_on)
        self.assertEqual(campaign.activity_ids.date_deadline, day)

    def test_no_with_a_reason_of_the_list(self):
        for wrong in ("", "zzz"):
            self.assertEqual(self._say("non", reason=wrong), "waiting")
        self.assertEqual(self._say("non", reason="other", words="x" * 301), "waiting")
        said = "Travaux <b>jusqu’en juin</b>"
        self.assertEqual(self._say("non", reason="other", words=said), "no")
        self.assertEqual((self.row.reason, self.row.words), ("other", said))

    def test_a_choice_that_does_not_exist(self):
        for choice in ("", "peut-être", "yes", "../oui", "x" * 9000):
            self.assertEqual(self._say(choice, **self._place()), "waiting")

    # No more

    def test_no_more_solicitations(self):
        stop = f"{self.url}/stop"
        self.page(stop)
        self.assertFalse(self.host.mobility_no_solicitation)
        (form,) = self.forms(stop)
        self.assertEqual(form.action, stop)
        self._press_stop(stop)
        self.assertTrue(self.host.mobility_no_solicitation)
        self.assertEqual(self.host.mobility_no_solicitation_on, self._today())
        self.assertEqual(self.row.state, "opted_out")
        # Again changes nothing; a new campaign leaves them alone.
        self.assertEqual(self._press_stop(stop).status_code, 200)
        again = self._row(campaign=self._campaign())
        self.assertEqual(again.not_sent_reason, "opted_out")
        self.assertEqual(self._say("oui", **self._place()), "opted_out")

    def test_the_button_of_the_mail_program(self):
        """RFC 8058: one POST without cookie nor token."""
        self.url_open(f"{self.url}/stop", data={"List-Unsubscribe": "One-Click"})
        self.env.invalidate_all()
        self.assertTrue(self.host.mobility_no_solicitation)

    # What agents see of a week

    def test_the_places_of_a_week_on_the_lists(self):
        week = self._week(self.third)
        row = self._row(self.third, week)
        url = f"/immersions?semaine={week.id}"
        self.assertHides(self.page("/immersions"), "semaine=")
        row._answer("yes", {"title": "Une place de la semaine", "capacity": 2})
        row.offer_id.metier_id = self.offer.metier_id
        # Nothing of it before it is published.
        self.assertHides(self.page("/immersions"), "semaine=", row.offer_id.name)
        week.action_publish_places()
        self.assertShows(self.page("/immersions"), url, self.offer.name)
        text = self.page(url)
        self.assertShows(text, row.offer_id.name)
        self.assertHides(text, self.offer.name, week.name)
        self.sign_in(self.agent)
        self.assertShows(self.page("/my/mobilite/places"), url)
        self.sign_in()
        # Agents do not choose any more: it is an ordinary place.
        self._in_phase(week, "conventions")
        text = self.page(url)
        self.assertHides(text, "semaine=")
        self.assertShows(text, row.offer_id.name, self.offer.name)
        for wrong in ("0", "-1", "x", str(10**30), str(self.campaign.id)):
            self.page(f"/immersions?semaine={wrong}")

    # The wrong link

    def test_dead_links_change_nothing(self):
        other = self.row.campaign_id.solicitation_ids - self.row
        expired = self._url(self.row)
        links = self.env["mobility.link"].sudo().search([], order="id desc")
        acting(links[0]).expires_on = fields.Datetime.now()
        request = self.submitted_request()
        foreign = self.env["mobility.link"]._mint(
            "decide", request.decision_ids[0], self.rh.partner_id
        )
        not_theirs = self.env["mobility.link"]._mint(
            "answer", other, self.rh_host.partner_id
        )
        no_more = self._url(self.row)
        for url, status in (
            ("/sollicitation/zzz", 404),
            (f"/sollicitation/{'A' * 32}", 404),
            (f"/sollicitation/{foreign}", 404),
            (f"/demande/decider/{self.url[-32:]}", 404),
            (f"/bilan/{self.url[-32:]}", 404),
            (f"/sollicitation/{not_theirs}", 410),
            (expired, 410),
        ):
            with self.subTest(url):
                text = self.page(url, status)
                self.assertHides(text, self.row.profile, self.host.name)
                self._say("non", url=url, reason="not_now")
                self._press_stop(f"{url}/stop")
        self.assertEqual((self.row.state, other.state), ("waiting", "waiting"))
        self.assertFalse((self.host | self.third).filtered("mobility_no_solicitation"))
        # Who acts there no more does not answer.
        self.role_rh_host.date_end = fields.Date.add(self._today(), days=-1)
        self.page(no_more, 410)

    def test_closed_it_is_said(self):
        self.row.campaign_id.with_user(self.adviser).action_close()
        text = self.page(self.url)
        self.assertEqual(self.forms_of(text), [])
        self.assertEqual(self._say("non", reason="not_now"), "waiting")

    def test_what_was_typed_is_text(self):
        evil = "<img src=x onerror=alert(1)>"
        response = self.url_open(
            self.url, data={"choix": "oui", **self._place(title=evil, capacity="0")}
        )
        self.assertNoMarkup(response.text, "<img src=x")
        self._say("oui", **self._place(title=f"{evil}\x00", service=evil))
        self.assertEqual(self.row.offer_id.name, evil)

    def test_query_counts(self):
        self.assertLessEqual(self.query_count(self.url), 22)
        self.assertLessEqual(self.query_count(f"{self.url}?choix=oui"), 22)
