from odoo import models

# The articles that the sentences cite: French data, as the law itself.
PROJECT = "décret n° 85-1054, art. 2-2 et 2-3"
PROCEDURE = "décret n° 85-1054, art. 3"
KEPT = "décret n° 85-1054, art. 2 et 3"
RIGHT = "CGFP, art. L. 826-2"


class MobilityPpr(models.Model):
    """Where a file stands, in plain words: for its agent, for the employer."""

    _inherit = "mobility.ppr"

    def _where(self, reader, told, days):
        """Paragraphs ``(lead, text)``: whose turn it is leads, when it is somebody's.

        :param days: the dates of the file, written out, by the name of their field
        """
        self.ensure_one()
        say = self._where_agent if reader == "agent" else self._where_employer
        return [part for part in say(told, days) if any(part)]

    def _where_agent(self, told, days):
        yours, others = (
            self.env._("It is your turn:"),
            self.env._("Your employer's turn:"),
        )
        state = self.state
        if state == "opened":
            yield (
                "",
                self.env._(
                    "A file is opened for you. It prepares you for another job in the "
                    "public service: up to one year of training, of observation and of "
                    "tries, during which you keep your pay (traitement)."
                ),
            )
            yield (
                others,
                self.env._(
                    "it proposes the period to you in writing. You have nothing to do "
                    "until then."
                ),
            )
        elif state == "proposed":
            yield (
                "",
                self.env._(
                    "Your employer proposed a période de préparation au reclassement "
                    "(PPR) to you on %(proposed_on)s.",
                    **days,
                ),
            )
            yield yours, self.env._("you accept it, or you refuse it.")
        elif state == "accepted":
            yield from self._where_accepted(others, days)
        elif state == "notified":
            yield from self._where_notified(yours, told, days)
        elif state == "underway":
            yield (
                "",
                self.env._(
                    "Your project is under way: you agreed to it on %(agreed_on)s. It "
                    "ends on %(end)s.",
                    **days,
                ),
            )
            if told.next_review:
                yield (
                    "",
                    self.env._(
                        "Next review with your employer: %(next_review)s.", **days
                    ),
                )
            yield (
                "",
                self.env._(
                    "You have nothing to answer now. Something does not go well? Call "
                    "your referent."
                ),
            )
        elif state == "suspended":
            yield (
                "",
                self.env._(
                    "Your period is suspended by a leave. The days of leave are not "
                    "lost: the end is put off by as many days. As things are, it ends "
                    "on %(end)s.",
                    **days,
                ),
            )
            yield (
                "",
                self.env._("You have nothing to do: it goes on when you are back."),
            )
        elif state == "refused":
            yield from self._where_refused(days)
        elif state == "extended":
            yield from self._where_extended(others, told, days)
        else:
            yield (
                self.env._("It is over since %(ended_on)s:", **days),
                self._outcome_text(),
            )
            yield (
                "",
                self.env._(
                    "You have nothing more to do here. A question? Your referent answers."
                ),
            )

    def _where_accepted(self, others, days):
        yield (
            "",
            self.env._(
                "You accepted the period on %(accepted_on)s. Your project is now "
                "written with you, your employer and the centre de gestion.",
                **days,
            ),
        )
        yield (
            others,
            self.env._("it notifies the project to you by %(project_due)s.", **days)
            if days["project_due"]
            else self.env._("it notifies the project to you."),
        )
        yield (
            "",
            self.env._(
                "Training and observation may begin meanwhile. Say what you would like: "
                "it is your project."
            ),
        )

    def _where_notified(self, yours, told, days):
        if told.today > told.silence_date:
            yield from self._where_late(days)
            return
        yield (
            "",
            self.env._(
                "Your project was notified to you on %(notified_on)s. You read it on "
                "the paper that you received, and below.",
                **days,
            ),
        )
        yield yours, self._countdown(told, days)

    def _countdown(self, told, days):
        """Until when the agent answers, and how many days are left with today."""
        left = (told.silence_date - told.today).days + 1
        if left == 1:
            return self.env._(
                "you agree to it, or you refuse it, today at the latest: it is the "
                "last day (%(silence)s).",
                **days,
            )
        return self.env._(
            "you agree to it, or you refuse it, until %(silence)s included: %(left)s "
            "days are left, with today.",
            left=left,
            **days,
        )

    def _where_late(self, days):
        yield (
            "",
            self.env._(
                "Your project was notified to you on %(notified_on)s. The fifteen days "
                "to answer were over on %(silence)s.",
                **days,
            ),
        )
        yield (
            "",
            self.env._(
                "The text takes silence as a refusal for the time that is left (%s).",
                PROJECT,
            ),
        )
        yield (
            self.env._("Nothing is decided by itself:"),
            self.env._(
                "your referent first checks the proof of the notification. You wanted "
                "to agree, or you did answer on paper? Call your referent today."
            ),
        )
        yield (
            "",
            self.env._("In any case you keep your right to ask for a reclassement."),
        )

    def _where_refused(self, days):
        if self.declined_on:
            yield "", self.env._("You refused the period on %(declined_on)s.", **days)
        elif self.refused_on:
            yield (
                "",
                self.env._(
                    "You refused your project on %(refused_on)s: the period is refused "
                    "for the time that was left (%(article)s).",
                    article=PROJECT,
                    **days,
                ),
            )
        else:
            yield (
                "",
                self.env._(
                    "No answer came within the fifteen days, until %(silence)s: the "
                    "period is taken as refused for the time that was left "
                    "(%(article)s). Your referent noted it on %(silence_confirmed_on)s. "
                    "You did answer? Call your referent.",
                    article=PROJECT,
                    **days,
                ),
            )
        yield (
            "",
            self.env._(
                "You keep your right to a reclassement: you can ask for it at once."
            ),
        )

    def _where_extended(self, others, told, days):
        yield (
            "",
            self.env._("You asked for your reclassement on %(requested_on)s.", **days),
        )
        if told.kept_until:
            yield "", self.env._("You stay in activity until %(kept_until)s.", **days)
        if self.answered_on:
            yield (
                "",
                self.env._(
                    "Your employer answered on %(answered_on)s. The posts that it "
                    "proposes are below: tell your referent what you think of them.",
                    **days,
                ),
            )
        else:
            yield (
                others,
                self.env._("it proposes posts to you, or writes to you why it cannot."),
            )

    def _outcome_text(self):
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return f"{outcomes.get(self.outcome, '')}."
