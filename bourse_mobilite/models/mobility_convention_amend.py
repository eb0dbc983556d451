from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .guard import acting
from .mobility_avenant import OPEN


class MobilityConvention(models.Model):
    """The avenants of a convention: one is open at a time."""

    _inherit = "mobility.convention"

    avenant_ids = fields.One2many(
        "mobility.avenant", "convention_id", string="Avenants", readonly=True
    )
    open_avenant_id = fields.Many2one(
        "mobility.avenant",
        compute="_compute_open_avenant_id",
        groups="bourse_mobilite.group_mobility_adviser",
    )

    @api.depends("avenant_ids.state", "avenant_ids.applied_on")
    def _compute_open_avenant_id(self):
        for convention in self:
            convention.open_avenant_id = convention._open_avenants()[:1]

    def _open_avenants(self):
        """Those that still change nothing, signed by everyone or not."""
        return self.avenant_ids.filtered(
            lambda avenant: avenant.state in OPEN
            or (avenant.state == "signed" and not avenant.applied_on)
        )

    def _check_can_be_amended(self):
        """:raises UserError: it is not signed, or an avenant is open already"""
        for convention in self:
            if convention.state != "signed" or convention.request_id.state != "agreed":
                raise UserError(
                    self.env._(
                        "%s: an avenant changes a convention that everyone has signed "
                        "and whose immersion is not closed.",
                        convention.display_name,
                    )
                )
            if convention.open_avenant_id:
                raise UserError(
                    self.env._(
                        "%(avenant)s is not in force yet: finish it or cancel it "
                        "first.",
                        avenant=convention.open_avenant_id.display_name,
                    )
                )

    def action_make_avenant(self):
        """Open the avenant that is under way, or a new one filled with what holds
        today."""
        self.ensure_one()
        self.check_access("write")
        avenant = self.open_avenant_id
        if not avenant:
            # Of two people at once, the second opens the one that the first made.
            self.request_id._take_turn()
            self._check_can_be_amended()
            request = self.request_id
            avenant = acting(self.env["mobility.avenant"].sudo()).create(
                {
                    "convention_id": self.id,
                    "place": self.place,
                    "service": self.service,
                    "tutor_id": self.tutor_id.id,
                    "tutor_function": self.tutor_function,
                    "date_start": request.date_start,
                    "date_end": request.date_end,
                    "day_ids": [
                        Command.create({"date": day.date, "half": day.half})
                        for day in request.day_ids
                        if not day.missed
                    ],
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.avenant",
            "res_id": avenant.id,
            "view_mode": "form",
        }

    def _close_avenants(self, reason, ended_as=""):
        """The avenants that are not in force yet end with the convention, or with the
        immersion; those that are fall with the convention itself. An early end that
        was recorded meanwhile is still to be acknowledged."""
        took_place = ended_as in ("done", "interrupted")
        for convention in self:
            told = self.env["res.partner"]
            acts_sudo = convention.sudo().avenant_ids.filtered(
                lambda avenant: avenant.state != "cancelled"
            )
            if took_place:
                acts_sudo = (
                    convention.sudo()
                    ._open_avenants()
                    .filtered(
                        lambda avenant: not avenant._acknowledges()
                        or avenant.document_id.state not in ("to_sign", "signed")
                    )
                )
            else:
                # The mails of the convention and of the request say it all.
                told |= convention.sudo()._asked(convention.document_id).partner_id
                told |= convention._told_otherwise(ended_as)
            acts_sudo._cancel(reason, told, goes_on="" if ended_as else "yes")
