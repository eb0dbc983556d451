"""Who must learn nothing of an agent, and what the mails say of several."""

from odoo import fields
from odoo.tests import tagged

from .solicitation_case import SolicitationCase


@tagged("post_install", "-at_install")
class TestSolicitationTold(SolicitationCase):
    def test_the_employer_of_an_agent_by_who_reads_the_mail(self):
        by_person, by_mailbox, by_service, apart = self._employers(4)
        self.rh.partner_id.email = "claire.rh@personne.example.org"
        self._cast_role(self.rh, by_person, "hr")
        by_mailbox.email = self.origin.email = "mairie@noyon.example.org"
        by_service.email = "rh@noyon.example.org"
        self.env["res.partner"].create(
            {
                "name": "Ressources humaines",
                "parent_id": self.origin.id,
                "email": "RH@noyon.example.org",
            }
        )
        chosen = by_person | by_mailbox | by_service | apart
        campaign = self._campaign(chosen)
        preview = self.env["mobility.campaign.preview"].create(
            {"campaign_id": campaign.id}
        )
        self.assertIn(by_person.name, preview.left_out)
        self.assertNotIn(apart.name, preview.left_out)
        self.assertFalse(preview.body)
        rows = self._send(campaign)
        self.assertEqual(
            {row.employer_id: row.not_sent_reason or row.state for row in rows},
            {
                by_person: "own_employer",
                by_mailbox: "own_employer",
                by_service: "own_employer",
                apart: "waiting",
            },
        )
        # Who acts for the employer no more reads nothing for it.
        roles = self.env["mobility.role"].search(
            [
                ("partner_id", "=", self.rh.partner_id.id),
                ("employer_id", "=", self.origin.id),
            ]
        )
        self.assertTrue(roles)
        roles.date_end = fields.Date.add(self._today(), days=-1)
        self.assertEqual(self._send(self._campaign(by_person)).state, "waiting")

    def test_the_mails_for_several_agents_do_not_speak_of_one(self):
        agents = self.candidate | self.candidate2
        row = self._row(campaign=self._campaign(self.host, agents))
        self.assertEqual(row._mail_words()["kind"], "several")
        row._remind()
        mails = self._mails()
        self.assertEqual(len(mails), 2)
        for mail in mails:
            said = f"{mail.subject} {mail.body_html}"
            # Each line of the profiles does.
            self.assertNotRegex(
                said,
                "public agent (would|who)|welcome a public agent|"
                "(d’un|accueillir un) agent public|agent public voudrait",
            )
        alone = self._row(campaign=self._campaign(self.host))
        self.assertEqual(alone._mail_words()["kind"], "profile")

    def test_what_the_machine_writes_is_in_the_language_of_the_house(self):
        said = self.campaign.with_context(lang=False)._creation_message()
        french = self.campaign.with_context(lang="fr_FR")._creation_message()
        self.assertEqual(said, french)
