import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .guard import act_now, acting, plain, staff_only_user

# What everyone signs: nothing writes it again, not even the mechanisms.
_FROZEN = {
    "name", "kind", "version", "convention_id", "company_id", "frozen_on",
    "frozen_file", "frozen_sha256", "verification_code", "summary", "made_by",
    "clause_set_id", "particulars",
}  # fmt: skip


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
    made_by = fields.Selection(
        [("house", "Written here"), ("partner", "A partner's own form")],
        string="Written by",
        default="house",
        required=True,
        readonly=True,
    )
    convention_id = fields.Many2one(
        "mobility.convention", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", required=True, readonly=True
    )
    summary = fields.Json(
        readonly=True,
        groups="base.group_user",
        help="What one must know of it, as the file says it: [[label, text], …].",
    )
    verification_code = fields.Char(required=True, readonly=True, copy=False)
    frozen_on = fields.Datetime(required=True, readonly=True)
    frozen_file = fields.Binary(
        string="Frozen PDF", attachment=True, readonly=True, required=True
    )
    frozen_sha256 = fields.Char(
        string="SHA-256", required=True, readonly=True, index=True
    )
    signatory_ids = fields.One2many(
        "mobility.signatory", "document_id", string="Signatories", readonly=True
    )
    open_step = fields.Integer(
        compute="_compute_open_step",
        help="Those of this step sign now; those of the next ones, after them.",
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
        index=True,
    )

    _version_unique = models.UniqueIndex("(convention_id, kind, version)")
    _code_unique = models.UniqueIndex("(verification_code)")

    @api.depends("name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            document.display_name = f"{kinds[document.kind]} {document.name}"

    @api.depends("signatory_ids.state", "signatory_ids.step")
    def _compute_open_step(self):
        for document in self:
            pending = document.signatory_ids.filtered(
                lambda row: row.state == "pending"
            )
            document.open_step = min(pending.mapped("step"), default=0)

    @api.depends("dropped_as", "signatory_ids.state")
    def _compute_state(self):
        for document in self:
            # Who was replaced by somebody else counts no more.
            states = set(document.signatory_ids.mapped("state")) - {"replaced"}
            if document.dropped_as:
                document.state = document.dropped_as
            elif "refused" in states:
                document.state = "refused"
            elif states == {"signed"}:
                document.state = "signed"
            else:
                document.state = "to_sign"

    def write(self, vals):
        if _FROZEN & vals.keys():
            raise AccessError(
                self.env._("A document is frozen: nothing of it can be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A document is kept, replaced or cancelled."""
        raise AccessError(
            self.env._("A document is kept: it can only be replaced or cancelled.")
        )

    @api.model
    def _freeze(self, vals_list):
        """Store each file once, with who must sign it.

        :param list vals_list: the values of each document, where ``content`` is the
            finished PDF in bytes, ``verification_code`` the one printed on it and
            ``signatories`` the values of its signatory rows
        """
        now = act_now(self)
        documents = acting(self.sudo()).create(
            [self._frozen_vals(frozen_on=now, **vals) for vals in vals_list]
        )
        documents._note_all(
            "frozen",
            lambda document: {
                "sha256": document.frozen_sha256,
                "version": document.version,
                "document": document._frozen_words(),
                "signatories": [row._journal_words() for row in document.signatory_ids],
            },
        )
        return plain(documents)

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

    def _owner(self):
        """The record that owns the document: its convention."""
        self.ensure_one()
        return self.convention_id

    def _drop(self, dropped_as, reason, **details):
        """Take the documents out of force: the files and their rows are kept, the
        personal links die. Nobody is told: that is the owner's to do.

        :param dropped_as: ``replaced`` or ``cancelled``
        """
        acting(self.sudo()).write({"dropped_as": dropped_as, "dropped_reason": reason})
        self._note_all(dropped_as, lambda _document: {"reason": reason, **details})
        self.env["mobility.link"]._revoke_for(self.sudo().signatory_ids)
