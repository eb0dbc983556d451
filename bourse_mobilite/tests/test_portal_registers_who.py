"""Who may send a list of places, for whom, and who sees it."""

from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from .register_case import (
    PLACE_COUNT,
    TITLE,
    URL,
    RegisterCase,
    places,
)


@tagged("post_install", "-at_install")
class TestPortalRegistersWho(RegisterCase):
    # --- who ---------------------------------------------------------------------

    def test_each_page_for_each_person(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine", PLACE_COUNT: 0}))
        own = {self.rh_host, self.authority_host}
        senders = own | {self.rh, self.rh_third, self.authority}
        for user in [*self.portal_users.values(), self.adviser, self.internal]:
            self.sign_in(user)
            for url in self.pages_of(batch):
                allowed = own if str(batch.id) in url else senders
                with self.subTest(who=user.login, url=url):
                    response = self.url_open(url, allow_redirects=False)
                    wanted = 200 if user in allowed else 404
                    self.assertEqual(response.status_code, wanted)
            for action in ("columns", "revoir", "envoyer"):
                if user not in own:
                    response = self.post(f"{URL}/{batch.id}/{action}", {})
                    self.assertEqual(response.status_code, 404, (user.login, action))
        self.sign_in()
        for url in self.pages_of(batch):
            response = self.url_open(url, allow_redirects=False)
            self.assertIn("/web/login", response.headers["Location"])

    def test_who_may_not_send_sends_nothing(self):
        for user in (self.tutor, self.agent, self.adviser, self.internal):
            self.sign_in(user)
            response = self.post(
                URL,
                {"organisation": self.role_rh_host.id},
                files={"file": ("a.xlsx", places({TITLE: "Cantine"}))},
            )
            self.assertEqual(response.status_code, 404, user.login)
        self.assertFalse(self.last())

    def test_a_role_that_ended_opens_nothing(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}))
        (form,) = (
            one
            for one in self.forms(f"{URL}/{batch.id}")
            if one.action.endswith("envoyer")
        )
        today = self._today()
        for end, status in ((today, 200), (today - timedelta(days=1), 404)):
            self.role_rh_host.date_end = end
            for url in self.pages_of(batch)[:-1]:
                self.page(url, status)
        response = self.url_open(form.action, data=dict(form.form_values()))
        self.assertEqual(response.status_code, 404)
        self.assertEqual(batch.state, "preview")
        self.assertFalse(self.offers("Cantine"))

    def test_only_what_was_sent_on_the_portal_by_the_same_centre_de_gestion(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine", PLACE_COUNT: 0}))
        url = f"{URL}/{batch.id}"
        other = self.env["res.company"].create({"name": "CDG voisin"})
        for vals, status in (
            ({}, 200),
            ({"from_portal": False}, 404),
            ({"sender_id": self.origin.id}, 404),
            ({"sender_id": False}, 404),
            ({"kind": "agents"}, 404),
            ({"company_id": other.id}, 404),
        ):
            kept = {name: batch[name] for name in vals}
            acting(batch).write(vals)
            with self.subTest(vals=vals):
                self.page(url, status)
                self.page(f"{url}/rejets", status)
            acting(batch).write(batch._convert_to_write(kept))
        self.page(f"{URL}/999999999", 404)
        self.page(f"{URL}/0", 404)

    def test_the_role_says_which_centre_de_gestion_receives_the_list(self):
        other = self.env["res.company"].create({"name": "CDG voisin"})
        self.role_rh_host.company_id = other
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine d'à côté"}))
        self.assertEqual(batch.company_id, other)
        self.assertShows(self.press(batch, "envoyer"), "CDG voisin")
        self.assertEqual(self.offers("Cantine d'à côté").company_id, other)

    def test_an_employer_that_is_not_public_sends_nothing(self):
        self.host.mobility_employer_kind = False
        self.sign_in(self.rh_host)
        self.page(URL, 404)
        self.assertHides(self.page("/my/offres"), URL)

    def test_the_model_stays_closed_to_the_portal(self):
        self.sign_in(self.rh_host)
        batch = self.upload(places({TITLE: "Cantine"}))
        for user in (self.rh_host, self.tutor, self.agent, self.public):
            for records in (batch, batch.line_ids, batch.column_ids):
                with self.assertRaises(AccessError):
                    records.with_user(user).check_access("read")
        with self.assertRaises(AccessError):
            batch.with_user(self.rh_host).create({"kind": "places"})

    # --- several organisations ---------------------------------------------------

    def test_one_says_for_which_organisation(self):
        self.sign_in(self.rh_host)
        self.assertNotIn('name="organisation"', self.page(URL))
        role = self._cast_role(self.rh_host, self.third, "hr")
        # Two qualities at one employer are one sender.
        self._cast_role(self.rh_host, self.host, "authority")
        self.assertEqual(self.page(URL).count('name="organisation"'), 2)
        content = places({TITLE: "Cantine"})
        for wrong in ("", "0", "abc", str(self.role_rh.id), "9" * 30):
            text = self.upload(content, status=200, organisation=wrong)
            self.assertShows(text, 'id="form_error"')
        self.assertFalse(self.last())
        batch = self.upload(content, organisation=str(role.id))
        self.assertEqual(batch.sender_id, self.third)
        # What cannot be read keeps the choice.
        text = self.upload(b"", status=200, organisation=str(role.id))
        chosen = html.fromstring(text).xpath("//input[@name='organisation'][@checked]")
        self.assertEqual([one.get("value") for one in chosen], [str(role.id)])
