import hashlib

from odoo import fields, models

from .guard import acting


def masked(email):
    """How a mailbox is named to who may not be its owner: ``j•••@mairie.example``."""
    local, _at, domain = (email or "").partition("@")
    return f"{local[:1]}•••@{domain}" if domain else ""


def mailbox_words(email):
    """What a journal keeps of a mailbox: masked, and a hash by which one that is named
    later can be compared with it."""
    return {
        "masked": masked(email),
        "sha256": hashlib.sha256((email or "").lower().encode()).hexdigest(),
    }


class MobilityDocumentOwner(models.AbstractModel):
    """What owns documents: a convention, a PPR. It is told of what happens to them."""

    _name = "mobility.document.owner"
    _description = "Owner of documents"

    def _on_signed(self, document):
        """Everyone has signed ``document``."""

    def _on_sealed(self, document):
        """``document`` bears its seal: copies can leave."""

    def _on_refused(self, row):
        """``row`` has refused to sign its document."""

    def _unreachable(self, document, rows):
        """These signatories of ``document`` have no mailbox of their own."""


class MobilityDocument(models.Model):
    """Asking for the signatures, step after step, and what follows the last one."""

    _inherit = "mobility.document"

    def _ask_signatures(self):
        """Send to each person whose turn it is a personal link of their own. What
        several people read receives nothing: the owner says so to staff."""
        documents = self.sudo()
        # Read at once, not person after person.
        documents.signatory_ids.partner_id.mapped("mobility_shared_mailbox")
        wanted, unreachable = self.env["mobility.signatory"].sudo(), {}
        for document in documents:
            rows = document._to_ask().filtered(lambda row: not row.asked_on)
            told = rows.filtered(
                lambda row: row.partner_id._mobility_personal_mailbox()
            )
            wanted |= told
            if others := rows - told:
                unreachable[document] = others
        wanted._send_links("bourse_mobilite.mail_to_sign")
        acting(wanted.browse().union(*unreachable.values())).write(
            {"asked_on": fields.Datetime.now()}
        )
        for document, rows in unreachable.items():
            document._note("unreachable", names=rows.mapped("name"))
            document._owner()._unreachable(document, rows)

    def _to_ask(self):
        """The signatories of the open step who have not signed; a visa is given in
        the back office, and asked of nobody by mail."""
        self.ensure_one()
        return self.signatory_ids.filtered(
            lambda row: row._waits() and row.role == "signature"
        )

    def _advance(self):
        """After a signature: ask those of the next step, or seal."""
        for document in self:
            if document.state == "signed":
                document._owner()._on_signed(document)
                self.env.ref("bourse_mobilite.cron_seal")._trigger()
            elif document.state == "to_sign":
                document._ask_signatures()

    def _mail_words(self):
        """What a mail about this document may say, as plain words."""
        self.ensure_one()
        return {
            **self._owner()._mail_words(),
            "document": self._mail_name(),
            "version": str(self.version),
        }

    def _mail_name(self):
        """What a mail, or a log that others read, calls this document."""
        self.ensure_one()
        return self.display_name


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def _mail_words(self):
        """What a mail to this signatory may say, as plain words."""
        self.ensure_one()
        return {
            **self.document_id._mail_words(),
            "quality": self.quality or "",
            "organisation": self.organisation_name or "",
        }

    def _mail_code(self, person, digits, name):
        """E-mail the one-time code that signs these rows, to its owner alone.

        :param name: the name that was typed: one signs under it
        """
        person._mobility_write_to(
            "bourse_mobilite.mail_sign_code",
            self[0],
            self[0].company_id,
            code=digits,
            signer=name,
            documents=", ".join(one._mail_name() for one in self.document_id),
        )

    def _send_links(self, template, event="sent", **values):
        """Send each person a new personal link, by this mail; earlier links live on.

        :param event: the line that the journal gets
        """
        self.env["res.partner"]._mobility_write_all(
            self._link_letters(template, event, **values)
        )

    def _link_letters(self, template, event, **values):
        """The letters that bring each person a new personal link, noted as sent."""
        rows = self.sudo()
        secrets = self.env["mobility.link"]._mint_many(
            "sign", [(row, row.partner_id) for row in rows]
        )
        letters = [
            {
                "person": row.partner_id,
                "template": template,
                "record": row,
                "company": row.company_id,
                "values": {"url": f"/convention/signer/{secret}", **values},
            }
            for row, secret in zip(rows, secrets, strict=True)
        ]
        acting(rows.filtered(lambda row: not row.asked_on)).write(
            {"asked_on": fields.Datetime.now()}
        )
        rows.filtered(lambda row: not row.mailbox)._keep_mailbox()
        sent = {}
        for row in rows:
            sent.setdefault(row.document_id, []).append(row)
        rows.document_id._note_all(
            event,
            lambda document: {
                "names": [row.name for row in sent[document]],
                "mailboxes": [
                    mailbox_words(row.partner_id._mobility_personal_mailbox())
                    for row in sent[document]
                ],
            },
        )
        return letters

    def _keep_mailbox(self):
        """Codes go from now on to the mailbox that the person has today: said by the
        first sending and by staff, never by who holds a session or a link."""
        for row in acting(self.sudo()):
            row.mailbox = row.partner_id._mobility_personal_mailbox()

    def _code_mailbox(self):
        """Where the code of this signature goes; '' for who has no mailbox alone."""
        self.ensure_one()
        return self.mailbox or self.partner_id._mobility_personal_mailbox()
