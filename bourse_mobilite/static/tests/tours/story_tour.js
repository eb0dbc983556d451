import {registry} from "@web/core/registry";
import {inputFiles} from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");

/** The adviser turns an employer's Excel register into offers, and publishes one. */
tours.add("bourse_mobilite_register", {
    steps: () => [
        {
            content: "A new import",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Choose the register",
            trigger: ".o_field_widget[name=file]",
            async run() {
                const answer = await fetch("/bourse_mobilite_test/registre.xlsx");
                const file = new File([await answer.blob()], "registre.xlsx");
                await inputFiles(".o_field_widget[name=file] input[type=file]", [file]);
            },
        },
        {
            content: "The file is there",
            trigger: ".o_field_widget[name=file] input:value(registre.xlsx)",
        },
        {
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "The preview counts the rows",
            trigger: ".o_field_widget[name=created_count]:contains(2)",
        },
        {
            trigger: "button[name=action_import]",
            run: "click",
        },
        {
            content: "It is imported: on to the offers to review",
            trigger: "button[name=action_records]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_cell[name=name]:contains(Accueil du public au guichet)",
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

/** The agent finds the offer among the public ones and asks for it. The days asked
 * for come in the address: #first,last. */
tours.add("bourse_mobilite_ask", {
    steps: () => [
        {
            content: "Open the offer",
            trigger: "main a:contains(Accueil du public au guichet)",
            run() {
                window.sessionStorage.setItem("asked", window.location.hash.slice(1));
                this.anchor.click();
            },
            expectUnloadPage: true,
        },
        {
            content: "Ask for it",
            trigger: "a[href*='/my/demandes/nouvelle?offer=']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Fill in the days",
            trigger: "#date_start",
            run() {
                const [first, last] = window.sessionStorage.getItem("asked").split(",");
                document.querySelector("#date_start").value = first;
                document.querySelector("#date_end").value = last;
            },
        },
        {
            trigger: "#motivation",
            run: "edit Je voudrais découvrir l'accueil du public.",
        },
        {
            trigger: "form[action^='/my/demandes/nouvelle'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The request is sent: the page says so",
            trigger: "main [role=status]",
        },
    ],
});

/** Someone who acts for an employer agrees to the request that waits. */
tours.add("bourse_mobilite_agree", {
    steps: () => [
        {
            content: "Open the request that waits",
            trigger: "main a[href^='/my/demandes/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "button[name=answer][value=agreed]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The answer is recorded",
            trigger: "main:not(:has(button[name=answer])) [role=status]",
        },
    ],
});

/** The adviser makes the convention of the request that both have agreed to. */
tours.add("bourse_mobilite_convention", {
    steps: () => [
        {
            trigger: "button[name=action_make_convention]",
            run: "click",
        },
        {
            content: "What is missing is named",
            trigger: ".o_field_widget[name=hours] input",
            run: "edit 9 h – 12 h et 13 h 30 – 17 h",
        },
        {
            trigger: "button[name=action_open_freeze]",
            run: "click",
        },
        {
            content: "The PDF is written for good: confirm",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It waits for the signatures",
            trigger: ".o_statusbar_status [data-value=to_sign].o_arrow_button_current",
        },
    ],
});
