import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from .guard import civil_day


class MobilityTraining(models.Model):
    """A course that leads to métiers: entered by an adviser or imported, and shown
    on the public pages of these métiers."""

    _name = "mobility.training"
    _description = "Training"
    _order = "date_from, name, id"
    _rec_names_search = ["name", "provider", "code"]

    name = fields.Char(required=True)
    provider = fields.Char(required=True, help="Who gives it, for instance the CNFPT.")
    code = fields.Char(string="Reference", help="The provider's own reference.")
    theme = fields.Char()
    duration_days = fields.Float(
        string="Duration (days)", digits=(6, 1), help="Half a day is 0.5."
    )
    modality = fields.Selection(
        [("on_site", "On site"), ("remote", "Remote"), ("mixed", "Partly remote")],
        string="Where one learns",
    )
    commune_id = fields.Many2one("mobility.commune", index="btree_not_null")
    date_from = fields.Date(string="Begins on")
    date_to = fields.Date(string="Ends on")
    url = fields.Char(string="Page of the provider", help="Begins with https://")
    description = fields.Text()
    metier_ids = fields.Many2many(
        "mobility.metier",
        "mobility_training_metier_rel",
        "training_id",
        "metier_id",
        string="Métiers",
        help="The training is shown on the public page of each of these métiers.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)

    _duration_days_positive = models.Constraint(
        "CHECK(duration_days >= 0)", "A training does not last less than nothing."
    )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for training in self:
            first, last = training.date_from, training.date_to
            if first and last and first > last:
                raise ValidationError(
                    self.env._(
                        "“%s”: the training ends before it begins.", training.name
                    )
                )

    @api.constrains("url")
    def _check_url(self):
        """Refuse what a link of a public page must not be (javascript:, data:…)."""
        for training in self:
            if training.url and not _is_web_address(training.url):
                raise ValidationError(
                    self.env._(
                        "“%s” is not the address of a web page: it begins with "
                        "https:// and has no space.",
                        training.url,
                    )
                )

    @api.model
    def _coming_domain(self):
        """Domain of the trainings of the centre de gestion that are not over."""
        today = civil_day(self)
        return (
            Domain("active", "=", True)
            & Domain("company_id", "in", self.env.companies.ids)
            & (
                Domain("date_to", ">=", today)
                | (
                    Domain("date_to", "=", False)
                    & (
                        Domain("date_from", "=", False)
                        | Domain("date_from", ">=", today)
                    )
                )
            )
        )

    @api.model
    def _page_fields(self):
        """The fields that ``_page_values`` reads."""
        return ["name", "provider", "duration_days", "date_from", "date_to", "url"]

    def _page_values(self):
        """What anyone may read of a training, as plain values."""
        self.ensure_one()
        days = self.duration_days
        return {
            "name": self.name,
            "provider": self.provider,
            "days": formatLang(self.env, days, digits=0 if days.is_integer() else 1),
            "one_day": days == 1,
            "lasts": bool(days),
            "date_from": self.date_from,
            "date_to": self.date_to,
            "url": self.url if _is_web_address(self.url) else "",
        }


def _is_web_address(text):
    """Whether ``text`` is an http(s) address with a host and no blank in it."""
    if not text or re.search(r"[\s\x00-\x1f\x7f\\]", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
