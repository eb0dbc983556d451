"""What an agent must avoid, and who the agents are, by page, by mail, by the points and
by the days that follow."""

import json
import re

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .matching_leak_case import CONDITION, NAME, QUIET, STAFF, MatchingLeakCase
from .offer_agents_case import without_token


@tagged("post_install", "-at_install")
class TestMatchingLeakPages(MatchingLeakCase):
    # Pages

    def _pages(self, user, *urls):
        texts = []
        self.sign_in(user)
        for url in urls:
            answer = self.url_open(url)
            texts.append((url, answer.status_code, without_token(answer.text)))
        self.authenticate(None, None)
        return texts

    def _all_pages(self):
        self.look()
        offers = [f"/my/offres/{offer.id}/agents" for offer in self.offer | self.heavy]
        public = ["/immersions", f"/immersions/{self.offer.id}", "/rapprochement"]
        own = ["/my/offres", "/my/demandes", "/my/conventions", "/my/mobilite"]
        seen = []
        for role in (*STAFF, "internal", "rh_host", "authority_host", "tutor"):
            seen += self._pages(getattr(self, role), *offers, *own, *public)
        seen += self._pages(self.agent2, *own, *offers, "/my/mobilite/places")
        seen += self._pages(None, *public, *offers, self.url_of_row)
        return seen

    @mute_logger(*QUIET)
    def test_by_page_everything_is_the_same(self):
        self.url_of_row = self._url(self.row)
        without, with_them = self.worlds(self._all_pages)
        for one, other in zip(without, with_them, strict=True):
            self.assertEqual(one[:2], other[:2])
            self.assertEqual(_still(one[2]), _still(other[2]), one[0])
        text = json.dumps(without, ensure_ascii=False)
        self.assertIn("Au moins 5 agents", text)
        for secret in (NAME, "Wilhelmine", "Zéphyr", "perso.example.org"):
            self.assertNotIn(secret, text)

    @mute_logger(*QUIET)
    def test_the_agent_reads_it(self):
        """The page of the agent changes: the two worlds do differ."""
        self.candidate.write(
            {"target_metier_ids": [Command.set(self.accueil.ids)], "seeking": True}
        )
        self.assertShows(
            str(self._pages(self.agent, "/my/mobilite/places")), self.offer.name
        )
        self.candidate.restriction_ids = self.condition
        self.assertHides(
            str(self._pages(self.agent, "/my/mobilite/places")), self.offer.name
        )

    # Mails

    def _mails_of(self, work):
        last = self.env["mail.mail"].sudo().search([], order="id desc", limit=1).id or 0
        work()
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([("id", ">", last)], order="id")
        return [
            (mail.email_to, mail.subject, _plain(mail.body_html), _plain(mail.headers))
            for mail in mails
        ]

    def _mails_for_staff_and_hosts(self):
        """The adviser's digest, what the host's asking makes, a campaign."""

        def work():
            self.look()
            self.adviser._cron_tell_advisers()
            self.offer.with_user(self.rh_host)._ask_to_talk()
            self._send(self._campaign(self.asked, self.marked))

        return self._mails_of(work)

    def test_mails_to_staff_and_hosts_are_the_same(self):
        self.asked = self._employers(1)
        without, with_them = self.worlds(self._mails_for_staff_and_hosts)
        self.assertEqual(without, with_them)
        told = {address for address, *_rest in without}
        self.assertTrue(any(self.adviser.email in address for address in told))
        self.assertTrue(any(self.asked.email in address for address in told))
        for address, *parts in without:
            self.assertHides(str(parts), CONDITION)
            if self.adviser.email not in address:
                self.assertHides(str(parts), NAME, "Wilhelmine", "Zéphyr")

    def _told_to_the_agent(self):
        def work():
            self.look()
            row = self.env["mobility.proposal"].search(
                [("candidate_id", "=", self.marked.id)], limit=1
            )
            row.with_user(self.adviser).action_tell()

        return self._mails_of(work)

    def test_the_mail_by_which_an_adviser_proposes_is_the_same(self):
        """The adviser presses the same button and reads the same on the file."""
        without, with_them = self.worlds(self._told_to_the_agent)
        self.assertEqual(without, with_them)
        self.assertEqual(len(without), 1)
        self.assertHides(str(without), CONDITION)

    def test_the_agent_s_own_digest_leaves_it_out_without_naming_it(self):
        def work():
            self.marked._tell_new_places(self.env.company)

        self.offer.published_on = self.heavy.published_on = self._day(-1)
        self.marked.digest_on = False
        without, with_them = self.worlds(lambda: self._mails_of(work))
        self.assertEqual((len(without), len(with_them)), (1, 0))
        self.assertHides(str(without), CONDITION)

    # What an answer of a host makes

    def test_points_and_orders_are_the_same(self):
        def play():
            self.look()
            rows = self.env["mobility.proposal"].search([], order="score desc, id")
            return [
                (
                    row.candidate_id.id, row.offer_id.id, row.score, row.points,
                    row.facts, row.why_fits, row.why_not, row.offer_id.shown_count,
                    row.for_agent, row.for_offer,
                )
                for row in rows
            ]  # fmt: skip

        without, with_them = self.worlds(play)
        self.assertEqual(without, with_them)
        self.assertEqual(len(without), 12)

    def test_nothing_is_learned_from_the_days_that_follow(self):
        """One night after another, with who was told and who asked."""

        def play():
            seen = []
            for _night in range(2):
                self.look()
                self.env["mobility.candidate"]._cron_find_places()
                rows = self.env["mobility.proposal"].search([("state", "=", "found")])
                seen.append(len(rows))
                rows[:1].with_user(self.adviser).action_set_aside()
                self.sign_in(self.rh_host)
                seen.append(_still(without_token(self.page(self.url_of_offer))))
            return seen

        self.url_of_offer = f"/my/offres/{self.offer.id}/agents"
        without, with_them = self.worlds(play)
        self.assertEqual(without, with_them)


def _still(lines):
    """The lines of a page without what Odoo draws for each session."""
    return [re.sub(r'"[0-9a-f]{40,}o?\d*"', '""', line) for line in lines]


def _plain(body):
    """A mail without the secrets of its links."""
    return re.sub(r"/(sollicitation|stop)/[\w-]+", r"/\1/", str(body))
