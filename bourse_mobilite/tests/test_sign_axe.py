"""The pages of a signature, for axe, on a computer and a phone."""

import json

from odoo.tests import tagged

from ..models.guard import acting
from .sign_case import NAME, SignCase
from .signing_case import SCAN
from .test_portal_axe import LOOK, WIDTHS, axe_source


@tagged("post_install", "-at_install")
class TestSigningAxe(SignCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = axe_source()

    def look(self, user, *urls):
        values = {"axe": self.axe, "urls": urls, "widths": WIDTHS}
        code = LOOK % {name: json.dumps(value) for name, value in values.items()}
        self.browser_js("/robots.txt", code, login=user and user.login, timeout=180)

    def test_by_link(self):
        later = self._row(self._other_act(), self.authority_host)
        acting(later).step = 2
        signed = self._row(self.act, self.agent)
        self._sign_by_link(signed, self.agent)
        self._name()
        dead = self._link(self._row(later.document_id.convention_id, self.authority))
        self.env["mobility.link"]._revoke_for(
            self._row(later.document_id.convention_id, self.authority)
        )
        refused = self._row(later.document_id.convention_id, self.agent2)
        paper = self._row(self.act, self.authority_host)
        paper._sign_on_paper(SCAN, "papier.pdf", self._today())
        self.look(
            None,
            self.url,
            self._link(paper),
            *(f"{self.url}/{path}" for path in ("nom", "code", "refuser", "papier")),
            self._link(later),
            self._link(signed),
            dead,
            "/convention/signer/zzz",
        )
        # Once refused, the links are closed; what they showed is looked at above.
        refused._refuse("Le lieu est faux.", {})
        replaced = self.url
        self.act.document_id._drop("replaced", "La date")
        self.look(
            None, self._link(refused), self._link(later), replaced, f"{self.url}/envoye"
        )

    def test_on_the_portal(self):
        other = self._row(self._other_act(), self.authority)
        query = f"piece={self.row.id}&piece={other.id}"
        base = "/my/signatures"
        self.sign_in(self.authority)
        self.send(f"{base}/nom?{query}", {"name": NAME})
        self.look(
            self.authority,
            "/my",
            base,
            f"{base}?vide=1",
            f"{base}/lire?{query}",
            f"{base}/lire?{query}&rang=2",
            f"{base}/nom?{query}",
            f"{base}/code?{query}",
            f"{base}/{self.row.id}/refuser",
            f"{base}/{self.row.id}/papier",
            "/my/conventions",
            f"/my/conventions/{self.act.id}",
        )
        self.look(self.rh, base, f"/my/conventions/{self.act.id}")
