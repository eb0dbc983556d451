"""What the page marks as wrong, where its lines lead, and how it names the days."""

from datetime import timedelta

from lxml import html

from odoo.tests import tagged

from .days_case import DaysCase


@tagged("post_install", "-at_install")
class TestWhatIsWrong(DaysCase):
    def dates(self, response):
        """``{name: (invalid, red, described by)}`` of the two dates."""
        root = html.fromstring(response.text)
        return {
            name: (
                field.get("aria-invalid"),
                "is-invalid" in field.get("class"),
                field.get("aria-describedby").split(),
            )
            for name in ("date_start", "date_end")
            for field in root.xpath(f"//input[@id='{name}']")
        }

    def assertWrong(self, response, **described):
        fine = (None, False, ["days_help"])
        self.assertRefused(response)
        for name, state in self.dates(response).items():
            wanted = described.get(name)
            self.assertEqual(
                state, ("true", True, [wanted, "days_help"]) if wanted else fine, name
            )

    def test_only_the_wrong_date_is_marked(self):
        days = [str(day) for day in self.days]
        self.assertWrong(self.ask(*days))
        self.assertWrong(self.ask(days[0], motivation=""))
        self.assertWrong(self.ask(date_start=days[0], date_end=days[-1]))
        self.assertWrong(self.ask(date_start=days[0]), date_end="date_end_error")
        self.assertWrong(
            self.ask(date_start=days[3], date_end=days[0]), date_end="date_end_error"
        )
        self.assertWrong(self.ask(date_end=days[0]), date_start="date_start_error")
        self.assertWrong(
            self.ask(days[1], days[2], date_start=days[2]), date_start="days_error"
        )
        self.assertWrong(
            self.ask(days[1], days[2], date_end=days[1]), date_end="days_error"
        )
        self.assertWrong(
            self.ask(days[3], date_start=days[4], date_end=days[2]),
            date_start="days_error",
            date_end="days_error",
        )

    def test_lines_about_days_lead_to_the_days(self):
        regime = self.env.ref("bourse_mobilite.regime_pip")
        saturday = self.days[0] + timedelta(days=5 - self.days[0].weekday())

        def links(response):
            self.assertRefused(response)
            return html.fromstring(response.text).xpath(
                "//*[@id='form_error']//li/a/@href"
            )

        regime.write({"min_days": 1, "max_days": 1, "max_days_window": 2})
        self.assertEqual(links(self.ask(*self.days[:3])), ["#days", "#days"])
        self.assertEqual(links(self.ask(self.days[0], saturday)), ["#days"])
        self.offer.write({"date_from": self.days[2]})
        self.assertEqual(links(self.ask(*self.days[1:3])), ["#days"])

    def test_a_line_about_something_else_leads_nowhere(self):
        job = self.candidate.employment_ids
        job.write({"position": "mise_a_disposition", "other_employer_id": False})
        response = self.ask(*self.days[:3])
        self.assertRefused(response)
        root = html.fromstring(response.text)
        self.assertTrue(root.xpath("//*[@id='form_error']//li"))
        self.assertFalse(root.xpath("//*[@id='form_error']//li/a"))
        (fieldset,) = root.xpath("//fieldset[@id='days']")
        self.assertIsNone(fieldset.get("aria-describedby"))


@tagged("post_install", "-at_install")
class TestDaysInWords(DaysCase):
    def test_the_first_of_a_month(self):
        boxes, _closed = self.calendar(self.page(self.url))
        firsts = {day: box for day, box in boxes.items() if day.endswith("-01")}
        self.assertTrue(firsts)
        for day, box in boxes.items():
            number = "1er" if day in firsts else str(int(day[-2:]))
            self.assertRegex(box.get("aria-label"), rf"^[a-z]+ {number} [^ ]+ \d{{4}}")
        english = self.offer.with_context(lang="en_US")
        label = english._day_label(self.days[0].replace(day=1))
        self.assertNotIn("1er", label)

    def test_the_names_of_holidays(self):
        _boxes, closed = self.calendar(self.page(self.url))
        names = " ".join(closed.values())
        self.assertIn("Jour de l’an", names)
        self.assertNotIn("'", names)

    def test_a_day_that_cannot_be_chosen_is_said_in_a_sentence(self):
        boxes, closed = self.calendar(self.page(self.url))
        new_year = next(day for day in closed if day.endswith("-01-01"))
        response = self.ask(*self.days[:2], new_year)
        self.assertRefused(response)
        (error,) = html.fromstring(response.text).xpath("//*[@id='form_error']//li")
        text = " ".join(error.text_content().split())
        year = new_year[:4]
        self.assertRegex(
            text, rf"\({closed[new_year]}\)\s?: 01/01/{year}\.$", boxes.keys()
        )

    def test_half_days_without_a_script(self):
        (said,) = html.fromstring(self.page(self.url)).xpath(
            "//noscript[ancestor::form]"
        )
        self.assertTrue(said.text_content().strip())
