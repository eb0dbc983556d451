from datetime import timedelta
from ipaddress import ip_address, ip_network

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, hmac

# Whoever asks for a new link again and again receives one in this time,
_LINK_AGAIN = timedelta(minutes=10)
# and no more than these in a day, for one thing or for one mailbox.
_A_DAY = timedelta(days=1)
_MOST_A_DAY = 5
# What one address of the Internet may ask for: a town hall has one for everybody.
_MOST_OF_A_SOURCE = ((_LINK_AGAIN, 20), (_A_DAY, 100))
_BATCH = 100
# The network that one subscriber receives in IPv6.
_ONE_SUBSCRIBER = 64
# What a personal link opens.
_HOLDERS = (
    "mobility.decision",
    "mobility.signatory",
    "mobility.assessment",
    "mobility.solicitation",
)


class MobilityLinkLost(models.Model):
    """Somebody has lost a personal link. The page only notes it, so that it takes as
    long for an unknown address as for a known one; the mails leave a moment later.

    What was asked is forgotten then. For a day, two marks that nobody can read back
    say that this mailbox was written to, and that this source has asked.
    """

    _name = "mobility.link.lost"
    _description = "Personal link asked for again"
    _order = "id"

    waiting = fields.Boolean(
        string="To be answered", default=True, index=True, groups=fields.NO_ACCESS
    )
    email = fields.Char(groups=fields.NO_ACCESS)
    link_id = fields.Many2one(
        "mobility.link", ondelete="cascade", groups=fields.NO_ACCESS
    )
    source_mark = fields.Char(
        string="Who asked (mark)", groups=fields.NO_ACCESS, index="btree_not_null"
    )
    mailbox_mark = fields.Char(
        string="Who was written to (mark)",
        groups=fields.NO_ACCESS,
        index="btree_not_null",
    )
    sent_on = fields.Datetime(groups=fields.NO_ACCESS)

    @api.model
    def _note(self, email="", link=None, source=""):
        """Note what was asked. Nothing tells the caller whether a link will leave.

        :param source: the address of the Internet from which it is asked
        """
        mark = self._mark("source", self._network(source))
        if self._asked_too_much(mark):
            return
        self.sudo().create(
            {
                "email": email_normalize(email or "") or False,
                "link_id": link and link.id,
                "source_mark": mark,
            }
        )
        self.env.ref("bourse_mobilite.cron_lost_links")._trigger()

    @api.model
    def _network(self, source):
        """What counts as one source: in IPv6 one subscriber has many addresses."""
        try:
            address = ip_address(source or "")
        except ValueError:
            return source or ""
        if address.version == 4:
            return str(address)
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, _ONE_SUBSCRIBER), strict=False))

    @api.model
    def _mark(self, kind, text):
        return hmac(self.env(su=True), f"mobility.link.lost.{kind}", text)

    @api.model
    def _asked_too_much(self, mark):
        """Whether this source has asked for all that it may."""
        now = fields.Datetime.now()
        own = Domain("source_mark", "=", mark)
        return any(
            self.sudo().search_count(own & Domain("create_date", ">", now - within))
            >= most
            for within, most in _MOST_OF_A_SOURCE
        )

    @api.model
    def _cron_send(self):
        """Send the new links that were asked for, batch by batch."""
        lost = self.sudo()
        waiting = Domain("waiting", "=", True)
        while asked := lost.search(waiting, limit=_BATCH):
            asked._send()
            done, left = len(asked), lost.search_count(waiting)
            if not self.env["ir.cron"]._commit_progress(done, remaining=left):
                return
        lost.search(
            Domain("waiting", "=", False)
            & Domain("create_date", "<=", fields.Datetime.now() - _A_DAY)
        ).unlink()

    def _send(self):
        """One mail to each mailbox, with all the links that are of use to who reads
        it, once whatever the number of times they were asked for; then nothing is kept
        of who asked."""
        asked = self.filtered("waiting")
        of_each = {}
        for row in asked:
            mailbox = row.email or row.link_id.partner_id.email_normalized
            if mailbox:
                of_each[mailbox] = of_each.get(mailbox, self.browse()) | row
        letters = []
        for mailbox, rows in of_each.items():
            mark = self._mark("mailbox", mailbox)
            found = self._may_be_written_to(mark) and rows._letters(mailbox)
            if found:
                rows[0].write({"mailbox_mark": mark, "sent_on": fields.Datetime.now()})
                letters += found
        self.env["res.partner"]._mobility_write_together(
            letters, "bourse_mobilite.mail_links_again"
        )
        asked.write({"waiting": False, "email": False, "link_id": False})

    @api.model
    def _may_be_written_to(self, mark):
        """Whether one more mail may leave for this mailbox: one in ten minutes, five in
        a day, whatever it is asked for."""
        now = fields.Datetime.now()
        recent = self.sudo().search(
            Domain("mailbox_mark", "=", mark) & Domain("sent_on", ">", now - _A_DAY)
        )
        return len(recent) < _MOST_A_DAY and not any(
            row.sent_on > now - _LINK_AGAIN for row in recent
        )

    def _letters(self, mailbox):
        """The letters with the links that may leave for ``mailbox``."""
        pairs = {}
        if any(self.mapped("email")):
            for holder in _HOLDERS:
                for pair in self.env[holder].sudo()._links_wanted_at(mailbox):
                    pairs[pair] = None
        for link in self.link_id:
            person = link.partner_id
            record = link._record()
            if record and (opened := record._opened_instead(person)):
                pairs[opened, person] = None
        return [
            letter
            for record, person in pairs
            if record._may_have_own_link(person)
            for letter in record._letters_again(person)
        ]


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
    """What a personal link opens: a decision, a signature, a bilan. Its owner may ask
    for the link again. By itself it is of use to nobody, and nothing is sent."""

    _name = "mobility.link.holder"
    _description = "Opened by a personal link"

    @api.model
    def _links_wanted_at(self, mailbox):
        """``(record, person)`` for each link that is still of use to who reads this
        mailbox."""
        people = self.env["res.partner"].sudo()
        return [
            (record, person)
            for person in people.search([("email_normalized", "=", mailbox)])
            for record in self._links_wanted_by(person)
        ]

    @api.model
    def _links_wanted_by(self, person):
        """The records for which a link is still of use to ``person``."""
        return self.browse()

    def _link_is_of_use_to(self, person):
        """Whether a link to this record is still of use to ``person``."""
        return False

    def _opened_instead(self, person):
        """What a link of ``person`` to this record leads to today; nothing when there
        is nothing to open any more."""
        return self

    def _letters_again(self, person):
        """The letters that bring ``person`` a new link, as `_mobility_write_all` takes
        them."""
        return []

    def _link_may_go_to(self, person):
        """Whether this person reads alone the mailbox to which it would go."""
        return bool(person._mobility_personal_mailbox())

    def _may_have_own_link(self, person):
        """Whether a new link may leave: it is still of use to this person, the mailbox
        is right, and not too many have left."""
        self.ensure_one()
        return bool(
            self._link_may_go_to(person)
            and self._link_is_of_use_to(person)
            and self.env["mobility.link"]._may_leave_again(self, person)
        )
