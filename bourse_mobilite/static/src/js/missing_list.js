import {Component, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

const MOST_FRAMES = 30;

/**
 * The list of what a file still lacks: each item leads to where it is mended, a field
 * of this very form or another record, from which one comes back by the breadcrumb.
 */
export class MissingList extends Component {
    static template = xml`<div t-on-click="open" t-out="props.record.data[props.name]"/>`;
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    async open(ev) {
        const link = ev.target.closest("a[data-model]");
        // With Ctrl and the like, the browser opens another tab.
        if (!link || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const {model, id, field} = link.dataset;
        const record = this.props.record;
        if (model === record.resModel && Number(id) === record.resId) {
            await this.show(link.closest(".o_form_view"), field);
            return;
        }
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: Number(id),
            views: [[false, "form"]],
        });
    }

    /** The field, on whichever page of the notebook it is. */
    async show(form, name) {
        const find = () => form.querySelector(`.o_field_widget[name="${name}"]`);
        for (const tab of form.querySelectorAll(".o_notebook_headers .nav-link")) {
            if (find()) {
                break;
            }
            tab.click();
            // A page of many fields takes more than a frame.
            for (let frame = 0; frame < MOST_FRAMES && !find(); frame++) {
                await nextFrame();
            }
        }
        const field = find();
        field?.scrollIntoView({block: "center"});
        field?.querySelector("input, textarea, button")?.focus();
    }
}

registry.category("fields").add("mobility_missing", {
    component: MissingList,
    supportedTypes: ["html"],
});
