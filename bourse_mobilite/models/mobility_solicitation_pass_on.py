from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..rules import solicitation as rules
from .guard import acting, civil_day
from .mobility_solicitation import OPEN
from .mobility_solicitation_answer import LONGEST_LINE


class MobilitySolicitation(models.Model):
    """Not me: the mail goes to a colleague, at once when the address is of the same
    organisation, else when staff confirms it."""

    _inherit = "mobility.solicitation"

    def _answer_colleague(self, values):
        """Write to the colleague, or ask staff whether the address is right; a small
        town hall has one at a provider, which anybody may open."""
        mailbox = email_normalize(values.get("mailbox") or "", strict=True) or ""
        # Mail never leaves for a name alone, as “a@b”.
        whole = "." in mailbox.rpartition("@")[2].strip(".")
        if not whole or len(mailbox) > LONGEST_LINE:
            raise UserError(self.env._("Give the e-mail address of your colleague."))
        if mailbox == self.mailbox:
            raise UserError(self.env._("This address is the one that you answer from."))
        if self._passed_on() >= rules.MOST_FORWARDS:
            raise UserError(
                self.env._(
                    "This was already passed on several times: please tell your "
                    "centre de gestion who should receive it."
                )
            )
        own, known = self.campaign_id._own_mailboxes(), self._known_mailboxes()
        sure = mailbox in known and mailbox not in own
        # Nothing here tells who answers where the agents work: staff looks at it.
        if sure or (
            rules.may_forward(mailbox, known) and not rules.may_forward(mailbox, own)
        ):
            self._pass_on(mailbox)
            return
        if self.colleague == mailbox:
            return  # touched twice: staff is told once
        self._record(state="named", colleague=mailbox)
        self._tell_staff(
            lambda env, name: env._(
                "%(name)s says that the right person is %(mailbox)s: confirm it, or not.",
                name=name,
                mailbox=mailbox,
            ),
            civil_day(self),
        )

    def _known_mailboxes(self):
        """The addresses that this centre de gestion knows to be of the employer."""
        employer = self.employer_id
        people = self.env["mobility.role"]._current(employer).partner_id
        people |= employer | employer.child_ids
        return [self.mailbox, *people.mapped("email_normalized")]

    def _pass_on(self, mailbox):
        """Write to the colleague; the link of who named them dies."""
        self._record(state="forwarded")
        self.env["mobility.link"]._revoke_for(self)
        employer = self.employer_id
        people = self.env["mobility.role"]._current(employer).partner_id
        person = people.filtered(lambda one: one.email_normalized == mailbox)[:1]
        reader = person or employer
        profile = self.profile
        if self.campaign_id._read_elsewhere({employer: mailbox}):
            texts = self.campaign_id._profile_texts(
                employer, {employer: (reader, mailbox)}
            )
            profile = texts[employer]
        heir = acting(self.browse()).create(
            {
                "campaign_id": self.campaign_id.id,
                "employer_id": employer.id,
                "forwarded_from_id": self.id,
                "partner_id": reader.id,
                "mailbox": mailbox,
                "profile": profile,
                "state": "waiting",
                "mailed_on": civil_day(self),
            }
        )
        self.env["res.partner"]._mobility_write_all(heir._letters("mail_solicitation"))

    def _passed_on(self):
        """How many hands it came through."""
        self.ensure_one()
        row, count = self, 0
        while row := row.forwarded_from_id:
            count += 1
        return count

    def action_confirm_colleague(self):
        """Staff has checked the address: the mail leaves for the colleague.

        :raises UserError: nobody is named, no answer is awaited any more, or an
            employer of the agents reads this mailbox
        """
        row_sudo = self._named_sudo()
        if row_sudo.colleague in row_sudo.campaign_id._own_mailboxes():
            raise UserError(
                self.env._(
                    "%s is read at the employer of one of the agents, who must learn "
                    "nothing: refuse this address.",
                    row_sudo.colleague,
                )
            )
        row_sudo._pass_on(row_sudo.colleague)

    def action_refuse_colleague(self):
        """The address is not of this employer: the first person is asked again."""
        row_sudo = self._named_sudo()
        acting(row_sudo).write(
            {"state": "waiting", "colleague": False, "answered_on": False}
        )

    def _named_sudo(self):
        self.ensure_one()
        self.campaign_id.check_access("write")
        row_sudo = self.sudo()
        if row_sudo.state != "named" or not row_sudo._is_open():
            raise UserError(
                self.env._("No colleague waits to be confirmed for this employer.")
            )
        return row_sudo.with_company(row_sudo.company_id)


class MobilitySolicitationAgain(models.Model):
    """Somebody has lost the mail: it is sent again to the mailbox that had it."""

    _name = "mobility.solicitation"
    _inherit = ["mobility.solicitation", "mobility.link.holder"]

    @api.model
    def _links_wanted_at(self, mailbox):
        """By the mailbox, and not by the person: an employer's own is read by several
        people, and a colleague who was named may be unknown."""
        rows = self.search(
            Domain("mailbox", "=", mailbox)
            & Domain("state", "in", OPEN)
            & Domain("campaign_id.state", "=", "sent")
        )
        return [(row, row.partner_id) for row in rows]

    def _link_is_of_use_to(self, person):
        self.ensure_one()
        return self._is_open() and self._may_be_opened_by(person)

    def _link_may_go_to(self, person):
        """It says nothing of anybody: several people may read the mailbox."""
        return bool(self.mailbox)

    def _letters_again(self, person):
        return self._letters("mail_solicitation")

    def _mail_line(self, urgency=None):
        """The sentence about this solicitation in a list, and the text of its link."""
        self.ensure_one()
        sentences = [
            self.env._(
                "Could you give a place for an immersion? (%s)", self.employer_id.name
            ),
            self.env._(
                "Answer wanted by %s.",
                self.campaign_id._day(self.campaign_id.answer_by),
            ),
        ]
        return sentences, self.env._("Answer: yes, later, no, or not me")
