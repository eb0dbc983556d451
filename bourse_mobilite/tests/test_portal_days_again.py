"""The form sent again: after the login page, twice, with a note that was read."""

from urllib.parse import parse_qs, urlsplit

from lxml import html

from odoo import Command
from odoo.tests import tagged

from ..rules.working_days import add_months
from .days_case import NEW, DaysCase


@tagged("post_install", "-at_install")
class TestSendAgain(DaysCase):
    def setUp(self):
        super().setUp()
        self.three = [str(day) for day in self.days[:3]]

    def lines(self, response):
        """``{text: link or None}`` of what has to be corrected."""
        root = html.fromstring(response.text)
        return {
            " ".join(line.text_content().split()): next(iter(line.xpath("a/@href")), "")
            for line in root.xpath("//*[@id='form_error']//li")
        }

    def assertSameRequest(self, response, request):
        self.assertIn(f"/my/demandes/{request.id}?sent=1", response.url)
        self.assertHides(response.text, 'id="form_error"')
        self.assertEqual(self.requests(), request)

    def test_the_login_page_leads_back_to_the_form(self):
        old = self.submitted_request()
        row = old.decision_ids.filtered(lambda row: row.party == "origin")
        row._answer(
            "postponed",
            reasons="Trop tôt.",
            author=self.rh.partner_id,
            proposed=(self.days[5], self.days[8]),
        )
        for url, follows in (
            (self.url, None),
            (f"{NEW}?offer={self.offer.id}&follows={old.id}", str(old.id)),
        ):
            self.sign_in(self.agent)
            (form,) = self.forms(url)
            data = {**dict(form.form_values()), "motivation": "Secret."}
            self.sign_in(None)
            answer = self.url_open(form.action, data=data, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            there = urlsplit(answer.headers["Location"])
            self.assertEqual(there.path, "/web/login")
            (back,) = parse_qs(there.query)["redirect"]
            self.assertNotIn("Secret", back)
            self.sign_in(self.agent)
            (again,) = self.forms(back)
            self.assertEqual(again.action, form.action)
            query = parse_qs(urlsplit(again.action).query)
            self.assertEqual(query["offer"], [str(self.offer.id)])
            self.assertEqual(query.get("follows"), follows and [follows])
            self.assertEqual(bool(self.forms(url)), True)
        self.assertEqual(self.requests(), old)

    def test_what_is_kept_is_kept_for_one_person_and_one_offer(self):
        other = self.offer.copy({"name": "Autre service"})
        other.action_publish()
        seen = set()
        for user in (self.agent, self.agent2):
            self.sign_in(user)
            for offer in (self.offer, other):
                (form,) = self.forms(f"{NEW}?offer={offer.id}")
                seen.add((form.get("data-kept-of"), form.get("data-kept-for")))
        self.assertEqual(len(seen), 4)
        self.assertEqual(len({person for person, _place in seen}), 2)

    def test_twice_the_same_is_once(self):
        half = {f"half_{self.days[1]}": "pm"}
        first = self.ask(*self.three, **half)
        request = self.requests()
        self.assertSameRequest(first, request)
        self.assertSameRequest(self.ask(*self.three, **half), request)
        again = self.ask(*reversed(self.three), **half, motivation="Autre raison.")
        self.assertSameRequest(again, request)
        self.assertEqual(request.motivation, "Découvrir l'accueil.")
        self.assertEqual(len(request.decision_ids), 2)

    def test_twice_the_same_period(self):
        self.host_calendar((2, "pm"))
        dates = {"date_start": str(self.days[0]), "date_end": str(self.days[6])}
        self.ask(**dates)
        request = self.requests()
        self.assertSameRequest(self.ask(**dates), request)
        days = [str(day.date) for day in request.day_ids]
        self.assertSameRequest(self.ask(*days), request)

    def test_all_that_is_open_is_what_was_open_when_it_was_sent(self):
        """A half, because the host is closed or an own day takes the other half; and
        a place that the request itself now takes."""
        self.host_calendar((2, "pm"))
        monday, wednesday, thursday = (self.on(weekday) for weekday in (0, 2, 3))
        halves = {thursday: "am", self.on(1): "full", self.on(4): "full"}
        other = self.submitted_request(
            day_ids=[
                Command.create({"date": day, "half": half})
                for day, half in halves.items()
            ],
            date_start=min(halves),
            date_end=max(halves),
        )
        days = (monday, wednesday, thursday)
        self.ask(*days)
        request = self.requests() - other
        self.assertEqual(
            {day.date: day.half for day in request.day_ids},
            {monday: "full", wednesday: "am", thursday: "pm"},
        )
        request.action_employer_accept()
        request.action_host_accept()
        self.assertEqual(request.state, "agreed")
        response = self.ask(*days)
        self.assertIn(f"/my/demandes/{request.id}?sent=1", response.url)
        self.assertEqual(self.requests(), request | other)

    def test_other_days_or_halves_are_another_request(self):
        self.ask(*self.three)
        request = self.requests()
        elsewhere = self.offer.copy({"name": "Autre service"})
        elsewhere.action_publish()
        for days, values in (
            (self.three[:2], {}),
            ([*self.three, str(self.days[5])], {}),
            (self.three, {f"half_{self.days[1]}": "am"}),
        ):
            with self.subTest(days=days, **values):
                response = self.ask(*days, **values)
                ((line, link),) = self.lines(response).items()
                self.assertIn(request.name, line)
                self.assertEqual(link, "#days")
        self.url = f"{NEW}?offer={elsewhere.id}"
        self.assertIn(request.name, " ".join(self.lines(self.ask(*self.three))))
        self.assertEqual(self.requests(), request)

    def test_the_same_days_of_someone_else_are_not_mine(self):
        theirs = self.submitted_request(candidate=self.candidate2)
        self.ask(*theirs.day_ids.mapped("date"))
        self.assertEqual(len(self.requests()), 1)
        self.assertNotEqual(self.requests(), theirs)

    def test_what_was_given_up_can_be_asked_again(self):
        self.ask(*self.three)
        request = self.requests()
        request.action_withdraw()
        self.ask(*self.three)
        self.assertEqual(len(self.requests()), 2)

    def test_withdrawn_twice(self):
        request = self.submitted_request()
        url = f"/my/demandes/{request.id}/retirer"
        for _time in range(2):
            response = self.post(url, {"reason": "Changement."})
            self.assertShows(response.text, "Votre demande est retirée")
            self.assertHides(response.text, 'id="form_error"')
        self.assertEqual(request.state, "withdrawn")
        cancelled = self.submitted_request()
        cancelled.action_cancel("Salle fermée.")
        response = self.post(f"/my/demandes/{cancelled.id}/retirer", {})
        self.assertShows(response.text, 'id="form_error"')
        self.sign_in(self.agent2)
        self.assertEqual(self.post(url, {}).status_code, 404)


@tagged("post_install", "-at_install")
class TestReadNote(DaysCase):
    def setUp(self):
        super().setUp()
        soon = str(add_months(self._today(), 1))
        boxes, _closed = self.calendar(self.page(self.url))
        self.soon = [day for day in boxes if day > soon][:3]

    def note(self, response):
        """``(box, said again)`` of the note, checked to be there and nothing sent."""
        self.assertShows(response.text, 'id="form_notice"')
        self.assertFalse(self.requests())
        root = html.fromstring(response.text)
        (box,) = root.xpath("//form//*[@id='form_notice']//input[@id='confirm']")
        again = root.xpath("//*[@id='notice_again']")
        self.assertEqual("notice_again" in box.get("aria-describedby"), bool(again))
        self.assertIsNone(box.get("checked"))
        return box.get("value"), " ".join(part.text_content() for part in again)

    def test_only_the_note_that_was_read_is_confirmed(self):
        mark, again = self.note(self.ask(*self.soon))
        self.assertFalse(again)
        self.assertRegex(mark, r"^[0-9a-f]{64}$")
        changed = set()
        for forged in ("1", "on", "true", mark[:-1], mark.upper(), "\x00", "é" * 999):
            with self.subTest(forged=forged):
                shown, again = self.note(self.ask(*self.soon, confirm=forged))
                self.assertEqual(shown, mark)
                changed.add(again)
        # Only the empty one says nothing: it ticked nothing.
        self.assertEqual(len(changed - {""}), 1)
        self.ask(*self.soon, confirm=mark)
        self.assertEqual([str(day) for day, _half in self.sent()], self.soon)

    def test_another_note_is_shown_again(self):
        mark, _again = self.note(self.ask(*self.soon))
        self.env.ref("bourse_mobilite.regime_pip").notice_months = 4
        other, again = self.note(self.ask(*self.soon, confirm=mark, noticed=mark))
        self.assertNotEqual(other, mark)
        self.assertTrue(again)
        self.ask(*self.soon, confirm=other, noticed=other)
        self.assertEqual(self.requests().state, "submitted")

    def test_sent_again_without_ticking(self):
        response = self.ask(*self.soon)
        mark, _again = self.note(response)
        (form,) = self.forms_of(response.text)
        self.assertEqual(form.fields["noticed"], mark)
        _mark, unticked = self.note(self.url_open(form.action, data=form.form_values()))
        self.assertTrue(unticked)
        _mark, changed = self.note(self.ask(*self.soon, noticed="0" * 64))
        self.assertNotIn(changed, ("", unticked))

    def test_a_mark_confirms_nothing_else(self):
        mark, _again = self.note(self.ask(*self.soon))
        response = self.ask(self.soon[0], confirm=mark, noticed=mark)
        self.assertRefused(response)
        self.assertHides(response.text, 'id="form_notice"')
