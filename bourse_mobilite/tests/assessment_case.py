"""An immersion that is over, its bilans, and answers to give."""

import re
from datetime import timedelta

from odoo.fields import Command

from ..models.guard import acting
from ..models.mobility_assessment_give import AssessmentRefused
from .common import MobilityCase

DAY = timedelta(days=1)
COMMENT = "Commentaire-de-agent"
ADVICE = "Conseil-du-tuteur"


class AssessmentCast:
    """To be mixed with ``MobilityCast``."""

    def sign_all(self, document):
        """Everyone signs, the visa last."""
        for row in document.signatory_ids.filtered(lambda one: one.role != "visa"):
            row._sign("portal", {"identity": "test"}, row.name)
        for row in document.signatory_ids.filtered(lambda one: one.role == "visa"):
            row.with_user(self.adviser).action_give_visa()
        self.env.flush_all()

    def signed(self, request=None):
        """A convention that everyone has signed."""
        convention = self.frozen_convention(request)
        self.sign_all(convention.document_id)
        return convention

    def move_to(self, request, last):
        """The same days, moved so that the last one is ``last``: a jour ouvré or not,
        what follows does not count them again."""
        delta = last - request.date_end
        acting(request).write(
            {
                "date_start": request.date_start + delta,
                "date_end": last,
                "day_ids": [
                    Command.update(day.id, {"date": day.date + delta})
                    for day in request.day_ids
                ],
            }
        )
        self.env.flush_all()

    def over(self, request=None, ago=1):
        """A signed immersion whose last day was ``ago`` days ago."""
        convention = self.signed(request)
        self.move_to(convention.request_id, self._today() - ago * DAY)
        return convention.request_id

    def asked(self, request=None):
        """``(request, tutor's bilan, agent's bilan)``, both awaited."""
        request = request or self.over()
        request._ask_assessments()
        rows = request._assessments()
        return request, rows["tutor"], rows["agent"]

    def answers(self, side, **other):
        """Answers that are complete."""
        items = self.env["mobility.assessment.item"].search([])
        marks = {item.id: "3" for item in items}
        if side == "tutor":
            base = {
                "presence": "completed",
                "tasks": {0},
                "other_tasks": "",
                "fit": "yes",
                "advice": ADVICE,
                "next_step": "training",
                "job_opening": "maybe",
            }
        else:
            base = {
                "satisfaction": "4",
                "comment": COMMENT,
                "comment_cdg_only": False,
                "next_step": "application",
            }
        return {**base, "marks": marks, **other}

    def given(self, **agent):
        """A complete bilan: ``(request, tutor's, agent's)``."""
        request, tutor, own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        own._give(self.answers("agent", **agent), "portal")
        return request, tutor, own

    def secrets(self, mails):
        """The secrets of the links to a bilan, by address of the reader."""
        return {
            mail.email_to: re.search(r"/bilan/([\w-]+)", mail.body_html)[1]
            for mail in mails
            if "/bilan/" in mail.body_html
        }

    def mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")


class AssessmentCase(AssessmentCast, MobilityCase):
    def setUp(self):
        super().setUp()
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.rh_host.partner_id.email = "denis.hubert@personne.example.org"

    def assertRefused(self, row, answers, **wrong):
        """Nothing is recorded; ``wrong``: the beginning of each sentence."""
        with self.assertRaises(AssessmentRefused) as caught:
            row._give(answers, "link")
        self.assertEqual(set(caught.exception.wrong), set(wrong))
        for name, start in wrong.items():
            self.assertIn(start, caught.exception.wrong[name])
        self.assertEqual(row.state, "waiting")
        self.assertFalse(row.given_on or row.mark_ids or row.next_step)
