from dataclasses import dataclass

from odoo import fields, models
from odoo.exceptions import UserError

from .guard import act_day, acting


@dataclass(frozen=True)
class Step:
    """From which states to which one, the field that bears the day of the fact, and
    what else is asked. What goes back to "underway" goes back to "extended" once the
    reclassement was asked for."""

    states: tuple[str, ...]
    to: str
    day: str = ""
    asks: tuple[str, ...] = ()


_GOING_ON = ("underway", "suspended")
STEPS = {
    "propose": Step(("opened",), "proposed", "proposed_on"),
    "accept": Step(("proposed",), "accepted", "accepted_on"),
    "decline": Step(("proposed",), "refused", "declined_on"),
    "notify": Step(
        ("accepted",),
        "notified",
        "notified_on",
        ("proof", "proof_reference", "project_months", "review_months", "physician_on"),
    ),
    "agree": Step(("notified",), "underway", "agreed_on"),
    "refuse": Step(("notified",), "refused", "refused_on"),
    "silence": Step(("notified",), "refused", "silence_confirmed_on"),
    "suspend": Step(("underway", "extended"), "suspended"),
    "resume": Step(("suspended",), "underway"),
    "modify": Step(("underway", "extended"), "underway"),
    "extend": Step((*_GOING_ON, "refused"), "extended", "requested_on"),
    "close": Step(
        (
            *("opened", "proposed", "accepted", "notified", *_GOING_ON),
            *("refused", "extended"),
        ),
        "closed",
        "ended_on",
        ("outcome", "detached_from", "detached_to", "not_detached"),
    ),
}


class MobilityPpr(models.Model):
    """The life of a file: each step is a button, dated, and a line of the journal.
    Nothing but a step changes the state; time alone never does."""

    _inherit = "mobility.ppr"

    def _step(self, name, day=None, **values):
        """Take a step.

        :param name: one of ``STEPS``
        :param day: of the fact; for ``suspend`` the first day of the leave, for
            ``resume`` the last
        :param values: what else the step asks
        :raises UserError: it is not its turn, or the texts refuse it
        """
        self.ensure_one()
        self.check_access("write")
        step = STEPS[name]
        if not self._takes(name):
            raise UserError(self._not_its_turn())
        day = fields.Date.to_date(day)
        if not day:
            raise UserError(self.env._("Please give the date."))
        before = self._blocked()
        kept = {step.day, "state", *step.asks} - {""}
        known = self._plain(kept)
        changes = {key: values[key] for key in step.asks if key in values}
        if step.day:
            changes[step.day] = day
        if name == "close":
            self._check_outcome(changes)
        line = self._write_line(name, day, values)
        to = step.to
        if to == "underway" and self.requested_on:
            to = "extended"
        acting(self).write({**changes, "state": to})
        self._refuse_blocked({self: before})
        self._note(name, day, before=known, after=self._plain(kept), line=line)

    def _takes(self, name):
        """Is it the turn of this step?"""
        self.ensure_one()
        if self.state not in STEPS[name].states:
            return False
        if name == "extend":
            # Asked for already, and suspended since.
            return not self.requested_on
        if self.state == "extended" and name != "close":
            return self.still_runs
        return True

    def _write_line(self, name, day, values):
        """The row that a step writes besides the file: a leave, or a change.

        :return: its id, or what must be undone
        """
        if name == "suspend":
            rows = acting(self.env["mobility.ppr.leave"])
            return rows.create({"ppr_id": self.id, "date_start": day}).id
        if name == "resume":
            leave = self._open_leave()
            acting(leave).date_end = day
            return leave.id
        if name == "modify":
            rows = acting(self.env["mobility.ppr.change"])
            kind = values.get("kind") or "content"
            return rows.create(
                {
                    "ppr_id": self.id,
                    "agreed_on": day,
                    "kind": kind,
                    "months": values.get("months") if kind == "length" else 0,
                    "line": values.get("line"),
                }
            ).id
        return False

    def _open_leave(self):
        """The leave from which the agent has not come back.

        :raises UserError: there is none
        """
        leave = self.leave_ids.filtered(lambda one: not one.date_end)[-1:]
        if not leave:
            raise UserError(
                self.env._("No leave runs: its last day is filled in already.")
            )
        return leave

    def _last_day_to_close(self):
        """Today, or the last day that the texts allow once it is past."""
        self.ensure_one()
        today = self._today()
        for one in self._clock(ended_on=today).findings:
            if one.code == "ended_after_end":
                return one.dates[1]
        return today

    def _check_outcome(self, changes):
        """:raises UserError: it is not said how the PPR ended"""
        if not changes.get("outcome"):
            raise UserError(self.env._("How did it end? Choose an outcome."))
        if changes["outcome"] == "reclassed" and not (
            changes.get("detached_from") or changes.get("not_detached")
        ):
            raise UserError(
                self.env._(
                    "Reclassed: give the day on which the detachment begins, or say "
                    "why there is none."
                )
            )

    def _not_its_turn(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "This step is not possible now: the PPR is “%s”. Somebody may have "
            "changed it meanwhile: please open the page again.",
            states[self.state],
        )

    def _last_step(self):
        """The last step of the journal that was not undone, or nothing."""
        self.ensure_one()
        undone = 0
        for event in self.event_ids.sorted("rank", reverse=True):
            if event.event == "undo":
                undone += 1
            elif event.event in STEPS:
                if not undone:
                    return event
                undone -= 1
        return self.env["mobility.ppr.event"]

    def action_undo(self):
        """Take back the last step, made by mistake: the journal keeps both.

        :raises UserError: there is none
        """
        self.ensure_one()
        self.check_access("write")
        event = self._last_step()
        if not event:
            raise UserError(self.env._("There is no step to undo."))
        line_id = event.details.get("line")
        after = self._plain(event.details["before"])
        acting(self).write(event.details["before"])
        if event.event == "suspend":
            acting(self.env["mobility.ppr.leave"].browse(line_id).exists()).unlink()
        elif event.event == "resume":
            acting(
                self.env["mobility.ppr.leave"].browse(line_id).exists()
            ).date_end = False
        elif event.event == "modify":
            acting(self.env["mobility.ppr.change"].browse(line_id).exists()).unlink()
        self._note(
            "undo",
            act_day(self),
            step=event.event,
            before=after,
            after=event.details["before"],
        )

    def action_step(self):
        """The window of the step that the button names (``ppr_step`` of its context):
        only what that step needs is asked."""
        self.ensure_one()
        self.check_access("write")
        step = self.env.context.get("ppr_step")
        return self.env["mobility.ppr.step"]._open(self, step)
