"""Signing with the keyboard alone, with a typed name, in a real browser."""

import json

from odoo.tests import tagged

from .sign_case import NAME, SignCase

# Each page is opened in a frame; focus goes from one element that can have it to the
# next, as the key Tab does, and never to where a pointer alone can go.
TYPE = """
(async () => {
    const frame = document.createElement("iframe");
    frame.title = "page";
    frame.style = "width:375px;height:700px";
    document.body.replaceChildren(frame);
    const loaded = () => new Promise((done) => { frame.onload = done; });
    const stops = () => [...frame.contentDocument.querySelectorAll(
        "a[href], button, input, textarea, summary, [tabindex]"
    )].filter((one) => one.tabIndex >= 0 && one.type !== "hidden" && !one.disabled
        && one.checkVisibility());
    const reach = (selector) => {
        for (const stop of stops()) {
            stop.focus();
            if (frame.contentDocument.activeElement.matches(selector)) {
                return stop;
            }
        }
        throw new Error(`${selector} is not reached`);
    };
    let page = loaded();
    frame.src = %(url)s;
    await page;
    page = loaded();
    reach("#sign a[href$='/nom']").click();
    await page;
    const name = reach("#name");
    name.value = %(name)s;
    // The next stop is the button: nothing is in between.
    const order = stops();
    const send = order[order.indexOf(name) + 1];
    if (send.type !== "submit") {
        throw new Error("the button does not follow the name");
    }
    send.focus();
    page = loaded();
    send.click();
    await page;
    reach("#code");
    const visible = frame.contentWindow.getComputedStyle(
        frame.contentDocument.activeElement
    );
    if (visible.outlineStyle === "none" && visible.boxShadow === "none") {
        throw new Error("nobody sees where the focus is");
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestSignKeyboard(SignCase):
    def test_from_the_document_to_the_code(self):
        values = {"url": json.dumps(self.url), "name": json.dumps(NAME)}
        self.browser_js("/robots.txt", TYPE % values, timeout=60)
        self._code(self._codes(self.authority)[0])
        self.assertEqual(self.row.state, "signed")
        signed = self._events(self.row, "signed").details
        self.assertEqual(signed["typed_name"], NAME)
        self.assertFalse(self.row.signature, "a name is enough")
