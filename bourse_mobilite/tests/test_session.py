"""A collective session: several agents at one place, a request and a convention each,
and nothing that tells one of them who the others are."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report

from .portal_case import PortalCase
from .test_story import run_wkhtmltopdf, text_of


@tagged("post_install", "-at_install")
class TestSession(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls._asked_days()
        cls.offer.write({"capacity": 3, "date_from": cls.days[0],
                         "date_to": cls.days[-1]})  # fmt: skip
        cls._cast_role(cls.rh_third, cls.third, "authority", quality="Présidente")
        cls.files = cls.candidate | cls.candidate2 | cls.candidate_elsewhere

    def _session(self, files=None, **vals):
        action = self.offer.with_user(self.adviser).action_session()
        session = self.env[action["res_model"]].browse(action["res_id"])
        session = session.with_user(self.adviser)
        files = self.files if files is None else files
        session.write({"candidate_ids": [Command.set(files.ids)], **vals})
        return session

    def _made(self, session):
        action = session.action_make()
        return self.env["mobility.request"].search(action["domain"], order="id")

    def test_one_request_each_on_the_dates_of_the_session(self):
        session = self._session()
        self.assertEqual((session.date_start, session.date_end, session.free_places),
                         (self.days[0], self.days[-1], 3))  # fmt: skip
        requests = self._made(session)
        self.assertEqual(requests.candidate_id, self.files)
        self.assertEqual(len(requests), 3)
        self.assertEqual(set(requests.mapped("state")), {"draft"})
        for request in requests:
            self.assertEqual(request.day_ids.mapped("date"), self.days)
        # Again: nobody twice.
        with self.assertRaises(UserError):
            self._session().action_make()

    def test_a_standing_offer_has_no_dates_of_its_own(self):
        self.offer.date_to = self.days[0] + timedelta(days=14)
        self.assertFalse(self._session().date_start)
        self.offer.date_to = self.days[0] + timedelta(days=13)
        self.assertTrue(self._session().date_start)
        self.offer.date_to = False
        requests = self._made(self._session())
        self.assertFalse(requests.day_ids)

    def test_as_many_as_the_place_takes(self):
        self.offer.capacity = 2
        with self.assertRaises(UserError):
            self._session().action_make()
        self.make_request(self.candidate)
        self.assertEqual(self._session().free_places, 1)
        with self.assertRaises(UserError):
            self._session().action_make()
        requests = self._made(self._session(self.candidate | self.candidate2))
        self.assertEqual(requests.candidate_id, self.candidate | self.candidate2)
        self.assertEqual(len(requests), 2)
        # Other days are another session.
        self.offer.date_to = fields.Date.add(self.days[-1], days=60)
        later = self.offer.date_to
        session = self._session(
            self.candidate_elsewhere, date_start=later, date_end=later
        )
        self.assertEqual(session.free_places, 2)

    def test_what_is_wrong_is_said(self):
        first, last = self.days[0], self.days[-1]
        for vals in (
            {"candidate_ids": [Command.clear()]},
            {"date_start": False},
            {"date_end": False},
            {"date_start": last, "date_end": first},
            {"date_start": first - timedelta(days=1)},
            {"date_end": last + timedelta(days=1)},
        ):
            session = self._session()
            session.write(vals)
            with self.assertRaises(UserError, msg=vals):
                session.action_make()
        self.offer.write({"date_from": False, "date_to": False})
        session = self._session(date_start=self._today(), date_end=self._today())
        with self.assertRaises(UserError):
            session.action_make()
        self.offer.action_suspend()
        with self.assertRaises(UserError):
            self._session()

    def test_days_on_which_nobody_can_come(self):
        self.offer.write({"date_from": False, "date_to": False})
        saturday = self._today() + timedelta(days=60)
        saturday += timedelta(days=(5 - saturday.weekday()) % 7)
        sunday, monday = (saturday + timedelta(days=n) for n in (1, 2))
        holiday = self._today().replace(year=self._today().year + 1, month=1, day=1)
        for first, last in ((saturday, sunday), (sunday, sunday), (holiday, holiday)):
            session = self._session(date_start=first, date_end=last)
            with self.assertRaisesRegex(UserError, "working days|ouvrés"):
                session.action_make()
        # Just one working day is enough.
        while not self.offer._calendar().days(monday, monday):
            monday += timedelta(days=7)
        session = self._session(date_start=monday - timedelta(days=2), date_end=monday)
        self.assertEqual(len(self._made(session)), 3)

    def test_days_on_which_every_place_is_taken(self):
        """The agreement of another centre's agent takes the place, whatever the day."""
        self.offer.capacity = 1
        self.agreed_request(self.candidate)
        session = self._session(self.candidate2)
        self.patch(type(session), "_taken", lambda _self: self.env["mobility.request"])
        with self.assertRaisesRegex(UserError, "taken|prises"):
            session.action_make()

    def test_for_the_wrong_person(self):
        session = self._session()
        for user in (self.rh_host, self.agent, self.internal):
            with self.assertRaises(AccessError):
                self.offer.with_user(user).action_session()
            with self.assertRaises(AccessError):
                session.with_user(user).read(["candidate_ids"])
        # A colleague does not open the window of another.
        with self.assertRaises(AccessError):
            session.with_user(self.manager).read(["candidate_ids"])

    def test_nobody_learns_who_the_others_are(self):
        self.patch(ir_actions_report, "_run_wkhtmltopdf", run_wkhtmltopdf)
        mails = self.env["mail.mail"].sudo()
        mails.search([]).unlink()
        requests = self._made(self._session())
        for request in requests:
            request.write(
                {
                    "motivation": "Découvrir l'accueil",
                    "paper": base64.b64encode(b"%PDF-1.4"),
                    "paper_name": "demande.pdf",
                    "received_on": self._today(),
                }
            )
            request.action_submit()
            request.action_employer_accept()
            request.action_host_accept()
            self.frozen_convention(request, render=True)
        self.assertEqual(len(requests.convention_ids), 3)
        names = dict(zip(requests, self.files.mapped("name"), strict=True))
        self.assertEqual(len(set(names.values())), 3)
        # A mail tells of one agent, whoever reads it.
        sent = mails.search([])
        self.assertGreaterEqual(len(sent), 9)
        for mail in sent:
            files = mail.attachment_ids.mapped("name")
            said = f"{mail.subject} {mail.body_html} {files}"
            told = [name for name in names.values() if name in said]
            self.assertLessEqual(len(told), 1, mail.subject)
        for request, user in zip(
            requests, (self.agent, self.agent2, self.agent_elsewhere), strict=True
        ):
            others = [name for one, name in names.items() if one != request]
            convention = request._convention()
            pdf = text_of(base64.b64decode(convention.document_id.frozen_file))
            self.assertShows(pdf, names[request])
            self.assertHides(pdf, *others)
            self.sign_in(user)
            for url in (
                "/my/mobilite",
                "/my/mobilite/places",
                "/my/demandes",
                f"/my/demandes/{request.id}",
                f"/my/demandes/{request.id}/agenda.ics",
                "/my/conventions",
                f"/my/conventions/{convention.id}",
                f"/immersions/{self.offer.id}",
            ):
                self.assertHides(self.page(url), *others)
            for other in requests - request:
                self.page(f"/my/demandes/{other.id}", 404)
                self.page(f"/my/demandes/{other.id}/agenda.ics", 404)
                self.page(f"/my/conventions/{other._convention().id}", 404)
        # The host reads each request by itself.
        self.sign_in(self.rh_host)
        for request, own in names.items():
            for url in (
                f"/my/demandes/{request.id}",
                f"/my/demandes/{request.id}/agenda.ics",
            ):
                text = self.page(url)
                self.assertShows(text, own)
                self.assertHides(text, *(set(names.values()) - {own}))
