from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .guard import civil_day

# Whoever asks for a new link again and again receives one in this time,
_LINK_AGAIN = timedelta(minutes=10)
# and no more than these in a day.
_A_DAY = timedelta(days=1)
_MOST_A_DAY = 5
_BATCH = 100
# An answer given can be read again, and its letter had, for this time.
_LETTER_FOR = timedelta(days=60)


class MobilityLinkLost(models.Model):
    """Somebody has lost a personal link. The page only notes it, so that it takes as
    long for an unknown address as for a known one; the mails leave a moment later."""

    _name = "mobility.link.lost"
    _description = "Personal link asked for again"
    _order = "id"

    email = fields.Char(groups=fields.NO_ACCESS)
    link_id = fields.Many2one(
        "mobility.link", ondelete="cascade", groups=fields.NO_ACCESS
    )

    @api.model
    def _note(self, email="", link=None):
        """Note what was asked. Nothing tells the caller whether a link will leave."""
        self.sudo().create(
            {
                "email": email_normalize(email or "") or False,
                "link_id": link and link.id,
            }
        )
        self.env.ref("bourse_mobilite.cron_lost_links")._trigger()

    @api.model
    def _cron_send(self):
        """Send the new links that were asked for, batch by batch."""
        lost = self.sudo()
        while asked := lost.search([], limit=_BATCH):
            asked._send()
            done, left = len(asked), lost.search_count([])
            if not self.env["ir.cron"]._commit_progress(done, remaining=left):
                return

    def _send(self):
        """Each link to the mailbox of its owner, once whatever the number of times it
        was asked for; then nothing of it is kept."""
        for mailbox in set(self.mapped("email")) - {False}:
            self._send_to(mailbox)
        for link in self.link_id:
            decision_sudo = link._record()
            if decision_sudo:
                decision_sudo._send_own_link(link.partner_id)
        self.unlink()

    @api.model
    def _send_to(self, mailbox):
        people_sudo = self.env["res.partner"].sudo()
        people_sudo = people_sudo.search([("email_normalized", "=", mailbox)])
        decisions_sudo = self.env["mobility.decision"].sudo()
        for person in people_sudo.filtered(
            lambda one: one._mobility_personal_mailbox()
        ):
            held = Domain(
                "organisation_id.mobility_role_ids.partner_id", "=", person.id
            )
            for decision in decisions_sudo.search(
                held & decisions_sudo._link_wanted_domain()
            ):
                decision._send_own_link(person)


class MobilityDecision(models.Model):
    _inherit = "mobility.decision"

    @api.model
    def _link_wanted_domain(self):
        """What a link is still of use for: an answer to give, a letter to have."""
        recent = civil_day(self) - _LETTER_FOR
        given = Domain("answered_on", ">=", recent) & Domain(
            "request_id.ended_as", "=", False
        )
        return self._pending_domain() | given

    def _send_own_link(self, person):
        """A new link for its owner, when it is still of use to this person and not too
        many have left."""
        self.ensure_one()
        links = self.env["mobility.link"].sudo()
        own = (
            Domain("res_model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("partner_id", "=", person.id)
        )
        now = fields.Datetime.now()
        just_sent = links.search_count(
            own & Domain("create_date", ">", now - _LINK_AGAIN), limit=1
        )
        today = links.search_count(own & Domain("create_date", ">", now - _A_DAY))
        if (
            self.filtered_domain(self._link_wanted_domain())
            and self._may_be_answered_by(person)
            and not just_sent
            and today < _MOST_A_DAY
        ):
            self._send_again(person)
