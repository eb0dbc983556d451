"""The one-time code, through the page: wrong, too often, too late, of another."""

import base64
from datetime import timedelta
from io import BytesIO

from PIL import Image

from odoo import fields
from odoo.tests import tagged

from ..controllers.ceremony import LONGEST_NAME
from ..models.guard import acting
from .sign_case import NAME, SignCase


def drawing(size=(300, 100), dot=True):
    """A signature, as the browser sends it."""
    image = Image.new("RGBA", size)
    if dot:
        image.putpixel((3, 3), (0, 0, 0, 255))
    out = BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestSignCode(SignCase):
    def _waiting(self):
        return self.env["mobility.code"]._waiting(self.row, self.authority.partner_id)

    def test_six_wrong_codes(self):
        self._name()
        code = self._codes(self.authority)[0]
        for left in (4, 3, 2, 1):
            text = self._code(self._wrong(code)).text
            self.assertShows(text, 'id="form_error"', f"{left}.", self._wrong(code))
        text = self._code(self._wrong(code)).text
        self.assertShows(text, 'id="form_error"', "ne peut plus")
        text = self._code(code).text
        self.assertShows(text, "M’envoyer un autre code")
        self.assertEqual(self.row.state, "pending", "even the right one is refused")
        failed = self._events(self.row, "code_failed")
        self.assertEqual([one.details["attempt"] for one in failed], [1, 2, 3, 4, 5])
        # And one starts again, with the name that was typed.
        self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        self._code(self._codes(self.authority)[0])
        self.assertEqual(self.row.state, "signed")

    def test_the_fifth_try_can_be_the_right_one(self):
        self._name()
        code = self._codes(self.authority)[0]
        for _time in range(4):
            self._code(self._wrong(code))
        self._code(code)
        self.assertEqual(self.row.state, "signed")

    def test_what_is_no_code_is_not_counted(self):
        self._name()
        code = self._codes(self.authority)[0]
        for typed in ("", "12345", "1234567", "abcdef", "²²²²²²", "\x00", "9" * 10**5):
            text = self._code(typed).text
            self.assertShows(text, "six chiffres")
        self.assertFalse(self._events(self.row, "code_failed"))
        self._code(f" {code[:3]}-{code[4:]} ")
        self.assertEqual(self.row.state, "signed")

    def test_a_code_too_old(self):
        self._name()
        code = self._codes(self.authority)[0]
        acting(self._waiting()).expires_on = fields.Datetime.now() - timedelta(
            seconds=1
        )
        text = self.page(f"{self.url}/code")
        self.assertShows(text, "ne peut plus servir", "M’envoyer un autre code")
        text = self._code(code).text
        self.assertShows(text, 'id="form_error"')
        self.assertEqual(self.row.state, "pending")

    def test_a_code_just_in_time(self):
        self._name()
        acting(self._waiting()).expires_on = fields.Datetime.now() + timedelta(
            minutes=1
        )
        self._code(self._codes(self.authority)[0])
        self.assertEqual(self.row.state, "signed")

    def test_six_codes_in_an_hour(self):
        self._name()
        for _time in range(4):
            self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        self.assertEqual(len(self._codes(self.authority)), 5)
        text = self.url_open(f"{self.url}/code/nouveau", data={"send": "1"}).text
        self.assertShows(text, 'id="form_error"', "une heure")
        self.assertEqual(len(self._codes(self.authority)), 5)
        self._code(self._codes(self.authority)[0])
        self.assertEqual(self.row.state, "signed", "the last one still signs")

    def test_a_code_of_one_document_on_another(self):
        other = self._row(self._other_act(), self.authority)
        other_url = self._link(other)
        self._name(other_url)
        code = self._codes(self.authority)[0]
        text = self._code(code).text
        self.assertHides(text, "Vous avez signé")
        self._name()
        self._code(code)
        self.assertEqual((self.row + other).mapped("state"), ["pending"] * 2)
        # Nor does the code of this one sign the other.
        self._code(self._codes(self.authority)[0], other_url)
        self.assertEqual((self.row + other).mapped("state"), ["pending"] * 2)
        self._code(self._codes(self.authority)[0])
        self.assertEqual((self.row + other).mapped("state"), ["signed", "pending"])

    def test_a_code_of_one_person_for_another(self):
        self._name()
        code = self._codes(self.authority)[0]
        host = self._row(self.act, self.authority_host)
        url = self._link(host)
        self._name(url, self.authority_host.name)
        if code == self._codes(self.authority_host)[0]:
            return
        self._code(code, url)
        self.assertEqual((self.row + host).mapped("state"), ["pending"] * 2)

    def test_what_was_drawn_is_kept_with_the_signature(self):
        answer = self._json(f"{self.url}/dessin", name=NAME, signature=drawing())
        self.assertEqual(answer["result"]["redirect_url"], f"{self.url}/code")
        self.assertFalse(self.row.signature)
        self._code(self._codes(self.authority)[0])
        self.assertTrue(base64.b64decode(self.row.signature).startswith(b"\x89PNG"))
        signed = self._events(self.row, "signed").details
        self.assertEqual(len(signed["signature_sha256"]), 64)

    def test_another_code_keeps_the_drawing(self):
        self._json(f"{self.url}/dessin", name=NAME, signature=drawing())
        self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        self._code(self._codes(self.authority)[0])
        self.assertTrue(self.row.signature)

    def test_hostile_drawings(self):
        html = base64.b64encode(b"<svg onload=alert(1)>").decode()
        for signature in (
            html,
            "not base64 at all",
            "é",
            drawing(dot=False),
            drawing((3000, 3000)),
            drawing()[:60],
            ["a", "list"],
            {"a": 1},
            12,
            base64.b64encode(bytes(2_000_000)).decode(),
        ):
            answer = self._json(f"{self.url}/dessin", name=NAME, signature=signature)
            self.assertIn("dessin", answer["result"]["error"], str(signature)[:40])
        ten = base64.b64encode(bytes(10_000_000)).decode()
        answer = self.url_open(
            f"{self.url}/dessin",
            json={"jsonrpc": "2.0", "params": {"name": NAME, "signature": ten}},
        )
        self.assertNotIn("redirect_url", answer.text)
        self.assertFalse(self._codes(self.authority))

    def test_hostile_names(self):
        for name in ("", "   ", "\x00", "123", "­​", "x" * (LONGEST_NAME + 1)):
            text = self._name(name=name).text
            self.assertShows(text, 'id="form_error"')
            answer = self._json(f"{self.url}/dessin", name=name, signature=drawing())
            self.assertTrue(answer["result"]["error"])
        for name in (None, ["a"], {"b": 1}, 3):
            self._json(f"{self.url}/dessin", name=name)
        long = "<script>alert(1)</script>" * 400
        text = self._name(name=long).text
        self.assertShows(text, long)
        self.assertNoMarkup(text, "<script>alert")
        self.assertEqual(self.row.state, "pending")

    def test_a_name_at_the_limit_and_what_nobody_sees(self):
        longest, odd = "é" * LONGEST_NAME, "Jean <b>Pierre</b> Dupont"
        self._name(name=longest, sure=longest)
        self.assertEqual(len(self._codes(self.authority)), 1)
        self._name(name=" Jean‮\x00  <b>Pierre</b>\u00a0Dupont\u200b\n", sure=odd)
        self._code(self._codes(self.authority)[0])
        signed = self._events(self.row, "signed").details
        self.assertEqual(signed["typed_name"], odd)
        self.assertNoMarkup(self.page(self.url), "<b>Pierre")

    def test_a_mailbox_that_is_shared_since(self):
        self.authority.partner_id.email = "mairie@test.example.org"
        text = self._name().text
        self.assertShows(text, 'id="form_error"', "papier", NAME)
        self.assertFalse(self._codes(self.authority))

    def test_refused_between_the_name_and_the_code(self):
        self._name()
        code = self._codes(self.authority)[0]
        self._row(self.act, self.agent)._refuse("Non", {})
        response = self._code(code)
        self.assertEqual(response.status_code, 200)
        self.assertShows(response.text, "Une personne a refusé de signer")
        self.assertEqual(self.row.state, "pending")
