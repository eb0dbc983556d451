from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .solicitation_case import SolicitationCase


@tagged("post_install", "-at_install")
class TestCampaigns(SolicitationCase):
    """A campaign: who is written to, what each reads, and how often."""

    def test_one_personal_mail_each(self):
        rows = self._send()
        self.assertEqual(set(rows.mapped("state")), {"waiting"})
        mails = self._mails()
        self.assertEqual(len(mails), 2)
        by_employer = {row.employer_id: row for row in rows}
        # The HR contact who reads a mailbox alone; else the mailbox of the employer.
        self.assertEqual(by_employer[self.host].partner_id, self.rh_host.partner_id)
        for mail, row in zip(mails, rows, strict=True):
            self.assertIn(row.mailbox, mail.email_to)
            self.assertIn(row.profile, mail.body_html)
            self.assertIn("quelques jours.", mail.body_html)
            self.assertRegex(
                mail.body_html, r'href="http[^"]+/sollicitation/[\w-]{32}"'
            )
            self.assertRegex(mail.headers, r"List-Unsubscribe'.*/stop>")
            self.assertEqual(mail.mobility_solicitation_id, row)
            self.assertFalse(mail.model)

    def test_a_shared_mailbox_may_receive_it(self):
        self.rh_host.partner_id.email = False
        self.assertTrue(self.host.mobility_shared_mailbox)
        row = self._row()
        self.assertEqual(row.partner_id, self.host)
        self.assertEqual(row.mailbox, self.host.email)

    def test_who_is_not_written_to_and_why(self):
        stopped, mute, often, once = self._employers(4)
        stopped.mobility_no_solicitation = True
        mute.email = False
        for days in (0, 27):
            self._solicited_before(often, days)
        # A month ago to the day is another month.
        since = fields.Date.add(self._today(), months=-1)
        self._solicited_before(once, (self._today() - since).days)
        self._solicited_before(once, 1)
        chosen = self.origin | stopped | mute | often | once
        rows = self._send(self._campaign(chosen))
        self.assertEqual(
            {row.employer_id: row.not_sent_reason or row.state for row in rows},
            {
                self.origin: "own_employer",
                stopped: "opted_out",
                mute: "no_mailbox",
                often: "too_many",
                once: "waiting",
            },
        )
        self.assertEqual(len(self._mails()), 1)

    def test_two_campaigns_in_one_batch_keep_to_the_limit(self):
        (employer,) = self._employers(1)
        for _time in range(3):
            self._campaign(employer).action_send()
        self._run_cron()
        rows = self.env["mobility.solicitation"].search(
            [("employer_id", "=", employer.id)], order="id"
        )
        self.assertEqual(
            rows.mapped(lambda row: row.not_sent_reason or row.state),
            ["waiting", "waiting", "too_many"],
        )
        self.assertEqual(len(self._mails()), 2)

    def test_the_limit_is_a_setting(self):
        company = self.env.company
        company.mobility_solicitations_a_month = 0
        self.assertEqual(set(self._send().mapped("not_sent_reason")), {"too_many"})
        for wrong in (-1, 21):
            with self.assertRaises(ValidationError):
                company.mobility_solicitations_a_month = wrong

    def test_the_employer_of_an_agent_by_its_legal_person(self):
        other = self._employers(1)
        other.company_registry = f"{self.origin.mobility_siren}00028"
        self.assertEqual(other.mobility_siren, self.origin.mobility_siren)
        rows = self._send(self._campaign(other))
        self.assertEqual(rows.not_sent_reason, "own_employer")

    def test_never_written_to_the_agent_who_is_also_hr_there(self):
        self._cast_role(self.agent, self.host, "hr")
        self.role_rh_host.date_end = fields.Date.add(self._today(), days=-1)
        row = self._row()
        self.assertEqual(row.partner_id, self.host)

    def test_the_profile_hides_among_five(self):
        row = self._row()
        for told in ("20 km", self.candidate.cadre_id.filiere_id.name):
            self.assertIn(told, row.profile)
        # One file fewer, and nothing is left that tells.
        others = self.env["mobility.candidate"].search([("name", "like", "Personne %")])
        others[0].active = False
        closer = self._send(self._campaign(self._employers(1)))
        self.assertNotIn("km", closer.profile)
        # Frozen: what was sent stays.
        self.assertIn("20 km", row.profile)

    def test_who_reads_for_several_employers_sees_no_ring(self):
        first, second, alone = self._employers(3)
        self.rh_third.partner_id.email = "emilie.roger@personne.example.org"
        for employer in (first, second):
            self._cast_role(self.rh_third, employer, "hr")
        rows = self._send(self._campaign(first | second | alone))
        self.assertEqual(
            {row.employer_id: "km" in row.profile for row in rows},
            {first: False, second: False, alone: True},
        )

    def test_nor_does_who_read_of_the_same_agent_for_another(self):
        """In another campaign, or as the colleague to whom one was passed on."""
        first, second, third = self._employers(3)
        mailbox = "emilie.roger@personne.example.org"
        self.rh_third.partner_id.email = mailbox
        self._cast_role(self.rh_third, first, "hr")
        told = self._send(self._campaign(first))
        self.assertIn("km", told.profile)
        # The same employer again: nothing more is told.
        self.assertIn("km", self._send(self._campaign(first)).profile)
        self._cast_role(self.rh_third, second, "hr")
        self.assertNotIn("km", self._send(self._campaign(second)).profile)
        passed = self._send(self._campaign(third))
        self.assertIn("km", passed.profile)
        self._cast_role(self.rh_third, third, "hr")
        passed._answer("colleague", {"mailbox": mailbox})
        self.assertEqual(passed.forwarded_to_ids.mailbox, mailbox)
        self.assertNotIn("km", passed.forwarded_to_ids.profile)

    def test_what_would_tell_who_it_is_cannot_be_written(self):
        for text in (
            "Aurélie serait ravie",
            "Elle vient de NOYON",
            "Un adjoint technique",
            "Agent des services",
        ):
            self.campaign.message = text
            with self.assertRaises(UserError, msg=text):
                self.campaign.action_send()
        self.assertFalse(self.campaign.solicitation_ids)

    def test_what_is_missing_is_said(self):
        for vals in (
            {"answer_by": self._today()},
            {"answer_by": fields.Date.add(self._today(), days=56)},
            {"answer_by": False},
            {"candidate_ids": [Command.clear()]},
            {"employer_ids": [Command.clear()]},
        ):
            with self.assertRaises(UserError, msg=vals):
                self._campaign(**vals).action_send()
        self._campaign(answer_by=fields.Date.add(self._today(), days=55)).action_send()

    def test_once_sent_it_stays_what_was_read(self):
        self._send()
        for vals in (
            {"message": "Autre"},
            {"candidate_ids": [Command.clear()]},
            {"employer_ids": [Command.link(self.origin.id)]},
            {"answer_by": False},
        ):
            with self.assertRaises(UserError):
                self.campaign.write(vals)
        with self.assertRaises(UserError):
            self.campaign.action_send()
        with self.assertRaises(UserError):
            self.campaign.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            self.campaign.with_user(self.manager).write({"state": "draft"})
        self.campaign.name = "Pour nous"

    def test_nobody_writes_an_answer_by_hand(self):
        row = self._row()
        for user in (self.adviser, self.manager, self.env.ref("base.user_admin")):
            for vals in ({"state": "yes"}, {"profile": "Elle"}, {"mailbox": "a@b.fr"}):
                with self.assertRaises(AccessError):
                    row.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                row.with_user(user).unlink()

    def test_a_collective_session_has_a_profile_for_each(self):
        agents = self.candidate | self.candidate2
        row = self._row(campaign=self._campaign(self.host, agents))
        self.assertEqual(len(row.profile.split("\n")), 2)
        self.assertNotIn(self.agent2.name, row.profile)

    def test_the_matcher_finds_those_whose_places_fit(self):
        self.candidate.target_metier_ids = self.offer.metier_id
        campaign = self._campaign(self.third)
        campaign.action_find_employers()
        self.assertIn(self.host, campaign.employer_ids)
        self.assertNotIn(self.origin, campaign.employer_ids)
        self.host.mobility_no_solicitation = True
        other = self._campaign(self.third)
        found = other.sudo()._employers_that_fit()
        self.assertNotIn(self.host, found)

    def test_the_preview_is_the_mail(self):
        action = self.campaign.action_preview()
        preview = (
            self.env[action["res_model"]]
            .with_user(self.adviser)
            .with_context(**action["context"])
            .create({})
        )
        shown = {}
        for _employer in self.campaign.employer_ids:
            shown[preview.employer_id.id] = (
                preview.written_to,
                preview.subject,
                preview.body.replace("apercu", "SECRET"),
            )
            preview.action_next()
        self.assertEqual(len(shown), 2)
        rows = self._send()
        for mail, row in zip(self._mails(), rows, strict=True):
            secret = mail.body_html.split("/sollicitation/")[1][:32]
            self.assertEqual(
                shown[row.employer_id.id],
                (
                    mail.email_to,
                    mail.subject,
                    mail.body_html.replace(secret, "SECRET"),
                ),
            )

    def test_the_preview_says_who_is_left_out(self):
        self.host.mobility_no_solicitation = True
        preview = (
            self.env["mobility.campaign.preview"]
            .with_user(self.adviser)
            .create({"campaign_id": self.campaign.id})
        )
        self.assertIn(self.host.name, preview.left_out)
        self.assertNotIn(self.third.name, preview.left_out)

    def test_from_the_list_of_employers_and_from_a_file(self):
        employers = (self.host | self.third).with_user(self.adviser)
        context = employers.action_mobility_solicit()["context"]
        campaign = self.env["mobility.campaign"].with_context(**context)
        self.assertEqual(
            campaign.default_get(["employer_ids"])["employer_ids"],
            [Command.set(employers.ids)],
        )
        with self.assertRaises(UserError):
            self.agent.partner_id.with_user(self.adviser).action_mobility_solicit()
        context = self.candidate.with_user(self.adviser).action_solicit()["context"]
        self.assertEqual(context["default_candidate_ids"], self.candidate.ids)

    def test_query_counts_do_not_grow_with_the_employers(self):
        counts = []
        for count in (5, 40):
            campaign = self._campaign(self._employers(count))
            campaign.action_send()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["mobility.solicitation"].search(
                [("state", "=", "queued")]
            )._leave()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        few, many = counts
        self.assertLessEqual(many, few + 12)
        self.assertLessEqual(many, 90)
