"""Reading and signing by a personal link, without an account nor a script."""

import base64

from lxml import html

from odoo import fields
from odoo.tests import tagged
from odoo.tools.mimetypes import guess_mimetype

from ..models.guard import acting
from ..rules import consent
from .sign_case import NAME, SignCase


@tagged("post_install", "-at_install")
class TestSignLink(SignCase):
    def test_the_document_comes_first(self):
        text = self.page(self.url)
        for label, said in self.act.document_id.summary:
            self.assertShows(text, label, said)
        self.assertShows(text, NAME, "Maire", self.origin.name, f"{self.url}/nom")
        (image,) = html.fromstring(text).xpath("//main//img")
        self.assertEqual(image.get("src"), f"{self.url}/page/1.png")
        self.assertShows(text, self.act.number)  # the text of the page
        response = self.url_open(f"{self.url}/page/1.png")
        self.assertEqual(guess_mimetype(response.content), "image/png")
        self.assertIn("private", response.headers["Cache-Control"])
        for number in (0, 2, 9999):
            self.page(f"{self.url}/page/{number}.png", 404)
        response = self.url_open(f"{self.url}/fichier")
        self.assertEqual(
            response.content, base64.b64decode(self.act.document_id.frozen_file)
        )

    def test_opening_consumes_nothing_and_is_noted_once_a_day(self):
        for _time in range(3):
            self.page(self.url)
        self.url_open(self.url, method="HEAD")
        (line,) = self._events(self.row, "opened")
        link = self._link_of(self.url)
        self.assertEqual(line.details["identity"], f"link {link.id}")
        self.assertNotIn(self.url.split("/")[3], str(line.details))
        self.assertTrue(link._is_alive())
        self.assertEqual(self.row.state, "pending")
        line.env.cr.execute(
            'UPDATE mobility_journal SET "on" = "on" - interval \'1 day\' WHERE id=%s',
            [line.id],
        )
        line.invalidate_recordset()
        self.page(self.url)
        self.assertEqual(len(self._events(self.row, "opened")), 2)

    def test_a_head_is_no_opening(self):
        self.assertEqual(self.url_open(self.url, method="HEAD").status_code, 200)
        self.assertFalse(self._events(self.row, "opened"))

    def test_signing_with_the_name_and_the_code(self):
        self.page(self.url)
        (form,) = [
            one for one in self.forms(f"{self.url}/nom") if one.action.endswith("nom")
        ]
        self.assertShows(self.page(f"{self.url}/nom"), consent.text("signature"))
        response = self.url_open(form.action, data={"name": NAME})
        self.assertEqual(response.url.rsplit("/", 1)[1], "code")
        self.assertShows(response.text, "m•••@personne.example.org")
        self.assertHides(response.text, self.authority.email)
        self.assertEqual(self.row.state, "pending", "nothing is signed before the code")
        response = self._code(self._codes(self.authority)[0])
        self.assertShows(response.text, "Vous avez signé", self.agent.name)
        self.assertEqual((self.row.state, self.row.method), ("signed", "code"))
        (line,) = self._events(self.row, "signed")
        self.assertEqual(line.details["typed_name"], NAME)
        self.assertEqual(line.details["identity"], f"link {self._link_of(self.url).id}")
        self.assertEqual(line.details["consent_text"], consent.text("signature"))
        self.assertEqual(line.details["ip"], "127.0.0.1")
        self.assertEqual(line.details["language"], "fr_FR")
        self.assertEqual(line.details["sha256"], self.act.document_id.frozen_sha256)
        self.assertTrue(line.details["user_agent"])

    def test_the_evidence_is_cut(self):
        self.opener.headers["User-Agent"] = "x" * 5000
        self.page(self.url)
        (line,) = self._events(self.row, "opened")
        self.assertEqual(len(line.details["user_agent"]), 300)

    def test_back_replayed_and_two_tabs(self):
        self._name()
        code = self._codes(self.authority)[0]
        self._code(code)
        for response in (
            self._code(code),
            self._name(),
            self.url_open(f"{self.url}/code/nouveau", data={"send": "1"}),
            self.url_open(f"{self.url}/refuser", data={"reason": "Trop tard."}),
            self.url_open(f"{self.url}/nom"),
            self.url_open(f"{self.url}/code"),
        ):
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.url.rsplit("/signer", 1)[1].count("/"), 1)
            self.assertShows(response.text, "Vous avez signé")
        self.assertEqual(len(self._events(self.row, "signed")), 1)
        self.assertEqual(len(self._codes(self.authority)), 1)

    def test_the_name_sent_twice_makes_one_code(self):
        self._name()
        self._name()
        self.assertEqual(len(self._codes(self.authority)), 1)
        self._name(name="Françoise M.", sure="Françoise M.")
        self.assertEqual(len(self._codes(self.authority)), 2)

    def test_another_code_keeps_the_name(self):
        self._name()
        first = self._codes(self.authority)[0]
        response = self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        self.assertEqual(response.status_code, 200)
        second = self._codes(self.authority)[0]
        if first != second:
            self._code(first)
            self.assertEqual(self.row.state, "pending", "the first is dead")
        self._code(second)
        self.assertEqual(self.row.state, "signed")
        self.assertEqual(self._events(self.row, "signed").details["typed_name"], NAME)

    def test_without_a_name_there_is_no_code_page(self):
        response = self.url_open(f"{self.url}/code")
        self.assertTrue(response.url.endswith("/nom"))
        response = self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        self.assertTrue(response.url.endswith("/nom"))

    def test_refusing_needs_a_reason_and_keeps_it(self):
        refuse = f"{self.url}/refuser"
        self.assertShows(self.page(refuse), "Si vous refusez", "cdg@cdg.example.org")
        response = self.url_open(refuse, data={"reason": "  "})
        self.assertShows(response.text, 'id="form_error"')
        long = "<b>Non</b> " * 600
        response = self.url_open(refuse, data={"reason": long})
        self.assertShows(response.text, 'id="form_error"', long.strip())
        self.assertNotIn("<b>Non", response.text)
        self.assertEqual(self.row.state, "pending")
        response = self.url_open(refuse, data={"reason": "La date est fausse."})
        self.assertShows(response.text, "Vous avez refusé de signer")
        self.assertEqual(
            (self.row.state, self.row.refused_reason),
            ("refused", "La date est fausse."),
        )
        (line,) = self._events(self.row, "refused")
        self.assertEqual(line.details["ip"], "127.0.0.1")

    def test_how_to_sign_on_paper(self):
        text = self.page(f"{self.url}/papier")
        self.assertShows(
            text,
            self.act.document_id.verification_code,
            f"{self.url}/fichier",
            "cdg@cdg.example.org",
        )

    def test_secret_addresses_stay_secret(self):
        for path in ("", "/nom", "/refuser", "/papier", "/fichier"):
            headers = self.url_open(f"{self.url}{path}").headers
            self.assertEqual(headers["X-Robots-Tag"], "noindex, nofollow", path)
            self.assertEqual(headers["Referrer-Policy"], "no-referrer", path)
            self.assertEqual(headers["Cache-Control"], "no-store", path)
        headers = self.url_open(f"{self.url}/page/1.png").headers
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_what_is_shown_was_frozen(self):
        before = [
            line for line in self.page(self.url).splitlines() if "csrf" not in line
        ]
        self.authority.partner_id.name = "Quelqu'un d'autre"
        self.agent.partner_id.name = "Nom changé"
        (self.origin | self.host).write({"name": "Commune nouvelle", "street": "Z"})
        self.offer.write({"name": "Autre offre", "service": "Autre service"})
        self.tutor.partner_id.write({"name": "Autre tuteur", "phone": "00"})
        text = self.page(self.url)
        after = [line for line in text.splitlines() if "csrf" not in line]
        self.assertEqual(before, after)
        self.sign_in(self.authority)
        for url in (
            "/my/signatures",
            f"/my/signatures/lire?piece={self.row.id}",
            f"/my/signatures/nom?piece={self.row.id}",
            f"/my/signatures/{self.row.id}/refuser",
            f"/my/signatures/{self.row.id}/papier",
            f"/my/conventions/{self.act.id}",
            "/my/conventions",
        ):
            (main,) = html.fromstring(self.page(url)).xpath(
                "//main//div[@class='o_mobility']"
            )[:1]
            self.assertHides(
                main.text_content(), "Nom changé", "nouvelle", "Autre", "Quelqu'un"
            )
        self._name()
        self._code(self._codes(self.authority)[0])
        signed = self._events(self.row, "signed").details
        self.assertEqual(signed["name"], NAME)

    def test_not_my_turn_yet(self):
        acting(self.row).step = 2
        text = self.page(self.url)
        self.assertShows(text, "Ce n’est pas encore à vous", self.agent.name)
        self.assertShows(text, f"{self.url}/page/1.png")
        self.assertHides(text, f"{self.url}/nom")
        for path in ("nom", "code", "refuser"):
            data = {"name": NAME, "code": "123456", "reason": "Non."}
            self.url_open(f"{self.url}/{path}", data=data)
        self.assertEqual(self.row.state, "pending")
        self.assertFalse(self._codes(self.authority))

    def test_the_sealed_file_takes_the_place_of_the_frozen_one(self):
        document = acting(self.act.document_id)
        self._sign_by_link(self.row, self.authority)
        document.write(
            {"sealed_file": base64.b64encode(b"%PDF-scelle"),
             "sealed_on": fields.Datetime.now()}
        )  # fmt: skip
        self.assertEqual(self.url_open(f"{self.url}/fichier").content, b"%PDF-scelle")
        self.sign_in(self.agent)
        url = f"/my/conventions/{self.act.id}"
        self.assertEqual(self.url_open(f"{url}/pdf").content, b"%PDF-scelle")
        self.assertShows(self.page(url), "La convention scellée")
