import hashlib
import json

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import integrity, journal
from .mobility_document import _FROZEN

# As many journals as are in memory at the same time.
BATCH = 200
# Columns of a signatory that its journal tells, and what they are called there.
_COLUMNS = {"recorded_by": "recorded_by_id"}


def _plain(value):
    """A value of a field as the journal keeps it."""
    if isinstance(value, models.BaseModel):
        return value.id or None
    if hasattr(value, "isoformat"):
        return fields.Datetime.to_string(value)
    if isinstance(value, list | dict):
        written = json.dumps(value, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()
    return value or None


class MobilitySignatory(models.Model):
    _inherit = "mobility.signatory"

    def _journal_dates(self, signed_on, now):
        """What the journal keeps of when this row is signed or refused."""
        return {
            "signed_on": str(signed_on),
            "recorded_at": fields.Datetime.to_string(now),
        }

    def _told_of(self, name):
        """The plain value of what the journal calls ``name``."""
        value = self[_COLUMNS.get(name, name)]
        if name == "signed_on":
            return str(value or "")
        return _plain(value)


class MobilityDocument(models.Model):
    """Each night every document is compared with its journal: what was changed behind
    the back of the mechanisms, in the database or among the files, is told."""

    _inherit = "mobility.document"

    checked_on = fields.Datetime(
        string="Last check", readonly=True, copy=False, groups="base.group_user"
    )
    findings = fields.Json(readonly=True, copy=False, groups="base.group_user")
    alert = fields.Text(
        compute="_compute_alert",
        groups="base.group_user",
        help="What does not match the journal, as the last check found it.",
    )

    summary_text = fields.Text(
        compute="_compute_summary_text", groups="base.group_user"
    )

    _check_idx = models.Index("(checked_on, id)")

    def _frozen_words(self):
        """What the journal keeps of the document itself, besides its file."""
        self.ensure_one()
        names = _FROZEN - {"frozen_file"} | self._owner_names() | {"issuer_id"}
        return {name: _plain(self[name]) for name in sorted(names)}

    @api.model
    def _owner_names(self):
        """The fields that name what owns a document, whatever its kind."""
        owners = self.env.registry["mobility.document.owner"]
        return {
            name
            for name, field in self._fields.items()
            if field.type == "many2one"
            and field.store
            and issubclass(self.env.registry[field.comodel_name], owners)
        }

    @api.depends("findings")
    @api.depends_context("lang")
    def _compute_alert(self):
        for document in self:
            document.alert = "\n".join(
                document._sentence(*finding) for finding in document.findings or []
            )

    @api.depends("summary")
    def _compute_summary_text(self):
        for document in self:
            document.summary_text = "\n".join(
                f"{label} : {text}" for label, text in document.summary or []
            )

    def _sentence(self, code, what="", name=""):
        """The words of a finding, for who reads the file."""
        subject = self._subject(code, what, name)
        return {
            "journal": self.env._(
                "The journal was changed: it does not hold from line %s on.", what
            ),
            "unfounded": self.env._("The journal does not say how it was made."),
            "document": self.env._("Changed since it was frozen: %s.", subject),
            "state": self.env._("Its state does not follow from the signatures."),
            "row_missing": self.env._("A signatory is missing: %s.", name),
            "row_added": self.env._("A signatory was added by no act: %s.", name),
            "row": self.env._("Changed, and the journal says otherwise: %s.", subject),
            "file_missing": self.env._("A file is missing: %s.", subject),
            "file_added": self.env._("A file was added by no act: %s.", subject),
            "file_changed": self.env._("This file is no longer the same: %s.", subject),
            "file_open": self.env._("This file could be read by others: %s.", subject),
        }[code]

    def _subject(self, code, what, name):
        """What a finding is about: the name of a field, and whose it is."""
        model = self.env["mobility.signatory"] if name else self
        field = model._fields.get(_COLUMNS.get(what, what))
        label = field._description_string(self.env) if field else what
        return f"{label} ({name})" if name else label

    # What is found

    def _findings(self):
        """``{document: [[code, what, whose], …]}``, an empty list when all is as the
        journal tells; the number of queries does not grow with the documents."""
        self.env.flush_all()
        self.env.invalidate_all()
        documents = self.sudo()
        lines = (
            self.env["mobility.journal"]
            .sudo()
            .search(Domain("document_id", "in", documents.ids), order="rank")
            .grouped("document_id")
        )
        rows = (
            self.env["mobility.signatory"]
            .sudo()
            .search(Domain("document_id", "in", documents.ids), order="id")
            .grouped("document_id")
        )
        files = documents._kept_files(rows)
        no_line, no_row = self.env["mobility.journal"], self.env["mobility.signatory"]
        return {
            document: document._compare(
                lines.get(document, no_line), rows.get(document, no_row), files
            )
            for document in documents
        }

    def _compare(self, lines, rows, files):
        """The findings of one document, from its lines and rows and ``files``."""
        broken = self._compare_journal(lines)
        told = self._told(lines, broken)
        found = [
            *broken,
            *([] if told.frozen_sha256 else [["unfounded", "", ""]]),
            *self._compare_document(told, rows),
            *self._compare_rows(told, rows),
            *self._compare_file(files, "frozen_file", told.frozen_sha256),
            *self._compare_file(files, "sealed_file", told.sealed_sha256),
        ]
        for row in rows:
            expected = told.rows.get(row.id, {})
            for name in ("signature", "scan"):
                sha256 = expected.get(f"{name}_sha256", "")
                found += row.document_id._compare_file(files, name, sha256, row)
        return found

    def _told(self, lines, broken):
        """What the journal tells; of one that was changed beyond reading, what it
        told before."""
        try:
            return integrity.told(line._line() for line in lines)
        except (AttributeError, KeyError, TypeError, ValueError):
            if not broken:
                raise
            whole = lines[: int(broken[0][1]) - 1]
            return integrity.told(line._line() for line in whole)

    def _compare_journal(self, lines):
        chain = [(line._line(), line.sha256) for line in lines]
        broken = journal.first_break(chain, self.journal_count, self.journal_head or "")
        previous = journal.NOTHING
        for rank, line in enumerate(lines, 1):
            if broken and rank >= broken[0]:
                break
            if line.previous_sha256 != previous or line.company_id != self.company_id:
                broken = (rank, "previous")
            previous = line.sha256
        if not broken:
            return []
        rank, what = broken
        # The next line is the one that will not hold.
        return [["journal", str(rank + (what == "head")), ""]]

    def _compare_document(self, told, rows):
        known = self._frozen_words()
        expected = {
            **told.document,
            "frozen_sha256": told.frozen_sha256,
        }
        changed = integrity.differences(expected, known.get)
        kept = {
            "sealed_sha256": told.sealed_sha256,
            "dropped_as": told.dropped_as,
            "dropped_reason": told.dropped_reason,
        }
        changed += integrity.differences(kept, lambda name: self[name])
        if (_plain(self.sealed_on) or "") != told.sealed_on:
            changed.append("sealed_on")
        found = [["document", name, ""] for name in changed]
        state = integrity.state_of(self.dropped_as, rows.mapped("state"))
        return found + ([] if state == self.state else [["state", "state", ""]])

    def _compare_rows(self, told, rows):
        kept = {row.id: row for row in rows}
        found = [
            ["row_missing", "", row["name"]]
            for number, row in told.rows.items()
            if number not in kept
        ]
        for number, row in kept.items():
            if number not in told.rows:
                found.append(["row_added", "", row.name])
                continue
            expected = {
                name: value
                for name, value in told.rows[number].items()
                if not name.endswith("_sha256")
            }
            # Whose centre de gestion it is follows from the document.
            expected["company_id"] = self.company_id.id
            whose = told.rows[number]["name"]
            for name in integrity.differences(expected, row._told_of):
                found.append(["row", name, whose])
        return found
