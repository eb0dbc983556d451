import base64
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_time

from .guard import acting, plain
from .mobility_document_ask import mailbox_words, masked

LASTS = timedelta(minutes=10)
ATTEMPTS = 5
_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 5


class MobilityCode(models.Model):
    """A signature that waits for its one-time code: what was typed and drawn, for
    which documents, and the code that was e-mailed. One code, one ceremony; used, wrong
    five times or ten minutes old, it opens nothing."""

    _name = "mobility.code"
    _description = "One-time code"
    _inherit = ["mobility.act"]
    _order = "id desc"
    _rec_name = "destination"

    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    signatory_ids = fields.Many2many("mobility.signatory", readonly=True)
    method = fields.Char(required=True, readonly=True)
    typed_name = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    signature = fields.Binary(attachment=False, readonly=True, groups=fields.NO_ACCESS)
    code_hash = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    destination = fields.Char(required=True, readonly=True)
    sent_on = fields.Datetime(required=True, readonly=True)
    expires_on = fields.Datetime(required=True, readonly=True)
    attempts = fields.Integer(readonly=True)
    used_on = fields.Datetime(readonly=True)

    @api.model
    def _ask(self, rows, person, method, name, signature=b""):
        """Keep what this person typed and drew, and e-mail a code that confirms it.

        An earlier code for one of these documents is dead from now on.

        :param rows: the signatures to give, all of this person
        :raises UserError: one is not asked for now, the person has no mailbox of
            their own, or too many codes were asked for
        """
        rows = rows.sudo()
        rows._check_waits()
        email = person._mobility_personal_mailbox()
        if (
            email
            and {row._code_mailbox() for row in rows} != {email}
            or (not email and any(rows.mapped("mailbox")))
        ):
            raise UserError(
                self.env._(
                    "Your e-mail address is no longer the one to which this document was "
                    "sent. For your safety, please sign on paper, or ask the centre de "
                    "gestion to send it again to your new address."
                )
            )
        if not email:
            raise UserError(
                self.env._(
                    "A code only goes to a mailbox of your own. Please sign on paper, or "
                    "give your own e-mail address to the centre de gestion."
                )
            )
        now = fields.Datetime.now()
        codes = acting(self.sudo())
        own = Domain("partner_id", "=", person.id)
        lately = codes.search(
            own & Domain("sent_on", ">", now - _HOUR), order="sent_on desc"
        )
        if len(lately) >= MOST_AN_HOUR:
            company = rows[0].company_id
            raise UserError(
                self.env._(
                    "Several codes were sent within an hour: another one can leave from "
                    "%(time)s on. You can also sign on paper, or ask %(contact)s.",
                    time=format_time(
                        self.env,
                        lately[MOST_AN_HOUR - 1].sent_on + _HOUR,
                        tz=company._mobility_zone(),
                        time_format="HH:mm",
                    ),
                    contact=company.sudo()._mail_words()["contact"],
                )
            )
        codes.search(
            own & Domain("used_on", "=", False) & Domain("expires_on", ">", now)
        ).expires_on = now
        digits = f"{secrets.randbelow(10**6):06}"
        code = codes.create(
            {
                "partner_id": person.id,
                "company_id": rows[0].company_id.id,
                "signatory_ids": [fields.Command.set(rows.ids)],
                "method": method,
                "typed_name": name,
                "signature": signature and base64.b64encode(signature),
                "code_hash": self._crypt().hash(digits),
                "destination": masked(email),
                "sent_on": now,
                "expires_on": now + LASTS,
            }
        )
        rows._mail_code(person, f"{digits[:3]} {digits[3:]}", name)
        kept = {"mailbox_sha256": mailbox_words(email)["sha256"]}
        for row in rows.sorted(lambda row: row.document_id.id):
            row.document_id._note(
                "code_sent", row, destination=code.destination, **kept
            )
        return plain(code)

    @api.model
    def _crypt(self):
        return self.env["res.users"]._crypt_context()

    @api.model
    def _waiting(self, rows, person):
        """The living code by which this person signs exactly ``rows``, or nothing."""
        now = fields.Datetime.now()
        code = self.sudo().search(
            Domain("partner_id", "=", person.id)
            & Domain("used_on", "=", False)
            & Domain("expires_on", ">", now)
            & Domain("attempts", "<", ATTEMPTS),
            limit=1,
        )
        return code if code.signatory_ids == rows.sudo() else code.browse()

    def _confirm(self, typed, evidence):
        """Sign with the code that was typed. The count of wrong ones is kept: the
        caller answers, and does not raise.

        :return: '' once the documents are signed, else what to tell the person
        :raises UserError: a signature is not asked for any more
        """
        self.ensure_one()
        code = acting(self.sudo())
        # The row first: two at once are counted one after the other.
        code.attempts += 1
        code.flush_recordset(["attempts"])
        now = fields.Datetime.now()
        if code.used_on or code.expires_on <= now or code.attempts > ATTEMPTS:
            return self.env._("This code is no longer valid: please ask for a new one.")
        digits = "".join(filter(str.isdigit, typed or ""))
        rows = code.signatory_ids.sorted(lambda row: row.document_id.id)
        if not self._crypt().verify(digits, code.code_hash):
            left = ATTEMPTS - code.attempts
            for row in rows:
                row.document_id._note("code_failed", row, attempt=code.attempts)
            if not left:
                return self.env._(
                    "This is not the code, and it can no longer be tried: please ask "
                    "for a new one."
                )
            return self.env._(
                "This is not the code of the last e-mail. Please check it. Tries left: "
                "%s.",
                left,
            )
        code.used_on = now
        proof = {
            **evidence,
            "channel": "email",
            "destination": code.destination,
            "code_sent_on": fields.Datetime.to_string(code.sent_on),
            "code_validated_on": fields.Datetime.to_string(now),
            "attempts": code.attempts,
        }
        picture = base64.b64decode(code.signature or b"")
        # Those who read the one series are not told how many there are of the other.
        apart = rows._apart()
        for together in filter(None, (rows - apart, apart)):
            told = {**proof, "documents": len(together)}
            together._sign(code.method, told, code.typed_name, picture)
        # What was drawn is with the signature; nothing of it stays here.
        code.write({"signature": False, "code_hash": "-"})
        return ""

    @api.autovacuum
    def _gc_codes(self):
        """Forget what nobody confirmed; the journal keeps that a code was sent."""
        old = fields.Datetime.now() - timedelta(days=1)
        acting(self.sudo()).search([("sent_on", "<", old)], limit=1000).unlink()
