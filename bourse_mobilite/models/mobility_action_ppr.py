from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError, ValidationError
from odoo.tools import SQL
from odoo.tools.translate import get_translation

from .guard import act_day
from .mobility_action import PPR_SERIES

_GROUP = "bourse_mobilite.group_mobility_ppr"


class MobilityAction(models.Model):
    """The actions of a PPR. For who is no party they are not there at all: neither
    found nor counted, an id of theirs is answered as one that nobody uses, and they are
    numbered apart, so that no number is missing between two others."""

    _name = "mobility.action"
    _inherit = ["mobility.action", "mobility.read.noted"]

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

    def init(self):
        """Two series of ids; which one is taken is said for each creation."""
        self.env.cr.execute(
            SQL(
                "CREATE SEQUENCE IF NOT EXISTS mobility_action_ppr_id_seq START %s "
                "OWNED BY mobility_action.id",
                SQL(str(PPR_SERIES)),
            )
        )
        self.env.cr.execute(
            """
            ALTER TABLE mobility_action ALTER id SET DEFAULT CASE
                WHEN current_setting('mobility.series', true) = 'ppr'
                THEN nextval('mobility_action_ppr_id_seq')
                ELSE nextval('mobility_action_id_seq') END
            """
        )

    @api.model
    def _take_series(self, name):
        self.env.cr.execute(SQL("SELECT set_config('mobility.series', %s, true)", name))

    def _create(self, data_list):
        """Whole batches, each from its own series."""
        apart = [one for one in data_list if one["stored"].get("ppr_id")]
        others = [one for one in data_list if not one["stored"].get("ppr_id")]
        if apart:
            self._take_series("ppr")
            super()._create(apart)
            # When it fails, what undoes the creation undoes the choice too.
            self._take_series("")
        if others:
            super()._create(others)
        # In the order that was asked.
        return self.browse([one["record"].id for one in data_list])

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

    @api.private
    def exists(self):
        """What one may not read does not exist: a hidden id answers as an unused one."""
        found = super().exists()
        if self.env.su or not found or self.env.user.has_group(_GROUP):
            return found
        return found.browse(found._search([("id", "in", found.ids)]))

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if (
            result
            and any(self._ids)
            and self.env["ir.model.access"].check(self._name, operation, False)
            and not self.env.user.has_group(_GROUP)
        ):
            raise result[0]._missing()
        return result

    def _missing(self):
        """The error of Odoo for an id that nobody uses, word for word."""
        lang = self.env.lang or "en_US"
        where = {"record": self[:1], "user": self.env.uid}
        return MissingError(
            "\n".join(
                [
                    get_translation(
                        "base", lang, "Record does not exist or has been deleted.", ()
                    ),
                    get_translation(
                        "base", lang, "(Record: %(record)s, User: %(user)s)", where
                    ),
                ]
            )
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
        requests = self.env["mobility.request"].with_context(context)
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
