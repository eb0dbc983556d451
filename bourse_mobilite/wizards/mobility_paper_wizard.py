import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.guard import civil_day
from ..pdf import scan as paper
from ..rules.verification import read_code
from ..rules.words import told


class MobilityPaperWizard(models.TransientModel):
    """Record signatures made by hand on the printed document."""

    _name = "mobility.paper.wizard"
    _description = "Record a paper signature"

    convention_id = fields.Many2one("mobility.convention", required=True, readonly=True)
    document_id = fields.Many2one(
        "mobility.document",
        compute="_compute_document_id",
        store=True,
        readonly=True,
    )
    signatory_ids = fields.Many2many(
        "mobility.signatory",
        string="Who signed",
        required=True,
        domain="[('document_id', '=', document_id), ('state', '=', 'pending'), "
        "('role', '=', 'signature')]",
    )
    signed_on = fields.Date(required=True, default=civil_day)
    code = fields.Char(
        string="Code printed on the paper",
        help="At the foot of each page. It tells whether this paper is the document in "
        "force, and not an earlier version.",
    )
    no_code = fields.Boolean(string="No code can be read on this paper")
    no_code_reason = fields.Char(
        string="Why no code can be read",
        help="Kept in the journal of the document for good.",
    )
    scan = fields.Binary(string="Signed paper", required=True)
    scan_name = fields.Char()

    @api.model
    def default_get(self, fields):
        """The document follows from what it belongs to: one that is named by its number
        would tell whether there is one."""
        return super().default_get([name for name in fields if name != "document_id"])

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_document(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_document(vals))

    @api.model
    def _without_document(self, vals):
        return {name: value for name, value in vals.items() if name != "document_id"}

    @api.depends("convention_id")
    def _compute_document_id(self):
        """The document that is in force when the window opens."""
        for wizard in self:
            wizard.document_id = wizard._act().document_id

    @api.onchange("no_code")
    def _onchange_no_code(self):
        """What was begun to be read is not what is left to say."""
        if self.no_code:
            self.code = False

    def _act(self):
        """What the paper belongs to."""
        return self.convention_id

    def action_confirm(self):
        """Record each signature that the scanned paper shows.

        :raises UserError: no code and no reason, the code is that of another paper,
            the document has been replaced since, or the scan cannot be kept
        """
        self.ensure_one()
        self.convention_id.check_access("write")
        document = self._act().document_id
        if self.document_id != document:
            raise UserError(
                self.env._(
                    "This document has just been replaced or cancelled: please look at "
                    "the convention again."
                )
            )
        recognised = self._check_code(document)
        scan = self.with_context(bin_size=False).scan
        self._check_scan(scan)
        rows = self.signatory_ids.filtered(lambda row: row.document_id == document)
        if "visa" in rows.mapped("role"):
            raise UserError(
                self.env._(
                    "The visa is given by a person, with the button “Give the visa”."
                )
            )
        rows.sudo()._sign_on_paper(scan, self.scan_name, self.signed_on, **recognised)
        return {"type": "ir.actions.act_window_close"}

    def _check_code(self, document):
        """Refuse the paper of another document, and the one of which nobody says what
        it is.

        :return: what the journal keeps of how the paper was recognised
        """
        typed, reason = told(self.code), told(self.no_code_reason)
        if self.no_code and not typed:
            if reason:
                return {"no_code": reason}
            raise UserError(self.env._("Please write why no code can be read."))
        code = read_code(typed)
        if not typed:
            raise UserError(
                self.env._(
                    "Type the code that is printed at the foot of the paper. If none can "
                    "be read, tick the box and write why."
                )
            )
        if code == document.verification_code:
            return {"printed_code": code}
        if not code:
            raise UserError(
                self.env._(
                    "“%s” is not a code. It has three groups of four letters or "
                    "figures, as 7K3M-Q9ZB-4TXD.",
                    typed,
                )
            )
        other = self.env["mobility.document"].search(
            [("verification_code", "=", code)], limit=1
        )
        if other:
            raise UserError(
                self.env._(
                    "This code is the one of %(other)s, version %(version)s. The paper "
                    "that was signed is not the document in force: nothing is recorded.",
                    other=other.display_name,
                    version=other.version,
                )
            )
        raise UserError(
            self.env._(
                "The code %s is not the one of this document. Read it again at the foot "
                "of the paper: nothing is recorded.",
                code,
            )
        )

    def _check_scan(self, scan):
        problem = paper.problem(base64.b64decode(scan or b""))
        if problem == "size":
            raise UserError(
                self.env._(
                    "This file is too heavy: %s MB at most. Scan in black and white, or "
                    "only the pages that are signed.",
                    paper.MOST_MEGABYTES,
                )
            )
        if problem == "type":
            raise UserError(
                self.env._(
                    "This type of file cannot be taken%(name)s. Attach a PDF, or a "
                    "photograph in JPEG or PNG. A text (.docx, .odt) is saved as PDF "
                    "first; a .zip folder is opened and the file taken out of it; a "
                    ".heic photograph, from an iPhone, is saved as JPEG.",
                    name=f" ({self.scan_name})" if self.scan_name else "",
                )
            )
        if problem == "pages":
            raise UserError(
                self.env._(
                    "This file has too many pages: %s at most. Attach the signed "
                    "document alone.",
                    paper.MOST_PAGES,
                )
            )
        if problem == "damaged":
            raise UserError(
                self.env._(
                    "This file cannot be read: it is damaged or has a password. Please "
                    "scan the paper again."
                )
            )
