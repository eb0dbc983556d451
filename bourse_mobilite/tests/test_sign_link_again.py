"""A new link to sign, asked for by oneself, followed as an outsider does: without a
session."""

import re
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.guard import acting
from .common import small_pdf
from .portal_case import PortalCase

SENT = "Regardez votre messagerie"


class SignLinkCase(PortalCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 3
        self.convention = self.frozen_convention()
        self.document = self.convention.document_id
        self.row = self.row_of(self.authority)

    def row_of(self, user, document=None):
        return (document or self.document).signatory_ids.filtered(
            lambda row: row.partner_id == user.partner_id
        )

    def long_ago(self, days=1, minutes=1):
        """The links were made, and asked for, long enough ago for another to leave."""
        past = timedelta(days=days, minutes=minutes)
        for name in ("mobility.link", "mobility.link.lost"):
            self.env[name].flush_model()
            self.env.cr.execute(
                f"UPDATE {self.env[name]._table} SET create_date = create_date - %s",
                [past],
            )
        self.env.cr.execute(
            "UPDATE mobility_link_lost SET sent_on = sent_on - %s", [past]
        )
        self.env.invalidate_all()

    def sent_to(self, user):
        """The links to sign in the mails of this person, the last first."""
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        own = mails.filtered(lambda mail: mail.email_to == user.email_formatted)
        found = [re.search(r"/convention/signer/[\w-]+", one.body_html) for one in own]
        return [one[0] for one in found if one]

    def send_what_was_asked(self):
        self.env["mobility.link.lost"].sudo().search([])._send()

    def link(self, url):
        return self.env["mobility.link"]._find(url.rsplit("/", 1)[1], "sign")

    def ask(self, email):
        response = self.send("/demande/lien", {"email": email})
        self.assertShows(response.text, SENT)
        return response

    def expired(self, row=None):
        """An old link that was never used."""
        row = row or self.row
        secret = self.env["mobility.link"]._mint("sign", row, row.partner_id)
        link = self.env["mobility.link"]._find(secret, "sign")
        acting(link).expires_on = fields.Datetime.now() - timedelta(minutes=1)
        self.long_ago()
        return f"/convention/signer/{secret}"


@tagged("post_install", "-at_install")
class TestSignLinkLost(SignLinkCase):
    def test_the_link_of_each_mail_opens_without_a_session(self):
        self.row._send_links(
            "bourse_mobilite.mail_sign_reminder", "reminded", urgency="last"
        )
        self.row._send_links("bourse_mobilite.mail_sign_again")
        urls = self.sent_to(self.authority)
        self.assertEqual(len(urls), 3)
        for url in urls:
            # `page` follows no redirection: there is no sign-in page on the way.
            self.assertShows(self.page(url), self.document.name)

    def test_a_scanner_consumes_nothing(self):
        (url,) = self.sent_to(self.authority)
        link = self.link(url)
        before = (link.expires_on, self.row.state, self.row.asked_on)
        scanner = {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks/1.0)"}
        for _time in range(3):
            for method in ("HEAD", "GET"):
                response = self.opener.request(
                    method, self.base_url() + url, headers=scanner, timeout=30
                )
                self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((link.expires_on, self.row.state, self.row.asked_on), before)
        self.assertTrue(link._is_alive())
        self.assertShows(self.page(url), self.document.name)

    def test_one_page_for_an_answer_and_a_signature(self):
        (form,) = self.forms("/demande/lien")
        self.assertEqual(form.method, "POST")
        text = self.page("/demande/lien")
        self.assertShows(text, "signature")
        self.assertHides(text, self.authority.name)

    def test_goes_to_the_mailbox_that_asks(self):
        self.long_ago()
        before = len(self.sent_to(self.authority))
        answers = set()
        for email in (
            self.authority.email,
            self.authority.email.upper(),
            "inconnue@personne.example.org",
            "%@personne.example.org",
            self.origin.email,
            "",
            "é" * 300,
        ):
            response = self.ask(email)
            answers.add((response.status_code, response.text.count("<p")))
        self.assertEqual(len(answers), 1, "one answer, whoever is known")
        self.assertEqual(len(self.sent_to(self.authority)), before)
        self.send_what_was_asked()
        urls = self.sent_to(self.authority)
        self.assertEqual(len(urls), before + 1, "asked twice, sent once")
        self.assertShows(self.page(urls[0]), self.document.name)
        self.assertEqual(self.link(urls[0])._record(), self.row)
        self.assertEqual(len(self.sent_to(self.authority_host)), 1, "nobody else")

    def test_the_earlier_link_lives_on(self):
        (url,) = self.sent_to(self.authority)
        self.long_ago()
        self.ask(self.authority.email)
        self.send_what_was_asked()
        self.assertTrue(self.link(url)._is_alive())

    def test_not_twice_in_ten_minutes_nor_six_times_a_day(self):
        self.long_ago()
        for rank in range(8):
            before = len(self.sent_to(self.authority))
            for _time in range(2):
                self.ask(self.authority.email)
                self.send_what_was_asked()
            self.assertEqual(
                len(self.sent_to(self.authority)) - before, 1 if rank < 5 else 0, rank
            )
            self.long_ago(days=0, minutes=11)
        # The day after, again.
        self.long_ago()
        before = len(self.sent_to(self.authority))
        self.ask(self.authority.email)
        self.send_what_was_asked()
        self.assertEqual(len(self.sent_to(self.authority)), before + 1)

    def test_both_kinds_of_links_for_who_has_both(self):
        self.submitted_request(self.candidate2)
        self.long_ago()
        before = self.env["mail.mail"].sudo().search([])
        self.ask(self.authority.email)
        self.send_what_was_asked()
        mails = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(mails.email_to, self.authority.email_formatted)
        # To answer, to read again what was answered for the first one, and to sign.
        found = re.findall(r'href="[^"]+/(decider|signer)/', mails.body_html)
        self.assertEqual(found, ["decider", "decider", "signer"])

    def assertNothingLeaves(self, user=None, url=""):
        user = user or self.authority
        self.long_ago()
        before = len(self.sent_to(user))
        self.ask(user.email or "")
        if url:
            self.env["mobility.link.lost"]._note(link=self.link(url))
        self.send_what_was_asked()
        self.assertEqual(len(self.sent_to(user)), before)

    def test_nothing_to_a_mailbox_that_several_people_read(self):
        url = self.expired()
        self.authority.partner_id.email = "mairie@noyon.example.org"
        self.assertNothingLeaves(url=url)

    def test_nothing_when_it_is_not_ones_turn(self):
        acting(self.row).step = 2
        url = self.expired()
        self.assertNothingLeaves(url=url)

    def test_nothing_once_refused_or_cancelled(self):
        url = self.expired()
        self.row_of(self.agent)._refuse("Non", {})
        self.assertNothingLeaves(url=url)
        self.document._drop("cancelled", "Erreur")
        self.assertNothingLeaves(url=url)

    def test_nothing_for_who_no_longer_signs_there(self):
        url = self.expired()
        acting(self.row).state = "replaced"
        self.assertNothingLeaves(url=url)
        acting(self.row).state = "pending"
        self.role_authority.date_end = "2020-01-01"
        self.assertNothingLeaves(url=url)

    def test_read_again_for_a_time_what_was_signed(self):
        url = self.expired()
        self.row._sign("portal", {}, self.authority.name)
        self.long_ago()
        before = len(self.sent_to(self.authority))
        self.ask(self.authority.email)
        self.send_what_was_asked()
        self.assertEqual(len(self.sent_to(self.authority)), before + 1)
        acting(self.row).recorded_at = fields.Datetime.now() - timedelta(days=61)
        self.assertNothingLeaves(url=url)

    def test_nothing_stays_of_who_asked(self):
        self.long_ago()
        self.ask(self.authority.email)
        asked = self.env["mobility.link.lost"].sudo().search([])
        self.assertEqual(asked.email, self.authority.email)
        self.send_what_was_asked()
        self.assertFalse(asked.email or asked.link_id or asked.waiting)
        for mark in (asked.mailbox_mark, asked.source_mark):
            self.assertRegex(mark, r"^[0-9a-f]{64}$")
        with self.assertRaises(AccessError):
            asked.with_user(self.manager).mailbox_mark  # noqa: B018

    def test_no_more_answer_by_a_mailbox_that_became_shared(self):
        row = self.submitted_request(self.candidate2).decision_ids.filtered(
            lambda one: one.party == "origin"
        )
        secret = self.env["mobility.link"]._mint("decide", row, self.rh.partner_id)
        link = self.env["mobility.link"]._find(secret, "decide")
        self.rh.partner_id.mobility_shared_mailbox = True
        self.long_ago()
        before = self.env["mail.mail"].sudo().search_count([])
        self.env["mobility.link.lost"]._note(link=link)
        self.send_what_was_asked()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)


@tagged("post_install", "-at_install")
class TestSignLinkDead(SignLinkCase):
    def press(self, url, status=410, offered=True):
        """Ask for a new link on the page of a dead one, or of another version.

        :param offered: whether the page has the button; asked for all the same
        """
        page = self.url_open(url)
        self.assertEqual(page.status_code, status)
        forms = html.fromstring(page.text).forms
        own = [form for form in forms if (form.action or "").endswith("/nouveau")]
        self.assertEqual(bool(own), offered)
        address = own[0].action if own else f"{url}/nouveau"
        response = self.url_open(address, data={"send": "1"})
        self.assertShows(response.text, SENT)
        self.assertHides(response.text, self.authority.email)
        self.send_what_was_asked()

    def test_too_old(self):
        url = self.expired()
        before = len(self.sent_to(self.authority))
        for _time in range(2):
            self.press(url)
        urls = self.sent_to(self.authority)
        self.assertEqual(len(urls), before + 1)
        self.assertShows(self.page(urls[0]), self.document.name)

    def test_unknown(self):
        url = "/convention/signer/zzz/nouveau"
        self.assertEqual(self.url_open(url, data={"send": "1"}).status_code, 404)
        self.assertFalse(self.env["mobility.link.lost"].sudo().search_count([]))

    def new_version(self):
        self.convention.with_user(self.adviser).action_correct("Autres horaires")
        model = self.env.registry["mobility.convention"]
        with patch.object(model, "_render_pdf", lambda act, edition: small_pdf()):
            self.convention.action_freeze()
        return self.convention.document_id

    def test_of_a_version_that_was_replaced(self):
        (url,) = self.sent_to(self.authority)
        document = self.new_version()
        self.assertNotEqual(document, self.document)
        self.assertTrue(self.link(url).revoked_on)
        self.long_ago()
        self.press(url, 200)
        opened = self.link(self.sent_to(self.authority)[0])._record()
        self.assertEqual(opened, self.row_of(self.authority, document))
        self.assertShows(self.page(self.sent_to(self.authority)[0]), document.name)

    def test_of_a_version_that_was_replaced_without_this_person(self):
        (url,) = self.sent_to(self.authority)
        document = self.new_version()
        row = self.row_of(self.authority, document)
        acting(row).write({"partner_id": self.rh.partner_id.id, "name": self.rh.name})
        self.long_ago()
        before = len(self.sent_to(self.authority)), len(self.sent_to(self.rh))
        self.press(url, 200, offered=False)
        after = len(self.sent_to(self.authority)), len(self.sent_to(self.rh))
        self.assertEqual(after, before)

    def test_while_the_new_version_is_written(self):
        (url,) = self.sent_to(self.authority)
        self.convention.with_user(self.adviser).action_correct("Autres horaires")
        self.long_ago()
        before = len(self.sent_to(self.authority))
        self.press(url, 200, offered=False)
        self.assertEqual(len(self.sent_to(self.authority)), before)
