import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Nothing is wider than a phone: one never scrolls sideways. */
const fits = {
    content: "The page fits a phone",
    trigger: "main",
    run() {
        const {scrollWidth, clientWidth} = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`${scrollWidth} px wide on a screen of ${clientWidth}`);
        }
    },
};

/** The referent, at a desk, from the file of an agent; the dates are in the address. */
tours.add("bourse_mobilite_open_ppr", {
    steps: () => {
        const [opinion, received] = window.location.hash.slice(1).split(",");
        return [
            {
                trigger: ".oe_stat_button:has(.fa-lock)",
                run: "click",
            },
            {
                content: "There is none yet",
                trigger: ".o_view_nocontent",
            },
            {
                trigger: ".o_list_button_add",
                run: "click",
            },
            {
                content: "The agent is known already",
                trigger: ".o_field_widget[name=candidate_id] input:value(Aurélie)",
            },
            {
                trigger: "[name=sense] input.o_select_menu_toggler, [name=sense] select",
                run() {
                    const box = this.anchor;
                    if (box.tagName === "SELECT") {
                        box.value = '"definitive"';
                        box.dispatchEvent(new Event("change", {bubbles: true}));
                    } else {
                        box.click();
                    }
                },
            },
            {
                trigger: ".o_select_menu_item:first",
                run: "click",
            },
            {
                trigger: "[name=opinion_date] button, [name=opinion_date] input",
                run: "click",
            },
            {
                trigger: "[name=opinion_date] input",
                run: `edit ${opinion}`,
            },
            {
                trigger: "[name=received_on] button, [name=received_on] input",
                run: "click",
            },
            {
                trigger: "[name=received_on] input",
                run: `edit ${received}`,
            },
            {
                trigger: ".o_form_button_save",
                run: "click",
            },
            {
                trigger: "button[name=action_step].btn-primary:visible",
                run: "click",
            },
            {
                trigger: ".modal button[name=action_confirm]",
                run: "click",
            },
            {
                content: "It is proposed: the step is recorded, and can be undone",
                trigger: ".o_form_view button[name=action_undo]",
            },
        ];
    },
});

/** The referent organises a placement of the plan: an ordinary request opens. */
tours.add("bourse_mobilite_organise_placement", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link[name=plan]",
            run: "click",
        },
        {
            trigger: "button[name=action_make_placement]",
            run: "click",
        },
        {
            content: "The draft is there to be filled in, and says nothing of the rest",
            trigger: ".o_form_view .o_field_widget[name=regime_id]",
            run() {
                if (/PPR|reclassement/.test(document.querySelector(".o_form_view").innerText)) {
                    throw new Error("The request says where it comes from");
                }
            },
        },
    ],
});

/** The agent, on a phone: from the home of the space to the answer that is recorded. */
tours.add("bourse_mobilite_answer_ppr", {
    steps: () => [
        fits,
        {
            trigger: "main a[href='/my/mobilite/ppr']",
            run: "click",
            expectUnloadPage: true,
        },
        fits,
        {
            trigger: "main a[href$='/repondre']",
            run: "click",
            expectUnloadPage: true,
        },
        fits,
        {
            content: "Looks at what a refusal means, and goes back",
            trigger: "main a[href$='choix=refus']",
            run: "click",
            expectUnloadPage: true,
        },
        fits,
        {
            trigger: "main form + p, main form a.btn",
        },
        {
            trigger: "main form a.btn",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "main a[href$='choix=accord']",
            run: "click",
            expectUnloadPage: true,
        },
        fits,
        {
            trigger: "main form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is recorded, and nothing is asked any more",
            trigger: "main:has(#recorded):not(:has(a[href$='/repondre']))",
        },
        fits,
    ],
});
