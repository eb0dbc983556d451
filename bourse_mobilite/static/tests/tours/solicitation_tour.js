import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The adviser reads each mail before it leaves, then sends the campaign. */
tours.add("bourse_mobilite_solicit", {
    steps: () => [
        {
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "The mail of the first employer, as it will be read",
            trigger: ".modal .o_field_widget[name=position]:contains('1 / 20')",
        },
        {
            trigger: ".modal .o_field_widget[name=body]:contains('20 km')",
        },
        {
            trigger: ".modal button[name=action_next]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=position]:contains('2 / 20')",
        },
        {
            trigger: ".modal-footer button.btn-secondary[special=cancel]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_send]",
            run: "click",
        },
        {
            content: "One mail leaves for each: confirm",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status [data-value=sent].o_arrow_button_current",
        },
    ],
});

/** An employer chooses one of the four answers of its page, fills it in, confirms. */
function answer(name, choice, fields, end) {
    tours.add(`bourse_mobilite_answer_${name}`, {
        steps: () => [
            {
                trigger: `main a[href$='?choix=${choice}']`,
                run: "click",
                expectUnloadPage: true,
            },
            ...fields,
            {
                trigger: "#answer button[type=submit]",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "It is recorded: the page says what comes next",
                trigger: end || "#recorded",
            },
        ],
    });
}

answer("yes", "oui", [
    {trigger: "#title", run: "edit Accueil du public au guichet"},
    {trigger: "#service", run: "edit Guichet unique"},
    {trigger: "#capacity", run: "edit 2"},
]);
answer("later", "plus-tard", [
    {
        content: "In nine days",
        trigger: "#later_on",
        run() {
            const day = new Date();
            day.setDate(day.getDate() + 9);
            this.anchor.value = day.toISOString().slice(0, 10);
        },
    },
]);
answer("no", "non", [
    {trigger: "#reason", run: "select no_tutor"},
    {trigger: "#words", run: "edit Désolés"},
]);
answer(
    "colleague",
    "collegue",
    [{trigger: "#mailbox", run: "edit p.roy@commune03.example.org"}],
    "main .alert-success[role=status]"
);

/** The adviser reads the results, opens the yes, completes the place, publishes it. */
tours.add("bourse_mobilite_solicited", {
    steps: () => [
        {
            content: "What was answered, counted",
            trigger: ".o_field_widget[name=answered]:contains('3')",
        },
        {
            trigger: ".oe_stat_button:has([name=yes_count])",
            run: "click",
        },
        {
            content: "Only those who said yes",
            trigger: "body:not(:has(.o_form_view)) .o_facet_value:contains(Oui)",
        },
        {
            trigger:
                "body:not(:has(.o_form_view)) .o_data_row.text-success .o_data_cell[name=employer_id]",
            run: "click",
        },
        {
            trigger: "button[name=action_open_offer]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=metier_id] input",
            run: "edit Agent d’accueil en mairie",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Agent d’accueil en mairie)",
            run: "click",
        },
        {
            trigger: "button[name=action_publish]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status [data-value=published].o_arrow_button_current",
        },
    ],
});
