"""A link that opens nothing says why, and what to do; it shows and signs nothing."""

import base64
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .sign_case import NAME, SignCase


@tagged("post_install", "-at_install")
class TestDeadLinks(SignCase):
    def _dead(self, said, url=None, status=410, renew=False):
        url = url or self.url
        text = self.page(url, status)
        (main,) = html.fromstring(text).xpath("//main")
        shown = main.text_content()
        self.assertShows(shown, said, "cdg@cdg.example.org")
        self.assertHides(shown, self.agent.name, "En bref")
        forms = [form.action for form in self.forms_of(text)]
        self.assertEqual(forms, [f"{url}/nouveau"] if renew else [])
        self.assertShows(text, 'href="/my/signatures"')
        # Whatever is posted, nothing is signed nor shown.
        for path in ("nom", "code", "code/nouveau", "refuser"):
            data = {"name": NAME, "code": "123456", "reason": "Non."}
            response = self.url_open(f"{url}/{path}", data=data)
            self.assertEqual(response.status_code, status)
        self.page(f"{url}/page/1.png", 404)
        response = self.url_open(f"{url}/fichier")
        self.assertNotEqual(response.headers["Content-Type"], "application/pdf")
        answer = self._json(f"{url}/dessin", name=NAME)["result"]
        self.assertEqual(answer["redirect_url"], url)
        return shown

    def test_unknown(self):
        for secret in ("zzz", "é" * 100, "%00", "a" * 3000):
            response = self.url_open(f"/convention/signer/{secret}")
            self.assertEqual(response.status_code, 404)
        self._dead("Ce lien ne s’ouvre pas", "/convention/signer/zzz", 404)
        response = self.url_open("/convention/signer/zzz/nouveau", data={"a": "1"})
        self.assertEqual(response.status_code, 404)

    def test_too_old(self):
        acting(self._link_of(self.url)).expires_on = fields.Datetime.now() - timedelta(
            minutes=1
        )
        self._dead("Ce lien est trop ancien", renew=True)
        response = self.url_open(f"{self.url}/nouveau", data={"send": "1"})
        self.assertShows(response.text, "Regardez votre messagerie")
        self.assertHides(response.text, self.authority.email)
        asked = self.env["mobility.link.lost"].sudo().search([])
        self.assertEqual(asked.link_id, self._link_of(self.url))

    def test_revoked(self):
        self.env["mobility.link"]._revoke_for(self.row)
        self._dead("Ce lien ne s’ouvre plus", renew=True)

    def test_replaced(self):
        self.act.document_id._drop("replaced", "La date")
        self._dead("Ce document a été remplacé", renew=True)

    def test_cancelled(self):
        self.act.document_id._drop("cancelled", "")
        self._dead("Ce document a été annulé")

    def test_refused_by_somebody_else(self):
        self._row(self.act, self.agent)._refuse("Non", {})
        text = self.page(self.url, 410)
        self.assertShows(text, "Une signature a été refusée", self.agent.name)
        self.assertHides(text, "En bref", f"{self.url}/nouveau")

    def test_refused_by_oneself(self):
        self.row._refuse("Non", {})
        self._dead("Vous avez refusé de signer")

    def test_signed_on_paper(self):
        self.row.sudo()._sign_on_paper(
            base64.b64encode(b"%PDF-"), "signe.pdf", self._today()
        )
        text = self.page(self.url, 410)
        self.assertShows(text, "Vous avez déjà signé", "Votre signature sur papier")

    def test_somebody_else_was_named(self):
        acting(self.row).state = "replaced"
        self._dead("Une autre personne signe ce document")

    def test_the_mayor_is_mayor_no_more(self):
        self.role_authority.date_end = "2020-01-01"
        self._dead("Vous ne signez plus pour cet organisme")
        self.sign_in(self.authority)
        self.assertHides(self.page("/my/signatures"), self.act.number)
        response = self.url_open(f"/my/signatures/lire?piece={self.row.id}")
        self.assertHides(response.text, self.act.number)

    def test_a_link_is_of_one_person_and_one_purpose(self):
        row = self._row(self.act, self.agent)
        secret = self.env["mobility.link"]._mint("sign", row, self.authority.partner_id)
        self._dead("Une autre personne signe", f"/convention/signer/{secret}")
        decision = self.act.request_id.decision_ids[0]
        secret = self.env["mobility.link"]._mint("decide", decision, self.rh.partner_id)
        self.page(f"/convention/signer/{secret}", 404)
        self.page(self.url.replace("convention/signer", "demande/decider"), 404)

    def test_the_visa_is_not_given_by_link(self):
        visa = self.act.document_id.signatory_ids.filtered(
            lambda row: row.role == "visa"
        )
        self.page(self._link(visa), 410)
