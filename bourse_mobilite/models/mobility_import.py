import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import clean_context

from ..rules.register.file import read_sheet
from ..rules.register.kinds import KIND_OF
from ..rules.register.rows import RegisterError, parse_register
from .guard import acting, is_acting, refuse_unless_acting
from .register.file_messages import FILE_MESSAGES
from .register.messages import sentence
from .register.plans import PLAN_OF

KINDS = [
    ("places", "Host places"),
    ("employers", "Employers"),
    ("tutors", "Tutors"),
    ("agents", "Agents"),
    ("trainings", "Trainings"),
    ("metiers", "Métiers (ROME, RMFP, CNFPT)"),
]
# What a client chooses; the import alone writes the rest.
_CHOSEN = {"kind", "file", "file_name", "sender_id", "column_ids"}
_OPEN = ("draft", "columns", "preview")


class MobilityImport(models.Model):
    """A file that somebody sent becomes employers, offers, tutors, agents…

    Its steps: the file; which column holds what, when that is not sure; a preview
    that writes nothing but itself; the import. The import decides everything again
    from the file, and never trusts a line that a client could have sent.
    """

    _name = "mobility.import"
    _description = "Import of a file"
    _order = "id desc"
    _rec_name = "file_name"

    kind = fields.Selection(
        KINDS, string="What it lists", required=True, default="places"
    )
    file = fields.Binary(string="File (.xlsx, .ods, .csv)")
    file_name = fields.Char()
    sender_id = fields.Many2one(
        "res.partner",
        string="Sent by",
        index="btree_not_null",
        ondelete="set null",
        domain=[("mobility_employer_kind", "!=", False)],
        help="The employer that sent the file: its columns are remembered, and a row "
        "that names no employer is its own. Empty: several employers.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Centre de gestion",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    from_portal = fields.Boolean(
        readonly=True, help="Sent by the employer on its own pages."
    )
    state = fields.Selection(
        [
            ("draft", "File"),
            ("columns", "Columns"),
            ("checking", "Being checked"),
            ("preview", "Preview"),
            ("running", "Being imported"),
            ("stopped", "Stopped"),
            ("done", "Imported"),
            ("undoing", "Being undone"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    column_ids = fields.One2many("mobility.import.column", "import_id")
    line_ids = fields.One2many("mobility.import.line", "import_id", readonly=True)
    effect_ids = fields.One2many("mobility.import.effect", "import_id", readonly=True)
    created_count = fields.Integer(string="Created", readonly=True)
    updated_count = fields.Integer(string="Updated", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    rejected_count = fields.Integer(string="Rejected", readonly=True)
    to_write_count = fields.Integer(compute="_compute_to_write_count")
    done_count = fields.Integer(string="Rows written", readonly=True)
    progress = fields.Integer(compute="_compute_progress")
    digest = fields.Char(readonly=True, help="Fingerprint of the preview.")
    failure = fields.Char(readonly=True)
    rejected_file = fields.Binary(readonly=True)
    imported_on = fields.Datetime(readonly=True)

    @api.depends("created_count", "updated_count")
    def _compute_to_write_count(self):
        for batch in self:
            batch.to_write_count = batch.created_count + batch.updated_count

    @api.depends("done_count", "to_write_count")
    def _compute_progress(self):
        """Percentage of the rows to write that are written."""
        for batch in self:
            batch.progress = (
                100 * batch.done_count // batch.to_write_count
                if batch.to_write_count
                else 0
            )

    @api.depends("file_name", "kind")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.file_name or self.env._("Import a file")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_unless_acting(self, vals.keys() - _CHOSEN)
        # A client may send defaults of its own in the context.
        own = self.with_env(self.env(context=clean_context(self.env.context)))
        return super(MobilityImport, own).create(vals_list).with_env(self.env)

    def write(self, vals):
        refuse_unless_acting(self, vals.keys() - _CHOSEN)
        if not is_acting(self) and any(batch.state not in _OPEN for batch in self):
            raise UserError(
                self.env._("This import has moved on: please reload the page.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unwritten(self):
        """What an import wrote can be undone from it alone: a manager alone may forget
        it, with what it says of people."""
        states = (*_OPEN, "undone")
        if self.env.user.has_group("bourse_mobilite.group_mobility_manager"):
            states += ("done",)
        kept = self.filtered(lambda batch: batch.state not in states)
        if kept and not is_acting(self):
            raise UserError(
                self.env._(
                    "“%s” has been imported: undo it before deleting it.",
                    kept[0].display_name,
                )
            )

    def _note(self, **vals):
        """Write what the import says of itself."""
        acting(self.sudo()).write(vals)

    def _content(self):
        self.ensure_one()
        # The web client asks for the size of a file instead of the file.
        content = self.with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("Choose the file first."))
        try:
            return base64.b64decode(content)
        except binascii.Error as error:
            message = sentence(self.env, FILE_MESSAGES, "damaged", {})
            raise UserError(message) from error

    def _read_register(self):
        """The register that the file holds.

        :raises UserError: no file, or one that cannot be read.
        """
        content = self._content()
        try:
            title, lines = read_sheet(content)
            return parse_register(lines, KIND_OF[self.kind], title)
        except RegisterError as error:
            message = sentence(self.env, FILE_MESSAGES, error.code, error.details)
            raise UserError(message) from error

    def _plan(self, register=None):
        """What the file would change now, with the columns that were chosen."""
        return PLAN_OF[self.kind](
            self.env,
            self._with_columns(register or self._read_register()),
            own=self.sender_id or None,
            only=self.sender_id if self.from_portal else None,
        )

    def _with_columns(self, register):
        """The register read with the columns that were chosen.

        :raises UserError: two hold the same, or one that no row can do without is
            missing
        """
        chosen = self.column_ids.filtered("key").grouped("key")
        for key, columns in chosen.items():
            if len(columns) > 1:
                raise UserError(
                    self.env._(
                        "Several columns are said to hold “%(what)s”: %(columns)s. "
                        "Keep one, and choose “do not read” for the others.",
                        what=KIND_OF[self.kind].by_key[key].heading,
                        columns=", ".join(one.heading or "?" for one in columns),
                    )
                )
        register = register.with_columns(
            {key: column.position for key, column in chosen.items()}
        )
        missing = register.missing(own=bool(self.sender_id))
        if missing:
            message = sentence(
                self.env, FILE_MESSAGES, "missing_headings", {"headings": missing}
            )
            raise UserError(message)
        return register

    def action_preview(self):
        """Read the file; ask what its columns hold when that is not sure, else show
        what the import would do, row by row. Nothing else is written."""
        self.ensure_one()
        self._check_may_import()
        register = self._read_register()
        if self._propose_columns(register):
            self._note(state="columns")
            return None
        return self._check_file(register)

    def action_columns(self):
        """The columns are chosen: on to the preview."""
        self.ensure_one()
        self._check_may_import()
        return self._check_file(self._read_register())

    def action_back_to_columns(self):
        """Say again what each column holds."""
        self.ensure_one()
        self._check_may_import("preview")
        self._forget_preview("columns")

    def action_other_file(self):
        """Back to the choice of a file."""
        self.ensure_one()
        self._check_may_import("columns", "preview")
        self._forget_preview("draft")
        self._note(file=False, file_name=False, column_ids=[Command.clear()])

    def _forget_preview(self, state):
        acting(self.sudo()).line_ids.unlink()
        counts = ("created", "updated", "unchanged", "rejected", "done")
        self._note(
            state=state,
            digest=False,
            failure=False,
            rejected_file=False,
            **{f"{status}_count": 0 for status in counts},
        )

    def _check_may_import(self, *states):
        """Refuse what the user may not make, or what another window has done."""
        self.check_access("write")
        if not self.from_portal:
            model = self.env[PLAN_OF[self.kind].writes]
            if self.kind == "metiers" and not model.has_access("create"):
                raise AccessError(self.env._("Only a manager may import métiers."))
            model.check_access("create")
        if self.state not in (states or _OPEN):
            raise UserError(
                self.env._("This import has moved on: please reload the page.")
            )
