import {Kept, forget} from "./kept";
import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const PREFIX = "bourse_mobilite.kept:";
const FIELDS = ["motivation", "date_start", "date_end"];

/**
 * The page "Ask for an immersion", kept when it is sent; put back before the calendar
 * reads its boxes: see its place in the registry.
 */
export class KeptForm extends Kept {
    static selector = ".o_mobility_kept_form";
    static prefix = PREFIX;
    static shownAgain = "#form_error, #form_notice";
    dynamicContent = {
        _root: {"t-on-submit": this.keep},
    };

    read() {
        const data = new FormData(this.el);
        const kept = {days: {}};
        for (const name of FIELDS) {
            kept[name] = data.get(name);
        }
        for (const day of data.getAll("day")) {
            kept.days[day] = data.get(`half_${day}`);
        }
        return kept;
    }

    fill(kept) {
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
    }
}

/** Once a request is sent, nothing of it stays in the browser. */
export class ForgetForm extends Interaction {
    static selector = ".o_mobility";

    setup() {
        if (new URLSearchParams(window.location.search).has("sent")) {
            forget(PREFIX);
        }
    }
}

registry
    .category("public.interactions")
    .add("bourse_mobilite.kept_form", KeptForm, {sequence: 10})
    .add("bourse_mobilite.forget_form", ForgetForm);
