import json

from odoo import SUPERUSER_ID, api, fields, models

from .day_words import day_words

# What only the person of the signature does, whoever is connected in the browser.
_OWN = {"opened", "code_sent", "code_failed", "signed", "refused"}
_DAYS = {"signed_on", "last_day", "asked_on"}
_TIMES = {"recorded_at", "code_sent_on", "code_validated_on", "sealed_on"}
# Numbers of rows, for programs; the names beside them say the same.
_TECHNICAL = {
    "id", "step", "sequence", "partner", "organisation_id", "substitute_of", "document",
}  # fmt: skip
# What the list shows of a line: who or what, how, and why.
_SHORT = (
    "names", "version", "instead_of", "destination", "attempt", "method", "last_day",
    "reason", "no_code", "failure", "found",
)  # fmt: skip
_WITH_LABEL = {"version", "attempt", "last_day"}
_HASH_SHOWN = 12


class MobilityJournal(models.Model):
    """A line as staff read it: who acted, and what is kept in plain words. It is made
    for the screen, from what is stored; what is chained stays as it was written."""

    _inherit = "mobility.journal"

    actor = fields.Char(string="Who acted", compute="_compute_actor")
    details_text = fields.Text(string="What is kept", compute="_compute_details_text")
    details_short = fields.Char(string="In short", compute="_compute_details_text")
    chained_text = fields.Text(
        string="The line as it is chained",
        compute="_compute_chained_text",
        help="Word for word: with the fingerprint of the line before, what the "
        "fingerprint of this one is made from.",
    )

    @api.depends("details", "event", "signatory_id", "user_id")
    @api.depends_context("lang")
    def _compute_actor(self):
        for line in self:
            line.actor = line._who() or self.env._("The system")

    @api.depends("details", "event", "signatory_id", "user_id")
    @api.depends_context("lang")
    def _compute_details_text(self):
        labels = self._labels()
        for line in self:
            texts = line._texts(labels)
            written = {
                key: self.env._(
                    "%(label)s: %(value)s", label=labels.get(key, key), value=text
                )
                for key, text in texts.items()
            }
            line.details_text = "\n".join(written.values())
            short = [
                written[key] if key in _WITH_LABEL else texts[key]
                for key in _SHORT
                if key in texts
            ]
            line.details_short = " ; ".join(short) or texts.get("identity", "")

    @api.depends("details", "document_id", "event", "on", "rank", "signatory_id")
    def _compute_chained_text(self):
        for line in self:
            line.chained_text = json.dumps(
                line._line(), ensure_ascii=False, indent=4, sort_keys=True
            )

    def _details(self):
        """What is kept; nothing of what somebody broke in the database."""
        self.ensure_one()
        return self.details if isinstance(self.details, dict) else {}

    def _who(self):
        """Who did it: the person of the link, whatever account was open in the browser;
        '' for what the program did by itself."""
        details, name = self._details(), ""
        if self.event in _OWN and details.get("method") != "paper":
            name = details.get("name") or self.signatory_id.name
        elif details.get("way") == "link":
            name = details.get("by")
        return str(name or self._account().name or "")

    def _account(self):
        """The account of a person that was open, if any (sudo)."""
        user = self.sudo().user_id
        nobody = user.id == SUPERUSER_ID or (user and user._is_public())
        return user.browse() if nobody else user

    def _texts(self, labels):
        """What is kept, as ``{key: plain text}`` in the order of ``labels``."""
        self.ensure_one()
        line = self.sudo()
        details = line._details()
        account = self._account().name
        if account != self._who() and "identity" in details:
            details = {**details, "account": account}
        texts = {}
        for key in sorted(details, key=[*labels, *details].index):
            value = details[key]
            if key in _TECHNICAL or not value:
                continue
            try:
                texts[key] = line._text(key, value)
            except (AttributeError, KeyError, TypeError, ValueError):
                # Changed in the database: shown as it is, and found by the check.
                texts[key] = str(value)
        return texts

    def _text(self, key, value):
        """A kept value in plain words."""
        if key.endswith("sha256"):
            return f"{value[:_HASH_SHOWN]}…"
        if key in _TIMES:
            return self.document_id._public_time(fields.Datetime.to_datetime(value))
        if key in _DAYS:
            return day_words(self.env, fields.Date.to_date(value))
        if key in ("signatories", "instead_of"):
            rows = value if isinstance(value, list) else [value]
            return " ; ".join(map(self._named, rows))
        if key == "mailboxes":
            return ", ".join(one["masked"] for one in value)
        if key == "found":
            return " ".join(self.document_id._sentence(*one) for one in value)
        if key == "recorded_by":
            # Who records is who is connected.
            return self.user_id.name if value == self.user_id.id else str(value)
        if key == "language":
            name = self.env["res.lang"]._get_data(code=value).name or value
            return name.rpartition("/")[2].strip()
        if key == "identity":
            return self._identity(value)
        if choices := self._choices(key):
            return choices.get(value, value)
        return ", ".join(value) if isinstance(value, list) else str(value)

    @api.model
    def _named(self, words):
        """“Paule Maire, maire (Commune de Lassigny)”."""
        name = ", ".join(filter(None, (words["name"], words["quality"])))
        organisation = words["organisation"]
        named = organisation and organisation != name
        return f"{name} ({organisation})" if named else name

    @api.model
    def _identity(self, value):
        kind, _space, which = value.partition(" ")
        if kind == "link":
            return self.env._("The personal link received by e-mail")
        if kind == "user" and which:
            return self.env._("The account %s", which)
        return value

    def _choices(self, key):
        """The words of a value that is chosen among a few, {} for the others."""
        signatories = self.env["mobility.signatory"]
        if key == "method" and self._details().get("role") == "visa":
            return dict.fromkeys(["portal"], signatories._visa_method())
        if key == "channel":
            return {
                "email": self.env._("A code sent by e-mail"),
                "session": self.env._("The account alone"),
            }
        fields_of = {
            "party": signatories._fields["party"],
            "role": signatories._fields["role"],
            "method": signatories._fields["method"],
            "failure": self.env["mobility.document"]._fields["seal_failure"],
            "way": self.env["mobility.convention"]._fields["given_up_way"],
        }
        field = fields_of.get(key)
        return dict(field._description_selection(self.env)) if field else {}

    @api.model
    def _labels(self):
        """What each kept value is called, in the order in which one reads them."""
        env = self.env
        return {
            "names": env._("People"),
            "version": env._("Version"),
            "by": env._("Asked by"),
            "name": env._("Name on the document"),
            "quality": env._("Quality"),
            "organisation": env._("For"),
            "delegation": env._("Delegation"),
            "party": env._("Party"),
            "role": env._("What is asked"),
            "instead_of": env._("Instead of"),
            "typed_name": env._("Name typed"),
            "method": env._("How"),
            "way": env._("How"),
            "signed_on": env._("Date"),
            "asked_on": env._("Asked on"),
            "last_day": env._("Last day"),
            "recorded_at": env._("Recorded on"),
            "recorded_by": env._("Recorded by"),
            "reason": env._("Reason"),
            "signatories": env._("Who signs"),
            "mailboxes": env._("Sent to"),
            "destination": env._("Code sent to"),
            "attempt": env._("Wrong code, attempt"),
            "code_sent_on": env._("Code sent on"),
            "code_validated_on": env._("Code typed on"),
            "attempts": env._("Attempts"),
            "channel": env._("Confirmed by"),
            "documents": env._("Documents signed together"),
            "printed_code": env._("Code printed on the paper"),
            "no_code": env._("Why no code can be read"),
            "scan_name": env._("Scanned file"),
            "consent_text": env._("What was declared"),
            "consent": env._("Version of this declaration"),
            "identity": env._("Known by"),
            "account": env._("Account open in the browser"),
            "ip": env._("Internet address"),
            "user_agent": env._("Browser"),
            "language": env._("Language"),
            "sealed_on": env._("Sealed on"),
            "failure": env._("Why it is not sealed"),
            "found": env._("What was found"),
            "certificate": env._("Certificate"),
            "journal_lines": env._("Lines of the journal then"),
            "sha256": env._("Fingerprint of the file"),
            "frozen_sha256": env._("Fingerprint of the file that was signed"),
            "signature_sha256": env._("Fingerprint of the drawn signature"),
            "scan_sha256": env._("Fingerprint of the scanned file"),
            "proof_sha256": env._("Fingerprint of the letter"),
            "mailbox_sha256": env._("Fingerprint of the mailbox"),
            "journal_sha256": env._("Fingerprint of the journal then"),
            "certificate_sha256": env._("Fingerprint of the certificate"),
        }
