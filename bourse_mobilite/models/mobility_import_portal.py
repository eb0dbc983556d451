import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules.register.kinds import KIND_OF
from ..rules.register.lines import MAX_HEAVY
from .guard import acting

# Bytes that are read of what somebody sends: one more than the reader takes.
MOST_READ = MAX_HEAVY * 1024**2 + 1
# Files that one person may leave unfinished in a day.
MOST_UNFINISHED = 20
_UNFINISHED = ("draft", "columns", "checking")
# Files of one's organisations that the page recalls, the newest first.
_RECALLED = 20
# Rows, or offers, that a page shows.
SHOWN = 50
_NAME = 100  # characters of a file's name


class MobilityImport(models.Model):
    """What an employer's HR contact may do with it, on the portal.

    Portal users have no right on the model: each method starts from the roles that
    the connected person holds at this very moment, and answers sudo records.
    """

    _inherit = "mobility.import"

    @api.model
    def _portal_roles(self):
        """The roles for which the connected person may send a list: one for each
        public employer and centre de gestion (sudo)."""
        roles_sudo = self.env["mobility.role"].sudo()
        held = roles_sudo.search(
            roles_sudo._current_domain("hr", "authority")
            & Domain("partner_id", "=", self.env.user.partner_id.id)
            & Domain("employer_id.mobility_employer_kind", "!=", False)
            & Domain("employer_id.active", "=", True),
            order="id",
        )
        one_each = {
            (role.employer_id, role.company_id): role for role in reversed(held)
        }
        return roles_sudo.browse(sorted(role.id for role in one_each.values()))

    @api.model
    def _portal_domain(self, roles_sudo):
        """The files that were sent for these roles' employers, on the portal."""
        of_roles = Domain.OR(
            Domain("sender_id", "=", role.employer_id.id)
            & Domain("company_id", "=", role.company_id.id)
            for role in roles_sudo
        )
        return (
            of_roles & Domain("from_portal", "=", True) & Domain("kind", "=", "places")
        )

    @api.model
    def _portal_sent(self, roles_sudo):
        """The files already sent for these roles' employers, the newest first (sudo)."""
        return self.sudo().search(self._portal_domain(roles_sudo), limit=_RECALLED)

    @api.model
    def _portal_find(self, import_id, roles_sudo):
        """The file, when it was sent for one of these roles' employers (sudo).

        :param roles_sudo: those of `_portal_roles`
        """
        batch_sudo = self.sudo().search(
            self._portal_domain(roles_sudo) & Domain("id", "=", import_id)
        )
        return batch_sudo.with_company(batch_sudo.company_id)

    @api.model
    def _portal_receive(self, role_sudo, name, content):
        """Read the file that somebody sends for the employer of ``role_sudo``, one of
        `_portal_roles`.

        :return: the import (sudo), whose columns or preview are to be shown
        :raises UserError: it cannot be read, or too many wait; nothing is kept
        """
        if not content and name:
            raise UserError(self.env._("This file is empty. Choose another one."))
        if not content:
            raise UserError(self.env._("Choose your file first."))
        user = self.env.user
        imports_sudo = self.sudo().with_company(role_sudo.company_id)
        # A preview with nothing to send has nothing left to finish.
        to_send = Domain("created_count", ">", 0) | Domain("updated_count", ">", 0)
        left = imports_sudo.search_count(
            Domain("user_id", "=", user.id)
            & Domain("from_portal", "=", True)
            & (
                Domain("state", "in", _UNFINISHED)
                | Domain("state", "=", "preview") & to_send
            )
            & Domain("create_date", ">", fields.Datetime.now() - timedelta(days=1))
        )
        if left >= MOST_UNFINISHED:
            raise UserError(
                self.env._(
                    "You have begun %s files since yesterday without sending them. "
                    "Finish one of those listed below, or come back tomorrow.",
                    left,
                )
            )
        with self.env.cr.savepoint():
            batch_sudo = acting(imports_sudo).create(
                {
                    "kind": "places",
                    "file": base64.b64encode(content),
                    "file_name": self._portal_file_name(name),
                    "sender_id": role_sudo.employer_id.id,
                    "from_portal": True,
                    "user_id": user.id,
                    "company_id": role_sudo.company_id.id,
                }
            )
            batch_sudo = imports_sudo.browse(batch_sudo.id)
            batch_sudo.action_preview()
        return batch_sudo

    @api.model
    def _portal_file_name(self, name):
        """A name that can be shown: no folder, nothing invisible, not too long."""
        name = (name or "").replace("\\", "/").rpartition("/")[2]
        name = "".join(char for char in name if char.isprintable()).strip()
        if len(name) > _NAME:
            name = f"{name[: _NAME - 10]}…{name[-9:]}"
        return name or self.env._("File without a name")

    def _portal_choose(self, keys):
        """Say what each column holds, then show the preview.

        :param keys: ``{position: key}``, as it was typed; what is not a column of the
            kind is not read
        :raises UserError: twice the same column, or one that is missing; the choices
            are kept
        """
        self.ensure_one()
        known = KIND_OF[self.kind].by_key
        for column in self.column_ids:
            key = keys.get(column.position, "")
            key = key if key in known else False
            if column.key != key:
                column.key = key
        # What was chosen stays, whatever comes out of it.
        self.env.flush_all()
        with self.env.cr.savepoint():
            self.action_columns()

    def _portal_send(self):
        """Write what the preview showed; a second time does nothing.

        :return: whether the data had changed, so that there is a new preview to read
        :raises UserError: why nothing could be written
        """
        self.ensure_one()
        if self.state != "preview" or not self.to_write_count:
            return False
        with self.env.cr.savepoint():
            self.action_import()
        return self.state == "preview"

    def _portal_missing(self):
        """The headings of the columns without which no row says anything."""
        return KIND_OF[self.kind].missing(self.column_ids.mapped("key"), own=True)

    def _portal_rejected(self):
        """The bytes of the rows to correct, or nothing."""
        content = self.with_context(bin_size=False).rejected_file
        return base64.b64decode(content) if content else b""

    def _portal_values(self):
        """What a list of files tells of each."""
        waiting = {
            "draft": self.env._("not finished"),
            "columns": self.env._("not finished: say what its columns hold"),
            "checking": self.env._("being read"),
            "preview": self.env._("not sent yet: look at the preview"),
            "running": self.env._("being recorded"),
            "stopped": self.env._("stopped: the centre de gestion takes it up"),
            "done": self.env._("sent to the centre de gestion"),
            "undoing": self.env._("being taken back by the centre de gestion"),
            "undone": self.env._("taken back by the centre de gestion"),
        }
        return [
            {
                "id": batch.id,
                "name": batch.display_name,
                "sender": batch.sender_id.name,
                "sent_on": batch.create_date,
                "state": batch.state,
                "says": batch._portal_nothing() or waiting[batch.state],
                "counted": batch.state in ("preview", "done"),
                "created": batch.created_count,
                "updated": batch.updated_count,
                "unchanged": batch.unchanged_count,
                "rejected": batch.rejected_count,
            }
            for batch in self
        ]

    def _portal_nothing(self):
        """What is said of a preview with nothing to send, or nothing."""
        if self.state == "preview" and not self.to_write_count:
            return self.env._("nothing to send")
        return ""

    def _portal_page(self):
        """What the page of one file shows."""
        self.ensure_one()
        (values,) = self._portal_values()
        values["failure"] = self.failure or ""
        values["to_write"] = self.to_write_count
        values["has_rejected"] = bool(self.rejected_count)
        values["sent_by"] = self.user_id.name
        if self.state == "columns" or (self.state == "preview" and self.to_write_count):
            values["whose"] = self._portal_whose()
        if self.state == "columns":
            values["columns"] = [
                {
                    "position": column.position,
                    "heading": column.heading or "",
                    "samples": (column.samples or "").split("\n"),
                    "key": column.key or "",
                }
                for column in self.column_ids
            ]
            values["choices"] = [
                {"key": key, "heading": column.heading, "help": column.help}
                for key, column in KIND_OF[self.kind].by_key.items()
            ]
            values["missing"] = self._portal_missing()
        if self.state in ("preview", "done"):
            values["rows"] = self._portal_rows(["rejected"])
        if self.state == "preview":
            values["accepted"] = self._portal_rows(["created", "updated"])
            values["unread"] = self.unread and self.env._(
                "Columns that are not read: %s.", self.unread
            )
        if self.state == "done":
            values["offers"] = self._portal_offers()
        return values

    def _portal_whose(self):
        """Whose every place is, when no column says it; or nothing."""
        return self.all_own and self.env._(
            "No column names the employer: all these places will be recorded for %s.",
            self.sender_id.name,
        )

    def _portal_rows(self, statuses):
        """The first rows of these statuses, as the page shows them."""
        lines_sudo = self.env["mobility.import.line"].search(
            [("import_id", "=", self.id), ("status", "in", statuses)],
            order="row_number, id",
            limit=SHOWN,
        )
        return [
            {
                "number": line.row_number,
                "name": line.second or "",
                "details": (line.details or "").split("\n"),
            }
            for line in lines_sudo
        ]

    def _portal_offers(self):
        """The first offers that the import made and that still exist (sudo)."""
        made = self.env["mobility.import.effect"].search(
            [
                ("import_id", "=", self.id),
                ("model", "=", "mobility.offer"),
                ("made", "=", True),
            ]
        )
        offers_sudo = self.env["mobility.offer"]
        return made._records()[:SHOWN] if made else offers_sudo
