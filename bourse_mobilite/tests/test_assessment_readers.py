"""Who reads what of a bilan, by the pages and by the ORM."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .assessment_case import COMMENT, AssessmentCase


@tagged("post_install", "-at_install")
class TestAssessmentReaders(AssessmentCase):
    """Who reads what: the parts, before and after it is complete."""

    def parts(self, request, user):
        return request._portal_assessment(user.partner_id)["parts"]

    def test_before_it_is_complete(self):
        request, tutor, _own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        for user, seen in (
            (self.tutor, {"tutor"}), (self.rh_host, {"tutor"}),
            (self.authority_host, {"tutor"}), (self.agent, set()), (self.rh, set()),
            (self.authority, set()),
        ):  # fmt: skip
            with self.subTest(user.login):
                self.assertEqual(set(self.parts(request, user)), seen)
        self.assertEqual(
            request._portal_assessment(self.rh.partner_id)["missing"],
            ["Aurélie Durand"],
        )

    def test_once_it_is_complete(self):
        request, _tutor, _own = self.given()
        for user in (
            self.tutor, self.rh_host, self.authority_host, self.agent, self.rh,
            self.authority,
        ):  # fmt: skip
            with self.subTest(user.login):
                parts = self.parts(request, user)
                self.assertEqual(set(parts), {"tutor", "agent"})
                self.assertEqual(parts["agent"]["comment"], COMMENT)
                origin = user in (self.rh, self.authority)
                self.assertEqual(bool(parts["tutor"]["opening_label"]), not origin)

    def test_a_comment_for_the_cdg_only(self):
        request, _tutor, own = self.given(comment_cdg_only=True)
        for user in (self.tutor, self.rh_host, self.rh, self.authority):
            parts = self.parts(request, user)
            self.assertNotIn(COMMENT, str(parts), user.login)
            self.assertFalse(parts["agent"]["comment_cdg_only"])
        self.assertIn(COMMENT, str(self.parts(request, self.agent)))
        self.assertEqual(own.with_user(self.adviser).comment, COMMENT)

    def test_an_empty_comment_is_for_nobody(self):
        _request, _tutor, own = self.given(comment="", comment_cdg_only=True)
        self.assertFalse(own.comment_cdg_only)

    def test_nobody_else(self):
        request, _tutor, _own = self.given()
        for user in (self.agent2, self.agent_elsewhere, self.rh_third, self.internal):
            with self.assertRaises(AccessError):
                request._portal_assessment(user.partner_id)
        # A role that ended, a tutor of the same host who was not this one.
        self.role_rh.date_end = self._today() - timedelta(days=1)
        with self.assertRaises(AccessError):
            request._portal_assessment(self.rh.partner_id)
        other = self.env["res.partner"].create({"name": "Autre tuteur"})
        with self.assertRaises(AccessError):
            request._portal_assessment(other)

    def test_by_the_orm_only_one_s_own(self):
        request, tutor, own = self.given(comment_cdg_only=True)
        request.env["mobility.assessment"].with_user(self.adviser)._write_synthesis(
            request.with_user(self.adviser), "Synthèse", "stop"
        )
        rows = request.assessment_ids
        marks = rows.mark_ids
        for user, mine in ((self.agent, own), (self.tutor, tutor)):
            bilans = rows.with_user(user)
            self.assertEqual(bilans.search([]), mine)
            self.assertEqual(marks.with_user(user).search([]).assessment_id, mine)
            mine.with_user(user).read(["next_step", "comment", "remark"])
            for name in ("reopened_reason", "recorded_by_id", "reminders"):
                with self.assertRaises(AccessError):
                    mine.with_user(user).read([name])
            with self.assertRaises(AccessError):
                (rows - mine).with_user(user).read(["next_step"])
            with self.assertRaises(AccessError):
                request.with_user(user).read(["assessment_ids"])
        for user in (
            self.rh, self.rh_host, self.authority, self.authority_host, self.agent2,
            self.rh_third,
        ):  # fmt: skip
            self.assertFalse(rows.with_user(user).search([]))
            with self.assertRaises(AccessError):
                rows[0].with_user(user).read(["next_step"])
        for user in (self.internal, self.public):
            with self.assertRaises(AccessError):
                rows.with_user(user).search([])

    def test_staff_of_another_cdg(self):
        request, tutor, _own = self.given()
        other = self.env["res.company"].create({"name": "Autre CDG"})
        stranger = self._cast_user(
            "conseil.autre.test",
            "Conseil Autre",
            "bourse_mobilite.group_mobility_adviser",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(tutor.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            tutor.with_user(stranger).action_reopen("Pourquoi pas")
        self.assertTrue(request.with_user(self.adviser).assessment_ids)

    def test_what_is_missing_is_said(self):
        request, tutor, own = self.asked()
        text = request.with_user(self.adviser).assessment_missing
        self.assertIn("Hélène Tuteur", text)
        self.assertIn("Aurélie Durand", text)
        tutor._give(self.answers("tutor"), "link")
        self.assertNotIn("Hélène", request.assessment_missing)
        own._give(self.answers("agent"), "link")
        self.assertFalse(request.assessment_missing)
