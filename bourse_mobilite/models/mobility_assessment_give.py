from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..rules.assessment import LONGEST, SIDES, TEXTS, problems
from ..rules.words import told
from .guard import act_day, acting, plain

# What a correction begins with: nobody types everything again.
_ANSWERS = (
    "presence", "last_day", "missed_half_days", "missed_hours", "tasks", "other_tasks",
    "fit", "satisfaction", "advice", "comment", "comment_cdg_only", "next_step",
    "job_opening",
)  # fmt: skip


class AssessmentRefused(UserError):
    """Answers that cannot be recorded; ``wrong`` says where: ``{field: sentence}``."""

    def __init__(self, message, wrong):
        super().__init__(message)
        self.wrong = wrong


class MobilityAssessment(models.Model):
    """Giving one's bilan, adding a word on the other's, and staff's reopening."""

    _inherit = "mobility.assessment"

    def _items(self):
        """The lines of the grid, for whoever answers."""
        return self.env["mobility.assessment.item"].sudo().search([], limit=100)

    def _give(self, answers, way):
        """Record the answers, once.

        :param answers: the plain values of the form, see ``rules/assessment.py``;
            ``tasks`` are the ranks of the tasks that were ticked
        :param way: ``link``, ``portal`` or ``staff``
        :raises AssessmentRefused: something is missing or wrong; nothing is recorded
        :raises UserError: it is given already, or no longer awaited
        """
        self.ensure_one()
        row = acting(self.sudo())
        # Of two tabs at once, the second is replayed and finds it given.
        row.request_id._take_turn()
        row._check_waits()
        items = row._items()
        request = row.request_id
        wrong = problems(
            row.side, answers, items.ids, request.date_start, request.date_end,
            max(request.days, 1),
        )  # fmt: skip
        if wrong:
            said = {name: row._wrong_text(name, code) for name, code in wrong.items()}
            raise AssessmentRefused(
                self.env._("Some answers are missing or cannot be read."), said
            )
        row.mark_ids.unlink()
        row.write(row._given_vals(answers, items, way))
        request._tell_presence(row)
        request._on_assessment_given()

    def _check_waits(self):
        self.ensure_one()
        if self.given_on:
            raise UserError(self.env._("Your bilan is already recorded: thank you."))
        if self.state != "waiting":
            raise UserError(self.env._("Nothing more is expected of you here."))

    def _given_vals(self, answers, items, way):
        """The values to write; of an agent who did not come, only that."""
        self.ensure_one()
        absent = self.side == "tutor" and answers["presence"] == "absent"
        partial = self.side == "tutor" and answers["presence"] == "partial"
        names = SIDES[self.side] if not absent else ("presence", "next_step")
        vals = {name: answers.get(name) or False for name in names}
        vals |= {name: told(answers.get(name)) or False for name in TEXTS[self.side]}
        if self.side == "agent":
            only = bool(answers.get("comment_cdg_only") and vals["comment"])
            vals["comment_cdg_only"] = only
        else:
            proposed = self.proposed_tasks or []
            ticked = set() if absent else set(answers.get("tasks") or ())
            vals |= {
                "tasks": "\n".join(
                    task for rank, task in enumerate(proposed) if rank in ticked
                )
                or False,
                "last_day": partial and answers["last_day"],
                "missed_half_days": partial and answers["missed_half_days"],
                "missed_hours": partial and answers["missed_hours"],
            }
        marks = {} if absent else answers["marks"]
        vals["mark_ids"] = [
            fields.Command.create(
                {
                    "item_id": item.id,
                    "item_name": item.name,
                    "family": item.family,
                    "sequence": item.sequence,
                    "level": marks[item.id],
                }
            )
            for item in items
            if item.id in marks
        ]
        return {
            **vals,
            "given_on": act_day(self),
            "author_name": self.partner_id.name,
            "way": way,
            "recorded_by_id": way == "staff" and self.env.uid,
        }

    def _wrong_text(self, name, code):
        """What to say of an answer that is missing or wrong."""
        request = self.request_id
        if code == "outside":
            return self.env._(
                "Choose a day of the immersion, between %(start)s and %(end)s.",
                start=format_date(self.env, request.date_start),
                end=format_date(self.env, request.date_end),
            )
        return {
            "missing": self.env._("An answer is needed here.")
            if name != "last_day"
            else self.env._("Which was the last day there?"),
            "unknown": self.env._("Please choose one of the answers offered."),
            "number": self.env._(
                "Write a number that the length of the immersion can hold, 0 if none."
            ),
            "nothing": self.env._(
                "If nothing was missed, choose “Was there all the time”."
            ),
            "long": self.env._(
                "This text is too long: please keep it under %s characters.", LONGEST
            ),
        }[code]

    def _remark_on_other(self, text):
        """Add one's word on the other's answers, once, when both are in.

        :raises UserError: nothing was written, it is too long, it is too early, or
            one has already said a word
        """
        self.ensure_one()
        row = acting(self.sudo())
        text = told(text)
        if not text:
            raise UserError(self.env._("Please write your word before sending it."))
        if len(text) > LONGEST:
            raise UserError(row._wrong_text("remark", "long"))
        if row.state != "given" or row._other().state != "given":
            raise UserError(
                self.env._("You can add a word once both have given their bilan.")
            )
        if row.remark:
            raise UserError(self.env._("Your word is already recorded: thank you."))
        row.write({"remark": text, "remark_on": act_day(row)})

    def action_reopen(self, reason):
        """Let the person correct a bilan that was given: the first one is kept, with
        the reason, and a new one begins with the same answers.

        :raises UserError: no reason, or it is not given
        """
        self.ensure_one()
        self.request_id.check_access("write")
        reason = told(reason)
        if not reason:
            raise UserError(self.env._("Please write why, in a few words."))
        if self.state != "given" or self.side == "adviser":
            raise UserError(
                self.env._("Only a bilan that was given can be opened again.")
            )
        row = acting(self.sudo())
        row.write(row._reopened_vals(reason))
        row.flush_recordset(["reopened_on"])
        self.env["mobility.link"]._revoke_for(row)
        kept = {name: row[name] for name in _ANSWERS}
        again = row.create(
            {
                **row._asked_vals(row.request_id, row.side),
                **kept,
                "partner_id": row.partner_id.id,
                "version": row.version + 1,
                "asked_on": act_day(row),
                "mark_ids": [
                    fields.Command.create(
                        {
                            "item_id": mark.item_id.id,
                            "item_name": mark.item_name,
                            "family": mark.family,
                            "sequence": mark.sequence,
                            "level": mark.level,
                        }
                    )
                    for mark in row.mark_ids
                ],
            }
        )
        again._send("corrected")
        return plain(again)

    def _reopened_vals(self, reason):
        return {
            "reopened_on": act_day(self),
            "reopened_by_id": self.env.uid,
            "reopened_reason": reason,
        }

    def action_stop(self, reason):
        """Wait no longer for this bilan; the other one is then complete alone.

        :raises UserError: no reason, or it is not awaited
        """
        self.ensure_one()
        self.request_id.check_access("write")
        reason = told(reason)
        if not reason:
            raise UserError(self.env._("Please write why, in a few words."))
        if self.state != "waiting":
            raise UserError(self.env._("This bilan is not awaited any more."))
        row = acting(self.sudo())
        row.write(
            {
                "stopped_on": act_day(row),
                "reopened_by_id": self.env.uid,
                "reopened_reason": reason,
            }
        )
        self.env["mobility.link"]._revoke_for(row)
        row.request_id._on_assessment_given()

    @api.model
    def _write_synthesis(self, request, text, next_step):
        """The adviser's synthesis: a first one, or a new version that replaces it.

        :raises UserError: nothing was written, or the bilan is not complete
        """
        request.check_access("write")
        text = told(text)
        if not text:
            raise UserError(self.env._("Please write the synthesis."))
        if not request._assessment_complete():
            raise UserError(
                self.env._(
                    "The synthesis is written once the tutor and the agent have given "
                    "their bilan, or are no longer waited for."
                )
            )
        rows = acting(self.sudo())
        former = request._assessments().get("adviser")
        if former:
            former = acting(former)
            former.write(former._reopened_vals(self.env._("New synthesis")))
            former.flush_recordset(["reopened_on"])
        user = self.env.user
        row = rows.create(
            {
                "request_id": request.id,
                "convention_id": request._convention().id,
                "side": "adviser",
                "version": (former.version if former else 0) + 1,
                "partner_id": user.partner_id.id,
                "author_name": user.name,
                "synthesis": text,
                "next_step": next_step,
                "way": "staff",
                "given_on": act_day(request),
                "recorded_by_id": user.id,
            }
        )
        agent = request.partner_id.filtered(
            lambda one: one._mobility_personal_mailbox()
        )
        request.sudo()._send_assessed({"people": agent}, "synthesis")
        return plain(row)
