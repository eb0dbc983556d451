"""Documents that change: what was said, to whom, and an avenant of a signed one."""

import base64
from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from ..rules.working_days import add_months, working_days
from .common import small_pdf
from .signing_case import SigningCase
from .test_agenda import read

SCAN = base64.b64encode(b"%PDF-1.4 papier")
WHY = "L’adresse n’était pas la bonne."


class ChangeCase(SigningCase):
    def setUp(self):
        super().setUp()
        for user in (self.rh, self.rh_host):
            # In the cast they read a mailbox of their service.
            user.partner_id.email = f"{user.id}@personne.example.org"
        self.seen = self._mails()

    def _mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")

    def _new(self):
        """The mails written since the last call."""
        new = self._mails() - self.seen
        self.seen |= new
        return new

    def assertWrittenTo(self, mails, *users):
        """One mail each, and nobody else."""
        self.assertCountEqual(
            mails.mapped("email_to"), [user.email_formatted for user in users]
        )

    def mail_to(self, mails, user):
        return mails.filtered(lambda mail: user.email in mail.email_to)

    @contextmanager
    def small_files(self):
        """Files of one page: what they look like is for other tests."""
        models = self.env.registry

        def rendered(act, edition=None):
            return small_pdf(f"{act.display_name} {edition}")

        with (
            patch.object(models["mobility.convention"], "_render_pdf", rendered),
            patch.object(models["mobility.avenant"], "_render_pdf", rendered),
        ):
            yield

    def freeze(self, act, user=None):
        with self.small_files():
            act.with_user(user or self.adviser).action_freeze()
        return act.document_id

    def sign_all(self, document=None):
        """Everybody signs the paper, one after the other."""
        document = document or self.document
        for row in document.signatory_ids.filtered(lambda one: one.state == "pending"):
            row.sudo()._sign_on_paper(SCAN, "papier.pdf", self._today())

    def activities(self, act, kind):
        return act.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref(f"bourse_mobilite.{kind}")
        )

    def links(self, rows, alive=True):
        """The personal links of these signatures that live, or that are dead."""
        links = (
            self.env["mobility.link"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "mobility.signatory"),
                    ("res_id", "in", rows.ids),
                ]
            )
        )
        return links.filtered(lambda link: link._is_alive() == alive)


class AvenantCase(ChangeCase):
    """The convention is signed by everyone; an avenant is open."""

    def setUp(self):
        super().setUp()
        self.sign_all()
        self.request = self.convention.request_id
        self._new()

    def avenant(self, **vals):
        """An open avenant, by the button, with these changes."""
        convention = self.convention.with_user(self.adviser)
        action = convention.action_make_avenant()
        avenant = self.env["mobility.avenant"].browse(action["res_id"])
        if vals:
            avenant.with_user(self.adviser).write(vals)
        return avenant

    def moved(self, **vals):
        """An avenant that moves the immersion to another place."""
        new = {"change_place": True, "place": "9 rue Neuve, 60310 Lassigny"}
        return self.avenant(**new, **vals)

    def open_days(self, count, months=5):
        """So many jours ouvrés in a row, in some months."""
        start = add_months(self._today(), months)
        return working_days(start, add_months(start, 3), "60")[:count]

    def on_days(self, days, halves=()):
        """An avenant for these days; ``halves`` are those of the last ones."""
        avenant = self.avenant(
            change_period=True, date_start=days[0], date_end=days[-1]
        )
        avenant.day_ids.filtered(lambda day: day.date not in days).unlink()
        for day, half in zip(
            reversed(avenant.day_ids.sorted("date")), halves, strict=False
        ):
            day.half = half
        return avenant

    @contextmanager
    def on(self, day):
        """That morning. The library of calendars refuses the dates of the clock that
        is stopped: what they hold is for other tests."""
        requests = self.env.registry["mobility.request"]
        calendar = patch.object(requests, "_agenda", lambda *_all, **_more: b"")
        with freeze_time(f"{day} 10:00:00"), calendar:
            yield

    def days(self):
        return self.request.day_ids.sorted("date").mapped("date")

    def status(self):
        events = read(self.request._agenda())[1]
        return {day: row.status.value for day, row in events.items()}

    def early(self, last_day, **vals):
        """An avenant of early end."""
        return self.avenant(early_end=True, last_day=last_day, reason=WHY, **vals)
