import socket
from unittest.mock import patch

from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestOutbox(HttpCase):
    def setUp(self):
        super().setUp()
        self.letters = self.env["mobility.demo.mail"]

    def _queue(self, **values):
        return self.env["mail.mail"].create(
            {
                "subject": "Votre réponse est attendue",
                "body_html": f"<a href='{self.letters.get_base_url()}/demande/decider/abc'>"
                "Répondre</a>",
                "email_from": "mobilite@cdg.example",
                "email_to": '"Sandrine Élan" <sandrine@noyon.example>',
                "auto_delete": True,
                **values,
            }
        )

    def test_no_server_is_reached(self):
        """A configured server changes nothing: no address is even looked up."""
        server = self.env["ir.mail_server"].create(
            {"name": "Real", "smtp_host": "smtp.real.example", "smtp_port": 25}
        )
        mail = self._queue(mail_server_id=server.id, auto_delete=False)
        with (
            patch.object(socket, "getaddrinfo", side_effect=AssertionError),
            patch.object(socket.socket, "connect", side_effect=AssertionError),
        ):
            mail.send(raise_exception=True)
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.letters.search([], limit=1).email_from, mail.email_from)

    def test_a_plain_message_and_an_attachment(self):
        servers = self.env["ir.mail_server"]
        servers.send_email(
            servers._build_email__(
                "a@cdg.example",
                ["b@noyon.example"],
                "Texte",
                "<3 deux\nlignes",
                attachments=[("a.pdf", b"%PDF-1.4", "application/pdf")],
            )
        )
        letter = self.letters.search([], limit=1)
        self.assertEqual(letter.subject, "Texte")
        self.assertEqual(letter.attachment_count, 1)
        self.assertIn("&lt;3 deux<br", letter.body)

    def test_a_queued_letter_is_there_when_the_page_opens(self):
        self._queue()
        page = self.url_open("/demo/courrier")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Votre réponse est attendue", page.text)
        self.assertIn("Sandrine Élan", page.text)
        letter = self.letters.search([], limit=1)
        page = self.url_open(f"/demo/courrier/{letter.id}")
        self.assertIn('href="/demande/decider/abc"', page.text)

    def test_filter_by_recipient(self):
        self._queue()
        self._queue(subject="Pour un autre", email_to="karim@trois-forets.example")
        page = self.url_open("/demo/courrier?to=KARIM")
        self.assertIn("Pour un autre", page.text)
        self.assertNotIn("Votre réponse est attendue", page.text)

    def test_what_a_letter_holds_cannot_act_in_the_page(self):
        self._queue(body_html="<p onclick='steal()'>Bonjour<script>x()</script></p>")
        self.letters._deliver()
        body = self.letters.search([], limit=1).body
        self.assertIn("Bonjour", body)
        self.assertNotIn("script", body)
        self.assertNotIn("onclick", body)

    def test_unknown_letter(self):
        self.assertEqual(self.url_open("/demo/courrier/999999999").status_code, 404)

    def test_nobody_writes_in_the_outbox(self):
        for user in ("base.public_user", "base.user_admin"):
            letters = self.letters.with_user(self.env.ref(user))
            for operation in ("create", "write", "unlink"):
                self.assertFalse(letters.has_access(operation), (user, operation))

    def test_banner_on_every_kind_of_page(self):
        self.authenticate(None, None)
        pages = ["/web/login", "/demo/courrier", "/immersions"]
        found = {page: self.url_open(page).text for page in pages}
        self.authenticate("admin", "admin")
        found["/odoo"] = self.url_open("/odoo").text
        found["/my"] = self.url_open("/my").text
        for page, text in found.items():
            self.assertEqual(text.count('class="o_mobility_demo"'), 1, page)

    def test_no_banner_on_a_printed_page(self):
        html = self.env["ir.qweb"]._render(
            "web.html_container",
            {"company": self.env.company, "docs": [], "report_type": "pdf"},
        )
        self.assertNotIn("o_mobility_demo", str(html))
