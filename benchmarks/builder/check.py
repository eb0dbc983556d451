"""Whether rows sent by COPY are those of the ORM: a sample is computed again."""

import random

from odoo.tools import SQL

SAMPLE = 40
_STAMPS = {"write_date", "write_uid"}


def check(env, written):
    """Compute the stored fields of a sample again, and judge its constraints.

    :param dict written: ``{model: ids}``
    :raises AssertionError: naming the rows that the ORM would have written otherwise
    """
    wrong = []
    for model, ids in written.items():
        rng = random.Random(model)
        sample = env[model].browse(sorted(rng.sample(ids, min(SAMPLE, len(ids)))))
        before = _rows(sample)
        computed = [
            field
            for field in sample._fields.values()
            if field.store and field.compute and field.column_type
        ]
        env.invalidate_all()
        for field in computed:
            env.add_to_compute(field, sample)
        env.flush_all()
        after = _rows(sample)
        wrong += [
            f"{model}({own}).{name}: {before[own][name]!r}, computed {value!r}"
            for own, row in after.items()
            for name, value in row.items()
            if name not in _STAMPS and value != before[own][name]
        ]
        sample._validate_fields(sample._fields)
    env.cr.rollback()
    env.invalidate_all()
    if wrong:
        raise AssertionError("\n".join(wrong[:20]))
    print(f"check: {len(written)} models, {SAMPLE} rows each, as the ORM writes them")


def _rows(records):
    env = records.env
    env.cr.execute(
        SQL(
            "SELECT * FROM %s WHERE id IN %s",
            SQL.identifier(records._table),
            tuple(records.ids),
        )
    )
    return {row["id"]: row for row in env.cr.dictfetchall()}
