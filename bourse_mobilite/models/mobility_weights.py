from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules.matching import spec
from .guard import is_acting

_USUAL = spec.Weights()


class MobilityWeights(models.Model):
    """What each criterion counts for when places are sorted. A version is never
    changed: each proposal says with which one it was made (CRPA, art. L. 311-3-1)."""

    _name = "mobility.weights"
    _description = "Weights of the matching"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for those that have no weights of their own.",
    )
    version = fields.Integer(readonly=True, copy=False)
    why = fields.Char(
        string="Why this change", required=True, help="Said on the explanation page."
    )
    metier = fields.Integer(string="Métier", default=_USUAL.metier)
    skills = fields.Integer(default=_USUAL.skills)
    distance = fields.Integer(default=_USUAL.distance)
    dates = fields.Integer(string="Dates and free places", default=_USUAL.dates)
    licence = fields.Integer(string="Driving licence", default=_USUAL.licence)
    filiere = fields.Integer(default=_USUAL.filiere)
    category = fields.Integer(default=_USUAL.category)
    answers = fields.Integer(string="Answers of the host", default=_USUAL.answers)
    exposure = fields.Integer(string="Little seen", default=_USUAL.exposure)
    days_wanted = fields.Integer(
        string="Days of an immersion",
        default=_USUAL.days_wanted,
        help="A place with that many free days has all the points of the dates.",
    )
    seen_half = fields.Integer(
        string="Seen often",
        default=_USUAL.seen_half,
        help="A place shown on that many lists has half of the points.",
    )
    rest_after = fields.Integer(
        string="The host rests after",
        default=_USUAL.rest_after,
        help="Requests that wait for its answer.",
    )

    _weights_range = models.Constraint(
        "CHECK(LEAST(metier, skills, distance, dates, licence, filiere, category, "
        "answers, exposure) >= 0 AND GREATEST(metier, skills, distance, dates, "
        "licence, filiere, category, answers, exposure) <= 100)",
        "A weight is a number from 0 to 100.",
    )
    _weights_some = models.Constraint(
        "CHECK(metier + skills + distance + dates + licence + filiere + category "
        "+ answers + exposure > 0)",
        "At least one criterion must count.",
    )
    _thresholds_positive = models.Constraint(
        "CHECK(LEAST(days_wanted, seen_half, rest_after) > 0)",
        "The thresholds are numbers above zero.",
    )
    _version_unique = models.UniqueIndex(
        "(COALESCE(company_id, 0), version)",
        "Someone has just made another version: please look at it first.",
    )

    @api.depends("version")
    def _compute_display_name(self):
        for weights in self:
            weights.display_name = self.env._("Version %s", weights.version)

    @api.model
    def default_get(self, fields):
        """The weights in force: one changes what is wrong and leaves the rest."""
        values = super().default_get(fields)
        current = self._in_force(self.env.company)
        for name in spec.Weights._fields:
            if current and name in fields:
                values[name] = current[name]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        made = self.browse()
        for vals in vals_list:
            company = vals.get("company_id", self.env.company.id)
            last = self.sudo().search(Domain("company_id", "=", company), limit=1)
            made |= super().create(dict(vals, version=last.version + 1))
        return made

    def write(self, vals):
        self.check_access("write")
        if not is_acting(self):
            raise UserError(
                self.env._(
                    "A version of the weights is never changed: proposals were made "
                    "with it. Please make a new version."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "The weights stay in the history: each proposal says with which "
                "version it was made."
            )
        )

    @api.model
    def _in_force(self, company):
        """The last version of a centre de gestion, else the last one for all."""
        return self.sudo().search(
            Domain("company_id", "in", [company.id, False]),
            order="company_id nulls last, version desc",
            limit=1,
        )

    def _as_rules(self):
        self.ensure_one()
        return spec.Weights(*(self[name] for name in spec.Weights._fields))
