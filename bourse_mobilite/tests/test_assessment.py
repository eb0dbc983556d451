"""The bilan: given once, as it was asked, and kept."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.assessment import LONGEST
from .assessment_case import COMMENT, AssessmentCase


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
