from odoo import api, fields, models

from .guard import staff_only_user


class MobilitySignatory(models.Model):
    """One row a signature; name, quality and delegation are those of the day the
    document was frozen, or of the day somebody else was named in one's place."""

    _name = "mobility.signatory"
    _description = "Signatory"
    _inherit = ["mobility.act"]
    _order = "document_id, step, sequence, id"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    document_id = fields.Many2one(
        "mobility.document",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="document_id.company_id", store=True, precompute=True
    )
    step = fields.Integer(
        default=1, readonly=True, help="Those of one step sign in any order."
    )
    sequence = fields.Integer(default=10, readonly=True)
    party = fields.Selection(
        [
            ("agent", "Agent"),
            ("employer", "Employer of origin"),
            ("host", "Host"),
            ("cdg", "Centre de gestion"),
        ],
        required=True,
        readonly=True,
    )
    role = fields.Selection(
        [("signature", "Signature"), ("visa", "Visa")],
        default="signature",
        required=True,
        readonly=True,
        help="A visa says that the file is complete; it makes nobody a party.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        help="Of a visa that is still to give, the centre de gestion.",
    )
    organisation_id = fields.Many2one(
        "res.partner",
        string="Signs for",
        readonly=True,
        index="btree_not_null",
        help="Empty: for oneself.",
    )
    name = fields.Char(required=True, readonly=True)
    organisation_name = fields.Char(readonly=True)
    quality = fields.Char(readonly=True)
    delegation_reference = fields.Char(string="Delegation", readonly=True)
    substitute_of_id = fields.Many2one(
        "mobility.signatory", string="Instead of", readonly=True, ondelete="restrict"
    )
    asked_on = fields.Datetime(
        readonly=True, help="When this signature was first asked for."
    )
    mailbox = fields.Char(
        readonly=True,
        groups="base.group_user",
        help="Where the document was sent to be signed: codes go there and nowhere "
        "else, until staff sends it again to a new address.",
    )
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("signed", "Has signed"),
            ("refused", "Has refused to sign"),
            ("replaced", "Somebody else signs"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    method = fields.Selection(
        [
            ("portal", "On the portal"),
            ("code", "Link and code"),
            ("paper", "On paper"),
        ],
        readonly=True,
    )
    method_text = fields.Char(
        string="How it was signed", compute="_compute_method_text"
    )
    signed_on = fields.Date(readonly=True)
    recorded_at = fields.Datetime(
        readonly=True, help="When the signature or the refusal was recorded."
    )
    signature = fields.Binary(
        string="Drawn signature",
        attachment=True,
        readonly=True,
        groups="base.group_user",
    )
    refused_reason = fields.Char(string="Why not", readonly=True)
    scan = fields.Binary(
        string="Signed paper",
        attachment=True,
        readonly=True,
        groups="base.group_user",
    )
    scan_name = fields.Char(readonly=True, groups="base.group_user")
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", groups="base.group_user"
    )

    @api.depends("name", "quality")
    def _compute_display_name(self):
        for row in self:
            row.display_name = ", ".join(filter(None, (row.name, row.quality)))

    @api.depends("method", "role")
    @api.depends_context("lang")
    def _compute_method_text(self):
        ways = dict(self._fields["method"]._description_selection(self.env))
        for row in self:
            given = row.method == "portal" and row.role == "visa"
            way = self._visa_method() if given else ways.get(row.method, "")
            row.method_text = way

    @api.model
    def _visa_method(self):
        """How a visa is given: with an account of the staff, stored as ``portal``."""
        return self.env._("At the centre de gestion")

    def _journal_words(self):
        """What the journal keeps of who signs, as plain values."""
        self.ensure_one()
        return {
            "id": self.id,
            "step": self.step,
            "sequence": self.sequence,
            "party": self.party,
            "role": self.role,
            "name": self.name,
            "quality": self.quality or "",
            "organisation": self.organisation_name or "",
            "delegation": self.delegation_reference or "",
            "partner": self.partner_id.id,
            "organisation_id": self.organisation_id.id or None,
            "substitute_of": self.substitute_of_id.id or None,
        }

    def _waits(self):
        """Whether this signature is asked for now: not given, and the turn of its
        step has come."""
        self.ensure_one()
        document = self.document_id
        return (
            self.state == "pending"
            and document.state == "to_sign"
            and self.step == document.open_step
        )
