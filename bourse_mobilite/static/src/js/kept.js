import {Interaction} from "@web/public/interaction";

/** Where what is typed stays until it is sent: this tab, and nowhere else. */
function storage() {
    try {
        return window.sessionStorage;
    } catch {
        return null; // A browser may forbid it: then nothing is kept.
    }
}

/** Forget all that is kept under `prefix`, but for what begins with `own`. */
export function forget(prefix, own = null) {
    for (const key of Object.keys(storage() || {})) {
        if (key.startsWith(prefix) && (own === null || !key.startsWith(own))) {
            storage().removeItem(key);
        }
    }
}

/**
 * A form of which nothing is lost when sending fails: the session was over, the line
 * was cut. Whose and what it is, its `data-kept-of` and `data-kept-for` say.
 */
export class Kept extends Interaction {
    /** Begins the key of everything that these forms keep. */
    static prefix = "";
    /** What the page holds when it already shows again what was typed. */
    static shownAgain = "#form_error";

    setup() {
        const {prefix, shownAgain} = this.constructor;
        const own = `${prefix}${this.el.dataset.keptOf}:`;
        this.key = own + this.el.dataset.keptFor;
        // Someone else may have signed in since, in the same tab.
        forget(prefix, own);
        if (!document.querySelector(shownAgain)) {
            this.restore();
        }
    }

    /** What is typed, as JSON can hold it. */
    read() {
        return null;
    }

    /** Put back into the form what `read` gave. */
    fill() {}

    keep() {
        try {
            storage()?.setItem(this.key, JSON.stringify(this.read()));
        } catch {
            // Full: the form is sent all the same.
        }
    }

    restore() {
        const text = storage()?.getItem(this.key);
        if (text) {
            this.fill(JSON.parse(text));
            this.el.querySelector(".o_mobility_kept").hidden = false;
        }
    }
}
