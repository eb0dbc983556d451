"""The agent answers from a phone: once, in time, and nobody in the agent's place."""

import re
from datetime import timedelta

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mobility_ppr_answer import OWN_STEPS
from .ppr_pages_case import PprPagesCase

_QUIET = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
)


@tagged("post_install", "-at_install")
class TestPprAnswer(PprPagesCase):
    def assertRecorded(self, ppr, word, state, field):
        response = self.send_answer(ppr, word)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith(f"?fait={word}"))
        self.env.invalidate_all()
        self.assertEqual((ppr.state, ppr[field]), (state, self._today()))
        event = ppr.event_ids.sorted("rank")[-1]
        self.assertEqual(event.author, self.agent.name)
        self.assertEqual(event.user_id, self.agent)
        self.assertEqual(event.dated, self._today())
        page = self.page(self.path(ppr, f"?fait={word}"))
        self.assertIn('id="recorded"', page)

    def test_accepts_the_period(self):
        ppr = self.proposed()
        self.sign_in(self.agent)
        self.assertRecorded(ppr, "accepter", "accepted", "accepted_on")

    def test_refuses_the_period_and_asks_for_the_reclassement(self):
        ppr = self.proposed()
        self.sign_in(self.agent)
        self.assertRecorded(ppr, "decliner", "refused", "declined_on")
        self.assertIn("choix=reclassement", self.page(self.path(ppr)))
        self.assertRecorded(ppr, "reclassement", "extended", "requested_on")

    def test_agrees_to_the_project(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        self.assertRecorded(ppr, "accord", "underway", "agreed_on")

    def test_refuses_the_project_and_asks_for_the_reclassement(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        self.assertRecorded(ppr, "refus", "refused", "refused_on")
        self.assertRecorded(ppr, "reclassement", "extended", "requested_on")

    def assertSaysTheFirst(self, response, ppr, step, day):
        """The page of an answer that came second says the one that counts."""
        self.env.invalidate_all()
        (alert,) = html.fromstring(response.text).xpath("//*[@id='form_error']")
        own = self.as_read(ppr)
        recorded = own._portal_recorded("decline" if step == "accept" else "refuse")
        self.assertIn(own._long(day), recorded)
        self.assertIn(recorded, " ".join(alert.text_content().split()))
        nothing = self.env["ir.qweb"].with_context(lang=own.env.lang)
        error = nothing._render("bourse_mobilite.portal_error", {"error": "x"})
        title = html.fromstring(str(error)).findtext(".//strong")
        self.assertNotIn(title, alert.text_content())

    def test_nothing_is_recorded_by_opening(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        for url in ("", "?fait=accord", "/repondre", "/repondre?choix=accord"):
            self.assertNotIn('id="recorded"', self.page(self.path(ppr, url)))
        self.env.invalidate_all()
        self.assertEqual(ppr.state, "notified")

    def test_the_fifteenth_day_and_the_sixteenth(self):
        for days, answers in ((14, True), (15, True), (16, False), (40, False)):
            with self.subTest(days=days):
                ppr = self.notified(days, back=60)
                self.sign_in(self.agent)
                page = self.page(self.path(ppr, "/repondre"))
                self.assertEqual("choix=accord" in page, answers)
                for word in ("refus", "accord"):
                    shown = self.page(self.path(ppr, f"/repondre?choix={word}"))
                    self.assertEqual(f'value="{word}"' in shown, answers, word)
                self.post(self.path(ppr, "/repondre"), {"choix": "accord"})
                self.env.invalidate_all()
                self.assertEqual(ppr.state, "underway" if answers else "notified")
                ppr.with_user(self.referent)._step(
                    "close", self.day(0), outcome="resigned"
                )

    def test_too_late_nothing_is_recorded_and_it_says_what_happens(self):
        ppr = self.notified(16, back=60)
        self.sign_in(self.agent)
        events = ppr.journal_count
        for word in ("accord", "refus"):
            response = self.post(self.path(ppr, "/repondre"), {"choix": word})
            self.assertEqual(response.status_code, 200)
            self.assertShows(response.text, self.referent.name)
            self.assertIn('id="form_error"', response.text)
            self.assertEqual(ppr.with_user(self.agent)._portal_recorded("agree"), "")
        self.env.invalidate_all()
        self.assertEqual((ppr.state, ppr.journal_count), ("notified", events))

    def test_sent_twice_is_recorded_once(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        first = self.send_answer(ppr, "accord")
        events = ppr.sudo().journal_count
        again = self.post(
            self.path(ppr, "/repondre"), {"choix": "accord"}, allow_redirects=False
        )
        self.assertEqual(again.headers["Location"], first.headers["Location"])
        self.env.invalidate_all()
        self.assertEqual(ppr.journal_count, events)

    def test_two_windows_keep_the_first_answer(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        other = self.forms(self.path(ppr, "/repondre?choix=refus"))[0]
        self.send_answer(ppr, "accord")
        response = self.url_open(other.action, data=dict(other.form_values()))
        self.assertSaysTheFirst(response, ppr, "agree", ppr.agreed_on)
        self.assertEqual((ppr.state, ppr.refused_on), ("underway", False))
        opened = self.url_open(self.path(ppr, "/repondre?choix=refus"))
        self.assertSaysTheFirst(opened, ppr, "agree", ppr.agreed_on)

    def test_a_window_left_open_since_the_proposal_answers_no_project(self):
        ppr = self.proposed()
        self.sign_in(self.agent)
        old = self.forms(self.path(ppr, "/repondre?choix=decliner"))[0]
        letter = {"proof": "letter"}
        self.live(ppr, ("accept", self.day(10)), ("notify", self.day(5), letter))
        response = self.url_open(old.action, data=dict(old.form_values()))
        self.assertSaysTheFirst(response, ppr, "accept", ppr.accepted_on)
        self.assertEqual((ppr.state, ppr.declined_on), ("notified", False))
        self.assertIn("choix=accord", response.text)

    @mute_logger(*_QUIET)
    def test_nothing_without_the_token_of_the_session(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        for token in ({}, {"csrf_token": "zzz"}):
            response = self.url_open(
                self.path(ppr, "/repondre"), data={"choix": "accord", **token}
            )
            self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(ppr.state, "notified")

    def test_an_answer_that_is_none(self):
        ppr = self.notified()
        self.sign_in(self.agent)
        for word in (
            "",
            "agree",
            "close",
            "undo",
            "\x00",
            "accord' OR 1=1",
            "x" * 9999,
        ):
            response = self.post(self.path(ppr, "/repondre"), {"choix": word})
            self.assertEqual(response.status_code, 200)
            self.assertIn('id="form_error"', response.text)
        self.env.invalidate_all()
        self.assertEqual(ppr.state, "notified")

    def test_the_last_day_to_ask_for_the_reclassement(self):
        ppr = self.underway(back=40)
        with self.on(self.ends_on(ppr)):
            self.assertIn("extend", ppr.with_user(self.agent)._own_choices())
        with self.on(self.ends_on(ppr) + timedelta(days=1)):
            own = ppr.with_user(self.agent)
            self.assertNotIn("extend", own._own_choices())
            with self.refused("85-1054"):
                own._answer_own("extend")
        self.assertEqual(ppr.state, "underway")

    @mute_logger(*_QUIET)
    def test_nobody_answers_in_the_place_of_the_agent(self):
        ppr = self.notified()
        others = [user for user in self.portal_users.values() if user != self.agent] + [
            self.referent,
            self.adviser,
            self.manager,
            self.env.ref("base.user_root"),
        ]
        for user in others:
            for name in (*OWN_STEPS, "close", "silence"):
                with self.kept_away((user.login, name)):
                    ppr.with_user(user)._answer_own(name)
        for name in ("close", "silence", "undo", "propose", ""):
            with self.assertRaises(UserError, msg=name):
                ppr.with_user(self.agent)._answer_own(name)
        self.assertEqual(ppr.state, "notified")

    @mute_logger(*_QUIET)
    def test_the_pages_of_an_answer_are_the_agent_s_alone(self):
        ppr = self.notified()
        unknown = f"/my/mobilite/ppr/{ppr.id + 9999}"
        for user in [*self.portal_users.values(), self.referent, self.adviser]:
            if user == self.agent:
                continue
            self.sign_in(user)
            for more in (
                "",
                "/repondre",
                "/donnees",
                "/donnees/copie",
                "/lectures",
                "/lectures/page/2",
            ):
                response = self.url_open(self.path(ppr, more))
                self.assertEqual(response.status_code, 404, (user.login, more))
                self.assertHides(response.text, self.agent.name)
                other = self.url_open(unknown + more)
                self.assertEqual(other.status_code, 404)
                self.assertEqual(_same(response.text), _same(other.text))
            answer = self.post(self.path(ppr, "/repondre"), {"choix": "accord"})
            self.assertEqual(answer.status_code, 404, user.login)
        self.authenticate(None, None)
        for more in ("", "/repondre"):
            response = self.url_open(self.path(ppr, more), allow_redirects=False)
            self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(ppr.state, "notified")


def _same(text):
    """The page of an error without what changes from one session to the next."""
    return re.sub(r'csrf_token: "[^"]*"|/my/mobilite/ppr/\d+[/\w]*', "", text)
