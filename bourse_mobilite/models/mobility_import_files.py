import base64

from odoo import api, fields, models
from odoo.fields import Command

from ..rules.register.file import write_template
from ..rules.register.kinds import KIND_OF
from ..rules.register.rows import is_reason

# The list where what was imported is seen.
_SEEN = {
    "places": "bourse_mobilite.action_mobility_offer",
    "employers": "bourse_mobilite.action_mobility_employer",
    "tutors": "bourse_mobilite.action_mobility_role",
    "agents": "bourse_mobilite.action_mobility_candidate",
    "trainings": "bourse_mobilite.action_mobility_training",
    "metiers": "bourse_mobilite.action_mobility_metier",
}


class MobilityImport(models.Model):
    """What the columns of a file hold, and the files that come back."""

    _inherit = "mobility.import"

    template = fields.Binary(compute="_compute_template")

    all_own = fields.Boolean(
        compute="_compute_columns", help="No column names the employer."
    )
    unread = fields.Char(compute="_compute_columns", string="Columns not read")

    @api.depends("column_ids.key", "column_ids.heading", "sender_id", "kind")
    def _compute_columns(self):
        for batch in self:
            read = set(batch.column_ids.mapped("key"))
            batch.all_own = bool(
                batch.sender_id
                and KIND_OF[batch.kind].of_employers
                and batch.column_ids
                and not read & {"employer", "siret"}
            )
            left = batch.column_ids.filtered(lambda column: not column.key)
            batch.unread = ", ".join(filter(None, left.mapped("heading")))

    def _propose_columns(self, register):
        """Write what each column seems to hold, as the sender said last time or as
        its heading says.

        :return: whether somebody has to look at it
        """
        remembered = self._remembered()
        known = {index: key for key, index in register.columns.items()}
        keys = KIND_OF[self.kind].by_key
        used, rows, asks = set(), [], False
        for index, heading in enumerate(register.headings):
            samples = register.samples(index)
            if is_reason(heading) or not (heading or samples):
                continue
            said = remembered.get(self.env["mobility.import.column"]._fold(heading))
            key = known.get(index, "") if said is None else said
            if key in used or key not in keys:
                key = ""
            asks |= bool(not key and said is None and samples)
            used.add(key)
            rows.append(
                {
                    "position": index,
                    "heading": str(heading or ""),
                    "samples": "\n".join(samples),
                    "key": key,
                }
            )
        self._note(column_ids=[Command.clear(), *map(Command.create, rows)])
        missing = KIND_OF[self.kind].missing(used, own=bool(self.sender_id))
        return asks or bool(missing)

    def _remembered(self):
        """``{folded heading: column}`` of the last file of this kind that the same
        sender (or else the same user) had imported."""
        same = [("kind", "=", self.kind), ("state", "in", ("done", "undone")),
                ("company_id", "=", self.company_id.id)]  # fmt: skip
        whose = (
            [("sender_id", "=", self.sender_id.id)]
            if self.sender_id
            else [("sender_id", "=", False), ("user_id", "=", self.user_id.id)]
        )
        last = self.sudo().search(same + whose, order="id desc", limit=1)
        return {
            column._fold(column.heading): column.key or ""
            for column in last.column_ids
            if column.heading
        }

    def action_template(self):
        """Download the template to fill in."""
        self.ensure_one()
        return self._download("template", f"{KIND_OF[self.kind].title.lower()}.xlsx")

    def action_rejected(self):
        """Download the rejected rows with their reasons, to correct and import."""
        self.ensure_one()
        return self._download("rejected_file", "lignes-rejetees.xlsx")

    def _download(self, field, name):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{field}/{name}?download=true",
            "target": "download",
        }

    @api.depends("kind")
    def _compute_template(self):
        for batch in self:
            batch.template = base64.b64encode(batch._template_of(batch.kind))

    @api.model
    def _template_of(self, kind):
        """The bytes of the file to fill in."""
        names = {
            key: self.env[model].search([("active", "=", True)]).mapped("name")
            for key, model in (
                ("metier", "mobility.metier"),
                ("conditions", "mobility.condition"),
                ("cadre", "mobility.cadre"),
            )
            if key in KIND_OF[kind].by_key
        }
        return write_template(KIND_OF[kind], names)

    def action_records(self):
        """The list where what was imported is seen; offers first those to review."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(_SEEN[self.kind])
        if self.kind == "places":
            action["domain"] = [("state", "=", "submitted")]
            action["display_name"] = self.env._("Offers to review")
        return action
