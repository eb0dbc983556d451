"""A link by which nothing is signed any more: the document and what became of it, or why
it opens nothing, and what to do."""

import base64
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from .common import small_pdf
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
        self.assertEqual(
            self.url_open("/convention/signer/zzz/envoye").status_code, 404
        )

    def test_too_old(self):
        acting(self._link_of(self.url)).expires_on = fields.Datetime.now() - timedelta(
            minutes=1
        )
        self._dead("Ce lien est trop ancien", renew=True)
        response = self.url_open(f"{self.url}/nouveau", data={"send": "1"})
        self.assertShows(response.text, "Regardez votre messagerie")
        self.assertTrue(response.url.endswith("/envoye"), "it can be reloaded")
        self.assertHides(response.text, self.authority.email)
        asked = self.env["mobility.link.lost"].sudo().search([])
        self.assertEqual(asked.link_id, self._link_of(self.url))

    def test_revoked(self):
        self.env["mobility.link"]._revoke_for(self.row)
        self._dead("Ce lien ne s’ouvre plus", renew=True)

    def _closed(self, *said, renew=False, url=None):
        """The document is still shown, with what became of it; nothing is signed."""
        url = url or self.url
        before = self.row.state
        text = self.page(url)
        (main,) = html.fromstring(text).xpath("//main")
        self.assertShows(" ".join(main.text_content().split()), *said)
        self.assertShows(text, "En bref", f"{url}/page/1.png", f"{url}/fichier")
        forms = [form.action for form in self.forms_of(text)]
        self.assertEqual(forms, [f"{url}/nouveau"] if renew else [])
        for path in ("nom", "code", "refuser", "papier"):
            self.assertHides(text, f"{url}/{path}")
        for path in ("nom", "code", "code/nouveau", "refuser"):
            data = {"name": NAME, "code": "123456", "reason": "Non."}
            response = self.url_open(f"{url}/{path}", data=data)
            self.assertEqual(
                (response.status_code, response.url[-32:]), (200, url[-32:])
            )
        response = self.url_open(f"{url}/fichier")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(self.row.state, before)
        self.assertFalse(self._codes(self.authority))

    def test_replaced_while_the_new_version_is_written(self):
        self.act.document_id._drop("replaced", "La date")
        self._closed("n’est plus valable", "Le centre de gestion prépare")

    def _new_version(self):
        self.act.with_user(self.adviser).action_correct("Autres horaires")
        model = self.env.registry["mobility.convention"]
        with patch.object(model, "_render_pdf", lambda act, edition: small_pdf()):
            self.act.action_freeze()
        return self._row(self.act, self.authority)

    def test_replaced_by_a_version_to_sign_then_signed(self):
        row = self._new_version()
        self._closed("attend votre signature", "dernier courriel", renew=True)
        self.sign_in(self.authority)
        text = self.page(f"/my/signatures/lire?piece={self.row.id}")
        self.assertShows(text, "n’est plus valable", f"lire?piece={row.id}")
        self.authenticate(None, None)
        row._sign("portal", {}, NAME)
        self._closed("Vous avez signé la nouvelle version")

    def test_replaced_by_a_version_that_one_signs_later_or_not(self):
        row = self._new_version()
        acting(row).step = 2
        self._closed("après d’autres personnes")
        acting(row).partner_id = self.rh.partner_id
        self._closed("rien à signer sur la nouvelle version")

    def test_replaced_after_one_had_signed_or_refused(self):
        self.row._sign("portal", {}, NAME)
        self.act.document_id._drop("replaced", "La date")
        self._closed("Votre signature sur cette version ne compte plus")

    def test_replaced_after_ones_refusal(self):
        self.row._refuse("Le lieu est faux.", {})
        self.act.document_id._drop("replaced", "Le lieu")
        self._closed("n’est plus valable", "Vous avez refusé", "Le lieu est faux.")

    def test_cancelled(self):
        self.act.document_id._drop("cancelled", "")
        self._closed("Ce document a été annulé", "rien à faire")

    def test_refused_by_somebody_else(self):
        self._row(self.act, self.agent)._refuse("Non", {})
        self._closed("Une personne a refusé de signer", self.agent.name)

    def test_refused_by_oneself(self):
        self.row._refuse("Le lieu est <b>faux</b>.", {})
        for _time in range(2):
            self._closed(
                "Vous avez refusé de signer : ",
                self.act.document_id.display_name,
                "Votre motif : Le lieu est <b>faux</b>.",
                "Le centre de gestion en a été prévenu",
            )

    def test_signed_on_paper(self):
        self.row.sudo()._sign_on_paper(
            base64.b64encode(b"%PDF-"), "signe.pdf", self._today()
        )
        self._closed(
            "Votre signature sur papier", "Doivent encore signer", self.agent.name
        )

    def test_what_is_closed_and_too_old_shows_nothing_any_more(self):
        self.row._refuse("Non", {})
        acting(self._link_of(self.url)).expires_on = fields.Datetime.now()
        self._dead("Vous avez refusé de signer")

    def test_signed_and_too_old_is_read_again_by_a_new_link(self):
        self.row._sign("portal", {}, NAME)
        acting(self._link_of(self.url)).expires_on = fields.Datetime.now()
        text = self.page(self.url, 410)
        self.assertShows(text, "Vous avez déjà signé", f"{self.url}/nouveau")
        self.assertHides(text, "En bref")

    def test_too_old_before_ones_turn(self):
        acting(self.row).step = 2
        acting(self._link_of(self.url)).expires_on = fields.Datetime.now()
        self._dead("ce n’est pas encore à vous de signer")

    def test_who_signed_no_longer_there_reads_nothing(self):
        """The mayor of before, when the document was replaced since, or cancelled."""
        self.role_authority.date_end = "2020-01-01"
        for dropped_as in ("replaced", "cancelled"):
            acting(self.act.document_id).dropped_as = dropped_as
            self._dead("Vous ne signez plus pour cet organisme")

    def test_who_was_replaced_reads_nothing_of_what_was_cancelled(self):
        acting(self.row).state = "replaced"
        self.act.document_id._drop("cancelled", "")
        self._dead("Une autre personne signe ce document")

    def test_an_address_of_a_form_that_is_opened_or_reloaded(self):
        for path, back in (("nouveau", ""), ("code/nouveau", "/code"), ("dessin", "")):
            response = self.url_open(f"{self.url}/{path}", allow_redirects=False)
            self.assertEqual(response.status_code, 303, path)
            self.assertTrue(response.headers["Location"].endswith(self.url + back))
        self.assertFalse(self.env["mobility.link.lost"].sudo().search([]))
        self.assertFalse(self._codes(self.authority))

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
