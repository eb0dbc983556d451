from datetime import date

from odoo import api, models
from odoo.tools import format_date

# As a refusal cites them.
_START = "(décret n° 85-1054, art. 2)"
_PROJECT = "(décret n° 85-1054, art. 2-2 et 2-3)"
_OF_PROJECT = {
    "notified_late",
    "project_late",
    "agreed_after_silence",
    "silence_without_proof",
    "silence_too_early",
    "review_not_fixed",
}


class MobilityPpr(models.Model):
    """The words of the clock: what a day is, why it falls then, what is not lawful."""

    _inherit = "mobility.ppr"

    @api.model
    def _day_text(self, day):
        return format_date(self.env, day, date_format="dd/MM/yyyy")

    @api.model
    def _days_text(self, count):
        """“1 day”, “2 days”."""
        return self.env._("1 day") if count == 1 else self.env._("%s days", count)

    @api.model
    def _moment_labels(self):
        """What each day of the line is, by its code."""
        return {
            "seized": self.env._("Conseil médical seized"),
            "opinion": self.env._("Opinion received"),
            "proposed": self.env._("PPR proposed"),
            "accepted": self.env._("PPR accepted"),
            "declined": self.env._("PPR refused"),
            "start": self.env._("First day of the PPR"),
            "latest_start": self.env._("Last day on which it may begin"),
            "leave_first": self.env._("A leave begins"),
            "leave_last": self.env._("Last day of the leave"),
            "physician": self.env._("Occupational physician informed"),
            "notified": self.env._("Project notified"),
            "project_due": self.env._("Project to be notified"),
            "agreed": self.env._("Project agreed"),
            "refused": self.env._("Project refused"),
            "answer_due": self.env._("Last day for the agent to answer"),
            "silence": self.env._("Silence confirmed"),
            "length": self.env._("Length agreed"),
            "review": self.env._("Review to be held"),
            "reviewed": self.env._("Review held"),
            "request": self.env._("Reclassement asked for"),
            "request_due": self.env._("Last day to ask for the reclassement"),
            "reclassement_due": self.env._("Posts to propose, or why none"),
            "reclassement_answered": self.env._("Posts proposed, or why none"),
            "end": self.env._("Last day of the PPR"),
            "ended": self.env._("Closed"),
            "maximum_end": self.env._("Last day that the law allows"),
            "kept_until": self.env._("Last day kept in activity"),
        }

    @api.model
    def _moment_reasons(self):
        """Why each day falls when it does, by its reason."""
        year = self.env._("%(months)s months from %(from)s")
        leaves = self.env._(
            "%(months)s months from %(from)s, put off by the leaves (%(leave_days)s)"
        )
        return {
            "told": self.env._("as entered"),
            "letter": self.env._("registered letter"),
            "handed": self.env._("handed over against a signature"),
            "electronic": self.env._("registered electronic mail"),
            "reclassed": self.env._("the reclassement takes effect the day after"),
            "adapted": self.env._("the post is adapted, or changed in the same grade"),
            "fit": self.env._("found fit"),
            "broken": self.env._("commitments not kept"),
            "left": self.env._("the agent leaves"),
            "agreement": self.env._("%(months)s months, by agreement"),
            "receipt": self.env._("the opinion was received on %(from)s"),
            "seizure": self.env._(
                "at the agent's request, the day the conseil médical was seized"
            ),
            "return": self.env._("the agent is back from the leave of %(from)s"),
            "deferral": self.env._("put off by agreement"),
            "leave": self.env._("as entered"),
            "after_start": year,
            "silence": self.env._("%(days)s days from the notification of %(from)s"),
            "frequency": self.env._("every %(months)s months, from %(from)s"),
            "year": year,
            "length": year,
            "year_and_leaves": leaves,
            "length_and_leaves": leaves,
            "declined": self.env._("the agent refused the PPR"),
            "refused": self.env._("the agent refused the project"),
            "ended": self.env._("the PPR was closed"),
            "request": self.env._("%(months)s months from the request of %(from)s"),
            "procedure": self.env._("%(months)s months from the request of %(from)s"),
        }

    def _moment_words(self, moment):
        """``(label, reason, article)`` of a day of the line."""
        figures = {
            name: self._day_text(value) if isinstance(value, date) else value
            for name, value in moment.figures.items()
        }
        label = self._moment_labels()[moment.code]
        reasons = self._moment_reasons()
        if "leave_days" in figures:
            figures["leave_days"] = self._days_text(figures["leave_days"])
        if moment.reason == "frequency" and figures["months"] == 1:
            reason = self.env._("every month, from %(from)s")
        elif moment.reason == "end":
            reason = self.env._("%(months)s months from the end")
        elif moment.code == "end" and moment.reason == "silence":
            reason = self.env._("the agent did not answer in time")
        elif moment.code == "latest_start":
            reason = reasons["after_start"]
        else:
            reason = reasons[moment.reason]
        return label, reason % figures if figures else reason, moment.article

    def _finding_text(self, finding):
        """One sentence: what the rule says, by how much it is missed, the article."""
        days = [self._day_text(day) for day in finding.dates] + ["", ""]
        figures = {
            "figure": int(finding.figure),
            "actual": int(finding.actual),
            "shortfall": int(finding.shortfall),
            "missed_by": self._days_text(int(finding.shortfall)),
            "found": days[0],
            "limit": days[1],
            "fact": self._fact_label(finding.about),
            "article": _PROJECT if finding.code in _OF_PROJECT else _START,
        }
        return self._finding_sentences()[finding.code] % figures

    @api.model
    def _fact_label(self, name):
        field = self._fields.get(
            {
                "leaves": "leave_ids",
                "lengths": "change_ids",
                "reviews": "review_ids",
            }.get(name, name)
        )
        if field is None:
            return ""
        return field._description_string(self.env)

    @api.model
    def _finding_sentences(self):
        return {
            "before_trigger": self.env._(
                "“%(fact)s”: %(found)s is too early. A PPR comes from the opinion of the "
                "conseil médical or, at the agent's request, from the day it was "
                "seized: %(limit)s %(article)s."
            ),
            "choice_before_proposal": self.env._(
                "“%(fact)s”: %(found)s comes before the PPR was proposed, on %(limit)s."
            ),
            "notified_before_choice": self.env._(
                "The project is notified on %(found)s, before the agent accepted the "
                "PPR on %(limit)s."
            ),
            "before_law": self.env._(
                "It begins on %(found)s, before the text in force since %(limit)s: the "
                "rules were others."
            ),
            "seizure_unknown": self.env._(
                "It starts at the seizure of the conseil médical: on which day?"
            ),
            "seized_after_opinion": self.env._(
                "Seized on %(found)s, after the opinion came on %(limit)s: "
                "%(missed_by)s too late."
            ),
            "start_too_early": self.env._(
                "Put off to %(found)s, before the first day possible, %(limit)s: "
                "%(missed_by)s too early %(article)s."
            ),
            "deferral_too_long": self.env._(
                "Put off to %(found)s: %(figure)s months at most, until %(limit)s. "
                "%(missed_by)s too late %(article)s."
            ),
            "leave_at_start": self.env._(
                "The agent is on leave on the first day: it begins on the return "
                "%(article)s."
            ),
            "leave_reversed": self.env._(
                "A leave ends on %(found)s, before it begins on %(limit)s."
            ),
            "leave_outside": self.env._(
                "A leave lies outside the PPR (%(found)s): it counts for nothing."
            ),
            "notified_before_start": self.env._(
                "The project is notified on %(found)s, before the PPR begins on "
                "%(limit)s."
            ),
            "notified_late": self.env._(
                "The project is notified on %(found)s, %(missed_by)s after the "
                "%(figure)s months were over %(article)s."
            ),
            "project_late": self.env._(
                "The project was to be notified by %(limit)s: %(missed_by)s late "
                "%(article)s."
            ),
            "answer_without_project": self.env._(
                "An answer on %(found)s, and no project was notified."
            ),
            "answer_before_project": self.env._(
                "Answered on %(found)s, before the project was notified on %(limit)s."
            ),
            "two_answers": self.env._(
                "Agreed on %(found)s and refused on %(limit)s: keep one answer."
            ),
            "agreed_after_silence": self.env._(
                "Agreed on %(found)s, %(missed_by)s after the %(figure)s days to "
                "answer were over on %(limit)s: the text reads no answer in time as a "
                "refusal %(article)s."
            ),
            "silence_without_project": self.env._("No project was notified."),
            "silence_without_proof": self.env._(
                "Silence is confirmed against a proof of the notification: there is "
                "none %(article)s."
            ),
            "silence_too_early": self.env._(
                "The agent may answer until %(limit)s, included: silence can be "
                "confirmed from the day after, %(missed_by)s from now %(article)s."
            ),
            "silence_answered": self.env._(
                "The agent answered on %(found)s, in time: there was no silence."
            ),
            "length_too_long": self.env._(
                "%(actual)s months: %(figure)s at most, %(shortfall)s too many "
                "%(article)s."
            ),
            "length_too_short": self.env._("A PPR lasts at least a month."),
            "length_outside": self.env._(
                "A length is agreed on %(found)s, outside the PPR."
            ),
            "review_not_fixed": self.env._(
                "The project does not fix how often it is reviewed %(article)s."
            ),
            "review_outside": self.env._("A review lies outside the PPR: %(found)s."),
            "request_after_end": self.env._(
                "The reclassement is asked for on %(found)s, %(missed_by)s after "
                "the PPR ended on %(limit)s: the agent is not kept in activity "
                "(décret n° 85-1054, art. 2 et 3)."
            ),
            "answered_without_request": self.env._(
                "The employer answered on %(found)s, and no reclassement was asked for."
            ),
            "answered_before_request": self.env._(
                "The employer answered on %(found)s, before the reclassement was asked "
                "for on %(limit)s."
            ),
            "ended_after_end": self.env._(
                "Closed on %(found)s, %(missed_by)s after the last day possible, "
                "%(limit)s %(article)s."
            ),
            "in_future": self.env._("“%(fact)s”: %(found)s has not come yet."),
        }
