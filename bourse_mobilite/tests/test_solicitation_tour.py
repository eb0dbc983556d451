"""To twenty employers, four different answers, and one becomes a request: the adviser
at a desk, the employers on a phone, the agent on theirs."""

from lxml import html

from odoo.tests import tagged

from .solicitation_pages_case import SolicitationPagesCase

_PHONE = "375x667"


@tagged("post_install", "-at_install")
class TestSolicitationTour(SolicitationPagesCase):
    def setUp(self):
        super().setUp()
        self.candidate.commune_id = self.host.mobility_commune_id

    def _at_desk(self, campaign, tour):
        self.start_tour(
            f"/odoo/mobility.campaign/{campaign.id}", tour, login=self.adviser.login
        )

    def _on_phone(self, url, tour, login=None):
        self.browser_size, self.touch_enabled = _PHONE, True
        try:
            self.start_tour(url, tour, login=login)
        finally:
            self.browser_size = type(self).browser_size
            self.touch_enabled = type(self).touch_enabled
        self.env.invalidate_all()

    def _links(self, rows):
        """The link that each employer finds in its mail."""
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mobility_solicitation_id", "in", rows.ids)])
        self.assertEqual(len(set(mails.mapped("email_to"))), len(rows))
        found = {}
        for mail in mails:
            (url,) = {
                link.partition("/sollicitation/")[2]
                for link in html.fromstring(mail.body_html).xpath("//a/@href")
                if "/sollicitation/" in link and not link.endswith("/stop")
            }
            found[mail.mobility_solicitation_id] = f"/sollicitation/{url}"
        return found

    def test_from_the_campaign_to_the_request(self):
        campaign = self._campaign(self._employers(20))
        self._at_desk(campaign, "bourse_mobilite_solicit")
        self._run_cron()
        rows = campaign.sudo().solicitation_ids
        self.assertEqual(rows.mapped("state"), ["waiting"] * 20)
        links = self._links(rows)
        yes, later, no, colleague = rows.sorted("id")[:4]
        for row, tour in (
            (yes, "yes"),
            (later, "later"),
            (no, "no"),
            (colleague, "colleague"),
        ):
            self._on_phone(links[row], f"bourse_mobilite_answer_{tour}")
        self.assertEqual(
            [row.state for row in (yes, later, no, colleague)],
            ["yes", "later", "no", "forwarded"],
        )
        heir = colleague.forwarded_to_ids
        self.assertEqual(
            (heir.state, heir.mailbox), ("waiting", "p.roy@commune03.example.org")
        )
        self.assertEqual(
            (campaign.yes_count, campaign.later_count, campaign.no_count), (1, 1, 1)
        )
        self.assertIn("15 %", campaign.answered)

        # The adviser reads the place over and publishes it; the agent asks for it.
        self._at_desk(campaign, "bourse_mobilite_solicited")
        offer = yes.offer_id
        self.assertEqual(
            (offer.state, offer.service, offer.capacity),
            ("published", "Guichet unique", 2),
        )
        days = self._asked_days(4)
        self._on_phone(
            f"/immersions?q=guichet#{days[0]},{days[-1]}",
            "bourse_mobilite_ask",
            self.agent.login,
        )
        request = offer.request_ids
        self.assertEqual(
            (request.candidate_id, request.state), (self.candidate, "submitted")
        )
        self.assertEqual(request.host_id, yes.employer_id)
        self.assertEqual(request.day_ids.mapped("date"), days)
