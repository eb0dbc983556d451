"""Those who act for the employer today read the PPR of its agents; nobody else does."""

import re

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .ppr_pages_case import PprPagesCase

LIST = "/my/ppr"
MOST_QUERIES = {LIST: 17, "one": 25}
_QUIET = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
)


@tagged("post_install", "-at_install")
class TestPprEmployer(PprPagesCase):
    def url(self, ppr):
        return f"{LIST}/{ppr.id}"

    def test_each_state_says_what_the_employer_has_to_do(self):
        self.sign_in(self.rh)
        seen = set()
        for state, make in self.each_state().items():
            with self.subTest(state=state):
                ppr = make()
                text = self.page(self.url(ppr))
                told = self.told(ppr, self.rh)
                self.assertEqual(told["reader"], "employer")
                for lead, sentence in told["where"]:
                    self.assertShows(text, lead, sentence)
                for duty in told["duties"]:
                    self.assertShows(text, duty["day"], duty["text"])
                self.assertNotIn("False", str(told["where"]))
                self.assertNotIn(str(told["where"]), seen)
                seen.add(str(told["where"]))
                self.assertFalse(html.fromstring(text).xpath("//main//form"))
                self.assertIn(f'href="{self.url(ppr)}"', self.page(LIST))
                if ppr.state != "closed":
                    self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))

    def test_what_is_to_be_done_says_whom_to_tell(self):
        """The employer has no button here: the referent records it."""
        told = set()
        for make in (self.accepted, self.underway):
            ppr = make(review_months=3)
            for duty in self.told(ppr, self.rh)["duties"]:
                if duty["mine"] or duty["code"] == "end":
                    self.assertIn(self.referent.name, duty["text"])
                    told.add(duty["code"])
            self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))
        ppr = self.live(self.underway(), ("extend", self.day(2)))
        for duty in self.told(ppr, self.rh)["duties"]:
            if duty["mine"]:
                self.assertIn(self.referent.name, duty["text"])
                told.add(duty["code"])
        self.assertEqual(told, {"project_due", "review", "end", "reclassement_due"})

    def test_nothing_may_begin_once_it_is_refused_or_closed(self):
        self.sign_in(self.rh)
        said = {}
        for state, make in self.each_state().items():
            ppr = make()
            said[state] = self.told(ppr, self.rh)["being_written"]
            text = html.fromstring(self.page(self.url(ppr))).text_content()
            said[state] &= "commencer pendant" in text or "may begin while" in text
            if ppr.state != "closed":
                self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))
        written = {state for state, shown in said.items() if shown}
        self.assertEqual(written, {"opened", "proposed", "accepted"})

    def test_what_is_late_is_told_with_its_article(self):
        ppr = self.accepted(back=80)
        self.sign_in(self.authority)
        duty = self.told(ppr, self.authority)["duties"][0]
        self.assertEqual((duty["code"], duty["late"]), ("project_due", True))
        page = self.page(self.url(ppr))
        self.assertShows(page, duty["when"], duty["turn"], duty["article"])
        self.assertIn("alert-warning", page)
        self.assertShows(self.page(LIST), duty["when"])

    def test_once_the_fifteen_days_are_over_it_is_not_the_agent_s_turn(self):
        turns = set()
        for days in (15, 16):
            ppr = self.notified(days, back=60)
            told = self.told(ppr, self.rh)
            turns.add(told["where"][-1][0])
            waits = [one["code"] for one in told["duties"]]
            self.assertEqual("answer_due" in waits, days == 15)
            self.live(ppr, ("close", self.day(0), {"outcome": "resigned"}))
        self.assertEqual(len(turns), 2)

    def test_the_list_holds_one_s_own_open_ones_first(self):
        closed = self.live(self.underway(), ("close", self.day(1), {"outcome": "fit"}))
        other, elsewhere = (
            self.opened(self.candidate2),
            self.opened(self.candidate_elsewhere),
        )
        self.sign_in(self.rh)
        page = self.page(LIST)
        places = [page.index(f'href="{self.url(ppr)}"') for ppr in (other, closed)]
        self.assertEqual(places, sorted(places))
        self.assertHides(page, self.agent_elsewhere.name, self.url(elsewhere))
        self.sign_in(self.rh_third)
        self.assertShows(self.page(LIST), self.agent_elsewhere.name)
        self.sign_in(self.rh_host)
        self.assertHides(self.page(LIST), self.agent.name, self.agent_elsewhere.name)

    @mute_logger(*_QUIET)
    def test_for_anyone_else_it_is_not_there(self):
        ppr = self.underway()
        others = ["agent", "agent2", "agent_elsewhere", "rh_host", "rh_third",
                  "authority_host", "tutor"]  # fmt: skip
        people = [self.portal_users[name] for name in others]
        for user in [*people, self.referent, self.adviser, self.manager]:
            self.sign_in(user)
            texts = []
            for url in (self.url(ppr), f"{LIST}/{ppr.id + 9999}"):
                response = self.url_open(url)
                self.assertEqual(response.status_code, 404, (user.login, url))
                texts.append(
                    re.sub(r'csrf_token: "[^"]*"|/my/ppr/\d+', "", response.text)
                )
            self.assertEqual(*texts)
            answer = self.post(self.url(ppr), {"choix": "accord"})
            self.assertIn(answer.status_code, (404, 405), user.login)

    @mute_logger(*_QUIET)
    def test_the_list_is_for_those_who_act_for_an_employer(self):
        self.underway()
        for user in (self.agent, self.tutor, self.referent, self.adviser):
            self.sign_in(user)
            self.assertEqual(self.url_open(LIST).status_code, 404, user.login)
            self.assertNotIn(f'href="{LIST}"', self.page("/my/mobilite"))

    @mute_logger(*_QUIET)
    def test_a_role_that_is_over_opens_nothing(self):
        ppr = self.underway()
        self.sign_in(self.rh)
        self.page(self.url(ppr))
        for change in (
            {"date_end": self.day(1)},
            {"date_end": False, "kind": "tutor"},
            {"kind": "hr", "employer_id": self.host.id},
        ):
            self.role_rh.write(change)
            self.env.flush_all()
            self.assertEqual(self.url_open(self.url(ppr)).status_code, 404, change)
            self.assertHides(self.url_open(LIST).text, self.agent.name)
            self.assertNotIn(f'href="{LIST}"', self.page("/my/mobilite"))
        self.role_rh.write({"employer_id": self.origin.id, "date_end": self.day(0)})
        self.env.flush_all()
        self.page(self.url(ppr))

    @mute_logger(*_QUIET)
    def test_an_hr_contact_is_an_agent_too(self):
        """The own file is opened as its agent, never among those of the employer."""
        self._cast_role(self.agent, self.origin, "hr")
        own, other = self.underway(), self.opened(self.candidate2)
        self.sign_in(self.agent)
        page = self.page(LIST)
        self.assertIn(self.url(other), page)
        self.assertNotIn(self.url(own), page)
        self.assertEqual(self.url_open(self.url(own)).status_code, 404)
        self.assertIn("svg", self.page(self.path(own)))

    def test_nothing_of_the_log_nor_of_the_answer(self):
        ppr = self.notified()
        self.sign_in(self.rh)
        page = self.page(self.url(ppr))
        for more in ("/repondre", "/donnees", "/donnees/copie", "/lectures"):
            self.assertNotIn(f"{ppr.id}{more}", page)

    def test_each_reading_is_noted_and_the_hub_is_none(self):
        ppr = self.underway()
        log = self.env["mobility.read.log"].sudo()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mobility_read_log")
        self.sign_in(self.rh)
        self.assertIn(f'href="{LIST}"', self.page("/my/mobilite"))
        self.env.invalidate_all()
        self.assertFalse(log.search([]))
        for url, way in ((LIST, "list"), (self.url(ppr), "page")):
            self.env.cr.execute("DELETE FROM mobility_read_log")
            self.page(url)
            self.env.invalidate_all()
            rows = log.search([])
            self.assertEqual((rows.mapped("way"), rows.user_id), ([way], self.rh), url)

    def test_discreet(self):
        ppr = self.underway()
        self.sign_in(self.rh)
        for url in (LIST, self.url(ppr)):
            response = self.url_open(url)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            title = html.fromstring(response.text).findtext(".//title")
            self.assertHides(title, "PPR", self.agent.name, "Fichier")
        hub = self.url_open("/my/mobilite")
        self.assertEqual(hub.headers["Cache-Control"], "no-store")
        (link,) = html.fromstring(hub.text).xpath(f"//a[@href='{LIST}']")
        self.assertHides(link.text_content(), "PPR", "répara", self.agent.name)

    def test_query_counts(self):
        ppr = self.underway()
        self.sign_in(self.rh)
        self.assertLessEqual(self.query_count(self.url(ppr)), MOST_QUERIES["one"])
        few = self.query_count(LIST)
        self.assertLessEqual(few, MOST_QUERIES[LIST])
        for rank in range(8):
            user = self._cast_user(f"ppr.{rank}", f"Agent {rank}", "base.group_portal")
            self.opened(self._cast_file(user, self.origin, "cadre_adjoints_techniques"))
        self.env.flush_all()
        self.assertLessEqual(self.query_count(LIST), few)
