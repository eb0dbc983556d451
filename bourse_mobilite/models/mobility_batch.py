from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import acting

# No more than these are done at once, while the person waits.
AT_ONCE = 5
# The list of what was done is kept for these days; the documents for good.
_KEPT_DAYS = 90


class MobilityBatch(models.Model):
    """Many conventions to make, or to stamp with the visa, in one go: what became of
    each. One that fails does not stop the others."""

    _name = "mobility.batch"
    _description = "Conventions made together"
    _inherit = ["mobility.act"]
    _order = "id desc"

    kind = fields.Selection(
        [
            ("freeze", "Write the PDFs and ask for the signatures"),
            ("visa", "Give the visa"),
        ],
        string="What is done",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", string="Centre de gestion", required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Asked by", required=True, readonly=True
    )
    lang = fields.Char(readonly=True, help="The reasons are told in this language.")
    state = fields.Selection(
        [("running", "Going on"), ("done", "Over")],
        required=True,
        readonly=True,
        default="running",
        index=True,
    )
    line_ids = fields.One2many("mobility.batch.line", "batch_id", readonly=True)
    finished_on = fields.Datetime(string="Over on", readonly=True)
    total_count = fields.Integer(string="Conventions", compute="_compute_counts")
    done_count = fields.Integer(string="Are done", compute="_compute_counts")
    already_count = fields.Integer(
        string="Were done already", compute="_compute_counts"
    )
    failed_count = fields.Integer(string="Left out", compute="_compute_counts")
    progress = fields.Integer(compute="_compute_counts")

    @api.depends("line_ids.status")
    def _compute_counts(self):
        counts = {}
        for batch, status, count in self.env["mobility.batch.line"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "status"], ["__count"]
        ):
            counts[batch.id, status] = count
        for batch in self:
            own = {
                status: counts.get((batch.id, status), 0)
                for status in ("waiting", "done", "already", "failed")
            }
            batch.total_count = total = sum(own.values())
            batch.done_count = own["done"]
            batch.already_count = own["already"]
            batch.failed_count = own["failed"]
            batch.progress = 100 * (total - own["waiting"]) // total if total else 100

    @api.depends("kind", "create_date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for batch in self:
            when = self.env["ir.qweb.field.datetime"].value_to_html(
                batch.create_date, {"hide_seconds": True}
            )
            batch.display_name = f"{kinds[batch.kind]}, {when}"

    @api.model
    def _start(self, kind, conventions):
        """Take up these conventions: a few at once, many in the background.

        :return: the window that shows what becomes of each
        """
        conventions.check_access("write")
        conventions = conventions.sorted("id")
        if not conventions:
            raise UserError(self.env._("Tick the conventions first."))
        if len(conventions.company_id) > 1:
            raise UserError(
                self.env._(
                    "These conventions are of several centres de gestion: take those of "
                    "one at a time."
                )
            )
        batch = acting(self.sudo()).create(
            {
                "kind": kind,
                "company_id": conventions.company_id.id,
                "user_id": self.env.uid,
                "lang": self.env.lang,
                "line_ids": [
                    fields.Command.create({"convention_id": convention.id})
                    for convention in conventions
                ],
            }
        )
        if len(conventions) <= AT_ONCE:
            batch._run_lines(batch.line_ids)
            batch._finish()
        else:
            self.env.ref("bourse_mobilite.cron_batch").sudo()._trigger()
        return batch._window()

    def _window(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    def action_retry(self):
        """Try again those that were left out, once what was missing is there."""
        self.ensure_one()
        self.check_access("read")
        failed = self.line_ids.filtered(lambda line: line.status == "failed")
        return self._start(self.kind, failed.convention_id)

    def action_conventions(self):
        """The conventions of this list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bourse_mobilite.action_mobility_convention"
        )
        return dict(
            action, domain=[("id", "in", self.line_ids.convention_id.ids)], context={}
        )

    def _finish(self):
        self.ensure_one()
        acting(self.sudo()).write(
            {"state": "done", "finished_on": fields.Datetime.now()}
        )

    @api.autovacuum
    def _gc_batches(self):
        """Forget the lists of old; what they made is kept."""
        old = fields.Datetime.now() - timedelta(days=_KEPT_DAYS)
        batches = acting(self.sudo())
        batches.search(
            [("finished_on", "<", old), ("state", "=", "done")], limit=100
        ).unlink()


class MobilityBatchLine(models.Model):
    """What became of one convention of the list."""

    _name = "mobility.batch.line"
    _description = "Convention made with others"
    _inherit = ["mobility.act"]
    _order = "rank, id"
    _rec_name = "convention_id"

    batch_id = fields.Many2one(
        "mobility.batch", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True)
    convention_id = fields.Many2one(
        "mobility.convention",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    candidate_name = fields.Char(related="convention_id.candidate_name", string="Agent")
    status = fields.Selection(
        [
            ("failed", "Not done"),
            ("waiting", "Waits"),
            ("already", "Already done"),
            ("done", "It is done"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    rank = fields.Integer(compute="_compute_rank", store=True)
    reason = fields.Char(string="Why", readonly=True)

    _waiting_idx = models.Index("(batch_id, id) WHERE status = 'waiting'")

    @api.depends("status")
    def _compute_rank(self):
        """What asks for somebody's eyes comes first."""
        statuses = self._fields["status"].get_values(self.env)
        for line in self:
            line.rank = statuses.index(line.status)

    def action_open(self):
        """Open the convention."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mobility.convention",
            "res_id": self.convention_id.id,
            "view_mode": "form",
        }
