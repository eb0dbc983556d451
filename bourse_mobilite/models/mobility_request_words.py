from odoo import api, models
from odoo.tools.i18n import format_list

from .day_words import day_words

# A page or a mail names no more days than these.
_MOST_LINES = 31


class MobilityRequest(models.Model):
    """The sentences of the pages: whose turn it is, what happens next, the steps."""

    _inherit = "mobility.request"

    def _day_lines(self):
        """Each day in words, “lundi 1er mars 2027 (matin)”; nothing when they are too
        many to be read, the first and the last then say it."""
        self.ensure_one()
        days = self.day_ids.sorted("date").filtered("date")
        if len(days) > _MOST_LINES:
            return []
        halves = {
            "am": self.env._("%s, the morning"),
            "pm": self.env._("%s, the afternoon"),
        }
        return [halves.get(day.half, "%s") % self._day_text(day.date) for day in days]

    @api.model
    def _day_text(self, day):
        return day_words(self.env, day, weekday=True)

    @api.model
    def _length_text(self, days):
        """“1 jour ouvré”, “2,5 jours ouvrés” (in French, plural from two on)."""
        number = self._days_text(days)
        if days < 2:
            return self.env._("%s jour ouvré", number)
        return self.env._("%s jours ouvrés", number)

    def _barred_text(self, code):
        """Why nothing can be asked for here, said to the agent."""
        self.ensure_one()
        if code == "own_employer":
            return self.env._(
                "%s is your own employer: an immersion takes place at another one. To "
                "see another department of your own employer, talk to your adviser.",
                self.host_id.name,
            )
        if code == "apprentice":
            return self.env._(
                "As an apprentice you have a private-law contract: this kind of "
                "immersion is not open to you. Your adviser can tell you what is."
            )
        return self.env._(
            "This place is not open to you as it is. Your adviser can tell you more."
        )

    def _portal_turn(self, values):
        """Whose turn it is, for the person who reads."""
        self.ensure_one()
        if values["my_turn"]:
            return self.env._("It is your turn to answer")
        if values["my_signature"]:
            return self.env._("It is your turn to sign the convention")
        if self.waiting_for == "signatories":
            return self.env._("Waiting for the signatures of the convention")
        if self.waiting_for == "agent":
            if values["party"] == "agent":
                return self.env._("It is your turn: other dates are proposed to you")
            return self.env._("Waiting for the agent")
        if self.state == "draft" and values["party"] == "agent":
            return self.env._("Being prepared with your adviser")
        if self.waiting_for == "cdg":
            return self.env._(
                "Waiting for the centre de gestion, %s", self.company_id.name
            )
        names = self._awaited().mapped("organisation_id.name")
        if self.waiting_for == "nobody" or not names:
            return self.env._("Nobody has anything to do")
        return self.env._("Waiting for %s", format_list(self.env, names))

    def _portal_next(self, values):
        """What happens next, in one or two sentences."""
        self.ensure_one()
        if values["my_signature"]:
            return self.env._(
                "The convention is ready. Please read it and sign it before the first "
                "day: with the link that you received by e-mail, here with your "
                "account, or on paper."
            )
        if values["party"] == "agent":
            return self._portal_next_agent()
        if values["my_turn"]:
            return self.env._(
                "Your answer is recorded at once and the agent is told by e-mail. "
                "When everyone has agreed, the centre de gestion prepares the "
                "convention and sends it to be signed."
            )
        return self._portal_next_party()

    def _portal_next_agent(self):
        texts = {
            "draft": self.env._(
                "Nothing has been sent yet: only you and your adviser see this request."
            ),
            "submitted": self.env._(
                "You have nothing to do. You receive an e-mail at each answer. When "
                "everyone has agreed, the centre de gestion prepares the convention."
            ),
            "refused": self.env._(
                "This request stops here; the reasons are below. A refusal of your "
                "employer is confirmed by a signed letter, which says how to contest "
                "it. Your adviser can talk about it with you, and you can ask for "
                "another immersion."
            ),
            "postponed": self._portal_next_postponed(),
            "withdrawn": self.env._(
                "You withdrew this request. You can make another one when you like."
            ),
            "cancelled": self.env._(
                "The centre de gestion cancelled this request. Your adviser can tell you why."
            ),
            "done": self.env._(
                "Your immersion is over. You can talk about what comes next with your adviser."
            ),
            "no_show": self.env._(
                "This immersion did not take place: its days are yours again. Your "
                "adviser can help you find another one."
            ),
        }
        if self.state != "agreed":
            return texts[self.state]
        if signing := self._portal_next_signing():
            return signing
        if self.waiting_for == "cdg" and self._convention().document_id:
            return self._portal_next_made()
        if self.waiting_for == "cdg":
            return self.env._(
                "Everyone has agreed. The centre de gestion prepares the convention, "
                "which you will then sign: you have nothing to do for now."
            )
        if self.waiting_for == "signatories":
            return self.env._(
                "The convention is ready. Everyone must have signed it before the first day."
            )
        return self.env._("Everything is ready for your immersion.")

    def _portal_next_postponed(self):
        if self.waiting_for != "agent":
            return self.env._(
                "You were asked for other dates; the reasons are below. You have made a "
                "new request."
            )
        return self.env._(
            "You have not been refused: other dates are proposed to you, below. You can "
            "ask again with these dates, or withdraw your request."
        )

    def _portal_next_party(self):
        texts = {
            "draft": self.env._("Nothing is asked of you."),
            "submitted": self.env._(
                "Your answer is recorded: you have nothing to do. You will be told "
                "when the convention is ready to sign."
            ),
            "refused": self.env._("This request stops here: you have nothing to do."),
            "postponed": self.env._(
                "The agent has been asked for other dates. Should a new request be "
                "made, you will receive it."
            ),
            "withdrawn": self.env._(
                "The agent gave up this request: you have nothing to do."
            ),
            "cancelled": self.env._(
                "The centre de gestion cancelled this request: you have nothing to do."
            ),
            "done": self.env._("The immersion took place: you have nothing to do."),
            "no_show": self.env._(
                "The immersion did not take place: you have nothing to do."
            ),
        }
        if self.state != "agreed":
            return texts[self.state]
        if signing := self._portal_next_signing():
            return signing
        if self.waiting_for == "cdg" and self._convention().document_id:
            return self._portal_next_made()
        if self.waiting_for == "cdg":
            return self.env._(
                "Everyone has agreed. The centre de gestion prepares the convention "
                "and will send it to be signed."
            )
        if self.waiting_for == "signatories":
            return self.env._(
                "The convention is ready. Everyone must have signed it before the first day."
            )
        return self.env._("Everything is ready for the immersion.")

    def _portal_next_made(self):
        return self.env._(
            "The centre de gestion takes the next step: you have nothing to do for now."
        )

    def _portal_next_signing(self):
        """What happens next to a convention that only the centre de gestion can take
        further: nobody else has anything to do."""
        convention = self._convention()
        turn = convention._signing_turn() if convention else ""
        if turn == "visa":
            return self.env._(
                "Everyone has signed the convention. The centre de gestion checks it one "
                "last time and gives its visa: you have nothing to do."
            )
        if turn == "refused":
            return self.env._(
                "A signature of the convention was refused. The centre de gestion looks "
                "for a solution with everyone, and writes to you."
            )
        return ""

    def _portal_steps(self, convention):
        """The way of the request: a list of ``{title, status, date, detail,
        is_answer}`` where status is ``done``, ``current``, ``todo`` or ``stopped``."""
        self.ensure_one()
        ended = self.state in (
            "refused", "postponed", "withdrawn", "cancelled", "no_show",
        )  # fmt: skip
        waiting = "stopped" if ended else "todo"
        steps = [
            {
                "title": self.env._("Request sent"),
                "status": "done" if self.submitted_on else "current",
                "date": self.submitted_on,
            }
        ]
        for row in self.decision_ids:
            asked = bool(row.asked_on)
            refused = row.answer in ("refused", "postponed")
            answers = dict(row._fields["answer"]._description_selection(self.env))
            steps.append(
                {
                    "title": self.env._("Answer of %s", row.organisation_id.name),
                    "status": "stopped"
                    if refused or (ended and not row.answer)
                    else ("done" if row.answer else ("current" if asked else "todo")),
                    "date": row.answered_on,
                    "detail": answers.get(row.answer, ""),
                    "is_answer": True,
                }
            )
        if not self.regime_id or self.regime_id.needs_convention:
            steps.append(
                {
                    "title": self.env._("Convention signed by everyone"),
                    "status": "done"
                    if convention.state in ("signed", "done")
                    else ("current" if self.state == "agreed" else waiting),
                }
            )
        ready = self.state == "agreed" and self.waiting_for == "nobody"
        steps.append(
            {
                "title": self.env._("Immersion"),
                "status": "done"
                if self.state == "done"
                else ("current" if ready else waiting),
                "date": False if ended else self.date_start,
            }
        )
        empty = {"date": False, "detail": "", "is_answer": False}
        return [{**empty, **step} for step in steps]
