"""The file is hashed in the browser, and only its hash leaves it."""

import base64
import hashlib
import json

from lxml import html

from odoo.tests import tagged

from .portal_case import PortalCase
from .test_portal_axe import LOOK, WIDTHS, axe_source

URL = "/convention/verifier"

# What a person does with a file, without and with the browser's own arithmetic.
CHOOSE = """
(async () => {
    const content = Uint8Array.from(atob(%(file)s), (one) => one.charCodeAt(0));
    const form = document.querySelector(".o_mobility_verify_file");
    const forms = [];
    HTMLFormElement.prototype.submit = function () {
        forms.push([...new FormData(this).entries()]);
    };
    const field = form.querySelector("#file");
    while (field.closest("[hidden]")) {
        await new Promise((ready) => setTimeout(ready, 50));
    }
    const sent = [];
    window.fetch = (...asked) => { sent.push(asked); return Promise.reject(); };
    const choose = async (bytes) => {
        const before = forms.length;
        const chosen = new DataTransfer();
        chosen.items.add(new File([bytes], "convention.pdf"));
        field.files = chosen.files;
        field.dispatchEvent(new Event("change", {bubbles: true}));
        for (let wait = 0; wait < 100 && forms.length === before; wait++) {
            await new Promise((ready) => setTimeout(ready, 50));
        }
        return forms.at(-1)[0][1];
    };
    const problems = [];
    const expect = (found, wanted, what) => {
        if (found !== wanted) problems.push(`${what}: ${found}`);
    };
    expect(await choose(content), %(sha256)s, "crypto.subtle");
    expect(await choose(new Uint8Array()), %(nothing)s, "an empty file");
    Object.defineProperty(window.crypto, "subtle", {value: undefined});
    expect(await choose(content), %(sha256)s, "plain JavaScript");
    for (const [size, wanted] of %(sizes)s) {
        expect(await choose(new Uint8Array(size).fill(97)), wanted, `${size} bytes`);
    }
    expect(JSON.stringify(forms.map((one) => one.map(([name]) => name))),
        JSON.stringify(forms.map(() => ["sha256"])), "what is sent");
    expect(sent.length, 0, "requests");
    const said = form.querySelector(".o_mobility_verify_said");
    const words = form.querySelector("[data-of=reading]").textContent;
    expect(said.textContent, words, "said");
    expect(said.getAttribute("aria-live"), "polite", "aria-live");
    if (problems.length) {
        console.error(problems.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""

# A file chosen while the page still comes, then the way back.
EARLY = """
(async () => {
    const content = Uint8Array.from(atob(%(file)s), (one) => one.charCodeAt(0));
    const wait = (time) => new Promise((ready) => setTimeout(ready, time));
    const until = async (what, found) => {
        for (let time = 0; time < 400; time++) {
            if (found()) return;
            await wait(25);
        }
        throw new Error(`${what}: ${page().location} ${page().document.body.innerText}`);
    };
    const frame = document.createElement("iframe");
    document.body.replaceChildren(frame);
    const page = () => frame.contentWindow;
    const choose = () => {
        const field = page().document.querySelector("#file");
        if (!field?.closest("[hidden]")) return false;
        const chosen = new DataTransfer();
        chosen.items.add(new File([content], "convention.pdf"));
        field.files = chosen.files;
        return true;
    };
    try {
        frame.src = %(url)s;
        const ticking = setInterval(() => choose() && clearInterval(ticking), 1);
        await until("sent", () => page().location.search === `?sha256=${%(sha256)s}`);
        clearInterval(ticking);
        await until("answered", () => page().document.querySelector("#verify_answer"));
        page().history.back();
        await until("back", () => !page().location.search &&
            page().document.querySelector(".o_mobility_verify_choose")?.hidden === false);
        await wait(500);
        if (page().location.search || page().document.querySelector("#file").value) {
            throw new Error("sent again by coming back");
        }
        console.log("test successful");
    } catch (error) {
        console.error(error.message);
    }
})();
"""


# A browser that cannot read a file.
OLD = """
(async () => {
    const wait = (time) => new Promise((ready) => setTimeout(ready, time));
    const frame = document.createElement("iframe");
    document.body.replaceChildren(frame);
    const found = (name) => frame.contentWindow.document.querySelector(
        `.o_mobility_verify_${name}`);
    frame.src = %(url)s;
    while (!found("without")) {
        await wait(1);
    }
    delete frame.contentWindow.Blob.prototype.arrayBuffer;
    const early = [found("without").hidden, found("choose").hidden];
    for (let time = 0; time < 400 && found("without").hidden; time++) {
        await wait(25);
    }
    const late = [found("without").hidden, found("choose").hidden];
    const shown = JSON.stringify([early, late]);
    if (shown === "[[true,true],[false,true]]") {
        console.log("test successful");
    } else {
        console.error(shown);
    }
})();
"""


@tagged("post_install", "-at_install")
class TestVerifyBrowser(PortalCase):
    def test_nothing_is_said_before_it_is_known(self):
        text = self.page(URL)
        (without,) = html.fromstring(text).xpath(
            "//p[contains(@class, 'o_mobility_verify_without')]"
        )
        self.assertIn("hidden", without.attrib)
        (noscript,) = html.fromstring(text).xpath("//main//form//noscript")
        self.assertIn("JavaScript", noscript.text_content())

    def test_a_browser_that_reads_no_file(self):
        code = OLD % {"url": json.dumps(URL)}
        self.browser_js("/robots.txt", code, login=None, timeout=60)

    def test_a_file_chosen_before_the_script_comes(self):
        document = self.frozen_convention().document_id
        values = {
            "file": document.frozen_file.decode(),
            "sha256": document.frozen_sha256,
            "url": URL,
        }
        code = EARLY % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=None, timeout=60)

    def test_the_fingerprint_is_made_in_the_browser(self):
        document = self.frozen_convention().document_id
        content = base64.b64decode(document.frozen_file)

        def of(size):
            return hashlib.sha256(b"a" * size).hexdigest()

        values = {
            "file": base64.b64encode(content).decode(),
            "sha256": document.frozen_sha256,
            "nothing": of(0),
            # Around the ends of a block, where a wrong padding shows.
            "sizes": [
                [size, of(size)] for size in (1, 55, 56, 63, 64, 65, 119, 100_000)
            ],
        }
        code = CHOOSE % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js(URL, code, login=None, timeout=60)

    def test_no_error_of_accessibility(self):
        self.offer.capacity = 50
        document = self.frozen_convention().document_id
        cancelled = self.frozen_convention(self.agreed_request(self.candidate2))
        cancelled.action_cancel("Erreur")
        values = {
            "axe": axe_source(),
            "urls": [
                URL,
                f"{URL}/{document.verification_code}",
                f"{URL}?sha256={document.frozen_sha256}",
                f"{URL}?code={cancelled.document_ids.verification_code}",
                f"{URL}?code=2222-3333-4444",
                f"{URL}?sha256={'0' * 64}",
            ],
            "widths": WIDTHS,
        }
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=None, timeout=180)
