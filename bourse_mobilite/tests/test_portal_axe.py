"""No page has an accessibility error that axe can find, on a computer or a phone.

axe-core is one of the npm tools of ``package.json``; AXE_JS may name its file.
"""

import json
import os
from pathlib import Path

from odoo.tests import tagged

from ..models.guard import acting
from .portal_case import PortalCase
from .register_case import PLACE_COUNT, TITLE, URL, book, places

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (1280, 375)

# Each page is opened in a frame of the width of a screen, so that one browser is
# enough for all of them.
LOOK = """
(async () => {
    const source = %(axe)s;
    const frame = document.createElement("iframe");
    frame.title = "page";
    frame.style = "position:absolute;top:0;left:0;height:900px;border:0";
    document.body.replaceChildren(frame);
    const found = [];
    for (const url of %(urls)s) {
        for (const width of %(widths)s) {
            frame.style.width = `${width}px`;
            await new Promise((loaded) => {
                frame.onload = loaded;
                frame.src = url;
            });
            const page = frame.contentWindow;
            await new Promise((ready) => page.setTimeout(ready, 400));
            page.eval(source);
            const {violations, passes} = await page.axe.run(page.document);
            if (page.innerWidth !== width || !passes.length) {
                found.push(`${url} ${width}: not looked at`);
            }
            if (page.document.documentElement.scrollWidth > width) {
                found.push(`${url} ${width}: wider than the screen`);
            }
            for (const {id, nodes} of violations) {
                found.push(`${url} ${width}: ${id} ${nodes[0].html.slice(0, 200)}`);
            }
        }
    }
    if (found.length) {
        console.error(found.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


def axe_source():
    """The text of axe-core; a failure when it is not installed, never a skip."""
    folders = [ROOT / "node_modules", *ROOT.glob(".local/node-*/node_modules")]
    files = [folder / "axe-core" / "axe.min.js" for folder in folders]
    if os.environ.get("AXE_JS"):
        files.insert(0, Path(os.environ["AXE_JS"]))
    for file in files:
        if file.is_file():
            return file.read_text()
    raise AssertionError(
        "axe-core is not installed: run bin/test, or npm ci, or set AXE_JS to axe.min.js"
    )


@tagged("post_install", "-at_install")
class TestAxe(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = axe_source()

    def setUp(self):
        super().setUp()
        self.candidate.restriction_ids = self.env["mobility.condition"].search(
            [], limit=2
        )
        self.offer.condition_ids = self.env["mobility.condition"].search([], limit=2)

    def look(self, user, *urls):
        values = {"axe": self.axe, "urls": urls, "widths": WIDTHS}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=user and user.login, timeout=180)

    def test_what_is_touched_with_a_finger_is_wide_enough(self):
        """Not among what axe looks at by itself (WCAG 2.2, 2.5.8)."""
        wide = LOOK.replace(
            "run(page.document)", 'run(page.document, {runOnly: ["target-size"]})'
        )
        values = {"axe": self.axe, "urls": ["/my/mobilite/recherche"], "widths": WIDTHS}
        code = wide % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=self.agent.login, timeout=180)

    def test_public(self):
        request = self.submitted_request()
        decide = [
            self.env["mobility.link"]._mint("decide", row, user.partner_id)
            for row, user in zip(
                request.decision_ids, (self.rh, self.rh_host), strict=True
            )
        ]
        self.look(
            None,
            "/immersions",
            "/immersions?lieu=Noyon&rayon=80",
            "/immersions?q=introuvable&lieu=Atlantide",
            f"/immersions/{self.offer.id}",
            "/immersions/999999",
            "/metiers",
            "/metiers?q=introuvable",
            f"/metiers/{self.offer.metier_id.id}",
            "/web/login",
            "/accessibilite",
            "/donnees-personnelles",
            "/rapprochement",
            *(f"/demande/decider/{secret}" for secret in decide),
            "/demande/decider/zzz",
        )

    def test_agent(self):
        request = self.submitted_request()
        convention = self.frozen_convention(
            self.agreed_request(
                date_start=self._asked_days(8)[5], date_end=self._asked_days(8)[7]
            )
        )
        self.look(
            self.agent,
            "/my",
            "/my/mobilite",
            "/my/mobilite/places",
            "/my/mobilite/recherche",
            "/my/demandes",
            f"/my/demandes/{request.id}",
            f"/my/demandes/{request.id}?sent=1",
            f"/my/demandes/{request.id}/retirer",
            f"/my/demandes/nouvelle?offer={self.offer.id}",
            "/my/demandes/nouvelle",
            "/my/conventions",
            f"/my/conventions/{convention.id}",
            "/my/offres",
        )

    def test_employer(self):
        request = self.submitted_request()
        convention = self.frozen_convention(
            self.agreed_request(candidate=self.candidate2)
        )
        self.look(
            self.rh,
            "/my",
            "/my/mobilite",
            "/my/demandes",
            f"/my/demandes/{request.id}",
            "/my/conventions",
            f"/my/conventions/{convention.id}",
        )
        self.look(
            self.rh_host, "/my/mobilite", f"/my/demandes/{request.id}", "/my/offres"
        )

    def test_list_of_places(self):
        """Each step of a list, by its HR contact for two organisations."""
        role = self._cast_role(self.rh_host, self.third, "hr")
        received = self.env["mobility.import"].with_user(self.rh_host)._portal_receive
        long = "Intitulé".ljust(150, "x")
        file = places({TITLE: "Cantine"}, {TITLE: long, PLACE_COUNT: 0})
        columns = received(role, "x" * 100, book(["A", long], ["Cantine", long]))
        preview, done, waiting = (received(role, "liste.xlsx", file) for _n in range(3))
        done._portal_send()
        acting(waiting).state = "checking"
        self.assertEqual((columns.state, done.state), ("columns", "done"))
        batches = (columns, preview, done, waiting)
        self.look(self.rh_host, URL, *(f"{URL}/{batch.id}" for batch in batches))

    def test_someone_with_nothing(self):
        self.look(self.tutor, "/my/mobilite", "/my/demandes", "/my/demandes/nouvelle")
