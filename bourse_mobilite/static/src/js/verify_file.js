import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {sha256} from "./sha256";

const LARGEST = 100 * 2 ** 20;

/** The SHA-256 of a file, hexadecimal; the file stays in the browser. */
export async function fingerprint(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const hash = window.crypto?.subtle
        ? new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes))
        : sha256(bytes);
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** "Verify a document": the file that is chosen becomes 64 characters, which are sent. */
export class VerifyFile extends Interaction {
    static selector = ".o_mobility_verify_file";
    dynamicContent = {
        "#file": {"t-on-change": this.read},
    };

    start() {
        const name = Blob.prototype.arrayBuffer ? "choose" : "without";
        this.el.querySelector(`.o_mobility_verify_${name}`).hidden = false;
        // A file may have been chosen before this script came.
        this.read();
    }

    say(name) {
        const said = this.el.querySelector(".o_mobility_verify_said");
        const words = this.el.querySelector(`[data-of="${name}"]`);
        said.textContent = words ? words.textContent : "";
    }

    async read() {
        const field = this.el.querySelector("#file");
        const [file] = field.files;
        if (!file) {
            return this.say("");
        }
        if (file.size > LARGEST) {
            return this.say("large");
        }
        this.say("reading");
        let hash = "";
        try {
            hash = await this.waitFor(fingerprint(file));
        } catch {
            return this.say("unreadable");
        }
        if (field.files[0] !== file) {
            return; // Another one was chosen meanwhile, and is being read.
        }
        this.el.elements.sha256.value = hash;
        // Coming back to this page must not send it again.
        field.value = "";
        this.el.submit();
    }
}

registry.category("public.interactions").add("bourse_mobilite.verify_file", VerifyFile);
