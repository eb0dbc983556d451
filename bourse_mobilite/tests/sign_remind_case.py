"""Conventions that wait for signatures, night after night."""

import re
from datetime import datetime, time, timedelta

from ..models.guard import acting
from .nightly_case import NightlyCase

DAY = timedelta(days=1)


class SignCase(NightlyCase):
    def setUp(self):
        super().setUp()
        self.env.company.write(
            {"mobility_sign_reminders": "3, 7, 14", "mobility_sign_last_call": 5}
        )
        self.offer.capacity = 3
        self.today = self._today()
        self.signers = (self.agent, self.authority, self.authority_host)

    def made(self, request=None):
        """A convention that waits for its signatures since noon."""
        convention = self.frozen_convention(request)
        rows = convention.signatory_ids.filtered("asked_on")
        acting(rows).asked_on = datetime.combine(self.today, time(11))
        return convention

    def row_of(self, convention, user):
        return convention.signatory_ids.filtered(
            lambda row: row.partner_id == user.partner_id
        )

    def sign(self, convention, *users):
        for user in users:
            self.row_of(convention, user)._sign("portal", {}, user.name)

    def sign_link(self, mail):
        """The personal link that the mail carries."""
        secrets = set(re.findall(r"/convention/signer/([\w-]+)", mail.body_html))
        self.assertEqual(len(secrets), 1)
        return self.env["mobility.link"]._find(secrets.pop(), "sign")

    def told(self, convention, kind=None):
        self.env.invalidate_all()
        found = convention.sudo().activity_ids
        kind = kind and self.env.ref(f"bourse_mobilite.activity_{kind}")
        return (
            found.filtered(lambda one: one.activity_type_id == kind) if kind else found
        )
