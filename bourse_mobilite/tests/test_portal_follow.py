"""A request that takes up a postponed one, with the dates that were proposed."""

from urllib.parse import parse_qs, urlsplit

from lxml import html

from odoo.tests import tagged

from ..rules.working_days import add_months
from .days_case import NEW, DaysCase


@tagged("post_install", "-at_install")
class TestFollow(DaysCase):
    def setUp(self):
        super().setUp()
        self.old = self.submitted_request()
        self.answer(self.old, self.days[5], self.days[7])
        self.follow = f"{NEW}?follows={self.old.id}"

    def answer(self, request, start, end):
        row = request.decision_ids.filtered(lambda row: row.party == "origin")
        row._answer(
            "postponed",
            reasons="Trop tôt pour le service.",
            author=self.rh.partner_id,
            proposed=(start, end),
        )
        self.assertEqual(request.state, "postponed")

    def value(self, page, name):
        return html.fromstring(page).xpath(f"//form//*[@name='{name}']/@value")

    def follows(self, page):
        """The request that the form of the page takes up, by its address."""
        (form,) = self.forms_of(page)
        return parse_qs(urlsplit(form.action).query).get("follows")

    def test_the_proposed_dates_are_filled_in(self):
        page = self.page(self.follow)
        self.assertShows(page, 'id="proposals"', self.origin.name, self.old.motivation)
        self.assertEqual(self.follows(page), [str(self.old.id)])
        self.assertEqual(self.value(page, "date_start"), [str(self.days[5])])
        self.assertEqual(self.value(page, "date_end"), [str(self.days[7])])
        self.send(self.follow, {})
        new = self.requests() - self.old
        self.assertEqual(new.follows_id, self.old)
        self.assertEqual(new.state, "submitted")
        self.assertEqual(new.motivation, self.old.motivation)
        self.assertEqual(new.day_ids.mapped("date"), self.days[5:8])

    def test_a_longer_period_is_for_the_agent_to_choose_in(self):
        other = self.submitted_request(date_start=self.days[1], date_end=self.days[3])
        end = add_months(self.days[5], 2)
        self.answer(other, self.days[5], end)
        page = self.page(f"{NEW}?follows={other.id}")
        self.assertShows(page, 'id="proposals"', other.motivation)
        self.assertEqual(self.value(page, "date_start"), [""])
        month = html.fromstring(page).xpath("//details[@open]/@data-month")
        self.assertEqual(month, [str(self.days[5])[:7]])

    def test_kept_when_the_form_comes_back(self):
        response = self.send(self.follow, {"motivation": ""})
        self.assertShows(response.text, 'id="form_error"', 'id="proposals"')
        self.assertEqual(self.follows(response.text), [str(self.old.id)])

    def test_only_an_own_postponed_request_of_this_host(self):
        theirs = self.submitted_request(candidate=self.candidate2)
        self.answer(theirs, self.days[5], self.days[8])
        waiting = self.submitted_request(
            date_start=self.days[9], date_end=self.days[11]
        )
        elsewhere = self.offer.copy({"name": "Ailleurs", "host_id": self.third.id})
        elsewhere.action_publish()
        for offer, follows in (
            (self.offer, theirs.id),
            (self.offer, waiting.id),
            (elsewhere, self.old.id),
            (self.offer, 0),
            (self.offer, "9" * 40),
            (self.offer, "x' or 1=1"),
        ):
            with self.subTest(offer=offer.name, follows=follows):
                page = self.page(f"{NEW}?offer={offer.id}&follows={follows}")
                self.assertHides(page, 'id="proposals"', "Motif réservé")
                self.assertFalse(self.follows(page))
                self.assertEqual(self.value(page, "date_start"), [""])
        self.ask(*self.days[5:7], follows=str(theirs.id))
        new = self.requests() - self.old - waiting
        self.assertEqual((len(new), new.follows_id.ids), (1, []))
        self.assertHides(self.page(f"{NEW}?follows={theirs.id}"), "Motif réservé")

    def test_taken_up_once_until_given_up(self):
        self.send(self.follow, {})
        first = self.requests() - self.old
        self.assertHides(self.page(self.follow), 'id="proposals"')
        self.ask(*self.days[9:11], follows=str(self.old.id))
        second = self.requests() - self.old - first
        self.assertFalse(second.follows_id)
        first.action_withdraw()
        self.assertShows(self.page(self.follow), 'id="proposals"')

    def test_another_offer_of_the_same_host(self):
        other = self.offer.copy({"name": "Autre service"})
        other.action_publish()
        self.url = f"{NEW}?offer={other.id}&follows={self.old.id}"
        self.send(self.url, {})
        new = self.requests() - self.old
        self.assertEqual((new.offer_id, new.follows_id), (other, self.old))

    def test_without_an_offer_nothing_is_filled_in(self):
        old = self.env["mobility.request"].create(
            {
                "candidate_id": self.candidate.id,
                "host_id": self.host.id,
                "motivation": "Motif réservé : sans offre.",
                "source": "portal",
                "date_start": self.days[1],
                "date_end": self.days[3],
            }
        )
        old.action_submit()
        self.answer(old, self.days[5], self.days[8])
        page = self.page(f"{NEW}?follows={old.id}")
        self.assertHides(page, 'name="motivation"', "Motif réservé")
        page = self.page(f"{NEW}?offer={self.offer.id}&follows={old.id}")
        self.assertHides(page, 'id="proposals"', "Motif réservé")
        self.assertEqual(self.value(page, "date_start"), [""])
        self.assertEqual(self.follows(page), [str(old.id)])
