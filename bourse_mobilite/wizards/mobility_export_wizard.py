import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.guard import civil_day
from ..models.mobility_import import KINDS
from ..models.register.export import TEXT_KEYS
from ..models.register.exports import EXPORT_OF
from ..rules.register.file import write_table
from ..rules.register.repair import fold

_GROUP = "base.group_allow_export"
# Beyond, the web client sends the first ids of a selection, and its domain.
_MOST_IDS = 20_000


class MobilityExportWizard(models.TransientModel):
    """A list as a spreadsheet, that can be corrected and imported again."""

    _name = "mobility.export.wizard"
    _description = "Export of a list"

    kind = fields.Selection(KINDS, string="What to export", required=True)
    record_ids = fields.Json(help="Empty: all that one may read.")
    scope = fields.Text(compute="_compute_scope", string="How many")
    column_ids = fields.One2many(
        "mobility.export.column",
        "wizard_id",
        string="Columns",
        compute="_compute_column_ids",
        store=True,
        readonly=False,
    )
    all_columns = fields.Boolean(
        string="Tick all the columns",
        compute="_compute_all_columns",
        store=True,
        readonly=False,
    )
    kept = fields.Char(readonly=True, help="The columns ticked last time.")
    file = fields.Binary(readonly=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        values.setdefault("kind", "places")
        if "record_ids" in fields:
            values["record_ids"] = self._selected(values["kind"])
        return values

    def _selected(self, kind):
        """The ids of the records ticked on the list; None when there was no list."""
        context, model = self.env.context, EXPORT_OF[kind].model
        if context.get("active_model") != model:
            return None
        ids = context.get("active_ids")
        if ids and len(ids) >= _MOST_IDS and context.get("active_domain"):
            ids = self.env[model].search(context["active_domain"]).ids
        return ids or None

    @api.depends("kind", "record_ids")
    def _compute_scope(self):
        for wizard in self:
            count = len(wizard._records())
            chosen = wizard.record_ids
            if not chosen:
                wizard.scope = self.env._("All that you may read: %s.", count)
                continue
            lines = [self.env._("Your selection: %s.", count)]
            if count < len(set(chosen)):
                lines.append(wizard._left_out())
            wizard.scope = "\n".join(lines)

    def _left_out(self):
        """Why some of what was ticked is not exported."""
        return {
            "places": self.env._(
                "The offers of another centre de gestion are left out."
            ),
            "employers": self.env._(
                "Contacts that are no public employer are left out."
            ),
            "tutors": self.env._(
                "Only tutors in force are exported: HR contacts, signing authorities "
                "and roles that have ended are left out."
            ),
            "agents": self.env._(
                "Files that are archived or say no employer are left out."
            ),
            "trainings": self.env._("Archived trainings are left out."),
            "metiers": self.env._("Métiers that no longer exist are left out."),
        }[self.kind]

    @api.depends("kind")
    def _compute_column_ids(self):
        for wizard in self:
            export = EXPORT_OF[wizard.kind or "places"](self.env)
            always = {column.key for column in export.chosen(())}
            kept = wizard._remembered()
            wizard.column_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "position": position,
                            "key": column.key,
                            "heading": column.heading,
                            "always": column.key in always,
                            "chosen": kept is None or column.key in {*kept, *always},
                        }
                    )
                    for position, column in enumerate(export.columns)
                ),
            ]

    @api.depends("column_ids.chosen")
    def _compute_all_columns(self):
        for wizard in self:
            wizard.all_columns = all(wizard.column_ids.mapped("chosen"))

    @api.onchange("all_columns")
    def _onchange_all_columns(self):
        """Tick them all, or none: the box says no more than the columns do."""
        wanted = self.all_columns  # which the first change below changes
        if wanted != all(self.column_ids.mapped("chosen")):
            for column in self.column_ids:
                column.chosen = column.always or wanted

    def _remembered(self):
        """The keys ticked last time by the user for this kind, None the first time."""
        kept = self.env["ir.default"]._get(
            self._name, "kept", user_id=True, condition=f"kind={self.kind}"
        )
        return None if kept is None else kept.split()

    def _remember(self, columns):
        self.env["ir.default"].set(
            self._name,
            "kept",
            " ".join(column.key for column in columns),
            user_id=True,
            condition=f"kind={self.kind}",
        )

    def _records(self):
        if not self.kind:
            return self.browse()
        return EXPORT_OF[self.kind](self.env).records(self.record_ids or None)

    def action_download(self):
        """Write the file with the user's own rights, remember its columns, and
        download it.

        :raises AccessError: the user may not export
        :raises UserError: there is nothing to export
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(_GROUP):
            raise AccessError(
                self.env._(
                    "You may not export lists. An administrator gives this right on "
                    "the form of your user."
                )
            )
        records = self._records()
        if not records:
            raise UserError(self.env._("There is nothing to export here."))
        export = EXPORT_OF[self.kind](self.env)
        columns = export.chosen(self.column_ids.filtered("chosen").mapped("key"))
        self._remember(columns)
        self.file = base64.b64encode(self._content(export, records, columns))
        day = civil_day(self).isoformat()
        name = f"{fold(export.kind.title)}-{day}.xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{name}?download=true",
            "target": "new",
            "close": True,
        }

    @api.model
    def _content(self, export, records, columns):
        """The bytes of the .xlsx."""
        return write_table(
            export.kind.title,
            [column.heading for column in columns],
            export.rows(records, columns),
            widths={
                column.heading: 40
                for column in columns
                if column.key in ("description", *export.kind.names)
            },
            text_columns={
                column.heading for column in columns if column.key in TEXT_KEYS
            },
        )


class MobilityExportColumn(models.TransientModel):
    """A column of the list, ticked or not."""

    _name = "mobility.export.column"
    _description = "Column of an exported list"
    _order = "position, id"

    wizard_id = fields.Many2one(
        "mobility.export.wizard", required=True, ondelete="cascade", index=True
    )
    position = fields.Integer()
    key = fields.Char(required=True)
    heading = fields.Char(string="Column")
    always = fields.Boolean(string="Always exported")
    chosen = fields.Boolean(string="Export")
