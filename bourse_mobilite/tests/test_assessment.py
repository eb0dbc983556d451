"""The bilan: given once, kept, corrected with a reason; who reads what."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mobility_assessment_give import AssessmentRefused
from ..rules.assessment import LONGEST
from .assessment_case import AssessmentCast
from .common import MobilityCase

COMMENT = "Commentaire-de-agent"
ADVICE = "Conseil-du-tuteur"


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


@tagged("post_install", "-at_install")
class TestAssessment(AssessmentCase):
    def test_given_by_both(self):
        request, tutor, own = self.asked()
        self.assertEqual(
            tutor.proposed_tasks,
            [
                "Agent d'accueil en mairie",
                "Recevoir les habitants, les renseigner, les orienter",
            ],
        )
        tutor._give(
            self.answers("tutor", tasks={1, 0}, other_tasks=" Accueil \u200b"), "link"
        )
        own._give(self.answers("agent"), "portal")
        self.assertEqual(
            (tutor.state, tutor.way, tutor.author_name, tutor.given_on),
            ("given", "link", "Hélène Tuteur", self._today()),
        )
        self.assertEqual(tutor.tasks.splitlines(), tutor.proposed_tasks)
        self.assertEqual(tutor.other_tasks, "Accueil")
        self.assertEqual(own.comment, COMMENT)
        for row in (tutor, own):
            self.assertEqual(len(row.mark_ids), 8)
            self.assertEqual(set(row.mark_ids.mapped("score")), {3})
            self.assertTrue(all(row.mark_ids.mapped("in_force")))
        self.assertEqual(own.satisfaction_score, 4)
        self.assertTrue(request._assessment_complete())

    def test_the_grid_is_kept_as_it_was_asked(self):
        _request, tutor, _own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        item = tutor.mark_ids[0].item_id
        asked = item.name
        item.write({"name": "Autre chose", "active": False})
        self.assertEqual(tutor.mark_ids[0].item_name, asked)
        self.assertEqual(tutor._shown("host")["marks"][0]["name"], asked)
        self.assertTrue(self.env.ref("bourse_mobilite.assessment_item_tools").active)

    def test_one_answer_missing(self):
        _request, tutor, own = self.asked()
        for name in ("presence", "fit", "next_step", "job_opening"):
            with self.subTest(name):
                answers = self.answers("tutor", **{name: ""})
                self.assertRefused(tutor, answers, **{name: "answer"})
        for name in ("satisfaction", "next_step"):
            with self.subTest(name):
                self.assertRefused(
                    own, self.answers("agent", **{name: ""}), **{name: "answer"}
                )
        marks = self.answers("agent")["marks"]
        first = min(marks)
        del marks[first]
        self.assertRefused(
            own, self.answers("agent", marks=marks), **{f"mark_{first}": "answer"}
        )

    def test_what_no_form_offers(self):
        _request, tutor, own = self.asked()
        item = self.env["mobility.assessment.item"].search([], limit=1)
        marks = self.answers("agent")["marks"]
        self.assertRefused(
            tutor, self.answers("tutor", fit="'; DROP TABLE"), fit="choose"
        )
        self.assertRefused(
            own,
            self.answers("agent", marks={**marks, item.id: "5"}),
            **{f"mark_{item.id}": "choose"},
        )
        self.assertRefused(
            own, self.answers("agent", comment="é" * (LONGEST + 1)), comment="too long"
        )
        # Answers to what was not asked are not recorded.
        own._give(
            {
                **self.answers("agent", comment="é" * LONGEST),
                "presence": "absent",
                "advice": "x",
                "synthesis": "x",
                "given_on": "2020-01-01",
            },
            "link",
        )
        self.assertFalse(own.presence or own.advice or own.synthesis)
        self.assertEqual(own.given_on, self._today())
        self.assertEqual(len(own.comment), LONGEST)

    def test_a_part_of_the_time(self):
        request, tutor, _own = self.asked()
        first, last, day = request.date_start, request.date_end, timedelta(days=1)

        def partial(last_day, half_days=0, hours=0):
            return self.answers(
                "tutor",
                presence="partial",
                last_day=last_day,
                missed_half_days=half_days,
                missed_hours=hours,
            )

        self.assertRefused(tutor, partial(None), last_day="last day")
        for wrong in (first - day, last + day):
            self.assertRefused(tutor, partial(wrong), last_day="day of the immersion")
        # Three days: six half days, thirty-six hours.
        for wrong in (-1, 7, None):
            self.assertRefused(tutor, partial(first, wrong), missed_half_days="number")
        for wrong in (-0.5, 36.5):
            self.assertRefused(tutor, partial(first, 0, wrong), missed_hours="number")
        self.assertRefused(tutor, partial(last), missed_half_days="missed")
        tutor._give(partial(last, 6, 36), "link")
        self.assertEqual(
            (tutor.last_day, tutor.missed_half_days, tutor.missed_hours),
            (last, 6, 36),
        )

    def test_an_earlier_last_day_is_enough(self):
        request, tutor, _own = self.asked()
        answers = self.answers(
            "tutor",
            presence="partial",
            last_day=request.date_start,
            missed_half_days=0,
            missed_hours=0,
        )
        tutor._give(answers, "link")
        self.assertEqual(tutor.last_day, request.date_start)

    def test_presence_raises_a_thing_to_do(self):
        kind = self.env.ref("bourse_mobilite.activity_presence")
        for presence, count in (("completed", 0), ("partial", 1), ("absent", 1)):
            with self.subTest(presence), self.env.cr.savepoint() as savepoint:
                request, tutor, _own = self.asked()
                answers = self.answers(
                    "tutor",
                    presence=presence,
                    last_day=request.date_start,
                    missed_half_days=1,
                    missed_hours=0,
                )
                tutor._give(answers, "link")
                todo = request.activity_ids.filtered(
                    lambda one: one.activity_type_id == kind
                )
                self.assertEqual(len(todo), count)
                if count:
                    self.assertEqual(todo.user_id, self.adviser)
                self.assertEqual(request.state, "agreed", "nobody is closed by it")
                if presence == "absent":
                    request.with_user(self.adviser).action_no_show("Absent")
                    self.assertFalse(request.activity_ids & todo.exists())
                savepoint.rollback()

    def test_of_who_did_not_come_nothing_more_is_kept(self):
        _request, tutor, _own = self.asked()
        tutor._give(
            {
                "presence": "absent",
                "marks": self.answers("tutor")["marks"],
                "tasks": {0},
                "fit": "no",
                "job_opening": "no",
                "advice": "Nous l’attendions.",
            },
            "link",
        )
        self.assertFalse(
            tutor.mark_ids or tutor.tasks or tutor.fit or tutor.job_opening
        )
        self.assertEqual(tutor.advice, "Nous l’attendions.")

    def test_given_once(self):
        _request, tutor, own = self.asked()
        tutor._give(self.answers("tutor"), "link")
        before = tutor.read()
        with self.assertRaisesRegex(UserError, "already"):
            tutor._give(self.answers("tutor", fit="no", marks={}), "portal")
        self.env.invalidate_all()
        self.assertEqual(tutor.read(), before)
        # The request is cancelled meanwhile: the other has nothing more to say.
        own.action_stop("Part à la retraite")
        with self.assertRaisesRegex(UserError, "Nothing more"):
            own._give(self.answers("agent"), "link")

    def test_no_one_writes_it_by_hand(self):
        request, tutor, _own = self.given()
        mark = tutor.mark_ids[0]
        for user in (self.env.ref("base.user_admin"), self.manager, self.adviser):
            for record, vals in (
                (tutor, {"advice": "Autre"}),
                (tutor, {"given_on": False}),
                (tutor, {"state": "waiting"}),
                (mark, {"level": "0"}),
                (mark, {"score": 1}),
            ):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                tutor.with_user(user).unlink()
            with self.assertRaises(AccessError):
                mark.with_user(user).unlink()
            with self.assertRaises(AccessError):
                tutor.with_user(user).create(
                    {
                        "request_id": request.id,
                        "side": "agent",
                        "partner_id": self.agent.partner_id.id,
                    }
                )
            # Not even by the request that it belongs to.
            with self.assertRaises(AccessError):
                request.with_user(user).write(
                    {"assessment_ids": [(1, tutor.id, {"advice": "Autre"})]}
                )
        # Whatever context a client sends.
        with self.assertRaises(AccessError):
            tutor.with_user(self.manager).with_context(mobility_act=True).write(
                {"advice": "Autre"}
            )

    def test_one_in_force_a_side(self):
        request, tutor, _own = self.asked()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            request._ask_assessments()
        self.assertEqual(len(request.assessment_ids), 2)
        self.assertEqual(tutor.version, 1)

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
