from odoo import api, fields, models

from ..rules.ppr.facts import Facts, Leave, Length
from ..rules.ppr_clock import clock
from .guard import act_day
from .mobility_ppr_choices import END_REASONS

# Facts of the clock that are fields of the same name.
_SAME = (
    "proposed_on",
    "accepted_on",
    "declined_on",
    "opinion_date",
    "received_on",
    "seized_on",
    "agreed_start",
    "physician_on",
    "notified_on",
    "agreed_on",
    "refused_on",
    "silence_confirmed_on",
    "requested_on",
    "answered_on",
    "ended_on",
)


class MobilityPpr(models.Model):
    """The dates of the file: none is typed, all come from ``rules.ppr``."""

    _inherit = "mobility.ppr"

    date_start = fields.Date(
        string="First day", compute="_compute_dates", store=True, index=True
    )
    date_end = fields.Date(
        string="Last day of the PPR", compute="_compute_dates", store=True
    )
    project_due_date = fields.Date(
        string="Project due on", compute="_compute_dates", store=True
    )
    silence_date = fields.Date(
        string="Last day to answer", compute="_compute_dates", store=True
    )
    next_date = fields.Date(
        string="Next deadline", compute="_compute_dates", store=True, index=True
    )
    next_code = fields.Char(compute="_compute_dates", store=True)
    next_text = fields.Char(string="What is due", compute="_compute_told")
    late_text = fields.Char(string="Overdue", compute="_compute_told")
    days_late = fields.Integer(string="Days late", compute="_compute_told")
    kept_until = fields.Date(string="Kept in activity until", compute="_compute_told")
    maximum_end = fields.Date(string="Last day possible", compute="_compute_told")
    next_review = fields.Date(string="Next review", compute="_compute_told")
    days_left = fields.Integer(string="Days left", compute="_compute_told")
    provisional = fields.Boolean(compute="_compute_told")
    still_runs = fields.Boolean(
        compute="_compute_told", help="The project was agreed, and is not over."
    )

    def _facts(self, **others):
        """What is known of this file, as the clock reads it.

        :param others: facts to suppose instead of those that are kept
        """
        self.ensure_one()
        known = {name: self[name] or None for name in _SAME}
        lengths = [
            Length(change.agreed_on, change.months)
            for change in self.change_ids
            if change.kind == "length"
        ]
        if self.agreed_on:
            lengths.append(Length(self.agreed_on, self.project_months))
        employer = self.employer_id.sudo()
        known.update(
            from_seizure=self.from_seizure,
            leaves=[
                Leave(leave.date_start, leave.date_end or None)
                for leave in self.leave_ids
                if leave.date_start
            ],
            proof=self.proof or "",
            lengths=lengths,
            review_months=self.review_months,
            reviews=[review.date for review in self.review_ids if review.presence],
            end_reason=self.outcome and END_REASONS.get(self.outcome, "left") or "",
            department=employer.mobility_commune_id.department_code or "",
        )
        return Facts(**{**known, **others})

    def _clock(self, **others):
        """What the texts say of this file today, or with these facts instead."""
        return clock(self._facts(**others), act_day(self.with_company(self.company_id)))

    @api.depends(
        *_SAME,
        "from_seizure",
        "proof",
        "project_months",
        "review_months",
        "outcome",
        "state",
        "employer_id",
        "leave_ids.date_start",
        "leave_ids.date_end",
        "change_ids.kind",
        "change_ids.agreed_on",
        "change_ids.months",
        "review_ids.date",
        "review_ids.presence",
    )
    def _compute_dates(self):
        for ppr in self:
            told = ppr._clock()
            first = None
            if ppr.state != "closed":
                first = next((one for one in told.moments if one.waits), None)
            ppr.date_start = told.date_start
            ppr.date_end = told.date_end
            ppr.project_due_date = told.project_due
            ppr.silence_date = told.silence_date
            ppr.next_date = first and first.day
            ppr.next_code = first and first.code

    @api.depends(
        *("date_start", "date_end", "next_date", "next_code"),
        *("requested_on", "agreed_on", "state"),
    )
    @api.depends_context("lang")
    def _compute_told(self):
        for ppr in self:
            told = ppr._clock()
            today = told.today
            ppr.next_text = ppr.next_code and ppr._moment_labels()[ppr.next_code]
            ppr.days_late = max(0, (today - ppr.next_date).days) if ppr.next_date else 0
            ppr.late_text = bool(ppr.days_late) and self.env._(
                "%(what)s, on %(day)s at the latest: %(days)s days ago.",
                what=ppr.next_text,
                day=ppr._day_text(ppr.next_date),
                days=ppr.days_late,
            )
            ppr.kept_until = told.kept_until
            ppr.maximum_end = told.maximum_end
            ppr.next_review = told.next_review
            ppr.days_left = told.days_left or 0
            ppr.provisional = told.provisional
            ppr.still_runs = bool(
                ppr.agreed_on
                and ppr.state != "closed"
                and told.date_end
                and today <= told.date_end
            )

    def _look_again(self):
        """A day has gone by: an open leave pushes the end by one more."""
        names = ("date_start", "date_end", "next_date", "next_code")
        for name in names:
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset(names)
