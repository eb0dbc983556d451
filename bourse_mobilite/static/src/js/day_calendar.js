import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {addDays, addMonths} from "./day_tools";
import {DayWords} from "./day_words";

const STEPS = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7};
const MONTHS = {PageUp: -1, PageDown: 1};
/** How long a wrong date may stay before that is said, in milliseconds. */
const WAIT = 1000;

/**
 * The boxes of the page "Ask for an immersion", one month at a time. The boxes stay
 * the only truth: what is sent is what is ticked, with or without this script.
 */
export class DayCalendar extends Interaction {
    static selector = ".o_mobility_days";
    dynamicContent = {
        ".o_mobility_calendar": {
            "t-on-change": this.onTick,
            "t-on-keydown": this.onKey,
            "t-on-focusin": this.onFocus,
        },
        "[data-step]": {"t-on-click": this.onStep},
        "#date_start, #date_end": {
            "t-on-change": this.onDates,
            "t-on-keydown": this.onDateKey,
        },
        ".o_mobility_chosen": {
            "t-on-change": this.onHalf,
            "t-on-click": this.onRemove,
        },
    };

    setup() {
        this.words = new DayWords(this.el.dataset);
        this.months = [...this.el.querySelectorAll(".o_mobility_month")];
        this.boxes = [...this.el.querySelectorAll("input[name=day]")];
        this.start_input = this.el.querySelector("#date_start");
        this.end_input = this.el.querySelector("#date_end");
        this.list = this.el.querySelector(".o_mobility_chosen ul");
        /** The first and the last day that the boxes stand for. */
        this.period = null;
        // A year typed by hand is wrong until its last figure.
        this.sayWrongDates = this.debounced(this.count, WAIT);
        /** What each day wanted is: full, am or pm; kept when it is unticked. */
        this.halves = new Map(
            this.boxes.map((box) => [box.value, box.dataset.half || box.dataset.open || "full"])
        );
        /** Each day of the calendar, with what takes the focus there. */
        this.cells = new Map(this.boxes.map((box) => [box.value, box]));
    }

    start() {
        this.el.classList.add("o_mobility_days_live");
        this.el.querySelector(".o_mobility_month_nav").hidden = false;
        for (const table of this.el.querySelectorAll("table")) {
            table.setAttribute("role", "grid");
        }
        for (const cell of this.el.querySelectorAll("td[data-day]")) {
            const day = this.words.day(cell.dataset.day);
            cell.setAttribute("aria-label", this.words.say("reason", {day, reason: cell.title}));
            cell.setAttribute("aria-disabled", "true");
            this.cells.set(cell.dataset.day, cell);
        }
        for (const cell of this.cells.values()) {
            cell.tabIndex = -1;
        }
        for (const month of this.months) {
            month.open = true;
        }
        const shown = this.months.findIndex((month) => month.dataset.shown);
        this.period = this.tickedPeriod();
        if (!this.period) {
            this.tickPeriod();
        }
        const [first] = this.ticked();
        this.showMonth(first ? this.monthOf(first.value) : Math.max(shown, 0));
        this.update();
    }

    ticked() {
        return this.boxes.filter((box) => box.checked);
    }

    dayOf(cell) {
        return cell.value || cell.dataset.day;
    }

    monthOf(day) {
        return this.months.findIndex((month) => month.dataset.month === day.slice(0, 7));
    }

    // What is shown

    /** Show one month; the key Tab goes to one day of it: the first one ticked, or
     * that can be. */
    showMonth(index, day) {
        const month = this.months[index];
        this.shown = index;
        this.months.forEach((other) => (other.hidden = other !== month));
        const name = this.el.querySelector(".o_mobility_month_name");
        const caption = month.querySelector("caption").textContent;
        if (name.textContent !== caption) {
            name.textContent = caption;
        }
        for (const button of this.el.querySelectorAll("[data-step]")) {
            const there = this.months[index + Number(button.dataset.step)];
            // Not `disabled`: that would drop the focus of whoever just pressed it.
            button.setAttribute("aria-disabled", String(!there));
        }
        this.stopAt(
            this.cells.get(day) ||
                month.querySelector("input:checked") ||
                month.querySelector("input") ||
                month.querySelector("td[data-day]")
        );
    }

    stopAt(cell) {
        if (this.stop) {
            this.stop.tabIndex = -1;
        }
        this.stop = cell;
        cell.tabIndex = 0;
    }

    goTo(day) {
        const cell = this.cells.get(day);
        if (!cell) {
            return;
        }
        const index = this.monthOf(day);
        if (index === this.shown) {
            this.stopAt(cell);
        } else {
            this.showMonth(index, day);
        }
        cell.focus();
    }

    /** Say again what is chosen: the two dates, the list, the count. */
    update() {
        const days = this.ticked().map((box) => box.value);
        this.el.querySelector(".o_mobility_chosen").hidden = !days.length;
        this.list.replaceChildren(...days.map((day) => this.makeLine(day)));
        this.count();
    }

    /** The first and the last day ticked, or null. */
    tickedPeriod() {
        const days = this.ticked().map((box) => box.value);
        return days.length ? [days[0], days[days.length - 1]] : null;
    }

    setDates() {
        this.period = this.tickedPeriod();
        [this.start_input.value, this.end_input.value] = this.period || ["", ""];
    }

    makeLine(day) {
        const line = this.el
            .querySelector(".o_mobility_chosen template")
            .content.firstElementChild.cloneNode(true);
        const text = this.words.day(day);
        line.querySelector(".o_mobility_chosen_day").textContent = text;
        const select = line.querySelector("select");
        select.name = `half_${day}`;
        select.setAttribute("aria-label", this.words.say("half", {day: text}));
        const open = this.cells.get(day).dataset.open;
        for (const half of open ? [open] : ["full", "am", "pm"]) {
            select.add(new Option(this.words.say(half), half));
        }
        select.value = this.halves.get(day);
        const button = line.querySelector("button");
        button.dataset.remove = day;
        button.setAttribute("aria-label", this.words.say("remove", {day: text}));
        return line;
    }

    count() {
        const days = this.ticked().map((box) => box.value);
        const left = days.map((day) => Number(this.months[this.monthOf(day)].dataset.left));
        const halves = days.map((day) => this.halves.get(day));
        const said = [this.wrongDates(), this.words.count(halves, left)].filter(Boolean).join(" ");
        const place = this.el.querySelector(".o_mobility_count");
        if (place.textContent !== said) {
            place.textContent = said;
        }
    }

    wrongDates() {
        return this.words.wrongDates(this.start_input, this.end_input);
    }

    // What the person does

    onTick() {
        this.setDates();
        this.update();
    }

    onFocus(ev) {
        const cell = ev.target;
        if (this.cells.get(this.dayOf(cell)) === cell) {
            this.stopAt(cell);
        }
    }

    onStep(ev) {
        const index = this.shown + Number(ev.currentTarget.dataset.step);
        if (this.months[index]) {
            this.showMonth(index);
        }
    }

    onKey(ev) {
        const day = this.dayOf(ev.target);
        if (!this.cells.has(day) || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        if (ev.key in STEPS) {
            this.goTo(addDays(day, STEPS[ev.key]));
        } else if (ev.key in MONTHS) {
            this.goTo(addMonths(day, MONTHS[ev.key]));
        } else if (ev.key === "Home" || ev.key === "End") {
            const week = [...ev.target.closest("tr").querySelectorAll("input, td[data-day]")];
            this.goTo(this.dayOf(ev.key === "Home" ? week[0] : week[week.length - 1]));
        } else if (ev.key === "Enter") {
            // In a box, Enter would send the form before it is ready.
            ev.target.click();
        } else {
            return;
        }
        ev.preventDefault();
    }

    /** In a date, Enter would send the form before it is ready. */
    onDateKey(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
        }
    }

    onDates() {
        if (!this.tickPeriod()) {
            this.sayWrongDates();
            return;
        }
        const [first] = this.ticked();
        if (first) {
            this.showMonth(this.monthOf(first.value));
        }
        this.update();
    }

    /** Tick the days that the two dates take in and untick those that they leave out
     * now; the others stay as they were. */
    tickPeriod() {
        const period = [this.start_input.value, this.end_input.value];
        if (!period.every(Boolean) || this.wrongDates()) {
            return false;
        }
        const inside = (dates, day) => Boolean(dates) && dates[0] <= day && day <= dates[1];
        for (const box of this.boxes) {
            const now = inside(period, box.value);
            if (now !== inside(this.period, box.value)) {
                box.checked = now;
            }
        }
        this.period = period;
        return true;
    }

    onHalf(ev) {
        this.halves.set(ev.target.name.slice("half_".length), ev.target.value);
        this.count();
    }

    onRemove(ev) {
        const button = ev.target.closest("[data-remove]");
        if (!button) {
            return;
        }
        const buttons = [...this.list.querySelectorAll("[data-remove]")];
        const next = buttons.indexOf(button);
        this.cells.get(button.dataset.remove).checked = false;
        this.onTick();
        const left = [...this.list.querySelectorAll("[data-remove]")];
        (left[Math.min(next, left.length - 1)] || this.stop).focus();
    }
}

registry.category("public.interactions").add("bourse_mobilite.day_calendar", DayCalendar);
