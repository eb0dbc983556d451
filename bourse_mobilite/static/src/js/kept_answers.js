import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const PREFIX = "bourse_mobilite.answers:";

/** Where what is typed stays until it is sent: this tab, and nowhere else. */
function storage() {
    try {
        return window.sessionStorage;
    } catch {
        return null; // A browser may forbid it: then nothing is kept.
    }
}

/** Forget what was kept, but for what begins with `own`. */
function forget(own = null) {
    for (const key of Object.keys(storage() || {})) {
        if (key.startsWith(PREFIX) && (own === null || !key.startsWith(own))) {
            storage().removeItem(key);
        }
    }
}

/**
 * The answers of a bilan are not lost when sending fails: the session was over, the
 * line was cut. They are kept at each answer: a phone closes a page without asking.
 */
export class KeptAnswers extends Interaction {
    static selector = ".o_mobility_assess";
    dynamicContent = {
        _root: {"t-on-change": this.keep, "t-on-submit": this.keep},
    };

    setup() {
        const own = `${PREFIX}${this.el.dataset.keptOf}:`;
        this.key = own + this.el.dataset.keptFor;
        // Someone else may have signed in since, in the same tab.
        forget(own);
        if (!document.querySelector("#form_error")) {
            this.restore();
        }
    }

    keep() {
        const kept = [...new FormData(this.el)].filter(([name]) => name !== "csrf_token");
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
        for (const field of this.el.elements) {
            const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
            if (["radio", "checkbox"].includes(field.type)) {
                field.checked = values.includes(field.value);
            } else if (values.length && field.name !== "csrf_token") {
                field.value = values[0];
            }
        }
        this.el.querySelector(".o_mobility_kept").hidden = false;
    }
}

/** Once it is recorded, nothing of it stays in the browser. */
export class ForgetAnswers extends Interaction {
    static selector = "#bilan_given";

    setup() {
        forget();
    }
}

registry
    .category("public.interactions")
    .add("bourse_mobilite.kept_answers", KeptAnswers)
    .add("bourse_mobilite.forget_answers", ForgetAnswers);
