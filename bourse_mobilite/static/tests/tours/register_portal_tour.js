import {inputFiles} from "@web/../tests/utils";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Choose a file, as from the computer of the HR contact, then look at it. */
function upload(name) {
    return [
        {
            content: `Choose ${name}`,
            trigger: "main form[enctype] input[type=file]",
            async run() {
                const answer = await fetch(`/bourse_mobilite_test/${name}`);
                const file = new File([await answer.blob()], name);
                await inputFiles("main form[enctype] input[type=file]", [file]);
            },
        },
        {
            trigger: "main form[enctype] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
    ];
}

/** Nothing is wider than a phone: one never scrolls sideways. */
const fits = {
    content: "The page fits the screen",
    trigger: "main #register",
    run() {
        const {scrollWidth, clientWidth} = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`${scrollWidth} px wide on a screen of ${clientWidth}`);
        }
    },
};

/** The HR contact sends a messy list: a column that nobody knows, rows that are wrong. */
tours.add("bourse_mobilite_send_register", {
    steps: () => [
        {
            trigger: "main a[href='/my/offres/importer']",
            run: "click",
            expectUnloadPage: true,
        },
        ...upload("recensement.xlsx"),
        {
            content: "What we did not understand is asked; what we did is filled in",
            trigger: "main #register[data-state=columns] select:value(siret)",
        },
        fits,
        {
            content: "Say what the unknown column holds",
            trigger: "main .card-body:contains(y fait) select",
            run: "select description",
        },
        {
            trigger: "main form[action$='/columns'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The preview says which rows cannot be read, and why",
            trigger:
                "main #register[data-state=preview] li.card:contains(Cantine scolaire):contains(99906105400015)",
        },
        {
            trigger: "main li.card:contains(Médiathèque) li",
        },
        fits,
        {
            content: "Send what can be sent",
            trigger: "main #send button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is sent; the new offers are named",
            trigger: "main #register[data-state=done] li:contains(Espaces verts)",
        },
        fits,
        {
            content: "The rows to correct can be downloaded",
            trigger: "main #rejects",
            async run() {
                const answer = await fetch(this.anchor.href);
                const start = new Uint8Array(await answer.arrayBuffer()).slice(0, 2);
                if (!answer.ok || String.fromCharCode(...start) !== "PK") {
                    throw new Error(`No spreadsheet: ${answer.status}`);
                }
            },
        },
    ],
});

/** The corrected file is sent from the page of the first one. */
tours.add("bourse_mobilite_correct_register", {
    steps: () => [
        ...upload("lignes-corrigees.xlsx"),
        {
            content: "What the columns hold was remembered; no row is left to correct",
            trigger: "main #register[data-state=preview]:not(:has(#rejects))",
        },
        {
            trigger: "main #send button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "main #register[data-state=done] li:contains(Archives)",
        },
        {
            content: "They are among our offers, with their state",
            trigger: "main .alert-success a[href='/my/offres']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "main li.card:contains(Cantine scolaire)",
        },
        {
            trigger: "main li.card:contains(Guichet unique)",
        },
    ],
});

/** The adviser finds the offers first on the list, reads one over and publishes it. */
tours.add("bourse_mobilite_review_register", {
    steps: () => [
        {
            trigger:
                ".o_data_row:contains(Espaces verts), .o_kanban_record:contains(Espaces verts)",
        },
        {
            trigger:
                ".o_data_row:contains(Guichet unique) .o_data_cell[name=name], .o_kanban_record:contains(Guichet unique)",
            run: "click",
        },
        {
            content: "Its turn is said; a métier is missing",
            trigger: ".o_form_view .o_field_widget[name=metier_id] input",
            run: "edit accueil en mairie",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(accueil en mairie)",
            run: "click",
        },
        {
            trigger: "button[name=action_publish]",
            run: "click",
        },
        {
            content: "The offer is published",
            trigger: ".o_statusbar_status [data-value=published].o_arrow_button_current",
        },
    ],
});
