"""Many rows of a model at once, as the ORM would have written them.

The ORM makes one row of the model, which is looked at and given up: it has every
default. The others are that row with their own values, sent by COPY.
"""

import hashlib
import io
import json
from datetime import date, datetime

from odoo.tools import SQL

from odoo.addons.bourse_mobilite.models.guard import acting

# The same whenever it is built.
WRITTEN_ON = datetime(2026, 11, 2, 6, 0)
_STAMPS = {"create_date": WRITTEN_ON, "write_date": WRITTEN_ON}
_QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_notrack": True,
}


class _GivenUp(Exception):
    """The row of the ORM was looked at."""


class Table:
    """The rows of ``model`` to be written; ``sample`` are values with which the ORM
    can make one."""

    def __init__(self, env, model, **sample):
        self.env, self.model = env, model
        self.name = env[model]._table
        self.columns = self._prototype(sample)
        self.first = self._last_id() + 1
        self.rows = []

    def _prototype(self, sample):
        try:
            with self.env.cr.savepoint():
                record = acting(self.env[self.model].with_context(**_QUIET)).create(
                    sample
                )
                self.env.flush_all()
                self.env.cr.execute(
                    SQL("SELECT * FROM %s WHERE id = %s", SQL.identifier(self.name), record.id)
                )  # fmt: skip
                names = [column.name for column in self.env.cr.description]
                values = dict(zip(names, self.env.cr.fetchone(), strict=True))
                raise _GivenUp
        except _GivenUp:
            self.env.transaction.clear()
        return {**values, **_STAMPS}

    def _last_id(self):
        self.env.cr.execute(
            SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(self.name))
        )
        return self.env.cr.fetchone()[0]

    def add(self, **values):
        """Keep one more row; answer its id. Columns that are not named have the
        value that the ORM gave to its own row."""
        unknown = values.keys() - self.columns.keys()
        if unknown:
            raise ValueError(f"{self.name} has no column {', '.join(sorted(unknown))}")
        values["id"] = self.first + len(self.rows)
        self.rows.append(values)
        return values["id"]

    def write(self):
        """Send the rows; answer the checksum of what they hold."""
        checksum = copy_rows(
            self.env,
            self.name,
            list(self.columns),
            ({**self.columns, **row}.values() for row in self.rows),
        )
        self.env.cr.execute(
            SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM %s",
                self.name,
                SQL.identifier(self.name),
            )
        )
        return checksum

    @property
    def ids(self):
        return range(self.first, self.first + len(self.rows))


def copy_rows(env, table, columns, rows):
    """COPY ``rows`` (iterables in the order of ``columns``); answer their checksum."""
    text, checksum = io.StringIO(), hashlib.sha256()
    for row in rows:
        line = "\t".join(map(_field, row)) + "\n"
        checksum.update(line.encode())
        text.write(line)
    text.seek(0)
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr._obj.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', text)
    return checksum.hexdigest()[:16]


def _field(value):
    """``value`` as COPY reads it in its text format."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, date):
        value = value.isoformat()
    elif not isinstance(value, str):
        return str(value)
    return (
        value.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
    )
