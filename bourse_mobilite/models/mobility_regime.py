from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules.regime import Regime


class MobilityRegime(models.Model):
    """A legal basis as data: its figures and its texts, with their dates."""

    _name = "mobility.regime"
    _description = "Immersion regime"
    _inherit = ["mobility.thread"]
    _order = "sequence, code, date_from desc, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    public_name = fields.Char(
        required=True,
        help="What the agent, the host and the convention read: neutral words.",
    )
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", string="Centre de gestion")
    min_days = fields.Float(string="Shortest (jours ouvrés)", tracking=True)
    max_days = fields.Float(
        string="Longest (jours ouvrés)", tracking=True, help="0: no limit."
    )
    max_days_window = fields.Float(
        string="Most days over the window", help="0: no limit.", tracking=True
    )
    window_years = fields.Integer(string="Window (years)", tracking=True)
    window_kind = fields.Selection(
        [
            ("rolling", "Any window, counted day by day"),
            ("civil_years", "Civil years, from a 1 January"),
        ],
        string="How the years are read",
        required=True,
        default="rolling",
        tracking=True,
    )
    half_day_value = fields.Float(
        string="A half day counts (jour ouvré)",
        default=0.5,
        digits=(2, 1),
        tracking=True,
    )
    public_agents_only = fields.Boolean(
        string="Not for apprentices",
        tracking=True,
        help="An apprentice has a private-law contract and is no agent public.",
    )
    notice_months = fields.Integer(string="Notice (months)", tracking=True)
    answer_months = fields.Integer(string="Time to answer (months)", tracking=True)
    counts_in_quota = fields.Boolean(string="Counts in the quota", tracking=True)
    same_employer = fields.Selection(
        [
            ("forbidden", "Another employer than the agent's own"),
            ("required", "Inside the agent's own employer"),
            ("allowed", "Any public employer"),
        ],
        string="Host",
        required=True,
        default="forbidden",
        tracking=True,
    )
    asks_origin = fields.Boolean(
        string="The employer decides", tracking=True, default=True
    )
    asks_host = fields.Boolean(string="The host decides", tracking=True, default=True)
    asks_cdg = fields.Boolean(string="The CDG decides")
    asks_in_order = fields.Boolean(
        string="The employer first",
        help="The host is asked once the employer of origin has agreed.",
    )
    needs_convention = fields.Boolean(default=True)
    cdg_signs = fields.Boolean(
        string="The CDG signs the convention",
        help="A reading. Otherwise the centre de gestion only stamps its visa.",
    )
    legal_reference = fields.Text(
        string="Texts",
        required=True,
        tracking=True,
        help="As the convention cites them, one a line.",
    )
    citation = fields.Char(
        string="Short citation", help="As a refusal cites them, in a few words."
    )
    note = fields.Text(string="What is a reading rather than a text")
    date_from = fields.Date(string="In force from")
    date_to = fields.Date(string="In force until")

    _figures_positive = models.Constraint(
        "CHECK(min_days >= 0 AND max_days >= 0 AND max_days_window >= 0 "
        "AND window_years >= 0 AND notice_months >= 0 AND answer_months >= 0)",
        "The figures of a regime are never negative.",
    )
    _half_day_known = models.Constraint(
        "CHECK(half_day_value > 0 AND half_day_value <= 1)",
        "A half day counts for more than nothing and for one day at most.",
    )

    @api.constrains("min_days", "max_days", "date_from", "date_to")
    def _check_bounds(self):
        for regime in self:
            if regime.max_days and regime.min_days > regime.max_days:
                raise ValidationError(
                    self.env._(
                        "%s: the shortest length is above the longest.", regime.name
                    )
                )
            if (
                regime.date_from
                and regime.date_to
                and regime.date_from > regime.date_to
            ):
                raise ValidationError(
                    self.env._("%s: the regime ends before it begins.", regime.name)
                )

    @api.constrains("code", "company_id", "date_from", "date_to")
    def _check_one_in_force(self):
        """One code has one text in force on a given day."""
        for regime in self:
            others = self.search(
                Domain("code", "=", regime.code)
                & Domain("company_id", "=", regime.company_id.id)
                & Domain("id", "!=", regime.id)
            )
            for other in others:
                starts_before = (
                    not regime.date_to
                    or not other.date_from
                    or (other.date_from <= regime.date_to)
                )
                ends_after = (
                    not regime.date_from
                    or not other.date_to
                    or (other.date_to >= regime.date_from)
                )
                if starts_before and ends_after:
                    raise ValidationError(
                        self.env._(
                            "Regime “%(code)s” would be in force twice on the same "
                            "day: end “%(name)s” first.",
                            code=regime.code,
                            name=other.name,
                        )
                    )

    @api.model
    def _in_force(self, code, day, company=None):
        """The regime ``code`` as it is on ``day``; a CDG's own text comes first."""
        company = company or self.env.company
        return self.search_fetch(
            Domain("code", "=", code)
            & Domain("company_id", "in", [company.id, False])
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day)),
            order="company_id, date_from desc",
            limit=1,
        )

    @api.model
    def _in_force_each(self, code, moments):
        """What ``_in_force`` answers at each moment, a day and a CDG, in one query:
        ``{(day, company): regime}``."""
        companies = {company.id for _day, company in moments}
        texts = self.search_fetch(
            Domain("code", "=", code) & Domain("company_id", "in", [*companies, False]),
            order="company_id, date_from desc",
        )
        return {
            (day, company): texts.filtered(
                lambda text, day=day, company=company: (
                    text.company_id <= company
                    and (not text.date_from or text.date_from <= day)
                    and (not text.date_to or day <= text.date_to)
                )
            )[:1]
            for day, company in moments
        }

    def _cited(self):
        """The texts in a few words, as a refusal cites them."""
        self.ensure_one()
        return self.citation or " ; ".join((self.legal_reference or "").splitlines())

    def _as_rule(self):
        """The figures of this text in the form that ``rules/`` judges by."""
        self.ensure_one()
        return Regime(
            code=self.code,
            min_days=self.min_days,
            max_days=self.max_days,
            max_days_window=self.max_days_window,
            window_years=self.window_years,
            window_kind=self.window_kind,
            notice_months=self.notice_months,
            counts_in_quota=self.counts_in_quota,
            public_agents_only=self.public_agents_only,
            same_employer=self.same_employer,
            legal_reference=self.legal_reference,
        )
