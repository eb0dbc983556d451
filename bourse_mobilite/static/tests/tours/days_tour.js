import {registry} from "@web/core/registry";

/** The days come in the address: #first,second,third. */
function days() {
    return window.location.hash.slice(1).split(",");
}

function fail(message) {
    throw new Error(message);
}

function expect(found, wanted, what) {
    if (found !== wanted) {
        fail(`${what}: ${found} instead of ${wanted}`);
    }
}

function focused() {
    const active = document.activeElement;
    return active.value || active.dataset.day || active.dataset.remove;
}

/** What a browser does of Space in a box; the simulated key would write into it. */
function space() {
    expect(document.activeElement.type, "checkbox", "what has the focus");
    document.activeElement.click();
}

/** The arrows that go from one day to another, a week at a time where they can. */
async function walk(run, from, to) {
    let left = (new Date(to) - new Date(from)) / 86400000;
    while (left) {
        const [key, step] =
            left >= 7 ? ["ArrowDown", 7] : left > 0 ? ["ArrowRight", 1] : ["ArrowUp", -7];
        await run.press(key);
        left -= step;
    }
    expect(focused(), to, "the focus");
}

/** With the keyboard alone: three days in no row, one of them a half, then sent. */
registry.category("web_tour.tours").add("bourse_mobilite_days", {
    steps: () => [
        {
            content: "One month is shown, and one day of it takes the key Tab",
            trigger: ".o_mobility_days_live:has(.o_mobility_month:not([hidden]))",
            run() {
                const shown = document.querySelectorAll(".o_mobility_month:not([hidden])");
                expect(shown.length, 1, "months shown");
                const stops = document.querySelectorAll(".o_mobility_calendar [tabindex='0']");
                expect(stops.length, 1, "days that take the key Tab");
                expect(window.innerWidth, 375, "width of the screen");
                const {scrollWidth} = document.documentElement;
                expect(scrollWidth <= 375, true, `a page ${scrollWidth} px wide`);
                document.querySelector("[data-step='1']").focus();
            },
        },
        {
            content: "Walk to the first day: into the grid, to the next months",
            trigger: "[data-step='1']",
            async run(run) {
                await run.press("Tab");
                const start = focused();
                await run.press("PageDown");
                await run.press("PageUp");
                expect(focused(), start, "one month on and back");
                await run.press("End");
                expect(new Date(focused()).getUTCDay(), 0, "End: a Sunday");
                await run.press("Home");
                const monday = focused();
                const first = days()[0];
                await walk(run, monday, first);
                const shown = document.querySelector(".o_mobility_month:not([hidden])");
                expect(shown.dataset.month, first.slice(0, 7), "the month shown");
                space();
            },
        },
        {
            content: "The second with Enter, which sends nothing; the third with Space",
            trigger: ".o_mobility_chosen li",
            async run(run) {
                const [first, second, third] = days();
                await walk(run, first, second);
                await run.press("Enter");
                await walk(run, second, third);
                space();
                expect(document.querySelector("#date_start").value, first, "first day");
                expect(document.querySelector("#date_end").value, third, "last day");
            },
        },
        {
            content: "Three lines; the second day in the afternoon only",
            trigger: ".o_mobility_chosen li:nth-child(3)",
            async run(run) {
                await run.press("Tab");
                await run.press("Tab");
                await run.press("Tab");
                expect(document.activeElement.name, `half_${days()[1]}`, "the second day");
                document.activeElement.value = "pm";
                document.activeElement.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "The count is said",
            trigger: ".o_mobility_count:contains(/2,5.*10.*17,5.*20/)",
        },
        {
            content: "Untick a fourth by its own button: the focus stays in the list",
            trigger: ".o_mobility_chosen li",
            async run(run) {
                const box = document.querySelector(`input[value='${days()[2]}']`);
                const after = [...document.querySelectorAll("input[name=day]")].find(
                    (other) => other.value > box.value
                );
                after.focus();
                space();
                const buttons = document.querySelectorAll("[data-remove]");
                expect(buttons.length, 4, "lines");
                buttons[3].focus();
                await run.press("Enter");
                expect(focused(), days()[2], "the button before");
                expect(after.checked, false, "the box of the day removed");
            },
        },
        {
            trigger: "#motivation",
            run: "edit Trois jours pour voir.",
        },
        {
            content: "Send",
            trigger: "form[action^='/my/demandes/nouvelle'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is sent",
            trigger: "main [role=status]",
        },
    ],
});

/** The two dates tick what is open between them, and nothing else. */
registry.category("web_tour.tours").add("bourse_mobilite_days_period", {
    steps: () => [
        {
            trigger: ".o_mobility_days_live",
            run() {
                const [first, last, full] = days();
                const set = (id, value) => {
                    const input = document.querySelector(id);
                    input.value = value;
                    input.dispatchEvent(new Event("change", {bubbles: true}));
                };
                const ticked = () =>
                    [...document.querySelectorAll("input[name=day]:checked")].map(
                        (box) => box.value
                    );
                set("#date_start", first);
                expect(ticked().length, 0, "days ticked by one date");
                set("#date_end", last);
                expect(ticked()[0], first, "first ticked");
                expect(ticked().at(-1), last, "last ticked");
                expect(ticked().includes(full), false, "a full day is ticked");
                const many = ticked().length;
                set("#date_start", "0002-12-01");
                expect(ticked().length, many, "after a date half typed");
                document.querySelector(`input[value='${first}']`).click();
                expect(ticked().length, many - 1, "after one was unticked");
                expect(document.querySelector("#date_start").value, ticked()[0], "the first day");
            },
        },
        {
            trigger: "#motivation",
            run: "edit Une semaine.",
        },
        {
            trigger: "form[action^='/my/demandes/nouvelle'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is sent",
            trigger: "main [role=status]",
        },
    ],
});
