"""The calendar in a browser as wide as a phone: the keyboard alone, then axe."""

import json

from odoo.tests import tagged

from .days_case import DaysCase
from .test_portal_axe import axe_source

# The page in a frame, as it comes and without its scripts; then with days chosen.
LOOK = """
(async () => {
    const source = %(axe)s;
    const found = [];
    const look = async (what, width, frame) => {
        const page = frame.contentWindow;
        page.eval(source);
        const {violations, passes} = await page.axe.run(page.document);
        if (page.innerWidth !== width || !passes.length) {
            found.push(`${what} ${width}: not looked at`);
        }
        if (page.document.documentElement.scrollWidth > width) {
            found.push(`${what} ${width}: wider than the screen`);
        }
        for (const {id, nodes} of violations) {
            found.push(`${what} ${width}: ${id} ${nodes[0].html.slice(0, 200)}`);
        }
    };
    const wait = (time) => new Promise((ready) => setTimeout(ready, time));
    const text = await (await fetch(%(url)s)).text();
    const plain = text.replace(/<script[\\s\\S]*?<\\/script>/g, "");
    for (const width of [1280, 375]) {
        for (const script of [false, true]) {
            const frame = document.createElement("iframe");
            frame.title = "page";
            frame.style = `position:absolute;top:0;left:0;height:900px;border:0;width:${width}px`;
            document.body.replaceChildren(frame);
            await new Promise((loaded) => {
                frame.onload = loaded;
                if (script) {
                    frame.src = %(url)s;
                } else {
                    frame.srcdoc = plain;
                }
            });
            await wait(400);
            const page = frame.contentWindow.document;
            for (let time = 0; script && time < 50; time++) {
                if (!page.querySelector(".o_mobility_days_live")) {
                    await wait(100);
                }
            }
            if (Boolean(page.querySelector(".o_mobility_days_live")) !== script) {
                found.push(`${width}: the script should run: ${script}`);
            }
            const shown = page.querySelectorAll(".o_mobility_month:not([hidden])").length;
            if (script ? shown !== 1 : shown < 12) {
                found.push(`${width}: ${shown} months, script: ${script}`);
            }
            if (!script) {
                page.querySelectorAll("details").forEach((month) => (month.open = true));
            }
            await look(script ? "script" : "no script", width, frame);
            if (script) {
                page.querySelectorAll(
                    ".o_mobility_month:not([hidden]) input"
                ).forEach((box) => box.click());
                await look("chosen", width, frame);
                page.querySelectorAll("[data-step='-1']").forEach((button) => {
                    for (let time = 0; time < 20; time++) {
                        button.click();
                    }
                });
                await look("first month", width, frame);
            }
        }
    }
    if (found.length) {
        console.error(found.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("post_install", "-at_install")
class TestDaysBrowser(DaysCase):
    browser_size = "375x812"

    def test_keyboard_alone(self):
        days = [self.days[0], self.days[3], self.days[8]]
        self.start_tour(
            f"{self.url}#{','.join(map(str, days))}",
            "bourse_mobilite_days",
            login=self.agent.login,
        )
        self.assertEqual(
            self.sent(), [(days[0], "full"), (days[1], "pm"), (days[2], "full")]
        )
        self.assertEqual(self.requests().motivation, "Trois jours pour voir.")

    def test_two_dates(self):
        self.agreed_request(
            candidate=self.candidate2,
            date_start=self.days[2],
            date_end=self.days[3],
        )
        self.start_tour(
            f"{self.url}#{self.days[0]},{self.days[6]},{self.days[2]}",
            "bourse_mobilite_days_period",
            login=self.agent.login,
        )
        self.assertEqual(
            [day for day, _half in self.sent()], [self.days[1], *self.days[4:7]]
        )

    def test_what_was_typed_is_kept_until_it_is_sent(self):
        # Refused at first, for the number of days.
        self.env.ref("bourse_mobilite.regime_pip").min_days = 2
        self.start_tour(
            f"{self.url}#{self.days[0]},{self.days[1]}",
            "bourse_mobilite_days_kept",
            login=self.agent.login,
        )
        self.assertEqual(
            self.sent()[:2], [(self.days[0], "full"), (self.days[1], "pm")]
        )
        self.assertEqual(self.requests().motivation, "Une demande coupée.")

    def test_dates_and_days_ticked_by_hand(self):
        days = [self.days[0], self.days[2], self.days[5], self.days[9]]
        self.start_tour(
            f"{self.url}#{','.join(map(str, days))}",
            "bourse_mobilite_days_hand",
            login=self.agent.login,
        )
        self.assertFalse(self.requests())

    def test_the_first_of_a_month(self):
        boxes = list(self.calendar(self.page(self.url))[0])
        first = next(day for day in boxes if day.endswith("-01"))
        other = boxes[boxes.index(first) + 1]
        self.start_tour(
            f"{self.url}#{first},{other}",
            "bourse_mobilite_days_first",
            login=self.agent.login,
        )

    def test_axe(self):
        self.host_calendar((2, "pm"), (4, "am"), (4, "pm"))
        self.submitted_request()
        values = {"axe": axe_source(), "url": self.url}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=self.agent.login, timeout=180)
