"""What an import writes, noted so that it can be undone."""

from collections import defaultdict

from odoo import fields

from ..guard import acting

# Of no meaning for whoever undoes: kept by Odoo itself or rebuilt.
_LEFT_OUT = {*("id", "create_uid", "create_date", "write_uid", "write_date")}


def kept(field):
    """Whether the value of a field is what somebody may have changed since."""
    return (
        field.store
        and field.name not in _LEFT_OUT
        and not field.compute
        and not field.related
        and field.type not in ("one2many", "binary", "properties", "many2one_reference")
        and not field.name.startswith(("message_", "activity_"))
    )


def plain(value, field):
    """A value of ``field`` as JSON keeps it; empty ones are all None."""
    if field.relational:
        return sorted(value.ids) if field.type == "many2many" else value.id or None
    if field.type in ("date", "datetime"):
        return fields.Datetime.to_string(value) if value else None
    if field.type in ("integer", "float", "boolean"):
        return value
    return value or None


def state_of(records):
    """``{id: {field: value}}`` of what is filled in ``records``, as JSON keeps it."""
    watched = [field for field in records._fields.values() if kept(field)]
    return {
        record.id: {
            field.name: value
            for field in watched
            if (value := plain(record[field.name], field)) not in (None, [])
        }
        for record in records.sudo()
    }


class Journal:
    """Creates and writes records, and remembers what each was before and after.

    The chatter stays silent: the import itself is the trace.
    """

    def __init__(self, env, batch):
        self.env = env(
            context=dict(
                env.context, tracking_disable=True, mail_create_nosubscribe=True
            )
        )
        self.batch = batch
        self.made = defaultdict(list)
        self.changed = {}  # record -> {field: value before}

    def make(self, model, vals_list):
        """The new records, in the order of ``vals_list``."""
        if not vals_list:
            return self.env[model]
        records = self.env[model].create(vals_list)
        self.made[model].extend(records.ids)
        return records

    def change(self, record, vals):
        """Change a record that was known."""
        record = record.with_env(self.env)
        before = self.changed.setdefault(record, {})
        for name in vals:
            before.setdefault(name, plain(record.sudo()[name], record._fields[name]))
        record.write(vals)

    def close(self):
        """Write the effects of the lot: one row for what was made of each model, in
        the order in which it came, one for what was changed."""
        self.env.flush_all()
        effects = acting(self.env["mobility.import.effect"].sudo())
        effects.create(
            [
                {
                    "import_id": self.batch.id,
                    "model": model,
                    "made": True,
                    "states": state_of(self.env[model].browse(ids)),
                }
                for model, ids in self.made.items()
            ]
        )
        changed = defaultdict(dict)
        for record, before in self.changed.items():
            if record.id not in self.made[record._name]:
                changed[record._name][record.id] = {
                    "before": before,
                    "after": {
                        name: plain(record.sudo()[name], record._fields[name])
                        for name in before
                    },
                }
        effects.create(
            [
                {"import_id": self.batch.id, "model": model, "states": states}
                for model, states in changed.items()
            ]
        )
        self.made.clear()
        self.changed.clear()
