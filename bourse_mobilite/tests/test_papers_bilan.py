"""An attestation given before the bilan, and a bilan that says something else."""

from odoo.tests import Form, tagged

from .assessment_case import DAY
from .papers_case import PaperCase


@tagged("post_install", "-at_install")
class TestAttestationAndBilan(PaperCase):
    def setUp(self):
        super().setUp()
        self.convention, self.paper = self.attested()
        self.request = self.convention.request_id
        self.apart = self.env.ref("bourse_mobilite.activity_attestation_apart")

    def ask(self):
        self.request._ask_assessments()
        rows = self.request._assessments()
        return rows["tutor"], rows["agent"]

    def give(self):
        self.paper.with_user(self.adviser).action_sign_for_cdg()

    def warning(self):
        """What the window that gives the attestation says of the bilan."""
        self.env.invalidate_all()
        paper = self.paper.with_user(self.adviser)
        action = self.convention.with_user(self.adviser).action_open_attestation()
        return Form(paper, view=action["views"][0][0]).bilan_text or ""

    def partial(self, last_day=None, half_days=0, hours=0):
        days = self.request.day_ids.sorted("date").mapped("date")
        return self.answers(
            "tutor",
            presence="partial",
            last_day=last_day or days[-1],
            missed_half_days=half_days,
            missed_hours=hours,
        )

    def alerts(self):
        return self.convention.activity_ids.filtered(
            lambda one: one.activity_type_id == self.apart
        )

    def test_without_any_bilan_it_is_said_and_allowed(self):
        self.assertIn("No bilan has been received yet", self.warning())
        tutor, own = self.ask()
        self.assertIn("No bilan has been received yet", self.warning(), "only asked")
        own._give(self.answers("agent"), "portal")
        self.assertIn("only the agent has", self.warning())
        tutor._give(self.answers("tutor"), "link")
        self.assertEqual(self.warning(), "")
        self.assertFalse(self.alerts())
        self.give()
        self.assertEqual(self.paper.state, "signed")
        bodies = " ".join(self.convention.message_ids.mapped("body"))
        self.assertNotIn("No bilan", bodies)

    def test_given_without_a_bilan_it_is_written_down(self):
        self.give()
        bodies = " ".join(self.convention.message_ids.mapped("body"))
        self.assertIn("No bilan had been received", bodies)
        self.assertEqual(self.warning_of_given(), "")

    def warning_of_given(self):
        self.env.invalidate_all()
        return self.paper.with_user(self.adviser).bilan_text or ""

    def test_what_the_tutor_says_is_read_before_giving(self):
        tutor, _own = self.ask()
        tutor._give(self.answers("tutor", presence="absent"), "link")
        said = self.warning()
        for part in (self.tutor.name, "Aurélie Durand did not come", "3 jours ouvrés"):
            self.assertIn(part, said)
        alert = self.alerts()
        self.assertIn("la demande clôturée", alert.summary)
        self.assertIn("Ne donnez pas l’attestation", alert.note)
        presence = self.env.ref("bourse_mobilite.activity_presence")
        self.assertNotIn(
            presence, self.request.activity_ids.activity_type_id, "nothing to close"
        )

    def test_a_bilan_that_contradicts_what_was_given_is_told_once(self):
        self.give()
        tutor, own = self.ask()
        own._give(self.answers("agent"), "portal")
        self.assertFalse(self.alerts())
        tutor._give(self.answers("tutor", presence="absent"), "link")
        alert = self.alerts()
        self.assertEqual((len(alert), alert.user_id), (1, self.adviser))
        self.assertIn("l’attestation donnée", alert.summary)
        for part in ("Aurélie Durand n’a été là aucun jour", "3 jours", "scellée"):
            self.assertIn(part, alert.note)
        # Corrected, and still not the same: one thing to do, not two.
        again = tutor.with_user(self.adviser).action_reopen("À vérifier")
        days = self.request.day_ids.sorted("date").mapped("date")
        again._give(self.partial(last_day=days[1]), "link")
        self.assertEqual(self.alerts(), alert)
        # Corrected, and the same: nothing to do any more.
        last = again.with_user(self.adviser).action_reopen("Une erreur")
        last._give(self.answers("tutor"), "link")
        self.assertFalse(self.alerts())

    def assertWaits(self, turn, todo_for, words):
        """Where the convention stands and what is to do, as the adviser reads it."""
        self.env.flush_all()
        self.env.invalidate_all()
        convention = self.convention.with_user(self.adviser)
        request = self.request.with_user(self.adviser)
        self.assertEqual(convention.signing_turn, turn)
        self.assertEqual((request.todo_for, request.todo_words), (todo_for, words))
        return convention.next_step, request.next_step

    def test_what_contradicts_is_said_until_it_is_looked_at(self):
        apart = "Attestation: contradicted by the bilan"
        self.give()
        for said in self.assertWaits("complete", "nobody", ""):
            self.assertIn("nothing more to do", said)
        tutor, _own = self.ask()
        tutor._give(self.answers("tutor", presence="absent"), "link")
        for said in self.assertWaits("apart", "cdg", apart):
            self.assertIn("Aurélie Durand did not come", said)
            self.assertIn("it is sealed and cannot be changed here", said)
            self.assertNotIn("nothing more to do", said)
        # The tutor says otherwise: nothing is left.
        again = tutor.with_user(self.adviser).action_reopen("Erreur")
        again._give(self.answers("tutor"), "link")
        self.assertWaits("complete", "nobody", "")
        # The adviser has looked at it: nothing is left either.
        last = again.with_user(self.adviser).action_reopen("Erreur")
        last._give(self.answers("tutor", presence="absent"), "link")
        self.assertWaits("apart", "cdg", apart)
        self.alerts().with_user(self.adviser).action_feedback("Vu avec le tuteur")
        self.assertWaits("complete", "nobody", "")

    def test_before_it_is_given_the_banner_says_to_wait(self):
        tutor, _own = self.ask()
        tutor._give(self.answers("tutor", presence="absent"), "link")
        for said in self.assertWaits(
            "attestation",
            "cdg",
            "Attestation: to be given · Attestation: contradicted by the bilan",
        ):
            self.assertIn("Do not give the attestation before that", said)
            self.assertNotIn("then give it", said)

    def test_fewer_days_and_just_enough(self):
        self.give()
        tutor, _own = self.ask()
        days = self.request.day_ids.sorted("date").mapped("date")
        for answers, told in (
            (self.partial(hours=3), False),
            (self.partial(hours=3.5), True),
            (self.partial(half_days=1), True),
            (self.partial(last_day=days[1]), True),
            (self.answers("tutor"), False),
        ):
            tutor._give(answers, "link")
            self.assertEqual(bool(self.alerts()), told, answers)
            tutor = tutor.with_user(self.adviser).action_reopen("Encore")

    def test_days_that_the_adviser_recorded_as_missed_contradict_nothing(self):
        convention = self.sealed(self.agreed_request(self.candidate2))
        request = convention.request_id
        self.move_to(request, self._today() - DAY)
        days = request.day_ids.sorted("date")
        request.action_done(missed=days[-1].ids)
        self.pass_by()
        paper = convention._papers("attestation")
        paper.with_user(self.adviser).action_sign_for_cdg()
        request._ask_assessments()
        tutor = request._assessments()["tutor"]
        answers = {
            **self.partial(),
            "last_day": days[1].date,
            "missed_half_days": 2,
        }
        tutor._give(answers, "link")
        self.assertNotIn(self.apart, convention.activity_ids.activity_type_id)
