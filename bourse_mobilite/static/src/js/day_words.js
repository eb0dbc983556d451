import {fill} from "./day_tools";

/** What the calendar of the page "Ask for an immersion" says, in the language of the
 * page; `words` are the sentences that the server gives. */
export class DayWords {
    constructor({words, least, most, window, half}) {
        this.words = JSON.parse(words);
        this.regime = {least, most, window, half: Number(half)};
        this.lang = document.documentElement.lang || "fr-FR";
        this.longDate = new Intl.DateTimeFormat(this.lang, {
            weekday: "long",
            day: "numeric",
            month: "long",
            year: "numeric",
            timeZone: "UTC",
        });
    }

    /** "lundi 1er février 2027" */
    day(day) {
        const text = this.longDate.format(new Date(`${day}T00:00Z`));
        return this.lang.startsWith("fr") ? text.replace(/\b1 /, "1er ") : text;
    }

    number(figure) {
        return new Intl.NumberFormat(this.lang).format(figure);
    }

    say(name, values) {
        return fill(this.words[name], values);
    }

    /** Why the boxes cannot follow these two dates, or "". */
    wrongDates(start, end) {
        const {min, max} = start;
        if ([start, end].some(({value}) => value && (value < min || value > max))) {
            return this.say("range", {first: this.day(min), last: this.day(max)});
        }
        return start.value && end.value && start.value > end.value ? this.words.order : "";
    }

    /**
     * How much is chosen, and what is left.
     *
     * @param {String[]} halves what is chosen of each day: full, am or pm
     * @param {Number[]} left the days that the quota leaves around each of them
     */
    count(halves, left) {
        const {least, most, window: total, half} = this.regime;
        if (!halves.length) {
            return this.words.none;
        }
        const sum = halves.reduce((so_far, part) => so_far + (part === "full" ? 1 : half), 0);
        const plural = new Intl.PluralRules(this.lang).select(sum);
        const chosen = this.words[plural] || this.words.other;
        const said = [fill(chosen, {days: this.number(sum)})];
        if (least && sum < Number(least)) {
            said.push(this.say("least", {figure: this.number(least)}));
        } else if (most) {
            said.push(this.say("most", {figure: this.number(most)}));
        } else {
            said[0] += ".";
        }
        if (most && sum > Number(most)) {
            said.push(this.say("over", {days: this.number(sum - most)}));
        } else if (total) {
            said.push(this.sayLeft(Math.min(...left), sum));
        }
        return said.join(" ");
    }

    /** What the years leave around these days, once they are taken. */
    sayLeft(before, sum) {
        const after = before - sum;
        return this.say(after < 0 ? "short" : "left", {
            left: this.number(after < 0 ? before : after),
            window: this.number(this.regime.window),
        });
    }
}
