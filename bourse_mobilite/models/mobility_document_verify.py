from odoo import api, models
from odoo.fields import Domain

from ..rules.verification import read_code, read_hash
from .day_words import instant_words


class MobilityDocument(models.Model):
    """What anyone learns of a document by its printed code or by its file: never a
    name, a mailbox or a place."""

    _inherit = "mobility.document"

    @api.model
    def _verified(self, code="", sha256=""):
        """What the public page says of the document of this code, or of this file, in
        plain values; {} when there is none. It may be of any centre de gestion.

        :param code: as it was typed
        :param sha256: the hash of a file, hexadecimal
        """
        code, sha256 = read_code(code), read_hash(sha256)
        if code:
            domain = Domain("verification_code", "=", code)
        elif sha256:
            domain = Domain("frozen_sha256", "=", sha256)
            domain |= Domain("sealed_sha256", "=", sha256)
        else:
            return {}
        document = self.sudo().search(domain, limit=1)
        return document._public_words(sha256) if document else {}

    def _public_words(self, sha256=""):
        self.ensure_one()
        rows = self.signatory_ids.filtered(lambda row: row.state != "replaced")
        visas = rows.filtered(lambda row: row.role == "visa")
        signatures = rows - visas
        file = ""
        if sha256:
            file = "sealed" if sha256 == self.sealed_sha256 else "frozen"
        return {
            "status": self._public_status(),
            "kind": dict(self._fields["kind"]._description_selection(self.env))[
                self.kind
            ],
            "number": self.name,
            "version": self.version,
            "house": self.company_id.name,
            "code": self.verification_code,
            "frozen_on": self._public_time(self.frozen_on),
            "signed": len(signatures.filtered(lambda row: row.state == "signed")),
            "signatures": len(signatures),
            "visas": len(visas),
            "visas_given": len(visas.filtered(lambda row: row.state == "signed")),
            "sealed_on": self._public_time(self.sealed_on),
            "frozen_sha256": self.frozen_sha256,
            "sealed_sha256": self.sealed_sha256 or "",
            "file": file,
            "successor": self._public_successor(),
            "amendments": [
                {"number": one.name, "in_force": one.state == "signed"}
                for one in self._amendments()
            ],
        }

    def _public_status(self):
        if self.findings:
            return "doubt"
        if self.state == "signed" and self.sealed_on:
            return "sealed"
        return self.state

    def _public_time(self, instant):
        """“22 novembre 2026 à 14:05”, by the clock of the centre de gestion, or ''."""
        return instant_words(self.env, instant, self.company_id)

    def _public_successor(self):
        """The version that replaced this one, {} when there is none."""
        if self.dropped_as != "replaced" or not self._owner():
            return {}
        later = self.search(
            Domain.AND(Domain(name, "=", self[name].id) for name in self._owner_names())
            & Domain("kind", "=", self.kind)
            & Domain("version", ">", self.version),
            order="version desc",
        )
        latest = later.filtered(lambda one: not one.dropped_as)[:1] or later[:1]
        if not latest:
            return {}
        return {"version": latest.version, "state": latest.state}

    def _amendments(self):
        """The avenants to this document that were neither replaced nor cancelled."""
        if self.kind != "convention" or not self.convention_id:
            return self.browse()
        return self.search(
            Domain("avenant_id.convention_id", "=", self.convention_id.id)
            & Domain("kind", "=", "avenant")
            & Domain("dropped_as", "=", False),
            order="id",
        )
