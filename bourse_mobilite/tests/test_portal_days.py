"""What the calendar of a request offers and says, on a page without JavaScript."""

from datetime import timedelta

from lxml import html

from odoo import Command
from odoo.tests import tagged

from ..rules.working_days import add_months, public_holidays
from .days_case import DaysCase

MOST_QUERIES = 40


@tagged("post_install", "-at_install")
class TestDayCalendar(DaysCase):
    def test_open_days_and_the_others(self):
        boxes, closed = self.calendar(self.page(self.url))
        tomorrow = self._today() + timedelta(days=1)
        self.assertFalse(set(boxes) & set(closed))
        self.assertNotIn(str(self._today()), boxes)
        self.assertGreaterEqual(min(boxes), str(tomorrow))
        self.assertGreaterEqual(max(boxes), str(add_months(self._today(), 12))[:7])
        self.assertLess(max(boxes), str(add_months(self._today(), 14)))
        for day in self.days:
            self.assertIn(str(day), boxes)
        saturday = self.days[0] + timedelta(days=5 - self.days[0].weekday())
        self.assertEqual(closed[str(saturday)], self.reason("weekend"))
        holidays = {
            day: name
            for year in {tomorrow.year, tomorrow.year + 1}
            for day, name in public_holidays("60", year).items()
            if tomorrow < day < add_months(tomorrow, 12)
        }
        self.assertGreaterEqual(len(holidays), 10)
        for day, name in holidays.items():
            self.assertNotIn(str(day), boxes)
            self.assertIn(name.replace("'", "’"), closed[str(day)])

    def test_each_box_is_named_in_full(self):
        day = self.days[0]
        box = self.calendar(self.page(self.url))[0][str(day)]
        self.assertIn(str(day.year), box.get("aria-label"))
        self.assertRegex(
            box.get("aria-label"), rf"^[a-z]+ {day.day}(er)? [^ ]+ \d{{4}}$"
        )

    def test_one_month_is_open_the_one_of_the_usual_start(self):
        root = html.fromstring(self.page(self.url))
        months = root.xpath("//details/@data-month")
        self.assertEqual(months, sorted(months))
        self.assertEqual(len(months), 13 + (self._today().day == self._last_day()))
        usual = str(add_months(self._today(), 3))[:7]
        self.assertEqual(root.xpath("//details[@open]/@data-month"), [usual])

    def _last_day(self):
        return (add_months(self._today().replace(day=1), 1) - timedelta(days=1)).day

    def test_dates_of_the_offer(self):
        self.offer.write({"date_from": self.days[2], "date_to": self.days[6]})
        page = self.page(self.url)
        boxes, closed = self.calendar(page)
        self.assertEqual(list(boxes), [str(day) for day in self.days[2:7]])
        self.assertEqual(closed[str(self.days[1])], self.reason("outside"))
        start = html.fromstring(page).xpath("//input[@id='date_start']")[0]
        self.assertEqual(start.get("min"), str(self.days[2]))
        self.assertEqual(start.get("max"), str(self.days[6]))

    def test_an_offer_that_ends_today(self):
        self.offer.write({"date_from": False, "date_to": self._today()})
        self.assertHides(self.page(self.url), 'name="motivation"')
        self.offer.date_to = self._today() + timedelta(days=40)
        self.assertShows(self.page(self.url), 'name="motivation"')

    def test_opening_days_of_the_host(self):
        wednesday, thursday, friday = (self.on(weekday) for weekday in (2, 3, 4))
        calendar = self.host_calendar((2, "pm"), (4, "am"), (4, "pm"))
        self.close(calendar, thursday)
        boxes, closed = self.calendar(self.page(self.url))
        self.assertEqual(boxes[str(wednesday)].get("data-open"), "am")
        self.assertIn(self.reason("open_am"), boxes[str(wednesday)].get("aria-label"))
        for day in (thursday, friday):
            self.assertEqual(closed[str(day)], self.reason("closed"))
        self.assertIsNone(boxes[str(self.on(0))].get("data-open"))

    def test_places_left(self):
        self.submitted_request(candidate=self.candidate_elsewhere)
        self.assertIn(str(self.days[0]), self.calendar(self.page(self.url))[0])
        self.agreed_request(candidate=self.candidate2)
        boxes, closed = self.calendar(self.page(self.url))
        for day in self.days[:3]:
            self.assertEqual(closed[str(day)], self.reason("full"))
        self.assertIn(str(self.days[3]), boxes)
        self.offer.capacity = 2
        self.assertIn(str(self.days[0]), self.calendar(self.page(self.url))[0])

    def test_own_other_days(self):
        other = self.submitted_request()
        boxes, closed = self.calendar(self.page(self.url))
        self.assertEqual(closed[str(self.days[0])], self.reason("taken"))
        self.sign_in(self.agent2)
        self.assertIn(str(self.days[0]), self.calendar(self.page(self.url))[0])
        self.sign_in(self.agent)
        other.action_withdraw()
        self.assertIn(str(self.days[0]), self.calendar(self.page(self.url))[0])

    def test_half_of_a_day_is_left(self):
        days = [(self.days[0], "am"), (self.days[1], "full"), (self.days[2], "pm")]
        self.submitted_request(
            day_ids=[Command.create({"date": day, "half": half}) for day, half in days]
        )
        boxes, closed = self.calendar(self.page(self.url))
        self.assertEqual(boxes[str(self.days[0])].get("data-open"), "pm")
        self.assertEqual(boxes[str(self.days[2])].get("data-open"), "am")
        self.assertIn(str(self.days[1]), closed)

    def test_days_left_in_each_month(self):
        def left():
            root = html.fromstring(self.page(self.url))
            return {float(left) for left in root.xpath("//details/@data-left")}

        self.assertEqual(left(), {20.0})
        self.submitted_request()
        self.assertEqual(left(), {17.0})
        regime = self.env.ref("bourse_mobilite.regime_pip")
        regime.max_days_window = 3
        self.assertEqual(left(), {0.0})
        regime.max_days_window = 0
        self.assertEqual(left(), set())

    def test_the_page_costs_the_same_when_there_is_much_to_know(self):
        few = self.query_count(self.url)
        self.submitted_request()
        for candidate, start in ((self.candidate2, 3), (self.candidate_elsewhere, 6)):
            self.agreed_request(
                candidate=candidate,
                date_start=self.days[start],
                date_end=self.days[start + 2],
            )
        many = self.query_count(self.url)
        self.assertEqual(few, many)
        self.assertLessEqual(many, MOST_QUERIES)
        calendar = self.host_calendar((2, "pm"))
        self.close(calendar, *self.days[:1])
        closed = self.query_count(self.url)
        self.close(calendar, *self.days[1:])
        self.assertEqual(self.query_count(self.url), closed)
        self.assertLessEqual(closed, MOST_QUERIES)
