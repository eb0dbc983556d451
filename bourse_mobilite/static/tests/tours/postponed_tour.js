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

/** Whoever holds the link asks for other dates; these come in the address: #from,to. */
tours.add("bourse_mobilite_postpone", {
    steps: () => {
        // The first page alone has them in its address.
        const dates = window.location.hash.slice(1) || sessionStorage.getItem("dates");
        sessionStorage.setItem("dates", dates);
        const [start, end] = dates.split(",");
        return [
            fits,
            {
                content: "Without a date, nothing is recorded and the text stays",
                trigger: "main textarea[name=reasons]",
                run: "edit Le budget est en cours, plutôt en mai.",
            },
            {
                trigger: "main button[value=postponed]",
                run: "click",
                expectUnloadPage: true,
            },
            {
                trigger: "main .alert-danger",
            },
            {
                trigger: "main textarea[name=reasons]:value(plutôt en mai)",
            },
            {
                trigger: "main input[name=proposed_start]",
                run() {
                    this.anchor.value = start;
                },
            },
            {
                trigger: "main input[name=proposed_end]",
                run() {
                    this.anchor.value = end;
                },
            },
            {
                trigger: "main button[value=postponed]",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "It is recorded; the letter is there, the form is not",
                trigger: "main .alert-success",
            },
            {
                trigger: "main:not(:has(form)) a[href$='/lettre']",
            },
            fits,
        ];
    },
});

/** The agent takes up the dates that were proposed. */
tours.add("bourse_mobilite_take_up", {
    steps: () => [
        fits,
        {
            trigger: "main a[href*='follows=']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The days are already chosen",
            trigger: "main input[name=day]:checked:not(:visible), main input[name=day]:checked",
        },
        fits,
        {
            trigger: "main button[type=submit].btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Sent",
            trigger: "main .alert-success",
        },
        fits,
    ],
});

/** Whoever holds the new link agrees. */
tours.add("bourse_mobilite_accept", {
    steps: () => [
        fits,
        {
            trigger: "main button[value=agreed]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "main .alert-success",
        },
        {
            trigger: "main:not(:has(form)) a[href$='/lettre']",
        },
        fits,
    ],
});
