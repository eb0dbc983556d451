"""What is typed: asked, answered, withdrawn, by the right person and by others."""

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..controllers.frame import LONGEST_TEXT
from ..rules.working_days import add_months, working_days
from .portal_case import PortalCase

HOSTILE = '<script>alert(1)</script> "quoted" {{7*7}} <img src=x onerror=alert(2)>'


@tagged("post_install", "-at_install")
class TestAskForms(PortalCase):
    def setUp(self):
        super().setUp()
        self.url = f"/my/demandes/nouvelle?offer={self.offer.id}"
        self.typed = {
            "date_start": self._asked_days()[0].isoformat(),
            "date_end": self._asked_days()[-1].isoformat(),
            "motivation": "Découvrir l'accueil.",
        }
        self.sign_in(self.agent)

    def _requests(self):
        return self.env["mobility.request"].search(
            [("candidate_id", "=", self.candidate.id)]
        )

    def _assert_refused(self, response, *shown):
        """Nothing is written, and what was typed is still there."""
        self.assertEqual(response.status_code, 200)
        self.assertShows(response.text, 'id="form_error"', *shown)
        self.assertFalse(self._requests())

    def test_ask(self):
        response = self.send(self.url, self.typed)
        request = self._requests()
        self.assertEqual(
            response.url.split("?")[0][-len(str(request.id)) :], str(request.id)
        )
        self.assertShows(response.text, request.name, "Demande envoyée")
        self.assertEqual(request.state, "submitted")
        self.assertEqual(request.source, "portal")
        self.assertEqual(request.days, 3)
        self.assertEqual(request.employer_id, self.origin)
        self.assertEqual(request.decision_ids.mapped("party"), ["origin", "host"])

    def test_figures_come_from_the_regime(self):
        regime = self.env.ref("bourse_mobilite.regime_pip")
        regime.write({"min_days": 4, "max_days": 7, "notice_months": 5})
        self.assertRegex(
            self.page(self.url), r"au moins\s+4\s+et au plus\s+7\s+jours ouvrés"
        )
        self.assertRegex(self.page(self.url), r"demande 5\s+mois")

    def test_rules_are_explained_and_nothing_is_lost(self):
        last = add_months(self._today(), 5).isoformat()
        response = self.send(self.url, {**self.typed, "date_end": last})
        self._assert_refused(
            response, f'value="{last}"', self.typed["motivation"], "jours ouvrés", "10"
        )
        self.assertShows(response.text, 'aria-describedby="form_error"')

    def test_each_rule_has_its_line(self):
        regime = self.env.ref("bourse_mobilite.regime_pip")
        regime.write({"min_days": 1, "max_days": 1, "max_days_window": 2})
        response = self.send(self.url, self.typed)
        lines = html.fromstring(response.text).xpath("//*[@id='form_error']//li")
        self.assertEqual(len(lines), 2)

    def test_twice_is_once(self):
        self.send(self.url, self.typed)
        request = self._requests()
        response = self.send(self.url, self.typed)
        self.assertShows(response.text, request.name, "Demande envoyée")
        self.assertHides(response.text, 'id="form_error"')
        self.assertEqual(self._requests(), request)

    def test_short_notice_is_told_then_confirmed(self):
        start = add_months(self._today(), 1)
        soon = working_days(start, add_months(start, 1), "60")[:2]
        days = [day.isoformat() for day in soon]
        typed = {**self.typed, "date_start": days[0], "date_end": days[1]}
        response = self.send(self.url, typed)
        self.assertShows(response.text, 'id="form_notice"', 'name="confirm"', days[0])
        form = html.fromstring(response.text).xpath("//form[.//*[@id='form_notice']]")
        self.assertTrue(form, "the note and its box are in the form")
        self.assertTrue(form[0].xpath(".//*[@id='form_notice']//input[@id='confirm']"))
        self.assertFalse(self._requests())
        confirm = form[0].xpath(".//input[@id='confirm']/@value")[0]
        self.send(self.url, {**typed, "confirm": confirm})
        self.assertEqual(self._requests().state, "submitted")

    def test_bad_values(self):
        for values in (
            {"date_start": ""},
            {"date_start": "demain"},
            {"date_end": "2026-02-31"},
            {"date_start": "9999-12-31", "date_end": "9999-12-31"},
            {"date_start": "0001-01-01"},
            {"date_end": "9999-12-31"},
            {"date_start": "2020-03-02", "date_end": "2020-03-04"},
            {"motivation": ""},
            {"motivation": " \n\t "},
            {"date_end": self._asked_days()[0].replace(day=1).isoformat()},
        ):
            with self.subTest(**values):
                kept = {**self.typed, **values}["motivation"].strip()
                self._assert_refused(
                    self.send(self.url, {**self.typed, **values}), kept
                )

    def test_very_long_text_is_refused_and_kept(self):
        text = "a" * 100_000
        response = self.send(self.url, {**self.typed, "motivation": text})
        self._assert_refused(response, text, str(LONGEST_TEXT))

    def test_hostile_text_is_only_text(self):
        response = self.send(self.url, {**self.typed, "motivation": HOSTILE + "\x00"})
        request = self._requests()
        self.assertEqual(request.motivation, HOSTILE)
        self.assertShows(response.text, HOSTILE)
        self.assertNoMarkup(response.text, "<script>alert(1)", "<img src=x")
        self.sign_in(self.rh)
        self.assertNoMarkup(
            self.page(f"/my/demandes/{request.id}"), "<script>alert(1)", "<img src=x"
        )

    def test_offer_that_is_not_open(self):
        suspended = self.offer.copy({"name": "Offre suspendue"})
        suspended.action_publish()
        suspended.action_suspend()
        for offer in (self.offer_draft.id, suspended.id, 0, 999999999, "x", "9" * 40):
            url = f"/my/demandes/nouvelle?offer={offer}"
            self.assertHides(
                self.page(url), "brouillon", "suspendue", 'name="motivation"'
            )
            self.post("/my/demandes/nouvelle", {**self.typed, "offer": str(offer)})
        self.assertFalse(self._requests())

    def test_without_a_file_or_an_employer(self):
        self.sign_in(self.rh)
        self.assertHides(self.page(self.url), 'name="motivation"')
        self.post("/my/demandes/nouvelle", {**self.typed, "offer": self.offer.id})
        self.candidate.employment_ids.unlink()
        self.sign_in(self.agent)
        self.assertHides(self.page(self.url), 'name="motivation"')
        self.post("/my/demandes/nouvelle", {**self.typed, "offer": self.offer.id})
        self.assertFalse(
            self.env["mobility.request"].search([("offer_id", "=", self.offer.id)])
        )

    def test_someone_else_cannot_be_asked_for(self):
        self.post(
            "/my/demandes/nouvelle",
            {
                **self.typed,
                "offer": self.offer.id,
                "candidate_id": self.candidate2.id,
                "candidate": self.candidate2.id,
                "source": "paper",
                "state": "agreed",
            },
        )
        self.assertFalse(self.candidate2.request_ids)
        self.assertEqual(self._requests().source, "portal")
        self.assertEqual(self._requests().state, "submitted")

    @mute_logger("odoo.http")
    def test_without_the_token(self):
        request = self.submitted_request()
        for url, values in (
            ("/my/demandes/nouvelle", {**self.typed, "offer": self.offer.id}),
            (f"/my/demandes/{request.id}/retirer", {}),
        ):
            response = self.url_open(url, data=values or {"x": "1"})
            self.assertEqual(response.status_code, 400, url)
        self.assertEqual(self._requests(), request)
        self.assertEqual(request.state, "submitted")

    def test_withdraw(self):
        request = self.submitted_request()
        url = f"/my/demandes/{request.id}/retirer"
        self.assertEqual(request.state, "submitted", "asking changes nothing")
        response = self.send(url, {})
        self.assertEqual(request.state, "withdrawn")
        self.assertShows(response.text, "Votre demande est retirée")
        again = self.post(url, {})
        self.assertShows(again.text, "Votre demande est retirée")
        self.assertHides(again.text, 'id="form_error"')

    def test_withdraw_only_what_is_one_s_own_and_not_over(self):
        request = self.submitted_request()
        url = f"/my/demandes/{request.id}/retirer"
        for user in (self.rh, self.rh_host, self.agent2, self.adviser):
            self.sign_in(user)
            self.page(url, 404)
            if user != self.adviser:
                self.assertEqual(self.post(url, {}).status_code, 404)
        self.assertEqual(request.state, "submitted")
        request.decision_ids[0].with_user(self.rh).action_answer("refused", "Non.")
        self.sign_in(self.agent)
        self.post(url, {})
        self.assertEqual(request.state, "refused")


@tagged("post_install", "-at_install")
class TestAnswerForms(PortalCase):
    def setUp(self):
        super().setUp()
        self.request = self.submitted_request()
        self.url = f"/my/demandes/{self.request.id}"
        self.row = self.request.decision_ids.filtered(lambda row: row.party == "origin")
        self.row_host = self.request.decision_ids - self.row
        self.sign_in(self.rh)

    def test_agree(self):
        response = self.send(self.url, {"answer": "agreed"})
        self.assertEqual(self.row.answer, "agreed")
        self.assertEqual(self.row.way, "portal")
        self.assertEqual(self.row.author_id, self.rh.partner_id)
        self.assertFalse(self.row_host.answer)
        self.assertShows(response.text, "Votre réponse est enregistrée")
        self.sign_in(self.authority_host)
        self.send(self.url, {"answer": "agreed"})
        self.assertEqual(self.request.state, "agreed")

    def test_refuse_and_postpone_need_reasons(self):
        for answer in ("refused", "postponed"):
            response = self.send(self.url, {"answer": answer, "reasons": "  "}, form=1)
            self.assertShows(response.text, 'id="form_error"')
            self.assertFalse(self.row.answer)
        days = self._asked_days(20)
        kept = {"reasons": "Après l'été.", "proposed_start": str(days[10])}
        response = self.send(self.url, {"answer": "postponed", **kept}, form=1)
        self.assertShows(response.text, 'id="form_error"', *kept.values())
        self.assertFalse(self.row.answer)
        kept["proposed_end"] = str(days[19])
        self.send(self.url, {"answer": "postponed", **kept}, form=1)
        self.assertEqual(self.request.state, "postponed")
        self.assertEqual(self.row.proposed_end, days[19])
        self.assertEqual(self.row.reasons, "Après l'été.")

    def test_text_is_kept_when_refused(self):
        text = "Trop long. " * 1000
        response = self.send(self.url, {"answer": "refused", "reasons": text}, form=1)
        self.assertShows(
            response.text, text.strip(), str(LONGEST_TEXT), 'id="form_error"'
        )
        response = self.send(
            self.url, {"answer": "perhaps", "reasons": HOSTILE}, form=1
        )
        self.assertShows(response.text, HOSTILE)
        self.assertNoMarkup(response.text, "<script>alert(1)")
        self.assertFalse(self.row.answer)

    def test_second_answer_reads_the_first(self):
        form = self.forms(self.url)[1]
        self.send(self.url, {"answer": "agreed"})
        values = {**dict(form.form_values()), "answer": "refused", "reasons": "Non."}
        response = self.url_open(self.url, data=values)
        self.assertShows(response.text, "Une réponse a déjà été donnée")
        self.assertEqual(self.row.answer, "agreed")

    def test_only_one_s_own_word(self):
        mine, theirs = (
            {"answer": "agreed"},
            {"answer": "agreed", "decision": self.row_host.id},
        )
        self.assertEqual(self.post(self.url, theirs).status_code, 404)
        other = self.submitted_request(candidate=self.candidate_elsewhere)
        elsewhere = {"answer": "agreed", "decision": other.decision_ids[0].id}
        self.assertEqual(self.post(self.url, elsewhere).status_code, 404)
        mine["decision"] = self.row.id
        for user in (self.agent, self.agent2, self.rh_host, self.rh_third, self.tutor):
            self.sign_in(user)
            self.assertEqual(self.post(self.url, mine).status_code, 404, user.login)
        self.assertFalse(any(self.request.decision_ids.mapped("answer")))
        self.assertFalse(any(other.decision_ids.mapped("answer")))

    def test_nobody_decides_on_an_own_request(self):
        self._cast_role(self.agent, self.origin, "hr")
        self.sign_in(self.agent)
        self.assertFalse(self.forms(self.url))
        self.post(self.url, {"answer": "agreed", "decision": self.row.id})
        self.assertFalse(self.row.answer)
