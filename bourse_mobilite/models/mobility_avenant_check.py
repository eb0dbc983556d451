from dataclasses import replace

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import parties
from ..rules.finding import LEVELS
from ..rules.working_days import HALVES
from .guard import act_day

# A page or a refusal names no more days than these.
_NAMED = 10


class MobilityAvenant(models.Model):
    """What stands in the way of an avenant, and what the rules say of its days, as of
    a request."""

    _inherit = "mobility.avenant"

    # Of a draft, which only staff read.
    findings_html = fields.Html(
        string="What the rules say", compute="_compute_findings_html", sanitize=False
    )
    blocked = fields.Boolean(
        compute="_compute_findings_html",
        help="A rule stands in the way, that somebody may lift in writing.",
    )

    def _refusals(self):
        """Why these changes cannot be made, a sentence each, apart from the rules
        that somebody may lift."""
        self.ensure_one()
        env, request = self.env, self.request_id
        refused = []
        if self.change_period and self.day_ids:
            refused += self._period_refusals()
        convention = self.convention_id
        if self.change_place and (self.place, self.service or "") == (
            convention.place,
            convention.service or "",
        ):
            refused.append(env._("The place and the department are still the same."))
        if self.change_tutor and (self.tutor_id, self.tutor_function) == (
            convention.tutor_id,
            convention.tutor_function,
        ):
            refused.append(env._("The tutor is still the same."))
        if self.early_end and self.last_day and not self._acknowledges():
            held = request.day_ids.filtered(lambda day: not day.missed)
            dates = held.mapped("date")
            if not (dates and min(dates) <= self.last_day < max(dates)):
                refused.append(
                    env._(
                        "An early end lies between the first day (%(start)s) and the "
                        "day before the last (%(end)s).",
                        start=request._date_text(request.date_start),
                        end=request._date_text(request.date_end),
                    )
                )
        return refused

    def _period_refusals(self):
        env, request_sudo = self.env, self.request_id.sudo()._origin
        held = {day.date: day.half for day in request_sudo.day_ids if not day.missed}
        new = {day.date: day.half for day in self.day_ids}
        refused = []
        if new == held:
            refused.append(env._("The days are still the same."))
        today = act_day(self)
        over = [
            day for day, half in held.items() if day < today and new.get(day) != half
        ]
        if over:
            refused.append(
                env._(
                    "These days are over and cannot be changed: %s. Say which were "
                    "missed when you close the request.",
                    self._dates_text(over),
                )
            )
        own = request_sudo.candidate_id._own_parts(min(new), apart_from=request_sudo)
        taken = [day for day in new if own.get(day, set()) & set(HALVES[new[day]])]
        if taken:
            refused.append(
                env._(
                    "The agent already has an immersion on these days: %s.",
                    self._dates_text(taken),
                )
            )
        offer = request_sudo.offer_id
        full = offer and offer._full_days([day for day in new if day not in held])
        if full:
            refused.append(
                env._(
                    "No place left on %s: another agent has been given it. Please "
                    "choose other days.",
                    self._dates_text(full),
                )
            )
        return refused + self._other_employers_refusal()

    def _other_employers_refusal(self):
        """An employer who did not decide on the request cannot be bound by its
        avenant (décret n° 2022-1043, art. 10)."""
        wanted = self._amended()
        if not wanted.regime_id.asks_origin:
            return []
        agreed = self.request_id.sudo().decision_ids.organisation_id
        asked = parties.asked(wanted._jobs(), wanted._day_halves())
        others = self.env["res.partner"].sudo().browse(asked) - agreed
        return [
            self.env._(
                "On these days the agent works for %s, who was not asked: withdraw the "
                "request and make a new one.",
                name,
            )
            for name in others.mapped("name")
        ]

    def _dates_text(self, dates):
        named = [self.request_id._date_text(day) for day in sorted(dates)]
        return ", ".join([*named[:_NAMED], "…"] if len(named) > _NAMED else named)

    # What the rules say, of the request as it would be

    def _amended(self):
        """The request with the new days, written nowhere: what the rules judge. The
        change is asked for today, which counts for the notice."""
        self.ensure_one()
        request_sudo = self.request_id.sudo()._origin
        dates = self.day_ids.mapped("date")
        return request_sudo.new(
            {
                "date_start": min(dates, default=False),
                "date_end": max(dates, default=False),
                "received_on": act_day(self),
                # Two pictures of one request share what they hold.
                "day_ids": [
                    Command.clear(),
                    *(
                        Command.create({"date": day.date, "half": day.half})
                        for day in self.day_ids
                    ),
                ],
            },
            origin=request_sudo,
        )

    def _findings(self):
        """What the rules say today of the new days, the gravest first, without what
        was lifted in writing. Days that are over and stay are not judged again; the
        notice protects from an earlier start, and says nothing of the days after it
        (décret n° 2022-1043, art. 10)."""
        self.ensure_one()
        if not (self.change_period and self.day_ids):
            return []
        wanted = self._amended()
        kept = set(self.request_id.sudo().day_ids.mapped("date"))
        lifted = set(self.request_id.sudo().override_ids.mapped("mark"))
        found = []
        earlier = wanted.date_start < self.request_id.sudo().date_start
        for finding in wanted._all_findings():
            if finding.code == "notice" and not earlier:
                continue
            if finding.code == "past":
                dates = tuple(day for day in finding.dates if day not in kept)
                finding = replace(finding, dates=dates)
                if not dates:
                    continue
            if wanted._finding_mark(finding) not in lifted:
                found.append(finding)
        return sorted(found, key=lambda finding: LEVELS.index(finding.level))

    def action_lift(self, reason):
        """Go on in spite of what the rules say of the new days, for a written reason
        that is kept with what they said.

        :raises AccessError: a rule that the user may not lift
        :raises UserError: no reason, or the avenant is closed
        """
        self.check_access("write")
        for avenant in self:
            if avenant.state not in ("draft", "signed") or avenant.applied_on:
                raise UserError(
                    self.env._("%s is already closed.", avenant.display_name)
                )
            avenant._amended()._lift(avenant._findings(), reason)

    def action_open_lift(self):
        """Ask why one goes on in spite of a rule."""
        return self.env["mobility.change.wizard"]._open(self, "lift")

    def _why_not_made(self):
        """The sentences that say why the changes cannot hold, '' when they can."""
        self.ensure_one()
        wanted = self._amended()
        rules = [
            wanted._finding_text(finding)
            for finding in self._findings()
            if finding.blocking
        ]
        return "\n".join(self._refusals() + rules)

    @api.depends(
        "state", "change_period", "change_place", "change_tutor", "early_end", "place",
        "service", "tutor_id", "tutor_function", "last_day", "day_ids.date",
        "day_ids.half", "request_id.override_ids", "problem",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_findings_html(self):
        for avenant in self:
            draft = avenant.state == "draft"
            waits = draft or (avenant.state == "signed" and not avenant.applied_on)
            findings = avenant._findings() if waits else []
            avenant.blocked = any(finding.blocking for finding in findings)
            avenant.findings_html = draft and avenant._said_html(
                avenant._refusals(), findings
            )

    def _said_html(self, refusals, findings):
        """These sentences and findings as one HTML list, or False without any."""
        by_rules = findings and self._amended()._findings_as_list(findings)
        items = Markup().join(
            Markup("<li><strong>%s</strong> %s</li>") % (self.env._("To correct:"), one)
            for one in refusals
        )
        own = items and Markup("<ul class='mb-0'>%s</ul>") % items
        return (own or Markup()) + (by_rules or Markup()) or False
