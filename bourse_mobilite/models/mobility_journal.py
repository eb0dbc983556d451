from odoo import api, fields, models


class MobilityJournal(models.Model):
    """What happened to a document."""

    _name = "mobility.journal"
    _description = "Line of the journal of a document"
    _inherit = ["mobility.chained"]
    _order = "document_id, rank"
    _journal_of = "document_id"
    _rec_name = "event"

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
    event = fields.Selection(
        [
            ("frozen", "Made, to be signed"),
            ("sent", "Sent to be signed"),
            ("unreachable", "Nobody to write to"),
            ("reminded", "Reminded"),
            ("opened", "Opened"),
            ("code_sent", "Code sent"),
            ("code_failed", "Wrong code"),
            ("signed", "Signed"),
            ("unsigned", "Paper signature taken back"),
            ("refused", "Signature refused"),
            ("substituted", "Signs instead"),
            ("replaced", "Replaced"),
            ("end_asked", "Early end asked for"),
            ("given_up", "Given up by a party"),
            ("cancelled", "Cancelled"),
            ("sealed", "Sealed"),
            ("seal_failed", "The seal failed"),
            ("copied", "Copy sent"),
            ("altered", "Found altered"),
        ],
        required=True,
        readonly=True,
    )
    signatory_id = fields.Many2one(
        "mobility.signatory", readonly=True, ondelete="restrict"
    )

    _rank_unique = models.UniqueIndex("(document_id, rank)")

    @api.model
    def _line_of(self, record, line):
        def key(name):
            value = line[name]
            return (value.id if isinstance(value, models.BaseModel) else value) or None

        return {
            **super()._line_of(record, line),
            "document": record.verification_code,
            "signatory": key("signatory_id"),
            "user": key("user_id"),
        }


class MobilityDocument(models.Model):
    _inherit = "mobility.document"

    journal_ids = fields.One2many(
        "mobility.journal",
        "document_id",
        string="Journal",
        readonly=True,
        groups="base.group_user",
    )
    journal_count = fields.Integer(readonly=True, groups="base.group_user")
    journal_head = fields.Char(readonly=True, groups="base.group_user")

    def _note(self, event, signatory=None, **details):
        """Add a line to the journal of this document.

        :param details: plain values; what they hold is kept for good
        """
        self.ensure_one()
        self._note_all(event, lambda _document: details, signatory)

    def _note_all(self, event, details_of, signatory=None):
        """Add a line to the journal of each document.

        :param details_of: ``document → dict`` of plain values
        """
        signatory_id = signatory.id if signatory else False
        self.env["mobility.journal"]._add_lines(
            self,
            lambda document: {
                "event": event,
                "signatory_id": signatory_id,
                "details": details_of(document),
            },
        )
