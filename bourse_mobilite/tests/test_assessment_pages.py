"""Giving a bilan by personal link, as a browser without JavaScript does: nothing is
lost, and no link of somebody else opens it."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.guard import acting
from ..rules.assessment import LONGEST
from .assessment_case import ADVICE, COMMENT, DAY
from .assessment_pages_case import PagesCase

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"
# What no page of somebody else may hold.
SECRETS = (COMMENT, ADVICE, "Motif réservé")


@tagged("post_install", "-at_install")
class TestAssessmentLinks(PagesCase):
    def test_given_from_a_phone(self):
        url = self.url()
        page = self.page(url)
        self.assertShows(
            page, "Aurélie Durand", "Recevoir les habitants", "N’écrivez rien sur la santé",
            *self.env["mobility.assessment.item"].search([]).mapped("name"),
        )  # fmt: skip
        self.assertHides(page, *SECRETS)
        self.assertNotIn("csrf_token", dict(self.forms_of(page)[0].form_values()))
        done = self.send(url, self.typed("tutor"))
        self.assertEqual(done.url.split("?")[1], "donne=1")
        self.assertShows(done.text, "enregistré", ADVICE)
        self.env.invalidate_all()
        self.assertEqual(
            (self.of_tutor.state, self.of_tutor.way, self.of_tutor.tasks),
            ("given", "link", "Agent d'accueil en mairie"),
        )

    def test_opening_consumes_nothing(self):
        url = self.url()
        for _time in range(4):
            self.assertIn("o_mobility_assess", self.page(url))
        self.env.invalidate_all()
        self.assertEqual(self.of_tutor.state, "waiting")

    def test_nothing_is_lost_on_an_error(self):
        url = self.url()
        typed = self.typed(
            "tutor",
            presence="partial",
            last_day="n’importe quoi",
            missed_half_days="beaucoup",
            missed_hours="1,5",
            other_tasks=f"Trier le courrier {HOSTILE}",
            fit="",
        )
        answer = self.send(url, typed)
        self.assertEqual(answer.status_code, 200)
        self.assertShows(answer.text, "Rien n’a été enregistré", "Trier le courrier")
        self.assertNoMarkup(answer.text, HOSTILE)
        form = self.forms_of(answer.text)[0]
        kept = dict(form.form_values())
        for name, value in typed.items():
            if name not in ("task", "fit", "last_day"):
                self.assertEqual(kept.get(name), value, name)
        self.assertEqual(kept["task"], "0")
        self.assertNotIn("fit", kept)
        for name in ("fit", "last_day", "missed_half_days"):
            self.assertIn(f'href="#q_{name}"', answer.text)
            self.assertIn(f'id="q_{name}"', answer.text)
            self.assertIn(f'id="err_{name}"', answer.text)
        self.assertNotIn('id="err_missed_hours"', answer.text)
        self.env.invalidate_all()
        self.assertEqual(self.of_tutor.state, "waiting")

    def test_hostile_and_huge(self):
        url = self.url(self.of_agent)
        for values in (
            {"comment": "é" * (LONGEST + 1)},
            {"comment": "\x00" * 10 + HOSTILE * 200},
            {"satisfaction": "5"},
            {"next_step": HOSTILE},
            {"mark_1": "9" * 5000},
            {"satisfaction": ["4", "1"], "next_step": "\x00"},
        ):
            with self.subTest(values=str(values)[:60]):
                typed = {**self.typed("agent"), **values}
                if "mark_1" in values:
                    item = self.env["mobility.assessment.item"].search([], limit=1)
                    typed[f"mark_{item.id}"] = typed.pop("mark_1")
                answer = self.url_open(url, data=typed)
                self.assertEqual(answer.status_code, 200)
                self.assertShows(answer.text, "Rien n’a été enregistré")
                self.assertNoMarkup(answer.text, HOSTILE)
                self.env.invalidate_all()
                self.assertEqual(self.of_agent.state, "waiting")
        # What is not of this form is read by nobody.
        answer = self.url_open(
            url,
            data={
                **self.typed("agent"),
                "presence": "absent",
                "side": "adviser",
                "synthesis": "x",
                "state": "stopped",
                "partner_id": str(self.rh.partner_id.id),
                "mark_999999": "4",
                "task": ["0", "-1", "9999999999999", HOSTILE],
            },
        )
        self.assertIn("donne=1", answer.url)
        self.env.invalidate_all()
        self.assertFalse(self.of_agent.presence or self.of_agent.synthesis)
        self.assertEqual(self.of_agent.partner_id, self.agent.partner_id)
        self.assertEqual(len(self.of_agent.mark_ids), 8)

    def test_sent_twice(self):
        url = self.url()
        self.send(url, self.typed("tutor"))
        again = self.url_open(url, data=self.typed("tutor", advice="Autre conseil"))
        self.assertIn("donne=1", again.url)
        self.assertHides(again.text, "Autre conseil")
        self.env.invalidate_all()
        self.assertEqual(self.of_tutor.advice, ADVICE)

    def test_dead_links(self):
        alive = self.link(self.of_tutor, self.tutor.partner_id)
        expired = self.link(self.of_tutor, self.tutor.partner_id, days=-1)
        other = self.link(self.of_tutor, self.rh.partner_id)
        sign = self.env["mobility.link"]._mint(
            "sign",
            self.request._convention().document_id.signatory_ids[0],
            self.tutor.partner_id,
        )
        decide = self.env["mobility.link"]._mint(
            "decide", self.request.decision_ids[0], self.rh.partner_id
        )
        for secret, status in (
            (expired, 410), (other, 410), (sign, 404), (decide, 404),
            (alive[:-1], 404), (alive + "x", 404), ("x" * 3000, 404), ("0", 404),
            ("%00", 404),
        ):  # fmt: skip
            with self.subTest(secret=secret[:20]):
                for path in ("", "/pdf"):
                    page = self.page(f"/bilan/{secret}{path}", status)
                    self.assertHides(page, "Durand", *SECRETS)
                for path in ("", "/mot"):
                    answer = self.url_open(
                        f"/bilan/{secret}{path}", data=self.typed("tutor")
                    )
                    self.assertEqual(answer.status_code, status)
        # A link to a bilan opens no other page.
        for path in (f"/demande/decider/{alive}", f"/convention/signer/{alive}"):
            self.assertIn(self.url_open(path).status_code, (404, 410))
        self.env.invalidate_all()
        self.assertEqual(self.of_tutor.state, "waiting")

    def test_a_new_link_instead_of_an_old_one(self):
        expired = self.link(self.of_tutor, self.tutor.partner_id, days=-1)
        acting(self.env["mobility.link"].sudo().search([])).write(
            {"expires_on": fields.Datetime.now() - timedelta(days=1)}
        )
        self.env.cr.execute(
            "UPDATE mobility_link SET create_date = create_date - interval '2 days'"
        )
        page = self.page(f"/bilan/{expired}", 410)
        self.assertShows(page, "nouveau lien")
        before = self.mails()
        answer = self.send_dead(f"/bilan/{expired}")
        self.assertEqual(answer.status_code, 200)
        self.env["mobility.link.lost"].sudo().search([])._send()
        mail = self.mails() - before
        self.assertEqual(mail.email_to, self.tutor.partner_id.email_formatted)
        # Once is enough for a while, and an unknown link sends nothing.
        self.send_dead(f"/bilan/{expired}")
        self.env["mobility.link.lost"].sudo().search([])._send()
        self.assertEqual(self.mails() - before, mail)
        self.assertEqual(
            self.url_open("/bilan/inconnu/nouveau", data={"x": 1}).status_code, 404
        )

    def send_dead(self, url):
        form = self.forms_of(self.page(url, 410))[0]
        return self.url_open(form.action, data={"x": "1"})

    def test_who_has_lost_the_mail_asks_by_address(self):
        self.env.cr.execute(
            "UPDATE mobility_link SET create_date = create_date - interval '2 days'"
        )
        before = self.mails()
        lost = self.env["mobility.link.lost"]
        lost._note("tuteur.test@personne.example.org")
        lost.sudo().search([])._send()
        sent = (self.mails() - before).filtered(lambda one: "/bilan/" in one.body_html)
        self.assertEqual(sent.email_to, self.tutor.partner_id.email_formatted)

    def test_useless_links_say_so(self):
        url = self.url()
        self.of_tutor.action_stop("Ne répond pas")
        page = self.page(url, 410)
        self.assertHides(page, "Durand", "nouveau lien")
        self.assertEqual(self.url_open(url, data=self.typed("tutor")).status_code, 410)

    def test_private_headers(self):
        secret = self.link(self.of_tutor, self.tutor.partner_id)
        for path in (f"/bilan/{secret}", "/bilan/inconnu"):
            headers = self.url_open(path).headers
            self.assertIn("noindex", headers["X-Robots-Tag"])
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(headers["Cache-Control"], "no-store")

    def test_a_word_then_the_file(self):
        url = self.url()
        self.of_tutor._give(self.answers("tutor"), "link")
        page = self.page(url)
        self.assertHides(page, "remark_form", COMMENT)
        self.of_agent._give(self.answers("agent"), "link")
        self.assertShows(self.page(url), COMMENT, "remark_form")
        empty = self.url_open(f"{url}/mot", data={"remark": " "})
        self.assertIn('id="remark_error"', empty.text)
        long = "é" * (LONGEST + 1)
        refused = self.url_open(f"{url}/mot", data={"remark": long})
        self.assertShows(refused.text, long)
        done = self.url_open(f"{url}/mot", data={"remark": HOSTILE})
        self.assertIn("mot=1", done.url)
        self.assertShows(done.text, HOSTILE)
        self.assertNoMarkup(done.text, HOSTILE)
        self.assertHides(done.text, "remark_form")
        again = self.url_open(f"{url}/mot", data={"remark": "Encore"})
        self.assertHides(again.text, "Encore")
        pdf = self.url_open(f"{url}/pdf")
        self.assertEqual(pdf.headers["Content-Type"], "application/pdf")
        self.assertIn("no-store", pdf.headers["Cache-Control"])

    def test_a_link_to_read(self):
        self.of_tutor._give(self.answers("tutor"), "link")
        self.of_agent._give(self.answers("agent", comment_cdg_only=True), "link")
        secret = self.link(self.request, self.rh.partner_id)
        page = self.page(f"/bilan/{secret}")
        self.assertShows(page, ADVICE, "Aurélie Durand")
        self.assertHides(page, COMMENT, "Un emploi à pourvoir")
        # It cannot be used to give or to say a word.
        for path in ("", "/mot"):
            answer = self.url_open(f"/bilan/{secret}{path}", data={"remark": "x"})
            self.assertEqual(answer.status_code, 410)
        # It closes with the role.
        self.role_rh.date_end = self._today() - DAY
        self.env.flush_all()
        self.page(f"/bilan/{secret}", 410)
