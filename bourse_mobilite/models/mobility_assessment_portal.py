from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ..rules.assessment import readable, shows_comment, shows_opening
from .guard import civil_day

# The latest bilans of an organisation; each one is also on its request's page.
_MOST_SHOWN = 50


class MobilityRequest(models.Model):
    """The bilan of an immersion: what is missing, and what each reader sees of it."""

    _inherit = "mobility.request"

    assessment_ids = fields.One2many(
        "mobility.assessment",
        "request_id",
        string="Bilan",
        readonly=True,
        groups="bourse_mobilite.group_mobility_adviser",
    )
    assessment_missing = fields.Char(
        string="Missing from the bilan",
        compute="_compute_assessment_missing",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    @api.depends("assessment_ids.state", "assessment_ids.asked_on")
    @api.depends_context("lang")
    def _compute_assessment_missing(self):
        sides = dict(
            self.env["mobility.assessment"]
            ._fields["side"]
            ._description_selection(self.env)
        )
        for request in self:
            request.assessment_missing = ", ".join(
                self.env._(
                    "%(side)s: %(person)s, asked on %(date)s",
                    side=sides[row.side],
                    person=row.partner_id.name,
                    date=format_date(self.env, row.asked_on),
                )
                for row in request.assessment_ids
                if row.state == "waiting"
            )

    def action_open_synthesis(self):
        """Ask for the adviser's synthesis; the last one is what one begins with."""
        self.ensure_one()
        former = self._assessments().get("adviser")
        return self.env["mobility.assessment.wizard"]._open(
            "synthesis",
            request_id=self.id,
            text=former.synthesis if former else False,
            next_step=former.next_step if former else False,
        )

    def _assessments(self):
        """``{side: row in force}`` (sudo)."""
        self.ensure_one()
        return {
            row.side: row
            for row in self.sudo().assessment_ids
            if row.state != "reopened"
        }

    def _assessment_complete(self):
        """Whether nothing more is awaited, and something was given."""
        self.ensure_one()
        rows = self._assessments()
        states = {row.state for side, row in rows.items() if side != "adviser"}
        return "given" in states and "waiting" not in states

    @api.model
    def _portal_complete(self, partner, organisations):
        """The bilans that ``partner`` may read for these organisations, the latest
        first, as plain values: complete, and asked of one of them."""
        if not organisations:
            return []
        asked = Domain("asked_on", "!=", False) & Domain(
            "organisation_id", "in", organisations.ids
        )
        waiting = Domain("state", "=", "waiting")
        given = Domain("state", "=", "given") & Domain("side", "!=", "adviser")
        requests_sudo = self.sudo().search(
            Domain("decision_ids", "any", asked)
            & Domain("partner_id", "!=", partner.id)
            & Domain("assessment_ids", "any", given)
            & ~Domain("assessment_ids", "any", waiting),
            order="date_end desc, id desc",
            limit=_MOST_SHOWN,
        )
        return [
            {
                "id": request_sudo.id,
                "agent_name": request_sudo.candidate_name,
                "host_name": request_sudo.host_id.name,
                "date_start": request_sudo.date_start,
                "date_end": request_sudo.date_end,
                "days": request_sudo._length_text(request_sudo.days),
            }
            for request_sudo in requests_sudo
        ]

    def _assessment_reader(self, partner):
        """As what ``partner`` reads this bilan: ``agent``, ``tutor``, ``origin`` or
        ``host``; '' for someone who has no part in it."""
        self.ensure_one()
        request = self.sudo()
        if partner == request.partner_id:
            return "agent"
        asked = request.decision_ids.filtered("asked_on")
        spoken_for = request._portal_organisations(partner)
        parties = set(
            asked.filtered(lambda row: row.organisation_id in spoken_for).mapped(
                "party"
            )
        )
        # A host that is also an employer of the agent reads what both read.
        if "origin" in parties:
            return "origin"
        tutor = request._assessments().get("tutor")
        if tutor and tutor.partner_id == partner:
            return "tutor"
        return "host" if "host" in parties else ""

    def _portal_page(self, partner, organisations=None):
        """And whether the bilan is to be given or can be read."""
        values = super()._portal_page(partner, organisations)
        over = self.state == "done" or (
            self.state == "agreed" and self.date_end < civil_day(self)
        )
        rows = self._assessments() if over else {}
        own = [
            row.id
            for row in rows.values()
            if row.state == "waiting" and row.partner_id == partner
        ]
        values["bilan"] = rows and {
            "give_id": own[0] if own else 0,
            "readable": bool(self._portal_assessment(partner)["parts"]),
        }
        return values

    def _portal_assessment(self, partner):
        """What ``partner`` may read of the bilan, as plain values: safe to show.

        :raises AccessError: ``partner`` has no part in it
        """
        self.ensure_one()
        reader = self._assessment_reader(partner)
        if not reader:
            raise AccessError(self.env._("This bilan is not yours to read."))
        return self.sudo()._assessment_values(reader)

    def _assessment_values(self, reader):
        """The values of `_portal_assessment`, once it is known who reads: ``parts``
        holds ``tutor``, ``agent`` and ``synthesis`` when this reader sees them."""
        self.ensure_one()
        rows = self._assessments()
        complete = self._assessment_complete()
        named = {
            "synthesis" if side == "adviser" else side: rows[side] for side in rows
        }
        given = {part for part, row in named.items() if row.state == "given"}
        seen = readable(reader, given, complete)
        return {
            "id": self.id,
            "name": self.name,
            "reader": reader,
            "agent_name": self.candidate_name,
            "host_name": self.host_id.name,
            "employer_name": self.employer_id.name,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "days": self._length_text(self.days),
            "complete": complete,
            "missing": [
                row.partner_id.name for row in rows.values() if row.state == "waiting"
            ],
            "parts": {part: named[part]._shown(reader) for part in seen},
        }


class MobilityAssessment(models.Model):
    _inherit = "mobility.assessment"

    def _label(self, name):
        """The answer of this choice, in words."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def _shown(self, reader):
        """What ``reader`` sees of these answers, as plain values. Called in sudo, once
        it is known that this reader may see this part."""
        self.ensure_one()
        comment = shows_comment(reader, self.comment_cdg_only)
        levels = dict(
            self.env["mobility.assessment.mark"]
            ._fields["level"]
            ._description_selection(self.env)
        )
        return {
            "id": self.id,
            "author": self.author_name or "",
            "given_on": self.given_on,
            "presence": self.presence or "",
            "presence_label": self._label("presence"),
            "last_day": self.last_day,
            "missed_half_days": self.missed_half_days,
            "missed_hours": self.missed_hours,
            "tasks": (self.tasks or "").splitlines(),
            "other_tasks": self.other_tasks or "",
            "marks": [
                {
                    "item": mark.item_id.id,
                    "name": mark.item_name,
                    "family": mark.family,
                    "level": mark.level,
                    "label": levels[mark.level],
                }
                for mark in self.mark_ids
            ],
            "fit_label": self._label("fit"),
            "satisfaction_label": self._label("satisfaction"),
            "advice": self.advice or "",
            "comment": self.comment or "" if comment else "",
            "comment_cdg_only": bool(self.comment_cdg_only and comment),
            "next_label": self._label("next_step"),
            "opening_label": self._label("job_opening")
            if shows_opening(reader)
            else "",
            "synthesis": self.synthesis or "",
            "remark": self.remark or "",
            "remark_on": self.remark_on,
        }

    def _may_remark(self):
        """Whether a word on the other's answers can be added now."""
        self.ensure_one()
        return (
            self.state == "given" and not self.remark and self._other().state == "given"
        )

    @api.model
    def _portal_own(self, partner, waiting=False):
        """The bilans asked of ``partner``, those that wait first, as plain values."""
        domain = Domain("partner_id", "=", partner.id) & Domain(
            "side", "in", ["tutor", "agent"]
        )
        states = ["waiting"] if waiting else ["waiting", "given"]
        rows_sudo = self.sudo().search(
            domain & Domain("state", "in", states), order="date_end desc, id desc"
        )
        return [
            {
                "id": row.id,
                "side": row.side,
                "state": row.state,
                "request_id": row.request_id.id,
                "agent_name": row.request_id.candidate_name,
                "host_name": row.host_id.name,
                "date_start": row.request_id.date_start,
                "date_end": row.date_end,
                "given_on": row.given_on,
                "days": row.request_id._length_text(row.request_id.days),
            }
            for row in rows_sudo.sorted(lambda row: row.state != "waiting")
        ]
