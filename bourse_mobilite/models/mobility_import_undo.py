from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .guard import acting
from .mobility_import_run import AT_ONCE
from .register.journal import plain, state_of

# Of how many obstacles the message speaks.
_SAID = 10
# Months after which a file, with what it says of people, is forgotten: when nothing
# can be undone from it, and otherwise.
_KEPT_SHORT, _KEPT = 1, 6
_NOTHING_TO_UNDO = ("draft", "columns", "preview", "undone")
# What follows a record by itself, and goes with it.
_FOLLOWS = (
    "mail.",
    "bus.",
    "mobility.import",
    "discuss.",
    "ir.",
    "res.partner.category",
)


class MobilityImport(models.Model):
    """Undoing an import, as long as nothing depends on it; forgetting old ones."""

    _inherit = "mobility.import"

    erased_on = fields.Date(compute="_compute_erased_on", string="Erased on")

    @api.depends("state", "write_date")
    def _compute_erased_on(self):
        """When the file, its preview and its rejected rows are forgotten, unless
        somebody works on it until then."""
        for batch in self:
            short = batch.state in _NOTHING_TO_UNDO
            months = relativedelta(months=_KEPT_SHORT if short else _KEPT)
            batch.erased_on = batch.write_date and (batch.write_date + months).date()

    def action_undo(self):
        """Take back all that the import made and changed, or nothing of it.

        :raises UserError: naming what was changed since, or is used elsewhere
        """
        self.ensure_one()
        self._check_may_import("done", "stopped")
        effects = self.sudo().effect_ids
        if not effects:
            raise UserError(
                self.env._("This import changed nothing: there is nothing to undo.")
            )
        count = sum(len(effect.states) for effect in effects)
        if count > AT_ONCE or self._others_running():
            self._note(state="undoing", failure=False)
            return self._queue()
        self._take_turn()
        self._undo()
        return None

    def _undo(self):
        effects = self.sudo().effect_ids
        changed = [name for effect in effects for name in self._changed(effect)]
        self._refuse([self.env._("“%s” was changed since.", name) for name in changed])
        for effect in effects.sorted("id", reverse=True):
            if not effect.made:
                self._restore(effect)
        rows = effects.filtered("made").grouped("model")
        made = {model: effects._records() for model, effects in rows.items()}
        # Once restored, what the import changed no longer holds what it made.
        for model, records in made.items():
            self._refuse(self._dependents(model, records, made))
        for records in reversed(made.values()):
            records.with_context(tracking_disable=True).unlink()
        acting(effects).unlink()
        self._note(state="undone", failure=False, done_count=0)

    def _refuse(self, obstacles):
        """Leave everything as it was, and say what forbids to undo."""
        if not obstacles:
            return
        shown = obstacles[:_SAID]
        if len(obstacles) > _SAID:
            shown.append(self.env._("and %s more", len(obstacles) - _SAID))
        raise UserError(
            self.env._(
                "Nothing was undone. Other work depends on this import:\n%s",
                "\n".join(f"- {text}" for text in shown),
            )
        )

    def _restore(self, effect):
        for record in effect._records().with_context(tracking_disable=True):
            vals = {}
            for name, value in effect.states[str(record.id)]["before"].items():
                if record._fields[name].type == "many2many":
                    vals[name] = [Command.set(value or [])]
                else:
                    vals[name] = value if value is not None else False
            record.write(vals)

    def _changed(self, effect):
        """The names of the records that are no longer as the import left them."""
        records = effect._records()
        if effect.made:
            now = state_of(records)
            return [
                record.display_name
                for record in records
                if now[record.id] != effect.states[str(record.id)]
            ]
        found = {str(record.id): record for record in records}
        return [
            found[key].display_name if key in found else self.env._("(deleted)")
            for key, state in effect.states.items()
            if key not in found or not self._still(found[key], state["after"])
        ]

    def _still(self, record, values):
        return all(
            plain(record[name], record._fields[name]) == value
            for name, value in values.items()
        )

    def _dependents(self, model, records, made):
        """Who refers to the records that the import made, besides the import."""
        found = defaultdict(list)
        for other, field in self._references(model):
            inside = made.get(other._name, other.browse())
            domain = Domain(field.name, "in", records.ids)
            if inside:
                domain &= Domain("id", "not in", inside.ids)
            for record in other.sudo().with_context(active_test=False).search(domain):
                for target in record[field.name] & records:
                    found[target].append(record)
        thread = self.env["mail.message"].sudo()
        if records and "message_ids" in records._fields:
            written = thread.search(
                [("model", "=", model), ("res_id", "in", records.ids),
                 ("message_type", "=", "comment")]
            )  # fmt: skip
            for message in written:
                found[records.browse(message.res_id)].append(message)
        return [
            self.env._(
                "“%(record)s” is used by: %(others)s.",
                record=target.display_name,
                others=", ".join(dict.fromkeys(self._told(one) for one in others)),
            )
            for target, others in found.items()
        ]

    def _told(self, record):
        if not record.with_env(self.env).has_access("read"):
            return self.env._("something that you may not see")
        name = self.env["ir.model"].sudo()._get(record._name).name
        return f"{name} {record.display_name or ''}".strip()

    @api.model
    def _references(self, model):
        """``(model, field)`` of the stored fields that refer to records of ``model``
        and that somebody fills."""
        for other in self.env.registry.values():
            if (
                other._abstract
                or other._transient
                or not other._auto
                or other._name.startswith(_FOLLOWS)
            ):
                continue
            for field in other._fields.values():
                if (
                    field.comodel_name == model
                    and field.type in ("many2one", "many2many")
                    and field.store
                    and not field.related
                    and (not field.compute or not field.readonly)
                ):
                    yield self.env[other._name], field

    @api.autovacuum
    def _gc_old(self):
        """Forget what was sent and never imported, and the files that are old: they
        say things of people, and an old import can no longer be undone safely."""
        now = fields.Datetime.now()
        left = Domain("state", "in", _NOTHING_TO_UNDO)
        left &= Domain("write_date", "<", now - relativedelta(months=_KEPT_SHORT))
        old = Domain("write_date", "<", now - relativedelta(months=_KEPT))
        acting(self.sudo().search(left | old, limit=1000)).unlink()
