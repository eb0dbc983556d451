"""Giving and reading a bilan on the portal; nobody else gets in."""

from odoo.tests import tagged

from .assessment_case import ADVICE, COMMENT
from .assessment_pages_case import PagesCase


@tagged("post_install", "-at_install")
class TestAssessmentPortal(PagesCase):
    def test_given_by_the_agent(self):
        self.sign_in(self.agent)
        self.assertShows(self.page("/my/mobilite"), f"/my/bilans/{self.of_agent.id}")
        self.assertShows(
            self.page(f"/my/demandes/{self.request.id}"),
            f"/my/bilans/{self.of_agent.id}",
        )
        self.assertShows(self.page("/my/bilans"), f"/my/bilans/{self.of_agent.id}")
        url = f"/my/bilans/{self.of_agent.id}"
        done = self.send(url, self.typed("agent", comment_cdg_only="1"))
        self.assertIn("donne=1", done.url)
        self.assertShows(done.text, "enregistré", COMMENT)
        self.env.invalidate_all()
        self.assertEqual(self.of_agent.way, "portal")
        self.assertHides(self.page("/my/mobilite"), f"/my/bilans/{self.of_agent.id}")
        self.assertShows(self.page("/my/bilans"), f"/my/bilans/{self.of_agent.id}")

    def test_given_by_the_tutor(self):
        self.sign_in(self.tutor)
        for url in ("/my/mobilite", "/my/bilans"):
            self.assertShows(self.page(url), f"/my/bilans/{self.of_tutor.id}")
        done = self.send(f"/my/bilans/{self.of_tutor.id}", self.typed("tutor"))
        self.assertIn("donne=1", done.url)
        self.of_agent._give(self.answers("agent"), "link")
        self.assertShows(
            self.page(f"/my/demandes/{self.request.id}/bilan"), COMMENT, ADVICE
        )

    def test_without_the_token_of_the_session(self):
        self.sign_in(self.agent)
        url = f"/my/bilans/{self.of_agent.id}"
        answer = self.url_open(url, data=self.typed("agent"))
        self.assertEqual(answer.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.of_agent.state, "waiting")

    def test_the_wrong_person(self):
        wrong = {
            self.of_agent: (
                self.tutor,
                self.rh,
                self.rh_host,
                self.agent2,
                self.internal,
            ),
            self.of_tutor: (self.agent, self.rh, self.rh_host, self.rh_third),
        }
        for row, people in wrong.items():
            for user in people:
                with self.subTest(user=user.login, side=row.side):
                    self.sign_in(user)
                    url = f"/my/bilans/{row.id}"
                    self.page(url, 404)
                    for path in ("", "/mot"):
                        answer = self.post(url + path, self.typed(row.side))
                        self.assertEqual(answer.status_code, 404)
        self.env.invalidate_all()
        states = (self.of_agent | self.of_tutor).mapped("state")
        self.assertEqual(set(states), {"waiting"})
        for number in (0, 999999):
            self.page(f"/my/bilans/{number}", 404)

    def test_who_reads_it(self):
        self.of_tutor._give(self.answers("tutor"), "link")
        self.of_agent._give(self.answers("agent", comment_cdg_only=True), "link")
        url = f"/my/demandes/{self.request.id}/bilan"
        for user, hidden in (
            (self.agent, ()),
            (self.tutor, (COMMENT,)),
            (self.rh, (COMMENT, "Un emploi à pourvoir")),
            (self.authority, (COMMENT, "Un emploi à pourvoir")),
            (self.rh_host, (COMMENT,)),
        ):
            with self.subTest(user.login):
                self.sign_in(user)
                page = self.page(url)
                self.assertShows(page, ADVICE)
                self.assertHides(page, *hidden)
                pdf = self.url_open(f"{url}.pdf")
                self.assertEqual(pdf.status_code, 200)
                if user != self.tutor:
                    request = self.page(f"/my/demandes/{self.request.id}")
                    self.assertShows(request, url)
                if user in (self.rh, self.rh_host):
                    self.assertShows(self.page("/my/bilans"), url)
        for user in (self.agent2, self.rh_third, self.agent_elsewhere, self.adviser):
            with self.subTest(user.login):
                self.sign_in(user)
                self.page(url, 404)
                self.page(f"{url}.pdf", 404)

    def test_before_it_is_complete_the_employer_reads_nothing(self):
        self.of_tutor._give(self.answers("tutor"), "link")
        self.sign_in(self.rh)
        page = self.page(f"/my/demandes/{self.request.id}/bilan")
        self.assertShows(page, "Aurélie Durand")
        self.assertHides(page, ADVICE)
        self.assertHides(self.page(f"/my/demandes/{self.request.id}"), "/bilan")
        self.assertHides(self.page("/my/bilans"), f"{self.request.id}/bilan")

    def test_staff_enters_what_was_said(self):
        self.sign_in(self.adviser)
        url = f"/my/bilans/{self.of_tutor.id}"
        self.assertShows(self.page(url), "Hélène Tuteur")
        self.send(url, self.typed("tutor"), allow_redirects=False)
        self.env.invalidate_all()
        self.assertEqual(
            (
                self.of_tutor.way,
                self.of_tutor.recorded_by_id,
                self.of_tutor.author_name,
            ),
            ("staff", self.adviser, "Hélène Tuteur"),
        )
        self.page(url, 404)

    def test_a_corrected_one_begins_with_the_first_answers(self):
        self.of_tutor._give(self.answers("tutor", other_tasks="Trier"), "link")
        again = self.of_tutor.with_user(self.adviser).action_reopen("Erreur")
        self.sign_in(self.tutor)
        self.page(f"/my/bilans/{self.of_tutor.id}", 404)
        kept = dict(self.forms(f"/my/bilans/{again.id}")[0].form_values())
        self.assertEqual(
            (kept["presence"], kept["other_tasks"], kept["task"], kept["fit"]),
            ("completed", "Trier", "0", "yes"),
        )

    def test_the_queries_do_not_grow(self):
        self.of_tutor._give(self.answers("tutor"), "link")
        self.of_agent._give(self.answers("agent"), "link")
        self.sign_in(self.rh)
        few = self.query_count("/my/bilans")
        other = self.asked(self.over(self.agreed_request(self.candidate2)))
        other[1]._give(self.answers("tutor"), "link")
        other[2]._give(self.answers("agent"), "link")
        self.assertLessEqual(self.query_count("/my/bilans"), few)
        self.sign_in(self.agent)
        url = f"/my/bilans/{self.of_agent.id}"
        self.assertLessEqual(self.query_count(url), 45)
