"""The bilan once it is given: corrected with a reason, told, commented, summed up."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rules.assessment import LONGEST
from .assessment_case import ADVICE, COMMENT, AssessmentCase


@tagged("post_install", "-at_install")
class TestAssessmentAfter(AssessmentCase):
    def test_opened_again_to_be_corrected(self):
        request, tutor, _own = self.given()
        link = self.env["mobility.link"]
        secret = link._mint("assess", tutor, tutor.partner_id)
        with self.assertRaisesRegex(UserError, "why"):
            tutor.with_user(self.adviser).action_reopen(" \u200b ")
        before = self.mails()
        again = tutor.with_user(self.adviser).action_reopen("Erreur de personne")
        self.assertEqual((tutor.state, again.state), ("reopened", "waiting"))
        self.assertEqual(
            (tutor.reopened_reason, tutor.reopened_by_id),
            ("Erreur de personne", self.adviser),
        )
        self.assertEqual((again.version, again.advice), (2, ADVICE))
        self.assertEqual(len(again.mark_ids), 8)
        self.assertFalse(link._find(secret, "assess")._is_alive())
        self.assertEqual(len(self.mails() - before), 1)
        self.assertIn("corr", (self.mails() - before).body_html)
        # Meanwhile nobody reads the first answers, and nothing counts twice.
        self.assertFalse(request._assessment_complete())
        self.assertFalse(any(tutor.mark_ids.mapped("in_force")))
        parts = request._portal_assessment(self.rh.partner_id)["parts"]
        self.assertFalse(parts)
        again._give(self.answers("tutor", advice="Corrigé"), "link")
        self.assertTrue(request._assessment_complete())
        self.assertEqual((tutor.advice, again.advice), (ADVICE, "Corrigé"))
        with self.assertRaisesRegex(UserError, "given"):
            tutor.with_user(self.adviser).action_reopen("Encore")

    def test_waited_for_no_longer(self):
        request, tutor, own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        self.assertFalse(request._assessment_complete())
        with self.assertRaisesRegex(UserError, "why"):
            own.with_user(self.adviser).action_stop("")
        own.with_user(self.adviser).action_stop("Ne répond pas")
        self.assertEqual(own.state, "stopped")
        self.assertTrue(request._assessment_complete())
        with self.assertRaises(UserError):
            own.with_user(self.adviser).action_stop("Encore")
        # Nothing given at all is no bilan.
        other = self.over(self.agreed_request(self.candidate2))
        for row in self.asked(other)[1:]:
            row.action_stop("Sans suite")
        self.assertFalse(other._assessment_complete())

    def test_who_is_told_when_it_is_complete(self):
        _request, tutor, own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        before = self.mails()
        own._give(self.answers("agent"), "portal")
        told = self.mails() - before
        people = (self.agent | self.tutor | self.rh | self.authority).partner_id
        self.assertCountEqual(told.mapped("email_to"), people.mapped("email_formatted"))
        self.assertEqual(len(set(self.secrets(told).values())), 4)
        for mail in told:
            self.assertFalse(mail.model or mail.res_id)
            self.assertNotIn(COMMENT, mail.body_html)
            self.assertNotIn(ADVICE, mail.body_html)

    def test_a_shared_mailbox_is_told_by_staff(self):
        request, tutor, own = self.asked()
        (self.rh | self.authority).partner_id.email = "mairie@origine.example.org"
        tutor._give(self.answers("tutor"), "link")
        before = self.mails()
        own._give(self.answers("agent"), "portal")
        self.assertEqual(len(self.mails() - before), 2)
        bodies = " ".join(request.message_ids.mapped("body"))
        self.assertIn(self.origin.name, bodies)
        self.assertNotIn("/bilan/", bodies)

    def test_a_word_on_the_other_s_answers(self):
        _request, tutor, own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        with self.assertRaisesRegex(UserError, "both"):
            tutor._remark_on_other("Trop tôt")
        own._give(self.answers("agent"), "portal")
        for text in ("", " \u200b ", "é" * (LONGEST + 1)):
            with self.assertRaises(UserError):
                tutor._remark_on_other(text)
        tutor._remark_on_other("Merci à vous")
        self.assertEqual(tutor.remark, "Merci à vous")
        with self.assertRaisesRegex(UserError, "already"):
            tutor._remark_on_other("Encore")

    def test_the_synthesis(self):
        request, tutor, own = self.asked()
        bilans = self.env["mobility.assessment"].with_user(self.adviser)
        mine = request.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "tutor"):
            bilans._write_synthesis(mine, "Trop tôt", "training")
        tutor._give(self.answers("tutor"), "link")
        own._give(self.answers("agent"), "portal")
        with self.assertRaises(UserError):
            bilans._write_synthesis(mine, " ", "training")
        before = self.mails()
        first = bilans._write_synthesis(mine, "Synthèse-une", "training")
        self.assertEqual(
            (self.mails() - before).mapped("email_to"),
            [self.agent.partner_id.email_formatted],
        )
        second = bilans._write_synthesis(mine, "Synthèse-deux", "stop")
        self.assertEqual((first.state, second.state), ("reopened", "given"))
        self.assertEqual(second.version, 2)
        for user, seen in (
            (self.agent, True), (self.tutor, False), (self.rh, False),
            (self.rh_host, False),
        ):  # fmt: skip
            parts = request._portal_assessment(user.partner_id)["parts"]
            self.assertEqual("synthesis" in parts, seen, user.login)
            self.assertEqual("Synthèse-deux" in str(parts), seen, user.login)
            self.assertNotIn("Synthèse-une", str(parts))
        with self.assertRaises(AccessError):
            bilans.with_user(self.internal)._write_synthesis(
                request.with_user(self.internal), "x", "stop"
            )
