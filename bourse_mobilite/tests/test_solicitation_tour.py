from datetime import timedelta

from lxml import html

from odoo.tests import tagged

from .solicitation_pages_case import SolicitationPagesCase


@tagged("post_install", "-at_install")
class TestSolicitationTour(SolicitationPagesCase):
    """To twenty employers, three different answers, and one becomes a request."""

    def test_from_the_campaign_to_the_request(self):
        agents = self.candidate | self.candidate2
        campaign = self._campaign(self._employers(20), agents)
        rows = self._send(campaign)
        self.assertEqual(rows.mapped("state"), ["waiting"] * 20)
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("mobility_solicitation_id", "in", rows.ids)])
        )
        self.assertEqual(len(set(mails.mapped("email_to"))), 20)
        urls = {
            mail.mobility_solicitation_id: "/sollicitation/"
            + mail.body_html.split("/sollicitation/")[1][:32]
            for mail in mails
        }
        yes, later, no = rows[:3]
        for row, choice, values in (
            (yes, "oui", self._place(date_from="", date_to="")),
            (later, "plus-tard", {"later_on": str(self._today() + timedelta(days=9))}),
            (no, "non", {"reason": "no_tutor", "words": "Désolés"}),
        ):
            (form,) = self.forms(f"{urls[row]}?choix={choice}")
            response = self.url_open(
                form.action, data={**dict(form.form_values()), **values}
            )
            self.assertTrue(
                html.fromstring(response.text).xpath("//*[@id='recorded']"), choice
            )
        self.env.invalidate_all()
        self.assertEqual(
            (campaign.yes_count, campaign.later_count, campaign.no_count), (1, 1, 1)
        )
        self.assertIn("3 ", campaign.answered)
        self.assertIn("15 %", campaign.answered)
        # The adviser reads the place over, publishes it, and asks with the agents.
        offer = yes.offer_id.with_user(self.adviser)
        offer.metier_id = self.offer.metier_id
        offer.action_publish()
        yes.with_user(self.adviser).action_make_requests()
        requests = self.env["mobility.request"].search([("offer_id", "=", offer.id)])
        self.assertEqual(requests.candidate_id, agents)
        self.assertEqual(set(requests.mapped("state")), {"draft"})
        # Once each, whoever presses again.
        yes.with_user(self.adviser).action_make_requests()
        self.assertEqual(
            self.env["mobility.request"].search_count([("offer_id", "=", offer.id)]), 2
        )
        # The agent agrees by asking: the host is told from then on.
        request = requests.filtered(lambda one: one.candidate_id == self.candidate)
        days = self._asked_days()
        request.write(
            {
                "date_start": days[0],
                "date_end": days[-1],
                "motivation": "Découvrir l'accueil",
                "paper": "bm90aGluZw==",
                "paper_name": "demande.pdf",
                "received_on": self._today(),
            }
        )
        request.action_submit()
        self.assertEqual(request.state, "submitted")
        self.assertEqual(request.host_id, yes.employer_id)
