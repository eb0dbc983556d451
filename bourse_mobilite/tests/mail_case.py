"""Who is written to: the mails since the last look."""

import re

from .common import MobilityCase

MOTIVATION = "Motif réservé"
REASONS = "Aucun remplaçant <b>ce mois-là</b>."


class MailCase(MobilityCase):
    def setUp(self):
        super().setUp()
        # In the cast they read a mailbox of their service.
        self.rh.partner_id.email = "claire.petit@personne.example.org"
        self.rh_host.partner_id.email = "denis.hubert@personne.example.org"
        self.sent = self._mails()
        self.parties = (
            self.rh | self.authority | self.rh_host | self.authority_host
        ).partner_id
        # Once it is agreed, the tutor of the offer is told too.
        self.everyone = self.parties | (self.agent | self.tutor).partner_id

    def _mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")

    def _new(self):
        """The mails written since the last call."""
        new = self._mails() - self.sent
        self.sent |= new
        return new

    def _to(self, mails, user):
        return mails.filtered(lambda mail: user.email in mail.email_to)

    def assertWrittenTo(self, mails, people):
        """One mail each, and nobody else."""
        self.assertCountEqual(
            mails.mapped("email_to"), [one.email_formatted for one in people]
        )

    def _row(self, request, party):
        return request.decision_ids.filtered(lambda row: row.party == party)

    def _alive(self, request):
        return (
            self.env["mobility.link"]
            .sudo()
            .search([("res_id", "in", request.decision_ids.ids)])
            .filtered(lambda link: not link.revoked_on)
        )

    def _own_link(self, mail):
        return re.search(r'href="([^"]*/demande/decider/[\w-]+)"', mail.body_html)[1]
