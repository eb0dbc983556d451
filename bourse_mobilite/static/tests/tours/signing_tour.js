import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** What the test puts behind the # of the address: a code, read in a mail. */
const told = () => decodeURIComponent(window.location.hash.slice(1));

const typeName = (name) => [
    {content: "The document is shown first", trigger: "#pages_title"},
    {
        trigger: "#sign a[href$='/nom'], #sign a[href*='/nom?']",
        run: "click",
        expectUnloadPage: true,
    },
    {content: "What one declares is written", trigger: ".o_mobility_consent"},
    {trigger: "#name", run: `edit ${name}`},
    {
        trigger: ".o_mobility form:has(#name) button[type=submit]",
        run: "click",
        expectUnloadPage: true,
    },
];

const codeHasLeft = {content: "A code has left", trigger: "#code"};

/** A link opened on a phone, without an account: read, then one's name, which is not the
 * one that is printed: asked once whether it is one's own, one goes on. */
tours.add("bourse_mobilite_sign_name", {
    steps: () => [
        ...typeName("Aurélie Agent"),
        {
            content: "The name that is printed is another",
            trigger: "#form_error.alert-warning:contains(Aurélie Durand)",
        },
        {
            trigger: ".o_mobility form:has(#name:value(Aurélie Agent)) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        codeHasLeft,
        {trigger: ".o_mobility p > strong:contains(Aurélie Agent)"},
    ],
});

/** The code of the mail. */
tours.add("bourse_mobilite_sign_code", {
    steps: () => [
        {
            trigger: "#code",
            run() {
                this.anchor.value = told();
            },
        },
        {
            trigger: ".o_mobility form:has(#code) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "It is signed", trigger: ".alert-success"},
    ],
});

/** A mayor ticks what waits, reads each, and types one name. */
tours.add("bourse_mobilite_sign_three", {
    steps: () => [
        {trigger: ".o_mobility li:nth-of-type(1) input[name=piece]", run: "click"},
        {trigger: ".o_mobility li:nth-of-type(2) input[name=piece]", run: "click"},
        {trigger: ".o_mobility li:nth-of-type(3) input[name=piece]", run: "click"},
        {
            trigger: ".o_mobility form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_mobility .d-flex a.btn-primary", run: "click", expectUnloadPage: true},
        {content: "The second", trigger: ".o_mobility p > strong:contains('2')"},
        {trigger: ".o_mobility .d-flex a.btn-primary", run: "click", expectUnloadPage: true},
        ...typeName("maire origine francoise"),
        codeHasLeft,
    ],
});

/** The centre de gestion gives its visa. */
tours.add("bourse_mobilite_give_visa", {
    steps: () => [
        {trigger: "button[name=action_give_visa]", run: "click"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {
            content: "Everyone has signed",
            trigger: ".o_statusbar_status [data-value=signed].o_arrow_button_current",
        },
    ],
});

/** Another place: an avenant, written and sent to be signed. */
tours.add("bourse_mobilite_make_avenant", {
    steps: () => [
        {trigger: "button[name=action_make_avenant]", run: "click"},
        {trigger: ".o_field_widget[name=change_place] input", run: "click"},
        {
            trigger: ".o_field_widget[name=place] input",
            run: "edit 9 rue Neuve, 60310 Lassigny",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: "button[name=action_open_freeze].btn-primary", run: "click"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {
            content: "It waits for the signatures",
            trigger: ".o_statusbar_status [data-value=to_sign].o_arrow_button_current",
        },
    ],
});

/** Anyone verifies the code that is printed on each page. */
tours.add("bourse_mobilite_verify", {
    steps: () => [
        {
            trigger: "#code",
            run() {
                this.anchor.value = told().toLowerCase();
            },
        },
        {
            trigger: "form:has(#code) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "Authentic, sealed", trigger: "#verify_answer.alert-success"},
    ],
});
