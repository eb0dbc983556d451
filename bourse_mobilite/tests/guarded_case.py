"""A document, a signatory and a line of a journal that nobody may change."""

import base64

from odoo import fields, models

from .check_case import picture

FILE = base64.b64encode(b"%PDF-1.4 autre").decode()


class Guarded:
    """What was done with each record, and how one may try to change it."""

    def _tell(self):
        self.document = self.frozen_convention().document_id
        self.row = self.document.signatory_ids.filtered(
            lambda row: row.party == "agent"
        )
        self.row._sign("portal", {"identity": "user"}, "Aurélie", picture())
        self.line = self.document.journal_ids[0]
        self.admin = self.env.ref("base.user_admin")
        self.env["res.users"].browse(self.admin.id).group_ids += self.env.ref(
            "bourse_mobilite.group_mobility_manager"
        )
        self.users = {
            "admin": self.admin,
            "manager": self.manager,
            "referent": self.referent,
            "adviser": self.adviser,
            "internal": self.internal,
            **self.portal_users,
            "public": self.public,
        }
        self.env.flush_all()

    def _records(self):
        return self.document, self.row, self.line

    def _changes(self, record):
        """Values for each stored field of the record that an act wrote."""
        values = {
            "char": "autre", "text": "autre", "integer": 9, "datetime": "2020-01-01",
            "date": "2020-01-01", "binary": FILE, "json": ["autre"], "boolean": True,
        }  # fmt: skip
        for name, field in record._fields.items():
            if name in models.MAGIC_COLUMNS or not field.store:
                continue
            if field.type == "one2many":
                continue
            if field.type == "selection":
                yield name, field.get_values(self.env)[-1]
            elif field.type == "many2one":
                yield name, record[name].id or 1
            elif field.type == "many2many":
                yield name, [fields.Command.clear()]
            else:
                yield name, values[field.type]

    def _files(self):
        return self.env["ir.attachment"].search(
            [
                "|",
                "&", ("res_model", "=", "mobility.document"),
                ("res_id", "=", self.document.id),
                "&", ("res_model", "=", "mobility.signatory"),
                ("res_id", "=", self.row.id),
                ("res_field", "!=", False),
            ]
        )  # fmt: skip
