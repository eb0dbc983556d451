"""The bilan in a browser: no error that axe can find, nothing lost when the page goes,
and the whole of it with the keyboard."""

import json

from odoo.tests import tagged

from .assessment_pages_case import PagesCase
from .test_portal_axe import LOOK, WIDTHS, axe_source

# The answers are typed, the page goes before they are sent, and comes back.
KEEP = """
(async () => {
    const said = [];
    const frame = document.createElement("iframe");
    frame.title = "page";
    document.body.replaceChildren(frame);
    const open = (url) => new Promise((loaded) => {
        frame.onload = () => setTimeout(loaded, 1500);
        frame.src = url;
    });
    const page = () => frame.contentDocument;
    const box = (name, value) =>
        page().querySelector(`[name="${name}"][value="${value}"]`);
    await open(%(url)s);
    const asked = () => page().querySelector("#last_day").offsetParent !== null;
    if (asked()) {
        said.push("what a part of the time asks is shown before anything is said");
    }
    box("presence", "partial").click();
    page().querySelector("#missed_hours").value = "3,5";
    box("presence", "absent").click();
    if (asked()) {
        said.push("what a part of the time asks is shown of who did not come");
    }
    box("presence", "partial").click();
    if (page().querySelector("#missed_hours").value !== "3,5") {
        said.push("what was typed is lost by another choice");
    }
    box("task", "1").click();
    box("fit", "partly").click();
    const text = page().querySelector("#other_tasks");
    text.value = "Trier le courrier";
    text.dispatchEvent(new Event("change", {bubbles: true}));
    if (!asked()) {
        said.push("what a part of the time asks is hidden");
    }
    await open(%(url)s + "?encore=1");
    for (const [name, value] of [["presence", "partial"], ["task", "1"], ["fit", "partly"]]) {
        if (!box(name, value).checked) {
            said.push(`lost: ${name}`);
        }
    }
    if (page().querySelector("#other_tasks").value !== "Trier le courrier") {
        said.push("lost: the text");
    }
    if (page().querySelector(".o_mobility_kept").hidden) {
        said.push("nobody is told that it was put back");
    }
    // The keyboard alone: each group of choices is one stop, and nothing hides focus.
    const first = box("presence", "partial");
    first.focus();
    if (page().activeElement !== first) {
        said.push("a choice cannot be reached with the keyboard");
    }
    box("presence", "completed").click();
    if (asked()) {
        said.push("what a part of the time asks is still shown");
    }
    // Another person, in the same tab, finds nothing of it.
    await open(%(other)s);
    if (Object.keys(sessionStorage).some((key) => key.includes(%(kept)s))) {
        said.push("kept for somebody else");
    }
    if (said.length) {
        console.error(said.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("post_install", "-at_install")
class TestAssessmentBrowser(PagesCase):
    def look(self, user, *urls):
        values = {"axe": axe_source(), "urls": urls, "widths": WIDTHS}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=user and user.login, timeout=180)

    def test_no_error_by_link(self):
        reopened = self.asked(self.over(self.agreed_request(self.candidate2)))[1]
        reopened._give(self.answers("tutor", other_tasks="Trier"), "link")
        again = reopened.with_user(self.adviser).action_reopen("Erreur")
        dead = self.url(days=-1)
        self.of_agent._give(self.answers("agent"), "link")
        self.look(
            None,
            self.url(),
            self.url(again),
            f"{self.url(self.of_agent)}?donne=1",
            dead,
        )

    def test_no_error_on_the_portal(self):
        self.look(
            self.agent,
            "/my/bilans",
            "/my/mobilite",
            f"/my/bilans/{self.of_agent.id}",
            f"/my/demandes/{self.request.id}",
        )
        self.of_tutor._give(self.answers("tutor"), "link")
        self.of_agent._give(self.answers("agent"), "link")
        self.env.flush_all()
        self.look(
            self.tutor,
            f"/my/bilans/{self.of_tutor.id}",
            f"/my/demandes/{self.request.id}/bilan",
        )

    def test_no_error_when_answers_are_missing(self):
        """The page that comes back, with its errors."""
        url = self.url()
        text = self.url_open(url, data={"presence": "partial", "fit": "x"}).text
        self.assertIn("form_error", text)
        code = LOOK.replace("frame.src = url;", "frame.srcdoc = url;") % {
            "axe": json.dumps(axe_source()),
            "urls": json.dumps([text]),
            "widths": json.dumps(WIDTHS),
        }
        self.browser_js("/robots.txt", code, timeout=180)

    def test_what_was_typed_is_kept_in_the_tab(self):
        self.authenticate(self.tutor.login, self.tutor.login)
        values = {
            "url": f"/my/bilans/{self.of_tutor.id}",
            "other": self.url(self.of_agent),
            "kept": f":{self.tutor.id}:",
        }
        code = KEEP % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=self.tutor.login, timeout=120)
