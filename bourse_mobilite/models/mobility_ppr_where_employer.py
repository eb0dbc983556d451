from odoo import api, models


class MobilityPpr(models.Model):
    """Where a file stands, in plain words, for who acts for the employer."""

    _inherit = "mobility.ppr"

    def _where_employer(self, told, days):
        yours, theirs = self.env._("It is your turn:"), self.env._("The agent's turn:")
        states = dict(self._fields["state"]._description_selection(self.env))
        yield f"{states[self.state]}.", ""
        if told.date_start:
            yield (
                "",
                self.env._("First day: %(start)s. Last day: %(end)s.", **days),
            )
        if told.provisional:
            yield (
                "",
                self.env._(
                    "A leave runs: the last day is put off by one more each day."
                ),
            )
        turn, text = self._employer_words(yours, theirs, days)[self.state]
        if self.state == "extended" and self.answered_on:
            turn, text = "", self.env._("You answered on %(answered_on)s.", **days)
        if self.state == "notified" and told.today > told.silence_date:
            turn = self.env._("The centre de gestion's turn:")
            text = self.env._(
                "the time to answer was over on %(silence)s. Its referent first checks "
                "the proof of the notification: nothing is decided by itself.",
                **days,
            )
        yield turn, text

    @api.model
    def _employer_words(self, yours, theirs, days):
        """Whose turn it is in each state, and what is to be done."""
        no_one = ""
        return {
            "opened": (
                yours,
                self.env._(
                    "propose the period to the agent in writing, and tell the centre de "
                    "gestion, which records it."
                ),
            ),
            "proposed": (
                theirs,
                self.env._("the period was proposed on %(proposed_on)s.", **days),
            ),
            "accepted": (
                yours,
                self.env._(
                    "the project is written with the agent and the centre de gestion, "
                    "the occupational physician is informed, and you notify it to the "
                    "agent by registered letter or against a signature."
                ),
            ),
            "notified": (
                theirs,
                self.env._(
                    "the project was notified on %(notified_on)s, the agent answers "
                    "until %(silence)s included. Without an answer, the referent "
                    "confirms it against the proof of the notification: nothing is "
                    "decided by itself.",
                    **days,
                ),
            ),
            "underway": (
                no_one,
                self.env._(
                    "The agent agreed on %(agreed_on)s. Free the agent for what is "
                    "planned, and hold the reviews.",
                    **days,
                ),
            ),
            "suspended": (
                no_one,
                self.env._(
                    "A leave suspends it. Tell the centre de gestion when the agent is "
                    "back."
                ),
            ),
            "refused": (
                no_one,
                self.env._(
                    "The agent can ask for the reclassement at once. Talk about what "
                    "comes next with the referent."
                ),
            ),
            "extended": (
                yours,
                self.env._(
                    "the agent asked for the reclassement on %(requested_on)s. Propose "
                    "several posts, or write why none can be proposed.",
                    **days,
                ),
            ),
            "closed": (
                self.env._("Closed on %(ended_on)s:", **days),
                self._outcome_text(),
            ),
        }
