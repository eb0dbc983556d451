from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .guard import act_day

_GROUP = "bourse_mobilite.group_mobility_ppr"


class MobilityAction(models.Model):
    """The actions of a PPR, kept apart."""

    _name = "mobility.action"
    _inherit = ["mobility.action", "mobility.read.noted", "mobility.apart"]

    ppr_id = fields.Many2one(
        "mobility.ppr",
        string="PPR",
        index=True,
        ondelete="cascade",
        # On the portal the rule of the rows decides: the parties alone have some.
        groups=f"{_GROUP},base.group_portal",
    )
    request_id = fields.Many2one(
        "mobility.request",
        string="Request of the placement",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=_GROUP,
        help="An ordinary request: nothing on it says why it is made.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("ppr_id"):
                ppr = self.env["mobility.ppr"].browse(vals["ppr_id"])
                vals.setdefault("candidate_id", ppr.candidate_id.id)
        actions = super().create(vals_list)
        actions.sudo().ppr_id._check_open()
        actions._check_ppr()
        return actions

    def write(self, vals):
        """An action is a PPR's from the start or never: else it would vanish from the
        list where others saw it.

        :raises UserError: it would move in or out of a PPR
        """
        if "ppr_id" in vals and any(
            action.ppr_id.id != vals["ppr_id"] for action in self
        ):
            raise UserError(
                self.env._(
                    "An action belongs to a PPR from the start, or never: please "
                    "enter it again where it belongs."
                )
            )
        self.check_access("write")
        self.sudo().ppr_id._check_open()
        return super().write(vals)

    @api.constrains("ppr_id", "request_id", "candidate_id")
    def _check_ppr(self):
        for action in self.sudo():
            ppr, request = action.ppr_id, action.request_id
            if ppr and ppr.candidate_id != action.candidate_id:
                raise ValidationError(
                    self.env._("The action and the PPR are not of the same agent.")
                )
            if request and request.candidate_id != action.candidate_id:
                raise ValidationError(
                    self.env._("The action and the request are not of the same agent.")
                )

    def action_open_request(self):
        """The placement's request."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.request",
            "res_id": self.request_id.id,
            "view_mode": "form",
        }

    def action_make_placement(self):
        """Make an ordinary draft request under the neutral regime, and open it.

        It is made in an environment that carries nothing of the PPR.

        :raises UserError: it is not a placement, or its request is made already
        """
        self.ensure_one()
        self.check_access("write")
        if self.kind not in ("placement", "observation"):
            raise UserError(
                self.env._("Only a placement or an observation becomes a request.")
            )
        if self.request_id:
            return self.action_open_request()
        kept = {"lang", "tz", "allowed_company_ids"}
        context = {key: self.env.context[key] for key in kept & {*self.env.context}}
        requests = self.env(context=context)["mobility.request"]
        self.request_id = requests.create(
            {
                "candidate_id": self.candidate_id.id,
                "regime_id": requests._placement_regime(self.company_id).id,
                "date_start": self.date_start,
                "date_end": self.date_end,
            }
        )
        return self.action_open_request()


class MobilityRequest(models.Model):
    _inherit = "mobility.request"

    @api.model
    def _placement_regime(self, company):
        """The neutral regime in force today.

        :raises UserError: there is none
        """
        regime = self.env["mobility.regime"]._in_force(
            "placement", act_day(self), company
        )
        if not regime:
            raise UserError(
                self.env._("The regime “placement” is not in force: see Configuration.")
            )
        return regime
