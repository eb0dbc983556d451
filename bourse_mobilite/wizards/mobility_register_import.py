import base64
import binascii
from collections import Counter
from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules.register import RegisterError
from ..rules.register_file import write_rejected, write_template
from .register.messages import FILE_MESSAGES, sentence
from .register.plan import RegisterPlan

_SHOWN = 100  # characters of a name in the preview

# What asks for somebody's eyes first.
STATUSES = [
    ("rejected", "Rejected"),
    ("updated", "Updated"),
    ("created", "Created"),
    ("unchanged", "Unchanged"),
]


class MobilityRegisterImport(models.TransientModel):
    """An employer's register of host places becomes employers, tutors and offers.

    The preview writes nothing but itself; the import decides everything again from
    the file, and never trusts a line that a client could have sent.
    """

    _name = "mobility.register.import"
    _description = "Import a register of host places"

    file = fields.Binary(string="Register (.xlsx)")
    file_name = fields.Char()
    state = fields.Selection(
        [("draft", "File"), ("preview", "Preview"), ("done", "Imported")],
        default="draft",
        required=True,
        readonly=True,
    )
    line_ids = fields.One2many("mobility.register.line", "import_id", readonly=True)
    created_count = fields.Integer(string="Created", readonly=True)
    updated_count = fields.Integer(string="Updated", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    rejected_count = fields.Integer(string="Rejected", readonly=True)
    to_write_count = fields.Integer(compute="_compute_to_write_count")
    digest = fields.Char(readonly=True, help="Fingerprint of the preview.")
    template_file = fields.Binary(compute="_compute_template_file")
    rejected_file = fields.Binary(readonly=True)

    @api.depends("created_count", "updated_count")
    def _compute_to_write_count(self):
        for wizard in self:
            wizard.to_write_count = wizard.created_count + wizard.updated_count

    @api.depends_context("uid")
    def _compute_template_file(self):
        metiers = (
            self.env["mobility.metier"].search([("active", "=", True)]).mapped("name")
        )
        conditions = (
            self.env["mobility.condition"]
            .search([("active", "=", True)])
            .mapped("name")
        )
        self.template_file = base64.b64encode(write_template(metiers, conditions))

    @api.depends("file_name")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard.file_name or self.env._("Import a register")

    def _plan(self):
        """The plan of the file.

        :raises UserError: no file, or one that cannot be read as a register.
        """
        self.ensure_one()
        self.env["mobility.offer"].check_access("create")
        # The web client asks for the size of a file instead of the file.
        content = self.with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("Choose the register (.xlsx) first."))
        try:
            return RegisterPlan(self.env, base64.b64decode(content))
        except RegisterError as error:
            message = sentence(self.env, FILE_MESSAGES, error.code, error.details)
            raise UserError(message) from error
        except binascii.Error as error:
            message = sentence(self.env, FILE_MESSAGES, "damaged", {})
            raise UserError(message) from error

    def action_preview(self):
        """Show what the import would do, row by row. Nothing else is written."""
        self._show(self._plan(), "preview")

    def _show(self, plan, state):
        counts = Counter(planned.status for planned in plan.rows)
        rejected = plan.rejected()
        rejected_file = rejected and write_rejected(
            plan.register.headings,
            [
                (planned.row.cells, "\n".join(plan.details(planned)))
                for planned in rejected
            ],
        )
        self.write(
            {
                "state": state,
                "digest": plan.digest(),
                "rejected_file": rejected_file and base64.b64encode(rejected_file),
                "line_ids": [
                    Command.clear(),
                    *(Command.create(self._line(plan, row)) for row in plan.rows),
                ],
                **{f"{status}_count": counts[status] for status, _label in STATUSES},
            }
        )

    def _line(self, plan, planned):
        status = planned.status
        return {
            "rank": [key for key, _label in STATUSES].index(status),
            "row_number": planned.row.number,
            "employer": shorten(planned.row.values["employer"], _SHOWN),
            "offer": shorten(planned.row.values["title"], _SHOWN),
            "status": status,
            "details": "\n".join(plan.details(planned)),
        }

    def action_import(self):
        """Write what the preview showed, in one go or not at all.

        When the data has changed since the preview, nothing is written and the new
        preview is shown.
        """
        self.ensure_one()
        if self.state != "preview":
            raise UserError(self.env._("Look at the preview of this file first."))
        # Two imports at once would both make the same offers: the second meets this
        # row changed, and Odoo plays it again on what the first has written.
        self.env.cr.execute(
            "UPDATE res_company SET write_date = write_date WHERE id = %s",
            [self.env.company.id],
        )
        plan = self._plan()
        if plan.digest() != self.digest:
            self._show(plan, "preview")
            return self._reload(
                self.env._(
                    "Data has changed since the preview: nothing was imported. "
                    "Please look at the new preview, then import."
                )
            )
        plan.apply()
        self._show(plan, "done")
        return None

    def _reload(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": message,
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_other_file(self):
        """Back to the choice of a file."""
        self.write(
            {
                "state": "draft",
                "file": False,
                "file_name": False,
                "digest": False,
                "rejected_file": False,
                "line_ids": [Command.clear()],
                **{f"{status}_count": 0 for status, _label in STATUSES},
            }
        )

    def action_template(self):
        """Download the template to fill in."""
        return self._download("template_file", "registre-places-accueil.xlsx")

    def action_rejected(self):
        """Download the rejected rows with their reasons, to correct and import."""
        return self._download("rejected_file", "lignes-rejetees.xlsx")

    def _download(self, field, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{field}/{name}?download=true",
            "target": "download",
        }

    def action_offers(self):
        """The offers that wait for the CDG's review."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Offers to review"),
            "res_model": "mobility.offer",
            "view_mode": "list,form",
            "domain": [("state", "=", "submitted")],
        }


class MobilityRegisterLine(models.TransientModel):
    """What the import does with one row of the register."""

    _name = "mobility.register.line"
    _description = "Row of a register"
    _order = "rank, row_number, id"

    import_id = fields.Many2one(
        "mobility.register.import", required=True, ondelete="cascade", index=True
    )
    rank = fields.Integer()
    row_number = fields.Integer(string="Row")
    employer = fields.Char()
    offer = fields.Char()
    status = fields.Selection(STATUSES, required=True)
    details = fields.Text(string="What happens and why")
