from datetime import date

from odoo import api, models

from .day_words import day_words
from .mobility_ppr_life import STEPS

# Before the project is notified.
_BEING_WRITTEN = ("opened", "proposed", "accepted")


class MobilityPpr(models.Model):
    """The lines of a PPR as its pages show them."""

    _inherit = "mobility.ppr"

    def _portal_parts(self):
        """The action plan, the reviews, what was changed and the posts proposed. To be
        called with all rights, on a file that the reader may read."""
        self.ensure_one()
        return {
            "being_written": self.state in _BEING_WRITTEN,
            "actions": [
                self._portal_action(action)
                for action in self.action_ids.sorted(
                    lambda one: (one.date_start or date.max, one.id)
                )
            ],
            "hours": self._hours_text(sum(self.action_ids.mapped("hours"))),
            "reviews": [
                {
                    "day": self._long(review.date),
                    "presence": choice_text(review, "presence"),
                    "decision": choice_text(review, "decision"),
                    "next": self._long(review.next_date),
                    "progress": [
                        (line.action_id.display_name, choice_text(line, "level"))
                        for line in review.progress_ids
                    ],
                }
                for review in self.review_ids
            ],
            "changes": [
                {
                    "day": self._long(change.agreed_on),
                    "kind": choice_text(change, "kind"),
                    "months": change.months,
                    "line": change.line or "",
                }
                for change in self.change_ids
            ],
            "posts": [
                {
                    "name": post.name,
                    "employer": post.employer_name or "",
                    "grade": post.cadre_id.name or "",
                    "day": self._long(post.proposed_on),
                    "answer": choice_text(post, "answer"),
                    "answered": self._long(post.answered_on),
                    "reason": choice_text(post, "reason"),
                }
                for post in self.post_ids
            ],
        }

    def _portal_recorded(self, step):
        """The last answer that the file bears, when it came before this one, from
        another window or on paper; or ''."""
        self.ensure_one()
        ppr_sudo = self.sudo()
        if ppr_sudo.state in STEPS[step].states:
            return ""
        answers = {
            "requested_on": self.env._("you asked for your reclassement on %s."),
            "refused_on": self.env._("you refused your project on %s."),
            "agreed_on": self.env._("you agreed to your project on %s."),
            "declined_on": self.env._("you refused the period on %s."),
            "accepted_on": self.env._("you accepted the period on %s."),
        }
        for name, text in answers.items():
            if day := ppr_sudo[name]:
                return text % self._long(day)
        return ""

    def _portal_action(self, action):
        """One action of the plan."""
        return {
            "kind": choice_text(action, "kind"),
            "name": action.name or "",
            "dates": self._span_text(action.date_start, action.date_end),
            "hours": self._hours_text(action.hours),
            "place": action.place or "",
            "result": choice_text(action, "result"),
            "line": action.result_line or "",
            "request_id": action.request_id.id,
        }

    @api.model
    def _span_text(self, start, end):
        """``from 1 to 5 June 2026``, one day, or ''."""
        days = [day_words(self.env, day) for day in dict.fromkeys((start, end)) if day]
        if len(days) < 2:
            return "".join(days)
        return self.env._("from %(start)s to %(end)s", start=days[0], end=days[1])

    @api.model
    def _when(self, day, today):
        """How far that day is."""
        left = (day - today).days
        near = {
            -1: self.env._("it was yesterday"),
            0: self.env._("it is today"),
            1: self.env._("it is tomorrow"),
        }
        if left in near:
            return near[left]
        if left < 0:
            return self.env._("%s days ago", -left)
        return self.env._("in %s days", left)

    @api.model
    def _hours_text(self, hours):
        """``7 h 30``, or '' for none."""
        minutes = round((hours or 0) * 60)
        if not minutes:
            return ""
        whole, rest = divmod(minutes, 60)
        # A non-breaking space: the hours stay on one line.
        return f"{whole}\u00a0h\u00a0{rest:02d}" if rest else f"{whole}\u00a0h"


def choice_text(record, name):
    """What the choice made in this field is called, or ''."""
    choices = dict(record._fields[name]._description_selection(record.env))
    return choices.get(record[name], "")
