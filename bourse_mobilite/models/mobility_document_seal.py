import base64
import hashlib
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..pdf import certificate, seal
from ..pdf.seal_key import SealError
from .guard import acting

_logger = logging.getLogger(__name__)

_SEALED = {"sealed_on", "sealed_file", "sealed_sha256"}
# What failed is tried again by the hourly cron, not at each signature of others.
AGAIN_MINUTES = 50


class MobilityDocument(models.Model):
    """The seal of the centre de gestion, once everyone has signed."""

    _inherit = "mobility.document"

    sealed_on = fields.Datetime(readonly=True)
    sealed_file = fields.Binary(string="Sealed PDF", attachment=True, readonly=True)
    sealed_sha256 = fields.Char(
        string="SHA-256 of the sealed PDF", readonly=True, index="btree_not_null"
    )
    seal_failure = fields.Selection(
        [
            ("no_key", "No key"),
            ("no_access", "Key that cannot be read"),
            ("passphrase", "Wrong passphrase"),
            ("bad_key", "Not a key"),
            ("not_yet", "Certificate not in force yet"),
            ("expired", "Certificate expired"),
            ("encrypted", "PDF protected by a password"),
            ("locked", "PDF that forbids a seal"),
            ("unreadable", "PDF that takes no seal"),
            ("altered", "PDF that was changed"),
            ("unexpected", "Something unexpected"),
        ],
        string="Why it is not sealed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )
    seal_tried_on = fields.Datetime(
        string="Seal tried on", readonly=True, copy=False, groups="base.group_user"
    )
    seal_problem = fields.Char(
        string="Seal: what to do",
        compute="_compute_seal_problem",
        search="_search_seal_problem",
        groups="base.group_user",
        help="Why the document is not sealed though everyone has signed, and what to "
        "do about it. The signatures are safe.",
    )

    @api.depends("seal_failure", "sealed_on")
    @api.depends_context("lang")
    def _compute_seal_problem(self):
        for document in self:
            failure = not document.sealed_on and document.seal_failure
            document.seal_problem = failure and (
                document.company_id._mobility_seal_problem(failure)
            )

    @api.model
    def _search_seal_problem(self, operator, value):
        """Whether there is one."""
        if operator not in ("in", "not in") or set(value) != {False}:
            return NotImplemented
        return Domain("seal_failure", operator, value)

    def write(self, vals):
        if _SEALED & vals.keys() and any(document.sealed_on for document in self):
            raise AccessError(
                self.env._("A document is sealed once: its seal cannot be changed.")
            )
        return super().write(vals)

    @api.model
    def _to_seal_domain(self):
        """Signed by everyone, in force, and not sealed; what has just failed is left
        for later."""
        later = fields.Datetime.subtract(fields.Datetime.now(), minutes=AGAIN_MINUTES)
        return (
            Domain("state", "=", "signed")
            & Domain("sealed_on", "=", False)
            & (
                Domain("seal_tried_on", "=", False)
                | Domain("seal_tried_on", "<", later)
            )
        )

    @api.model
    def _cron_seal(self):
        """Seal what everyone has signed; each document is kept whole or not at all."""
        progress = self.env["ir.cron"]
        # What never failed first: what always fails must not take all the time.
        waiting = self.sudo().search(self._to_seal_domain(), order="id")
        waiting = waiting.sorted(lambda document: bool(document.seal_tried_on))
        progress._commit_progress(remaining=len(waiting))
        for document in waiting:
            try:
                document._seal_safely()
            except OperationalError:
                # Somebody writes this document at this very moment.
                self.env.cr.rollback()
            if not progress._commit_progress(1):
                return

    def action_seal_again(self):
        """Seal now what could not be, once the reason is mended.

        :raises UserError: none of these documents waits for its seal
        """
        for document in self:
            document._owner().check_access("write")
        waiting = self.filtered(
            lambda one: one.state == "signed" and not one.sudo().sealed_on
        )
        if not waiting:
            raise UserError(
                self.env._(
                    "Nothing to seal: not everyone has signed yet, or the seal is "
                    "already set."
                )
            )
        for document in waiting:
            document._seal_safely()
        waiting.invalidate_recordset()
        problems = dict.fromkeys(filter(None, waiting.mapped("seal_problem")))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if problems else "success",
                "message": " ".join(problems) or self.env._("The seal is set."),
                "sticky": bool(problems),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _seal_safely(self):
        """Seal, or keep why it could not be; what somebody else is sealing is left to
        them.

        :raises OperationalError: somebody wrote the document meanwhile
        """
        self.ensure_one()
        # Alone: else the files of all those of the list are read with this one.
        document = acting(self.sudo()).with_context(bin_size=False).with_prefetch()
        # The row first: of two workers, the second finds what the first has done.
        if not document.try_lock_for_update(allow_referencing=True):
            return
        document.invalidate_recordset()
        if document.sealed_on or document.state != "signed":
            return
        try:
            with self.env.cr.savepoint():
                document._seal()
        except SealError as error:
            document._seal_failed(error.kind)
        except OperationalError:
            raise
        except Exception:  # whatever it is, the others must be sealed
            if self.env.cr.closed:
                raise
            if document.seal_failure != "unexpected":
                _logger.exception("The seal of %s failed", document._mail_name())
            document._seal_failed("unexpected")

    def _seal_failed(self, failure):
        """Keep why; the journal is told of what is new."""
        if self.seal_failure != failure:
            self._note("seal_failed", failure=failure)
        self.write({"seal_failure": failure, "seal_tried_on": fields.Datetime.now()})

    def _seal(self):
        """Add the certificate, set the seal, and send the copies: all or nothing.

        :raises SealError: it cannot be done
        """
        key = self.company_id._mobility_seal_key()
        frozen = base64.b64decode(self.frozen_file or b"")
        if hashlib.sha256(frozen).hexdigest() != self.frozen_sha256:
            raise SealError("altered")
        told = self._certificate()
        content = seal.sealed(frozen, certificate.certificate(told), key)
        sha256 = hashlib.sha256(content).hexdigest()
        now = fields.Datetime.now()
        self.write(
            {
                "sealed_on": now,
                "sealed_file": base64.b64encode(content),
                "sealed_sha256": sha256,
                "seal_failure": False,
                "seal_tried_on": False,
            }
        )
        self._note(
            "sealed",
            sha256=sha256,
            sealed_on=fields.Datetime.to_string(now),
            frozen_sha256=self.frozen_sha256,
            journal_sha256=told.journal_sha256,
            journal_lines=told.journal_lines,
            certificate=key.name,
            certificate_sha256=key.sha256,
        )
        self._owner()._on_sealed(self)
        self._send_copies(content)
