"""Not me: the mail goes to a colleague of the same organisation, or waits for staff."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .solicitation_pages_case import SolicitationPagesCase


@tagged("post_install", "-at_install")
class TestSolicitationColleague(SolicitationPagesCase):
    def test_a_colleague_receives_a_link_and_this_one_dies(self):
        before = self.env["mail.mail"].sudo().search([])
        mailbox = "p.roy@commune_60350.example.org"
        self.assertEqual(self._say("collegue", mailbox=mailbox), "forwarded")
        self.page(self.url, 410)
        heir = self.row.forwarded_to_ids
        self.assertEqual((heir.mailbox, heir.profile), (mailbox, self.row.profile))
        mail = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(len(mail), 1)
        self.assertIn(mailbox, mail.email_to)
        own = mail.body_html.split("/sollicitation/")[1][:32]
        self.page(f"/sollicitation/{own}")
        self._say("non", url=f"/sollicitation/{own}", reason="not_now")
        self.assertEqual((heir.state, self.row.outcome), ("no", "no"))
        campaign = self.row.campaign_id
        self.assertEqual((campaign.asked_count, campaign.no_count), (2, 1))

    def test_it_is_no_open_relay(self):
        before = self.env["mail.mail"].sudo().search_count([])
        for mailbox in (
            "",
            "p.roy",
            "p.roy@mairie",
            "p.roy@mairie.",
            "p.roy@commune_60350.example.org, victime@ailleurs.example.net",
            "p.roy@commune_60350.example.org\nBcc: victime@ailleurs.example.net",
            self.row.mailbox,
            f"{'x' * 200}@commune_60350.example.org",
        ):
            self.assertEqual(self._say("collegue", mailbox=mailbox), "waiting", mailbox)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)

    def test_an_address_that_we_do_not_know_is_confirmed_by_staff_first(self):
        before = self.env["mail.mail"].sudo().search([])
        given = "mairie.accueil@orange.fr"
        for _time in range(2):
            self.assertEqual(self._say("collegue", mailbox=given), "named")
        self.assertFalse(self.env["mail.mail"].sudo().search([]) - before)
        self.assertEqual(self.row.colleague, given)
        (todo,) = self.row.campaign_id.activity_ids
        self.assertEqual(todo.user_id, self.adviser)
        self.assertIn(given, todo.summary)
        self.assertShows(self.page(f"{self.url}?repondu=1"), "CDG d'essai")
        # Another than who was asked confirms nothing.
        row = self.row.with_user(self.rh_host)
        with self.assertRaises(AccessError):
            row.action_confirm_colleague()
        self.row.with_user(self.adviser).action_confirm_colleague()
        self.env.invalidate_all()
        heir = self.row.forwarded_to_ids
        self.assertEqual((self.row.state, heir.mailbox), ("forwarded", given))
        (mail,) = self.env["mail.mail"].sudo().search([]) - before
        self.assertIn(given, mail.email_to)
        self.page(self.url, 410)
        own = mail.body_html.split("/sollicitation/")[1][:32]
        self.page(f"/sollicitation/{own}")
        with self.assertRaises(UserError):
            self.row.with_user(self.adviser).action_confirm_colleague()

    def test_a_wrong_address_leaves_the_first_person_asked(self):
        self._say("collegue", mailbox="victime@ailleurs.example.net")
        self.row.with_user(self.adviser).action_refuse_colleague()
        self.env.invalidate_all()
        self.assertEqual((self.row.state, self.row.colleague), ("waiting", False))
        self.assertEqual(self._say("non", reason="not_now"), "no")

    def test_who_named_a_colleague_may_still_answer(self):
        self._say("collegue", mailbox="mairie.accueil@orange.fr")
        self.assertFalse(self.row.remind_on)
        self.assertEqual(self._say("oui", **self._place()), "yes")
        with self.assertRaises(UserError):
            self.row.with_user(self.adviser).action_confirm_colleague()

    def test_an_address_of_a_provider_that_we_know_is_written_to(self):
        self.env["res.partner"].create(
            {
                "name": "Secrétariat",
                "parent_id": self.host.id,
                "email": "Mairie.Accueil@orange.fr",
            }
        )
        state = self._say("collegue", mailbox="mairie.accueil@ORANGE.fr")
        self.assertEqual(state, "forwarded")
        self.assertEqual(self.row.forwarded_to_ids.mailbox, "mairie.accueil@orange.fr")

    def test_an_address_of_the_agent_s_own_employer_waits_for_staff(self):
        """A town and its CCAS have one domain: nothing leaves by itself, and nothing
        tells who answers why."""
        self.origin.email = "mairie@commune_60350.example.org"
        before = self.env["mail.mail"].sudo().search_count([])
        self.assertEqual(self._say("collegue", mailbox=self.origin.email), "named")
        staff = self.row.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "employer of one|employeur"):
            staff.action_confirm_colleague()
        self.assertFalse(self.row.forwarded_to_ids)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        staff.action_refuse_colleague()
        # Of the same domain, and nobody's that we know: staff says.
        other = "p.roy@commune_60350.example.org"
        self.assertEqual(self._say("collegue", mailbox=other), "named")
        staff.action_confirm_colleague()
        self.assertEqual(self.row.forwarded_to_ids.mailbox, other)

    def test_it_is_not_passed_on_for_ever(self):
        row = self.row
        for rank in range(3):
            row._answer("colleague", {"mailbox": f"p{rank}@commune_60350.example.org"})
            row = row.forwarded_to_ids
        self.row = row
        self.assertEqual(
            self._say(
                "collegue",
                url=self._url(row),
                mailbox="p9@commune_60350.example.org",
            ),
            "waiting",
        )
