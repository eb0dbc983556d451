import base64
import hashlib

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..rules import consent
from .guard import act_day, act_now, acting, civil_day

_PAPERS = ("application/pdf", "image/png", "image/jpeg")


def _sha256(content):
    return hashlib.sha256(content).hexdigest() if content else ""


class MobilitySignatory(models.Model):
    """Signing, refusing, and taking back what was recorded from a paper."""

    _inherit = "mobility.signatory"

    def _check_waits(self):
        """:raises UserError: one of these signatures is not asked for now"""
        for row in self:
            if not row._waits():
                raise UserError(self.env._("%s is no longer asked to sign.", row.name))

    def _sign(self, method, evidence, name, signature=b""):
        """Record the electronic signatures of one person, one on each document. Each
        document keeps its own evidence.

        :param method: ``portal`` or ``code``
        :param evidence: plain values for the journal: identity, address, times…
        :param name: the name as it was typed
        :param signature: the picture of the signature (PNG), if one was drawn
        :raises UserError: one is not asked for now; then none is recorded
        """
        rows = acting(self.sudo()).sorted(lambda row: row.document_id.id)
        rows._check_waits()
        now = act_now(rows)
        for row in rows:
            document = row.document_id
            document._note(
                "signed",
                row,
                **evidence,
                method=method,
                typed_name=name,
                consent=consent.VERSION,
                consent_text=consent.text(row._declares()),
                sha256=document.frozen_sha256,
                signature_sha256=_sha256(signature),
                **row._journal_dates(act_day(row), now),
                **row._journal_words(),
            )
            row._give(
                recorded_at=now,
                method=method,
                signed_on=act_day(row),
                signature=signature and base64.b64encode(signature),
            )
        rows.document_id._advance()

    def _declares(self):
        """What this person declares in signing: a key of ``rules/consent.py``."""
        self.ensure_one()
        return self.role

    def _give(self, **vals):
        self.write(dict(vals, state="signed"))

    def _refuse(self, reason, evidence):
        """Record that this person does not sign, and why.

        :raises UserError: no reason, or the signature is not asked for now
        """
        self.ensure_one()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Please say why you do not sign: the others will read it.")
            )
        self._check_waits()
        row, now = acting(self.sudo()), act_now(self)
        document = row.document_id
        document._note(
            "refused",
            row,
            **evidence,
            reason=reason,
            **row._journal_dates(act_day(row), now),
            **row._journal_words(),
        )
        row.write(
            {
                "state": "refused",
                "refused_reason": reason,
                "signed_on": act_day(row),
                "recorded_at": now,
            }
        )
        self.env["mobility.link"]._revoke_for(document.signatory_ids)
        document._owner()._on_refused(row)

    def _sign_on_paper(self, scan, scan_name, signed_on, **told):
        """Record the signatures made on the printed document, in whatever order the
        papers come back.

        :param scan: the scanned paper, base64
        :param told: plain values for the journal: how the paper was recognised
        :raises UserError: not waited for any more, no readable paper, or the date
            is impossible
        """
        if not self or not scan:
            raise UserError(
                self.env._("Choose who signed, and attach the scanned paper.")
            )
        content = base64.b64decode(scan)
        if guess_mimetype(content) not in _PAPERS:
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
        rows, now = acting(self).sorted(lambda row: row.document_id.id), act_now(self)
        for row in rows:
            row.document_id._note(
                "signed",
                row,
                **told,
                method="paper",
                scan_sha256=_sha256(content),
                scan_name=scan_name or "",
                recorded_by=self.env.uid,
                sha256=row.document_id.frozen_sha256,
                **row._journal_dates(signed_on, now),
                **row._journal_words(),
            )
            row._give(
                recorded_at=now,
                method="paper",
                signed_on=signed_on,
                scan=scan,
                scan_name=scan_name,
                recorded_by_id=self.env.uid,
            )
        self.env["mobility.link"]._revoke_for(rows)
        rows.document_id._advance()

    def action_undo_paper(self, reason):
        """Take back a signature that staff recorded from a paper by mistake. The scan
        stays in the journal as a hash.

        :raises UserError: no reason, it is no paper signature, or the document is
            sealed or out of force
        """
        self.ensure_one()
        document = self.document_id
        document._owner().check_access("write")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Please write why this signature is taken back.")
            )
        if self.method != "paper" or self.state != "signed":
            raise UserError(
                self.env._("Only a signature recorded from a paper can be taken back.")
            )
        if document.sealed_on or document.state not in ("to_sign", "signed"):
            raise UserError(
                self.env._("%s is closed: nothing can be taken back.", document.name)
            )
        row = acting(self.sudo())
        row.document_id._note("unsigned", row, reason=reason, **row._journal_words())
        row.write(
            {
                "state": "pending",
                "method": False,
                "signed_on": False,
                "recorded_at": False,
                "scan": False,
                "scan_name": False,
                "recorded_by_id": False,
                "asked_on": False,
            }
        )
        row.document_id._ask_signatures()

    def action_give_visa(self):
        """The centre de gestion stamps its visa: who presses the button gives it.

        :raises UserError: it is no visa, or not its turn yet
        """
        self.ensure_one()
        document = self.document_id
        document._owner().check_access("write")
        if self.role != "visa":
            raise UserError(
                self.env._("Only the person named can sign: this is no visa.")
            )
        self._check_waits()
        user = self.env.user
        row = acting(self.sudo())
        row.write({"partner_id": user.partner_id.id, "name": user.name})
        row._sign("portal", {"identity": f"user {user.login}"}, user.name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Your visa is recorded on %(document)s, in the name of %(name)s. "
                    "Everyone has signed: the seal and the copies follow by "
                    "themselves.",
                    document=document.display_name,
                    name=user.name,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
