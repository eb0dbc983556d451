from odoo import models
from odoo.exceptions import AccessError, UserError

from .mobility_ppr_life import STEPS
from .mobility_ppr_where import KEPT, PROCEDURE, PROJECT, RIGHT

# What an agent does with the own file, and nobody else on the portal.
OWN_STEPS = ("accept", "decline", "agree", "refuse", "extend")
_PROJECT = ("agree", "refuse")


class MobilityPpr(models.Model):
    """The agent answers from the portal: the steps are those of the back office, their
    author in the journal is the agent, their day is today."""

    _inherit = "mobility.ppr"

    def _check_own(self):
        """:raises AccessError: the connected person is not the agent of this file"""
        self.ensure_one()
        self.check_access("read")
        person = self.env.user.partner_id
        if not person or self.sudo().candidate_id.partner_id != person:
            raise AccessError(self.env._("Only the agent can answer here."))

    def _own_choices(self):
        """What the agent of this file can do today, among ``OWN_STEPS``."""
        self.ensure_one()
        return [name for name in OWN_STEPS if not self._own_refusal(name)]

    def _own_refusal(self, name):
        """Why the agent cannot take this step today, or ''."""
        self.ensure_one()
        ppr_sudo = self.sudo()
        if not ppr_sudo._takes(name):
            return ppr_sudo._not_its_turn()
        today = ppr_sudo._today()
        if name in _PROJECT and today > ppr_sudo.silence_date:
            return self._answer_over()
        if name == "extend":
            for one in ppr_sudo._clock(requested_on=today).findings:
                if one.code == "request_after_end":
                    return ppr_sudo._finding_text(one)
        return ""

    def _answer_over(self):
        """The fifteen days are over: what happens then, and what can be done."""
        return self.env._(
            "The time to answer was over on %(day)s: nothing was recorded, neither an "
            "agreement nor a refusal. Please call your referent at once.",
            day=self._long(self.sudo().silence_date),
        )

    def _meanings(self, days):
        """What each step of the agent means, with its article, by its name.

        :param days: the dates of the file, written out, by the name of their field
        """
        self.ensure_one()
        later = self.env._("It is notified to you, and you can still refuse it.")
        if days["project_due"]:
            later = self.env._(
                "It is notified to you by %(project_due)s, and you can still refuse it.",
                **days,
            )
        return {
            "accept": [
                self.env._(
                    "Your project is written with you: training, observation, tries in "
                    "other jobs. %s",
                    later,
                ),
                self.env._(
                    "You keep your pay (traitement), and the time counts as service "
                    "(%s).",
                    RIGHT,
                ),
            ],
            "decline": [
                self.env._(
                    "There is then no period of preparation. It is your right, and you "
                    "can ask for your reclassement at once (%s).",
                    RIGHT,
                ),
                self.env._(
                    "Talk about it with your referent first: going back on it would "
                    "depend on your employer."
                ),
            ],
            "agree": [
                self.env._(
                    "Your project begins: what is planned can take place, until "
                    "%(end)s. You see regularly with your employer how it goes, and you "
                    "can change it together (%(article)s).",
                    article=PROJECT,
                    **days,
                ),
            ],
            "refuse": [
                self.env._(
                    "The period is then refused for the time that is left (%s). It is "
                    "your right, and you can ask for your reclassement at once.",
                    PROJECT,
                ),
                self.env._(
                    "Only a part of the project does not suit you? Call your referent "
                    "first: it can be changed."
                ),
            ],
            "extend": [
                self.env._(
                    "Your employer looks for posts that you can hold. Within three "
                    "months it proposes several to you, or writes to you why it cannot "
                    "(%s).",
                    PROCEDURE,
                ),
                self._meaning_kept(days),
            ],
        }

    def _meaning_kept(self, days):
        if self.state == "refused":
            return self.env._("You need no period of preparation for it.")
        ppr_sudo = self.sudo()
        told = ppr_sudo._clock(requested_on=ppr_sudo._today())
        days = {
            **days,
            "article": KEPT,
            "due": self._long(told.reclassement_due),
        }
        if told.kept_until:
            return self.env._(
                "If you ask today, the three months run until %(due)s, and your period "
                "ends on %(end)s: you stay in activity until %(due)s (%(article)s).",
                **days,
            )
        return self.env._(
            "If you ask today, the three months run until %(due)s, before your period "
            "ends on %(end)s: you are not kept in activity after %(end)s, and you "
            "cannot ask a second time. You can also ask later, until %(end)s: if the "
            "three months then pass the end of the period, you stay in activity until "
            "they are over (%(article)s). Talk about it with your referent first.",
            **days,
        )

    def _answer_own(self, name):
        """The agent of this file takes a step, today.

        :param name: one of ``OWN_STEPS``
        :return: False when it was done already: sent twice, or from a second window
        :raises AccessError: it is somebody else's file
        :raises UserError: it is not its turn, it is too late, or the texts refuse it
        """
        self._check_own()
        if name not in OWN_STEPS:
            raise UserError(self.env._("Please choose an answer."))
        ppr_sudo = self.sudo()
        if ppr_sudo._answered_so(name):
            return False
        if refusal := self._own_refusal(name):
            raise UserError(refusal)
        ppr_sudo._step(name, ppr_sudo._today())
        return True

    def _answered_so(self, name):
        """Is this the answer that the file bears now?"""
        self.ensure_one()
        step = STEPS[name]
        return self.state == step.to and bool(self[step.day])
