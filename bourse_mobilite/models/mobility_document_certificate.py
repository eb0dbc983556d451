import pytz

from odoo import models

from ..pdf.certificate_words import Certificate, Signature, day, moment
from ..rules.person_name import same_name

_PARTIES = {
    "agent": "L’agent",
    "employer": "L’employeur d’origine",
    "host": "L’accueil",
    "cdg": "Le centre de gestion",
    "cnfpt": "Le CNFPT",
}
_VISA = "Visa du centre de gestion"


class MobilityDocument(models.Model):
    """What the certificate of a document says, in French: it is part of the act."""

    _inherit = "mobility.document"

    def _certificate(self):
        """Who signed, when, how, and the hashes that prove it."""
        self.ensure_one()
        lang = "fr_FR" if self.env["res.lang"]._get_data(code="fr_FR") else None
        act = self.with_context(lang=lang) if lang else self
        rows = act.signatory_ids.filtered(lambda row: row.state == "signed")
        told = {
            line.signatory_id: line.details
            for line in act.journal_ids.sorted("rank")
            if line.event == "signed"
        }
        return Certificate(
            document=f"{act.display_name} – version {act.version}",
            house=act.company_id.name,
            frozen_on=act._certificate_time(act.frozen_on),
            frozen_sha256=act.frozen_sha256,
            journal_sha256=act.journal_head,
            journal_lines=act.journal_count,
            code=act.verification_code,
            address=act.get_base_url(),
            signatures=tuple(row._certificate_words(told.get(row, {})) for row in rows),
        )

    def _certificate_time(self, instant):
        """“3 novembre 2026 à 14 h 05”, by the clock of the centre de gestion."""
        zone = pytz.timezone(self.company_id._mobility_zone())
        return moment(pytz.utc.localize(instant).astimezone(zone))


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def _certificate_words(self, told):
        """This signature as the certificate says it.

        :param told: what the journal kept of it
        """
        self.ensure_one()
        document, on_paper = self.document_id, self.method == "paper"
        recorded = document._certificate_time(self.recorded_at)
        when = f"le {recorded}"
        if on_paper:
            when = (
                f"le {day(self.signed_on)} ; noté par le centre de gestion le "
                f"{recorded}"
            )
        return Signature(
            party=_VISA if self.role == "visa" else _PARTIES[self.party],
            name=self.name,
            organisation=self.organisation_name or "",
            quality=self.quality or "",
            delegation=self.delegation_reference or "",
            instead_of=self.substitute_of_id.name or "",
            signed_as=self._signed_under(told.get("typed_name") or ""),
            declared=told.get("consent_text") or "",
            when=when,
            how=self._certificate_how(told.get("destination")),
            picture=self._drawn_signature(),
            on_paper=on_paper,
            visa=self.role == "visa",
        )

    def _signed_under(self, typed):
        """The name that was typed, when it is not the one that the document bears."""
        return "" if not typed or same_name(typed, self.name) else typed

    def _certificate_how(self, destination):
        if self.method == "paper":
            return "Sur papier"
        if self.role == "visa":
            return "Dans l’outil du centre de gestion, avec un compte personnel"
        ways = {
            "portal": "Dans un espace personnel, avec un mot de passe",
            "code": "Par un lien personnel",
        }
        way = ways[self.method]
        if not destination:
            return way
        return f"{way} et un code à usage unique envoyé à {destination}"

    def _drawn_signature(self):
        """The bytes of the picture that was drawn, b'' without one."""
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "signature"),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
        )
        return file.raw or b""
