from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rules.ppr.moment import Moment
from .day_words import day_words
from .guard import act_day
from .mobility_ppr_portal_parts import choice_text

AGENT, EMPLOYER = "agent", "employer"
# The days that the file bears, and that the sentences tell.
_TOLD_DAYS = (
    *("proposed_on", "accepted_on", "declined_on", "notified_on", "agreed_on"),
    *("refused_on", "silence_confirmed_on", "requested_on", "answered_on", "ended_on"),
)
# Who has to act by a last day; the others are only to be known.
_TURN = {
    "project_due": EMPLOYER,
    "answer_due": AGENT,
    "review": EMPLOYER,
    "reclassement_due": EMPLOYER,
}


class MobilityPpr(models.Model):
    """What the two parties read of a PPR on the portal, as plain values: its agent, and
    those who act today for the employer."""

    _inherit = "mobility.ppr"

    @api.model
    def _portal_domain(self, reader):
        """The files of which the connected person is the agent, or acts for the
        employer. Staff read more than their own: it is said again."""
        user = self.env.user
        own = Domain("candidate_id.partner_id", "=", user.partner_id.id)
        if reader == AGENT:
            return own
        employers_sudo = user._mobility_employers("hr", "authority")
        return Domain("employer_id", "in", employers_sudo.ids) & (
            Domain("candidate_id", "=", False) | ~own
        )

    @api.model
    def _portal_any(self, reader):
        """Is there a file to show? Nothing of it is read, and nothing is noted."""
        if not self.has_access("read"):
            return False
        return bool(self._search(self._portal_domain(reader), limit=1))

    @api.model
    def _portal_search(self, reader, ppr_id=None):
        """The files of the connected person, or the one of this id: open ones first,
        those with the nearest last day before. Nothing of them is shown yet."""
        if not self.has_access("read"):
            return self.browse()
        domain = self._portal_domain(reader)
        if ppr_id is not None:
            domain &= Domain("id", "=", ppr_id)
        found_sudo = self.browse(self._search(domain, order="id desc")).sudo()
        return found_sudo.sorted(
            lambda ppr: (ppr.state == "closed", ppr.next_date or date.max)
        ).sudo(False)

    def _portal_reader(self):
        """``agent`` or ``employer``: what the connected person is in this file.

        :raises AccessError: neither
        """
        self.ensure_one()
        person, ppr_sudo = self.env.user.partner_id, self.sudo()
        if person and ppr_sudo.candidate_id.partner_id == person:
            return AGENT
        holds = self.env["mobility.role"]._holds
        if holds(person, ppr_sudo.employer_id, "hr", "authority"):
            return EMPLOYER
        raise AccessError(self.env._("This file is not yours."))

    @api.model
    def _portal_cards(self, reader):
        """A line for each file of the connected person; the reading is noted."""
        files = self._portal_search(reader)
        files._note_read("list")
        return [ppr_sudo._card(reader) for ppr_sudo in files.sudo()]

    def _card(self, reader):
        """One line of a list of files, with all rights."""
        self.ensure_one()
        told = self._clock()
        return {
            "id": self.id,
            "agent": self.candidate_name,
            "employer": self.employer_name,
            "state": choice_text(self, "state"),
            "closed": self.state == "closed",
            "where": self._where(reader, told, self._written_days(told))[-1],
            "duty": next(iter(self._portal_duties(told, reader)), None),
            "ended": self._long(self.ended_on),
        }

    def _portal_page(self):
        """What the page of this file says to the connected person; their reading is
        noted, unless they are the agent.

        :raises AccessError: it is not their file
        """
        self.ensure_one()
        reader = self._portal_reader()
        # Before the rules are asked: they would note a reading of their own.
        self._note_read("page")
        self.check_access("read")
        ppr_sudo = self.sudo()
        told = ppr_sudo._clock()
        referent_sudo = ppr_sudo.referent_id
        house_sudo = ppr_sudo.company_id
        days = ppr_sudo._written_days(told)
        return {
            "where": ppr_sudo._where(reader, told, days),
            "meanings": ppr_sudo._meanings(days) if reader == AGENT else {},
            "id": ppr_sudo.id,
            "reader": reader,
            "agent": ppr_sudo.candidate_name,
            "employer": ppr_sudo.employer_name,
            "house": house_sudo.name,
            "referent": referent_sudo.name or "",
            "referent_phone": referent_sudo.partner_id.phone or house_sudo.phone or "",
            "referent_email": referent_sudo.email or house_sudo.email or "",
            "employer_referent": ppr_sudo.employer_referent_id.name or "",
            "asked": ppr_sudo.state in ("proposed", "notified"),
            "countdown": ppr_sudo._countdown(told, days)
            if ppr_sudo.state == "notified" and told.today <= told.silence_date
            else "",
            "choices": ppr_sudo._own_choices() if reader == AGENT else [],
            "duties": ppr_sudo._portal_duties(
                told, reader, referent_sudo.name or house_sudo.name
            ),
            "line": ppr_sudo._line_values(),
            "papers": ppr_sudo._portal_papers(),
            **ppr_sudo._portal_parts(),
        }

    def _written_days(self, told):
        """The dates that the sentences speak of, written out, by their name."""
        days = {
            "start": told.date_start,
            "end": told.date_end,
            "project_due": told.project_due,
            "silence": told.silence_date,
            "kept_until": told.kept_until,
            "next_review": told.next_review,
            **{name: self[name] for name in _TOLD_DAYS},
        }
        return {name: self._long(day) for name, day in days.items()}

    def _of_convention(self):
        """It is signed on a page of its own, with no convention of immersion."""
        return self.env["mobility.convention"]

    def _portal_papers(self):
        """The convention in force and the one being signed, as ``{name, id, signed,
        mine}``; ``mine``: the connected person has to sign it."""
        self.ensure_one()
        person = self.env.user.partner_id
        return [
            {
                "name": document.display_name,
                "id": document.id,
                "signed": document.state == "signed",
                "mine": document.state == "to_sign"
                and any(
                    row.partner_id == person and row.state == "pending"
                    for row in document.signatory_ids
                ),
            }
            for document in self.in_force_id | self.document_id
            if document.frozen_name
        ]

    # What waits, and for whom

    def _portal_duties(self, told, reader, who=""):
        """What somebody has to do by which day, the nearest first.

        :param who: whom the employer tells; a list, which says no more than the day,
            needs none
        """
        self.ensure_one()
        if self.state == "closed":
            return []
        first = {}
        for moment in told.moments:
            # Whoever did not answer in time reads above what comes of it.
            over = moment.code == "answer_due" and moment.day < told.today
            if moment.waits and not over:
                first.setdefault(moment.code, moment)
        return [
            self._portal_duty(moment, told.today, reader, who)
            for moment in first.values()
        ]

    def _portal_duty(self, moment: Moment, today, reader, who):
        own, other = self._duty_words(who)[moment.code]
        return {
            "code": moment.code,
            "label": self._moment_labels()[moment.code],
            "day": self._long(moment.day),
            "text": own if reader == AGENT else other,
            "mine": _TURN.get(moment.code) == reader,
            "turn": self._turn_text(_TURN.get(moment.code), reader),
            "when": self._when(moment.day, today),
            "late": moment.day < today,
            # The portal is open every day, a post office or a town hall is not.
            "closed": moment.closed
            and moment.day >= today
            and _TURN.get(moment.code) == EMPLOYER,
            "article": moment.article,
        }

    @api.model
    def _turn_text(self, turn, reader):
        if turn == reader:
            return self.env._("It is your turn.")
        return {
            AGENT: self.env._("It is the agent's turn."),
            EMPLOYER: self.env._("It is your employer's turn."),
        }.get(turn, "")

    @api.model
    def _duty_words(self, who):
        """What each last day asks: in the words of the agent, then of the employer, who
        does nothing here but tells the referent, ``who``."""
        return {
            "project_due": (
                self.env._(
                    "Your project is written with you, then your employer notifies it "
                    "to you."
                ),
                self.env._(
                    "Write the project with the agent and the centre de gestion, and "
                    "notify it to the agent: by registered letter, or handed over "
                    "against a signature. Then tell %s, of the centre de gestion.",
                    who,
                ),
            ),
            "answer_due": (
                self.env._("You agree to your project, or you refuse it."),
                self.env._("The agent agrees to the project, or refuses it."),
            ),
            "review": (
                self.env._("You look together at how far your project is."),
                self.env._(
                    "Hold a review with the agent: what is done, what comes. Then tell "
                    "%s, of the centre de gestion, who records it.",
                    who,
                ),
            ),
            "request_due": (
                self.env._("You can ask for your reclassement until that day."),
                self.env._("The agent can ask for the reclassement until that day."),
            ),
            "reclassement_due": (
                self.env._(
                    "Your employer proposes posts to you, or writes to you why it "
                    "cannot."
                ),
                self.env._(
                    "Propose several posts to the agent, or write to the agent why "
                    "none can be proposed. Then tell %s, of the centre de gestion.",
                    who,
                ),
            ),
            "end": (
                self.env._("Last day of your PPR: it is then told how it ends."),
                self.env._(
                    "Last day of the PPR: before that day, tell %s, of the centre de "
                    "gestion, how it ends.",
                    who,
                ),
            ),
            "kept_until": (
                self.env._("You stay in activity until that day."),
                self.env._("The agent stays in activity until that day."),
            ),
        }

    # Words

    @api.model
    def _long(self, day):
        """“mercredi 27 mai 2026”, or ''."""
        return day_words(self.env, day, weekday=True)

    def _today(self):
        """The civil day of the centre de gestion of this file."""
        return act_day(self.with_company(self.company_id))
