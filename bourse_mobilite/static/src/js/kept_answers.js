import {Kept, forget} from "./kept";
import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const PREFIX = "bourse_mobilite.answers:";

/** The answers of a bilan, kept at each answer: a phone closes a page without asking. */
export class KeptAnswers extends Kept {
    static selector = ".o_mobility_assess";
    static prefix = PREFIX;
    dynamicContent = {
        _root: {"t-on-change": this.keep, "t-on-submit": this.keep},
    };

    read() {
        return [...new FormData(this.el)].filter(([name]) => name !== "csrf_token");
    }

    fill(kept) {
        for (const field of this.el.elements) {
            const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
            if (["radio", "checkbox"].includes(field.type)) {
                field.checked = values.includes(field.value);
            } else if (values.length && field.name !== "csrf_token") {
                field.value = values[0];
            }
        }
    }
}

/** Once it is recorded, nothing of it stays in the browser. */
export class ForgetAnswers extends Interaction {
    static selector = "#bilan_given";

    setup() {
        forget(PREFIX);
    }
}

registry
    .category("public.interactions")
    .add("bourse_mobilite.kept_answers", KeptAnswers)
    .add("bourse_mobilite.forget_answers", ForgetAnswers);
