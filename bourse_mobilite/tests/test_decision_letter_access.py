"""Who gets the letter of an answer: by the model, the reports, an address, a link."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ..models.guard import acting
from .convention_case import ConventionCase, readings, squeezed
from .letter_case import REPORT, answer, row_of
from .portal_case import PortalCase


@tagged("post_install", "-at_install")
class TestDecisionLetterAccess(ConventionCase):
    def test_only_those_who_act_for_the_organisation(self):
        request = self.submitted_request()
        origin = answer(request, "origin", author=self.authority)
        host = answer(request, "host", author=self.rh_host)
        for row, allowed in (
            (origin, (self.rh, self.authority)),
            (host, (self.rh_host, self.authority_host)),
        ):
            for user in (*self.portal_users.values(), self.adviser, self.public):
                with self.subTest(user.login, party=row.party):
                    row_as = row.with_user(user)
                    if user in allowed:
                        self.assertEqual(
                            row_as._letter_for(user.partner_id)[:5], b"%PDF-"
                        )
                        continue
                    with self.assertRaises(AccessError):
                        row_as._letter_for(user.partner_id)

    def test_neither_a_past_role_nor_the_agent_in_person(self):
        row = answer(self.submitted_request(), "origin", author=self.authority)
        self.role_rh.date_end = self._today() - timedelta(days=1)
        with self.assertRaises(AccessError):
            row._letter_for(self.rh.partner_id)
        self.role_rh.date_end = self._today()
        self.assertTrue(row._letter_for(self.rh.partner_id))
        self._cast_role(self.agent, self.origin, "hr")
        with self.assertRaises(AccessError):
            row._letter_for(self.agent.partner_id)

    def test_no_letter_before_the_answer(self):
        row = row_of(self.submitted_request(), "origin")
        for ask in (
            lambda: row._letter_for(self.rh.partner_id),
            row.with_user(self.adviser).action_letter,
            row.with_user(self.adviser)._printed,
        ):
            with self.assertRaisesRegex(UserError, self.origin.name):
                ask()

    def test_no_letter_for_what_was_withdrawn(self):
        request = self.submitted_request()
        row = answer(request, "origin", author=self.authority)
        self.assertTrue(row._letter_for(self.rh.partner_id))
        request.action_cancel()
        with self.assertRaisesRegex(UserError, request.name):
            row._letter_for(self.rh.partner_id)
        with self.assertRaisesRegex(UserError, request.name):
            row.with_user(self.adviser).action_letter()

    def test_staff_prints_it_from_the_row(self):
        row = answer(self.submitted_request(), "origin", author=self.authority)
        for user in (self.adviser, self.referent, self.manager):
            action = row.with_user(user).action_letter()
            self.assertEqual(action["report_name"], REPORT)
            report = (
                self.env["ir.actions.report"]
                .with_user(user)
                .with_context(force_report_rendering=True)
            )
            pdf, kind = report._render_qweb_pdf(REPORT, row.ids)
            self.assertEqual(kind, "pdf")
            self.assertPrinted(pdf, "Je donne mon accord")
        report = self.env.ref("bourse_mobilite.report_decision_letter")
        self.assertEqual(report.binding_model_id.model, "mobility.decision")
        self.assertEqual(
            row._get_report_base_filename(), f"lettre-{row.request_id.name}"
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_report_answers_nobody_else(self):
        row = answer(self.submitted_request(), "origin", author=self.authority)
        users = (*self.portal_users.values(), self.internal, self.public)
        for user in users:
            report = (
                self.env["ir.actions.report"]
                .with_user(user)
                .with_context(force_report_rendering=True, mobility_act=True)
            )
            for render in (
                "_render_qweb_pdf", "_render_qweb_html", "_render_qweb_text",
            ):  # fmt: skip
                with (
                    self.subTest(user.login, render=render),
                    self.assertRaises(AccessError),
                ):
                    getattr(report, render)(REPORT, row.ids, data={"letters": []})
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).action_letter()

    def test_staff_of_another_centre_gets_nothing(self):
        row = answer(self.submitted_request(), "origin", author=self.authority)
        other = self.env["res.company"].create({"name": "CDG d’ailleurs"})
        self.adviser.write({"company_ids": other.ids, "company_id": other.id})
        with self.assertRaises(AccessError):
            row.with_user(self.adviser).with_company(other).action_letter()
        with self.assertRaises(AccessError):
            row.with_user(self.adviser).with_company(other)._printed()


@tagged("post_install", "-at_install")
class TestDecisionLetterPages(PortalCase):
    def setUp(self):
        super().setUp()
        self.offer.capacity = 5
        self.request = self.submitted_request()
        self.row = row_of(self.request, "origin")
        self.row_host = row_of(self.request, "host")

    def own_url(self, row=None, request=None):
        row = row or self.row
        return f"/my/demandes/{(request or row.request_id).id}/lettre/{row.id}"

    def link_url(self, row, user):
        secret = self.env["mobility.link"]._mint("decide", row, user.partner_id)
        return f"/demande/decider/{secret}"

    def link_of(self, url):
        return self.env["mobility.link"]._find(url.rsplit("/", 1)[1], "decide")

    def assertLetter(self, response, row):
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("no-store", response.headers["Cache-Control"])
        disposition = response.headers["Content-Disposition"]
        self.assertIn("attachment", disposition)
        self.assertIn(f"lettre-{self.request.name}.pdf", disposition)
        text = readings(response.content)["pypdf"]
        self.assertIn(squeezed(row.organisation_id.name), text)

    def assertNothing(self, response, *statuses):
        self.assertIn(response.status_code, statuses)
        self.assertNotIn(b"%PDF", response.content)
        self.assertNotIn("Je donne mon accord", response.text)

    def test_those_who_act_for_the_organisation_download_it(self):
        answer(self.request, "origin", author=self.authority)
        for user in (self.rh, self.authority):
            self.sign_in(user)
            self.assertLetter(self.url_open(self.own_url()), self.row)

    def test_nobody_else_by_address(self):
        answer(self.request, "origin", author=self.authority)
        for user in (
            self.agent, self.agent2, self.rh_host, self.authority_host, self.rh_third,
            self.tutor, self.internal, self.adviser,
        ):  # fmt: skip
            self.sign_in(user)
            with self.subTest(user.login):
                self.assertNothing(self.url_open(self.own_url()), 404)
        self.authenticate(None, None)
        response = self.url_open(self.own_url(), allow_redirects=False)
        self.assertNothing(response, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_an_address_that_does_not_hold_together(self):
        answer(self.request, "origin", author=self.authority)
        answer(self.request, "host", author=self.authority_host)
        other = self.submitted_request(self.candidate2)
        self.sign_in(self.rh)
        for url in (
            self.own_url(self.row_host),
            self.own_url(self.row, other),
            self.own_url(row_of(other, "origin")),  # not answered yet
            f"/my/demandes/{self.request.id}/lettre/0",
            "/my/demandes/0/lettre/0",
        ):
            with self.subTest(url):
                self.assertNothing(self.url_open(url), 404)
        self.assertNothing(self.url_open(self.own_url(), data={"a": "b"}), 400, 405)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_neither_by_the_addresses_of_reports_nor_by_rpc(self):
        answer(self.request, "origin", author=self.authority)
        context = json.dumps({"force_report_rendering": True})
        for user in (self.rh, self.agent, self.rh_third):
            self.sign_in(user)
            for kind in ("pdf", "html", "text"):
                with self.subTest(user.login, kind=kind):
                    response = self.url_open(
                        f"/report/{kind}/{REPORT}/{self.row.id}?context={context}"
                    )
                    self.assertNotEqual(response.status_code, 200)
                    self.assertNotIn(b"%PDF", response.content)
                    self.assertNotIn(b"mon accord", response.content)
            asked = json.dumps([f"/report/pdf/{REPORT}/{self.row.id}", "qweb-pdf"])
            response = self.url_open(f"/report/download?data={asked}")
            self.assertNotIn(b"%PDF", response.content)
            for method in (
                "_letter_for", "_letter_pdf", "_printed", "action_letter",
                "_get_report_base_filename",
            ):  # fmt: skip
                with (
                    self.subTest(user.login, method=method),
                    self.assertRaises(JsonRpcException),
                ):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/mobility.decision/{method}",
                        {
                            "model": "mobility.decision",
                            "method": method,
                            "args": [self.row.ids],
                            "kwargs": {},
                        },
                    )

    def test_staff_by_the_print_menu(self):
        answer(self.request, "origin", author=self.authority)
        self.sign_in(self.adviser)
        # Without it, tests get HTML in place of a PDF.
        context = json.dumps({"force_report_rendering": True})
        response = self.url_open(
            f"/report/pdf/{REPORT}/{self.row.id}?context={context}"
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn(
            squeezed("Je donne mon accord"), readings(response.content)["pypdf"]
        )

    # The personal link

    def test_the_holder_of_the_link_downloads_it_as_often_as_needed(self):
        url = self.link_url(self.row, self.rh)
        self.url_open(url, data={"answer": "agreed"})
        for _time in range(2):
            response = self.url_open(f"{url}/lettre")
            self.assertLetter(response, self.row)
            for header, value in (
                ("X-Robots-Tag", "noindex, nofollow"),
                ("Referrer-Policy", "no-referrer"),
                ("Cache-Control", "no-store"),
                ("X-Frame-Options", "SAMEORIGIN"),
            ):
                self.assertEqual(response.headers[header], value)
        self.assertTrue(self.link_of(url)._is_alive())

    def test_each_link_opens_the_letter_of_its_own_decision(self):
        answer(self.request, "origin", author=self.authority)
        url = self.link_url(self.row_host, self.rh_host)
        answer(self.request, "host", author=self.authority_host)
        response = self.url_open(f"{url}/lettre")
        self.assertLetter(response, self.row_host)
        text = readings(response.content)["pypdf"]
        self.assertIn(squeezed("Je suis d’accord pour vous accueillir"), text)
        self.assertNotIn(squeezed("Je donne mon accord"), text)

    def test_before_the_answer_the_link_leads_to_the_question(self):
        url = self.link_url(self.row, self.rh)
        response = self.url_open(f"{url}/lettre", allow_redirects=False)
        self.assertNothing(response, 303)
        self.assertTrue(response.headers["Location"].endswith(url))
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertFalse(self.row.answer)

    def test_a_dead_link_opens_no_letter(self):
        answer(self.request, "origin", author=self.authority)
        expired, revoked, left = (
            self.link_url(self.row, user)
            for user in (self.rh, self.authority, self.rh_third)
        )
        acting(self.link_of(expired)).expires_on = fields.Datetime.now()
        acting(self.link_of(revoked)).revoked_on = fields.Datetime.now()
        for url, status in (
            (expired, 410), (revoked, 410), (left, 410), ("/demande/decider/zzz", 404),
        ):  # fmt: skip
            with self.subTest(url):
                response = self.url_open(f"{url}/lettre")
                self.assertNothing(response, status)
                self.assertNotIn(self.agent.name, response.text)
                self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_a_link_is_only_read(self):
        answer(self.request, "origin", author=self.authority)
        url = self.link_url(self.row, self.rh)
        response = self.url_open(f"{url}/lettre", data={"answer": "refused"})
        self.assertNothing(response, 400, 404, 405)
        self.assertEqual(self.row.answer, "agreed")
