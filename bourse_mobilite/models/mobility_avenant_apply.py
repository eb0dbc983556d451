# pylint: disable=missing-return
import logging

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .guard import act_day, acting

_logger = logging.getLogger(__name__)
_NOT_APPLIED = "bourse_mobilite.activity_avenant_problem"


class MobilityAvenant(models.Model):
    """Everyone has signed: the days, the place and the tutor are now those of the
    avenant. What stands in the way loses no signature: the adviser is told."""

    _inherit = "mobility.avenant"

    def _on_signed(self, document):
        super()._on_signed(document)
        avenant = self.sudo()
        avenant._closed_refusal()
        if problem := avenant._put_in_force():
            avenant._tell_problem(problem)

    def action_apply(self):
        """Put a signed avenant in force, once nothing stands in the way any more.

        :raises UserError: it is not signed, or what still stands in the way
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "signed" or self.applied_on:
            raise UserError(
                self.env._("%s: there is nothing to put in force.", self.display_name)
            )
        if problem := self.sudo()._put_in_force():
            raise UserError(problem)

    def _put_in_force(self):
        """Make the changes; '' or the sentences that say why they cannot be made."""
        self.ensure_one()
        request = self.request_id
        request.candidate_id._take_turn()
        request._take_turn()
        recorded = self._acknowledges()
        if not recorded and (problem := self._why_not_in_force()):
            return problem
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._change()
                self.env.flush_all()
        except (IntegrityError, ValidationError) as error:
            _logger.info("Avenant %s cannot be put in force: %s", self.name, error)
            self.env.invalidate_all(flush=False)
            return self.env._(
                "The agent already has an immersion on one of these days."
            )
        self.activity_unlink([_NOT_APPLIED])
        self._tell_in_force(recorded)
        return ""

    def _why_not_in_force(self):
        """The sentences that say why the changes cannot be made, '' when they can."""
        if self.request_id.state != "agreed" or self.convention_id.state != "signed":
            return self.env._(
                "%s is no longer signed and under way.", self.convention_id.display_name
            )
        return self._why_not_made()

    def _change(self):
        act, request = acting(self.convention_id), acting(self.request_id)
        values = {"applied_on": act_day(self), "problem": False}
        if self.change_place:
            act.write({"place": self.place, "service": self.service})
        if self.change_tutor:
            act.write(
                {
                    "tutor_id": self.tutor_id.id,
                    "tutor_function": self.tutor_function,
                }
            )
        if self.change_period:
            values["earlier_days"] = self._change_days(request)
        if self.early_end:
            self._end_early(request)
        acting(self).write(values)

    def _change_days(self, request):
        """Give the request the days of the avenant; ``[[date, half], …]`` of those
        that it no longer has."""
        new = {day.date: day.half for day in self.day_ids}
        commands, gone = [], []
        for day in request.day_ids:
            half = new.pop(day.date, None)
            if half is None and not day.missed:
                commands.append(Command.delete(day.id))
                gone.append([fields.Date.to_string(day.date), day.half])
            elif half and (day.half != half or day.missed):
                vals = {"half": half, "missed": False}
                commands.append(Command.update(day.id, vals))
        commands += [
            Command.create({"date": day, "half": half}) for day, half in new.items()
        ]
        dates = self.day_ids.mapped("date")
        request.write(
            {"date_start": min(dates), "date_end": max(dates), "day_ids": commands}
        )
        return gone

    def _tell_in_force(self, recorded):
        """Say it in the histories, and to everyone with the days for their calendars;
        an immersion whose last day is past is closed.

        :param recorded: whether it was closed as ended early before, and they know
        """
        request, document = self.request_id, self.document_id
        text = self.env._(
            "%(avenant)s is signed by everyone: %(changes)s",
            avenant=self.display_name,
            changes=document._changes_text(),
        )
        request.message_post(body=text)
        self.convention_id.message_post(body=text)
        if recorded:
            return
        request._mail_everyone(
            "mail_amended",
            document=document.display_name,
            changes=document._changes_text(),
        )
        if self._is_over():
            request._end("interrupted", self.reason)

    def _tell_problem(self, problem):
        acting(self).problem = problem
        self._tell_adviser(
            _NOT_APPLIED,
            lambda env: env._(
                "Everyone has signed %s, and it cannot be put in force yet.", self.name
            ),
        )


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    def _agenda_days(self):
        """The days that an avenant took away are cancelled in every calendar."""
        days = super()._agenda_days()
        known = {day for day, _half, _held in days}
        gone = {}
        for avenant in self.convention_ids.avenant_ids.filtered("applied_on"):
            for day, half in avenant.earlier_days or ():
                gone.setdefault(fields.Date.to_date(day), half)
        return sorted(
            days
            + [(day, half, False) for day, half in gone.items() if day not in known]
        )


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def action_undo_paper(self, reason):
        """What an avenant changed is not undone by taking back a signature.

        :raises UserError: an avenant rests on it
        """
        self.ensure_one()
        document = self.document_id
        rests = (
            document.avenant_id.applied_on
            or document.convention_id.sudo().avenant_ids.filtered(
                lambda one: one.state != "cancelled"
            )
        )
        if document.state == "signed" and rests:
            raise UserError(
                self.env._(
                    "%s can no longer be taken back: an avenant rests on it. Make "
                    "another avenant.",
                    document.display_name,
                )
            )
        return super().action_undo_paper(reason)
