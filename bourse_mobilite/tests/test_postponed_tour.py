"""On a phone: a link, other dates, the agent takes them up, a new link, agreed."""

import re
from datetime import timedelta

from odoo.tests import tagged

from .common import MobilityHttpCase
from .law_case import LawCase


@tagged("post_install", "-at_install")
class TestPostponedTour(MobilityHttpCase):
    browser_size = "375x667"
    touch_enabled = True

    monday = LawCase.monday

    def setUp(self):
        super().setUp()
        self.authority.partner_id.email = "francoise@personne.example.org"

    def _link(self):
        """The address in the last mail that the mayor received."""
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        mine = [one for one in mails if self.authority.email in one.email_to]
        return re.search(r"/demande/decider/[\w-]+", mine[0].body_html)[0]

    def test_link_postponement_acceptance(self):
        first = self.submitted_request()
        start = self.monday()
        end = start + timedelta(days=1)
        url = self._link()
        self.start_tour(f"{url}#{start},{end}", "bourse_mobilite_postpone")
        row = first.decision_ids.filtered(lambda one: one.party == "origin")
        self.assertEqual(
            (row.answer, row.proposed_start, row.proposed_end, row.way),
            ("postponed", start, end, "link"),
        )
        self.assertEqual(row.author_id, self.authority.partner_id)
        self.assertEqual((first.state, first.waiting_for), ("postponed", "agent"))

        self.start_tour(
            f"/my/demandes/{first.id}",
            "bourse_mobilite_take_up",
            login=self.agent.login,
        )
        second = first.follow_ids
        self.assertEqual(second.day_ids.mapped("date"), [start, end])
        self.assertEqual(
            (second.state, second.waiting_for), ("submitted", "employer_host")
        )

        self.assertNotEqual(self._link(), url)
        self.start_tour(self._link(), "bourse_mobilite_accept")
        self.assertEqual(second.waiting_for, "host")
        row = second.decision_ids.filtered(lambda one: one.party == "origin")
        self.assertEqual((row.answer, row.way), ("agreed", "link"))
        self.assertEqual(row.author_id, self.authority.partner_id)
