from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .guard import act_day, acting, refuse_unless_acting
from .mobility_clause_words import KINDS

_ACTS = {"state", "version", "in_force_on", "retired_on", "supersedes_id"}
# What a document says: settled once the set is in force.
_SETTLED = {"name", "kind", "company_id", "regime_ids", "clause_ids"}
# No client can send this object in a context.
_SAVING = object()


class MobilityClauseSet(models.Model):
    """The articles that a kind of act prints. Those in force are never changed: a new
    version takes their place, and each document keeps the one that it was made with.
    """

    _name = "mobility.clause.set"
    _description = "Articles of an act"
    _inherit = ["mobility.thread"]
    _order = "kind, name, version desc, id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("convention", "Convention"), ("avenant", "Avenant")],
        string="Act",
        required=True,
        default="convention",
    )
    version = fields.Integer(default=1, readonly=True, required=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        default=lambda self: self._default_company(),
        help="Empty: for every centre de gestion that has no articles of its own.",
    )
    regime_ids = fields.Many2many(
        "mobility.regime",
        string="Only for these regimes",
        help="Empty: for every regime. Regimes that carry the same public name always "
        "have the same articles: nobody may tell one from another by the paper.",
    )
    regime_key = fields.Char(compute="_compute_regime_key", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In force"), ("retired", "Retired")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    in_force_on = fields.Date(string="In force since", readonly=True, copy=False)
    retired_on = fields.Date(string="Retired on", readonly=True, copy=False)
    supersedes_id = fields.Many2one(
        "mobility.clause.set",
        string="New version of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    clause_ids = fields.One2many(
        "mobility.clause", "set_id", string="Articles", copy=True
    )

    _one_in_force = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0), regime_key) WHERE state = 'in_force'",
        "Other articles are already in force for the same acts.",
    )

    @api.model
    def _default_company(self):
        """One's own where there are several; one alone has nothing to choose."""
        several = self.env["res.company"].sudo().search_count([], limit=2) > 1
        return self.env.company if several else self.env["res.company"]

    @api.depends("regime_ids.code")
    def _compute_regime_key(self):
        for articles in self:
            codes = articles.regime_ids.mapped("code")
            articles.regime_key = " ".join(sorted(set(codes)))

    @api.depends("name", "version")
    def _compute_display_name(self):
        for articles in self:
            articles.display_name = self.env._(
                "%(name)s, version %(version)s",
                name=articles.name or "",
                version=articles.version,
            )

    # Which one an act prints

    def _concerns(self, regime):
        """Whether these articles are for acts of ``regime``, whose later versions and
        whose namesakes follow it."""
        self.ensure_one()
        chosen = self.regime_ids
        return (
            not chosen
            or regime.code in chosen.mapped("code")
            or regime.public_name in chosen.mapped("public_name")
        )

    @api.model
    def _in_force_each(self, kind, cases):
        """The articles in force for each case, a regime and a centre de gestion:
        ``{(regime, company): set}``. Its own come first, then those of the regime."""
        companies = {company.id for _regime, company in cases}
        sets = self.search_fetch(
            Domain("kind", "=", kind)
            & Domain("state", "=", "in_force")
            & Domain("company_id", "in", [*companies, False])
        ).sorted(lambda one: (not one.company_id, not one.regime_ids))
        return {
            (regime, company): sets.filtered(
                lambda one, regime=regime, company=company: (
                    one.company_id <= company and one._concerns(regime)
                )
            )[:1]
            for regime, company in cases
        }

    # Versions

    def action_new_version(self):
        """Open the draft that will take the place of these articles; make it once."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "in_force":
            raise UserError(
                self.env._("%s: only articles in force have a new version.", self.name)
            )
        company = self._default_company() if self._is_others() else self.company_id
        draft = self.search(
            Domain("supersedes_id", "=", self.id)
            & Domain("state", "=", "draft")
            & Domain("company_id", "=", company.id),
            limit=1,
        )
        if not draft:
            draft = acting(self).copy(
                {
                    "name": self.name,
                    "version": self.version + 1,
                    "supersedes_id": self.id,
                    "company_id": company.id,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def action_put_in_force(self):
        """Let the acts written from now on print these articles. Those in force for
        the same acts are retired; what is already frozen keeps them.

        :raises UserError: saying what is to be mended first
        """
        self.ensure_one()
        self.check_access("write")
        self._check_editable()
        self._check_complete()
        in_force = self.search(
            Domain("kind", "=", self.kind)
            & Domain("state", "=", "in_force")
            & Domain("company_id", "=", self.company_id.id)
        )
        replaced = in_force.filtered(
            lambda one: (
                one.regime_key == self.regime_key
                or (one == self.supersedes_id and one.regime_ids and self.regime_ids)
            )
        )
        disputed = (in_force - replaced).filtered(self._overlaps)
        if disputed:
            raise UserError(
                self.env._(
                    "“%s” is in force for some of the same regimes: change the regimes "
                    "of one of the two.",
                    disputed[0].display_name,
                )
            )
        today = act_day(self)
        acting(replaced).write({"state": "retired", "retired_on": today})
        replaced.flush_recordset(["state"])
        acting(self).write({"state": "in_force", "in_force_on": today})
        self.env[KINDS[self.kind].model].invalidate_model(["clause_set_id"])

    def action_retire(self):
        """Take articles of some regimes, or of one centre de gestion, out of force:
        those for everybody else take their place.

        :raises UserError: nothing would take their place
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "in_force":
            raise UserError(self.env._("%s is not in force.", self.display_name))
        self._check_shared()
        general = self.search_count(
            Domain("kind", "=", self.kind)
            & Domain("state", "=", "in_force")
            & Domain("regime_key", "=", "")
            & Domain("company_id", "in", [self.company_id.id, False])
            & Domain("id", "!=", self.id),
            limit=1,
        )
        if not general:
            raise UserError(
                self.env._(
                    "Nothing would take the place of these articles. Put a new version "
                    "in force instead."
                )
            )
        acting(self).write({"state": "retired", "retired_on": act_day(self)})
        self.env[KINDS[self.kind].model].invalidate_model(["clause_set_id"])

    def _overlaps(self, other):
        """Whether both are for some acts of the same regime, and none for all."""
        self.ensure_one()
        return bool(
            self.regime_ids
            and other.regime_ids
            and any(map(other._concerns, self.regime_ids))
        )

    # What may be written

    def _is_others(self):
        """Whether another centre de gestion prints these articles too."""
        self.ensure_one()
        return (
            not self.company_id
            and not self.env.su
            and not self.env.user.has_group("base.group_system")
            and self.env["res.company"].sudo().search_count([], limit=2) > 1
        )

    def _check_shared(self):
        for articles in self:
            if articles._is_others():
                raise UserError(
                    self.env._(
                        "“%s” is shared by several centres de gestion: choose New "
                        "version to make yours, then change it.",
                        articles.name,
                    )
                )

    def _check_editable(self):
        """:raises UserError: the articles are settled, or others print them too"""
        for articles in self:
            if articles.state != "draft":
                raise UserError(
                    self.env._(
                        "“%s” is or was in force, and documents were written with it: "
                        "it stays as it is. Choose New version, then change that one.",
                        articles.display_name,
                    )
                )
        self._check_shared()

    def _check_clauses_now(self):
        """Check the articles, unless their set is being saved and will be."""
        if self.env.context.get("mobility_clauses") is not _SAVING:
            self.exists()._check_clauses()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_unless_acting(self, _ACTS & vals.keys())
        saving = self.with_context(mobility_clauses=_SAVING)
        sets = super(MobilityClauseSet, saving).create(vals_list)
        sets = sets.with_env(self.env)
        sets._check_shared()
        sets._check_clauses()
        return sets

    def write(self, vals):
        refuse_unless_acting(self, _ACTS & vals.keys())
        if not _SETTLED & vals.keys():
            return super().write(vals)
        self.check_access("write")
        self._check_editable()
        # All the articles are saved before one is checked: two may change together.
        saving = self.with_context(mobility_clauses=_SAVING)
        result = super(MobilityClauseSet, saving).write(vals)
        self._check_shared()
        self._check_clauses()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_editable()
