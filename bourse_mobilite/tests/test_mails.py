"""Who is written to, when, and what a mail never tells."""

import re

from odoo.tests import tagged

from ..models.day_words import day_words
from .mail_case import MOTIVATION, REASONS, MailCase

HOSTILE = "Aurélie <script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestMails(MailCase):
    def test_no_sign_in_page_for_an_agent_without_an_account(self):
        for active in (True, False):
            request = self.submitted_request()
            self.agent.active = active
            self._new()
            request.action_host_accept()
            mail = self._to(self._new(), self.agent)
            self.assertEqual(len(mail), 1)
            self.assertEqual("/my/demandes/" in mail.body_html, active)
            request.action_cancel()

    def test_submit_writes_to_those_who_answer(self):
        self.submitted_request()
        mails = self._new()
        self.assertWrittenTo(mails, self.parties | self.agent.partner_id)
        # A dated receipt for the agent; for the others, before when and which days.
        receipt = self._to(mails, self.agent)
        request = self.env["mobility.request"].search([], order="id desc", limit=1)
        self.assertIn(request.name, receipt.body_html)
        due = day_words(self.env, request.decision_ids[0].due_on, lang="fr_FR")
        for mail in mails - receipt:
            self.assertIn("/demande/decider/", mail.body_html)
            self.assertIn(due, mail.body_html)
            for line in request._day_lines():
                self.assertIn(line, mail.body_html)
            self.assertNotIn(MOTIVATION, mail.body_html)

    def test_answer_writes_to_the_agent(self):
        request = self.submitted_request()
        self._new()
        self._row(request, "origin").with_user(self.rh).action_answer("agreed")
        mails = self._new()
        # The mayor signs what the HR contact has answered.
        told = self.agent | self.rh | self.authority
        self.assertWrittenTo(mails, told.partner_id)
        mails = self._to(mails, self.agent)
        self.assertIn(f"/my/demandes/{request.id}", mails.body_html)
        self.assertNotIn(self.adviser.partner_id.phone, mails.body_html)

    def test_refusal_frees_the_other_party(self):
        for answer in ("refused", "postponed"):
            request = self.submitted_request()
            self._new()
            self.assertTrue(self._alive(request))
            days = self._asked_days(9)
            self._row(request, "origin")._answer(
                answer,
                reasons=REASONS,
                author=self.rh.partner_id,
                proposed=(days[4], days[8]),
            )
            mails = self._new()
            hosts = (self.rh_host | self.authority_host).partner_id
            told = self.agent | self.authority
            self.assertWrittenTo(mails, hosts | told.partner_id)
            to_agent = self._to(mails, self.agent)
            self.assertIn("&lt;b&gt;ce mois-là", to_agent.body_html)
            self.assertIn(self.adviser.name, to_agent.body_html)
            self.assertIn(self.adviser.partner_id.phone, to_agent.body_html)
            for mail in mails - to_agent - self._to(mails, self.authority):
                self.assertIn(self.agent.name, mail.body_html)
                for secret in ("remplaçant", MOTIVATION, "/demande/", "/my/"):
                    self.assertNotIn(secret, mail.body_html)
            # Who answered still has the letter to download.
            alive = self._alive(request)
            own = self._row(request, "origin")
            self.assertEqual(set(alive.mapped("res_id")), {own.id})
        # They know already: closing it later writes to the agent alone.
        request.action_cancel()
        self.assertWrittenTo(self._new(), self.agent.partner_id)

    def test_one_who_speaks_for_both_is_not_told_twice(self):
        self._cast_role(self.rh, self.host, "hr")
        request = self.submitted_request()
        self._new()
        self._row(request, "origin").with_user(self.rh).action_answer(
            "refused", REASONS
        )
        # What they did is confirmed; that nothing is awaited of them is not said.
        told = self._to(self._new(), self.rh)
        self.assertEqual(len(told), 1)
        self.assertIn("refusé", told.body_html)

    def test_withdrawn_by_the_agent(self):
        request = self.submitted_request()
        self._new()
        request.with_user(self.agent).action_withdraw_own()
        self.assertWrittenTo(self._new(), self.parties)
        self.assertFalse(self._alive(request))

    def test_ended_by_staff(self):
        for action in ("action_withdraw", "action_cancel"):
            request = self.agreed_request()
            self.frozen_convention(request)
            self._new()
            getattr(request.with_user(self.adviser), action)(REASONS)
            mails = self._new()
            self.assertWrittenTo(mails, self.everyone)
            for mail in mails:
                self.assertNotIn("remplaçant", mail.body_html)
            self.assertIn(self.adviser.name, self._to(mails, self.agent).body_html)
            # Only the agent is told whom to talk to about it.
            for mail in mails - self._to(mails, self.agent):
                self.assertNotIn(self.adviser.name, mail.body_html)

    def test_draft_and_done_write_to_nobody(self):
        self.make_request().action_cancel()
        self.assertFalse(self._new())

    def test_freeze_writes_to_those_who_sign(self):
        request = self.agreed_request()
        self.authority_host.active = False
        self._new()
        convention = self.frozen_convention(request)
        mails = self._new()
        people = (self.agent | self.authority | self.authority_host).partner_id
        self.assertWrittenTo(mails, people)
        links = set()
        for mail in mails:
            self.assertIn(convention.number, mail.body_html)
            self.assertFalse(mail.attachment_ids, "it is read at the link")
            # With or without an account, nobody meets a page that asks for one.
            self.assertNotIn("/my/", mail.body_html)
            links |= set(re.findall(r"/convention/signer/[\w-]+", mail.body_html))
            self.assertNotIn("/demande/decider/", mail.body_html)
            self.assertNotIn(MOTIVATION, mail.body_html)
        self.assertEqual(len(links), 3, "one each")

    def test_shared_mailbox_receives_nothing(self):
        self.authority_host.partner_id.email = "mairie@lassigny.example.org"
        request = self.submitted_request()
        mails = self._new()
        self.assertFalse(self._to(mails, self.authority_host))
        told = self.parties - self.authority_host.partner_id
        self.assertWrittenTo(mails, told | self.agent.partner_id)
        request.action_employer_accept()
        request.action_host_accept()
        self._new()
        convention = self.frozen_convention(request)
        people = (self.agent | self.authority).partner_id
        self.assertWrittenTo(self._new(), people)
        self.assertIn(
            self.authority_host.name, " ".join(convention.message_ids.mapped("body"))
        )
        request.action_withdraw()
        self.assertFalse(self._to(self._new(), self.authority_host))

    def test_nothing_tells_the_regime_or_a_restriction(self):
        self.candidate.restriction_ids = self.env.ref(
            "bourse_mobilite.condition_charges_10kg"
        )
        texts = []
        for code in ("pip", "placement"):
            regime = self.env.ref(f"bourse_mobilite.regime_{code}")
            request = self.submitted_request(regime_id=regime.id)
            request.action_withdraw()
            mails = self._new()
            for mail in mails:
                self.assertNotIn("10 kg", mail.body_html)
                self.assertNotIn(regime.name, mail.body_html)
            texts.append(sorted(self._to(mails, self.rh_host).mapped("subject")))
        self.assertEqual(texts[0], texts[1])

    def test_a_name_adds_no_line_to_the_subject(self):
        self.agent.name = "Aurélie\r\nBcc: ailleurs@example.org"
        self.submitted_request()
        for mail in self._new():
            if self.agent.email not in mail.email_to:
                self.assertIn("Aurélie Bcc: ailleurs@example.org", mail.subject)
            self.assertEqual(len(mail.subject.splitlines()), 1)

    def test_names_are_only_text(self):
        self.agent.name = HOSTILE
        self.offer.host_id.name = HOSTILE
        request = self.agreed_request()
        self.frozen_convention(request)
        request.action_cancel()
        mails = self._new()
        self.assertGreater(len(mails), 9)
        for mail in mails:
            self.assertNotIn("<script", mail.body_html)
