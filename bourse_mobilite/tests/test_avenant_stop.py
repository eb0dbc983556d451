"""A party puts an end to an immersion that everyone has signed: on the portal, or by
the link with which it signed."""

import json
from datetime import timedelta

from odoo.tests import tagged

from ..models.guard import acting
from .change_case import AvenantCase, ChangeCase
from .portal_case import PortalCase
from .test_portal_axe import LOOK, WIDTHS, axe_source

REASON = "Le service ferme à ces dates."


@tagged("post_install", "-at_install")
class TestStop(PortalCase):
    small_files = ChangeCase.small_files
    freeze = ChangeCase.freeze
    sign_all = ChangeCase.sign_all
    avenant = AvenantCase.avenant
    moved = AvenantCase.moved

    def setUp(self):
        super().setUp()
        self.offer.capacity = 9
        self.convention = self.frozen_convention()
        self.document = self.convention.document_id
        self.sign_all(self.document)
        self.request = self.convention.request_id
        self.days = self.request.day_ids.sorted("date").mapped("date")
        self.url = f"/my/conventions/{self.convention.id}/arreter"

    def link(self, user, document=None):
        rows = (document or self.document).signatory_ids
        row = rows.filtered(lambda one: one.partner_id == user.partner_id)
        secret = self.env["mobility.link"]._mint("sign", row, user.partner_id)
        return f"/convention/signer/{secret}/arreter"

    def begun(self):
        """The convention of an immersion that began yesterday."""
        days = [self._today() + timedelta(days=gap) for gap in (-1, 2, 6)]
        commands = [
            (1, row.id, {"date": date})
            for row, date in zip(self.request.day_ids.sorted("date"), days, strict=True)
        ]
        acting(self.request).write(
            {"date_start": days[0], "date_end": days[-1], "day_ids": commands}
        )
        self.days = days

    def assertStands(self):
        self.env.invalidate_all()
        self.assertEqual(self.convention.state, "signed")
        self.assertFalse(self.convention.avenant_ids)
        self.assertFalse(self.convention.given_up_by)

    def lines(self, event):
        return self.document.journal_ids.filtered(lambda line: line.event == event)

    # Who may

    def test_each_party_gives_it_up(self):
        for user, party, state in (
            (self.agent, "agent", "withdrawn"),
            (self.rh, "employer", "cancelled"),
            (self.authority_host, "host", "cancelled"),
        ):
            with self.subTest(party):
                convention = self.frozen_convention(
                    self.agreed_request(
                        date_start=self._later(party), date_end=self._later(party, 1)
                    )
                )
                document = convention.document_id
                self.sign_all(document)
                url = f"/my/conventions/{convention.id}/arreter"
                self.sign_in(user)
                self.assertIn(f'href="{url}"', self.page(url[: -len("/arreter")]))
                page = self.send(url, {"reason": REASON})
                self.assertEqual(page.status_code, 200)
                self.assertTrue(page.url.endswith(url))
                self.assertShows(page.text, user.name, convention.number)
                self.assertFalse(self.forms_of(page.text)[1:])
                self.env.invalidate_all()
                self.assertEqual(convention.state, "cancelled")
                self.assertEqual(convention.request_id.state, state)
                self.assertEqual(convention.given_up_by, party)
                self.assertEqual(convention.given_up_way, "portal")
                self.assertFalse(convention.given_up_recorded_by_id)
                self.assertIn(user.name, convention.given_up_name)
                (line,) = document.journal_ids.filtered(
                    lambda one: one.event == "given_up"
                )
                self.assertEqual(line.details["identity"], f"user {user.login}")
                self.assertTrue(
                    convention.activity_ids.filtered(
                        lambda one: one.user_id == self.adviser
                    )
                )
                page = self.page(f"/my/conventions/{convention.id}")
                self.assertShows(page, REASON)

    def _later(self, party, more=0):
        """Days of their own for each party: jours ouvrés some months away."""
        gap = ("agent", "employer", "host").index(party)
        days = self._asked_days(20)
        return days[6 + 3 * gap + more]

    def test_nobody_else(self):
        for user in (self.agent2, self.rh_third, self.tutor, self.agent_elsewhere):
            self.sign_in(user)
            self.page(self.url, 404)
            response = self.post(self.url, {"way": "give_up", "reason": REASON})
            self.assertEqual(response.status_code, 404)
        self.role_rh.date_end = self._today() - timedelta(days=1)
        self.sign_in(self.rh)
        self.page(self.url, 404)
        self.sign_in()
        self.assertIn("/web/login", self.url_open(self.url).url)
        self.assertStands()

    def test_staff_use_the_back_office(self):
        for user in (self.adviser, self.manager):
            self.sign_in(user)
            self.page(self.url, 404)
        self.assertStands()

    def test_by_the_link_with_which_one_signed(self):
        url = self.link(self.authority_host)
        self.sign_in()
        read = self.page(url[: -len("/arreter")])
        self.assertIn(f'href="{url}"', read)
        page = self.url_open(url, data={"way": "give_up", "reason": REASON})
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertShows(page.text, self.authority_host.name)
        self.env.invalidate_all()
        self.assertEqual(self.convention.state, "cancelled")
        self.assertEqual(self.convention.given_up_way, "link")
        self.assertEqual(self.convention.given_up_by, "host")
        self.assertTrue(self.lines("given_up").details["identity"].startswith("link "))

    def test_a_link_that_no_longer_speaks_for_anyone(self):
        url = self.link(self.authority_host)
        self.role_authority_host.date_end = self._today() - timedelta(days=1)
        self.env["mobility.link"].flush_model()
        for data in (None, {"way": "give_up", "reason": REASON}):
            page = self.url_open(url, data=data, allow_redirects=False)
            self.assertEqual(page.status_code, 303)
        self.assertStands()

    def test_a_link_that_has_not_signed(self):
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        url = self.link(self.authority_host, other.document_id)
        page = self.url_open(
            url, data={"way": "give_up", "reason": REASON}, allow_redirects=False
        )
        self.assertEqual(page.status_code, 303)
        self.assertEqual(other.state, "to_sign")
        forged = self.url_open("/convention/signer/abc/arreter", allow_redirects=False)
        self.assertEqual(forged.status_code, 303)

    # What is typed

    def test_why_is_asked_and_nothing_typed_is_lost(self):
        self.sign_in(self.rh)
        for reason in ("", "  ", "\u200b", "x" * 5001):
            page = self.send(self.url, {"reason": reason})
            self.assertShows(page.text, "form_error")
            self.assertStands()
        self.assertShows(page.text, "x" * 5001)

    def test_what_was_typed_is_only_text(self):
        self.sign_in(self.rh)
        page = self.send(self.url, {"reason": "<b>Fermé</b>" + "x" * 5000})
        self.assertNoMarkup(page.text, "<b>Fermé</b>")

    def test_one_who_speaks_for_both_says_for_whom(self):
        self._cast_role(self.rh, self.host, "hr")
        self.sign_in(self.rh)
        page = self.page(self.url)
        self.assertShows(page, self.origin.name, self.host.name)
        forged = f"employer-{self.third.id}"
        for chosen in ("", "agent", forged, "host-0"):
            response = self.post(
                self.url, {"way": "give_up", "reason": REASON, "chosen": chosen}
            )
            self.assertShows(response.text, "form_error", REASON)
            self.assertStands()
        self.send(self.url, {"reason": REASON, "chosen": f"host-{self.host.id}"})
        self.env.invalidate_all()
        self.assertEqual(self.convention.given_up_by, "host")
        self.assertIn(self.host.name, self.convention.given_up_name)

    def test_sent_twice(self):
        self.sign_in(self.rh)
        self.send(self.url, {"reason": REASON})
        mails = self.env["mail.mail"].sudo().search_count([])
        page = self.post(self.url, {"way": "give_up", "reason": "Encore"})
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("form_error", page.text)
        self.assertEqual(len(self.lines("given_up")), 1)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)

    def test_a_page_of_yesterday(self):
        """It was open on the eve; the first day has come since."""
        self.begun()
        self.sign_in(self.rh)
        page = self.post(self.url, {"way": "give_up", "reason": REASON})
        self.assertShows(page.text, "form_error", REASON)
        self.assertStands()

    # An early end

    def test_the_employer_asks_for_an_early_end(self):
        self.begun()
        self.sign_in(self.rh)
        page = self.send(self.url, {"last_day": str(self.days[1]), "reason": REASON})
        self.assertEqual(page.status_code, 200)
        self.assertShows(page.text, self.rh.name)
        self.env.invalidate_all()
        (avenant,) = self.convention.avenant_ids
        self.assertEqual(avenant.state, "draft")
        self.assertTrue(avenant.early_end)
        self.assertEqual((avenant.last_day, avenant.reason), (self.days[1], REASON))
        self.assertIn(self.origin.name, avenant.asked_by)
        self.assertEqual(avenant.activity_ids.user_id, self.adviser)
        details = self.lines("end_asked").details
        self.assertEqual(details["last_day"], str(self.days[1]))
        self.assertEqual((details["party"], details["way"]), ("employer", "portal"))
        self.assertEqual(self.convention.state, "signed", "the avenant is to sign")
        # Asked again, by the host: the page says that it is asked for already.
        self.sign_in(self.rh_host)
        self.assertShows(self.page(self.url), self.rh.name)
        self.assertFalse(self.forms(self.url)[1:])
        self.sign_all(self.freeze(avenant))
        self.assertFalse(avenant.activity_ids)
        self.assertEqual(self.request.date_end, self.days[1])

    def test_the_last_day_is_possible(self):
        self.begun()
        self.sign_in(self.agent)
        one = timedelta(days=1)
        for day in ("", "hier", str(self.days[0] - one), str(self.days[-1])):
            page = self.send(self.url, {"last_day": day, "reason": REASON})
            self.assertShows(page.text, "form_error", REASON)
            self.assertStands()
        self.assertFalse(self.lines("end_asked"))
        for day in (self.days[0], self.days[-1] - one):
            self.send(self.url, {"last_day": str(day), "reason": REASON})
            self.env.invalidate_all()
            avenant = self.convention.open_avenant_id
            self.assertEqual(avenant.last_day, day)
            avenant.with_user(self.adviser).action_cancel("Suivant")

    def test_another_avenant_is_under_way(self):
        self.begun()
        avenant = self.moved()
        self.sign_in(self.rh)
        self.assertFalse(self.forms(self.url)[1:])
        self.post(
            self.url,
            {"way": "early_end", "last_day": str(self.days[1]), "reason": REASON},
        )
        self.env.invalidate_all()
        self.assertFalse(avenant.early_end)
        self.assertEqual(self.convention.avenant_ids, avenant)

    def test_by_link_once_it_has_begun(self):
        self.begun()
        url = self.link(self.agent)
        self.sign_in()
        data = {"way": "early_end", "last_day": str(self.days[0]), "reason": REASON}
        self.assertShows(self.url_open(url, data=data).text, self.agent.name)
        self.env.invalidate_all()
        self.assertEqual(self.convention.avenant_ids.last_day, self.days[0])

    def test_once_it_is_closed_there_is_nothing_to_stop(self):
        self.begun()
        self.request.with_user(self.adviser).action_interrupt(self.days[0], REASON)
        self.sign_in(self.rh)
        self.assertFalse(self.forms(self.url)[1:])
        self.post(self.url, {"way": "give_up", "reason": REASON})
        self.env.invalidate_all()
        self.assertEqual(self.convention.state, "done")

    def test_no_error_of_accessibility(self):
        self.begun()
        other = self.frozen_convention(self.agreed_request(self.candidate2))
        self.sign_all(other.document_id)
        self._cast_role(self.rh, self.host, "hr")
        urls = [self.url, f"/my/conventions/{other.id}/arreter"]
        values = {"axe": axe_source(), "urls": urls, "widths": WIDTHS}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=self.rh.login, timeout=180)
