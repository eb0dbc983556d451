"""The mayor's table: what waits, one code for several, each its own evidence."""

import base64
from datetime import timedelta

from lxml import html

from odoo.tests import tagged

from ..models.guard import acting
from ..rules.verification import new_code
from .sign_case import NAME, SignCase
from .test_sign_code import drawing

URL = "/my/signatures"


@tagged("post_install", "-at_install")
class TestOwnSignatures(SignCase):
    def setUp(self):
        super().setUp()
        self.other = self._row(self._other_act(), self.authority)
        self.both = self.row + self.other
        self.query = "&".join(f"piece={row.id}" for row in self.both)

    def _start(self, rows=None, name=NAME):
        query = "&".join(f"piece={row.id}" for row in rows or self.both)
        return self.send(f"{URL}/nom?{query}", {"name": name})

    def _confirm(self, response, code):
        (form,) = [one for one in self.forms_of(response.text) if "code?" in one.action]
        data = {**dict(form.form_values()), "code": code}
        return self.url_open(form.action, data=data)

    def test_the_table(self):
        self.sign_in(self.authority)
        text = self.page(URL)
        for row in self.both:
            self.assertShows(text, row.document_id.display_name, self.origin.name)
            self.assertShows(text, f'id="piece_{row.id}"')
            for _label, said in row.document_id.summary[:3]:
                self.assertShows(text, said)
        self.assertIn("2", self._json("/my/counters", counters=["mobility_signature_count"])
                      ["result"].__str__())  # fmt: skip
        self.assertShows(self.page("/my"), f'href="{URL}"')
        self.sign_in(self.rh)
        self.assertShows(self.page(URL), "Rien n’attend votre signature")

    def test_each_document_can_be_printed_and_signed_by_hand(self):
        self.sign_in(self.authority)
        text = self.page(URL)
        self.assertShows(text, "Ou sur papier", "remettez-le au centre de gestion")
        for row in self.both:
            self.assertShows(
                text, f'href="{URL}/{row.id}/fichier"', f'href="{URL}/{row.id}/papier"'
            )
            response = self.url_open(f"{URL}/{row.id}/fichier")
            self.assertEqual(
                response.content, base64.b64decode(row.document_id.frozen_file)
            )
        first = self.page(f"{URL}/lire?{self.query}")
        self.assertShows(first, f"{URL}/{self.both[0].id}/papier")

    def test_the_first_of_a_month(self):
        self.row._sign("portal", {}, NAME)
        for instant, said in (
            ("2026-11-30 23:30:00", "le 1er décembre 2026 à 00:30"),
            ("2026-12-11 10:00:00", "le 11 décembre 2026 à 11:00"),
            ("2026-12-21 10:00:00", "le 21 décembre 2026 à 11:00"),
        ):
            acting(self.row).recorded_at = instant
            self.assertShows(self.page_of_done(), said)
        acting(self.row).write({"method": "paper", "signed_on": "2026-12-01"})
        self.assertShows(self.page_of_done(), "signature du 1er décembre 2026.")

    def page_of_done(self):
        self.sign_in(self.authority)
        return self.page(f"{URL}?fait={self.row.id}")

    def test_two_documents_one_code(self):
        self.sign_in(self.authority)
        first = self.page(f"{URL}/lire?{self.query}")
        self.assertShows(first, "Document 1 sur 2", "rang=2")
        self.assertHides(first, f"{URL}/nom")
        last = self.page(f"{URL}/lire?{self.query}&rang=2")
        self.assertShows(last, "Document 2 sur 2", "rang=1", f"{URL}/nom?")
        for text in (first, last):
            (image,) = html.fromstring(text).xpath("//main//img")
            response = self.url_open(image.get("src"))
            self.assertEqual(response.headers["Content-Type"], "image/png")
            self.assertIn("private", response.headers["Cache-Control"])
        response = self._start()
        self.assertEqual(len(self._codes(self.authority)), 1)
        self.assertShows(response.text, *self.both.document_id.mapped("display_name"))
        response = self._confirm(response, self._codes(self.authority)[0])
        self.assertEqual(self.both.mapped("state"), ["signed", "signed"])
        self.assertEqual(self.both.mapped("method"), ["portal", "portal"])
        self.assertShows(response.text, "Vous avez signé", "2 documents")
        self.assertShows(response.text, *self.both.document_id.mapped("display_name"))
        for row in self.both:
            signed = self._events(row, "signed").details
            self.assertEqual(signed["sha256"], row.document_id.frozen_sha256)
            self.assertEqual(signed["identity"], f"user {self.authority.login}")
            self.assertEqual(signed["documents"], 2)
            self.assertEqual(signed["channel"], "email")
        # Replayed, with the back button.
        again = self.url_open(f"{URL}/code?{self.query}")
        self.assertShows(again.text, "Vous avez signé")
        self.assertEqual(len(self._events(self.row, "signed")), 1)

    def test_the_most_urgent_first_at_each_step(self):
        """The second convention begins earlier: one finds, reads and signs it first."""
        self.env.flush_all()
        for row, left in ((self.row, 40), (self.other, 20)):
            self.env.cr.execute(
                "UPDATE mobility_convention SET date_start = %s WHERE id = %s",
                [
                    self._today() + timedelta(days=left),
                    row.document_id.convention_id.id,
                ],
            )
        self.env.invalidate_all()
        self.assertLess(self.row.document_id.id, self.other.document_id.id)
        urgent, later = (row.document_id.display_name for row in (self.other, self.row))
        self.sign_in(self.authority)
        table = self.page(URL)
        self.assertShows(table, "Les plus urgents viennent en premier")
        self.assertOrder(table, urgent, later)
        self.assertIn(f"piece={self.other.id}&amp;piece={self.row.id}", table)
        # Whatever the order in which the address names them.
        for query in (self.query, "&".join(reversed(self.query.split("&")))):
            self.assertShows(
                self.page(f"{URL}/lire?{query}"), f"<h1>{urgent}</h1>", "1 sur 2"
            )
            self.assertShows(
                self.page(f"{URL}/lire?{query}&rang=2"), f"<h1>{later}</h1>", "2 sur 2"
            )
            self.assertOrder(self.page(f"{URL}/nom?{query}"), urgent, later)
        response = self._start()
        self.assertOrder(response.text, urgent, later)
        (mail,) = self.env["mail.mail"].sudo().search([("subject", "ilike", "code")])
        self.assertOrder(mail.body_html, urgent, later)
        response = self._confirm(response, self._codes(self.authority)[0])
        self.assertShows(response.text, "Vous avez signé", "2 documents")
        self.assertOrder(response.text, urgent, later)
        self.assertOrder(
            self.page(f"{URL}?fait={self.row.id}&fait={self.other.id}"), urgent, later
        )

    def assertOrder(self, text, *wanted):
        places = [text.index(one) for one in wanted]
        self.assertEqual(places, sorted(places))

    def test_drawn_for_two(self):
        self.sign_in(self.authority)
        url = f"{URL}/dessin?{self.query}"
        answer = self._json(url, name=NAME, signature=drawing())["result"]
        response = self.url_open(answer["redirect_url"])
        self._confirm(response, self._codes(self.authority)[0])
        self.assertTrue(all(row.signature for row in self.both))

    def test_a_code_for_two_does_not_sign_one(self):
        self.sign_in(self.authority)
        self._start()
        code = self._codes(self.authority)[0]
        self.post(f"{URL}/code?piece={self.row.id}", {"code": code})
        self.assertEqual(self.both.mapped("state"), ["pending", "pending"])

    def test_one_signed_meanwhile(self):
        self.sign_in(self.authority)
        self._start()
        code = self._codes(self.authority)[0]
        self._name()
        self._code(self._codes(self.authority)[0])
        self.assertEqual(self.both.mapped("state"), ["signed", "pending"])
        response = self.post(f"{URL}/code?{self.query}", {"code": code})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.both.mapped("state"), ["signed", "pending"])
        self._start(self.other)
        self.assertShows(self.page(f"{URL}/code?piece={self.other.id}"), "code")

    def test_a_shared_mailbox_signs_with_the_session_alone(self):
        self.authority.partner_id.email = "mairie@test.example.org"
        # Shared already when the documents left.
        acting(self.both.sudo()).mailbox = False
        self.sign_in(self.authority)
        text = self.page(URL)
        self.assertHides(text, "checkbox", "lire?" + self.query)
        text = self.page(f"{URL}/nom?{self.query}")
        self.assertShows(text, "Plusieurs personnes")
        response = self._start()
        self.assertShows(response.text, "Vous avez signé")
        self.assertEqual(sorted(self.both.mapped("state")), ["pending", "signed"])
        signed = self._events(self.row, "signed").details
        self.assertEqual((signed["method"], signed["channel"]), ("portal", "session"))
        self.assertFalse(self._codes(self.authority))
        self.assertFalse(self.env["mobility.code"].sudo().search([]))

    def test_a_mailbox_that_changed_since_signs_nothing(self):
        for email in ("mairie@test.example.org", "voleur@personne.example.org"):
            self.authority.partner_id.email = email
            self.sign_in(self.authority)
            response = self._start()
            self.assertShows(response.text, "n’est plus celle", "papier")
            self.assertEqual(set(self.both.mapped("state")), {"pending"})
        self.assertFalse(self.env["mobility.code"].sudo().search([]))

    def test_nobody_signs_for_another(self):
        act = self.act
        others = (
            self.agent, self.agent2, self.agent_elsewhere, self.rh, self.rh_host,
            self.rh_third, self.authority_host, self.tutor, self.adviser,
            self.referent, self.manager, self.internal,
        )  # fmt: skip
        piece = f"piece={self.row.id}"
        for user in others:
            with self.subTest(user=user.login):
                self.sign_in(user)
                self.assertHides(
                    self.page(URL), f'piece={self.row.id}"', f'piece_{self.row.id}"'
                )
                for path in ("lire", "nom", "code"):
                    response = self.url_open(f"{URL}/{path}?{piece}")
                    self.assertTrue(response.url.endswith("vide=1"), response.url)
                for path in (
                    f"nom?{piece}", f"code?{piece}", f"code/nouveau?{piece}",
                    f"{self.row.id}/refuser",
                ):  # fmt: skip
                    data = {"name": NAME, "code": "123456", "reason": "Non."}
                    self.post(f"{URL}/{path}", data)
                response = self.url_open(f"{URL}/{self.row.id}/refuser")
                self.assertTrue(response.url.endswith("vide=1"))
                response = self.url_open(f"{URL}/{self.row.id}/papier")
                self.assertTrue(response.url.endswith("vide=1"))
                self.page(f"{URL}/{self.row.id}/fichier", 404)
                self.page(f"{URL}/{self.row.id}/page/1.png", 404)
                answer = self._json(f"{URL}/dessin?{piece}", name=NAME)["result"]
                self.assertTrue(answer["redirect_url"].endswith("vide=1"))
        self.assertEqual(self.row.state, "pending")
        self.assertEqual(act.document_id.state, "to_sign")
        self.assertFalse(self.env["mobility.code"].sudo().search([]))
        self.assertFalse(self._events(self.row, "opened"))

    def test_the_public_signs_in_first(self):
        self.authenticate(None, None)
        for path in ("", "/lire", "/nom", "/code", f"/{self.row.id}/fichier",
                     f"/{self.row.id}/page/1.png", f"/{self.row.id}/refuser"):  # fmt: skip
            response = self.url_open(f"{URL}{path}", allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])
        answer = self._json(f"{URL}/dessin?{self.query}", name=NAME)
        self.assertIn("error", answer)

    def test_a_form_without_its_token(self):
        self.sign_in(self.authority)
        response = self.url_open(f"{URL}/nom?{self.query}", data={"name": NAME})
        self.assertEqual(response.status_code, 400)
        response = self.url_open(f"{URL}/{self.row.id}/refuser", data={"reason": "N"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.row.state, "pending")

    def test_nothing_ticked_or_nonsense(self):
        self.sign_in(self.authority)
        for query in ("", "?piece=", "?piece=x", "?piece=-1", "?piece=" + "9" * 50):
            response = self.url_open(f"{URL}/lire{query}")
            self.assertShows(response.text, "Cochez au moins un document")
        many = "&".join(f"piece={number}" for number in range(2000))
        self.assertEqual(self.url_open(f"{URL}/lire?{many}").status_code, 200)
        for rank in ("0", "-4", "99", "x"):
            self.page(f"{URL}/lire?{self.query}&rang={rank}")

    def test_refusing(self):
        self.sign_in(self.authority)
        url = f"{URL}/{self.row.id}/refuser"
        response = self.send(url, {"reason": ""})
        self.assertShows(response.text, 'id="form_error"')
        response = self.send(url, {"reason": "Le lieu est faux."})
        self.assertShows(
            response.text, "Vous avez refusé de signer", "Le lieu est faux.",
            "Le centre de gestion en a été prévenu",
        )  # fmt: skip
        self.assertShows(
            self.page(f"{URL}/lire?piece={self.row.id}"),
            "Vous avez refusé de signer", "Le lieu est faux.",
        )  # fmt: skip
        self.assertEqual(self.row.state, "refused")
        signed = self._events(self.row, "refused").details
        self.assertEqual(signed["identity"], f"user {self.authority.login}")
        self.assertShows(
            self.page(f"/my/conventions/{self.act.id}"), "Le lieu est faux."
        )

    def test_from_the_convention(self):
        self.sign_in(self.authority)
        text = self.page(f"/my/conventions/{self.act.id}")
        self.assertShows(text, f"{URL}/lire?piece={self.row.id}", 'id="sign_now"')
        acting(self.row).step = 2
        text = self.page(f"/my/conventions/{self.act.id}")
        self.assertShows(text, 'id="sign_later"', self.agent.name)
        self.assertHides(text, f"{URL}/lire?")
        text = self.page(f"{URL}/lire?piece={self.row.id}")
        self.assertShows(text, "Ce n’est pas encore à vous")
        self.assertHides(text, f"{URL}/nom")

    def test_only_the_visa_is_left(self):
        for user in (self.agent, self.authority, self.authority_host):
            self._sign_by_link(self._row(self.act, user), user)
        request = self.act.request_id
        self.assertEqual(request.waiting_for, "cdg")
        self.sign_in(self.agent)
        for url in (f"/my/conventions/{self.act.id}", f"/my/demandes/{request.id}"):
            self.assertShows(self.page(url), "visa")
        text = self.page(f"{URL}?fait={self._row(self.act, self.agent).id}")
        self.assertShows(text, "Il reste le visa du centre de gestion")

    def _version(self, version):
        """One more document that waits for the mayor."""
        document = self.act.document_id
        self.env["mobility.document"]._freeze(
            [
                {
                    "name": self.act.number,
                    "kind": document.kind,
                    "version": version,
                    "convention_id": self.act.id,
                    "company_id": document.company_id.id,
                    "verification_code": new_code(),
                    "summary": document.summary,
                    "content": base64.b64decode(document.frozen_file),
                    "signatories": [
                        {
                            "party": "employer",
                            "partner_id": self.authority.partner_id.id,
                            "name": NAME,
                            "organisation_id": self.origin.id,
                            "organisation_name": self.origin.name,
                        }
                    ],
                }
            ]
        )

    def test_a_tab_whose_code_was_replaced_says_why(self):
        """The code was asked for one document, then for two in another tab."""
        self.sign_in(self.authority)
        self._start(self.row)
        self._start()
        text = self.url_open(f"{URL}/code?piece={self.row.id}").text
        self.assertShows(
            text, "pour d’autres documents", "Écrivez de nouveau votre nom"
        )
        (field,) = html.fromstring(text).xpath("//input[@name='name']")
        self.assertEqual(field.get("value"), NAME)

    def test_the_table_asks_as_much_for_ten_as_for_three(self):
        self.sign_in(self.authority)
        self._version(10)
        three = self.query_count(URL)
        for version in range(11, 18):
            self._version(version)
        self.assertEqual(self.page(URL).count('name="piece"'), 10)
        self.assertEqual(self.query_count(URL), three)
        self.assertLessEqual(three, 25)

    def test_how_much_is_asked_to_read_one(self):
        self.sign_in(self.authority)
        count = self.query_count(f"{URL}/lire?piece={self.row.id}")
        self.assertLessEqual(count, 25)
        self.assertLessEqual(self.query_count(self.url), 22)
