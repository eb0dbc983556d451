from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..rules.journal import NOTHING, digest
from .guard import act_now, acting


class MobilityJournal(models.Model):
    """What happened to a document, line after line, each chained to the one before:
    nothing is changed or taken away, by anyone."""

    _name = "mobility.journal"
    _description = "Line of the journal of a document"
    _inherit = ["mobility.act"]
    _order = "document_id, rank"
    _rec_name = "event"

    document_id = fields.Many2one(
        "mobility.document",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="document_id.company_id", store=True)
    rank = fields.Integer(required=True, readonly=True)
    on = fields.Datetime(required=True, readonly=True)
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
    user_id = fields.Many2one(
        "res.users", string="Done by", readonly=True, ondelete="restrict"
    )
    details = fields.Json(readonly=True)
    previous_sha256 = fields.Char(required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)

    _rank_unique = models.UniqueIndex("(document_id, rank)")

    def write(self, vals):
        """Never, not even by the mechanisms."""
        if vals:
            raise AccessError(self.env._("A journal is only added to."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A line stays."""
        raise AccessError(self.env._("A journal is only added to."))

    def _line(self):
        """What the hash of this line is made from, as `digest` takes it."""
        self.ensure_one()
        return self._line_of(
            self.document_id,
            self.rank,
            self.on,
            self.event,
            self.signatory_id.id,
            self.user_id.id,
            self.details,
        )

    @api.model
    def _line_of(self, document, rank, on, event, signatory_id, user_id, details):
        return {
            "document": document.verification_code,
            "rank": rank,
            "on": fields.Datetime.to_string(on),
            "event": event,
            "signatory": signatory_id or None,
            "user": user_id or None,
            "details": details or {},
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
        documents = acting(self.sudo())
        journal = documents.env["mobility.journal"]
        now, user_id = act_now(self), self.env.uid
        signatory_id = signatory.id if signatory else False
        vals_list = []
        # In one order for all: two at once wait for each other and never cross.
        for document in documents.sorted("id"):
            rank = document.journal_count + 1
            previous = document.journal_head or NOTHING
            details = details_of(document)
            line = journal._line_of(
                document, rank, now, event, signatory_id, user_id, details
            )
            head = digest(line, previous)
            document.write({"journal_count": rank, "journal_head": head})
            vals_list.append(
                {
                    "document_id": document.id,
                    "rank": rank,
                    "on": now,
                    "event": event,
                    "signatory_id": signatory_id,
                    "user_id": user_id,
                    "details": details,
                    "previous_sha256": previous,
                    "sha256": head,
                }
            )
        # The parent row first: under REPEATABLE READ, of two lines at once the
        # second fails here and is replayed.
        documents.flush_recordset(["journal_count", "journal_head"])
        journal.create(vals_list)
