import {registry} from "@web/core/registry";

const PREFIX = "bourse_mobilite.kept:";
const SOMEONE_ELSE = `${PREFIX}0:1-0`;
const FORM = "form[action^='/my/demandes/nouvelle']";

/** The days come in the address: #first,second,third. */
function days() {
    return window.location.hash.slice(1).split(",");
}

function expect(found, wanted, what) {
    if (String(found) !== String(wanted)) {
        throw new Error(`${what}: ${found} instead of ${wanted}`);
    }
}

function keys() {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

function field(id) {
    return document.querySelector(`#${id}`);
}

function set(id, value) {
    field(id).value = value;
    field(id).dispatchEvent(new Event("change", {bubbles: true}));
}

function ticked() {
    return [...document.querySelectorAll("input[name=day]:checked")].map((box) => box.value);
}

function tick(day) {
    document.querySelector(`input[name=day][value='${day}']`).click();
}

/** Sending fails: the page is there again as it first came, and what was typed too. */
registry.category("web_tour.tours").add("bourse_mobilite_days_kept", {
    steps: () => [
        {
            trigger: ".o_mobility_days_live",
            run() {
                expect(keys().length, 0, "kept before anything is typed");
                expect(document.querySelector(".o_mobility_kept").hidden, true, "the word of it");
                days().forEach(tick);
            },
        },
        {
            trigger: "#motivation",
            run: "edit Une demande coupée.",
        },
        {
            trigger: ".o_mobility_chosen li:nth-child(2)",
            run() {
                const select = document.querySelector(`[name='half_${days()[1]}']`);
                select.value = "pm";
                select.dispatchEvent(new Event("change", {bubbles: true}));
                // The line is cut: nothing leaves.
                window.addEventListener("submit", (ev) => ev.preventDefault());
                document.querySelector(FORM).requestSubmit();
                expect(keys().length, 1, "kept");
                const kept = JSON.parse(sessionStorage.getItem(keys()[0]));
                expect(
                    Object.keys(kept).sort(),
                    "date_end,date_start,days,motivation",
                    "what is kept"
                );
                sessionStorage.setItem(SOMEONE_ELSE, "{}");
            },
        },
        {
            trigger: FORM,
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "All is back, and what someone else typed is gone",
            trigger: ".o_mobility_kept:not([hidden])",
        },
        {
            trigger: ".o_mobility_days_live .o_mobility_chosen li:nth-child(2)",
            run() {
                expect(sessionStorage.getItem(SOMEONE_ELSE), null, "of someone else");
                expect(ticked(), days(), "days ticked");
                expect(field("date_start").value, days()[0], "first day");
                expect(field("date_end").value, days()[1], "last day");
                expect(field("motivation").value, "Une demande coupée.", "reasons");
                const select = document.querySelector(`[name='half_${days()[1]}']`);
                expect(select.value, "pm", "the half");
            },
        },
        {
            trigger: `${FORM} button[type=submit]`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Refused: the page itself holds what was typed",
            trigger: "#form_error",
            run() {
                expect(document.querySelector(".o_mobility_kept").hidden, true, "the word of it");
                expect(ticked().length, 2, "days ticked");
                const last = field("date_end").value;
                const more = [...document.querySelectorAll("input[name=day]")].find(
                    ({value}) => value > last
                );
                more.click();
            },
        },
        {
            trigger: `${FORM} button[type=submit]`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Sent: nothing stays",
            trigger: "main [role=status]",
            run() {
                expect(keys(), "", "kept once it is sent");
            },
        },
    ],
});

/** Days ticked by hand stay when one of the two dates changes. */
registry.category("web_tour.tours").add("bourse_mobilite_days_hand", {
    steps: () => [
        {
            trigger: ".o_mobility_days_live",
            run() {
                const [first, second, third, last] = days();
                [first, third].forEach(tick);
                set("date_end", last);
                const after = [...document.querySelectorAll("input[name=day]")]
                    .map((box) => box.value)
                    .filter((day) => third < day && day <= last);
                expect(after.length > 0, true, "days between the third and the last");
                expect(ticked(), [first, third, ...after], "a later last day");
                set("date_end", third);
                expect(ticked(), [first, third], "the last day of before");
                set("date_start", second);
                expect(ticked(), [third], "a later first day");
                set("date_start", first);
                expect(ticked()[0], first, "an earlier first day");
                expect(ticked().includes(second), false, "a day that was inside already");
                set("date_start", last);
                expect(ticked().includes(third), true, "the last day before the first");
            },
        },
        {
            content: "Dates in the wrong order are said",
            trigger: ".o_mobility_count",
            async run() {
                const count = document.querySelector(".o_mobility_count");
                const words = JSON.parse(document.querySelector("#days").dataset.words);
                const said = async (text) => {
                    for (let time = 0; time < 30; time++) {
                        if (count.textContent.includes(text)) {
                            return true;
                        }
                        await new Promise((ready) => setTimeout(ready, 100));
                    }
                    return false;
                };
                expect(await said(words.order), true, "the order is said");
                set("date_start", days()[0]);
                expect(count.textContent.includes(words.order), false, "it is said once");
                const range = words.range.split("%(")[0];
                const many = ticked();
                for (const day of ["0002-12-01", "2099-12-01"]) {
                    set("date_end", day);
                    expect(await said(range), true, `${day} is out of the calendar`);
                    expect(ticked(), many, `days ticked after ${day}`);
                    set("date_end", days()[2]);
                    expect(count.textContent.includes(range), false, "it is said once");
                }
            },
        },
        {
            content: "Enter in a date sends nothing",
            trigger: "#date_start",
            run() {
                for (const id of ["date_start", "date_end"]) {
                    const key = {key: "Enter", bubbles: true, cancelable: true};
                    const goes_on = field(id).dispatchEvent(new KeyboardEvent("keydown", key));
                    expect(goes_on, false, `Enter in ${id}`);
                }
                const tab = new KeyboardEvent("keydown", {
                    key: "Tab",
                    bubbles: true,
                    cancelable: true,
                });
                expect(field("date_start").dispatchEvent(tab), true, "the key Tab");
            },
        },
    ],
});

/** The first day of a month is named as French names it. */
registry.category("web_tour.tours").add("bourse_mobilite_days_first", {
    steps: () => [
        {
            trigger: ".o_mobility_days_live",
            run: () => days().forEach(tick),
        },
        {
            trigger: ".o_mobility_chosen li:nth-child(2)",
            run() {
                const [first, other] = [...document.querySelectorAll(".o_mobility_chosen_day")].map(
                    (line) => line.textContent
                );
                expect(/^[a-z]+ 1er [^ ]+ \d{4}$/.test(first), true, first);
                expect(/^[a-z]+ \d+ [^ ]+ \d{4}$/.test(other), true, other);
            },
        },
    ],
});
