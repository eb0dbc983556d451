"""The days that are sent: whole or half, in a row or not; what is refused, and kept."""

from datetime import timedelta

from lxml import html

from odoo import Command
from odoo.tests import tagged

from ..controllers.ask_form import MOST_DAYS
from ..rules.working_days import add_months, public_holidays
from .days_case import DaysCase


@tagged("post_install", "-at_install")
class TestAskDays(DaysCase):
    def test_days_in_no_row_and_half_days(self):
        first, second, third = self.days[0], self.days[3], self.days[9]
        self.ask(
            third, first, second, **{f"half_{second}": "pm", f"half_{third}": "full"}
        )
        self.assertEqual(
            self.sent(), [(first, "full"), (second, "pm"), (third, "full")]
        )
        request = self.requests()
        self.assertEqual((request.date_start, request.date_end), (first, third))
        self.assertEqual(request.days, 2.5)

    def test_ticked_without_a_half_is_all_that_is_open(self):
        self.host_calendar((2, "pm"))
        monday, wednesday, thursday = (self.on(weekday) for weekday in (0, 2, 3))
        self.ask(monday, wednesday, thursday)
        self.assertEqual(
            self.sent(),
            sorted([(monday, "full"), (wednesday, "am"), (thursday, "full")]),
        )

    def test_no_day_ticked_is_every_open_day_between_the_two_dates(self):
        self.host_calendar((2, "am"), (3, "am"), (3, "pm"))
        start = self.on(0)
        end = start + timedelta(days=8)
        self.ask(date_start=str(start), date_end=str(end))
        calendar = self.offer._calendar()
        self.assertEqual(self.sent(), calendar.days(start, end))
        self.assertNotIn(3, {day.weekday() for day, _half in self.sent()})

    def test_days_win_over_the_two_dates(self):
        self.ask(
            self.days[1],
            self.days[4],
            date_start=str(self.days[0]),
            date_end=str(self.days[6]),
        )
        self.assertEqual(
            [day for day, _half in self.sent()], [self.days[1], self.days[4]]
        )

    def test_days_outside_the_two_dates_are_not_lost_in_silence(self):
        for values in (
            {"date_start": str(self.days[2]), "date_end": str(self.days[6])},
            {"date_start": str(self.days[0]), "date_end": str(self.days[3])},
            {"date_start": str(self.days[2])},
            {"date_end": str(self.days[3])},
        ):
            with self.subTest(**values):
                response = self.ask(self.days[1], self.days[4], **values)
                self.assertRefused(response, 'id="days_error"')
                self.assertEqual(
                    self.ticked(response.text), {str(self.days[1]), str(self.days[4])}
                )

    def test_the_same_day_twice_is_one_day(self):
        self.ask(self.days[0], self.days[1], self.days[0])
        self.assertEqual(len(self.sent()), 2)

    def test_a_half_without_its_day_is_nothing(self):
        self.ask(*self.days[:2], **{f"half_{self.days[5]}": "am"})
        self.assertEqual([day for day, _half in self.sent()], self.days[:2])

    def test_nothing_is_lost_when_it_is_refused(self):
        half = {f"half_{self.days[1]}": "am"}
        response = self.ask(*self.days, **half)
        self.assertRefused(response, "Découvrir l'accueil.", "jours ouvrés", "10")
        self.assertEqual(self.ticked(response.text), {str(day) for day in self.days})
        boxes, _closed = self.calendar(response.text)
        self.assertEqual(boxes[str(self.days[1])].get("data-half"), "am")
        root = html.fromstring(response.text)
        (fieldset,) = root.xpath("//fieldset[@id='days']")
        self.assertEqual(fieldset.get("aria-describedby"), "form_error")
        self.assertEqual(
            set(root.xpath("//details[@open]/@data-month")),
            {str(day)[:7] for day in self.days},
        )

    def test_without_reasons_the_days_stay_ticked(self):
        response = self.ask(*self.days[:2], motivation=" ")
        self.assertRefused(response, 'id="motivation_error"')
        self.assertEqual(
            self.ticked(response.text), {str(day) for day in self.days[:2]}
        )

    def test_short_notice_is_confirmed_with_the_days(self):
        soon = add_months(self._today(), 1)
        boxes, _closed = self.calendar(self.page(self.url))
        days = [day for day in boxes if day > str(soon)][:3:2]
        response = self.ask(*days, **{f"half_{days[0]}": "pm", "motivation": "Oui."})
        # One day and a half: refused before the note.
        self.assertRefused(response)
        response = self.ask(*days)
        self.assertShows(response.text, 'id="form_notice"')
        self.assertFalse(self.requests())
        form = html.fromstring(response.text).xpath("//form[.//*[@id='confirm']]")[0]
        confirm = form.xpath(".//*[@id='confirm']/@value")[0]
        data = [*form.form_values(), ("confirm", confirm)]
        self.assertEqual([value for name, value in data if name == "day"], days)
        self.url_open(form.action, data=data)
        self.assertEqual([str(day) for day, _half in self.sent()], days)

    def test_what_no_calendar_sends(self):
        day = str(self.days[0])
        for values in (
            {"day": ["demain"]},
            {"day": [day, ""]},
            {"day": [day, "2027-02-30"]},
            {"day": [day, "9999-12-31"]},
            {"day": [day, "0001-01-01"]},
            {"day": [day, "<script>alert(1)</script>"]},
            {"day": [day, f"{day}\x00; drop table"]},
            {"day": [day], f"half_{day}": "night"},
            {"day": [day], f"half_{day}": "FULL"},
            {"day": [day] * (MOST_DAYS + 1)},
            {"day": [], "date_start": "", "date_end": ""},
        ):
            with self.subTest(**values):
                response = self.ask(**values)
                self.assertRefused(response)
                self.assertNoMarkup(response.text, "<script>alert(1)", "drop table")

    def test_the_most_that_is_read(self):
        boxes, _closed = self.calendar(self.page(self.url))
        days = list(boxes)
        response = self.ask(*days[:MOST_DAYS])
        self.assertRefused(response, "jours ouvrés")
        self.assertEqual(len(self.ticked(response.text)), MOST_DAYS)
        response = self.ask(*days[: MOST_DAYS + 1])
        self.assertRefused(response, 'id="days_error"')

    def test_days_that_cannot_be_chosen(self):
        self.agreed_request(
            candidate=self.candidate2,
            date_start=self.days[8],
            date_end=self.days[9],
        )
        holiday = next(
            day
            for year in (self._today().year, self._today().year + 1)
            for day in public_holidays("60", year)
            if day > self._today() + timedelta(days=1) and day.weekday() < 5
        )
        saturday = self.days[0] + timedelta(days=5 - self.days[0].weekday())
        later = add_months(self._today(), 14)
        while later.weekday() > 4:
            later += timedelta(days=1)
        good = self.days[4:6]
        for day, code in (
            (saturday, "weekend"),
            (self.days[8], "full"),
            (self._today(), "too_soon"),
            (later, "too_far"),
        ):
            with self.subTest(code=code):
                response = self.ask(*good, day)
                self.assertRefusedFor(response, self.reason(code))
        self.assertRefusedFor(
            self.ask(*good, holiday), self.reason("holiday").partition("%")[0]
        )
        # Between two dates, a full day is refused too: nobody is sent for nothing.
        self.assertRefusedFor(
            self.ask(date_start=str(self.days[7]), date_end=str(self.days[9])),
            self.reason("full"),
        )
        self.offer.write({"date_from": good[0], "date_to": good[1]})
        for day in (self.days[3], self.days[6]):
            self.assertRefusedFor(self.ask(day, *good), self.reason("outside"))
        self.ask(*good)
        self.assertEqual([day for day, _half in self.sent()], good)

    def test_a_closed_half_cannot_be_chosen(self):
        self.host_calendar((2, "pm"), (4, "am"), (4, "pm"))
        wednesday, friday = self.on(2), self.on(4)
        good = [self.on(0), self.on(1)]
        for half in ("full", "pm"):
            response = self.ask(*good, wednesday, **{f"half_{wednesday}": half})
            self.assertRefusedFor(response, self.reason("open_am"))
        self.assertRefusedFor(self.ask(*good, friday), self.reason("closed"))
        self.ask(*good, wednesday, **{f"half_{wednesday}": "am"})
        self.assertEqual(len(self.sent()), 3)

    def test_the_other_half_of_an_own_day(self):
        other = self.submitted_request(
            day_ids=[
                Command.create({"date": day, "half": half})
                for day, half in ((self.days[0], "am"), (self.days[1], "full"),
                                  (self.days[2], "full"))
            ]
        )  # fmt: skip
        good = self.days[4:6]
        for day, half in (
            (self.days[0], "am"),
            (self.days[0], "full"),
            (self.days[1], "pm"),
        ):
            response = self.ask(*good, day, **{f"half_{day}": half})
            self.assertShows(response.text, 'id="form_error"')
            self.assertEqual(self.requests(), other)
        self.ask(self.days[0], *good, **{f"half_{self.days[0]}": "pm"})
        mine = self.requests() - other
        self.assertEqual(mine.day_ids.sorted("date")[0].half, "pm")

    def test_today_is_too_soon_and_tomorrow_is_not(self):
        response = self.ask(date_start=str(self._today()), date_end=str(self.days[0]))
        self.assertRefused(response, 'id="date_start_error"')
        tomorrow = self._today() + timedelta(days=1)
        response = self.ask(date_start=str(tomorrow), date_end=str(self.days[0]))
        self.assertRefused(response)
        self.assertHides(response.text, 'id="date_start_error"')
