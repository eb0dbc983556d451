import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const PREFIX = "bourse_mobilite.kept:";
const FIELDS = ["motivation", "date_start", "date_end"];

/** Where what is typed stays until it is sent: this tab, and nowhere else. */
function storage() {
    try {
        return window.sessionStorage;
    } catch {
        return null; // A browser may forbid it: then nothing is kept.
    }
}

/** Forget everything that was kept, but for what begins with `own`. */
function forget(own = null) {
    for (const key of Object.keys(storage() || {})) {
        if (key.startsWith(PREFIX) && (own === null || !key.startsWith(own))) {
            storage().removeItem(key);
        }
    }
}

/**
 * What was typed in the page "Ask for an immersion" is not lost when sending fails:
 * the session was over, the line was cut.
 */
export class KeptForm extends Interaction {
    static selector = ".o_mobility_kept_form";
    dynamicContent = {
        _root: {"t-on-submit": this.keep},
    };

    /** Before the calendar reads its boxes: see its place in the registry. */
    setup() {
        const own = `${PREFIX}${this.el.dataset.keptOf}:`;
        this.key = own + this.el.dataset.keptFor;
        // Someone else may have signed in since, in the same tab.
        forget(own);
        if (!document.querySelector("#form_error, #form_notice")) {
            this.restore();
        }
    }

    keep() {
        const data = new FormData(this.el);
        const kept = {days: {}};
        for (const name of FIELDS) {
            kept[name] = data.get(name);
        }
        for (const day of data.getAll("day")) {
            kept.days[day] = data.get(`half_${day}`);
        }
        try {
            storage()?.setItem(this.key, JSON.stringify(kept));
        } catch {
            // Full: the form is sent all the same.
        }
    }

    restore() {
        const text = storage()?.getItem(this.key);
        if (!text) {
            return;
        }
        const kept = JSON.parse(text);
        for (const name of FIELDS) {
            this.el.elements[name].value = kept[name];
        }
        for (const box of this.el.querySelectorAll("input[name=day]")) {
            box.checked = box.value in kept.days;
            // Of a day that is half open, only that half can be had.
            if (box.checked && !box.dataset.open && kept.days[box.value]) {
                box.dataset.half = kept.days[box.value];
            }
        }
        this.el.querySelector(".o_mobility_kept").hidden = false;
    }
}

/** Once a request is sent, nothing of it stays in the browser. */
export class ForgetForm extends Interaction {
    static selector = ".o_mobility";

    setup() {
        if (new URLSearchParams(window.location.search).has("sent")) {
            forget();
        }
    }
}

registry
    .category("public.interactions")
    .add("bourse_mobilite.kept_form", KeptForm, {sequence: 10})
    .add("bourse_mobilite.forget_form", ForgetForm);
