import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from .guard import acting, civil_day, staff_only_user

_PAPERS = ("application/pdf", "image/png", "image/jpeg")


class MobilitySignatory(models.Model):
    """One row a signature; name, quality and delegation are those of the day the
    document was frozen."""

    _name = "mobility.signatory"
    _description = "Signatory"
    _inherit = ["mobility.act"]
    _order = "document_id, sequence, id"

    create_uid = staff_only_user("Created by")
    write_uid = staff_only_user("Last updated by")

    document_id = fields.Many2one(
        "mobility.document",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="document_id.company_id", store=True)
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
    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, readonly=True, index=True
    )
    name = fields.Char(required=True, readonly=True)
    quality = fields.Char(readonly=True)
    delegation_reference = fields.Char(string="Delegation", readonly=True)
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("signed", "Has signed"),
            ("refused", "Has refused to sign"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    method = fields.Selection(
        [
            ("portal", "On the portal"),
            ("code", "Link and code"),
            ("paper", "On paper"),
        ],
        readonly=True,
    )
    signed_on = fields.Date(readonly=True)
    scan = fields.Binary(string="Signed paper", attachment=True, readonly=True)
    scan_name = fields.Char(readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", groups="base.group_user"
    )

    def _sign_on_paper(self, scan, scan_name, signed_on):
        """Record a signature made on the printed document.

        :param scan: the scanned paper, base64
        :raises UserError: not waited for any more, no readable paper, or the date
            is impossible
        """
        if not self or not scan:
            raise UserError(
                self.env._("Choose who signed, and attach the scanned paper.")
            )
        if guess_mimetype(base64.b64decode(scan)) not in _PAPERS:
            raise UserError(
                self.env._("The signed paper is a PDF or a picture (PNG, JPEG).")
            )
        today = civil_day(self)
        for row in self:
            if row.state != "pending" or row.document_id.state != "to_sign":
                raise UserError(self.env._("%s is no longer asked to sign.", row.name))
            if signed_on > today or signed_on < row.document_id.frozen_on.date():
                raise UserError(
                    self.env._(
                        "A signature is dated between the day the document was made "
                        "and today."
                    )
                )
        acting(self).write(
            {
                "state": "signed",
                "method": "paper",
                "signed_on": signed_on,
                "scan": scan,
                "scan_name": scan_name,
                "recorded_by_id": self.env.uid,
            }
        )
