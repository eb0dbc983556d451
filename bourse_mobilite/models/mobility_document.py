import base64
import hashlib

from odoo import api, fields, models

from .guard import acting, staff_only_user


class MobilityDocument(models.Model):
    """One frozen file: rendered once, stored, hashed. Everyone signs *that* file;
    nothing is ever rendered again from live data.
    """

    _name = "mobility.document"
    _description = "Document"
    _inherit = ["mobility.act"]
    _order = "convention_id, version desc, id desc"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("convention", "Convention")], required=True, readonly=True
    )
    version = fields.Integer(default=1, readonly=True, required=True)
    convention_id = fields.Many2one(
        "mobility.convention", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", required=True, readonly=True
    )
    frozen_on = fields.Datetime(required=True, readonly=True)
    frozen_file = fields.Binary(
        string="Frozen PDF", attachment=True, readonly=True, required=True
    )
    frozen_name = fields.Char(compute="_compute_frozen_name")
    frozen_sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    signatory_ids = fields.One2many(
        "mobility.signatory", "document_id", string="Signatories", readonly=True
    )
    dropped_as = fields.Selection(
        [("replaced", "Replaced"), ("cancelled", "Cancelled")], readonly=True
    )
    dropped_reason = fields.Char(readonly=True, groups="base.group_user")
    state = fields.Selection(
        [
            ("to_sign", "To sign"),
            ("signed", "Signed"),
            ("refused", "Signature refused"),
            ("replaced", "Replaced"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
    )

    _version_unique = models.UniqueIndex("(convention_id, kind, version)")

    @api.depends("name", "version")
    def _compute_frozen_name(self):
        for document in self:
            document.frozen_name = f"{document.name}-v{document.version}.pdf".replace(
                "/", "-"
            )

    @api.depends("dropped_as", "signatory_ids.state")
    def _compute_state(self):
        for document in self:
            states = set(document.signatory_ids.mapped("state"))
            if document.dropped_as:
                document.state = document.dropped_as
            elif "refused" in states:
                document.state = "refused"
            elif states == {"signed"}:
                document.state = "signed"
            else:
                document.state = "to_sign"

    @api.model
    def _freeze(self, vals_list):
        """Store each file once, with who must sign it.

        :param list vals_list: the values of each document, where ``content`` is the
            finished PDF in bytes and ``signatories`` the values of its signatory rows
        """
        now = fields.Datetime.now()
        return acting(self.sudo()).create(
            [self._frozen_vals(frozen_on=now, **vals) for vals in vals_list]
        )

    @api.model
    def _frozen_vals(self, content, signatories, **vals):
        return dict(
            vals,
            frozen_file=base64.b64encode(content),
            frozen_sha256=hashlib.sha256(content).hexdigest(),
            signatory_ids=[
                fields.Command.create(signatory) for signatory in signatories
            ],
        )

    def _drop(self, dropped_as, reason):
        """Take the document out of force; the file and its rows are kept."""
        acting(self.sudo()).write({"dropped_as": dropped_as, "dropped_reason": reason})
