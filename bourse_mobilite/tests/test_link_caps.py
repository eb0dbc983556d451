"""How often a new link leaves: for one mailbox, and for who asks from one place."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.mobility_link_lost import _MOST_OF_A_SOURCE
from .portal_case import PortalCase
from .test_sign_link_again import SENT

(_SOON, FEW), (_DAY, MANY) = _MOST_OF_A_SOURCE
HERE, THERE = "203.0.113.7", "203.0.113.8"


@tagged("post_install", "-at_install")
class TestLinkCaps(PortalCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 5
        self.lost = self.env["mobility.link.lost"].sudo()
        self.convention = self.frozen_convention()
        self.mailbox = self.authority.email
        self._age("mobility_link", days=2)

    def _age(self, table, **past):
        self.env.flush_all()
        for name in ("create_date", *(["sent_on"] if "lost" in table else [])):
            self.env.cr.execute(
                f"UPDATE {table} SET {name} = {name} - %s", [timedelta(**past)]
            )
        self.env.invalidate_all()

    def _mails(self):
        return self.env["mail.mail"].sudo().search([])

    def _asked(self, email=None, source=HERE, **more):
        """The mails that leave when this is asked."""
        before = self._mails()
        self.lost._note(self.mailbox if email is None else email, source=source, **more)
        self.lost.search([])._send()
        return self._mails() - before

    def test_one_mail_in_ten_minutes_whatever_it_is_for(self):
        self.assertEqual(len(self._asked()), 1)
        # Something else is awaited of this mailbox now, from long ago.
        self.submitted_request(self.candidate2)
        self._age("mobility_link", days=2)
        self.assertFalse(self._asked(source=THERE))
        link = (
            self.env["mobility.link"]
            .sudo()
            .search([("partner_id", "=", self.authority.partner_id.id)], limit=1)
        )
        self.assertFalse(self._asked("", THERE, link=link), "the page of a dead link")
        self._age("mobility_link_lost", minutes=9)
        self.assertFalse(self._asked(source=THERE))
        self._age("mobility_link_lost", minutes=2)
        self.assertEqual(len(self._asked(source=THERE)), 1)

    def test_another_mailbox_is_not_touched(self):
        self._asked()
        self.assertEqual(len(self._asked(self.authority_host.email)), 1)

    def test_five_mails_a_day(self):
        sent = 0
        for _rank in range(7):
            self._age("mobility_link", days=2)
            self._age("mobility_link_lost", minutes=11)
            sent += len(self._asked())
        self.assertEqual(sent, 5)
        self._age("mobility_link_lost", days=1)
        self._age("mobility_link", days=2)
        self.assertEqual(len(self._asked()), 1)

    def test_what_sends_nothing_does_not_count(self):
        self.authority.partner_id.email = "mairie@noyon.example.org"
        self.assertFalse(self._asked("mairie@noyon.example.org"))
        self.authority.partner_id.write(
            {"email": "moi@noyon.example.org", "mobility_shared_mailbox": False}
        )
        self.assertEqual(len(self._asked("moi@noyon.example.org")), 1)

    def _noted(self, source, count=1):
        before = self.lost.search_count([])
        for rank in range(count):
            self.lost._note(f"a{rank}@personne.example.org", source=source)
        return self.lost.search_count([]) - before

    def test_one_source_in_ten_minutes(self):
        self.assertEqual(self._noted(HERE, FEW - 1), FEW - 1)
        self.assertEqual(self._noted(HERE, 2), 1)
        self.assertEqual(self._noted(f"::ffff:{HERE}"), 0)
        self.assertEqual(self._noted(THERE), 1)
        self.assertFalse(self._asked(source=HERE))
        self._age("mobility_link_lost", seconds=_SOON.seconds + 1)
        self.assertEqual(self._noted(HERE), 1)

    def test_one_source_in_a_day(self):
        for _time in range(MANY // FEW):
            self.assertEqual(self._noted(HERE, FEW), FEW)
            self._age("mobility_link_lost", seconds=_SOON.seconds + 1)
        self.assertEqual(self._noted(HERE), 0)
        self._age("mobility_link_lost", days=1)
        self.assertEqual(self._noted(HERE), 1)

    def test_one_subscriber_in_ipv6_is_one_source(self):
        self.assertEqual(self._noted("2001:db8:1:2::1", FEW), FEW)
        self.assertEqual(self._noted("2001:db8:1:2:ffff::9"), 0)
        self.assertEqual(self._noted("2001:db8:1:3::1"), 1)

    def test_what_is_no_address_is_one_source(self):
        self.assertEqual(self._noted("", FEW), FEW)
        self.assertEqual(self._noted(""), 0)
        self.assertEqual(self._noted("x"), 1)

    def test_the_page_answers_the_same_when_it_is_too_much(self):
        first = self.send("/demande/lien", {"email": self.mailbox})
        mark = self.lost.search([]).source_mark
        self.assertTrue(mark)
        self.lost.create([{"source_mark": mark}] * FEW)
        before = self.lost.search_count([])
        again = self.send("/demande/lien", {"email": self.mailbox})
        unknown = self.send("/demande/lien", {"email": "x@personne.example.org"})
        self.assertEqual(self.lost.search_count([]), before)
        for response in (first, again, unknown):
            self.assertEqual(response.status_code, 200)
            self.assertShows(response.text, SENT)
            self.assertHides(response.text, self.mailbox)

    def test_the_page_of_a_dead_link_counts_too(self):
        secret = self.env["mobility.link"]._mint(
            "sign", self.convention.signatory_ids[0], self.agent.partner_id, days=-1
        )
        url = f"/convention/signer/{secret}/nouveau"
        self.assertShows(self.url_open(url, data={"x": "1"}).text, SENT)
        self.lost.create([{"source_mark": self.lost.search([]).source_mark}] * FEW)
        before = self.lost.search_count([])
        self.assertShows(self.url_open(url, data={"x": "1"}).text, SENT)
        self.assertEqual(self.lost.search_count([]), before)

    def test_forgotten_after_a_day(self):
        self._asked()
        cron = self.env["mobility.link.lost"].sudo()
        with self.enter_registry_test_mode():
            cron._cron_send()
        self.assertEqual(cron.search_count([]), 1)
        self._age("mobility_link_lost", days=1, minutes=1)
        self.assertFalse(
            cron.search([("create_date", ">", fields.Datetime.now() - _DAY)])
        )
        with self.enter_registry_test_mode():
            cron._cron_send()
        self.assertFalse(cron.search_count([]))
