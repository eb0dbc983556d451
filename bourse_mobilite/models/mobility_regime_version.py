from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class MobilityRegime(models.Model):
    """A text that changes is a new row: what was asked before keeps the old one."""

    _inherit = "mobility.regime"

    supersedes_id = fields.Many2one(
        "mobility.regime",
        string="Replaces",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The earlier text, which ends the day before this one is in force.",
    )

    def action_new_version(self):
        """Open the next version of this text, filled in with its present figures."""
        self.ensure_one()
        values = self.copy_data({"date_from": False, "date_to": False})[0]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New version of %s", self.name),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_supersedes_id": self.id,
                **{f"default_{name}": value for name, value in values.items()},
                "default_name": self.name,
            },
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # The form keeps the readonly field as a default of its context.
            earlier = self.browse(
                vals.get("supersedes_id")
                or self.env.context.get("default_supersedes_id")
            )
            if earlier:
                vals["supersedes_id"] = earlier.id
                earlier._end_before(fields.Date.to_date(vals.get("date_from")))
        return super().create(vals_list)

    def write(self, vals):
        """A text shared by several centres de gestion is nobody's to rewrite.

        :raises UserError: it is shared and the user administers no system
        """
        shared = self.filtered(lambda regime: not regime.company_id)
        if (
            shared
            and not self.env.su
            and not self.env.user.has_group("base.group_system")
            and self.env["res.company"].sudo().search_count([], limit=2) > 1
        ):
            raise UserError(
                self.env._(
                    "%s is shared by several centres de gestion: duplicate it for "
                    "yours, then change the copy.",
                    ", ".join(shared.mapped("name")),
                )
            )
        return super().write(vals)

    def _end_before(self, day):
        """End this text the day before ``day``.

        :raises UserError: no day, or one on which it was not yet in force
        """
        self.ensure_one()
        if (
            not day
            or (self.date_from and day <= self.date_from)
            or (self.date_to and self.date_to < day - timedelta(days=1))
        ):
            raise UserError(
                self.env._(
                    "Say from which day the new text is in force: after the first day "
                    "of the earlier one, and no later than the day after its last."
                )
            )
        self.date_to = day - timedelta(days=1)
