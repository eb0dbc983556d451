import hashlib
from pathlib import Path

from odoo import api, models
from odoo.tools import SQL

# Bytes read at once.
_PIECE = 1 << 20


class MobilityDocument(models.Model):
    """The nightly check of the files of a document: their bytes, and what Odoo keeps
    about them; one by one, never a whole file in memory."""

    _inherit = "mobility.document"

    def _compare_file(self, files, name, sha256, row=None):
        kept = files.get((row or self)._name, {}).get((name, (row or self).id), [])
        whose = row.name if row else ""
        if not kept:
            return [["file_missing", name, whose]] if sha256 else []
        if not sha256 or len(kept) > 1:
            return [["file_added", name, whose]]
        (file,) = kept
        found = []
        if not self._is_same(file, sha256):
            found.append(["file_changed", name, whose])
        if file["public"] or file["access_token"] or file["url"]:
            found.append(["file_open", name, whose])
        return found

    def _kept_files(self, rows):
        """The rows of `ir_attachment` that hold the files, without their bytes:
        ``{model: {(field, id): [row, …]}}``."""
        owners = {
            "mobility.document": (self.ids, ["frozen_file", "sealed_file"]),
            "mobility.signatory": (
                [row.id for own in rows.values() for row in own],
                ["signature", "scan"],
            ),
        }
        files = {}
        for model, (ids, names) in owners.items():
            files[model] = {}
            if not ids:
                continue
            self.env.cr.execute(
                SQL(
                    """
                    SELECT id, res_field, res_id, type, url, public, access_token,
                           store_fname, checksum, file_size
                      FROM ir_attachment
                     WHERE res_model = %s AND res_field IN %s AND res_id IN %s
                     ORDER BY id
                    """,
                    model,
                    tuple(names),
                    tuple(ids),
                )
            )
            for file in self.env.cr.dictfetchall():
                key = file["res_field"], file["res_id"]
                files[model].setdefault(key, []).append(file)
        return files

    @api.model
    def _is_same(self, file, sha256):
        """Whether the bytes of the file are those of the hash, and what Odoo keeps
        about them says so."""
        found, sha1, size = hashlib.sha256(), hashlib.sha1(), 0
        for piece in self._pieces(file):
            found.update(piece)
            sha1.update(piece)
            size += len(piece)
        return (
            file["type"] == "binary"
            and found.hexdigest() == sha256
            and sha1.hexdigest() == file["checksum"]
            and size == file["file_size"]
        )

    @api.model
    def _pieces(self, file):
        """The bytes of a kept file, little by little."""
        if file["store_fname"]:
            path = Path(self.env["ir.attachment"]._full_path(file["store_fname"]))
            try:
                with path.open("rb") as opened:
                    while piece := opened.read(_PIECE):
                        yield piece
            except OSError:
                return
        else:
            # Where the files are kept in the database.
            self.env.cr.execute(
                "SELECT db_datas FROM ir_attachment WHERE id = %s", [file["id"]]
            )
            yield bytes(self.env.cr.fetchone()[0] or b"")
