from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

# Whoever asks for a new link again and again receives one in this time,
_LINK_AGAIN = timedelta(minutes=10)
# and no more than these in a day.
_A_DAY = timedelta(days=1)
_MOST_A_DAY = 5
_BATCH = 100
# What a personal link opens.
_HOLDERS = ("mobility.decision", "mobility.signatory")


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
            record_sudo = link._record()
            if record_sudo:
                record_sudo._send_own_link(link.partner_id)
        self.unlink()

    @api.model
    def _send_to(self, mailbox):
        people_sudo = self.env["res.partner"].sudo()
        for person in people_sudo.search([("email_normalized", "=", mailbox)]):
            for holder in _HOLDERS:
                for record_sudo in self.env[holder].sudo()._links_wanted_by(person):
                    record_sudo._send_own_link(person)


class MobilityLink(models.Model):
    _inherit = "mobility.link"

    @api.model
    def _may_leave_again(self, record, person):
        """Whether one more link to ``record`` may be sent to who asks for it: one in
        ten minutes, five in a day."""
        own = (
            Domain("res_model", "=", record._name)
            & Domain("res_id", "=", record.id)
            & Domain("partner_id", "=", person.id)
        )
        now = fields.Datetime.now()
        recent = self.sudo().search(own & Domain("create_date", ">", now - _A_DAY))
        return len(recent) < _MOST_A_DAY and not any(
            link.create_date > now - _LINK_AGAIN for link in recent
        )


class MobilityLinkHolder(models.AbstractModel):
    """What a personal link opens: a decision, a signature. Its owner may ask for the
    link again."""

    _name = "mobility.link.holder"
    _description = "Opened by a personal link"

    @api.model
    def _links_wanted_by(self, person):
        """The records for which a link is still of use to ``person``."""
        raise NotImplementedError

    def _link_is_of_use_to(self, person):
        """Whether a link to this record is still of use to ``person``."""
        raise NotImplementedError

    def _send_again(self, person):
        """Send a new link to ``person``."""
        raise NotImplementedError

    def _send_own_link(self, person):
        """A new link for its owner, when it is still of use to this person, leaves for
        a mailbox of their own, and not too many have left."""
        self.ensure_one()
        if (
            person._mobility_personal_mailbox()
            and self._link_is_of_use_to(person)
            and self.env["mobility.link"]._may_leave_again(self, person)
        ):
            self._send_again(person)
