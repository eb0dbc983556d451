from urllib.parse import quote

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# What follows a convention, for its agent.
PAPERS = ("mission_order", "attestation")


class ResCompany(models.Model):
    _inherit = "res.company"

    mobility_mission_orders = fields.Boolean(
        string="Write the ordres de mission",
        default=True,
        help="As soon as a convention is sealed, each employer of origin signs one for "
        "its agent.",
    )


class MobilityDocument(models.Model):
    """The papers that follow a convention: each employer's ordre de mission, then the
    attestation. They never stand for the convention itself."""

    _inherit = "mobility.document"

    kind = fields.Selection(
        selection_add=[
            ("mission_order", "Ordre de mission"),
            ("attestation", "Attestation"),
        ],
        ondelete=dict.fromkeys(PAPERS, "cascade"),
    )
    issuer_id = fields.Many2one(
        "res.partner",
        string="Whose act",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The employer that alone signs it; empty: of all its signatories.",
    )
    particulars = fields.Json(
        readonly=True,
        groups="base.group_user",
        help="What the employer says of the journey, see rules/mission.py.",
    )
    given_to_agent_on = fields.Date(
        readonly=True, help="When the sealed paper was sent to the agent."
    )

    _version_unique = models.UniqueIndex(
        "(convention_id, kind, COALESCE(issuer_id, 0), version)"
    )

    def write(self, vals):
        if "issuer_id" in vals:
            raise AccessError(
                self.env._("A document is frozen: nothing of it can be changed.")
            )
        return super().write(vals)

    def _before(self):
        """Of one employer, the orders of another are no earlier versions."""
        before = super()._before()
        if self.kind not in PAPERS:
            return before
        return (
            self.sudo()
            ._owner()
            .document_ids.filtered(
                lambda other: (other.kind, other.issuer_id)
                == (self.kind, self.issuer_id)
                and other.version < self.version
            )
            .sorted("version")[-1:]
        )

    def _in_force(self):
        """Of one employer, the order of another replaces nothing."""
        if self.kind not in PAPERS or self.dropped_as != "replaced":
            return super()._in_force()
        return self.search(
            Domain("convention_id", "=", self.convention_id.id)
            & Domain("kind", "=", self.kind)
            & Domain("issuer_id", "=", self.issuer_id.id)
            & Domain("version", ">", self.version)
            & Domain("dropped_as", "=", False),
            order="version desc",
            limit=1,
        )

    def action_download(self):
        """The sealed file, or the frozen one before that."""
        self.ensure_one()
        field, name = self._given_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/mobility.document/{self.id}/{field}"
            f"?filename={quote(name)}",
            "target": "new",
        }
