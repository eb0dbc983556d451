"""Another name than the printed one: asked once, never forbidden, and said to all."""

from lxml import html

from odoo.http import root
from odoo.tests import tagged

from ..models.guard import acting
from ..rules.person_name import same_name
from .sign_case import NAME, SignCase
from .test_sign_code import drawing

OTHER = "Fanny Martin"
OWN = "/my/signatures"


@tagged("post_install", "-at_install")
class TestSignName(SignCase):
    def assertAsked(self, text, name=OTHER):
        (said,) = html.fromstring(text).xpath("//*[@id='form_error']")
        self.assertShows(said.text_content(), NAME, name, "Rien n’est encore signé")
        self.assertNotIn("alert-danger", said.get("class"))

    def _sure(self, response):
        """Press the button of the page again, with nothing changed in it."""
        (form,) = [one for one in self.forms_of(response.text) if "/nom" in one.action]
        return self.url_open(form.action, data=dict(form.form_values()))

    def test_the_same_name_is_not_asked_about(self):
        for name in ("FRANCOISE MAIRE ORIGINE", "maireorigine françoise"):
            self.assertTrue(same_name(name, NAME))
            response = self._name(name=name)
            self.assertTrue(response.url.endswith("/code"), name)
            self.assertShows(response.text, name)

    def test_another_name_is_asked_about_once_then_signs(self):
        self.page(self.url)  # as a browser: it has a cookie of the site
        response = self._name(name=OTHER)
        self.assertTrue(response.url.endswith("/nom"))
        self.assertTrue(response.history, "the page can be reloaded")
        self.assertAsked(response.text)
        self.assertFalse(self._codes(self.authority))
        response = self._sure(response)
        self.assertTrue(response.url.endswith("/code"))
        (said,) = html.fromstring(response.text).xpath(
            "//main//p[strong='Fanny Martin']"
        )
        self.assertShows(said.text_content(), "Vous signez sous le nom")
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertEqual(mail.email_to, self.authority.email_formatted)
        self.assertIn(OTHER, mail.body_html)
        self._code(self._codes(self.authority)[0])
        self.assertEqual(self.row.state, "signed")
        self.assertEqual(self._events(self.row, "signed").details["typed_name"], OTHER)
        self.assertEqual(self.row.name, NAME, "the document stays as it is")
        told = self.row._certificate_words(self._events(self.row, "signed").details)
        self.assertEqual((told.name, told.signed_as), (NAME, OTHER))

    def test_a_browser_without_cookies_is_asked_too_and_signs(self):
        self.opener.cookies.pop("session_id", None)
        response = self._name(name=OTHER)
        self.assertFalse(response.history, "answered at once")
        self.assertAsked(response.text)
        self.opener.cookies.pop("session_id", None)
        self.assertTrue(self._sure(response).url.endswith("/code"))

    def test_a_third_name_is_asked_about_too(self):
        self._name(name=OTHER)
        self.assertAsked(self._name(name="Jean Petit", sure=OTHER).text, "Jean Petit")
        self.assertFalse(self._codes(self.authority))
        self.assertTrue(self._name(name=NAME, sure=OTHER).url.endswith("/code"))

    def test_hostile_names_are_shown_and_never_obeyed(self):
        name = "<script>alert(1)</script>"
        text = self._name(name=name).text
        self.assertShows(text, name)
        self.assertNoMarkup(text, "<script>alert")
        response = self._name(name=name, sure=name)
        self.assertNoMarkup(response.text, "<script>alert")
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertNotIn("<script", mail.body_html)

    def test_the_page_of_the_name_keeps_what_was_typed(self):
        self._name(name=OTHER, sure=OTHER)
        (form,) = [
            one for one in self.forms(f"{self.url}/nom") if one.action.endswith("/nom")
        ]
        self.assertEqual(form.fields["name"], OTHER)

    def test_drawn_under_another_name(self):
        url = f"{self.url}/dessin"
        answer = self._json(url, name=OTHER, signature=drawing())["result"]
        self.assertNotIn("redirect_url", answer)
        self.assertShows(answer["error"], NAME, OTHER)
        self.assertEqual(answer["sure"], OTHER)
        again = {"name": OTHER, "signature": drawing(), "sure": answer["sure"]}
        answer = self._json(url, **again)["result"]
        self.assertEqual(answer["redirect_url"], f"{self.url}/code")
        for sure in (None, ["a"], {"b": 1}, 3):
            answer = self._json(url, name="Jean Petit", sure=sure)["result"]
            self.assertIn("error", answer)

    def test_at_the_mayors_table_each_name_that_differs_is_said(self):
        other = self._row(self._other_act(), self.authority)
        acting(other).name = "Françoise Dupont"
        query = f"piece={self.row.id}&piece={other.id}"
        self.sign_in(self.authority)
        response = self.send(f"{OWN}/nom?{query}", {"name": NAME})
        (said,) = html.fromstring(response.text).xpath("//*[@id='form_error']")
        self.assertShows(said.text_content(), "«\xa0Françoise Dupont\xa0»")
        response = self._sure(response)
        (form,) = [one for one in self.forms_of(response.text) if "code?" in one.action]
        data = {**dict(form.form_values()), "code": self._codes(self.authority)[0]}
        self.url_open(form.action, data=data)
        self.assertEqual((self.row + other).mapped("state"), ["signed"] * 2)
        signed = {
            one.name: one.signed_as
            for row in self.row + other
            for one in row.document_id._certificate().signatures
        }
        self.assertEqual(signed, {NAME: "", "Françoise Dupont": NAME})

    def test_without_a_code_too_one_is_asked_first(self):
        self.authority.partner_id.email = "mairie@test.example.org"
        acting(self.row.sudo()).mailbox = False
        self.sign_in(self.authority)
        url = f"{OWN}/nom?piece={self.row.id}"
        response = self.send(url, {"name": OTHER})
        self.assertAsked(response.text)
        self.assertEqual(self.row.state, "pending")
        response = self._sure(response)
        self.assertShows(response.text, "Vous avez signé")
        self.assertEqual(self._events(self.row, "signed").details["typed_name"], OTHER)

    def test_what_was_typed_is_of_one_step_of_one_person(self):
        self.page(self.url)
        self.url_open(f"{self.url}/nom", data={"name": OTHER}, allow_redirects=False)
        host = self._link(self._row(self.act, self.authority_host))
        self.assertHides(self.page(f"{host}/nom"), OTHER, 'id="form_error"')
        self.assertHides(self.page(f"{self.url}/refuser"), OTHER, 'id="form_error"')
        self.assertShows(self.page(f"{self.url}/nom"), OTHER)
        self.assertHides(self.page(f"{self.url}/nom"), 'id="form_error"')


@tagged("post_install", "-at_install")
class TestSignBack(SignCase):
    """Each form that was sent ends on a page that one can reload or come back to."""

    def assertBack(self, response, url, *said):
        self.assertEqual([one.status_code for one in response.history], [303])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.request.method, "GET")
        self.assertTrue(response.url.endswith(url), response.url)
        self.assertShows(response.text, 'id="form_error"', *said)

    def test_by_link(self):
        self.page(self.url)
        self.assertBack(self._name(name="123"), f"{self.url}/nom", 'value="123"')
        self._name()
        code = self._codes(self.authority)[0]
        self.assertBack(self._code("12"), f"{self.url}/code", 'value="12"')
        wrong = self._wrong(code)
        self.assertBack(self._code(wrong), f"{self.url}/code", f'value="{wrong}"', "4.")
        self.assertEqual(len(self._events(self.row, "code_failed")), 1)
        refuse = f"{self.url}/refuser"
        long = "Non. " * 2000
        response = self.url_open(refuse, data={"reason": long})
        self.assertBack(response, refuse, long.strip())
        for _code in range(4):
            self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        response = self.url_open(f"{self.url}/code/nouveau", data={"send": "1"})
        self.assertBack(response, f"{self.url}/code", "une heure")
        self.assertNotIn(code.replace(" ", ""), response.url)
        self.assertEqual(self.row.state, "pending")

    def test_on_the_portal(self):
        query = f"piece={self.row.id}"
        self.sign_in(self.authority)
        response = self.send(f"{OWN}/nom?{query}", {"name": "123"})
        self.assertBack(response, f"{OWN}/nom?{query}", 'value="123"')
        self.send(f"{OWN}/nom?{query}", {"name": NAME})
        response = self.send(f"{OWN}/code?{query}", {"code": "12"})
        self.assertBack(response, f"{OWN}/code?{query}", 'value="12"')
        refuse = f"{OWN}/{self.row.id}/refuser"
        response = self.send(refuse, {"reason": " "})
        self.assertBack(response, refuse)
        response = self.url_open(f"{OWN}/code/nouveau?{query}")
        self.assertTrue(response.url.endswith(f"{OWN}/code?{query}"))
        self.assertEqual(len(self._codes(self.authority)), 1)

    def test_no_session_keeps_the_secret_of_the_address(self):
        self.page(self.url)
        self.url_open(f"{self.url}/nom", data={"name": "123"}, allow_redirects=False)
        session = root.session_store.get(self.opener.cookies["session_id"])
        self.assertIn("mobility_typed", session)
        self.assertNotIn(self.url.split("/")[3], str(dict(session)))
