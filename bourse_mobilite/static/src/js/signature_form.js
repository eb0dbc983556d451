import {Interaction} from "@web/public/interaction";
import {NameAndSignature} from "@web/core/signature/name_and_signature";
import {SignatureForm} from "@portal/signature_form/signature_form";
import {_t} from "@web/core/l10n/translation";
import {onMounted} from "@odoo/owl";
import {redirect} from "@web/core/utils/urls";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/** Odoo's own, each button of which says what it does. */
class MobilityNameAndSignature extends NameAndSignature {
    static template = "bourse_mobilite.NameAndSignature";
}

/** Odoo's signature form: what was drawn stays on the screen when sending fails. */
export class MobilitySignatureForm extends SignatureForm {
    static template = "bourse_mobilite.SignatureForm";
    static components = {NameAndSignature: MobilityNameAndSignature};

    setup() {
        super.setup();
        Object.assign(this.state, {sending: false, sure: ""});
        onMounted(() => {
            // Folded, the drawing area has no size.
            this.rootRef.el
                .closest("details")
                ?.addEventListener("toggle", () => this.signature.resetSignature());
        });
    }

    get sendLabel() {
        return this.props.withCode ? _t("Receive my code by e-mail") : _t("Sign");
    }

    async onClickSubmit() {
        if (this.state.sending) {
            return;
        }
        Object.assign(this.state, {sending: true, error: false});
        try {
            const answer = await rpc(this.props.callUrl, {
                name: this.signature.name,
                signature: this.signature.getSignatureImage().split(",")[1],
                sure: this.state.sure,
            });
            if (answer.redirect_url) {
                redirect(answer.redirect_url);
                return;
            }
            // Asked about another name than the printed one: the next press says yes.
            this.state.sure = answer.sure || "";
            this.state.error = answer.error;
        } catch {
            this.state.error = _t(
                "The signature could not be sent. Please check the connection and try again: what you drew is still here."
            );
        }
        this.state.sending = false;
    }
}

/** Drawing needs this script; without it the name alone is offered. */
export class OfferDrawing extends Interaction {
    static selector = ".o_mobility_draw";

    setup() {
        this.el.hidden = false;
    }
}

registry.category("public_components").add("bourse_mobilite.signature_form", MobilitySignatureForm);
registry.category("public.interactions").add("bourse_mobilite.offer_drawing", OfferDrawing);
