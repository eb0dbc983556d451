from odoo import models
from odoo.exceptions import UserError

from ..rules.words import told
from .guard import acting


class MobilityAvenant(models.Model):
    """Giving an avenant up, by itself or with its convention."""

    _inherit = "mobility.avenant"

    def action_cancel(self, reason=""):
        """Give the avenant up: the convention stays as it is; those who were asked are
        told why.

        :raises UserError: it is in force or cancelled, or nobody says why although it
            was made to be signed
        """
        self.check_access("write")
        reason = told(reason)
        self.request_id._take_turn()
        for avenant in self:
            if avenant.applied_on or avenant.state == "cancelled":
                raise UserError(
                    self.env._("%s is already closed.", avenant.display_name)
                )
            if avenant.document_id and not reason:
                raise UserError(
                    self.env._(
                        "Please write why: everyone who was asked to sign reads it."
                    )
                )
        self._cancel(reason)

    def _cancel(self, reason, people_told=(), goes_on="yes"):
        """Cancel, and tell those who were asked, but the people told
        otherwise."""
        for avenant in self:
            asked = avenant._asked(avenant.document_id)
            avenant.document_id._drop("cancelled", reason)
            avenant._closed_refusal()
            avenant._tell(
                asked.filtered(lambda row: row.partner_id not in people_told),
                "mail_sign_cancelled",
                reasons=reason if goes_on else "",
                goes_on=goes_on,
                signed="",
            )
        acting(self).write({"ended_as": "cancelled"})
        self.flush_recordset(["state"])
